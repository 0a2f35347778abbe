"""A small settlement drawn by hand: houses of known size at known places, and who lives in them.

Metres east and north of the south-west corner; a house is a square of ten metres unless said otherwise.
"""

import json
from collections.abc import Sequence
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

from tests import factories

WEST, SOUTH = factories.SOUTH_WEST
SPHEROID = Geod(ellps="WGS84")
FROM_METRES = Transformer.from_crs("EPSG:32737", "EPSG:4326", always_xy=True)
TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:32737", always_xy=True)
CORNER = TO_METRES.transform(WEST, SOUTH)


def degrees(shape: BaseGeometry) -> Any:
    """A shape in metres from the corner, in degrees: through UTM zone 37S, not through PostGIS."""

    def moved(places: Any) -> Any:
        lon, lat = FROM_METRES.transform(places[:, 0] + CORNER[0], places[:, 1] + CORNER[1])
        return list(zip(lon, lat, strict=True))

    return shapely.transform(shape, moved)


def geojson(shape: BaseGeometry) -> str:
    """A shape in metres as a form sends it."""
    return json.dumps(shapely.geometry.mapping(degrees(shape)))


def geos(shape: BaseGeometry) -> GEOSGeometry:
    return GEOSGeometry(degrees(shape).wkt, srid=4326)


def area_m2(shape: Any) -> float:
    """On the spheroid, of a shape in degrees."""
    return abs(SPHEROID.geometry_area_perimeter(shape)[0])


def house(cluster: Any, number: int, east: float, north: float, **more: Any) -> Any:
    """A structure with a square footprint."""
    side = more.pop("side", 10)
    square = shapely.box(east, north, east + side, north + side)
    return factories.StructureFactory(
        cluster=cluster,
        code=f"{cluster.settlement.code}/{cluster.code}/{number}",
        footprint=geos(square),
        location=geos(square.centroid),
        **more,
    )


def home(structure: Any, count: Any, people: int = 3, ages: Sequence[int] = (), **answers: Any) -> Any:
    """A household of so many, of whom those with these ages are on its roster."""
    household = factories.HouseholdFactory(
        structure=structure, enumeration=count, members_total=people, **answers
    )
    for age in ages:
        factories.PersonFactory(household=household, age=age)
    return household
