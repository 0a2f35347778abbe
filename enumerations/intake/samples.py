"""What the columns of a file look like: a few values of each, and how often each value stands there."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from enumerations.intake.readers import Sheet

# Enough to know a column by; a file of a million rows must not keep a page waiting.
ROWS = 20_000
VALUES = 60
LONGEST = 80


@dataclass(frozen=True)
class ColumnSample:
    """One column: three of its values, how many cells are filled, and its values with their counts."""

    examples: tuple[str, ...] = ()
    filled: int = 0
    distinct: int = 0
    values: tuple[tuple[str, int], ...] = ()

    @property
    def more_values(self) -> int:
        return self.distinct - len(self.values)


def first_rows(sheet: Sheet, rows: int = ROWS) -> pl.DataFrame:
    """The first rows of a sheet, as text."""
    frames: list[pl.DataFrame] = []
    for frame in sheet.frames():
        frames.append(frame)
        if sum(part.height for part in frames) >= rows:
            break
    return pl.concat(frames).head(rows) if frames else pl.DataFrame()


def sample_columns(frame: pl.DataFrame, headings: Iterable[str]) -> dict[str, ColumnSample]:
    """A sample of each of these columns."""
    return {heading: _sample(frame[heading]) for heading in headings if heading in frame.columns}


def _sample(column: pl.Series) -> ColumnSample:
    given = column.drop_nulls()
    if given.is_empty():
        return ColumnSample()
    distinct = given.unique(maintain_order=True)
    counts = given.rename("text").value_counts(name="n").sort(["n", "text"], descending=[True, False])
    return ColumnSample(
        examples=tuple(_short(text) for text in distinct.head(3).to_list()),
        filled=len(given),
        distinct=len(distinct),
        values=tuple(counts.head(VALUES).iter_rows()),
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
