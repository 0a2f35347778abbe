"""What the finder of duplicates suspects, and what people made of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration, Household
from settlements.models import Settlement, Structure
from verification.choices import SuspicionKind, SuspicionState
from verification.querysets import SuspicionQuerySet


class Suspicion(models.Model):
    """Two households, people or structures that may be one and the same.

    The first of a pair has the lower id. A person is named by household and line: an interview that is sent
    again writes its people anew. `reasons` are codes with numbers (`{"code": "phone"}`,
    `{"code": "near", "metres": 4}`), never what a record says; what made them one is in `undo`.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="suspicions")
    kind = models.CharField(_("kind"), max_length=20, choices=SuspicionKind)
    household_a = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, related_name="+")
    household_b = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, related_name="+")
    line_a = models.PositiveSmallIntegerField(null=True)
    line_b = models.PositiveSmallIntegerField(null=True)
    structure_a = models.ForeignKey(Structure, on_delete=models.CASCADE, null=True, related_name="+")
    structure_b = models.ForeignKey(Structure, on_delete=models.CASCADE, null=True, related_name="+")
    score = models.FloatField(_("likelihood"))
    reasons = models.JSONField(_("why"), default=list)
    state = models.CharField(_("state"), max_length=12, choices=SuspicionState, default=SuspicionState.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    undo = models.JSONField(default=dict, blank=True)

    objects: ClassVar = SuspicionQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("suspected duplicate")
        verbose_name_plural = _("suspected duplicates")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "enumeration",
                    "kind",
                    "household_a",
                    "household_b",
                    "line_a",
                    "line_b",
                    "structure_a",
                    "structure_b",
                ],
                nulls_distinct=False,
                name="suspicion_once",
            ),
            models.CheckConstraint(
                condition=Q(household_a__lt=F("household_b"))
                | Q(household_a__isnull=True, structure_a__lt=F("structure_b")),
                name="suspicion_is_of_a_pair",
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="suspicion_score_is_a_share"),
        ]
        indexes = [models.Index(fields=["enumeration", "state", "kind"], name="suspicions_by_state")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pk}"


class Search(models.Model):
    """When a count was last searched for what was counted twice; what changed since is searched again."""

    enumeration = models.OneToOneField(Enumeration, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(_("searched"), null=True)
    seconds = models.FloatField(_("seconds it took"), null=True)
    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("search for duplicates")
        verbose_name_plural = _("searches for duplicates")

    def __str__(self) -> str:
        return f"{self.enumeration_id}: {self.found_at}"
