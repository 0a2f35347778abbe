"""The demo's dealings with its counties: once, and so that every page of them is alive."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from reports.demo_county import make_county_life
from reports.handing import where_structures_may_be_given
from reports.models import CountyDate
from reports.models.handover import Agreement, HandOver, HandOverPaper
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(subira: Any) -> Any:
    kisumu = factories.CountyFactory.create(code="042", name="Kisumu")
    for code in ("KBM", "MSH"):
        factories.SettlementFactory.create(code=code, name=code)
    factories.SettlementFactory.create(code="OBG", name="OBG", county=kisumu)
    return subira


def test_it_is_written_down_once(demo: Any) -> None:
    assert make_county_life(demo)
    assert not make_county_life(demo)
    today = timezone.localdate()
    assert sorted(each.is_in_force(today) for each in Agreement.objects.all()) == [False, True]
    agreed = where_structures_may_be_given(today).values_list("code", flat=True)
    assert list(agreed) == ["MSH"]
    assert HandOver.objects.filter(given_on__lt=today).count() == 2
    assert CountyDate.objects.filter(day__gt=today, day__lt=today + timedelta(days=60)).count() == 2
    assert {each.file.read(5) for each in HandOverPaper.objects.all()} == {b"%PDF-"}


def test_its_pages_show_it(demo: Any, client_of: Any) -> None:
    make_county_life(demo)
    client = client_of(demo)
    assert "Built Environment" in client.get("/hand-overs/").content.decode()
    assert "Ward forum on the annual plan" in client.get("/calendar/").content.decode()


def test_without_the_demos_settlements_nothing_is_written(subira: Any) -> None:
    assert not make_county_life(subira)
    assert not Agreement.objects.exists()
