"""What figures are held against, and what things cost: from sources, never from here."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.indicators import BY_CODE, Kind
from settlements.models import County, Settlement

FIRST_YEAR, LAST_YEAR = 1963, 2100
COUNTRY = "KE"
IN_LISTS = {Kind.DISTRIBUTION, Kind.RANKING}


class ReferenceKind(models.TextChoices):
    CENSUS = "census", _("census")
    STANDARD = "standard", _("standard")
    STUDY = "study", _("study")


class Bounds(models.TextChoices):
    MOST = "most", _("at most this")
    LEAST = "least", _("at least this")


class BuiltThing(models.TextChoices):
    """What a county is asked to build: codes of the service gap."""

    CUBICLE = "cubicle", _("Toilet cubicle")
    TAP = "tap", _("Tap")
    LIGHT = "light", _("Street light")
    WASTE_POINT = "waste_point", _("Waste collection point")


# Needs that are no indicator: how many people share one is agreed nowhere, so a county's own rule is entered.
PEOPLE_TO_EACH: dict[str, str | Promise] = {
    "persons_per_light": _("People to a street light"),
    "persons_per_waste_point": _("People to a waste collection point"),
}


@tracked(inserts=True)
class Reference(models.Model):
    """A number to hold a figure against: the census of a place, a standard, or what a study found.

    `place` is `KE`, a county's code (`047`) or a census sub-county's (`4708`); empty where it holds anywhere.
    A study of a place is shown in its county. `area` names what the place's own name does not say.
    """

    indicator = models.CharField(_("figure"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=ReferenceKind)
    bound = models.CharField(_("the figure should be"), max_length=5, choices=Bounds, blank=True)
    place = models.CharField(
        _("place"),
        max_length=4,
        blank=True,
        help_text=_("KE, the code of a county or sub-county, or nothing."),
    )
    area = models.CharField(_("of what"), max_length=120, blank=True)
    value = models.FloatField(_("value"))
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text=_("Of the source; empty only where the source does not say."),
    )
    source = models.CharField(_("source"), max_length=200, help_text=_("A key of our list, or a name."))
    note = models.CharField(_("what to mind"), max_length=200, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["indicator", "kind", "place", "value"]
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kind", "place", "area", "source", "year", "bound"],
                name="reference_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(kind="census") | ~Q(place="", area=""), name="reference_census_has_a_place"
            ),
        ]
        indexes = [models.Index(fields=["place"], name="reference_by_place")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value} {self.area or self.place}"

    def clean(self) -> None:
        known = BY_CODE.get(self.indicator)
        if self.indicator not in PEOPLE_TO_EACH and (known is None or known.kind in IN_LISTS):
            raise ValidationError({"indicator": _("There is no number of this name among the figures.")})


@tracked(inserts=True, found_by=["settlement", "county"])
class UnitCost(models.Model):
    """What one costs in a county or in one settlement, as somebody found out: with year and source."""

    what = models.CharField(_("what"), max_length=20, choices=BuiltThing)
    county = models.ForeignKey(County, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    amount_kes = models.PositiveIntegerField(_("KES for one"), validators=[MinValueValidator(1)])
    year = models.PositiveSmallIntegerField(
        _("year of the price"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("A tender, a bill of quantities, the county's price list.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["what", "settlement_id"]
        verbose_name = _("unit cost")
        verbose_name_plural = _("unit costs")
        constraints = [
            models.CheckConstraint(
                condition=Q(county__isnull=True, settlement__isnull=False)
                | Q(county__isnull=False, settlement__isnull=True),
                name="unit_cost_of_one_place",
            ),
            models.CheckConstraint(condition=Q(amount_kes__gt=0), name="unit_cost_is_not_free"),
            models.UniqueConstraint(
                fields=["what", "county", "settlement"], name="unit_cost_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount_kes} KES ({self.year})"
