"""The marks of one tile of the country's map: settlements near each other are one mark that adds them up.

Every settlement is in one mark of one tile of a zoom, so the marks of all tiles add up to the country.
Marks are put together by the places this reader may know, never by true ones.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import Func

from mapping.country import DECIMALS, Country, Known
from mapping.tiles import Tile
from settlements.models import Settlement
from settlements.querysets import Viewer

# A tile is drawn 512 pixels wide: three steps finer are cells of 64, which hold a mark that a thumb can hit.
STEPS = 3
ALONE_FROM = 12  # from this zoom of tiles on, only what lies in the very same place is one mark
OUTLINES_FROM = 10
INNER = 0.1  # of a cell: how far a mark of several lies from the cell's middle, that neighbours do not touch


def collection(user: Viewer, country: Country, tile: Tile) -> dict[str, Any]:
    """A tile's marks and, when near, the outlines that reach into it; EPSG:4326."""
    features = [_point(mark, tile) for mark in marks(country.placed, tile)]
    if tile.z >= OUTLINES_FROM:
        features += outlines(user, tile)
    return {"type": "FeatureCollection", "features": features}


def marks(settlements: Iterable[Known], tile: Tile) -> list[list[Known]]:
    """The settlements of a tile, those of a mark together, the most people first."""
    cells: dict[tuple[int, int] | tuple[float, float], list[Known]] = defaultdict(list)
    side = 2 ** (tile.z + STEPS)
    for known in settlements:
        assert known.at is not None
        x, y = _on_the_world(*known.at)
        cell = int(x * side), int(y * side)
        if (cell[0] >> STEPS, cell[1] >> STEPS) == (tile.x, tile.y):
            cells[known.at if tile.z >= ALONE_FROM else cell].append(known)
    return sorted(cells.values(), key=lambda mark: -_sum("people", mark))


def outlines(user: Viewer, tile: Tile) -> list[dict[str, Any]]:
    """The outlines that reach into a tile, of settlements whose ground is shown to the user."""
    south, west = _on_the_earth(tile.x / 2**tile.z, (tile.y + 1) / 2**tile.z)
    north, east = _on_the_earth((tile.x + 1) / 2**tile.z, tile.y / 2**tile.z)
    known: Any = Settlement.objects.visible_to(user).with_ground_shown_to(user)
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = 4326
    near = known.filter(shows_ground=True, boundary__bboverlaps=box).order_by("code")
    found = near.values_list("code", AsGeoJSON(Simplified("boundary"), precision=DECIMALS))
    return [
        {"type": "Feature", "geometry": json.loads(outline), "properties": {"code": code}}
        for code, outline in found
    ]


class Simplified(Func):
    """The outline without corners that nobody sees from afar (about 20 m)."""

    template = "ST_SimplifyPreserveTopology(%(expressions)s, 0.0002)"
    output_field = GeometryField()


def _point(mark: list[Known], tile: Tile) -> dict[str, Any]:
    told: dict[str, Any]
    if len(mark) == 1:
        [one] = mark
        told, at = {"code": one.code, "name": one.name}, one.at
    else:
        told, at = {"n": len(mark), "bounds": _bounds(mark)}, _middle(mark, tile)
        if tile.z >= ALONE_FROM:  # no zoom will draw them apart
            told["all"] = [[known.code, known.name] for known in mark]
    for name in ("people", "households"):
        if any(getattr(known, name) is not None for known in mark):
            told[name] = _sum(name, mark)
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": told}


def _sum(name: str, mark: list[Known]) -> int:
    """Of what is shown of each."""
    return sum(getattr(known, name) or 0 for known in mark)


def _places(mark: list[Known]) -> list[tuple[float, float]]:
    return [known.at for known in mark if known.at is not None]


def _bounds(mark: list[Known]) -> list[list[float]]:
    longitudes, latitudes = zip(*_places(mark), strict=True)
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]


def _middle(mark: list[Known], tile: Tile) -> tuple[float, float]:
    """Among the places; where they are not one, well inside their cell."""
    places = [_on_the_world(*place) for place in _places(mark)]
    x, y = (sum(each) / len(places) for each in zip(*places, strict=True))
    if tile.z < ALONE_FROM:
        side = 2 ** (tile.z + STEPS)
        x, y = ((int(each * side) + _inner(each * side % 1)) / side for each in (x, y))
    latitude, longitude = _on_the_earth(x, y)
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _inner(part: float) -> float:
    return min(max(part, 0.5 - INNER), 0.5 + INNER)


def _on_the_world(longitude: float, latitude: float) -> tuple[float, float]:
    """Where EPSG:3857 draws it, on a map one wide and one high, from the upper left."""
    return longitude / 360 + 0.5, 0.5 - asinh(tan(radians(latitude))) / (2 * pi)


def _on_the_earth(x: float, y: float) -> tuple[float, float]:
    """Back again: latitude and longitude."""
    return degrees(atan(sinh(pi * (1 - 2 * y)))), (x - 0.5) * 360
