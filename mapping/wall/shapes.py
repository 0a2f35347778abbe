"""Shapes as lists of places in metres, and the little that drawing asks of them. No database, no paper."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapping.wall.plane import Box

Place = tuple[float, float]
Ring = list[Place]
Area = list[Ring]  # the outer ring, then its holes


@dataclass(slots=True)
class Shape:
    """What a geometry is made of, whatever its type."""

    areas: list[Area] = field(default_factory=list)
    lines: list[Ring] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def rings(self) -> list[Ring]:
        return [ring for area in self.areas for ring in area]

    @property
    def box(self) -> Box | None:
        """None of an empty shape."""
        found = [place for ring in (*self.rings, *self.lines) for place in ring] + self.places
        return box_of(found) if found else None

    def holds(self, x: float, y: float) -> bool:
        return any(inside(area, x, y) for area in self.areas)


def read(text: str | None) -> Shape:
    """GeoJSON as the database writes it."""
    shape = Shape()
    if text:
        _add(shape, json.loads(text))
    return shape


def _add(shape: Shape, told: dict[str, Any]) -> None:
    kind = told["type"]
    parts: list[Any] = told.get("coordinates") or []
    if kind == "GeometryCollection":
        for each in told["geometries"]:
            _add(shape, each)
    elif kind == "Polygon":
        shape.areas += [_area(parts)] if parts else []
    elif kind == "MultiPolygon":
        shape.areas += [_area(part) for part in parts]
    elif kind == "LineString":
        shape.lines += [_ring(parts)] if parts else []
    elif kind == "MultiLineString":
        shape.lines += [_ring(part) for part in parts]
    elif kind in ("Point", "MultiPoint"):
        points = [parts] if kind == "Point" else parts
        shape.places += [(point[0], point[1]) for point in points if point]


def _area(parts: list[Any]) -> Area:
    return [_ring(part) for part in parts]


def _ring(points: list[Any]) -> Ring:
    return [(point[0], point[1]) for point in points]


def box_of(places: Iterable[Place]) -> Box:
    xs, ys = zip(*places, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def inside(area: Sequence[Ring], x: float, y: float) -> bool:
    """Whether a place lies within the outer ring and in no hole."""
    odd = False
    for ring in area:
        x0, y0 = ring[-1]
        for x1, y1 in ring:
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                odd = not odd
            x0, y0 = x1, y1
    return odd


def centroid(ring: Ring) -> Place:
    """The centre of gravity of what a ring encloses; of a flat one the middle of its corners."""
    x_ref, y_ref = ring[0]
    twice = x_sum = y_sum = 0.0
    x0, y0 = ring[-1][0] - x_ref, ring[-1][1] - y_ref
    for px, py in ring:
        x1, y1 = px - x_ref, py - y_ref
        cross = x0 * y1 - x1 * y0
        twice += cross
        x_sum += (x0 + x1) * cross
        y_sum += (y0 + y1) * cross
        x0, y0 = x1, y1
    if abs(twice) < 1e-9:
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    return x_ref + x_sum / (3 * twice), y_ref + y_sum / (3 * twice)
