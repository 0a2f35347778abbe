"""Who holds which structure, and how (STDM's social tenure relationship)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations import choices
from enumerations.models import columns
from enumerations.models.enumeration import Enumeration
from enumerations.models.household import Household, Person
from enumerations.querysets import TenureClaimQuerySet
from settlements.models import Settlement, Structure


@tracked(found_by=["household"])
class TenureClaim(models.Model):
    """One person's claim on one structure. Several people may claim one, one person several.

    The claimant is a counted person, or, as an absentee owner is no member of any household here,
    somebody known by name alone.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+", db_index=False)
    enumeration = models.ForeignKey(Enumeration, on_delete=models.PROTECT, related_name="claims")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="claims")
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, null=True, blank=True, related_name="claims"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="claims")
    claimant_name = columns.text(_("claimant, if not counted here"))
    role = models.CharField(_("role"), max_length=40, choices=choices.TenureRole)
    since_year = columns.count(_("since"))
    how_acquired = columns.code(_("how it was acquired"), choices.HowAcquired)
    rented_from = columns.code(_("rented from"), choices.RentedFrom)
    evidence = ArrayField(
        models.CharField(max_length=40, choices=choices.Evidence),
        verbose_name=_("evidence"),
        default=list,
        blank=True,
    )
    in_dispute = models.BooleanField(_("on dispute"), default=False)
    dispute_type = columns.code(_("dispute about"), choices.DisputeType)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects: ClassVar = TenureClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure claim")
        verbose_name_plural = _("tenure claims")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(claimant_name__isnull=False),
                name="claim_has_a_claimant",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="claim_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(in_dispute=True) | Q(dispute_type__isnull=True),
                name="claim_dispute_has_a_kind_only_if_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id}: {self.role}"
