"""What stands on the ground: outlines, villages, structures, service points, ways, hazards and plans."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from enumerations.intake.fields import Kind
from reports.data.columns import Column, Words
from reports.data.dataset import Dataset, Filter, Geometry, Shapes
from reports.products import Envelope
from settlements import choices
from settlements.exported import MARK
from settlements.models.settlement import M2_PER_ACRE

E = Envelope
PLACE = "JOIN settlements_settlement place ON place.id = {}.settlement_id"
CLUSTER = "LEFT JOIN settlements_cluster c ON c.id = {}.cluster_id"
# Ground goes out to everybody only where the settlement shows it to everybody (`shows_ground`).
SHOWN = "place.access_level = 'public' AND place.eviction_threat_now = 'none' AND place.shielded_at IS NULL"
GROUND_LIMITS = {E.PUBLIC: SHOWN, E.COUNTY: "place.shielded_at IS NULL"}
CLUSTERS = "c.code = ANY(%(clusters)s)"


def ground(name: str, label: Words, kind: Kind, sql: str, lowest: Envelope = E.PUBLIC, **more: Any) -> Column:
    """A column of the ground that an import takes back."""
    return Column(name, label, kind, sql, lowest, is_read_back=True, **more)


def beside(name: str, label: Words, kind: Kind, sql: str, lowest: Envelope = E.PUBLIC, **more: Any) -> Column:
    """A column for whoever reads the file; imports pass it over."""
    return Column(name, label, kind, sql, lowest, **more)


def of_place(row: str) -> tuple[Column, ...]:
    """By what a row is known, and where it belongs."""
    return (
        beside(MARK, _("ID of the record"), Kind.INTEGER, row, short="pamoja_id",
               meaning=_("The same in every export, so that tables can be joined.")),
        beside("settlement", _("settlement (code)"), Kind.TEXT, "place.code", plain=True),
        beside("settlement_name", _("settlement"), Kind.TEXT, "place.name", short="settl_name"),
    )  # fmt: skip


def of_cluster(**more: Any) -> tuple[Column, ...]:
    return (
        ground("cluster", _("village or cluster (code)"), Kind.TEXT, "c.code", plain=True, **more),
        beside("cluster_name", _("village or cluster"), Kind.TEXT, "c.name", short="clust_name", **more),
    )


def changed(events: str, row: str) -> str:
    """SQL: the history has something of the row since then."""
    since = "e.pgh_created_at >= %(changed_since)s"
    return f"EXISTS (SELECT FROM {events} e WHERE e.pgh_obj_id = {row} AND {since})"


# A new structure leaves no event. What is newer than the newest one known to have stood before is new.
NEW_STRUCTURE = """
s.id > (SELECT greatest(
    (SELECT max(pgh_obj_id) FROM settlements_structureevent WHERE pgh_created_at < %(changed_since)s),
    (SELECT max(h.structure_id) FROM enumerations_household h
     JOIN enumerations_batch b ON b.id = h.created_by_batch_id WHERE b.received_at < %(changed_since)s), 0))
"""

BOUNDARIES = Dataset(
    name="boundaries",
    title=_("Boundaries of settlements"),
    meaning=_("One row for each settlement, with its outline."),
    source="settlements_settlement place JOIN settlements_county county ON county.id = place.county_id"
    " LEFT JOIN settlements_ward ward ON ward.id = place.ward_id",
    row="place.id",
    place="place.id",
    order="place.code",
    lowest=E.PUBLIC,
    columns=(
        *of_place("place.id"),
        beside("county", _("county"), Kind.TEXT, "county.name"),
        beside("ward", _("main ward"), Kind.TEXT, "ward.name"),
        beside("area_acres", _("area, acres"), Kind.DECIMAL,
               f"round((ST_Area(place.boundary::geography) / {M2_PER_ACRE})::numeric, 2)"),
    ),
    geometries=(Geometry("place.boundary", Shapes.AREA),),
    filters={Filter.CHANGED: changed("settlements_settlementevent", "place.id")},
    limits=GROUND_LIMITS,
    is_read_back=True,
)  # fmt: skip

CLUSTERS_OF = Dataset(
    name="clusters",
    title=_("Villages and clusters"),
    meaning=_(
        "One row for each village, zone or block of a settlement, with its outline where one is drawn."
    ),
    source=f"settlements_cluster c {PLACE.format('c')}",
    row="c.id",
    place="c.settlement_id",
    order="c.settlement_id, c.code",
    lowest=E.PUBLIC,
    columns=(
        *of_place("c.id"),
        ground("code", _("code"), Kind.TEXT, "c.code"),
        ground("name", _("name"), Kind.TEXT, "c.name"),
        ground("kind", _("kind"), Kind.CODE, "c.kind", choices=choices.ClusterKind),
        beside("leader_name", _("leader"), Kind.TEXT, "nullif(c.leader_name, '')", E.PERSONAL),
    ),
    geometries=(Geometry("c.boundary", Shapes.AREA),),
    filters={Filter.CLUSTER: CLUSTERS, Filter.CHANGED: changed("settlements_clusterevent", "c.id")},
    limits=GROUND_LIMITS,
    is_read_back=True,
)

STRUCTURES = Dataset(
    name="structures",
    title=_("Structures"),
    meaning=_("One row for each numbered structure or unit."),
    source=f"settlements_structure s {PLACE.format('s')} {CLUSTER.format('s')}"
    " LEFT JOIN settlements_structure one ON one.id = s.merged_into_id",
    row="s.id",
    place="s.settlement_id",
    order="s.id",
    lowest=E.COUNTY,
    columns=(
        *of_place("s.id"),
        ground("structure_code", _("number on the door"), Kind.TEXT, "s.code", plain=True, short="struct_no"),
        *of_cluster(),
        ground("storeys", _("storeys"), Kind.INTEGER, "s.storeys"),
        ground("rooms_total", _("rooms"), Kind.INTEGER, "s.rooms_total", short="rooms"),
        ground("measured_m2", _("measured size, m²"), Kind.DECIMAL, "s.measured_m2", unit="m²",
               short="sizem2"),
        ground("uses", _("use"), Kind.CODES, "s.uses", choices=choices.StructureUse),
        ground("roof", _("roof"), Kind.CODE, "s.roof", choices=choices.RoofMaterial),
        ground("wall", _("walls"), Kind.CODE, "s.wall", choices=choices.WallMaterial),
        ground("floor", _("floor"), Kind.CODE, "s.floor", choices=choices.FloorMaterial),
        ground("year_built", _("year built"), Kind.INTEGER, "s.year_built"),
        beside("structure_status", _("how far the count has come at this door"), Kind.CODE, "s.status",
               E.STAFF, choices=choices.StructureStatus, short="door_state"),
        beside("merged_into", _("merged into"), Kind.TEXT, "one.code", E.STAFF, plain=True, short="merged"),
        beside("location_source", _("source of the location"), Kind.TEXT, "nullif(s.location_source, '')",
               E.STAFF, short="loc_source"),
        beside("rooms_occupied", _("rooms occupied"), Kind.INTEGER, "s.rooms_occupied", E.STAFF,
               short="rooms_occ"),
        beside("related_structures", _("what belongs to it"), Kind.CODES, "s.related_structures", E.STAFF,
               choices=choices.RelatedStructure, short="related"),
        beside("utilities", _("utilities"), Kind.CODES, "s.utilities", E.STAFF,
               choices=choices.StructureUtility),
        beside("ownership_type", _("ownership"), Kind.CODE, "s.ownership_type", E.STAFF,
               choices=choices.OwnershipType, short="ownership"),
        beside("recognised_by_authority", _("recognised by the authority"), Kind.YES_NO,
               "s.recognised_by_authority", E.STAFF, short="recognised"),
        beside("other_numbers", _("other numbers on the door"), Kind.TEXT,
               "nullif(s.other_numbers, '{}')::text", E.STAFF, short="other_nos"),
    ),
    geometries=(
        Geometry("s.location", Shapes.POINT, label=_("points")),
        Geometry("ST_Multi(s.footprint)", Shapes.AREA, "outlines", "s.footprint IS NOT NULL",
                 label=_("outlines")),
    ),
    whole=Geometry("coalesce(s.footprint, s.location)", Shapes.ANY),
    own="s.properties",
    own_lowest=E.STAFF,
    filters={
        Filter.CLUSTER: CLUSTERS,
        Filter.STATUS: "s.status = ANY(%(statuses)s)",
        Filter.CHANGED: f"({changed('settlements_structureevent', 's.id')} OR {NEW_STRUCTURE})",
    },
    limits=GROUND_LIMITS,
    is_read_back=True,
)  # fmt: skip

SERVICE_POINTS = Dataset(
    name="service_points",
    title=_("Service points"),
    meaning=_("One row for each toilet block, tap, school, light …"),
    source=f"settlements_servicepoint p {PLACE.format('p')} {CLUSTER.format('p')}",
    row="p.id",
    place="p.settlement_id",
    order="p.id",
    lowest=E.PUBLIC,
    columns=(
        *of_place("p.id"),
        ground("code", _("code"), Kind.TEXT, "p.code"),
        ground("kind", _("kind"), Kind.CODE, "p.kind", choices=choices.ServiceKind),
        ground("name", _("name"), Kind.TEXT, "nullif(p.name, '')", E.COUNTY),
        *of_cluster(),
        ground("operator", _("run by"), Kind.CODE, "p.operator", choices=choices.ServiceOperator),
        ground("status", _("status"), Kind.CODE, "p.status", choices=choices.ServiceStatus),
        ground("open_hours", _("opening hours"), Kind.TEXT, "nullif(p.open_hours, '')"),
        ground("cost_kes", _("cost of one use, KES"), Kind.DECIMAL, "p.cost_kes", unit="KES"),
        ground("year_built", _("year built"), Kind.INTEGER, "p.year_built"),
        ground("users_estimate", _("users, estimated"), Kind.INTEGER, "p.users_estimate", short="users"),
        ground("checked_on", _("checked on"), Kind.DATE, "p.checked_on"),
        ground("cubicles", _("cubicles"), Kind.INTEGER, "p.cubicles"),
        ground("cubicles_working", _("cubicles working"), Kind.INTEGER, "p.cubicles_working",
               short="cub_work"),
        ground("taps", _("taps"), Kind.INTEGER, "p.taps"),
        ground("taps_working", _("taps working"), Kind.INTEGER, "p.taps_working", short="taps_work"),
    ),
    geometries=(Geometry("p.location", Shapes.POINT),),
    own="p.details",
    own_lowest=E.STAFF,
    filters={Filter.CLUSTER: CLUSTERS, Filter.CHANGED: changed("settlements_servicepointevent", "p.id")},
    limits=GROUND_LIMITS,
    is_read_back=True,
)  # fmt: skip

LANES = Dataset(
    name="lanes",
    title=_("Lanes, drains and rivers"),
    meaning=_("One row for each road, lane, footpath, drain or river."),
    source=f"settlements_lane l {PLACE.format('l')}",
    row="l.id",
    place="l.settlement_id",
    order="l.id",
    lowest=E.PUBLIC,
    columns=(
        *of_place("l.id"),
        ground("kind", _("kind"), Kind.CODE, "l.kind", choices=choices.LaneKind),
        ground("name", _("name"), Kind.TEXT, "nullif(l.name, '')"),
        ground("width_m", _("width, m"), Kind.DECIMAL, "l.width_m", unit="m"),
    ),
    geometries=(Geometry("l.path", Shapes.LINE),),
    own="l.properties",
    own_lowest=E.STAFF,
    filters={Filter.CHANGED: changed("settlements_laneevent", "l.id")},
    limits=GROUND_LIMITS,
    is_read_back=True,
)

# A plan may be the community's secret until it answers it: what it does not show leaves the office only.
OPEN_PLANS = "o.is_public AND "
OVERLAYS = Dataset(
    name="overlays",
    title=_("Hazards and plans"),
    meaning=_("One row for each danger of the place, and for each plan of others across it."),
    source=f"settlements_overlay o {PLACE.format('o')}",
    row="o.id",
    place="o.settlement_id",
    order="o.id",
    lowest=E.PUBLIC,
    columns=(
        *of_place("o.id"),
        ground("kind", _("kind"), Kind.CODE, "o.kind", choices=choices.OverlayKind),
        ground("name", _("name"), Kind.TEXT, "o.name"),
        ground("reach_m", _("metres on either side"), Kind.DECIMAL, "o.reach_m", unit="m"),
        ground("source", _("whose plan, or who says so"), Kind.TEXT, "nullif(o.source, '')"),
        ground("said_on", _("dated"), Kind.DATE, "o.said_on"),
        ground("note", _("remarks"), Kind.TEXT, "nullif(o.note, '')", E.STAFF),
        beside("is_public", _("shown to the public"), Kind.YES_NO, "o.is_public", E.STAFF),
        beside("made_on", _("made on"), Kind.DATE, "(o.made_at AT TIME ZONE 'Africa/Nairobi')::date",
               E.STAFF),
    ),
    geometries=(
        Geometry("CASE WHEN ST_Dimension(o.shape) = 2 THEN ST_Multi(o.shape) END", Shapes.AREA, "areas",
                 "ST_Dimension(o.shape) = 2", label=_("areas")),
        Geometry("CASE WHEN ST_Dimension(o.shape) = 1 THEN ST_Multi(o.shape) END", Shapes.LINE, "lines",
                 "ST_Dimension(o.shape) = 1", label=_("lines")),
        Geometry("CASE WHEN ST_Dimension(o.shape) = 0 THEN ST_PointOnSurface(o.shape) END", Shapes.POINT,
                 "points", "ST_Dimension(o.shape) = 0", label=_("points")),
    ),
    whole=Geometry("o.shape", Shapes.ANY),
    own="o.properties",
    own_lowest=E.STAFF,
    filters={Filter.CHANGED: changed("settlements_overlayevent", "o.id")},
    limits={envelope: OPEN_PLANS + limit for envelope, limit in GROUND_LIMITS.items()},
    is_read_back=True,
)  # fmt: skip
