"""What /ogc/ offers: each collection, its rows, its geometry, its columns and who sees them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Area, Length
from django.db.models import F, Func, Model, Q, QuerySet, TextChoices, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations import packed
from enumerations.classes import QUESTIONS, Answers
from reports.features.reach import Reach, Seen
from settlements import choices
from settlements.models import Cluster, Lane, Overlay, ServicePoint, Settlement, Structure
from settlements.models.settlement import M2_PER_ACRE

Words = str | Promise
OCCUPANCY = "occupancy_status"


@dataclass(frozen=True)
class Property:
    """One column: its name, the expression of the database, its JSON type and what it means."""

    name: str
    title: Words
    value: str | Any = ""  # a field's path or an expression; the name where nothing is said
    kind: str = "string"  # as JSON Schema has it; "date" is a string of that format
    seen: Seen = Seen.EVERYBODY
    codes: type[TextChoices] | None = None
    filter: str = ""  # the lookup by which addresses may ask for it, as `cluster__code`
    read: Callable[[Any], Any] | None = None

    @property
    def expression(self) -> Any:
        value = self.value or self.name
        return F(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Collection:
    """One layer. `settlement` is the path from a row to its settlement's id; `shape` an EPSG:4326 column."""

    name: str
    title: Words
    description: Words
    model: type[Model]
    shape: str
    geometry: str  # what GIS programs may expect: Point, MultiPolygon …
    properties: tuple[Property, ...]
    rows: Callable[[Reach], QuerySet[Any]]
    settlement: str = "settlement_id"
    key: str = "pk"  # what a feature's id is; unique, and pages follow it
    shape_seen: Seen = Seen.EVERYBODY
    when: str = ""  # the column of a date by which `datetime` asks
    members_only: bool = False

    def is_for(self, reach: Reach) -> bool:
        """Whether the collection exists for the caller."""
        return bool(reach.own) or not self.members_only

    @property
    def filters(self) -> dict[str, Property]:
        return {each.name: each for each in self.properties if each.filter}


def joined(column: str) -> Func:
    """A list of codes as text: every GIS program reads it."""
    return Func(F(column), Value(","), function="array_to_string", output_field=TextField())


def on_spheroid(column: str) -> Cast:
    return Cast(column, GeometryField(geography=True))


def metres(measure: Any) -> float | None:
    return None if measure is None else round(measure.m, 1)


def square_metres(measure: Any) -> float | None:
    return None if measure is None else round(measure.sq_m, 1)


def acres(measure: Any) -> float | None:
    return None if measure is None else round(measure.sq_m / M2_PER_ACRE, 1)


def number(value: Any) -> float | None:
    return None if value is None else float(value)


def occupancy(answers: int | None) -> str | None:
    """The class of the most common answer among a structure's households, by its first code."""
    found = packed.unpack(answers, OCCUPANCY) if answers else 0
    said = QUESTIONS[OCCUPANCY].classes[found - 1] if found else None
    return said.codes[0] if isinstance(said, Answers) else None


def _here(reach: Reach) -> Q:
    """Rows of settlements where the caller acts, or whose ground is shown to everybody."""
    return Q(settlement__in=reach.shown)


SETTLEMENT = Property("settlement", _("Settlement"), "settlement__code", filter="settlement__code")
CLUSTER = Property("cluster", _("Cluster"), "cluster__code", seen=Seen.MEMBERS, filter="cluster__code")

SETTLEMENTS = Collection(
    name="settlements",
    title=_("Settlements"),
    description=_(
        "Settlements with their boundaries. One whose ground is not shown to you comes without geometry."
    ),
    model=Settlement,
    shape="boundary",
    shape_seen=Seen.SHOWN,
    geometry="MultiPolygon",
    settlement="pk",
    key="code",
    rows=lambda reach: Settlement.objects.filter(pk__in=reach.known),
    properties=(
        Property("code", _("Code"), filter="code"),
        Property("name", _("Name"), filter="name"),
        Property("other_names", _("Other names"), joined("other_names")),
        Property("county", _("County"), "county__name"),
        Property("county_code", _("Code of the county"), "county__code", filter="county__code"),
        Property("ward", _("Ward"), "ward__name"),
        Property("settlement_type", _("Kind"), codes=choices.SettlementType, filter="settlement_type"),
        Property("year_settled", _("Year settled"), kind="integer"),
        Property(
            "area_acres", _("Area, acres"), Area(on_spheroid("boundary")), "number", Seen.SHOWN, read=acres
        ),
    ),
)

CLUSTERS = Collection(
    name="clusters",
    title=_("Clusters (villages)"),
    description=_("Villages, zones and blocks of settlements; their code is part of the door numbers."),
    model=Cluster,
    shape="boundary",
    geometry="MultiPolygon",
    rows=lambda reach: Cluster.objects.filter(_here(reach)),
    properties=(
        SETTLEMENT,
        Property("code", _("Code"), filter="code"),
        Property("name", _("Name")),
        Property("kind", _("Kind"), codes=choices.ClusterKind, filter="kind"),
    ),
)

OF_STRUCTURES = (
    SETTLEMENT,
    Property("code", _("Number"), filter="code"),
    CLUSTER,
    Property("status", _("Status"), codes=choices.StructureStatus, filter="status"),
    Property("uses", _("Use"), joined("uses")),
    Property("storeys", _("Storeys"), kind="integer"),
    Property("rooms_total", _("Rooms"), kind="integer"),
    Property("rooms_occupied", _("Rooms occupied"), kind="integer"),
    Property("roof", _("Roof"), codes=choices.RoofMaterial, filter="roof"),
    Property("wall", _("Walls"), codes=choices.WallMaterial, filter="wall"),
    Property("floor", _("Floor"), codes=choices.FloorMaterial, filter="floor"),
    Property("year_built", _("Year built"), kind="integer"),
    Property("ownership_type", _("Ownership"), seen=Seen.LEADERS, codes=choices.OwnershipType),
    Property(
        "occupancy", _("Owners or tenants"), "summary__packed", seen=Seen.LEADERS, read=occupancy
    ),
)  # fmt: skip

STRUCTURES = Collection(
    name="structures",
    title=_("Structures"),
    description=_("Numbered structures as points, for those who work in their settlement."),
    model=Structure,
    shape="location",
    geometry="Point",
    members_only=True,
    rows=lambda reach: Structure.objects.filter(settlement__in=reach.own),
    properties=OF_STRUCTURES,
)

FOOTPRINTS = Collection(
    name="footprints",
    title=_("Footprints"),
    description=_("The outlines of those structures of which an outline was drawn."),
    model=Structure,
    shape="footprint",
    geometry="Polygon",
    members_only=True,
    rows=lambda reach: Structure.objects.filter(settlement__in=reach.own, footprint__isnull=False),
    properties=OF_STRUCTURES,
)

SERVICE_POINTS = Collection(
    name="service-points",
    title=_("Service points"),
    description=_(
        "Toilet blocks, taps, schools …: kind and state for everybody, the rest for those who work there. "
        "Asked by when they were checked."
    ),
    model=ServicePoint,
    shape="location",
    geometry="Point",
    when="checked_on",
    rows=lambda reach: ServicePoint.objects.filter(_here(reach)),
    properties=(
        SETTLEMENT,
        Property("kind", _("Kind"), codes=choices.ServiceKind, filter="kind"),
        Property("status", _("Works"), codes=choices.ServiceStatus, filter="status"),
        Property("code", _("Code"), seen=Seen.MEMBERS, filter="code"),
        Property("name", _("Name"), seen=Seen.MEMBERS),
        CLUSTER,
        Property(
            "operator",
            _("Run by"),
            seen=Seen.MEMBERS,
            codes=choices.ServiceOperator,
            filter="operator",
        ),
        Property("open_hours", _("Opening hours"), seen=Seen.MEMBERS),
        Property("cost_kes", _("Cost of one use, KES"), kind="number", seen=Seen.MEMBERS, read=number),
        Property("year_built", _("Year built"), kind="integer", seen=Seen.MEMBERS),
        Property("users_estimate", _("Users, estimated"), kind="integer", seen=Seen.MEMBERS),
        Property("checked_on", _("Checked on"), kind="date", seen=Seen.MEMBERS),
        Property("cubicles", _("Cubicles"), kind="integer", seen=Seen.MEMBERS),
        Property("cubicles_working", _("Cubicles working"), kind="integer", seen=Seen.MEMBERS),
        Property("taps", _("Taps"), kind="integer", seen=Seen.MEMBERS),
        Property("taps_working", _("Taps working"), kind="integer", seen=Seen.MEMBERS),
    ),
)

LANES = Collection(
    name="lanes",
    title=_("Lanes and water"),
    description=_("Roads, lanes, footpaths, drains and rivers with the names people use."),
    model=Lane,
    shape="path",
    geometry="MultiLineString",
    rows=lambda reach: Lane.objects.filter(_here(reach)),
    properties=(
        SETTLEMENT,
        Property("kind", _("Kind"), codes=choices.LaneKind, filter="kind"),
        Property("name", _("Name")),
        Property("width_m", _("Width, m"), kind="number", read=number),
        Property("length_m", _("Length, m"), Length(on_spheroid("path")), "number", read=metres),
    ),
)

OVERLAYS = Collection(
    name="overlays",
    title=_("Hazards and plans"),
    description=_(
        "The ground that dangers and other people's plans take. Those that a community keeps to itself are "
        "for those who work there. Asked by when a plan is dated."
    ),
    model=Overlay,
    shape="zone",
    geometry="Geometry",
    when="said_on",
    rows=lambda reach: Overlay.objects.filter(
        Q(settlement__in=reach.own) | Q(settlement__in=reach.public, is_public=True)
    ),
    properties=(
        SETTLEMENT,
        Property("kind", _("Kind"), codes=choices.OverlayKind, filter="kind"),
        Property("name", _("Name")),
        Property("reach_m", _("Metres on either side"), kind="number", read=number),
        Property("area_m2", _("Area, m²"), Area(on_spheroid("zone")), "number", read=square_metres),
        Property("is_public", _("Shown to the public"), kind="boolean", seen=Seen.MEMBERS),
        Property("source", _("Whose plan, or who says so"), seen=Seen.MEMBERS),
        Property("said_on", _("Dated"), kind="date", seen=Seen.MEMBERS),
    ),
)

COLLECTIONS: dict[str, Collection] = {
    each.name: each
    for each in (SETTLEMENTS, CLUSTERS, STRUCTURES, FOOTPRINTS, SERVICE_POINTS, LANES, OVERLAYS)
}
