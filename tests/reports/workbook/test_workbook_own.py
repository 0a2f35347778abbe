"""A community's own questions in the workbook: counted again over the raw answers, for the office alone."""

import statistics
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from enumerations.models import Enumeration, Household
from enumerations.services.statistics import rebuild_all
from reports.products import Envelope
from tests import factories
from tests.enumerations.forms import form, published
from tests.reports.workbook.making import ask, made, tables

pytestmark = pytest.mark.django_db
FEARS = ("fire", "flood", "eviction")


@pytest.fixture
def count(settlement: Any) -> Any:
    """120 households that told what they fear and how far the water is."""
    count = factories.EnumerationFactory.create(settlement=settlement)
    published(count, form())
    batch, random = factories.BatchFactory.create(enumeration=count), Random(11)
    Household.objects.bulk_create(
        factories.HouseholdFactory.build(
            enumeration=count, settlement=settlement, batch=batch, structure=None, key=f"interview-{n}",
            head_sex=random.choice(["female", "male"]),
            answers={
                "village/fear": random.choice(FEARS),
                "village/minutes": str(random.choice([5, 10, 20])),
            },
        )
        for n in range(120)
    )  # fmt: skip
    rebuild_all()
    return count


def test_they_are_what_was_answered(count: Any, subira: Any, tmp_path: Path) -> None:
    found = tables(made(subira, ask("KMT"), tmp_path))["OwnQuestions"]
    homes = list(Household.objects.filter(enumeration=count))
    fears = Counter(home.answers["village/fear"] for home in homes)
    asked = found[found["Question code"] == "village/fear"]
    whole = asked[asked["Split"] == "all together"]
    assert sorted(number for number in whole["How many"] if number) == sorted(fears.values())
    assert set(whole["Answers (n)"]) == {120}
    assert whole["Share"].sum() == pytest.approx(1, abs=0.02)
    women = Counter(home.answers["village/fear"] for home in homes if home.head_sex == "female")
    split = asked[(asked["Split"] == "by who heads the household") & (asked["Group"] == "Female")]
    assert sorted(number for number in split["How many"] if number) == sorted(women.values())
    minutes = found[(found["Question code"] == "village/minutes") & (found["Split"] == "all together")]
    middle = statistics.median(int(home.answers["village/minutes"]) for home in homes)
    assert middle in set(minutes["Number"])


def test_they_do_not_leave_the_office(count: Any, subira: Any, tmp_path: Path) -> None:
    Enumeration.objects.update(state="adopted", adopted_on=timezone.localdate())
    for envelope in (Envelope.PUBLIC, Envelope.COUNTY):
        content = made(subira, ask("KMT", envelope=envelope), tmp_path / envelope.name)
        assert "OwnQuestions" not in tables(content)
