"""What looks odd about a set of changes, once it is written and before it is kept: warnings to accept."""

from collections.abc import Callable

from settlements.editing.layers import NO_DOOR, EditLayer
from settlements.editing.problems import Level
from settlements.editing.staging import TABLE, EditStage
from settlements.imports.boundary import TOLD_APART, USUAL_ACRES
from settlements.imports.reference import TOLERANCE_M
from settlements.imports.structures import NEAR_M, USUAL_M2
from settlements.models.settlement import M2_PER_ACRE

NOTHING = "'{}'::jsonb"
# A sliver between two outlines is no overlap: so many m², or this share of a cluster.
OVERLAP_M2 = 1
OVERLAP_SHARE = 0.01
INSIDE_SHARE = 0.95
# The boundary as it is now, with the metres that a walk with a phone may be beside it.
OUTLINE = f"""
WITH outline AS MATERIALIZED (
    SELECT ST_Buffer(boundary::geography, {TOLERANCE_M})::geometry AS shape
    FROM settlements_settlement WHERE id = %(settlement)s AND boundary IS NOT NULL
)
"""
BARE = "rtrim({}.code, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"
OTHER_ROOF = f"{BARE.format('o')} <> {BARE.format('t')}"

# Degrees: how far a footprint reaches beyond its place.
WIDE = 0.001
AROUND = (
    "DROP TABLE IF EXISTS edit_drawn, edit_around",
    "CREATE TEMP TABLE edit_drawn ON COMMIT DROP AS SELECT s.n, s.key, t.id, t.code, t.location, t.footprint"
    f" FROM {{touched}} WHERE t.status NOT IN {NO_DOOR}",
    "CREATE TEMP TABLE edit_around ON COMMIT DROP AS SELECT o.id, o.code, o.location, o.footprint"
    " FROM {table} o WHERE o.settlement_id = %(settlement)s"
    f" AND o.status NOT IN {NO_DOOR} AND o.location &&"
    f" (SELECT ST_Expand(ST_Extent(coalesce(footprint, location))::geometry, {WIDE}) FROM edit_drawn)",
    "CREATE INDEX ON edit_around USING gist (location)",
    "CREATE INDEX ON edit_around USING gist (footprint)",
    "ANALYZE edit_drawn",
    "ANALYZE edit_around",
)


def doubt(stage: EditStage) -> None:
    """Say what is odd about the ground as it would be."""
    for layer in stage.layers:
        for look in LOOKS.get(layer.name, ()):
            look(stage, layer)


def touched(layer: EditLayer, *, drawn: bool = True) -> str:
    """SQL: the rows `t` that changes `s` wrote; `drawn`: whose shape they wrote."""
    shape = " AND s.geom IS NOT NULL" if drawn else ""
    return (
        f"{TABLE} s JOIN {layer.table} t ON t.id = s.id AND s.layer = '{layer.name}' AND NOT s.bad"
        f" AND s.action IN ('create', 'change', 'merge'){shape}"
    )


def outside(stage: EditStage, layer: EditLayer) -> None:
    stage.say(
        "outside_settlement",
        f"{OUTLINE} SELECT DISTINCT s.key, {NOTHING} FROM {touched(layer)}, outline"
        " WHERE NOT ST_Intersects(t.location, outline.shape)",
        level=Level.WARNING,
    )


def other_cluster(stage: EditStage, layer: EditLayer) -> None:
    lies_in = (
        "FROM settlements_cluster c"
        " WHERE c.settlement_id = t.settlement_id AND ST_Intersects(c.boundary, t.location)"
    )
    stage.say(
        "other_cluster",
        f"SELECT s.key, jsonb_build_object('code', own.code, 'other', (SELECT min(c.code) {lies_in}))"
        f" FROM {touched(layer, drawn=False)} JOIN settlements_cluster own ON own.id = t.cluster_id"
        f" WHERE own.code <> ALL (SELECT c.code {lies_in}) AND EXISTS (SELECT 1 {lies_in})",
        level=Level.WARNING,
    )


def gather(stage: EditStage, layer: EditLayer) -> None:
    """What was drawn and what stands around it, each in a table of its own that is indexed and measured.

    The register's own indexes and measures do not know yet what this very set wrote.
    """
    for sql in AROUND:
        stage.run(sql.format(touched=touched(layer), table=layer.table))


def near(stage: EditStage, layer: EditLayer) -> None:
    stage.say(
        "near_another",
        "SELECT t.key, jsonb_build_object('other', min(o.code)) FROM edit_drawn t JOIN edit_around o"
        f" ON o.location && ST_Expand(t.location, {NEAR_M} / 100000.0) AND o.id <> t.id AND {OTHER_ROOF}"
        f" WHERE ST_DWithin(o.location::geography, t.location::geography, {NEAR_M}) GROUP BY t.n, t.key",
        level=Level.WARNING,
    )


def overlaps(stage: EditStage, layer: EditLayer) -> None:
    common = "ST_Area(ST_Intersection(o.footprint, t.footprint)::geography)"
    stage.say(
        "overlaps",
        f"SELECT t.key, jsonb_build_object('other', o.code, 'm2', round({common}::numeric, 1))"
        f" FROM edit_drawn t JOIN edit_around o ON o.footprint && t.footprint AND o.id <> t.id"
        f" AND {OTHER_ROOF} WHERE ST_Intersects(o.footprint, t.footprint) AND {common} > {OVERLAP_M2}"
        " ORDER BY t.n, o.code",
        level=Level.WARNING,
    )
    stage.run("DROP TABLE edit_drawn, edit_around")


def size(stage: EditStage, layer: EditLayer) -> None:
    low, high = USUAL_M2
    area = "ST_Area(t.footprint::geography)"
    stage.say(
        "unusual_size",
        f"SELECT s.key, jsonb_build_object('m2', round({area}::numeric, 1)) FROM {touched(layer)}"
        f" WHERE {area} NOT BETWEEN {low} AND {high}",
        level=Level.WARNING,
    )


def inside(stage: EditStage, layer: EditLayer) -> None:
    """A cluster lies in its settlement."""
    stage.say(
        "outside_boundary",
        f"SELECT s.key, {NOTHING} FROM {touched(layer)}"
        " JOIN settlements_settlement p ON p.id = t.settlement_id"
        " WHERE ST_Area(ST_Intersection(p.boundary, t.boundary)::geography)"
        f" < {INSIDE_SHARE} * ST_Area(t.boundary::geography)",
        level=Level.WARNING,
    )


def clusters_overlap(stage: EditStage, layer: EditLayer) -> None:
    stage.say(
        "clusters_overlap",
        f"SELECT s.key, jsonb_build_object('other', min(o.name)) FROM {touched(layer)}"
        f" JOIN {layer.table} o ON o.settlement_id = t.settlement_id AND o.id <> t.id"
        " WHERE ST_Intersects(o.boundary, t.boundary)"
        " AND ST_Area(ST_Intersection(o.boundary, t.boundary)::geography)"
        f" > {OVERLAP_SHARE} * ST_Area(t.boundary::geography) GROUP BY s.n, s.key",
        level=Level.WARNING,
    )


def boundary_area(stage: EditStage, layer: EditLayer) -> None:
    acres = f"(ST_Area(t.boundary::geography) / {M2_PER_ACRE})"
    said = f"'acres', to_char({acres}, 'FM999,999,990.0')"
    stage.say(
        "unusual_area",
        f"SELECT s.key, jsonb_build_object({said}) FROM {touched(layer)}"
        f" WHERE {acres} NOT BETWEEN {USUAL_ACRES[0]} AND {USUAL_ACRES[1]}",
        level=Level.WARNING,
    )
    stage.say(
        "area_not_as_told",
        f"SELECT s.key, jsonb_build_object({said}, 'told', t.stated_area_acres::text) FROM {touched(layer)}"
        f" WHERE abs({acres} - t.stated_area_acres) > {TOLD_APART} * t.stated_area_acres",
        level=Level.WARNING,
    )


def left_outside(stage: EditStage, layer: EditLayer) -> None:
    """A boundary drawn anew may leave homes out."""
    stage.say(
        "left_outside",
        f"{OUTLINE} SELECT s.key, jsonb_build_object('count', o.count) FROM {touched(layer)},"
        " LATERAL (SELECT count(*) FROM settlements_structure o, outline"
        f" WHERE o.settlement_id = %(settlement)s AND o.status NOT IN {NO_DOOR}"
        " AND NOT ST_Intersects(o.location, outline.shape)) o WHERE o.count > 0",
        level=Level.WARNING,
    )


def without_reach(stage: EditStage, layer: EditLayer) -> None:
    stage.say(
        "line_without_reach",
        f"SELECT s.key, {NOTHING} FROM {touched(layer, drawn=False)}"
        " WHERE ST_Dimension(t.shape) = 1 AND t.reach_m = 0",
        level=Level.WARNING,
    )


LOOKS: dict[str, tuple[Callable[[EditStage, EditLayer], None], ...]] = {
    "boundary": (boundary_area, left_outside),
    "clusters": (inside, clusters_overlap),
    "structures": (outside, other_cluster, gather, near, overlaps, size),
    "services": (outside, other_cluster),
    "overlays": (without_reach,),
}
