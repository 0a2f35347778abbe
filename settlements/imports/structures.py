"""Structures: numbered points or footprints; unnumbered ones are recognised by their place, or numbered."""

import re
from typing import Any

from settlements.imports import walk
from settlements.imports.columns import FIELDS
from settlements.imports.context import Context, take_fields, take_place
from settlements.imports.options import Layer
from settlements.imports.problems import ImportRefused, Problem
from settlements.imports.staging import TABLE, UNMOVED, Stage, Target
from settlements.imports.villages import Villages
from settlements.models import Structure
from settlements.numbering import DoorNumber, NumberingError, parse

KEPT = tuple(field for field in FIELDS[Layer.STRUCTURES] if field.kept)
TARGET = Target(
    Structure,
    ("location", "location_source", "footprint", *(field.name for field in KEPT)),
    kept_in="properties",
    bounds=(("rooms_occupied", "rooms_total"),),
)
USUAL_M2 = (4, 400)
NEAR_M = 1

# Another structure, of the file or standing already, within a metre; units of one roof are no others. The
# places lie in a table of their own: an index on one that was updated meanwhile would not be used yet.
NEIGHBOURS = (
    "DROP TABLE IF EXISTS ground_places, ground_near",
    f"""
    CREATE TEMP TABLE ground_places ON COMMIT DROP AS
    SELECT id, code, location FROM {TABLE} WHERE action <> 'rejected'
    UNION ALL
    SELECT NULL, code, location FROM settlements_structure
    WHERE settlement_id = %(settlement)s AND status NOT IN ('demolished', 'merged_into')
    """,
    "CREATE INDEX ON ground_places USING gist (location)",
    "ANALYZE ground_places",
    f"""
    CREATE TEMP TABLE ground_near ON COMMIT DROP AS
    SELECT s.id, min(o.code) AS other
    FROM ground_places s JOIN ground_places o ON o.location && ST_Expand(s.location, {NEAR_M} / 100000.0)
    WHERE s.id IS NOT NULL AND ST_DWithin(o.location::geography, s.location::geography, {NEAR_M})
      AND rtrim(o.code, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') <> rtrim(s.code, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    GROUP BY s.id
    """,
)

LARGEST = f"""
UPDATE {TABLE} s SET footprint = (
    SELECT d.geom FROM ST_Dump(s.geom) d ORDER BY ST_Area(d.geom) DESC, d.path LIMIT 1)
WHERE ST_Dimension(geom) = 2 AND action IS NULL
"""
# A surveyed point stays where it is as long as it stands in the footprint, or the footprint is the same.
LOCATION = f"""
UPDATE {TABLE} s SET location_source = CASE WHEN footprint IS NULL THEN 'file' ELSE 'footprint' END,
    location = CASE WHEN footprint IS NOT NULL THEN ST_PointOnSurface(footprint)
               ELSE ST_PointOnSurface(geom) END
WHERE action IS NULL
"""
KEEP_LOCATION = f"""
UPDATE {TABLE} s SET location = NULL, location_source = NULL FROM settlements_structure t
WHERE t.settlement_id = %(settlement)s AND t.code = s.code AND s.action IS NULL
  AND CASE WHEN s.footprint IS NULL THEN ST_DWithin(s.location, t.location, {UNMOVED})
      ELSE ST_Covers(s.footprint, t.location)
        OR coalesce(ST_HausdorffDistance(s.footprint, t.footprint) < {UNMOVED}, FALSE) END
"""
# Which structure a place without a number is: the one with this very footprint, else one standing in it, else
# one at this very point. Each structure is taken by one row.
KNOWN = f"""
CREATE TEMP TABLE ground_known ON COMMIT DROP AS
SELECT DISTINCT ON (t.id) t.id, t.code, s.id AS stage_id
FROM {TABLE} s JOIN settlements_structure t ON t.settlement_id = %(settlement)s
  AND ((s.footprint IS NOT NULL AND t.location && s.footprint AND ST_Covers(s.footprint, t.location))
       OR (s.footprint IS NULL AND t.location && s.location AND ST_Equals(t.location, s.location)))
WHERE s.code IS NULL AND s.action IS NULL AND t.status NOT IN ('demolished', 'merged_into')
ORDER BY t.id, (t.footprint = s.footprint) DESC NULLS LAST, ST_Area(s.footprint), s.id
"""
COMMON = ("row", "cluster_code", "geom", "problems", "reason", *TARGET.staged())
TAKE_KNOWN = (
    f"UPDATE {TABLE} s SET code = k.code FROM (SELECT stage_id, min(code) AS code FROM ground_known"
    " GROUP BY stage_id) k WHERE k.stage_id = s.id",
    # Several units under one roof: each gets the footprint.
    f"INSERT INTO {TABLE} (code, {', '.join(COMMON)}) SELECT k.code, s.{', s.'.join(COMMON)}"
    f" FROM ground_known k JOIN {TABLE} s ON s.id = k.stage_id WHERE k.code <> s.code",
    "DROP TABLE ground_known",
)
SAME_PLACE = f"""
s.code IS NULL AND s.id IN (SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY COALESCE(footprint, location) ORDER BY id) AS n
    FROM {TABLE} WHERE code IS NULL AND action IS NULL) AS numbered WHERE n > 1)
"""
FIRST_ROW = f"""
jsonb_build_object('row', (SELECT min(f.row) FROM {TABLE} f
    WHERE COALESCE(f.footprint, f.location) = COALESCE(s.footprint, s.location)))
"""
CLUSTER_BY_PLACE = f"""
UPDATE {TABLE} s SET cluster_code = c.code FROM settlements_cluster c
WHERE s.cluster_code IS NULL AND s.action IS NULL AND c.settlement_id = %(settlement)s
  AND ST_Intersects(c.boundary, s.location) AND NOT EXISTS (
    SELECT 1 FROM settlements_structure t
    WHERE t.settlement_id = %(settlement)s AND t.code = s.code AND t.cluster_id IS NOT NULL)
"""


def stage(context: Context) -> Stage:
    return Stage(TARGET, context.settlement)


def fill(context: Context, stage: Stage) -> None:
    """Stage the file's structures: numbers, footprints, clusters, and what is odd about them."""
    if not context.options.make_numbers and "code" not in context.columns.by_field and not stands(context):
        raise ImportRefused("no_number_column")
    villages = Villages.of(context.settlement)
    stage.copy(
        record for at in range(len(context.features.rows)) for record in records_of(context, at, villages)
    )
    context.new_clusters = villages.new
    stage.repair(areas=False)
    stage.warn("largest_part", "ST_Dimension(s.geom) = 2 AND ST_NumGeometries(s.geom) > 1",
               "jsonb_build_object('parts', ST_NumGeometries(s.geom))")  # fmt: skip
    stage.run(LARGEST)
    stage.run(LOCATION)
    recognise(stage)
    stage.run(CLUSTER_BY_PLACE)
    if context.options.make_numbers:
        walk.number(stage)
    stage.reject("no_number", "s.code IS NULL")
    stage.reject_duplicates()
    stage.run(KEEP_LOCATION)
    reject_retired(stage)
    stage.compare()
    warn_of_places(context, stage)


def stands(context: Context) -> bool:
    """Whether anything stands in the settlement that places could be recognised by."""
    return bool(context.settlement.structures.exists())


def recognise(stage: Stage) -> None:
    """Give rows without a number the number of the structure that stands there."""
    stage.reject("twice_in_file", SAME_PLACE, FIRST_ROW)
    stage.run("DROP TABLE IF EXISTS ground_known")
    stage.run(KNOWN)
    for sql in TAKE_KNOWN:
        stage.run(sql)


def reject_retired(stage: Stage) -> None:
    """A number is never used again after its structure is gone."""
    gone = (
        "FROM settlements_structure t WHERE t.settlement_id = %(settlement)s AND t.code = s.code"
        " AND t.status IN ('demolished', 'merged_into')"
    )
    stage.reject("number_retired", f"EXISTS (SELECT 1 {gone})",
                 f"jsonb_build_object('status', (SELECT t.status {gone}))")  # fmt: skip


def warn_of_places(context: Context, stage: Stage) -> None:
    """What is odd about where it stands, or how large it is."""
    low, high = USUAL_M2
    stage.warn(
        "unusual_size",
        f"s.footprint IS NOT NULL AND ST_Area(s.footprint::geography) NOT BETWEEN {low} AND {high}",
        "jsonb_build_object('m2', round(ST_Area(s.footprint::geography)::numeric, 1))",
    )
    warn_of_neighbours(stage)
    lies_in = (
        "FROM settlements_cluster c"
        " WHERE c.settlement_id = %(settlement)s AND ST_Intersects(c.boundary, s.location)"
    )
    stage.warn(
        "other_cluster",
        f"s.cluster_code IS NOT NULL AND s.cluster_code <> ALL (SELECT c.code {lies_in})"
        f" AND EXISTS (SELECT 1 {lies_in})",
        f"jsonb_build_object('code', s.cluster_code, 'other', (SELECT min(c.code) {lies_in}))",
    )
    if context.settlement.boundary is not None:
        stage.warn(
            "outside_settlement",
            "NOT ST_Intersects(s.location, ST_GeomFromWKB(%(outline)s, 4326))",
            values={"outline": context.reference.outline},
        )


def warn_of_neighbours(stage: Stage) -> None:
    """Two numbers at one place are one structure, or one of them stands elsewhere."""
    for sql in NEIGHBOURS:
        stage.run(sql)
    stage.warn(
        "near_another",
        "s.id IN (SELECT id FROM ground_near)",
        "jsonb_build_object('other', (SELECT n.other FROM ground_near n WHERE n.id = s.id))",
    )
    stage.run("DROP TABLE ground_places, ground_near")


def records_of(context: Context, at: int, villages: Villages) -> list[dict[str, Any]]:
    """The structures of one row: one for each unit its number names."""
    record, row = context.features.records[at], context.features.rows[at]
    wkb, problems = take_place(context, at)
    if wkb is None:
        return []
    rest = context.columns.rest(record)
    values, warnings = take_fields(context, record, KEPT, rest)
    problems += warnings
    cluster = cluster_of(context, record, villages, rest, problems)
    doors = doors_of(context, record, row, cluster, problems)
    if doors is None:
        return []
    if doors and doors[0].cluster and cluster is None:
        cluster = cluster_of_door(context, doors[0].cluster, villages, problems)
    common = {
        "row": row,
        "cluster_code": cluster,
        "geom": wkb,
        "problems": problems,
        "properties": rest,
        **values,
    }
    return [{**common, "code": door.structure_code} for door in doors] or [common]


def cluster_of(
    context: Context,
    record: dict[str, Any],
    villages: Villages,
    rest: dict[str, Any],
    problems: list[Problem],
) -> str | None:
    """The code of the cluster the row names, made on request; kept as text where there is none."""
    text = context.columns.value(record, "cluster")
    if text is None:
        return None
    code = villages.make(text) if context.options.make_clusters else villages.find(text)
    if code is None:
        rest[context.columns.by_field["cluster"]] = text
        problems.append(Problem("unknown_cluster", {"text": str(text)[:60]}))
    return code


def cluster_of_door(context: Context, code: str, villages: Villages, problems: list[Problem]) -> str | None:
    """The cluster a number names."""
    if code in villages.by_code:
        return code
    if not context.options.make_clusters:
        problems.append(Problem("unknown_cluster", {"text": code}))
        return None
    villages.new[code] = code
    villages.add(code, code)
    return code


def doors_of(
    context: Context, record: dict[str, Any], row: int, cluster: str | None, problems: list[Problem]
) -> list[DoorNumber] | None:
    """The numbers of the row; none where it has no number yet, None where it was rejected."""
    text = context.columns.value(record, "code")
    if text is None:
        return []
    # A column of numbers with one text in it comes as texts like 14.0.
    painted = re.sub(r"\.0+$", "", str(text))
    # A bare number in a table with a column of clusters is meant within its cluster.
    if cluster and painted.strip().isdigit():
        painted = f"{context.settlement.code}/{cluster}/{painted.strip()}"
    try:
        doors = parse(painted, settlement=context.settlement.code)
    except NumberingError:
        context.reject(row, "bad_number", text=painted[:60])
        return None
    if doors[0].settlement != context.settlement.code:
        context.reject(row, "other_settlement", other=doors[0].settlement)
        return None
    if doors[0].household is not None:
        problems.append(Problem("household_in_number"))
    return doors
