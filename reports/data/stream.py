"""Rows from the database, once and never all at a time: as CSV straight into a file, or as Arrow batches.

Both are one COPY on Django's own connection, so what is exported is what its transaction sees. The batches
are read while PostgreSQL still writes: on two cores that costs hardly more than COPY alone.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv
from django.db import connection

from enumerations.intake.fields import Kind
from reports.data.query import GEOMETRY, Selection
from reports.products import Told

TYPES = {Kind.INTEGER: pa.int64(), Kind.DECIMAL: pa.float64(), Kind.DATE: pa.date32()}
EACH = 2_000  # rows between two words of how far it is
# Arrow reads up to 32 blocks ahead.
BLOCK = 1 << 17
# Its own pool keeps for later what was given back: a worker holds ten megabytes more.
pa.set_memory_pool(pa.system_memory_pool())
# A whole boundary is one cell.
WIDE_BLOCK = 16 << 20


@dataclass
class Progress:
    """Counts rows and tells from time to time; Cancelled passes through."""

    told: Told
    total: int = 0
    done: int = 0
    _next: int = 0

    def add(self, rows: int) -> None:
        self.done += rows
        if self.done >= self._next:
            self._next = self.done + EACH
            self.told(self.done, max(self.total, self.done))


def count(selection: Selection) -> int:
    sql, params = selection.count()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])


def copy_csv(selection: Selection, out: IO[bytes], progress: Progress, *, heading: bool = True) -> int:
    """Write the rows as CSV; how many. Columns that have a reader have to take the way by `batches`."""
    sink = _Counting(out, progress)
    with connection.cursor() as cursor:
        sql = _bound(cursor, selection)
        cursor.copy_expert(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", sink)
    return sink.rows


@dataclass
class _Counting:
    """COPY writes one row at a time."""

    out: IO[bytes]
    progress: Progress
    rows: int = 0
    write: Callable[[bytes], Any] = field(init=False)

    def __post_init__(self) -> None:
        write, add = self.out.write, self.progress.add

        def one(row: bytes) -> None:
            write(row)
            self.rows += 1
            if not self.rows % EACH:
                add(EACH)

        self.write = one


def _bound(cursor: Any, selection: Selection) -> str:
    sql, params = selection.statement()
    cursor.execute("SET LOCAL jit = off")
    return str(cursor.mogrify(sql, params).decode())


def schema_of(selection: Selection) -> pa.Schema:
    """What the batches hold: numbers, days and texts, the shape last as WKB."""
    fields = [pa.field(column.name, TYPES.get(column.kind, pa.string())) for column in selection.columns]
    if selection.geometry is not None:
        fields.append(pa.field(GEOMETRY, pa.binary()))
    return pa.schema(fields)


def batches(selection: Selection, progress: Progress) -> Iterator[pa.RecordBatch]:
    """The rows, some thousand at a time, with what is decrypted or told in words here."""
    schema = schema_of(selection)
    readers = [(at, column.reader) for at, column in enumerate(selection.columns) if column.reader]
    with _copied(selection) as source:
        for batch in _read(source, schema, selection.dataset.has_wide_cells):
            columns = batch.columns
            for at, reader in readers:
                columns[at] = read_by(reader, columns[at])
            if selection.geometry is not None:
                columns[-1] = _unhexed(columns[-1])
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
            progress.add(batch.num_rows)


def _unhexed(digits: pa.Array) -> pa.Array:
    texts = digits.to_pylist()
    return pa.array([None if text is None else bytes.fromhex(text) for text in texts], pa.binary())


def read_by(reader: Callable[[str], str], values: pa.Array) -> pa.Array:
    return pa.array(
        [None if value is None else reader(value) for value in values.to_pylist()], type=pa.string()
    )


def _read(source: IO[bytes], schema: pa.Schema, wide: bool) -> Iterator[pa.RecordBatch]:
    text = pa.schema(
        [pa.field(each.name, pa.string()) if each.type == pa.binary() else each for each in schema]
    )
    names = [str(place) for place in range(len(text))]  # two of a community's questions may be called alike
    try:
        reader = pyarrow.csv.open_csv(
            source,
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, block_size=WIDE_BLOCK if wide else BLOCK, use_threads=False
            ),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={name: each.type for name, each in zip(names, text, strict=True)},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise
    yield from reader


@contextmanager
def _copied(selection: Selection) -> Iterator[IO[bytes]]:
    """A pipe into which PostgreSQL copies the rows, from a thread of its own."""
    there, here = os.pipe()
    failed: list[BaseException] = []
    with connection.cursor() as cursor:
        statement = f"COPY ({_bound(cursor, selection)}) TO STDOUT WITH (FORMAT csv)"
        plain = cursor.cursor  # Django's own is of one thread

        def run() -> None:
            try:
                with os.fdopen(here, "wb", buffering=1 << 20) as sink:
                    plain.copy_expert(statement, sink)
            except BaseException as error:
                failed.append(error)

        thread = Thread(target=run, name="copy", daemon=True)
        thread.start()
        try:
            with os.fdopen(there, "rb", buffering=1 << 16) as source:  # reads on until a block is full
                yield source
        except GeneratorExit:
            _stop(thread)
            raise
        except BaseException:
            _stop(thread)
            if failed and not isinstance(failed[0], BrokenPipeError):
                raise failed[0] from None
            raise
        thread.join()
        if failed:
            raise failed[0]


def _stop(thread: Thread) -> None:
    """Nobody reads any more: the statement need not go on."""
    connection.connection.cancel()
    thread.join()
