"""Every page asks who is there: a table of pages against the cast, with the answer each gets."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import factories

ClientOf = Callable[[Any], Client]
CAST = ("amina", "baraka", "subira", "chebet", "odera")

# Answers to GET for: Amina leads, Baraka counts and sent the batch, Subira is staff, Chebet leads another
# settlement, Odera counts here too but did not send the batch.
PAGES = {
    "/enumerations/": (200, 200, 200, 200, 200),
    "/enumerations/{count}/": (200, 200, 200, 404, 200),
    "/enumerations/{count}/edit/": (404, 404, 200, 404, 404),
    "/settlements/KMT/enumerations/new/": (404, 404, 200, 404, 404),
    "/enumerations/{count}/upload/": (404, 200, 200, 404, 200),
    "/batches/{batch}/": (200, 200, 200, 404, 404),
    "/batches/{batch}/status/": (200, 200, 200, 404, 404),
    "/batches/{batch}/revert/": (404, 404, 200, 404, 404),
    "/batches/{batch}/mapping/": (404, 200, 302, 404, 404),  # its rows hold names: staff open them first
    "/settlements/KMT/records/": (404, 404, 200, 404, 404),
}
WRITES = {
    "/enumerations/{count}/edit/": (404, 404, 422, 404, 404),
    "/settlements/KMT/enumerations/new/": (404, 404, 422, 404, 404),
    "/enumerations/{count}/upload/": (404, 422, 422, 404, 422),
    "/batches/{batch}/revert/": (404, 404, 409, 404, 404),
    "/batches/{batch}/retry/": (404, 302, 302, 404, 404),
    "/batches/{batch}/mapping/": (404, 302, 302, 404, 404),
}


@pytest.fixture
def people(amina: Any, baraka: Any, subira: Any, chebet: Any, settlement: Any) -> dict[str, Any]:
    odera = factories.member_of(settlement, "enumerator", email="odera@example.org")
    return {"amina": amina, "baraka": baraka, "subira": subira, "chebet": chebet, "odera": odera}


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_to_those_it_is_for(
    path: str, people: Any, count: Any, batch_in: Any, client_of: ClientOf
) -> None:
    address = path.format(count=count.pk, batch=batch_in("mapping", content=b"Shoes,Water\n3,Tap\n").pk)
    answers = tuple(client_of(people[name]).get(address).status_code for name in CAST)
    assert dict(zip(CAST, answers, strict=True)) == dict(zip(CAST, PAGES[path], strict=True))


@pytest.mark.parametrize("path", WRITES)
def test_each_write_is_refused_as_if_nothing_were_there(
    path: str, people: Any, count: Any, batch_in: Any, client_of: ClientOf
) -> None:
    address = path.format(count=count.pk, batch=batch_in("mapping", content=b"Shoes,Water\n3,Tap\n").pk)
    answers = tuple(client_of(people[name]).post(address).status_code for name in CAST)
    assert dict(zip(CAST, answers, strict=True)) == dict(zip(CAST, WRITES[path], strict=True))


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in_whether_or_not_it_exists(
    path: str, count: Any, batch_in: Any, client: Client
) -> None:
    there = path.format(count=count.pk, batch=batch_in("done").pk)
    not_there = path.format(count=999_999, batch=999_999).replace("KMT", "ZZZ")
    for address in (there, not_there):
        after = address.removesuffix("status/")
        assert client.get(address)["location"] == f"/accounts/login/?next={after}"


@pytest.mark.parametrize("path", sorted(PAGES.keys() | WRITES.keys()))
def test_a_number_too_large_for_the_database_is_not_found(
    path: str, subira: Any, client_of: ClientOf
) -> None:
    address = path.format(count=10**30, batch=10**30).replace("KMT", "ZZZ")
    expected = 200 if path == "/enumerations/" else 404
    method = client_of(subira).get if path in PAGES else client_of(subira).post
    assert method(address).status_code == expected


def test_the_list_names_only_counts_of_my_settlements(
    count: Any, chebet: Any, amina: Any, client_of: ClientOf
) -> None:
    assert "First count" in client_of(amina).get("/enumerations/").content.decode()
    assert "First count" not in client_of(chebet).get("/enumerations/").content.decode()


def test_an_enumerator_sees_no_batch_of_another(
    people: Any, count: Any, batch_in: Any, client_of: ClientOf
) -> None:
    batch_in("done", name="barakas-lane.csv")
    assert "barakas-lane.csv" not in client_of(people["odera"]).get(count.get_absolute_url()).content.decode()


def test_an_adopted_count_shows_an_outsider_its_figures_and_no_batches(
    settlement: Any, chebet: Any, client_of: ClientOf
) -> None:
    adopted: Any = factories.EnumerationFactory(settlement=settlement, state="adopted")
    factories.BatchFactory(enumeration=adopted, name="barakas-lane.csv")
    factories.SettlementStatisticsFactory(enumeration=adopted, households=1234)
    page = client_of(chebet).get(adopted.get_absolute_url()).content.decode()
    assert "1,234" in page
    assert "Batches" not in page
    assert "barakas-lane" not in page
