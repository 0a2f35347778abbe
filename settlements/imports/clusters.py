"""Clusters (villages) with their boundaries, from polygons."""

from typing import Any

from settlements.imports.columns import FIELDS
from settlements.imports.context import Context, take_fields, take_place
from settlements.imports.options import Layer
from settlements.imports.problems import Problem
from settlements.imports.staging import TABLE, Stage, Target
from settlements.imports.villages import CODE, Villages, free_code
from settlements.models import Cluster

TARGET = Target(Cluster, ("name", "kind", "boundary"), has_cluster=False)
KEPT = tuple(field for field in FIELDS[Layer.CLUSTERS] if field.kept)


def stage(context: Context) -> Stage:
    return Stage(TARGET, context.settlement)


def fill(context: Context, stage: Stage) -> None:
    """Stage the file's clusters and say what is odd about them."""
    villages = Villages.of(context.settlement)
    records = [
        record for at in range(len(context.features.rows)) if (record := record_of(context, at, villages))
    ]
    stage.copy(records)
    stage.repair(areas=True)
    stage.run(f"UPDATE {TABLE} SET boundary = ST_Multi(geom) WHERE action IS NULL AND geom IS NOT NULL")
    stage.reject_duplicates()
    stage.compare()
    stage.warn(
        "outside_boundary",
        "s.boundary IS NOT NULL AND (SELECT ST_Area(ST_Intersection(p.boundary, s.boundary))"
        " < 0.95 * ST_Area(s.boundary) FROM settlements_settlement p WHERE p.id = %(settlement)s)",
    )


def record_of(context: Context, at: int, villages: Villages) -> dict[str, Any] | None:
    """One cluster; a table without places may list clusters that nobody has drawn yet."""
    record, row = context.features.records[at], context.features.rows[at]
    wkb: bytes | None = None
    problems: list[Problem] = []
    if context.features.places[at] is not None or context.features.format != "CSV":
        wkb, problems = take_place(context, at)
        if wkb is None:
            return None
    values, warnings = take_fields(context, record, KEPT, {})
    problems += warnings
    code = code_of(context.columns.value(record, "code"), values["name"], villages, problems)
    if not code:
        context.reject(row, "no_cluster_code")
        return None
    values["name"] = values["name"] or code
    return {"row": row, "code": code, "geom": wkb, "problems": problems, **values}


def code_of(text: Any, name: Any, villages: Villages, problems: list[Problem]) -> str:
    """The cluster's code: as written, else the one of its name, else a new one; empty when it has neither."""
    written = str(text or "").strip().upper()
    if CODE.match(written):
        return written
    known = villages.find(name) if name else None
    if known:
        return known
    if not written and not name:
        return ""
    code = free_code(written or str(name), set(villages.by_code))
    if written:
        problems.append(Problem("bad_cluster_code", {"text": written[:60], "code": code}))
    villages.add(code, str(name or written))
    return code
