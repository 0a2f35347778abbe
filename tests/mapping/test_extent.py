"""A settlement without boundary and centre is opened where it stands."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from mapping.config import settlement_map
from tests import factories

pytestmark = pytest.mark.django_db


def bounds(place: Any, **more: bool) -> Any:
    return settlement_map(place, **{"is_member": True, "sees_tenure": False, "shows_ground": True} | more)[
        "bounds"
    ]


def stands(place: Any, longitude: float, latitude: float) -> None:
    factories.StructureFactory.create(settlement=place, location=Point(longitude, latitude, srid=4326))


def test_it_opens_on_what_stands_and_not_on_what_is_written_down_wrong(client: Client) -> None:
    place: Any = factories.SettlementFactory.create(boundary=None, centre=None)
    for n in range(120):
        stands(place, 32.58 + n * 0.00001, 0.31 + n * 0.00002)
    stands(place, 0, 0)
    (south, west), (north, east) = bounds(place)
    assert 32.578 < west < 32.58 < 32.581 < east < 32.583
    assert 0.309 < south < 0.3101 < 0.312 < north < 0.314
    client.force_login(factories.member_of(place, "leader"))
    assert client.get(place.get_absolute_url()).context["config"]["bounds"] == [[south, west], [north, east]]


def test_services_will_do_and_nothing_is_nowhere() -> None:
    place: Any = factories.SettlementFactory.create(boundary=None, centre=None)
    assert bounds(place) is None
    factories.ServicePointFactory.create(settlement=place, location=Point(32.58, 0.31, srid=4326))
    (south, west), (north, east) = bounds(place)
    assert south < 0.31 < north
    assert west < 32.58 < east


def test_who_does_not_act_there_is_told_no_place_of_structures() -> None:
    place: Any = factories.SettlementFactory.create(boundary=None, centre=None)
    stands(place, 32.58, 0.31)
    assert bounds(place, is_member=False) is None
