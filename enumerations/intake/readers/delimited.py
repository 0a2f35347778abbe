"""CSV and its relatives: any delimiter, newlines in quotes, ragged rows, of any length in little memory."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv

from enumerations.intake.readers.encoding import Encoding, PieceReader, utf_8_pieces
from enumerations.intake.readers.sheet import (
    CHUNK_ROWS,
    ROW,
    RowProblem,
    Sheet,
    blanks_to_null,
    unique_headings,
    unquoted,
    with_any_value,
)
from enumerations.intake.refusal import Refusal

HEAD = 4 << 20
SAMPLE = 64 << 10
DELIMITERS = ",;\t|"
# A record must fit into one block; memory is about thirty times this.
BLOCK = 1 << 20
WIDE_BLOCK = 8 << 20
CHUNK_BYTES = 32 << 20
# So many rows with more cells than headings: it is the headings that are wrong.
MAX_PROBLEMS = 10_000
# Stands alone in the last record. Where it does not, a quote before it was never closed.
END = "\x1epamoja-end"

csv.field_size_limit(WIDE_BLOCK)


@dataclass(frozen=True)
class Layout:
    """How a delimited file is laid out, learnt from its head."""

    delimiter: str
    headings: list[str]  # unique, without the blank ones at the right edge
    width: int  # cells of the heading record, blank ones included
    heading_row: int  # counted as a spreadsheet does
    skip: int  # bytes of a "sep=;" line before it


def read_delimited(path: Path, encoding: Encoding) -> Sheet:
    """The one sheet of a delimited text file."""
    layout = find_layout(path, encoding)

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        return _Reading(path, encoding, layout, problems).frames()

    return unquoted(Sheet("", layout.headings, read))


def find_layout(path: Path, encoding: Encoding) -> Layout:
    """Delimiter and headings, from the first few records."""
    text = PieceReader(utf_8_pieces(path, encoding)).read(HEAD).decode("utf-8", "ignore")
    skip, named = _sep_line(text)
    text = text[skip:]
    if not text.strip():
        raise Refusal("empty")
    delimiter = named or _likely_delimiter(text[:SAMPLE])
    records = _records(text, delimiter, 200)
    first = next((at for at, record in enumerate(records) if any(cell.strip() for cell in record)), None)
    if first is None:
        raise Refusal("empty")
    cells = records[first]
    sample = records[first + 1 :]
    width = _used_width(cells, sample)
    return Layout(delimiter, unique_headings(cells[:width]), len(cells), first + 1, skip)


def _sep_line(text: str) -> tuple[int, str | None]:
    """Excel's own first line that names the delimiter; it does not show it, so it is not counted."""
    line = text[:8].splitlines(keepends=True)[0] if text else ""
    if line[:4].lower() == "sep=" and len(line) > 5 and line[4] in DELIMITERS and not line[5:].strip():
        return len(line.encode()), line[4]
    return 0, None


def _records(text: str, delimiter: str, limit: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [record for _, record in zip(range(limit), reader, strict=False)]


def _likely_delimiter(text: str) -> str:
    """The one that cuts the heading into most cells, and the records below into as many."""

    def score(delimiter: str) -> float:
        records = [record for record in _records(text, delimiter, 30) if record]
        width = len(records[0]) if records else 1
        below = records[1:]
        alike = sum(len(record) == width for record in below) / len(below) if below else 1
        return (width - 1) * (alike + 0.01)

    return max(DELIMITERS, key=score)


def _used_width(cells: list[str], sample: list[list[str]]) -> int:
    """The cells of the heading, without the blank ones at the right under which nothing is written."""
    width = len(cells)
    used = max((_last_cell(record) for record in sample), default=0)
    while width > 1 and width > used and not cells[width - 1].strip():
        width -= 1
    return width


def _last_cell(record: Sequence[str | None]) -> int:
    return max((at for at, cell in enumerate(record, start=1) if cell and cell.strip()), default=0)


def _nothing(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=schema)


@dataclass
class _Reading:
    """One pass over a file. Records that do not have the heading's width are mended by hand.

    pyarrow numbers records as a spreadsheet numbers rows, hands the ragged ones to `_set_aside`, and leaves
    them out of its batches: `_numbered` gives the others the numbers between.
    """

    path: Path
    encoding: Encoding
    layout: Layout
    problems: list[RowProblem]
    ragged: dict[int, list[str]] = field(default_factory=dict)
    next_row: int = 1
    is_closed: bool = False

    def __post_init__(self) -> None:
        self.next_row = self.layout.heading_row + 1
        headings, missing = self.layout.headings, self.layout.width - len(self.layout.headings)
        self.columns = headings + [f"\x1e{at}" for at in range(missing)]
        self.spare = self.columns[len(headings) :]

    def frames(self) -> Iterator[pl.DataFrame]:
        for batches in self._gathered():
            frame = self._numbered(batches)
            frame = with_any_value(blanks_to_null(frame))
            yield self._without_too_many(frame)
        if not self.is_closed:
            raise Refusal("unclosed_quote", row=self.next_row - 1)

    def _gathered(self) -> Iterator[list[pa.RecordBatch]]:
        """pyarrow's small batches, the first one alone (to look at), then some thousand rows at a time."""
        rows = size = 0
        most_rows = most_size = 0
        try:
            reader = self._open()
            held = [_nothing(reader.schema)]
            for batch in reader:
                held.append(batch)
                rows, size = rows + batch.num_rows, size + batch.nbytes
                if rows + len(self.ragged) > most_rows or size > most_size:
                    yield held
                    held, rows, size = [_nothing(reader.schema)], 0, 0
                    most_rows, most_size = CHUNK_ROWS - CHUNK_ROWS // 10, CHUNK_BYTES
        except pa.ArrowInvalid as error:
            # A record larger than a block.
            raise Refusal("unclosed_quote", row=self.next_row + rows + len(self.ragged)) from error
        yield held

    def _open(self) -> pa.csv.CSVStreamingReader:
        return pa.csv.open_csv(
            PieceReader(self._pieces()),
            read_options=pa.csv.ReadOptions(
                use_threads=False,  # or records have no numbers
                block_size=BLOCK if self.layout.width < 2000 else WIDE_BLOCK,
                column_names=self.columns,
                skip_rows_after_names=self.layout.heading_row,
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=self.layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(self.columns, pa.string()),
                check_utf8=False,  # seen already
                strings_can_be_null=True,
                null_values=[""],
            ),
        )

    def _pieces(self) -> Iterator[bytes]:
        pieces = utf_8_pieces(self.path, self.encoding)
        yield next(pieces, b"")[self.layout.skip :]
        yield from pieces
        # One cell too many, so that it always comes through `_set_aside`.
        yield f"\n{END}{self.layout.delimiter * self.layout.width}".encode()

    def _set_aside(self, record: pa.csv.InvalidRow) -> str:
        if record.text.startswith(END):
            self.is_closed = True
            return "skip"
        cells = next(csv.reader(io.StringIO(record.text, newline=""), delimiter=self.layout.delimiter), [])
        self.ragged[record.number] = cells
        return "skip"

    def _numbered(self, batches: list[pa.RecordBatch]) -> pl.DataFrame:
        frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(batches), rechunk=False))
        rows = self._next_rows(frame.height)
        frame = frame.insert_column(0, pl.Series(ROW, rows, dtype=pl.UInt32))
        return self._with_ragged(frame) if self.ragged else frame

    def _next_rows(self, count: int) -> list[int] | range:
        """The next row numbers that no ragged record has."""
        start = self.next_row
        if not self.ragged:
            self.next_row = start + count
            return range(start, start + count)
        rows: list[int] = []
        while len(rows) < count or self.next_row in self.ragged:
            if self.next_row not in self.ragged:
                rows.append(self.next_row)
            self.next_row += 1
        return rows

    def _with_ragged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The short records, padded, in their places; those with too many cells become problems."""
        mended = []
        for row in [row for row in self.ragged if row < self.next_row]:
            cells = self.ragged.pop(row)
            used = _last_cell(cells)
            if used > self.layout.width:
                self._add_problem(row, used, cells)
            elif used:
                padded = cells[: self.layout.width] + [""] * (self.layout.width - len(cells))
                mended.append([row, *padded])
        more = pl.DataFrame(mended, schema=frame.schema, orient="row")
        return pl.concat([frame, more]).sort(ROW)

    def _without_too_many(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Drop the blank columns at the right; a row that has something there cannot be read."""
        if not self.spare:
            return frame
        beyond = pl.any_horizontal(pl.col(self.spare).is_not_null())
        for row, *cells in frame.filter(beyond).iter_rows():
            self._add_problem(row, _last_cell(cells), cells)
        return frame.filter(~beyond).drop(self.spare)

    def _add_problem(self, row: int, used: int, cells: Sequence[str | None]) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            raise Refusal("headings_missing", rows=MAX_PROBLEMS, columns=len(self.layout.headings))
        params = {"cells": used, "columns": len(self.layout.headings)}
        kept = tuple(cell or "" for cell in cells[:used])
        self.problems.append(RowProblem(row, "too_many_cells", params, kept))
