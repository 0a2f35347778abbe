"""The coordinate systems in which features are asked for and answered, by the names OGC gives them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.db.models import F, Func
from pyproj import Transformer

from settlements.boxes import Box

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
EARTH = (-180.0, -90.0, 180.0, 90.0)
WEB = 20_037_508.342789244
# Far beyond Kenya, and near enough for the projection to be true.
SOUTH_OF_EQUATOR = (-2_000_000.0, 7_000_000.0, 3_000_000.0, 12_000_000.0)
NORTH_OF_EQUATOR = (-2_000_000.0, -3_000_000.0, 3_000_000.0, 3_000_000.0)
ALONG = 16  # points on each side of a box whose sides are bent in degrees


class Flipped(Func):
    """Latitude first, as EPSG:4326 has it."""

    function = "ST_FlipCoordinates"


@dataclass(frozen=True)
class System:
    """One system: what its numbers mean, and the box outside of which they mean nothing here."""

    uri: str
    srid: int
    limits: tuple[float, float, float, float]
    decimals: int = 2
    is_flipped: bool = False

    def of(self, shape: str) -> Any:
        """The database's expression for a stored shape (EPSG:4326, longitude first) in this system."""
        if self.is_flipped:
            return Flipped(F(shape))
        return F(shape) if self.srid == 4326 else Transform(F(shape), self.srid)

    def in_degrees(self, box: Box) -> list[GEOSGeometry]:
        """The box on the earth: one shape, two where it crosses the 180th meridian, none outside of all."""
        if self.is_flipped:
            box = Box(box.second_low, box.first_low, box.second_high, box.first_high)
        if self.srid != 4326:
            return list(self._moved(box))
        if box.crosses_antimeridian:
            halves = (Box(box.first_low, box.second_low, 180, box.second_high),
                      Box(-180, box.second_low, box.first_high, box.second_high))  # fmt: skip
            return [shape for half in halves for shape in self._cut(half)]
        return list(self._cut(box))

    def _clamped(self, box: Box) -> tuple[float, float, float, float] | None:
        west, south, east, north = self.limits
        low = max(box.first_low, west), max(box.second_low, south)
        high = min(box.first_high, east), min(box.second_high, north)
        return (*low, *high) if low[0] <= high[0] and low[1] <= high[1] else None

    def _cut(self, box: Box) -> Iterator[GEOSGeometry]:
        if (sides := self._clamped(box)) is not None:
            yield _within(_around(*sides, along=1), *sides)

    def _moved(self, box: Box) -> Iterator[GEOSGeometry]:
        if (sides := self._clamped(box)) is not None:
            eastings, northings = zip(*_around(*sides), strict=True)
            longitudes, latitudes = to_degrees(self.srid).transform(eastings, northings)
            yield _within(zip(longitudes, latitudes, strict=True), *sides)


def _around(
    west: float, south: float, east: float, north: float, along: int = ALONG
) -> Iterator[tuple[float, float]]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    for (x, y), (to_x, to_y) in pairwise(corners):
        for step in range(along):
            yield x + (to_x - x) * step / along, y + (to_y - y) * step / along


def _within(
    around: Iterable[tuple[float, float]], west: float, south: float, east: float, north: float
) -> GEOSGeometry:
    """A box without width or height is a line or a point: as a polygon it would meet nothing."""
    points = list(dict.fromkeys(around))
    if west < east and south < north:
        return Polygon((*points, points[0]), srid=4326)
    return LineString(points, srid=4326) if len(points) > 1 else Point(points[0], srid=4326)


@lru_cache
def to_degrees(srid: int) -> Transformer:
    return Transformer.from_crs(srid, 4326, always_xy=True)


def _zone(srid: int, *, south: bool) -> System:
    return System(EPSG.format(srid), srid, SOUTH_OF_EQUATOR if south else NORTH_OF_EQUATOR)


DEGREES = System(CRS84, 4326, EARTH, decimals=7)
# UTM 36 and 37 on either side of the equator, on WGS 84 and on Arc 1960 as old surveys have it.
SYSTEMS: dict[str, System] = {
    system.uri: system
    for system in (
        DEGREES,
        System(EPSG.format(4326), 4326, EARTH, decimals=7, is_flipped=True),
        System(EPSG.format(3857), 3857, (-WEB, -WEB, WEB, WEB)),
        _zone(32736, south=True),
        _zone(32737, south=True),
        _zone(32636, south=False),
        _zone(32637, south=False),
        _zone(21036, south=True),
        _zone(21037, south=True),
        _zone(21096, south=False),
        _zone(21097, south=False),
    )
}
