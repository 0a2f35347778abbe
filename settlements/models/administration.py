"""Counties, sub-counties and wards: where the county's money is decided."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class County(models.Model):
    """One of Kenya's 47 counties, with the census figures a settlement is compared with."""

    code = models.CharField(_("code"), max_length=3, unique=True, validators=[RegexValidator(r"^\d{3}$")])
    name = models.CharField(_("name"), max_length=60, unique=True)
    population_2019 = models.PositiveIntegerField(_("people, census 2019"))
    households_2019 = models.PositiveIntegerField(_("households, census 2019"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("county")
        verbose_name_plural = _("counties")

    def __str__(self) -> str:
        return self.name


class SubCounty(models.Model):
    """A census (KNBS) sub-county. In Nairobi these are not the constituencies."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="sub_counties")
    code = models.CharField(
        _("code"), max_length=4, unique=True, help_text=_("County × 100 + number, 4708 Mathare")
    )
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering = ["code"]
        verbose_name = _("sub-county")
        verbose_name_plural = _("sub-counties")

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """An electoral (IEBC) ward and its constituency."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="wards")
    code = models.PositiveSmallIntegerField(_("IEBC code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    constituency_code = models.PositiveSmallIntegerField(_("constituency code"), null=True, blank=True)
    constituency = models.CharField(_("constituency"), max_length=60, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("ward")
        verbose_name_plural = _("wards")
        constraints = [
            models.CheckConstraint(condition=models.Q(code__range=(1, 1450)), name="ward_code_is_iebc"),
            models.CheckConstraint(
                condition=models.Q(constituency_code__isnull=True)
                | models.Q(constituency_code__range=(1, 290)),
                name="constituency_code_is_iebc",
            ),
        ]

    def __str__(self) -> str:
        return self.name
