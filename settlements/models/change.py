"""What happened to a structure: built, taken down, split, made one with another, numbered anew."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from settlements.choices import ChangeKind, StructureStatus
from settlements.models.settlement import Settlement
from settlements.models.structure import Structure
from settlements.querysets import StructureChangeQuerySet


@tracked()
class StructureChange(models.Model):
    """One note of the office: a number, and the one it became; a split has a row for each of its parts.

    What was noted at once has one `noted_at`. A note that is taken back stays, and says so.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("what happened"), max_length=20, choices=ChangeKind)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="changes")
    became = models.ForeignKey(
        Structure, on_delete=models.CASCADE, null=True, blank=True, related_name="came_of"
    )
    # A count's number in its settlement; null where no count saw it.
    round = models.PositiveSmallIntegerField(_("round in which it was seen"), null=True, blank=True)
    reason = models.CharField(_("how it is known"), max_length=300, blank=True)
    noted_on = models.DateField(_("happened or seen on"))
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    status_before = models.CharField(max_length=20, choices=StructureStatus)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = StructureChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        verbose_name = _("change of a structure")
        verbose_name_plural = _("changes of structures")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[ChangeKind.NEW, ChangeKind.DEMOLISHED], became__isnull=True)
                | Q(kind=ChangeKind.SPLIT, became__isnull=False)
                | (
                    Q(kind__in=[ChangeKind.MERGED, ChangeKind.RENUMBERED], became__isnull=False)
                    & ~Q(became=F("structure"))
                ),
                name="structure_change_names_what_it_became",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id}: {self.kind}"
