"""A real worker, really killed, cancelled or cut off from the database: the file is made in the end.

The product waits in the middle of its file until the test lets it go on.
"""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from reports.models import Export
from reports.works.ask import cancel
from reports.works.telling import EVERY_SECONDS
from tests.factories_reports import saved_export
from tests.reports.engine.doing import asked
from tests.reports.engine.test_saved import address
from tests.worker import StartWorker, forget_queue, kill, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 20
CONTENT = "".join(f"line {n}\n" for n in range(LINES))


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """While it exists, the product waits in the middle."""
    held = tmp_path / "hold"
    held.touch()
    return held


def begun(user: Any, settlement: Any, hold: Path) -> Export:
    """One that a worker works on, held up in its middle."""
    export = asked(user, settlement, lines=LINES, hold=str(hold))
    wait_for(lambda: work_of(export).joinpath("lines.txt").exists())
    return export


def work_of(export: Export) -> Path:
    return Path(default_storage.path(f"exports/{export.pk}/work"))


def ended(export: Export) -> Export:
    wait_for(lambda: not Export.objects.get(pk=export.pk).is_going_on)
    export.refresh_from_db()
    return export


def test_a_killed_worker_loses_no_export(
    amina: Any,
    settlement: Any,
    start_worker: StartWorker,
    hold: Path,
) -> None:
    worker = start_worker("tests.reports.working")
    export = begun(amina, settlement, hold)
    kill(worker)
    forget_queue()
    assert Export.objects.get(pk=export.pk).state == "working"
    hold.unlink()
    start_worker("tests.reports.working")
    assert ended(export).state == "ready"
    assert (export.attempts, Path(export.file.path).read_text()) == (2, CONTENT)
    assert list(Path(export.file.path).parent.iterdir()) == [Path(export.file.path)]


def test_a_lost_connection_loses_no_export(
    amina: Any,
    settlement: Any,
    start_worker: StartWorker,
    hold: Path,
) -> None:
    start_worker("tests.reports.working")
    export = begun(amina, settlement, hold)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    hold.unlink()
    assert ended(export).state == "ready"
    assert Path(export.file.path).read_text() == CONTENT


def test_who_cancels_has_a_free_worker_at_once(
    amina: Any,
    settlement: Any,
    start_worker: StartWorker,
    hold: Path,
) -> None:
    start_worker("tests.reports.working")
    export = begun(amina, settlement, hold)
    cancel(export)
    wait_for(lambda: not work_of(export).exists())
    assert hold.exists()  # nothing else has let it go on
    assert EVERY_SECONDS <= 1
    assert ended(asked(amina, settlement)).state == "ready"
    assert ended(export).state == "cancelled"


def test_the_next_is_called_and_the_calendar_goes_on(
    amina: Any,
    settlement: Any,
    start_worker: StartWorker,
    hold: Path,
    client_of: Any,
) -> None:
    """One place to work in: the second waits for the first, and needs no sweep."""
    start_worker("tests.reports.working", EXPORT_WORKERS="1", SWEEP_SECONDS="600")
    first = begun(amina, settlement, hold)
    second = asked(amina, settlement)
    saved, token = saved_export(settlement, amina)
    assert client_of(None).get(address(token)).status_code == 202
    assert Export.objects.get(pk=second.pk).state == "waiting"
    hold.unlink()
    assert [ended(each).state for each in (first, second, saved.runs.get())] == ["ready"] * 3
    assert client_of(None).get(address(token)).status_code == 200
