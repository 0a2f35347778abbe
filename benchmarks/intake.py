"""A batch of households from a CSV on disk to merged rows and figures, beside what one writes by hand."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.core.files import File
from django.db import connection

from accounts.models import User
from benchmarks import answers, by_hand, scene
from benchmarks.report import Report
from benchmarks.scene import Size
from benchmarks.sql import one, run
from enumerations.models import Batch, Enumeration
from enumerations.services.batches import create_batch, run_batch
from enumerations.services.statistics import rebuild_statistics

PLACE, MANY = "ZZ", "ZY"  # the settlement of the batch, and of the million
PER_STRUCTURE = 2
SLICE = 3_000  # rows for the ways that take too long for all of them
MILLION = 1_000_000
MEMORY_MB = 600
COUNTS = """
SELECT e.id FROM enumerations_enumeration e
JOIN settlements_settlement s ON s.id = e.settlement_id WHERE s.code = %(code)s
"""


def measure(report: Report, size: Size, folder: Path, *, repeat: int, million: bool) -> None:
    """Every way writes the same rows into an emptied count of the same settlement; medians of `repeat`."""
    scene.add_settlement(PLACE, size.rows // PER_STRUCTURE, west=38.0, south=-1.5)
    path, part = folder / "batch.csv", folder / "slice.csv"
    answers.write_batch(path, PLACE, size.rows, PER_STRUCTURE)
    answers.write_batch(part, PLACE, min(SLICE, size.rows), PER_STRUCTURE)
    run("ANALYZE settlements_structure")
    n = size.rows

    copied = timed(by_hand.plain_table, lambda table: by_hand.copy_plain(path, table), repeat)
    report.add("intake", "(a) COPY into a table without indexes", n / copied, "rows/s")
    by_sql, whole = in_turn(
        (new_count, lambda count: by_hand.copy_and_upsert(path, count)),
        (lambda: stored(path, new_count()), finish),
        repeat=repeat,
    )
    report.add("intake", "(b) COPY, INSERT..SELECT ON CONFLICT by hand", n / by_sql, "rows/s")
    report.add(
        "intake", "CSV to register and figures", n / whole, "rows/s",
        ratio=by_sql / whole, beside="(b)", at_least=0.6,
    )  # fmt: skip
    expect(Batch.objects.latest("pk"), created=n)
    report.add("intake", "(a), for comparison", n / whole, "rows/s", ratio=copied / whole, beside="(a)")
    figures = timed(last_count, rebuild_statistics, repeat)
    report.add("intake", "  of which the figures", figures, "s")
    again = timed(lambda: stored(path, last_count()), finish, 1)
    expect(Batch.objects.latest("pk"), unchanged=n)
    report.add("intake", "  the same file again: nothing changes", n / again, "rows/s")
    for name, serializer, least in (
        ("DRF many=True", by_hand.HouseholdSerializer, 25),
        ("DRF, tuned", by_hand.TunedSerializer, None),
    ):
        beside_drf(report, name, part, serializer, n / whole, min(SLICE, n), least)
    if million:
        measure_memory(report, folder)


def beside_drf(
    report: Report, name: str, part: Path, serializer: Any, ours: float, rows: int, least: float | None
) -> None:
    """A part of the same rows through a serializer: as the guide writes it, and tuned."""
    seconds = timed(new_count, lambda count: by_hand.serialize_and_bulk_create(part, count, serializer), 1)
    report.add("intake", f"{name}, bulk_create, {rows:,} rows", rows / seconds, "rows/s")
    ratio = ours * seconds / rows
    report.add(
        "intake", "CSV to register and figures", ours, "rows/s", ratio=ratio, beside=name, at_least=least
    )


Prepared = Callable[[], Any]
Work = Callable[[Any], object]


def in_turn(*ways: tuple[Prepared, Work], repeat: int) -> list[float]:
    """Median seconds of each way, run by turns: a machine that slows down meanwhile slows all of them."""
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(repeat):
        for times, (prepare, work) in zip(seconds, ways, strict=True):
            times.append(once(prepare, work))
    return [median(times) for times in seconds]


def timed(prepare: Prepared, work: Work, repeat: int) -> float:
    """Median seconds of one way."""
    return in_turn((prepare, work), repeat=repeat)[0]


def once(prepare: Prepared, work: Work) -> float:
    """Seconds of the work alone. Every run meets a swept register and nothing left to be written."""
    prepared = prepare()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE enumerations_household")
        cursor.execute("CHECKPOINT")
    began = time.perf_counter()
    work(prepared)
    return time.perf_counter() - began


def new_count() -> int:
    """An empty count of the batch's settlement; what earlier ways wrote there is gone."""
    theirs = f"enumeration_id IN ({COUNTS})"
    for table in ("tenureclaim", "person"):
        run(f"DELETE FROM enumerations_{table} WHERE {theirs}", code=PLACE)
    households = f"SELECT id FROM enumerations_household WHERE {theirs}"
    run(f"DELETE FROM enumerations_revision WHERE household_id IN ({households})", code=PLACE)
    run(f"DELETE FROM enumerations_household WHERE {theirs}", code=PLACE)
    run("TRUNCATE enumerations_householdevent")  # what the deleted ones were
    count: int = one(scene.ENUMERATION, code=PLACE)
    return count


def last_count() -> int:
    newest: int = one(f"SELECT max(id) FROM ({COUNTS}) counts", code=PLACE)
    return newest


def stored(path: Path, count: int) -> int:
    """The file as the door of the site stores it; what is timed begins afterwards."""
    user, _ = User.objects.get_or_create(email="bench@example.org")
    with path.open("rb") as file:
        enumeration = Enumeration.objects.get(pk=count)
        batch = create_batch(enumeration=enumeration, user=user, upload=File(file), name=path.name)
    return int(batch.pk)


def finish(batch: int) -> None:
    run_batch(batch)


def expect(batch: Batch, **outcomes: int) -> None:
    """A fast way that does not do the work is no way."""
    found = {name: getattr(batch, name) for name in outcomes}
    if batch.state != "done" or found != outcomes:
        raise AssertionError(f"batch {batch.pk} is {batch.state}: {found}, not {outcomes}")


def measure_memory(report: Report, folder: Path) -> None:
    """A million rows in a process of its own: the most memory it ever held."""
    scene.add_settlement(MANY, MILLION // 20, west=39.0, south=-1.5)
    path = folder / "million.csv"
    answers.write_batch(path, MANY, MILLION, 20)
    run("ANALYZE settlements_structure")
    count = one(f"SELECT max(id) FROM ({COUNTS}) counts", code=MANY)
    batch = stored(path, count)
    began = time.perf_counter()
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.one_batch", str(batch)], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - began
    expect(Batch.objects.get(pk=batch), created=MILLION)
    report.add(
        "intake", "a million rows: most memory of the worker", float(child.stdout), "MB", at_most=MEMORY_MB
    )
    report.add("intake", "a million rows", MILLION / seconds, "rows/s")
