"""What the database refuses, whoever asks and however."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from settlements.models import Cluster, Membership, ServicePoint, Settlement, Structure
from settlements.numbering import NumberingError, parse
from tests import factories

pytestmark = pytest.mark.django_db

BOW_TIE = Polygon(((36.8, -1.2), (36.81, -1.19), (36.81, -1.2), (36.8, -1.19), (36.8, -1.2)))
HERE = Point(36.847, -1.262)


def refused(act: Callable[[], Any]) -> str:
    """The name of the constraint that refuses."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return str(error.value)


def test_it_refuses_a_broken_boundary(settlement: Any) -> None:
    broken = MultiPolygon(BOW_TIE, srid=4326)
    said = refused(lambda: Settlement.objects.filter(pk=settlement.pk).update(boundary=broken))
    assert "settlement_boundary_is_valid" in said
    said = refused(lambda: Cluster.objects.create(settlement=settlement, code="A", boundary=broken))
    assert "cluster_boundary_is_valid" in said


def test_it_refuses_a_broken_footprint(settlement: Any) -> None:
    said = refused(
        lambda: Structure.objects.create(
            settlement=settlement, code="KMT/1", location=HERE, footprint=BOW_TIE
        )
    )
    assert "structure_footprint_is_valid" in said


def test_it_refuses_a_duplicate_structure_number(settlement: Any) -> None:
    Structure.objects.create(settlement=settlement, code="KMT/1", location=HERE)
    said = refused(lambda: Structure.objects.create(settlement=settlement, code="KMT/1", location=HERE))
    assert "structure_code_once_per_settlement" in said


def test_another_settlement_may_have_the_same_cluster(settlement: Any) -> None:
    other = factories.SettlementFactory.create(code="MSH")
    for each in (settlement, other):
        Cluster.objects.create(settlement=each, code="B", name="B")
    assert "cluster_code_once_per_settlement" in refused(
        lambda: Cluster.objects.create(settlement=other, code="B", name="Again")
    )


@pytest.mark.parametrize(
    "code", ["", "12", "KMT/0", "KMT/012", "kmt/1", "KMT/1ab", "KMT/12345", "KMT/B/1/02", "KMT/1 "]
)
def test_it_refuses_numbers_outside_the_scheme(settlement: Any, code: str) -> None:
    said = refused(lambda: Structure.objects.create(settlement=settlement, code=code, location=HERE))
    assert "structure_code_follows_scheme" in said


@given(painted=st.text(alphabet="KMTAB0123456789/ ab", max_size=14))
@settings(max_examples=60, deadline=None)
def test_it_takes_every_number_the_parser_yields(painted: str) -> None:
    try:
        doors = parse(painted, settlement="KMT")
    except NumberingError:
        return
    with connection.cursor() as cursor:
        for door in doors:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conname = 'structure_code_follows_scheme'"
            )
            pattern = cursor.fetchone()[0].split("'")[1]
            cursor.execute("SELECT %s ~ %s", [door.structure_code, pattern])
            assert cursor.fetchone() == (True,), door.structure_code


@pytest.mark.parametrize("code", ["A1", "KMTXX", "kmt", "K", "KM1"])
def test_it_refuses_settlement_codes_that_are_not_letters(code: str) -> None:
    county = factories.CountyFactory.create()
    with pytest.raises(Exception), transaction.atomic():  # noqa: B017, PT011 - too long is a DataError
        Settlement.objects.create(code=code, name="X", county=county)


@pytest.mark.parametrize("code", ["1", "b", "1A", "B-1"])
def test_it_refuses_cluster_codes_without_a_letter_in_front(settlement: Any, code: str) -> None:
    said = refused(lambda: Cluster.objects.create(settlement=settlement, code=code, name="X"))
    assert "cluster_code_has_letter" in said


def test_it_refuses_more_occupied_rooms_than_rooms(settlement: Any) -> None:
    said = refused(
        lambda: Structure.objects.create(
            settlement=settlement, code="KMT/1", location=HERE, rooms_total=2, rooms_occupied=3
        )
    )
    assert "structure_rooms_add_up" in said


@pytest.mark.parametrize("part", ["cubicles", "taps"])
def test_it_refuses_more_working_parts_than_parts(settlement: Any, part: str) -> None:
    values = {part: 2, f"{part}_working": 3}
    said = refused(
        lambda: ServicePoint.objects.create(
            settlement=settlement, code="T1", kind="tank", location=HERE, **values
        )
    )
    assert f"service_{part}_add_up" in said


def test_a_membership_is_in_one_place_and_once(settlement: Any) -> None:
    user = factories.UserFactory.create()
    said = refused(
        lambda: Membership.objects.create(
            user=user, role="leader", settlement=settlement, county=settlement.county
        )
    )
    assert "membership_has_one_place" in said
    Membership.objects.create(user=user, role="staff")
    assert "membership_once" in refused(lambda: Membership.objects.create(user=user, role="staff"))
    Membership.objects.create(user=user, role="leader")


def test_a_boundary_is_measured_on_the_spheroid(settlement: Any) -> None:
    """Against pyproj's geodesic area."""
    from pyproj import Geod

    ring = settlement.boundary[0][0].coords
    lons, lats = zip(*ring, strict=True)
    area, _length = Geod(ellps="WGS84").polygon_area_perimeter(lons, lats)
    acres = settlement.area_acres()
    assert acres is not None
    assert acres == pytest.approx(abs(area) / 4046.8564224, rel=1e-6)
    assert 25 < acres < 30
