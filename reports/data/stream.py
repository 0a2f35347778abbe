"""Rows from the database, once and never all at a time: as CSV straight into a file, or as Arrow batches.

Both are one COPY on Django's own connection, so what is exported is what its transaction sees. The batches
are read while PostgreSQL still writes: on two cores that costs hardly more than COPY alone.
"""

import binascii
import io
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from django.db import connection

from enumerations.intake.fields import Kind
from reports.data.query import GEOMETRY, Selection
from reports.products import Told

TYPES = {Kind.INTEGER: pa.int64(), Kind.DECIMAL: pa.float64(), Kind.DATE: pa.date32()}
EACH = 2_000  # rows between two words of how far it is
BLOCK = 1 << 19  # bytes of rows
AHEAD = 2  # blocks that wait to be read
# So many rows come in order. More come as the database finds them: nobody reads them one by one, and to have
# them in order took a seventh of the time of the whole statement.
MOST_IN_ORDER = 100_000


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


def copy_csv(selection: Selection, out: IO[bytes], progress: Progress) -> int:
    """Write the rows as CSV; how many. Columns that have a reader have to take the way by `batches`."""
    began = progress.done
    with _copying(selection, progress) as (cursor, statement):
        with io.BufferedWriter(_Counted(out, progress), BLOCK) as sink:
            cursor.copy_expert(statement, sink)
        rows = int(cursor.rowcount)
    progress.done = began + rows
    return rows


class _Counted(io.RawIOBase):
    """Tells how far it is, about: by its bytes, of which the first lines say how many a row has.

    COPY calls for each row, which costs least where what it calls is Python's own buffer.
    """

    def __init__(self, out: IO[bytes], progress: Progress) -> None:
        self.out: IO[bytes] | None = out
        self.progress = progress
        self.row = 0  # bytes

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        out, self.out = self.out, None  # a buffer that is closed writes once more, though it was cancelled
        if out is not None:
            out.write(piece)
            self.row = self.row or max(1, len(piece) // max(1, bytes(piece).count(b"\n")))
            self.progress.add(len(piece) // self.row)
            self.out = out
        return len(piece)


@contextmanager
def _copying(selection: Selection, progress: Progress) -> Iterator[tuple[Any, str]]:
    """A cursor, and the COPY that is to run on it."""
    sql, params = selection.statement(ordered=progress.total <= MOST_IN_ORDER)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        yield cursor, f"COPY ({cursor.mogrify(sql, params).decode()}) TO STDOUT WITH (FORMAT csv)"


def schema_of(selection: Selection) -> pa.Schema:
    """What the batches hold: numbers, days and texts, the shape last as WKB."""
    fields = [pa.field(column.name, TYPES.get(column.kind, pa.string())) for column in selection.columns]
    if selection.geometry is not None:
        fields.append(pa.field(GEOMETRY, pa.binary()))
    return pa.schema(fields)


def batches(selection: Selection, progress: Progress) -> Iterator[pa.RecordBatch]:
    """The rows, some thousand at a time, with what is decrypted or told in words here."""
    schema = schema_of(selection)
    read = _reading(schema)
    readers = [(at, column.reader) for at, column in enumerate(selection.columns) if column.reader]
    with closing(_blocks(selection, progress)) as blocks:
        for block in blocks:
            columns = read(block)
            for at, reader in readers:
                columns[at] = read_by(reader, columns[at])
            if selection.geometry is not None:
                columns[-1] = _unhexed(columns[-1])
            batch = pa.RecordBatch.from_arrays(columns, schema=schema)
            yield batch
            progress.add(batch.num_rows)


def _unhexed(digits: pa.Array) -> pa.Array:
    """The bytes that the digits stand for: of all cells at once, each of which is half as long."""
    valid, places, texts = digits.buffers()
    ends = np.frombuffer(places, np.int32)[: len(digits) + 1]
    held = binascii.unhexlify(memoryview(texts)[: ends[-1]]) if ends[-1] else b""
    parts = [valid, pa.py_buffer(ends // 2), pa.py_buffer(held)]
    return pa.Array.from_buffers(pa.binary(), len(digits), parts)


def read_by(reader: Callable[[str], str], values: pa.Array) -> pa.Array:
    return pa.array(
        [None if value is None else reader(value) for value in values.to_pylist()], type=pa.string()
    )


def _reading(schema: pa.Schema) -> Callable[[bytes], list[pa.Array]]:
    """What reads the columns out of a block of rows."""
    text = [pa.string() if each.type == pa.binary() else each.type for each in schema]
    names = [str(place) for place in range(len(text))]  # two of a community's questions may be called alike
    parsed = pyarrow.csv.ParseOptions(newlines_in_values=True)
    converted = pyarrow.csv.ConvertOptions(
        column_types=dict(zip(names, text, strict=True)),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        check_utf8=False,
    )

    def read(block: bytes) -> list[pa.Array]:
        whole = pyarrow.csv.ReadOptions(column_names=names, block_size=len(block) + 1, use_threads=False)
        table = pyarrow.csv.read_csv(pa.BufferReader(block), whole, parsed, converted)
        return [column.chunk(0) for column in table.columns]

    return read


def _blocks(selection: Selection, progress: Progress) -> Generator[bytes, None, None]:
    """Whole rows as CSV, about a BLOCK at a time, which PostgreSQL copies from a thread of its own."""
    handed: Queue[bytes | None] = Queue(AHEAD)
    failed: list[BaseException] = []
    block: bytes | None = b""
    with _copying(selection, progress) as (cursor, statement):
        plain = cursor.cursor  # Django's own is of one thread

        def run() -> None:
            rows = _Rows(handed.put)
            try:
                plain.copy_expert(statement, rows)
                rows.hand_over()
            except BaseException as error:
                failed.append(error)
            handed.put(None)

        thread = Thread(target=run, name="copy", daemon=True)
        thread.start()
        try:
            while (block := handed.get()) is not None:
                yield block
        finally:
            if block is not None:
                _stop(thread, handed)
            thread.join()
        if failed:
            raise failed[0]


class _Rows:
    """Gathers the rows, which COPY writes one by one, into blocks."""

    def __init__(self, hand: Callable[[bytes], object]) -> None:
        self._hand, self._rows, self._size = hand, list[bytes](), 0

    def write(self, row: bytes) -> None:
        self._rows.append(row)
        self._size += len(row)
        if self._size >= BLOCK:
            self.hand_over()

    def hand_over(self) -> None:
        if self._rows:
            self._hand(b"".join(self._rows))
            self._rows.clear()
            self._size = 0


def _stop(thread: Thread, handed: "Queue[bytes | None]") -> None:
    """Nobody reads any more: the statement need not go on."""
    connection.connection.cancel()
    while thread.is_alive():
        with suppress(Empty):
            handed.get(timeout=0.1)
