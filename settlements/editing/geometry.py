"""GeoJSON from a browser to WKB: strict, for it may be anything; what is sound there PostGIS may judge."""

import math
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from settlements.editing.problems import Problem
from settlements.imports import shapes
from settlements.imports.shapes import Coordinates, Shape
from settlements.imports.staging import extended

MOST_CORNERS = 20_000
KINDS = {
    "Point": shapes.POINT,
    "LineString": shapes.LINE,
    "Polygon": shapes.POLYGON,
    "MultiLineString": shapes.MULTILINE,
    "MultiPolygon": shapes.MULTIPOLYGON,
}
WORDS = {
    "Point": _("a point"),
    "LineString": _("a line"),
    "Polygon": _("an area"),
    "MultiLineString": _("several lines"),
    "MultiPolygon": _("several areas"),
}
MEMBERS = {"MultiLineString": "LineString", "MultiPolygon": "Polygon"}


class BadShape(ValueError):
    """What was drawn cannot be kept; `problem` says why, without saying of which change."""

    def __init__(self, code: str, **params: Any) -> None:
        self.problem = Problem(code, params=params)
        super().__init__(code)


def ewkb_of(drawn: Any, wanted: tuple[str, ...]) -> str:
    """The shape as hex EWKB in EPSG:4326, rings closed. Raises BadShape."""
    if not isinstance(drawn, dict):
        raise BadShape("no_shape")
    kind, places = drawn.get("type"), drawn.get("coordinates")
    if not isinstance(kind, str) or kind not in KINDS or not isinstance(places, list):
        raise BadShape("no_shape")
    if kind not in wanted:
        raise BadShape("wrong_shape", shape=WORDS[kind], wanted=WORDS[wanted[0]])
    shape = shape_of(kind, places)
    if sum(len(array) for array in shape.arrays()) > MOST_CORNERS:
        raise BadShape("too_many_corners", limit=MOST_CORNERS)
    return extended(shapes.write(shape)).hex()


def shape_of(kind: str, places: list[Any]) -> Shape:
    """The shape of GeoJSON's coordinates. Raises BadShape."""
    if kind in MEMBERS:
        members = [shape_of(MEMBERS[kind], listed(member)) for member in places]
        if not members:
            raise BadShape("no_shape")
        return Shape(KINDS[kind], [], members)
    if kind == "Polygon":
        if not places:
            raise BadShape("no_shape")
        return Shape(shapes.POLYGON, [ring_of(listed(ring)) for ring in places], [])
    line = line_of([places] if kind == "Point" else places)
    if kind == "LineString" and shapes.distinct(line) < 2:
        raise BadShape("no_shape")
    return Shape(KINDS[kind], [line], [])


def ring_of(places: list[Any]) -> Coordinates:
    """A closed ring of three corners at least."""
    ring = line_of(places)
    if not np.array_equal(ring[0], ring[-1]):
        ring = np.vstack([ring, ring[:1]])
    if shapes.distinct(ring) < 3:
        raise BadShape("too_few_corners")
    return ring


def line_of(places: list[Any]) -> Coordinates:
    if not places:
        raise BadShape("no_shape")
    if len(places) > MOST_CORNERS:
        raise BadShape("too_many_corners", limit=MOST_CORNERS)
    return np.array([place_of(place) for place in places], dtype="f8")


def place_of(place: Any) -> tuple[float, float]:
    """Longitude and latitude; a height is dropped."""
    numbers = listed(place)[:2]
    if len(numbers) < 2 or any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in numbers):
        raise BadShape("no_shape")
    east, north = numbers
    # Compared before it is a float: JSON knows whole numbers that no float can hold.
    if not (-180 <= east <= 180 and -90 <= north <= 90) or math.isnan(east) or math.isnan(north):
        raise BadShape("not_on_earth")
    return float(east), float(north)


def listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadShape("no_shape")
    return value
