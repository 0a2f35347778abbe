"""The ground that a hazard or a plan takes, and what the database refuses of it."""

import math
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, Polygon
from django.db import IntegrityError, transaction
from pyproj import Geod

from settlements.choices import OverlayKind
from tests import factories

pytestmark = pytest.mark.django_db

ROAD = LineString((36.8470, -1.2620), (36.8490, -1.2611), srid=4326)
SPHEROID = Geod(ellps="WGS84")


def area_m2(shape: Any) -> float:
    east, north = zip(*shape.coords[0], strict=True)
    return abs(SPHEROID.polygon_area_perimeter(east, north)[0])


def test_a_line_takes_the_metres_on_either_side() -> None:
    road: Any = factories.OverlayFactory(shape=ROAD, reach_m=Decimal("9.0"))
    road.refresh_from_db()
    east, north = zip(*ROAD.coords, strict=True)
    length = SPHEROID.line_length(east, north)
    # A strip and two half discs, of which PostGIS draws polygons of 32 corners a disc.
    assert area_m2(road.zone) == pytest.approx(length * 18 + math.pi * 81, rel=0.005)


def test_an_area_without_metres_takes_itself() -> None:
    flooded: Any = factories.OverlayFactory(kind=OverlayKind.FLOODING)
    flooded.refresh_from_db()
    assert flooded.zone.equals_exact(flooded.shape)
    assert flooded.is_hazard


def test_plans_of_others_are_no_hazards() -> None:
    plans = [kind for kind in OverlayKind if kind not in OverlayKind.hazards()]
    assert plans[0] == OverlayKind.PROPOSED_ROAD
    assert OverlayKind.OTHER in plans


@pytest.mark.parametrize("reach", [Decimal("-1"), Decimal("5000.1")])
def test_the_reach_is_a_length(reach: Decimal) -> None:
    with pytest.raises(IntegrityError, match="overlay_reach_is_a_length"), transaction.atomic():
        factories.OverlayFactory(shape=ROAD, reach_m=reach)


def test_a_broken_area_is_refused() -> None:
    bow_tie = Polygon(((36.8, -1.2), (36.81, -1.19), (36.81, -1.2), (36.8, -1.19), (36.8, -1.2)))
    with pytest.raises(IntegrityError, match="overlay_shape_is_valid"), transaction.atomic():
        factories.OverlayFactory(shape=bow_tie)
