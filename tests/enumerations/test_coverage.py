"""Doors reached, by village, and those still to go to."""

from typing import Any

import pytest
from django.utils import timezone

from enumerations.services.coverage import doors_in, reached_by
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement)


@pytest.fixture
def doors(settlement: Any, count: Any) -> None:
    """In A: 1 interviewed, 2 and 10 not visited, 3 not at home; in B: 4 kept unused, 5 refused."""
    a = factories.ClusterFactory.create(settlement=settlement, code="A", name="Juu")
    b = factories.ClusterFactory.create(settlement=settlement, code="B", name="Chini")
    made = {
        n: factories.StructureFactory.create(cluster=a if n in (1, 2, 3, 10) else b, n=n)
        for n in (1, 2, 3, 4, 5, 10)
    }
    factories.StructureFactory.create(cluster=b, n=6, uses=["school"])
    outcomes: dict[int, list[dict[str, Any]]] = {
        1: [{}, {"result": "vacant"}],
        3: [{}, {"result": "not_home_1"}],
        4: [{"restricted_at": timezone.now()}],
        5: [{"consent": False}],
    }
    for n, homes in outcomes.items():
        for home in homes:
            factories.HouseholdFactory.create(structure=made[n], enumeration=count, **home)
    another = factories.EnumerationFactory.create(settlement=settlement, round=2)
    factories.HouseholdFactory.create(structure=made[2], enumeration=another)


def test_doors_are_counted_by_village(count: Any, doors: None) -> None:
    whole, villages = reached_by(count)
    assert (whole.numbered, whole.visited, whole.not_home, whole.refused) == (6, 4, 1, 1)
    assert [(each.code, each.numbered, each.not_visited, each.interviewed) for each in villages] == [
        ("A", 4, 2, 1),
        ("B", 2, 0, 1),
    ]
    assert round(whole.percent) == 67


def test_doors_to_go_to_are_listed_in_the_order_of_a_walk(count: Any, doors: None) -> None:
    assert [door.code for door in doors_in(count, "not_visited")] == ["KMT/A/2", "KMT/A/10"]
    assert doors_in(count, "not_visited", cluster="B") == []
    assert [door.code for door in doors_in(count, "not_visited", offset=1, limit=1)] == ["KMT/A/10"]
    assert [door.code for door in doors_in(count, "not_home")] == ["KMT/A/3"]


def test_a_settlement_without_numbers_has_nothing_to_reach(count: Any) -> None:
    whole, villages = reached_by(count)
    assert (whole.numbered, whole.percent, villages) == (0, 0.0, [])
