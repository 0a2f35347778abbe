"""Nobody waits for the tallies of a large county: the page says so, and the worker makes them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from reports.figures import tally
from reports.figures.tally import Behind, bounded, make_stale, tallies_of
from reports.models import Report, Tally
from reports.tasks import make_tallies

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: Any) -> Iterator[list[int]]:
    """How often the worker was asked; the queue itself is not the point here."""
    calls: list[int] = []
    monkeypatch.setattr(make_tallies, "delay", lambda: calls.append(1))
    cache.delete("reports:tallies-asked")
    yield calls
    cache.delete("reports:tallies-asked")


@pytest.fixture
def small(monkeypatch: Any) -> None:
    """Ten households are more than anybody waits for."""
    monkeypatch.setattr(tally, "MOST_AWAITED", 10)


def test_a_county_that_is_behind_says_so_and_asks_once(
    counted: Any, client_of: Any, amina: Any, asked: list[int], small: None
) -> None:
    Tally.objects.all().delete()
    for _time in range(2):
        answer = client_of(amina).get("/counties/047/figures/")
        assert (answer.status_code, answer["Retry-After"]) == (503, "20")
        assert "being added up" in answer.content.decode()
    assert asked == [1]
    assert not Tally.objects.exists()
    make_stale()
    assert client_of(amina).get("/counties/047/figures/").status_code == 200


def test_what_is_little_is_made_at_once(counted: Any, client_of: Any, amina: Any, asked: list[int]) -> None:
    Tally.objects.all().delete()
    assert client_of(amina).get("/counties/047/figures/").status_code == 200
    assert asked == []
    assert Tally.objects.exists()


def test_a_worker_makes_whatever_it_takes(counted: Any, small: None) -> None:
    Tally.objects.all().delete()
    rows = counted.rows("KMT", "MSH")
    with bounded(), pytest.raises(Behind):
        tallies_of(rows)
    assert len(tallies_of(rows)) == 2


def test_a_report_that_is_begun_leaves_nothing_half(
    counted: Any, client_of: Any, subira: Any, asked: list[int], small: None
) -> None:
    Tally.objects.all().delete()
    nairobi = counted.settlement("KMT").county
    sent = {"level": "county", "county": nairobi.pk, "kind": "brief", "languages": "en"}
    answer = client_of(subira).post("/reports/new/", sent)
    assert answer.status_code == 503
    assert not Report.objects.exists()
