"""One import on its way: what the layers' modules are given, and how a file's shapes are taken in."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from settlements.exported import is_ours
from settlements.imports import shapes
from settlements.imports.columns import Columns, Field, Unreadable, convert
from settlements.imports.crs import move
from settlements.imports.options import Layer, Options
from settlements.imports.plan import PlanRow
from settlements.imports.problems import Problem
from settlements.imports.reading import Features
from settlements.imports.reference import Reference
from settlements.models import Settlement


@dataclass
class Context:
    """Everything known when a layer is staged. `rejected` gathers rows that never reach the database."""

    settlement: Settlement
    options: Options
    features: Features
    columns: Columns
    reference: Reference
    rejected: list[PlanRow] = field(default_factory=list)
    new_clusters: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether the file is an export of ours: its words are the register's, and no other source's."""
        return is_ours(self.features.headings)

    def reject(self, row: int, code: str, **params: Any) -> None:
        self.rejected.append(PlanRow(row, "", "rejected", (Problem(code, params),)))


def move_places(features: Features, crs: str, *, swap: bool) -> None:
    """Move every shape to longitude and latitude, in place; what lands nowhere becomes a problem."""
    placed = [(at, place) for at, place in enumerate(features.places) if isinstance(place, shapes.Shape)]
    arrays = [array for _at, place in placed for array in place.arrays()]
    if not arrays:
        return
    moved = move(np.vstack(arrays), crs, swap=swap)
    start = 0
    for array in arrays:
        array[:] = moved[start : start + len(array)]
        start += len(array)
    for at, place in placed:
        if not all(np.isfinite(array).all() for array in place.arrays()):
            features.places[at] = Problem("outside_world")


def usable(place: shapes.Shape, layer: Layer) -> tuple[shapes.Shape | None, list[Problem]]:
    """The shape as the layer can hold it, and what was done to it; None where it cannot."""
    if layer == Layer.LANES:
        return (place, []) if place.lines() else (None, [])
    if layer == Layer.OVERLAYS:
        return place, []
    if place.polygons() or (place.points() and layer in (Layer.STRUCTURES, Layer.SERVICE_POINTS)):
        return place, []
    polygon = shapes.closed_line_as_polygon(place)
    return (polygon, [Problem("closed_line")]) if polygon else (None, [])


WANTED = {
    Layer.BOUNDARY: "polygon",
    Layer.CLUSTERS: "polygon",
    Layer.STRUCTURES: "point, polygon",
    Layer.SERVICE_POINTS: "point, polygon",
    Layer.LANES: "line",
    Layer.OVERLAYS: "line, polygon, point",
}


def take_place(context: Context, at: int) -> tuple[bytes | None, list[Problem]]:
    """The WKB of a feature's shape; None when the row was rejected for it."""
    features, layer = context.features, context.options.layer
    place, row = features.places[at], features.rows[at]
    if not isinstance(place, shapes.Shape):
        problem = place or Problem("no_place")
        context.reject(row, problem.code, **problem.params)
        return None, []
    shape, problems = usable(place, layer)
    if shape is None:
        kind = shapes.NAMES[place.kind]
        context.reject(row, "wrong_shape", shape=kind, layer=layer.label, wanted=WANTED[layer])
        return None, []
    return shapes.write(shape), problems


def take_fields(
    context: Context, record: dict[str, Any], fields: tuple[Field, ...], rest: dict[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """The record's values for our columns. What is not understood goes to `rest`, with a warning."""
    values: dict[str, Any] = {}
    problems = []
    for each in fields:
        text = context.columns.value(record, each.name)
        try:
            values[each.name] = convert(each, text)
        except Unreadable:
            heading = context.columns.by_field[each.name]
            rest[heading] = text
            values[each.name] = None
            problems.append(Problem("unknown_value", {"column": heading, "text": str(text)[:60]}))
    return values, problems
