"""The settlement's boundary: all polygons of the file as one."""

from typing import Any

from settlements.imports.context import Context, take_place
from settlements.imports.plan import PlanRow
from settlements.imports.problems import Problem
from settlements.imports.staging import TABLE, UNMOVED, Stage, Target
from settlements.models import Settlement
from settlements.models.settlement import M2_PER_ACRE

TARGET = Target(Settlement, (), has_cluster=False)
USUAL_ACRES = (0.1, 5000)
# Residents' word and the drawn boundary may differ by a fifth.
TOLD_APART = 0.2

UNION = f"(SELECT ST_Multi(ST_Union(geom)) FROM {TABLE} WHERE action IS DISTINCT FROM 'rejected')"
COMPARE = f"""
SELECT CASE WHEN s.boundary IS NULL THEN 'created' WHEN ST_Equals(s.boundary, n.geom)
            OR ST_HausdorffDistance(s.boundary, n.geom) < {UNMOVED} THEN 'unchanged'
       ELSE 'updated' END, ST_Area(n.geom::geography) / %(acre)s
FROM settlements_settlement s, (SELECT {UNION} AS geom) AS n
WHERE s.id = %(settlement)s AND n.geom IS NOT NULL
"""


def stage(context: Context) -> Stage:
    return Stage(TARGET, context.settlement)


def fill(context: Context, stage: Stage) -> None:
    """Stage the polygons; what becomes of them is said once, for they make one boundary."""
    stage.copy(record for at in range(len(context.features.rows)) if (record := record_of(context, at)))
    stage.repair(areas=True)
    found = stage.fetch(COMPARE, {"acre": M2_PER_ACRE})
    if found:
        action, acres = found[0]
        stage.run(f"UPDATE {TABLE} SET action = %(action)s WHERE action IS NULL", {"action": action})
        warn_of_area(stage, float(acres), context.settlement)


def warn_of_area(stage: Stage, acres: float, settlement: Settlement) -> None:
    """Doubt an area that no settlement has, or that the residents do not know."""
    said = f"jsonb_build_object('acres', '{acres:,.1f}'"
    if not USUAL_ACRES[0] <= acres <= USUAL_ACRES[1]:
        stage.warn("unusual_area", "TRUE", said + ")")
    told = settlement.stated_area_acres
    if told and abs(acres - float(told)) > TOLD_APART * float(told):
        stage.warn("area_not_as_told", "TRUE", f"{said}, 'told', '{told:,}')")


def record_of(context: Context, at: int) -> dict[str, Any] | None:
    wkb, problems = take_place(context, at)
    if wkb is None:
        return None
    return {"row": context.features.rows[at], "code": None, "geom": wkb, "problems": problems}


def write(context: Context, stage: Stage, source: str) -> None:
    """Set the boundary and where it is from."""
    stage.run(
        f"UPDATE settlements_settlement SET boundary = {UNION}, boundary_source = %(source)s,"
        " data_version = data_version + 1 WHERE id = %(settlement)s",
        {"source": source[:200]},
    )


def as_one(rows: list[PlanRow]) -> list[PlanRow]:
    """The polygons as they are counted: the first carries what becomes of the boundary."""
    used = [row for row in rows if row.action != "rejected"]
    if len(used) < 2:
        return rows
    problems: dict[str, Problem] = {problem.code: problem for row in used for problem in row.problems}
    one = PlanRow(used[0].row, "", used[0].action, tuple(problems.values()))
    return [one, *(row for row in rows if row.action == "rejected")]
