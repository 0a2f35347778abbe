"""What the map shows of a structure: from the current count only, and written only where it changed."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from enumerations.choices import DoorState
from enumerations.models import SettlementStatistics, StructureSummary
from enumerations.services.statistics import rebuild_all, rebuild_statistics
from tests import factories


@pytest.fixture
def structure(settlement: Any) -> Any:
    return factories.StructureFactory.create(settlement=settlement)


def version(structure: Any) -> int:
    structure.settlement.refresh_from_db()
    return int(structure.settlement.data_version)


def test_a_structure_shows_its_households_and_their_most_common_answers(structure: Any) -> None:
    enumeration = factories.EnumerationFactory.create(settlement=structure.settlement)
    for sources, members in (("water_vendor", 2), ("piped_dwelling", 3), ("water_vendor", 4), (None, None)):
        factories.HouseholdFactory.create(
            structure=structure, enumeration=enumeration, water_source=sources, members_total=members
        )
    factories.HouseholdFactory.create(structure=structure, enumeration=enumeration, result="refused")
    rebuild_statistics(enumeration.pk)
    summary = StructureSummary.objects.get(structure=structure)
    assert (summary.households, summary.people, summary.water_source) == (4, 9, "water_vendor")
    assert summary.toilet_place == "public_paid"


@pytest.mark.parametrize(
    ("homes", "visit"),
    [
        ([], "not_visited"),
        ([{"result": "complete"}], "visited"),
        ([{"result": None}], "visited"),
        ([{"result": "partly"}, {"result": "vacant"}], "visited"),
        ([{"result": "complete"}, {"result": "not_home_1"}], "not_home"),
        ([{"result": "refused"}, {"result": "locked"}], "not_home"),
        ([{"result": "complete"}, {"result": "refused"}], "refused"),
        ([{"result": "complete", "consent": False}], "refused"),
        ([{"result": "vacant"}], "vacant"),
        ([{"result": "refused", "restricted_at": timezone.now()}], "visited"),
    ],
)
def test_a_structure_shows_what_is_left_to_do_at_its_door(
    structure: Any, homes: list[dict[str, Any]], visit: str
) -> None:
    enumeration = factories.EnumerationFactory.create(settlement=structure.settlement)
    for home in homes:
        factories.HouseholdFactory.create(structure=structure, enumeration=enumeration, **home)
    rebuild_statistics(enumeration.pk)
    summary = StructureSummary.objects.get(structure=structure)
    assert summary.visit == visit
    assert summary.packed >> 25 == DoorState.values.index(visit) + 1


def test_of_equally_common_answers_the_first_by_code_is_taken(structure: Any) -> None:
    enumeration = factories.EnumerationFactory.create(settlement=structure.settlement)
    for status in ("tenant", "owner_resident"):
        factories.HouseholdFactory.create(
            structure=structure, enumeration=enumeration, occupancy_status=status
        )
    rebuild_statistics(enumeration.pk)
    assert StructureSummary.objects.get().occupancy_status == "owner_resident"


def test_an_older_round_does_not_speak_for_the_structure(structure: Any) -> None:
    first = factories.EnumerationFactory.create(settlement=structure.settlement, round=1)
    second = factories.EnumerationFactory.create(settlement=structure.settlement, round=2)
    factories.HouseholdFactory.create(structure=structure, enumeration=first, members_total=9)
    factories.HouseholdFactory.create(structure=structure, enumeration=second, members_total=2)
    rebuild_statistics(second.pk)
    rebuild_statistics(first.pk)
    assert StructureSummary.objects.get().people == 2
    rebuild_all()
    assert StructureSummary.objects.get().enumeration == second


def test_a_structure_nobody_lives_in_any_more_is_drawn_empty(structure: Any) -> None:
    household = factories.HouseholdFactory.create(structure=structure)
    rebuild_statistics(household.enumeration.pk)
    household.delete()
    rebuild_statistics(household.enumeration.pk)
    summary = StructureSummary.objects.get()
    assert (summary.households, summary.people, summary.water_source) == (0, 0, None)


def test_a_rebuild_that_changes_nothing_leaves_the_tiles_valid(structure: Any) -> None:
    household = factories.HouseholdFactory.create(structure=structure)
    other = factories.HouseholdFactory.create()
    rebuild_all()
    before, others = version(structure), other.settlement.data_version
    rebuild_statistics(household.enumeration.pk)
    rebuild_all()
    assert version(structure) == before
    household.members_total += 1
    household.save()
    rebuild_all()
    assert version(structure) == before + 1
    other.settlement.refresh_from_db()
    assert other.settlement.data_version == others


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rebuilding_at_the_same_time_gives_the_same_rows() -> None:
    structure = factories.StructureFactory.create(cluster=factories.ClusterFactory.create())
    enumeration = factories.EnumerationFactory.create(settlement=structure.settlement)
    for _ in range(20):
        factories.HouseholdFactory.create(structure=structure, enumeration=enumeration)
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def rebuild(everything: bool) -> None:
        try:
            start.wait()
            for _ in range(3):
                rebuild_all() if everything else rebuild_statistics(enumeration.pk)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=rebuild, args=[n == 0]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    rows = SettlementStatistics.objects.filter(enumeration=enumeration)
    assert sorted(row.households for row in rows) == [20, 20]
    assert StructureSummary.objects.get().households == 20
