"""A killed worker, an emptied queue, a lost database: the batch ends as if nothing had happened.

A real Celery worker is stopped in each phase by a lock that the phase needs, killed, and another one started.
"""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from accounts.models import User
from enumerations.choices import BatchPhase, BatchState
from enumerations.models import Batch, Enumeration, Household, Person, SettlementStatistics
from enumerations.services.batches import create_batch
from enumerations.services.locks import ENUMERATION
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.worker import StartWorker, forget_queue, is_waiting, kill, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

# Phase -> what the test holds so that the worker must wait there, with the phase already announced.
HELD = {
    BatchPhase.READING: "LOCK TABLE settlements_county IN ACCESS EXCLUSIVE MODE",
    BatchPhase.CHECKING: "LOCK TABLE enumerations_withdrawal IN ACCESS EXCLUSIVE MODE",
    BatchPhase.MERGING: "SELECT pg_advisory_xact_lock({enumeration_kind}, {enumeration})",
    # Households are written, people are not: the middle of the merge.
    "writing": "LOCK TABLE enumerations_person IN SHARE MODE",
    BatchPhase.COUNTING: "LOCK TABLE enumerations_settlementstatistics IN ACCESS EXCLUSIVE MODE",
    # The figures are made, and on the other connection the drawn rows of the structures are not.
    "drawing": "LOCK TABLE enumerations_structuresummary IN SHARE MODE",
}
ANNOUNCED = {"writing": BatchPhase.MERGING, "drawing": BatchPhase.COUNTING}


def a_batch(count: Enumeration, user: User) -> Batch:
    codes = [f"KMT/A/{door}/{number:02d}" for door in (1, 2, 3) for number in range(1, 21)]
    file = as_xlsx(
        [
            household(code, head_name="Head " + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 26])
            for i, code in enumerate(codes)
        ]
        + [household("KMT/Z/1/01")],
        [someone for code in codes for someone in (person(code), child(code))],
    )
    return create_batch(enumeration=count, user=user, upload=ContentFile(file, name="a.xlsx"), name="a.xlsx")


def assert_ended_as_if_nothing_had_happened(batch: Batch) -> None:
    wait_for(lambda: Batch.objects.get(pk=batch.pk).is_finished)
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert (batch.rows, batch.created, batch.rejected) == (61, 60, 1)
    assert batch.issues.filter(code="structure_unknown").count() == 1
    assert Household.objects.count() == 60
    assert Person.objects.count() == 120
    total = SettlementStatistics.objects.get(cluster=None)
    assert total.households == 60
    assert total.figures["population"]["value"] == 120


@pytest.mark.parametrize("phase", list(HELD))
def test_a_killed_worker_leaves_no_trace(
    phase: str, count: Enumeration, baraka: User, start_worker: StartWorker, held: Any
) -> None:
    statement = HELD[phase].format(enumeration_kind=ENUMERATION, enumeration=count.pk)
    held.cursor().execute(statement)
    worker = start_worker()
    batch = a_batch(count, baraka)
    wait_for(lambda: is_waiting(held))
    announced = ANNOUNCED.get(phase, phase)
    assert Batch.objects.get(pk=batch.pk).phase == announced
    kill(worker)
    forget_queue()
    held.rollback()
    assert Household.objects.count() in ({60} if announced == BatchPhase.COUNTING else {0})
    start_worker()
    assert_ended_as_if_nothing_had_happened(batch)


def test_an_emptied_queue_loses_no_batch(count: Enumeration, baraka: User, start_worker: StartWorker) -> None:
    batch = a_batch(count, baraka)
    forget_queue()
    start_worker()
    assert_ended_as_if_nothing_had_happened(batch)


@pytest.mark.parametrize("phase", list(HELD))
def test_a_lost_database_connection_loses_no_batch(
    phase: str, count: Enumeration, baraka: User, start_worker: StartWorker, held: Any
) -> None:
    """What a restart of the database is to its clients: every connection ends at once."""
    held.cursor().execute(HELD[phase].format(enumeration_kind=ENUMERATION, enumeration=count.pk))
    start_worker()
    batch = a_batch(count, baraka)
    wait_for(lambda: is_waiting(held))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert_ended_as_if_nothing_had_happened(batch)


def test_a_batch_that_always_stops_its_worker_is_given_up(count: Enumeration, baraka: User) -> None:
    from enumerations.services.run import MAX_ATTEMPTS, run_batch

    batch = a_batch(count, baraka)
    Batch.objects.filter(pk=batch.pk).update(attempts=MAX_ATTEMPTS)
    run_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.issues.get().code) == (BatchState.FAILED, "too_many_attempts")
