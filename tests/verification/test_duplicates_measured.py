"""The finder on a world whose truth is known does not get worse; the figures are in docs/duplicates.md."""

from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.verification.measured import Measure, measure
from tests.verification.twice_world import World
from verification.services.suspicions import find


@pytest.fixture(scope="module")
def seed() -> int:
    return 777


@pytest.mark.django_db
def test_precision_and_recall_do_not_fall(settlement: Any, seed: int) -> None:
    world = World(seed, 600, share=0.05)
    count: Any = factories.EnumerationFactory.create(settlement=settlement)
    world.write(count, factories.BatchFactory.create(enumeration=count))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enumerations_household; ANALYZE enumerations_person")
    find(count)
    at: dict[tuple[str, float], Measure] = {(each.kind, each.at): each for each in measure(world, count)}
    households = at["household_twice", 0.7]
    assert households.planted >= 30
    assert households.precision >= 0.8
    assert households.recall >= 0.8
    structures = at["structure_twice", 0.5]
    assert structures.precision >= 0.85
    assert structures.recall >= 0.7
    assert at["person_twice", 0.5].precision >= 0.4
