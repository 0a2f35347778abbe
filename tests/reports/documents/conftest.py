"""A settlement whose register was adopted, with figures that agree with each other, and its report."""

from typing import Any

import pytest

from enumerations.services.statistics import rebuild_statistics
from tests import factories
from tests.factories.reports import DemandFactory, ReportFactory, SectionFactory
from verification.services.register import freeze

HOMES = 32
MUST = ("overview", "history", "land", "planning")


def counted(settlement: Any, *, state: str = "adopted", homes: int = HOMES, **more: Any) -> Any:
    """A count with so many homes of three people each, in two villages, its figures made."""
    count = factories.EnumerationFactory.create(settlement=settlement, state=state, **more)
    batch = factories.BatchFactory.create(enumeration=count, state="done")
    for letter in "AB":
        cluster = factories.ClusterFactory.create(settlement=settlement, code=letter, name=f"Kijiji {letter}")
        for n in range(homes // 2):
            structure = factories.StructureFactory.create(cluster=cluster)
            home = factories.HouseholdFactory.create(structure=structure, enumeration=count, batch=batch)
            for age in (34, 10, 3):
                factories.PersonFactory.create(household=home, age=age, sex="female" if n % 2 else "male")
    rebuild_statistics(count.pk)
    return count


def ready(report: Any) -> Any:
    """All that must be written is written, in both languages."""
    for slug in MUST:
        SectionFactory.create(report=report, slug=slug)
    for _n in range(3):
        DemandFactory.create(report=report)
    return report


@pytest.fixture
def count(settlement: Any) -> Any:
    """Kiamutisya's adopted count, with its register."""
    settlement.ward = factories.WardFactory.create()
    settlement.save()
    found = counted(settlement)
    freeze(found, factories.UserFactory.create())
    return found


@pytest.fixture
def report(count: Any) -> Any:
    """Its report, marked as verified: nothing stands against it."""
    return ready(ReportFactory.create(settlements=[count.settlement], stamp="verified", languages="both"))
