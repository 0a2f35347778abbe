"""Growth between two rounds: arithmetic that can be checked by hand, and what is not compared."""

from datetime import date
from typing import Any

import pytest

from enumerations.models import SettlementStatistics
from enumerations.services.statistics import rebuild_statistics
from reports.figures import Growth, Place, figures_of, growth_of
from reports.products import Envelope
from settlements.models import Settlement
from tests import factories

pytestmark = pytest.mark.django_db


def count(settlement: Any, *, round_: int, ends_on: date, homes: int, state: str = "adopted") -> Any:
    """So many homes of three, each in a structure of its own."""
    found = factories.EnumerationFactory.create(
        settlement=settlement, round=round_, state=state, starts_on=ends_on, ends_on=ends_on,
        name=f"Count {ends_on.year}",
    )  # fmt: skip
    batch = factories.BatchFactory.create(enumeration=found, state="done")
    cluster = settlement.clusters.first() or factories.ClusterFactory.create(settlement=settlement, code="A")
    structures = list(settlement.structures.order_by("pk"))
    structures += [
        factories.StructureFactory.create(cluster=cluster) for _n in range(homes - len(structures))
    ]
    for structure in structures[:homes]:
        home = factories.HouseholdFactory.create(structure=structure, enumeration=found, batch=batch)
        for _n in range(3):
            factories.PersonFactory.create(household=home)
    rebuild_statistics(found.pk)
    return found


def cover(percent: float, *counts: Any) -> None:
    """Say that these counts reached so much: what growth asks is only that."""
    SettlementStatistics.objects.filter(enumeration__in=counts, cluster=None).update(coverage_percent=percent)


def grown(*settlements: Any, envelope: Envelope = Envelope.STAFF) -> Growth | None:
    return growth_of(figures_of(Place.of_settlements(settlements), envelope=envelope))


@pytest.fixture
def twice(settlement: Any) -> Any:
    """Twenty homes in 2022, thirty two years later."""
    first = count(settlement, round_=1, ends_on=date(2022, 6, 1), homes=20)
    second = count(settlement, round_=2, ends_on=date(2024, 6, 1), homes=30)
    cover(96, first, second)
    return settlement


def test_it_is_counted_by_hand(twice: Any) -> None:
    found = grown(twice)
    assert found is not None
    assert [(row.code, row.then, row.now, row.more) for row in found.rows] == [
        ("population", 60, 90, 30),
        ("households", 20, 30, 10),
        ("households_per_structure", 20, 30, 10),
    ]
    people = found.rows[0]
    assert people.percent == pytest.approx(50.0)
    # 1.5 ^ (1 / 2.0014) - 1: two years and half a day, as 2024 has a day more
    assert people.a_year == pytest.approx(22.46, abs=0.01)
    assert (found.then, found.now, found.is_short) == (date(2022, 6, 1), date(2024, 6, 1), False)


def test_other_doors_reached_are_not_growth(twice: Any) -> None:
    cover(70, twice.enumerations.get(round=1))
    found = grown(twice)
    assert found is not None
    people = found.rows[0]
    assert (people.then, people.now, people.more, people.a_year) == (60, 90, None, None)
    assert "the same part of the doors" in str(found.not_compared[0].why[0])


def test_another_boundary_is_another_place(twice: Any) -> None:
    outline = "MULTIPOLYGON(((36.84 -1.26, 36.85 -1.26, 36.85 -1.25, 36.84 -1.25, 36.84 -1.26)))"
    Settlement.objects.filter(pk=twice.pk).update(boundary=outline)
    Settlement.objects.filter(pk=twice.pk).update(boundary=outline.replace("36.85", "36.86"))
    twice.enumerations.filter(round=2).update(ends_on=date(2150, 1, 1))
    found = grown(twice)
    assert found is not None
    assert [str(each) for each in found.not_compared[0].why] == [
        "the boundary was changed between the rounds"
    ]


def test_rounds_of_one_year_have_no_rate(settlement: Any) -> None:
    first = count(settlement, round_=1, ends_on=date(2024, 1, 1), homes=20)
    second = count(settlement, round_=2, ends_on=date(2024, 9, 1), homes=30)
    cover(96, first, second)
    found = grown(settlement)
    assert found is not None
    assert (found.rows[0].more, found.rows[0].a_year, found.is_short) == (30, None, True)


def test_of_several_only_those_counted_twice(twice: Any) -> None:
    other = factories.SettlementFactory.create(code="OTH", name="Other")
    cover(96, count(other, round_=1, ends_on=date(2024, 6, 1), homes=12))
    found = grown(twice, other)
    assert found is not None
    assert (found.rows[0].then, found.rows[0].now) == (60, 90)
    assert (found.settlements, found.once) == ((twice,), (other,))
    assert grown(other) is None


def test_a_difference_of_few_is_told_to_nobody_outside(settlement: Any) -> None:
    first = count(settlement, round_=1, ends_on=date(2022, 6, 1), homes=30)
    second = count(settlement, round_=2, ends_on=date(2024, 6, 1), homes=31)
    cover(96, first, second)
    whole = grown(settlement)
    assert whole is not None
    assert whole.rows[1].more == 1
    safe = grown(settlement, envelope=Envelope.COUNTY)
    assert safe is None or all(row.code != "households" for row in safe.rows)


def test_the_page_shows_it(twice: Any, client_of: Any, amina: Any) -> None:
    page = client_of(amina).get(f"/settlements/{twice.code}/figures/").content.decode()
    assert "Growth since the round before" in page
    assert "+22.5 %" in page


def test_what_stands_there_today_is_not_set_beside_an_earlier_day(twice: Any) -> None:
    """The figures of 2022 were made after the count of 2024 began: their structures are those of today."""
    figures = figures_of(Place.of_settlement(twice), envelope=Envelope.STAFF)
    assert figures["structures"].previous is None
    assert figures["household_size"].previous is not None
