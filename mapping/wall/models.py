"""Maps on paper that were asked for, and how far they are."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mapping.wall.choices import DRAWN_AT_FIRST, Drawn, Form, Orientation, Paper, Theme
from mapping.wall.options import Options
from mapping.wall.paper import COARSEST, FINEST
from settlements.models import Cluster, Settlement
from settlements.querysets import InSettlementQuerySet
from verification.choices import ListLanguage


def drawn_at_first() -> list[str]:
    return list(DRAWN_AT_FIRST)


class WallMapQuerySet(InSettlementQuerySet):
    """Questions about maps on paper: seen by those who act in the settlement, like the map on the screen."""

    def going_on(self) -> "WallMapQuerySet":
        return self.filter(ended_at__isnull=True)

    def over(self, before: datetime) -> "WallMapQuerySet":
        """Those whose time is over, and those made before the settlement was hidden: they do not say so."""
        hidden = Q(settlement__shielded_at__gt=models.F("asked_at"))
        return self.filter(Q(asked_at__lt=before) | hidden)


class WallMap(models.Model):
    """One map: what was chosen, how far it is, and for some weeks its file. No person stands on it."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="wall_maps")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    # What was chosen.
    form = models.CharField(_("what is made"), max_length=10, choices=Form, default=Form.SHEET)
    paper = models.CharField(_("paper"), max_length=4, choices=Paper, default=Paper.A3)
    orientation = models.CharField(
        _("how the paper lies"), max_length=10, choices=Orientation, default=Orientation.EITHER
    )
    scale = models.PositiveIntegerField(
        _("scale"), null=True, blank=True, validators=[MinValueValidator(FINEST), MaxValueValidator(COARSEST)]
    )
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    drawn = ArrayField(
        models.CharField(max_length=10, choices=Drawn),
        verbose_name=_("what is drawn"),
        default=drawn_at_first,
        blank=True,
    )
    theme = models.CharField(_("structures coloured by"), max_length=20, choices=Theme, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=ListLanguage, default=ListLanguage.BOTH)
    # Where the middle of the paper was laid, in degrees; and of sheets to glue, how many about it.
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    across = models.PositiveSmallIntegerField(_("sheets side by side"), default=1)
    down = models.PositiveSmallIntegerField(_("sheets one below the other"), default=1)
    is_coloured = models.BooleanField(_("in colour"), default=True)
    # The worker's.
    version = models.PositiveBigIntegerField(default=0)  # of the settlement's data, when it was read
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=40, blank=True)
    # What came of it.
    file = models.FileField(upload_to="wall-maps/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    pages = models.PositiveIntegerField(_("sheets"), default=0)
    drawn_scale = models.PositiveIntegerField(default=0)
    unplaced = models.PositiveIntegerField(default=0)

    objects: ClassVar = WallMapQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("map on paper")
        verbose_name_plural = _("maps on paper")
        indexes = [
            models.Index(fields=["settlement", "-asked_at"], name="wall_maps_newest"),
            models.Index(
                fields=["touched_at"], condition=Q(ended_at__isnull=True), name="wall_maps_going_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id}: {self.form} {self.paper}"

    def get_absolute_url(self) -> str:
        return reverse("mapping:wall-map", args=[self.settlement.code, self.pk])

    @property
    def is_going_on(self) -> bool:
        return self.ended_at is None

    @property
    def options(self) -> Options:
        return Options(village=self.cluster.code if self.cluster else None, **self.chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """Everything but the village, by the names of Options."""
        names = (
            "paper", "orientation", "form", "scale", "theme", "language", "is_coloured", "across", "down",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names} | {
            "drawn": tuple(self.drawn), "middle": self.middle,
        }  # fmt: skip

    @property
    def middle(self) -> tuple[float, float] | None:
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude

    @property
    def download_name(self) -> str:
        """KMT-B-a0-1000.pdf"""
        parts = [self.settlement.code, *([self.cluster.code] if self.cluster else []), self.paper, self.form]
        return "-".join([*parts, str(self.drawn_scale)]) + ".pdf"
