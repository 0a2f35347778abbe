"""What was done to the ground on the map, set by set. Rows are only added: an undoing is a set too."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from settlements import choices
from settlements.models.settlement import Settlement
from settlements.querysets import InSettlementQuerySet


class GroundEdit(models.Model):
    """One set of changes, saved at once by one person. What rows were before is in their history."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="ground_edits")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("saved"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by", editable=False
    )

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("change on the map")
        verbose_name_plural = _("changes on the map")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class GroundEditItem(models.Model):
    """One row that a set made, changed or removed; no content: only how to tell that it is as it was left."""

    edit = models.ForeignKey(GroundEdit, on_delete=models.CASCADE, related_name="items")
    layer = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=choices.EditAction)
    # The hash of each column that was written, as it was left: {"location": "9e10…"}.
    left_as = models.JSONField(default=dict)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("changed thing")
        verbose_name_plural = _("changed things")
        constraints = [
            models.UniqueConstraint(fields=["edit", "layer", "object_id"], name="ground_edit_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.object_id}: {self.action}"
