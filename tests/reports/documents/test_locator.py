"""Where several settlements lie: exact where the ground is shown, else a cell and nothing more."""

import re
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from mapping.places import CELL_DEGREES, coarse
from mapping.wall.paper import Rect
from reports.documents.locator import LEAST_KM, View, locate, lying_of
from reports.documents.sourcing import source_of
from reports.models import Report
from reports.products import Envelope
from settlements.models import Settlement
from tests import factories
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db

SIZE = {"width": 174.0, "height": 90.0}


def square(longitude: float, latitude: float, half: float = 0.002) -> MultiPolygon:
    box = (longitude - half, latitude - half, longitude + half, latitude + half)
    return MultiPolygon(Polygon.from_bbox(box), srid=4326)


def place(code: str, longitude: float, latitude: float, **more: Any) -> Any:
    return factories.SettlementFactory.create(
        code=code, name=f"Mtaa {code}", boundary=square(longitude, latitude), centre=None, **more
    )


@pytest.fixture
def two(db: None) -> list[Any]:
    """Eleven kilometres apart; the second one lies in the cell about 36.925, -1.275."""
    return [place("AAA", 36.82, -1.28), place("BBB", 36.92, -1.28)]


def test_each_stands_where_it_lies(two: list[Any]) -> None:
    lying, missing = lying_of(two, {each.pk for each in two})
    assert missing == []
    told = [(one.number, one.name, one.cell) for one in lying]
    assert told == [(1, "Mtaa AAA", None), (2, "Mtaa BBB", None)]
    assert lying[1].at == pytest.approx((36.92, -1.28))


def test_distances_are_true_to_the_scale(two: list[Any]) -> None:
    """0.1 degrees of longitude on the spheroid at 1.28 degrees south: 11.129 km, as GeographicLib has it."""
    lying, _missing = lying_of(two, {each.pk for each in two})
    view = View.of(lying, Rect(0, 0, 118, 90))
    west, east = (view.place(one.at)[0] for one in lying)
    assert (east - west) * view.scale / 1_000_000 == pytest.approx(11.129, rel=0.003)
    assert 0 < west < east < 118
    assert view.scale >= LEAST_KM * 1_000_000 / 118


def test_what_is_veiled_is_told_by_its_cell_alone(two: list[Any]) -> None:
    """Wherever in the cell it lies, whatever its outline: the very same drawing."""
    first, second = two
    drawn = locate(two, {first.pk}, **SIZE)
    assert drawn is not None
    assert drawn.veiled == ("Mtaa BBB",)
    for longitude, latitude in ((36.901, -1.299), (36.949, -1.251), (36.91, -1.26)):
        assert coarse(longitude, latitude) == coarse(36.92, -1.28)
        Settlement.objects.filter(pk=second.pk).update(boundary=square(longitude, latitude, 0.0007))
        moved = locate([first, Settlement.objects.get(pk=second.pk)], {first.pk}, **SIZE)
        assert moved is not None
        assert moved.svg == drawn.svg


def test_the_square_is_as_wide_as_the_cell(two: list[Any]) -> None:
    drawn = locate(two, {two[0].pk}, **SIZE)
    assert drawn is not None
    (dashed,) = re.findall(r'<path d="(M[^"]+z)"[^>]*stroke-dasharray', drawn.svg)
    across = [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", dashed)]
    # 0.05 degrees at 1.28 degrees south
    assert (max(across) - min(across)) * drawn.scale / 1_000_000 == pytest.approx(5.56, abs=0.05)
    assert CELL_DEGREES == 0.05


def test_where_nobody_knows_the_place_it_says_so(two: list[Any]) -> None:
    lost = factories.SettlementFactory.create(code="CCC", name="Mtaa CCC", boundary=None, centre=None)
    drawn = locate([*two, lost], {each.pk for each in two}, **SIZE)
    assert drawn is not None
    assert drawn.missing == ("Mtaa CCC",)
    assert locate([two[0], lost], {two[0].pk}, **SIZE) is None


def test_a_point_is_enough(two: list[Any]) -> None:
    point = factories.SettlementFactory.create(
        code="CCC", name="Mtaa CCC", boundary=None, centre=Point(36.85, -1.25, srid=4326)
    )
    drawn = locate([two[0], point], {two[0].pk, point.pk}, **SIZE)
    assert drawn is not None
    assert drawn.names == ("Mtaa AAA", "Mtaa CCC")


def test_the_public_gets_the_cell_of_a_threatened_one(two: list[Any]) -> None:
    """Exact for the office, and for the public only where the ground is shown to everybody."""
    first, second = two
    Settlement.objects.filter(pk=first.pk).update(access_level="public")
    Settlement.objects.filter(pk=second.pk).update(access_level="public", eviction_threat_now="gazetted")
    made = ReportFactory.create(settlements=two, kind="leaders")
    report = Report.objects.get(pk=made.pk)
    own, public = (source_of(report, each, "en").locator for each in (Envelope.STAFF, Envelope.PUBLIC))
    assert own is not None
    assert public is not None
    assert (own.veiled, public.veiled) == ((), ("Mtaa BBB",))


def test_of_one_settlement_there_is_none(two: list[Any]) -> None:
    report = ReportFactory.create(settlements=two[:1])
    assert source_of(report, Envelope.STAFF, "en").locator is None


def test_marks_on_each_other_are_one(two: list[Any]) -> None:
    """Next to each other in Nairobi, seen from as far as Kisumu: one mark that names both."""
    near, kisumu = place("CCC", 36.823, -1.281), place("DDD", 34.76, -0.09)
    drawn = locate([two[0], near, kisumu], {two[0].pk, near.pk, kisumu.pk}, **SIZE)
    assert drawn is not None
    assert ">1, 2</text>" in drawn.svg
    assert ">Mtaa DDD</text>" in drawn.svg
