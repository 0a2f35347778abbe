"""Roads, lanes, drains and rivers, from lines. A line is kept whole, also beyond the settlement."""

from typing import Any

from settlements.choices import LaneKind
from settlements.imports.columns import FIELDS
from settlements.imports.context import Context, take_fields, take_place
from settlements.imports.options import Layer
from settlements.imports.staging import TABLE, Target
from settlements.imports.unnumbered import UnnumberedStage, kind_said, label_of
from settlements.models import Lane

KEPT = tuple(field for field in FIELDS[Layer.LANES] if field.kept)
TARGET = Target(
    Lane, ("path", "kind", *(field.name for field in KEPT)), kept_in="properties", has_cluster=False
)


def stage(context: Context) -> UnnumberedStage:
    return UnnumberedStage(TARGET, context.settlement)


def fill(context: Context, stage: UnnumberedStage) -> None:
    """Stage the file's lines and say what is odd about them."""
    records = (record_of(context, at) for at in range(len(context.features.rows)))
    stage.copy(record for record in records if record)
    stage.repair(dimension=1)
    stage.run(f"UPDATE {TABLE} SET path = ST_Multi(geom) WHERE action IS NULL")
    stage.reject_duplicates()
    stage.compare()
    if context.reference.sure:
        stage.warn(
            "misses_settlement",
            "NOT ST_Intersects(s.path, ST_GeomFromWKB(%(outline)s, 4326))",
            values={"outline": context.reference.outline},
        )


def record_of(context: Context, at: int) -> dict[str, Any] | None:
    record, row = context.features.records[at], context.features.rows[at]
    wkb, problems = take_place(context, at)
    if wkb is None:
        return None
    rest = context.columns.rest(record)
    values, warnings = take_fields(context, record, KEPT, rest)
    problems += warnings
    kind = kind_said(context, record, rest, problems, default=LaneKind.LANE)
    return {
        "row": row, "code": values["name"] or label_of(kind, Layer.LANES), "geom": wkb, "problems": problems,
        "kind": kind, "properties": rest, **values,
    }  # fmt: skip
