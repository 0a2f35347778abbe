"""Lines and areas on the ground: ways, and what threatens a place or is planned across it."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from settlements import choices
from settlements.models.settlement import Settlement
from settlements.querysets import InSettlementQuerySet

WIDEST_M = 5_000


class Zone(Func):
    """A shape with so many metres of the spheroid around it; the shape itself where there are none."""

    template = (
        "CASE WHEN %(reach)s > 0 THEN ST_Buffer(%(shape)s::geography, %(reach)s)::geometry ELSE %(shape)s END"
    )

    def __init__(self, shape: Any, reach: Any, **extra: Any) -> None:
        super().__init__(shape, reach, output_field=models.GeometryField(), **extra)

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        (shape, _none), (reach, _none) = (compiler.compile(each) for each in self.source_expressions)
        return self.template % {"shape": shape, "reach": reach}, ()


@tracked(inserts=True, found_by=["settlement"])
class Lane(models.Model):
    """A road, lane, footpath, drain or river with the name people use. `path` is EPSG:4326."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="lanes")
    kind = models.CharField(_("kind"), max_length=20, choices=choices.LaneKind, default=choices.LaneKind.LANE)
    name = models.CharField(_("name"), max_length=100, blank=True)
    path = models.MultiLineStringField(_("path"))
    width_m = models.DecimalField(_("width, m"), max_digits=4, decimal_places=1, null=True, blank=True)
    # What a file said that no field of ours holds; kept, never dropped.
    properties = models.JSONField(_("other properties"), default=dict, blank=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "name", "pk"]
        verbose_name = _("lane")
        verbose_name_plural = _("lanes")
        constraints = [
            models.CheckConstraint(condition=Q(path__isvalid=True), name="lane_path_is_valid"),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


@tracked(inserts=True, found_by=["settlement"])
class Overlay(models.Model):
    """A danger of the place or a plan of others across it: an area, or a line with metres on either side.

    `shape` is what was drawn or sent, EPSG:4326; `zone` is the ground it takes, computed by the database.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="overlays")
    kind = models.CharField(_("kind"), max_length=30, choices=choices.OverlayKind)
    name = models.CharField(_("name"), max_length=120)
    shape = models.GeometryField(_("shape"))
    reach_m = models.DecimalField(
        _("metres on either side"),
        max_digits=6,
        decimal_places=1,
        default=0,
        validators=[MaxValueValidator(WIDEST_M)],
    )
    zone = models.GeneratedField(
        expression=Zone(F("shape"), F("reach_m")), output_field=models.GeometryField(), db_persist=True
    )
    source = models.CharField(_("whose plan, or who says so"), max_length=200, blank=True)
    said_on = models.DateField(_("dated"), null=True, blank=True)
    note = models.TextField(_("remarks"), max_length=2_000, blank=True)
    # A plan may be the community's secret until it answers it.
    is_public = models.BooleanField(_("shown to the public"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    properties = models.JSONField(_("other properties"), default=dict, blank=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "kind", "name", "pk"]
        verbose_name = _("hazard or plan")
        verbose_name_plural = _("hazards and plans")
        constraints = [
            models.CheckConstraint(condition=Q(shape__isvalid=True), name="overlay_shape_is_valid"),
            models.CheckConstraint(
                condition=Q(reach_m__gte=0) & Q(reach_m__lte=WIDEST_M), name="overlay_reach_is_a_length"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_hazard(self) -> bool:
        return self.kind in choices.OverlayKind.hazards()
