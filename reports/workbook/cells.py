"""What a workbook is made of, before anything is written: sheets of rows, each value with how it is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures import Beside, Figure, State


class Kind(StrEnum):
    """How a value is shown. Percentages are kept as parts of one, as spreadsheets calculate with them."""

    TEXT = "text"
    LONG = "long"  # text that is wrapped
    WRAPPED = "wrapped"  # the same, away from the number beside it
    WHOLE = "whole"
    TENTHS = "tenths"
    PERCENT = "percent"
    ROUND_PERCENT = "round_percent"
    KES = "kes"
    DAY = "day"
    CODE = "code"


class Gone(Enum):
    """Why there is no number."""

    HIDDEN = "hidden"
    NOT_ENOUGH = "not_enough"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return {
            Gone.HIDDEN: pgettext("a number", "hidden"),
            Gone.NOT_ENOUGH: _("too few"),
            Gone.UNKNOWN: "–",
        }[self]


Value = int | float | str | date | Gone | None
GONE = {State.HIDDEN: Gone.HIDDEN, State.NOT_ENOUGH: Gone.NOT_ENOUGH, State.UNKNOWN: Gone.UNKNOWN}


@dataclass(frozen=True)
class Cell:
    """One value, and how it is shown where its column does not say."""

    value: Value
    kind: Kind | None = None


@dataclass(frozen=True)
class Column:
    """One column. Its head is told apart from all others of the sheet; `width` is in letters."""

    head: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True)
class Sheet:
    """One table with what is to be known of it. `code` names it for formulas, whatever the language."""

    code: str
    name: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | Cell]]
    notes: Sequence[str] = ()
    frozen: int = 2  # columns that stay in sight
    wide: bool = True

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), self.code


@dataclass(frozen=True)
class Fact:
    """One line of the cover. `name`: how formulas know it."""

    label: str
    value: Value | Cell
    name: str = ""


@dataclass(frozen=True)
class Cover:
    """What the first sheet says."""

    title: str
    stamp: str
    is_draft: bool
    facts: Sequence[Fact]
    how_to_read: Sequence[Fact]
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Book:
    """All of a workbook. `properties` are those of the document; `custom` those that only we know."""

    cover: Cover
    sheets: Sequence[Sheet]
    properties: dict[str, str] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)


def number(value: float, unit: Any, decimals: int) -> Cell:
    """A number as exactly as it is told: nobody may learn more from a cell than from the page."""
    if unit == "%":
        return Cell(round(value, decimals) / 100, Kind.PERCENT if decimals else Kind.ROUND_PERCENT)
    return Cell(round(value, decimals) if decimals else round(value), Kind.TENTHS if decimals else Kind.WHOLE)


def figure_cell(figure: Figure | None) -> Value | Cell:
    """The figure, or why there is none. Lists have sheets of their own."""
    if figure is None:
        return Gone.UNKNOWN
    if not figure.is_told:
        return GONE[figure.state]
    return None if figure.value is None else number(figure.value, figure.unit, figure.decimals)


def beside_cell(beside: Beside | None) -> Value | Cell:
    """What a figure is held against; nothing where there is nothing to hold it against."""
    return number(beside.value, beside.unit, beside.decimals) if beside else None


def n_cell(figure: Figure | None) -> Value:
    """How many answered; where that would tell too much, that it is hidden."""
    if figure is None:
        return None
    return Gone.HIDDEN if figure.n is None else figure.n


def unlike(heads: Sequence[str]) -> Iterator[str]:
    """Heads that can be told apart, as tables need them: the second "Total" becomes "Total 2"."""
    seen: dict[str, int] = {}
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        yield head if seen[head] == 1 else f"{head} {seen[head]}"
