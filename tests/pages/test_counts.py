"""The list of counts, one count, opening one and moving it on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from enumerations.services.counts import move_count, save_count
from enumerations.tasks import rebuild_statistics
from tests import factories

ClientOf = Callable[[Any], Client]
NEW = {"name": "Second count", "round": 2, "source": "standard"}


@pytest.fixture
def staff(subira: Any, client_of: ClientOf) -> Client:
    return client_of(subira)


def test_an_empty_list_says_what_to_do(amina: Any, client_of: ClientOf) -> None:
    assert "The staff of your federation open one" in client_of(amina).get("/enumerations/").content.decode()


def test_staff_find_a_count_by_its_settlement(staff: Client) -> None:
    for name in ("Kiamutisya", "Mashimoni"):
        factories.EnumerationFactory(settlement__name=name)
    page = staff.get("/enumerations/", {"q": "kiamu"})
    assert [count.settlement.name for count in page.context["page"]] == ["Kiamutisya"]


def test_the_list_says_how_many_were_counted(
    staff: Client, count: Any, django_assert_max_num_queries: Any
) -> None:
    factories.SettlementStatisticsFactory(enumeration=count, households=1204)
    with django_assert_max_num_queries(8):
        assert "1,204 households" in staff.get("/enumerations/").content.decode()


def test_a_long_list_is_paged(staff: Client, settlement: Any) -> None:
    for number in range(1, 53):
        factories.EnumerationFactory(settlement=settlement, round=number)
    assert len(staff.get("/enumerations/", {"page": "2"}).context["page"]) == 2
    assert staff.get("/enumerations/", {"page": "no such page"}).status_code == 200


def test_a_count_shows_its_figures(count: Any, amina: Any, client_of: ClientOf) -> None:
    factories.SettlementStatisticsFactory(enumeration=count, households=1204, coverage_percent=86.4)
    page = client_of(amina).get(count.get_absolute_url()).content.decode()
    assert "1,204" in page
    assert "86 %" in page


def test_a_count_lists_what_became_of_its_batches(
    count: Any, amina: Any, batch_in: Any, client_of: ClientOf
) -> None:
    batch_in("done", name="lane-3.csv", created=10, unchanged=2, rejected=1)
    page = client_of(amina).get(count.get_absolute_url()).content.decode()
    assert "13 rows · 10 created · 2 unchanged · ✕ 1 rejected" in " ".join(page.split())


def test_a_closed_count_offers_no_upload(settlement: Any, baraka: Any, client_of: ClientOf) -> None:
    verified: Any = factories.EnumerationFactory(settlement=settlement, state="verified")
    client = client_of(baraka)
    assert "Send a batch" not in client.get(verified.get_absolute_url()).content.decode()
    assert "takes no batches" in client.get(f"/enumerations/{verified.pk}/upload/").content.decode()


def test_staff_open_a_count(staff: Client, count: Any, subira: Any) -> None:
    form = staff.get("/settlements/KMT/enumerations/new/").context["form"]
    assert form["round"].value() == 2
    answer = staff.post("/settlements/KMT/enumerations/new/", NEW)
    opened = Enumeration.objects.get(round=2)
    assert answer["location"] == opened.get_absolute_url()
    assert (opened.settlement.code, opened.created_by) == ("KMT", subira)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"round": 1}, "round"),
        ({"round": 70_000}, "round"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "ends_on"),
        ({"starts_on": "the first of May"}, "starts_on"),
        ({"name": "A\x00B"}, "name"),
        ({"name": ""}, "name"),
    ],
)
def test_a_bad_form_is_explained_at_its_field(
    staff: Client, count: Any, wrong: dict[str, Any], field: str
) -> None:
    answer = staff.post("/settlements/KMT/enumerations/new/", NEW | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Nothing was saved" in answer.content.decode()


def test_the_form_does_not_move_a_count_on(staff: Client, count: Any) -> None:
    sent = {
        "name": count.name,
        "round": 1,
        "state": "adopted",
        "adopted_on": "2026-11-01",
        "source": "standard",
    }
    staff.post(f"/enumerations/{count.pk}/edit/", sent)
    count.refresh_from_db()
    assert (count.state, count.adopted_on) == ("enumerating", None)


def test_changing_a_count_leaves_alone_what_it_remembers_of_columns(staff: Client, count: Any) -> None:
    form = staff.get(f"/enumerations/{count.pk}/edit/").context["form"]
    stale = form.instance
    Enumeration.objects.update(column_mapping={"households": {"sheet": "hh"}})
    save_count(stale, changed=["name"])
    count.refresh_from_db()
    assert count.column_mapping == {"households": {"sheet": "hh"}}


def test_another_state_makes_the_current_figures_anew(
    count: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    queued: list[int] = []
    monkeypatch.setattr(rebuild_statistics, "delay", queued.append)
    second: Any = factories.EnumerationFactory(settlement=count.settlement, round=2)
    with django_capture_on_commit_callbacks(execute=True):
        move_count(second, EnumerationState.CLOSED)
    assert queued == [count.pk]
