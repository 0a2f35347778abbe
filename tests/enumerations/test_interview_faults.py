"""A killed worker, an emptied queue: every interview ends in the register once, as if nothing had been."""

from collections import Counter
from typing import Any

import pytest

from enumerations.choices import BatchPhase
from enumerations.models import Batch, Enumeration, Household, Person, SettlementStatistics, Submission
from enumerations.services.interviews import soon
from tests.enumerations.phones import Phone
from tests.enumerations.test_faults import HELD
from tests.worker import StartWorker, forget_queue, is_waiting, kill, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

EACH = 10


@pytest.fixture
def evening(phone: Phone) -> list[Submission]:
    """Thirty first interviews, a correction of one of them, and one that cannot be taken."""
    first = [phone(f"KMT/A/{door}", number) for door in (1, 2, 3) for number in range(1, EACH + 1)]
    phone("KMT/A/1", 1, replaces=first[0], rooms_used=3)
    phone("KMT/A/2", 50, rooms_used=99)
    return first


def assert_ended_as_if_nothing_had_happened(first: list[Submission], count: Enumeration) -> None:
    wait_for(lambda: not Submission.objects.filter(state="received").exists())
    wait_for(lambda: not Batch.objects.exclude(state="done").exists())
    states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["replaced", *["in_register"] * 29, "in_register", "rejected"]
    known = Household.objects.values_list("instance_id", flat=True)
    assert Counter(known) == Counter(each.instance_id for each in first)
    assert Household.objects.get(key="KMT/A/1/01").rooms_used == 3
    assert Person.objects.count() == 60
    counts = Batch.objects.order_by("pk").values_list("rows", "created", "updated", "rejected")
    assert list(counts) == [(31, 30, 0, 1), (1, 0, 1, 0)]
    total = SettlementStatistics.objects.get(enumeration=count, cluster=None)
    assert (total.households, total.figures["population"]["value"]) == (30, 60)


@pytest.mark.parametrize("phase", [BatchPhase.READING, "writing", BatchPhase.COUNTING])
def test_a_killed_worker_loses_and_doubles_none(
    phase: str,
    evening: list[Submission],
    count: Enumeration,
    start_worker: StartWorker,
    held: Any,
) -> None:
    held.cursor().execute(HELD[phase])
    worker = start_worker()
    soon(count.pk)
    wait_for(lambda: is_waiting(held))
    kill(worker)
    forget_queue()
    held.rollback()
    assert Household.objects.count() == (30 if phase == BatchPhase.COUNTING else 0)
    start_worker()
    assert_ended_as_if_nothing_had_happened(evening, count)


def test_an_emptied_queue_loses_none(
    evening: list[Submission],
    count: Enumeration,
    start_worker: StartWorker,
) -> None:
    soon(count.pk)
    forget_queue()
    start_worker()
    assert_ended_as_if_nothing_had_happened(evening, count)
