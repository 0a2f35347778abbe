"""The data of a country as files: ours beside COPY, ogr2ogr and XlsxWriter, each way in a process of its own.

python -m benchmarks.exports WAY FOLDER        # what one process does: prints seconds, MB and bytes
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.memory import most_memory_mb
from benchmarks.report import Report
from benchmarks.scratch import for_libpq
from benchmarks.sql import one, run

MEMORY_MB = 300
MILLION = 1_000_000
OURS = ("csv", "gpkg", "geojson", "xlsx", "shp", "kml", "parquet", "sav")
# Ours, what it is held against, and how much of the other's time it may take.
BESIDE = (
    ("csv", "copy", "COPY", 1.5),
    ("gpkg", "ogr-gpkg", "ogr2ogr", 0.5),
    ("geojson", "ogr-geojson", "ogr2ogr", 0.5),
    ("xlsx", "xlsxwriter", "XlsxWriter", 0.2),
)


@dataclass(frozen=True)
class Taken:
    """What one process took."""

    seconds: float
    memory_mb: float
    size_mb: float


def measure(report: Report, folder: Path, *, repeat: int, million: bool) -> None:
    """By turns, so that a machine that slows down meanwhile slows all of them; the slow ways once."""
    rows = one("SELECT count(*) FROM settlements_structure")
    report.note(f"exports: {rows:,} structures of all settlements, every column that the office may have")
    report.note(
        "exports: memory is the most a process held (VmHWM), with what it touched of shared libraries"
    )
    taken: dict[str, list[Taken]] = {}
    once = {"xlsxwriter", "shp", "kml", "parquet", "sav"}
    for turn in range(repeat):
        for way in (*OURS, *(other for _ours, other, _name, _most in BESIDE)):
            if turn == 0 or way not in once:
                taken.setdefault(way, []).append(in_child(way, folder))
    for way, other, name, most in BESIDE:
        ours, theirs = middle(taken[way]), middle(taken[other])
        report.add(
            "exports", f"{way}", ours.seconds, "s",
            ratio=ours.seconds / theirs.seconds, beside=f"{name}'s time", at_most=most,
        )  # fmt: skip
        report.add("exports", f"  {name}", theirs.seconds, "s")
        report.add("exports", "  most memory of ours", ours.memory_mb, "MB", at_most=MEMORY_MB)
        report.add("exports", "  size of ours", ours.size_mb, "MB")
    for way in OURS[len(BESIDE) :]:
        report.add("exports", way, middle(taken[way]).seconds, "s")
        report.add("exports", "  most memory", middle(taken[way]).memory_mb, "MB", at_most=MEMORY_MB)
    if million:
        measure_million(report, folder)


def measure_million(report: Report, folder: Path) -> None:
    """A million households with every answer, phones decrypted."""
    missing = MILLION - one("SELECT count(*) FROM enumerations_household")
    if missing > 0:
        add_households(missing)
    for way in ("csv", "gpkg"):
        taken = in_child(f"households-{way}", folder)
        report.add("exports", f"{MILLION:,} households, {way}", taken.seconds, "s")
        report.add("exports", "  most memory", taken.memory_mb, "MB", at_most=MEMORY_MB)
        report.add("exports", "  size", taken.size_mb, "MB")


def add_households(missing: int) -> None:
    """The households there are once more, under other numbers."""
    names = [
        row
        for row in _columns("enumerations_household")
        if row not in {"id", "key", "instance_id", "same_as_id"}
    ]
    kept = ", ".join(names)
    run(
        f"INSERT INTO enumerations_household (key, {kept})"
        f" SELECT 'again-' || id, {kept} FROM enumerations_household ORDER BY id LIMIT %(n)s",
        n=missing,
    )
    run("ANALYZE enumerations_household")


def _columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        return [each.name for each in cursor.description]


def in_child(way: str, folder: Path) -> Taken:
    room = folder / f"export-{way}"
    room.mkdir(exist_ok=True)
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.exports", way, str(room)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(without_pandas(folder))},
    )
    if child.returncode:
        raise AssertionError(f"{way}: {child.stderr[-2000:]}")
    for path in room.iterdir():
        path.unlink()
    return Taken(**json.loads(child.stdout.splitlines()[-1]))


def without_pandas(folder: Path) -> Path:
    """Tests have pandas, and pyarrow loads it wherever it is; a worker has not."""
    hidden = folder / "without"
    (hidden / "pandas").mkdir(parents=True, exist_ok=True)
    (hidden / "pandas" / "__init__.py").write_text("raise ImportError\n")
    return hidden


def middle(taken: list[Taken]) -> Taken:
    return Taken(*(median(getattr(each, name) for each in taken) for name in Taken.__annotations__))


# --- In the child ---------------------------------------------------------------------------------


def main() -> None:
    import django

    django.setup()
    import reports.data.product  # noqa: F401 - a worker has read it long ago

    way, folder = sys.argv[1], Path(sys.argv[2])
    others = WAYS.get(way)
    began = time.perf_counter()
    if others is not None:
        others(folder)
    else:
        ours(way, folder)
    seconds = time.perf_counter() - began
    memory = most_memory_mb()
    if way.startswith("ogr"):
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(json.dumps({"seconds": seconds, "memory_mb": memory, "size_mb": size}))


def ours(way: str, folder: Path) -> None:
    """As the worker makes it: the whole product, every settlement."""
    from accounts.models import User
    from reports.data.product import DataProduct
    from reports.products import Envelope
    from settlements.models import Settlement

    dataset, _, format = way.rpartition("-")
    ask = {
        "datasets": [dataset or "structures"],
        "settlements": list(Settlement.objects.values_list("pk", flat=True)),
        "envelope": int(Envelope.RESTRICTED if dataset else Envelope.STAFF),
        "format": format,
        "alone": True,
        "rounds": "all",
    }
    user = User.objects.first() or User.objects.create_user("export@example.org")
    DataProduct().make(user, ask, folder, lambda done, total: None)


def statement(shape: str) -> str:
    """The same rows and columns as somebody competent asks for them; `shape` is one more."""
    from reports.data.datasets import DATASETS

    dataset = DATASETS["structures"]
    columns = ", ".join(f'{column.sql} AS "{column.name}"' for column in dataset.columns)
    return f"SELECT {columns}, {shape} FROM {dataset.source}"


MIXED = "coalesce(s.footprint, s.location)"


def copy(folder: Path) -> None:
    """Bare COPY of the same columns, shapes as WKT."""
    from django.db import connection

    with connection.cursor() as cursor, (folder / "copy.csv").open("wb", buffering=1 << 20) as out:
        sql = statement(f"ST_X(s.location), ST_Y(s.location), ST_AsText({MIXED})")
        cursor.copy_expert(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv, HEADER)", out)


def ogr(folder: Path, driver: str, name: str, layers: dict[str, str]) -> None:
    address = for_libpq(os.environ["DATABASE_URL"])
    for at, (layer, shape) in enumerate(layers.items()):
        more = ["-update", "-append"] if at else []
        command = ["ogr2ogr", "-f", driver, *more, str(folder / name), f"PG:{address}"]
        subprocess.run([*command, "-sql", statement(shape), "-nln", layer], check=True, capture_output=True)


def ogr_gpkg(folder: Path) -> None:
    """Both layers, as ours has them."""
    layers = {"structures": "s.location AS geom", "structures_outlines": "s.footprint AS geom"}
    ogr(folder, "GPKG", "ogr.gpkg", layers)


def ogr_geojson(folder: Path) -> None:
    ogr(folder, "GeoJSON", "ogr.geojson", {"structures": f"{MIXED} AS geom"})


def with_xlsxwriter(folder: Path) -> None:
    """Row by row in its constant memory, from a cursor that holds little."""
    import xlsxwriter
    from django.db import connection

    book = xlsxwriter.Workbook(str(folder / "other.xlsx"), {"constant_memory": True})
    page = book.add_worksheet("structures")
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement("ST_X(s.location) AS longitude, ST_Y(s.location) AS latitude"))
        row = 0
        while rows := cursor.fetchmany(2_000):
            if not row:
                page.write_row(0, 0, [each.name for each in cursor.description])
            for values in rows:
                row += 1
                page.write_row(row, 0, [plain(value) for value in values])
    book.close()


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


WAYS: dict[str, Callable[[Path], None]] = {
    "copy": copy,
    "ogr-gpkg": ogr_gpkg,
    "ogr-geojson": ogr_geojson,
    "xlsxwriter": with_xlsxwriter,
}

if __name__ == "__main__":
    main()
