"""The pages of what was counted twice: who sees what of it, and what can be decided there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessRecord, User
from enumerations.models import Household
from tests import factories
from verification.models import Suspicion

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


@pytest.fixture
def found(settlement: Any) -> Any:
    """Zawadi Mwakio of door 1 and door 2 of cluster A; nobody went to door 3."""
    count = factories.EnumerationFactory.create(settlement=settlement)
    cluster = factories.ClusterFactory.create(settlement=settlement, code="A")
    doors = [factories.StructureFactory.create(cluster=cluster, n=n) for n in (1, 2, 3)]
    a, b = (
        factories.HouseholdFactory.create(
            structure=door, enumeration=count, head_name=name, members_total=n + 2, rooms_used=n + 1
        )
        for n, (door, name) in enumerate(zip(doors, ("Zawadi Mwakio", "Mwakio Zawadi"), strict=False))
    )
    return Suspicion.objects.create(
        settlement=settlement, enumeration=count, kind="household_twice", household_a=a, household_b=b,
        score=0.83,
        reasons=[
            {"code": "names", "percent": 86, "order": True, "for": True},
            {"code": "phone", "for": True},
            {"code": "near", "metres": 4, "for": True},
            {"code": "other_tenure", "for": False},
        ],
    )  # fmt: skip


def page(found: Any) -> str:
    return reverse("verification:suspicion-detail", args=[found.enumeration_id, found.pk])


def listed(found: Any) -> str:
    return reverse("verification:suspicion-list", args=[found.enumeration_id])


def test_a_leader_sees_doors_sizes_and_reasons_and_no_name(
    found: Any, amina: User, client_of: ClientOf
) -> None:
    for address in (listed(found), page(found)):
        text = client_of(amina).get(address).content.decode()
        assert "Zawadi" not in text
        for words in ("KMT/A/1", "KMT/A/2", "83 %", "names 86 % alike, in another order", "4 m apart"):
            assert words in text
    assert "People: 2 in the first, 3 in the second." in text
    assert "one owns, the other rents" in text
    assert '<form method="post" class="form">' not in text
    assert not AccessRecord.objects.exists()


def test_the_list_is_filtered_and_shows_doors_that_nobody_visited(
    found: Any, amina: User, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of(amina)
    with django_assert_max_num_queries(32):
        text = client.get(listed(found)).content.decode()
    assert "KMT/A/3" in text
    for wish, is_there in (
        ("kind=household_twice", True), ("kind=person_twice", False), ("cluster=A", True),
        ("cluster=B", False), ("state=merged", False), ("kind=\x00&cluster=%00", True),
    ):  # fmt: skip
        shown = client.get(f"{listed(found)}?{wish}").content.decode()
        assert (page(found) in shown) is is_there


def test_the_data_manager_sees_both_and_that_is_written_down(
    found: Any, tabitha: User, client_of: ClientOf
) -> None:
    text = client_of(tabitha).get(page(found)).content.decode()
    assert "Zawadi Mwakio" in text
    assert "Mwakio Zawadi" in text
    read = set(AccessRecord.objects.filter(kind="read").values_list("subject", flat=True))
    assert read == {f"household {found.household_a_id}", f"household {found.household_b_id}"}


def test_the_office_makes_one_of_two_and_takes_it_back(found: Any, subira: User, client_of: ClientOf) -> None:
    client = client_of(subira)
    assert client.post(page(found), {"decision": "keep_b"}).status_code == 422
    assert not Household.objects.filter(same_as__isnull=False).exists()
    answer = client.post(page(found), {"decision": "keep_b", "reason": "One family, went there"}, follow=True)
    assert "They are one now" in answer.content.decode()
    assert Household.objects.get(same_as__isnull=False).same_as == found.household_b
    late = client.post(page(found), {"decision": "not_the_same", "reason": "Two families"})
    assert late["Location"] == page(found)
    found.refresh_from_db()
    assert found.state == "merged"
    done = client.get(page(found)).content.decode()
    assert "One family, went there" in done
    client.post(page(found), {"deed": "undo", "reason": "The wrong doors"})
    assert not Household.objects.filter(same_as__isnull=False).exists()
    client.post(page(found), {"decision": "not_the_same", "reason": "Two families"})
    found.refresh_from_db()
    assert (found.state, found.decided_by, found.reason) == ("dismissed", subira, "Two families")


def test_who_may_look_does_not_decide_and_outsiders_find_nothing(
    found: Any, amina: User, baraka: User, chebet: User, client_of: ClientOf
) -> None:
    said = {"decision": "keep_a", "reason": "One family"}
    assert client_of(amina).post(page(found), said).status_code == 404
    for outsider in (baraka, chebet):
        for address in (page(found), listed(found)):
            assert client_of(outsider).get(address).status_code == 404
        assert client_of(outsider).post(page(found), said).status_code == 404
    found.refresh_from_db()
    assert found.state == "open"


def test_a_structure_is_shown_beside_the_other(found: Any, amina: User, client_of: ClientOf) -> None:
    a, b = (household.structure for household in (found.household_a, found.household_b))
    twice = Suspicion.objects.create(
        settlement=found.settlement, enumeration=found.enumeration, kind="structure_twice", structure_a=a,
        structure_b=b, score=0.6, reasons=[{"code": "touching", "metres": 0.5, "for": True}],
    )  # fmt: skip
    text = client_of(amina).get(page(twice)).content.decode()
    assert "0.5 m apart" in text
    assert "1 household counted" in text
