"""A file of ground: kept as it came, with what was decided about it and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from settlements import choices
from settlements.models.settlement import Settlement
from settlements.querysets import InSettlementQuerySet


class GroundImport(models.Model):
    """One file of boundaries, clusters, structures or service points: planned first, then applied once."""

    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, related_name="ground_imports", verbose_name=_("settlement")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    layer = models.CharField(_("what it holds"), max_length=20, choices=choices.GroundLayer)
    file = models.FileField(_("file"), upload_to="ground/%Y/")
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=choices.ImportState, default=choices.ImportState.PLANNED
    )
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    # settlements.imports.Options and Plan, as JSON.
    options = models.JSONField(default=dict, editable=False)
    plan = models.JSONField(default=dict, editable=False)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("import of ground")
        verbose_name_plural = _("imports of ground")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("settlements:ground-import-plan", args=[self.pk])

    @property
    def is_applied(self) -> bool:
        return self.state == choices.ImportState.APPLIED
