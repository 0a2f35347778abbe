"""What every reader hands on: sheets of headings and text."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from enumerations.intake.refusal import Refusal
from settlements import exported

CHUNK_ROWS = 20_000
MAX_COLUMNS = 10_000
MAX_HEADING = 200
MAX_NAME = 60
ROW = "_row"

# The two columns, by language, that our own workbook of rejected rows opens with. They are no answers.
REASONS = {"en": ("PROBLEM", "WHAT TO DO"), "sw": ("TATIZO", "CHA KUFANYA")}
REASON_HEADINGS = frozenset(heading for pair in REASONS.values() for heading in pair)

# Sheets of our own workbooks that explain and hold no rows, by name and first heading.
HELP_SHEETS = {"guide": "field", "choices": "list", "about": "about", "columns": "table"}


@dataclass(frozen=True)
class RowProblem:
    """A row that could not be read as a row: where, the issue's code and params, its cells as they came."""

    row: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = field(default=(), repr=False)  # personal: for the workbook that goes back, only


@dataclass(frozen=True)
class Sheet:
    """One table of a file, all of it text.

    `read` starts a new reading and appends to the list it is given what could not be read as a row.
    """

    name: str
    headings: list[str]
    read: Callable[[list[RowProblem]], Iterator[pl.DataFrame]]
    problems: list[RowProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name[:MAX_NAME])

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows, at most CHUNK_ROWS at a time: `_row` (UInt32, as a person counts: the heading is 1) and a
        String column per heading; empty and blank cells are null, rows without any value are left out.

        `problems` is complete once this is exhausted. A file that turns out to be cut off raises Refusal.
        """
        self.problems.clear()
        for frame in self.read(self.problems):
            if frame.height:
                yield from frame.iter_slices(CHUNK_ROWS)


def is_own_help(sheet: Sheet) -> bool:
    """Whether this is a page of explanations in a workbook that we made."""
    return sheet.headings[:1] == [HELP_SHEETS.get(sheet.name)]


def without_reasons(sheet: Sheet) -> Sheet:
    """The sheet without the columns in which we told why its rows were rejected."""
    reasons = sheet.headings[:2]
    if tuple(reasons) not in REASONS.values():
        return sheet
    headings = sheet.headings[2:]

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        return (with_any_value(frame.drop(reasons)) for frame in sheet.read(problems))

    return Sheet(sheet.name, headings, read)


def unquoted(sheet: Sheet) -> Sheet:
    """An export of ours without the quotes that keep a spreadsheet from calculating texts."""
    if not exported.is_ours(sheet.headings):
        return sheet
    headings = [exported.unquoted(heading) for heading in sheet.headings]
    names = {old: new for old, new in zip(sheet.headings, headings, strict=True) if old != new}

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        cells = pl.col(pl.String).str.replace(exported.QUOTED, "$1")
        return (frame.with_columns(cells).rename(names) for frame in sheet.read(problems))

    return Sheet(sheet.name, headings, read)


def unique_headings(cells: Sequence[str | None]) -> list[str]:
    """Headings as written, trimmed; blank ones become "Column 7", repeated ones "Why not? (2)"."""
    if len(cells) > MAX_COLUMNS:
        raise Refusal("too_many_columns", columns=len(cells), limit=MAX_COLUMNS)
    written = [_heading(cell) or f"Column {at}" for at, cell in enumerate(cells, start=1)]
    reserved = {*written, ROW}
    times: Counter[str] = Counter()
    taken: set[str] = set()
    names = []
    for heading in written:
        name = heading
        while name in taken or (name != heading and name in reserved) or name == ROW:
            times[heading] += 1
            name = f"{heading} ({times[heading] + 1})"
        taken.add(name)
        names.append(name)
    return names


def _heading(cell: str | None) -> str:
    """In one line, and no longer than an issue's column can be."""
    return " ".join((cell or "").split())[: MAX_HEADING - len(" (10000)")].strip()


def blanks_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows; cells of nothing but white space are no answers."""
    cells = pl.exclude(ROW)
    return frame.with_columns(pl.when(cells.str.strip_chars() != "").then(cells))


def with_any_value(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows in which something is written."""
    return frame.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
