"""What waits for whom: on the first page, in one line each, with the page where it is done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.factories_verification import ObjectionFactory
from verification.services.waiting import MOST, waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement, name="First count", state="objections")


@pytest.fixture
def busy(count: Any, baraka: Any) -> Any:
    """An interview that came back to Baraka, two to look at, a file to map, an objection, a request."""
    factories.SubmissionFactory.create(
        enumeration=count, sent_by=baraka, review="returned", review_reason="Ask again."
    )
    for _ in range(2):
        factories.SubmissionFactory.create(enumeration=count, state="in_register", review="pending")
    factories.BatchFactory.create(enumeration=count, state="mapping")
    ObjectionFactory.create(enumeration=count)
    factories.RightsRequestFactory.create(settlement=count.settlement)
    return count


def told(user: Any) -> dict[str, int]:
    return {str(each.what): each.n for each in waiting_for(user)}


def test_each_role_is_told_what_it_can_do(
    busy: Any, amina: Any, baraka: Any, wairimu: Any, subira: Any
) -> None:
    assert told(baraka) == {"Interviews that came back to you": 1}
    assert told(amina) == told(wairimu) == {"Interviews to look at": 2}
    assert told(subira) == {
        "Files whose columns wait for their meaning": 1,
        "Objections to decide": 1,
        "Interviews to look at": 2,
        "Requests of the counted to answer": 1,
    }


def test_every_line_leads_to_a_page_that_its_reader_may_open(
    busy: Any, amina: Any, baraka: Any, subira: Any, client_of: Callable[[Any], Client]
) -> None:
    for reader in (amina, baraka, subira):
        addresses = [each.address for each in waiting_for(reader)]
        assert [client_of(reader).get(address).status_code for address in addresses] == [200] * len(addresses)


def test_what_waits_elsewhere_is_nobody_elses(busy: Any, chebet: Any) -> None:
    assert told(chebet) == {}


def test_a_correction_and_a_try_do_not_wait(count: Any, amina: Any) -> None:
    factories.SubmissionFactory.create(enumeration=count, state="in_register", review="pending", is_test=True)
    assert told(amina) == {}


def test_there_are_four_lines_at_most_and_as_many_questions_to_the_database(
    settlement: Any, subira: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        count = factories.EnumerationFactory.create(settlement=settlement, round=number + 1, state="checking")
        factories.SubmissionFactory.create(enumeration=count, state="in_register", review="pending")
        factories.BatchFactory.create(enumeration=count, state="mapping")
    with django_assert_max_num_queries(9):
        assert len(waiting_for(subira)) == MOST


def test_the_first_page_says_who_one_is_and_what_waits(
    busy: Any, amina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(amina).get("/").content.decode()
    assert page.index("Amina") < page.index("Interviews to look at") < page.index("Settlements that count")
    assert "Waits for you" not in client_of(None).get("/").content.decode()


def test_it_says_when_nothing_waits_and_when_one_acts_nowhere(
    amina: Any, client_of: Callable[[Any], Client]
) -> None:
    assert "Nothing waits for you." in client_of(amina).get("/").content.decode()
    nobody = factories.UserFactory.create()
    assert "You act in no settlement yet." in client_of(nobody).get("/").content.decode()
