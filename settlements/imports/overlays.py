"""Hazards and plans, from areas and from lines (or points) with metres on either side."""

from typing import Any

from settlements.choices import OverlayKind
from settlements.imports import shapes
from settlements.imports.columns import FIELDS, Unreadable, convert
from settlements.imports.context import Context, take_fields, take_place
from settlements.imports.options import Layer
from settlements.imports.problems import Problem
from settlements.imports.staging import TABLE, Target
from settlements.imports.unnumbered import UnnumberedStage, kind_said, label_of
from settlements.models import Overlay

FIELD_OF = {field.name: field for field in FIELDS[Layer.OVERLAYS]}
KEPT = tuple(field for field in FIELD_OF.values() if field.kept)
TARGET = Target(
    Overlay, ("shape", "kind", *(field.name for field in KEPT)), kept_in="properties", has_cluster=False
)


def stage(context: Context) -> UnnumberedStage:
    return UnnumberedStage(TARGET, context.settlement)


def fill(context: Context, stage: UnnumberedStage) -> None:
    """Stage the file's shapes and say what is odd about them. What the public sees is never a file's word."""
    records = (record_of(context, at) for at in range(len(context.features.rows)))
    stage.copy(record for record in records if record)
    stage.repair()
    stage.run(f"UPDATE {TABLE} SET shape = geom WHERE action IS NULL")
    stage.reject_duplicates()
    stage.compare()
    if context.reference.sure:
        stage.warn(
            "misses_settlement",
            "NOT ST_DWithin(s.shape::geography, ST_GeomFromWKB(%(outline)s, 4326)::geography,"
            " COALESCE(s.reach_m, 0))",
            values={"outline": context.reference.outline},
        )


def record_of(context: Context, at: int) -> dict[str, Any] | None:
    record, row = context.features.records[at], context.features.rows[at]
    rest = context.columns.rest(record)
    values, problems = take_fields(context, record, KEPT, rest)
    if values["reach_m"] is None:
        values["reach_m"] = half_of_width(context, record, rest, problems)
    place = context.features.places[at]
    if isinstance(place, shapes.Shape) and not values["reach_m"]:
        context.features.places[at] = place = shapes.closed_line_as_polygon(place) or place
        if not place.polygons() and not place.lines():
            context.reject(row, "point_without_metres")
            return None
        if not place.polygons():
            problems.append(Problem("no_metres"))
    wkb, of_place = take_place(context, at)
    if wkb is None:
        return None
    kind = kind_said(context, record, rest, problems, default=OverlayKind.OTHER)
    values["name"] = values["name"] or label_of(kind, Layer.OVERLAYS)
    return {
        "row": row, "code": values["name"], "geom": wkb, "problems": [*problems, *of_place],
        "kind": kind, "properties": rest, **values,
    }  # fmt: skip


def half_of_width(
    context: Context, record: dict[str, Any], rest: dict[str, Any], problems: list[Problem]
) -> float | None:
    """Metres on either side, of a width that is meant in all."""
    text = context.columns.value(record, "width_m")
    if text is None:
        return None
    rest[context.columns.by_field["width_m"]] = text
    try:
        width = float(convert(FIELD_OF["width_m"], text))
    except Unreadable:
        heading = context.columns.by_field["width_m"]
        problems.append(Problem("unknown_value", {"column": heading, "text": str(text)[:60]}))
        return None
    problems.append(Problem("half_of_width", {"width": f"{width:g}", "half": f"{width / 2:g}"}))
    return width / 2
