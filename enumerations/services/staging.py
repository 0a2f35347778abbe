"""The staging tables of one run: typed, temporary, gone with the connection that made them.

A killed worker therefore leaves nothing behind, and the next one starts afresh from the stored file.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import polars as pl
from django.db import DatabaseError, connection, transaction

from enumerations.intake.fields import HOUSEHOLD_FIELDS, IDENTITY_FIELDS, PERSON_FIELDS, Field, Kind

SQL_TYPES = {
    Kind.TEXT: "text",
    Kind.CODE: "text",
    Kind.COUNTY: "text",
    Kind.CODES: "varchar[]",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "numeric",
    Kind.YES_NO: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamptz",
}
LOCATION = (("location_lat", "double precision"), ("location_lon", "double precision"))
ACCURACY = ("location_accuracy_m", "double precision")
KEPT = (("answers", "jsonb"), ("not_given", "jsonb"))

Columns = tuple[tuple[str, str], ...]


def typed(fields: tuple[Field, ...]) -> Columns:
    """The columns of these fields; a point is two numbers and how accurate they are."""
    columns: list[tuple[str, str]] = []
    for field in fields:
        if field.kind is Kind.POINT:
            columns += [*LOCATION, ACCURACY]
        else:
            columns.append((field.name, SQL_TYPES[field.kind]))
    return tuple(columns)


HOUSEHOLDS: Columns = (
    ("row", "integer"),
    ("key", "text"),
    ("link", "text"),
    *typed(IDENTITY_FIELDS),
    *typed(HOUSEHOLD_FIELDS),
    *KEPT,
    ("repeat_link", "text"),  # what the rows of its repeats name it by
)
PERSONS: Columns = (
    ("row", "integer"),
    ("parent", "text"),
    ("line_no", "integer"),
    *typed(PERSON_FIELDS),
    *KEPT,
)
ANSWERS: Columns = (
    ("sheet", "text"),
    ("row", "integer"),
    ("repeat", "text"),
    ("parent", "text"),
    ("answers", "jsonb"),
)
ISSUES: Columns = (
    ("sheet", "text"),
    ("row", "integer"),
    ("household_row", "integer"),
    ("column", "text"),
    ("field", "text"),
    ("code", "text"),
    ("severity", "text"),
    ("params", "jsonb"),
)
TABLES: dict[str, Columns] = {
    "staged_household": HOUSEHOLDS,
    "staged_person": PERSONS,
    "staged_answers": ANSWERS,
    "staged_issue": ISSUES,
}
MADE_LATER = (
    "staged_rejected",
    "staged_plan",
    "staged_member",
    "staged_answer_row",
    "staged_withdrawn",
)


def names(columns: Columns) -> str:
    return ", ".join(f'"{name}"' for name, _ in columns)


def execute(sql: str, params: dict[str, Any] | None = None) -> int:
    """Run one statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def fetch(sql: str, params: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _drop() -> None:
    execute("DROP TABLE IF EXISTS " + ", ".join(f"pg_temp.{table}" for table in (*TABLES, *MADE_LATER)))


def room_for_temporary_tables() -> None:
    """Let the connection keep its temporary tables in memory.

    Can only be set before a connection's first one; after that it stays as it is.
    """
    with suppress(DatabaseError), transaction.atomic():
        execute("SET temp_buffers = '192MB'")


@contextmanager
def joined_whole() -> Iterator[None]:
    """Statements over whole tables, in a transaction.

    Compiling costs more than it saves here, and hashing half a million doors needs room. Right after a first
    batch PostgreSQL takes the tables for empty, and a loop within a loop for cheap: that has taken minutes.
    Cores that share a query also share the hash of a settlement's doors, however short their index.
    """
    execute(
        "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off; "
        "SET LOCAL min_parallel_index_scan_size = 0"
    )
    yield
    execute("SET LOCAL enable_nestloop = on")


@contextmanager
def staging_tables() -> Iterator[None]:
    """Empty staging tables for the time of one run."""
    _drop()
    room_for_temporary_tables()
    # Room to sort and hash; and statistics from a small sample, for tables that are joined whole.
    execute("SET work_mem = '64MB'; SET jit = off; SET default_statistics_target = 20")
    for table, columns in TABLES.items():
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        execute(f"CREATE TEMPORARY TABLE {table} ({declared})")
    yield
    _drop()


@dataclass(frozen=True)
class Written:
    """A frame as COPY wants it: to be made in any thread, long before the database is ready for it."""

    columns: Columns
    csv: BytesIO


def written(table: str, frame: pl.DataFrame) -> Written:
    """The frame as rows of a staging table; columns the frame lacks, or has nothing in, stay null."""
    filled = {column.name for column in frame if column.null_count() < frame.height}
    columns = tuple((name, kind) for name, kind in TABLES[table] if name in filled)
    lists = [
        (pl.lit("{") + pl.col(name).list.join(",") + pl.lit("}")).alias(name)
        for name, kind in columns
        if kind.endswith("[]")
    ]
    csv = BytesIO()
    frame.select([name for name, _ in columns]).with_columns(lists).write_csv(csv, include_header=False)
    csv.seek(0)
    return Written(columns, csv)


def copy(table: str, rows: Written) -> None:
    """Append rows to a staging table."""
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({names(rows.columns)}) FROM STDIN WITH (FORMAT csv)", rows.csv, 1 << 20
        )


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a staging table."""
    copy(table, written(table, frame))
