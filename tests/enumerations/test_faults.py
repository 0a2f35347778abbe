"""A killed worker, an emptied queue, a lost database: the batch ends as if nothing had happened.

A real Celery worker is stopped in each phase by a lock that the phase needs, killed, and another one started.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from accounts.models import User
from enumerations.choices import BatchPhase, BatchState
from enumerations.models import Batch, Enumeration, Household, Person, SettlementStatistics
from enumerations.services.batches import create_batch
from enumerations.services.locks import ENUMERATION
from tests.enumerations.rows import as_xlsx, child, household, person

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
Worker = subprocess.Popen[bytes]

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


def database_url() -> str:
    """The test database, as a worker is told of it."""
    named = connection.settings_dict
    return f"postgis://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Start real workers, each with a beat that sweeps every second."""
    workers: list[Worker] = []
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "CELERY_QUEUE": settings.CELERY_TASK_DEFAULT_QUEUE,
        "SWEEP_SECONDS": "1",
        "STALLED_AFTER_SECONDS": "2",
        "LOG_LEVEL": "WARNING",
        "CELERY_SKIP_CHECKS": "1",  # they load every page; tests/setup/test_demo.py starts a worker with them
    }

    def _start(app: str = "pamoja", **more: str) -> Worker:
        log = (tmp_path / f"worker-{len(workers)}.log").open("wb")
        # It need not wait a second for other workers to say who they are: there are none.
        command = [sys.executable, "-m", "celery", "-A", app, "worker", "-B", "--concurrency", "1",
                   "--without-mingle", "--without-gossip", "--schedule", str(tmp_path / "beat")]  # fmt: skip
        worker = subprocess.Popen(
            command, cwd=ROOT, env=environment | more, stdout=log, stderr=log, start_new_session=True
        )
        workers.append(worker)
        return worker

    yield _start
    for worker in workers:
        kill(worker)


def kill(worker: Worker) -> None:
    """As the kernel does when memory runs out: without a word, children and all."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


@pytest.fixture
def held() -> Iterator[Any]:
    """A connection of the test's own, to hold locks with."""
    holder = psycopg2.connect(database_url().replace("postgis:", "postgresql:"))
    yield holder
    holder.close()


def is_waiting(holder: Any) -> bool:
    """Whether somebody waits for a lock that `holder` has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))",
            [holder.get_backend_pid()],
        )
        return bool(cursor.fetchone()[0])


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
    phase: str, count: Enumeration, baraka: User, start_worker: Callable[[], Worker], held: Any
) -> None:
    statement = HELD[phase].format(enumeration_kind=ENUMERATION, enumeration=count.pk)
    held.cursor().execute(statement)
    worker = start_worker()
    batch = a_batch(count, baraka)
    wait_for(lambda: is_waiting(held))
    announced = ANNOUNCED.get(phase, phase)
    assert Batch.objects.get(pk=batch.pk).phase == announced
    kill(worker)
    # Nor does the queue remember anything.
    redis.from_url(settings.REDIS_URL).delete(settings.CELERY_TASK_DEFAULT_QUEUE, "unacked", "unacked_index")
    held.rollback()
    assert Household.objects.count() in ({60} if announced == BatchPhase.COUNTING else {0})
    start_worker()
    assert_ended_as_if_nothing_had_happened(batch)


def test_an_emptied_queue_loses_no_batch(
    count: Enumeration, baraka: User, start_worker: Callable[[], Worker]
) -> None:
    batch = a_batch(count, baraka)
    redis.from_url(settings.REDIS_URL).delete(settings.CELERY_TASK_DEFAULT_QUEUE)
    start_worker()
    assert_ended_as_if_nothing_had_happened(batch)


@pytest.mark.parametrize("phase", list(HELD))
def test_a_lost_database_connection_loses_no_batch(
    phase: str, count: Enumeration, baraka: User, start_worker: Callable[[], Worker], held: Any
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
