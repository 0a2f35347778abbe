"""What changed since a day: by the batches that came and by the history of each record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enumerations.models import Batch, Enumeration, Household, Issue
from reports.data.dataset import Filter
from reports.data.datasets import DATASETS
from settlements.models import Structure
from tests import factories
from tests.reports.data.conftest import Export

TODAY = timezone.localdate
LONG_AGO = timedelta(days=30)


def since(days: int) -> str:
    return (TODAY() + timedelta(days=days)).isoformat()


@pytest.fixture
def old(counted: Enumeration) -> Enumeration:
    """The same count, of which everything came a month ago."""
    Batch.objects.update(received_at=timezone.now() - LONG_AGO)
    return counted


def test_a_record_is_as_new_as_its_batch_or_its_last_change(old: Enumeration, export: Export) -> None:
    before = export("households", changed_since=since(-1)).rows
    assert before == 0
    assert export("households", changed_since=since(-40)).rows == 4
    Household.objects.filter(key="KMT/A/2/01").update(note="They told us more")
    assert export("households", changed_since=since(-1)).rows == 1
    assert export("persons", changed_since=since(-1)).rows == 2


def test_a_new_batch_brings_what_it_holds(old: Enumeration, export: Export) -> None:
    new = factories.BatchFactory.create(enumeration=old)
    Issue.objects.create(batch=new, row=2, code="blank", severity="error")
    old_issues = Issue.objects.exclude(batch=new).count()
    assert export("issues", changed_since=since(-1)).rows == 1
    assert export("issues", changed_since=since(-40)).rows == old_issues + 1


def test_ground_that_was_drawn_or_changed_since(old: Enumeration, export: Export) -> None:
    """Two of the four doors were changed after they were made; all four were known a month ago."""
    assert export("structures", changed_since=since(-1)).rows == 2
    Structure.objects.filter(code="KMT/A/4").update(storeys=2)
    assert export("structures", changed_since=since(-1)).rows == 3
    factories.StructureFactory.create(settlement=old.settlement, code="KMT/A/9", n=9)
    assert export("structures", changed_since=since(-1)).rows == 4


@pytest.mark.parametrize("table", sorted(DATASETS.keys() - {"figures"}))
def test_every_table_of_records_knows_it(table: str, old: Enumeration, export: Export) -> None:
    assert Filter.CHANGED in DATASETS[table].filters
    assert export(table, changed_since=since(1)).rows == 0
