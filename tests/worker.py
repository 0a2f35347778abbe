"""Real Celery workers beside a test: quickly started, killed as the kernel kills, heard where it fails."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = [
    "worker",
    "-B",
    "--concurrency=1",
    # It need not wait a second for other workers to say who they are: there are none.
    "--without-mingle",
    "--without-gossip",
]


@dataclass(frozen=True)
class Worker:
    """Celery, its beat and its child, which are one process group."""

    pid: int
    log: Path


StartWorker = Callable[..., Worker]


def database_url() -> str:
    """The test database, as a worker is told of it."""
    named = connection.settings_dict
    return f"postgis://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


class Nursery:
    """Where workers of one environment come from: tests.nursery, running."""

    def __init__(self, **more: str) -> None:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "CELERY_QUEUE": settings.CELERY_TASK_DEFAULT_QUEUE,
            "SWEEP_SECONDS": "1",
            "STALLED_AFTER_SECONDS": "2",
            "LOG_LEVEL": "WARNING",
            "CELERY_SKIP_CHECKS": "1",  # they load every page; tests/setup/test_demo.py starts one with them
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], cwd=ROOT, env=environment | more, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def start(self, words: list[str], log: Path) -> Worker:
        assert self.process.stdin
        assert self.process.stdout
        wish = {"words": words, "log": str(log), "media": str(settings.MEDIA_ROOT)}
        print(json.dumps(wish), file=self.process.stdin, flush=True)
        return Worker(int(self.process.stdout.readline()), log)

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="session")
def usual_nursery(django_db_setup: None) -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def start_worker(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StartWorker]:
    """Start real workers, each with a beat that sweeps every second; named settings may be others.

    No worker finds what earlier tests have asked for. What they say is shown with a test that fails.
    """
    forget_queue()
    workers: list[Worker] = []
    nurseries: list[Nursery] = []

    def _start(app: str = "pamoja", **more: str) -> Worker:
        if more:
            nurseries.append(nursery := Nursery(**more))
        else:
            nursery = request.getfixturevalue("usual_nursery")
        words = ["-A", app, *OPTIONS, f"--schedule={tmp_path / 'beat'}"]
        workers.append(nursery.start(words, tmp_path / f"worker-{len(workers)}.log"))
        return workers[-1]

    yield _start
    for worker in workers:
        kill(worker)
        print(f"--- {worker.log.name}\n{worker.log.read_text(errors='replace')}")
    for nursery in nurseries:
        nursery.close()


def kill(worker: Worker) -> None:
    """As the kernel does when memory runs out: without a word, children and all, until none is left."""
    try:
        os.killpg(worker.pid, signal.SIGKILL)
        while True:
            os.killpg(worker.pid, 0)
            time.sleep(0.005)
    except ProcessLookupError:
        pass


def forget_queue() -> None:
    """The queue remembers nothing: neither what waits nor what a worker has in hand."""
    name = settings.CELERY_TASK_DEFAULT_QUEUE
    redis.Redis.from_url(settings.REDIS_URL).delete(name, f"{name}.unacked", f"{name}.unacked_index")


@pytest.fixture
def held() -> Iterator[Any]:
    """A connection of the test's own, to hold locks with that stop a worker."""
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


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)
