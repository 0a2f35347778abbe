"""What the map shows of a structure: from the current count only, and written only where it changed."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from enumerations import packed
from enumerations.classes import HOUSEHOLDS, QUESTIONS, Band
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
    assert (summary.households, summary.people) == (4, 9)
    assert packed.unpack(summary.packed, "water_source") == 4  # bought from a vendor
    assert packed.unpack(summary.packed, "toilet_place") == 3  # public, paid


# A household that answers every question of the map, and the class of each answer, counted by hand.
ANSWERS: dict[str, tuple[str | float, int]] = {
    "occupancy_status": ("tenant", 2), "rent_month_kes": (2_000, 2), "water_source": ("rain_harvested", 3),
    "water_minutes_roundtrip": (31, 3), "water_price_20l_kes": (5, 2), "toilet_place": ("neighbour", 5),
    "toilet_type": ("open_bush", 5), "toilet_shared_households": (6, 2), "solid_waste": ("burnt_pit", 2),
    "lighting": ("candle", 5), "cooking_fuel": ("firewood", 3), "priority_1": ("other", 7),
}  # fmt: skip


def test_every_question_of_the_map_has_its_class(structure: Any) -> None:
    """What the database packs and what Python says of the same answers is one number."""
    assert set(ANSWERS) == {question.column for question in HOUSEHOLDS}
    said = {column: answer for column, (answer, _class) in ANSWERS.items()}
    household = factories.HouseholdFactory.create(structure=structure, **said)
    type(structure).objects.update(roof="tiles", floor="dung", wall="bricks", uses=["vacant"])
    rebuild_statistics(household.enumeration.pk)
    summary = StructureSummary.objects.get()
    assert {name: packed.unpack(summary.packed, name) for name in packed.ORDER} == {
        **{column: expected for column, (_answer, expected) in ANSWERS.items()},
        "use": 5, "wall": 1, "roof": 1, "floor": 3, "status": 1, "visit": 1, "households": 1,
    }  # fmt: skip
    assert summary.answers == sum(packed.pack(column, answer) for column, answer in said.items())


def test_every_code_and_number_has_its_class() -> None:
    for question in QUESTIONS.values():
        codes = [code for each in question.classes for code in getattr(each, "codes", ())]
        assert sorted(codes) == sorted(question.choices.values if question.choices else [])
        assert len(question.classes) < 2**question.bits
        ends = [each.most for each in question.classes if isinstance(each, Band)]
        assert ends == [*sorted(end for end in ends if end is not None), *([None] if ends else [])]
    assert packed.shift(packed.ORDER[-1]) + QUESTIONS[packed.ORDER[-1]].bits <= packed.MOST_BITS


def test_a_structure_that_moves_to_another_cluster_is_drawn_there(structure: Any) -> None:
    cluster = factories.ClusterFactory.create(settlement=structure.settlement)
    type(structure).objects.update(cluster=cluster)
    assert StructureSummary.objects.get().cluster_id == cluster.pk


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
    assert packed.unpack(summary.packed, "visit") == packed.pack("visit", visit) >> packed.shift("visit")


def test_of_equally_common_answers_the_first_class_is_taken(structure: Any) -> None:
    enumeration = factories.EnumerationFactory.create(settlement=structure.settlement)
    for status in ("tenant", "owner_resident"):
        factories.HouseholdFactory.create(
            structure=structure, enumeration=enumeration, occupancy_status=status
        )
    rebuild_statistics(enumeration.pk)
    assert packed.unpack(StructureSummary.objects.get().packed, "occupancy_status") == 1


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
    assert (summary.households, summary.people, summary.answers) == (0, 0, 0)


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


@pytest.mark.django_db(transaction=True)
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
