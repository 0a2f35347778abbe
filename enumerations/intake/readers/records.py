"""Records with repeats in them, JSON or XML, as sheets: one for the records, one for each repeat."""

from collections.abc import Iterator, Sequence

import polars as pl

from enumerations.intake.readers.sheet import (
    CHUNK_ROWS,
    ROW,
    RowProblem,
    Sheet,
    blanks_to_null,
    unique_headings,
    with_any_value,
)

# As Kobo's exports link a repeat's rows: the record's own number, and that of the record it lies in.
INDEX = "_index"
PARENT = "_parent_index"
PARENT_TABLE = "_parent_table_name"  # of a repeat that lies in another one

Row = dict[str, str]


def sheet_of(
    name: str,
    rows: Sequence[Row],
    *,
    headings: Sequence[str],
    numbers: Sequence[int] | None = None,
    problems: Sequence[RowProblem] = (),
) -> Sheet:
    """A sheet of rows that are all in memory, counted from 1 unless they have `numbers` of their own."""
    shown = unique_headings(headings)

    def read(found: list[RowProblem]) -> Iterator[pl.DataFrame]:
        found.extend(problems)
        for start in range(0, len(rows), CHUNK_ROWS):
            part = rows[start : start + CHUNK_ROWS]
            columns = [
                pl.Series(heading, [row.get(key) for row in part], dtype=pl.String)
                for key, heading in zip(headings, shown, strict=True)
            ]
            own = numbers[start : start + CHUNK_ROWS] if numbers else range(start + 1, start + 1 + len(part))
            frame = blanks_to_null(pl.DataFrame(columns))
            yield with_any_value(frame.insert_column(0, pl.Series(ROW, own, dtype=pl.UInt32)))

    return Sheet(name, shown, read)


def keys_of(rows: Sequence[Row]) -> list[str]:
    """Every key of the rows, in the order in which they are first met."""
    return list(dict.fromkeys(key for row in rows for key in row))
