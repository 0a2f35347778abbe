"""One count of one settlement, from the first meeting to the adopted register."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.choices import EnumerationSource, EnumerationState
from enumerations.querysets import EnumerationQuerySet
from settlements.models import Settlement

# What comes in changes the register: also while people object, for whom nobody counted.
OPEN_STATES = frozenset(
    {
        EnumerationState.MOBILISED,
        EnumerationState.NUMBERING,
        EnumerationState.ENUMERATING,
        EnumerationState.CHECKING,
        EnumerationState.POSTED,
        EnumerationState.OBJECTIONS,
    }
)
ADOPTED_STATES = (EnumerationState.ADOPTED, EnumerationState.HANDED_OVER)


@tracked(found_by=["settlement"])
class Enumeration(models.Model):
    """One round of counting. Rounds are compared, never overwritten."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="enumerations")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    name = models.CharField(_("name"), max_length=100)
    purpose = models.TextField(_("purpose"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=EnumerationState, default=EnumerationState.PLANNED
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    source = models.CharField(
        _("questionnaire"), max_length=20, choices=EnumerationSource, default=EnumerationSource.STANDARD
    )
    creates_structures = models.BooleanField(
        _("new structures may come with an interview"),
        default=False,
        help_text=_("An interview at an unknown number makes the structure, if it carries a point."),
    )
    # What the column-mapping page remembers: see enumerations.intake.columns.
    column_mapping = models.JSONField(_("column mapping"), default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = EnumerationQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "-round"]
        verbose_name = _("enumeration")
        verbose_name_plural = _("enumerations")
        constraints = [
            models.UniqueConstraint(fields=["settlement", "round"], name="enumeration_round_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                name="enumeration_ends_after_start",
            ),
            # Closed with a day of adoption is adopted for good; closed without one never counted.
            models.CheckConstraint(
                condition=Q(state=EnumerationState.CLOSED)
                | Q(state__in=ADOPTED_STATES, adopted_on__isnull=False)
                | (~Q(state__in=ADOPTED_STATES) & Q(adopted_on__isnull=True)),
                name="enumeration_adoption_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("enumerations:enumeration-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether batches and interviews may still change the register."""
        return self.state in OPEN_STATES

    @property
    def is_adopted(self) -> bool:
        """Whether the community adopted it: then its totals are public where the settlement is."""
        return self.adopted_on is not None
