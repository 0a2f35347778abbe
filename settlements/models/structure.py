"""What is built: numbered structures and the points that serve them."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from settlements import choices
from settlements.models.settlement import Cluster, Settlement
from settlements.numbering import CODE_PATTERN
from settlements.querysets import InSettlementQuerySet


class TileShape(Func):
    """The first shape there is, as vector tiles want it: EPSG:3857, exterior rings clockwise."""

    template = "ST_ForcePolygonCW(ST_Transform(COALESCE(%(expressions)s), 3857))"

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, output_field=models.GeometryField(srid=3857))


@tracked()
class Structure(models.Model):
    """A numbered structure or unit (LADM's spatial unit); persists while counts come and go.

    `location` and `footprint` are EPSG:4326. `shape_3857` is what the map draws: the footprint where there
    is one, else the point, in EPSG:3857, computed by the database.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="structures")
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="structures"
    )
    code = models.CharField(
        _("number"), max_length=16, validators=[RegexValidator(CODE_PATTERN, _("Not a structure number."))]
    )
    location = models.PointField(_("location"))
    location_source = models.CharField(_("source of the location"), max_length=60, blank=True)
    footprint = models.PolygonField(_("footprint"), null=True, blank=True, spatial_index=False)
    shape_3857 = models.GeneratedField(
        expression=TileShape(F("footprint"), F("location")),
        output_field=models.GeometryField(srid=3857),
        db_persist=True,
    )
    measured_m2 = models.DecimalField(
        _("measured size, m²"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    storeys = models.PositiveSmallIntegerField(_("storeys"), null=True, blank=True)
    rooms_total = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    rooms_occupied = models.PositiveSmallIntegerField(_("rooms occupied"), null=True, blank=True)
    uses = ArrayField(
        models.CharField(max_length=40, choices=choices.StructureUse),
        verbose_name=_("use"),
        default=list,
        blank=True,
    )
    roof = models.CharField(_("roof"), max_length=40, choices=choices.RoofMaterial, blank=True)
    wall = models.CharField(_("walls"), max_length=40, choices=choices.WallMaterial, blank=True)
    floor = models.CharField(_("floor"), max_length=40, choices=choices.FloorMaterial, blank=True)
    related_structures = ArrayField(
        models.CharField(max_length=20, choices=choices.RelatedStructure), default=list, blank=True
    )
    utilities = ArrayField(
        models.CharField(max_length=20, choices=choices.StructureUtility), default=list, blank=True
    )
    ownership_type = models.CharField(
        _("ownership"), max_length=40, choices=choices.OwnershipType, blank=True
    )
    recognised_by_authority = models.BooleanField(_("recognised by the authority"), null=True, blank=True)
    year_built = models.PositiveSmallIntegerField(_("year built"), null=True, blank=True)
    other_numbers = models.JSONField(_("other numbers on the door"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=choices.StructureStatus, default=choices.StructureStatus.NUMBERED
    )
    # Found to be one with another: its number is not given again, what is counted there is that one's.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged_here",
        db_index=False,
        verbose_name=_("merged into"),
    )
    # What a file said that no field of ours holds; kept, never dropped.
    properties = models.JSONField(_("other properties"), default=dict, blank=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "code"]
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        # A generated field gets no index by itself; every tile looks here.
        constraints = [
            models.UniqueConstraint(fields=["settlement", "code"], name="structure_code_once_per_settlement"),
            models.CheckConstraint(
                condition=Q(code__regex=CODE_PATTERN), name="structure_code_follows_scheme"
            ),
            models.CheckConstraint(
                condition=Q(footprint__isnull=True) | Q(footprint__isvalid=True),
                name="structure_footprint_is_valid",
            ),
            models.CheckConstraint(
                condition=Q(rooms_occupied__isnull=True)
                | Q(rooms_total__isnull=True)
                | Q(rooms_occupied__lte=F("rooms_total")),
                name="structure_rooms_add_up",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status=choices.StructureStatus.MERGED_INTO),
                name="structure_merged_says_so",
            ),
        ]
        indexes = [
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="structures_merged",
            ),
            # Which of them hold what no field is for: an export asks all of a county, and few do.
            models.Index(fields=["settlement"], condition=~Q(properties={}), name="structures_with_more"),
        ]

    def __str__(self) -> str:
        return self.code


@tracked(inserts=True, found_by=["settlement"])
class ServicePoint(models.Model):
    """A toilet block, tap, school, light …: one model, its kind, and what that kind needs in `details`."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="service_points")
    cluster = models.ForeignKey(Cluster, on_delete=models.SET_NULL, null=True, blank=True)
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=40, choices=choices.ServiceKind)
    name = models.CharField(_("name"), max_length=200, blank=True)
    location = models.PointField(_("location"))
    operator = models.CharField(
        _("run by"), max_length=40, choices=choices.ServiceOperator, default=choices.ServiceOperator.UNKNOWN
    )
    status = models.CharField(
        _("status"), max_length=40, choices=choices.ServiceStatus, default=choices.ServiceStatus.UNKNOWN
    )
    open_hours = models.CharField(_("opening hours"), max_length=100, blank=True)
    cost_kes = models.DecimalField(
        _("cost of one use, KES"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    year_built = models.PositiveSmallIntegerField(_("year built"), null=True, blank=True)
    users_estimate = models.PositiveIntegerField(_("users, estimated"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    # Cubicles and taps are columns: the service gap is computed from them.
    cubicles = models.PositiveSmallIntegerField(_("cubicles"), null=True, blank=True)
    cubicles_working = models.PositiveSmallIntegerField(_("cubicles working"), null=True, blank=True)
    taps = models.PositiveSmallIntegerField(_("taps"), null=True, blank=True)
    taps_working = models.PositiveSmallIntegerField(_("taps working"), null=True, blank=True)
    details = models.JSONField(_("details of its kind"), default=dict, blank=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "kind", "code"]
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        constraints = [
            models.UniqueConstraint(fields=["settlement", "code"], name="service_code_once_per_settlement"),
            models.CheckConstraint(
                condition=Q(cubicles__isnull=True)
                | Q(cubicles_working__isnull=True)
                | Q(cubicles_working__lte=F("cubicles")),
                name="service_cubicles_add_up",
            ),
            models.CheckConstraint(
                condition=Q(taps__isnull=True)
                | Q(taps_working__isnull=True)
                | Q(taps_working__lte=F("taps")),
                name="service_taps_add_up",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code
