"""Workbooks that go out to be filled: the rejected rows with their reasons, and the blank template."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import polars as pl
import xlsxwriter
from django.utils.translation import get_language
from xlsxwriter.worksheet import Worksheet

from enumerations.intake.checks import link_text
from enumerations.intake.columns import Mapping, heading_of, propose
from enumerations.intake.readers import Sheet, open_file
from enumerations.intake.readers.sheet import REASON_HEADINGS, REASONS, ROW
from enumerations.intake.template import write_template

__all__ = ["REASON_HEADINGS", "write_rejected", "write_template"]

# What Excel opens.
LAST_ROW = 1_048_575
MAX_TEXT = 32_767
MAX_SHEET_NAME = 31
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Reason = tuple[str, str, str]  # column, sentence, remedy
Reasons = dict[str, dict[int, list[Reason]]]


def write_rejected(
    out: IO[bytes],
    *,
    path: Path,
    name: str,
    issues: Iterable[tuple[str, int, str, str, str]],
    mapping: Mapping | None = None,
) -> None:
    """The rejected rows of a file as they came, with the reasons beside them, to correct and send again.

    `issues` are (sheet, row, column, sentence, remedy). A household comes with all its persons, and a person
    with the household, because a household goes in complete or not at all. Every cell is text, so nothing a
    sender wrote becomes a formula here.
    """
    reasons = _by_row(issues)
    with open_file(path, name=name) as sheets:
        links = _Links.of(sheets, mapping or propose(sheets))
        links.gather(sheets, reasons)
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
        names: set[str] = set()
        for sheet in sheets:
            rows = _chosen(sheet, reasons.get(sheet.name, {}), links)
            first = next(rows, None)
            if first is not None:
                _write_sheet(book, _sheet_name(sheet.name, names), sheet, _chain(first, rows))
        if not names:
            _write_sheet(book, _sheet_name(sheets[0].name, names), sheets[0], iter(()))
        book.close()


def _by_row(issues: Iterable[tuple[str, int, str, str, str]]) -> Reasons:
    reasons: Reasons = defaultdict(dict)
    for sheet, row, column, sentence, remedy in issues:
        # Thousands of rows share few sentences.
        reason = (sys.intern(column), sys.intern(sentence), sys.intern(remedy))
        reasons[sheet].setdefault(row, []).append(reason)
    return reasons


@dataclass
class _Links:
    """By which columns persons and households find each other, and which households are concerned."""

    headings: dict[str, str] = field(default_factory=dict)  # sheet -> heading
    keys: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sheets: list[Sheet], mapping: Mapping) -> "_Links":
        if mapping.persons is None:
            return cls()
        households = mapping.households.link or heading_of(mapping.households, "hh_code")
        persons = mapping.persons.link or heading_of(mapping.persons, "parent")
        wanted = {mapping.households.sheet: households, mapping.persons.sheet: persons}
        found = {sheet.name: wanted[sheet.name] for sheet in sheets if sheet.name in wanted}
        has_both = all(wanted[sheet.name] in sheet.headings for sheet in sheets if sheet.name in wanted)
        return cls(found if has_both else {})

    def gather(self, sheets: list[Sheet], reasons: Reasons) -> None:
        """Learn the keys of every household that is rejected, for itself or for one of its persons."""
        for sheet in sheets:
            rows = reasons.get(sheet.name)
            if rows and sheet.name in self.headings:
                for frame in sheet.frames():
                    rejected = frame.filter(pl.col(ROW).is_in(list(rows)))
                    self.keys.update(self.of_frame(sheet, rejected).drop_nulls())

    def of_frame(self, sheet: Sheet, frame: pl.DataFrame) -> pl.Series:
        return link_text(frame[self.headings[sheet.name]]).str.to_lowercase()


@dataclass(frozen=True)
class _Row:
    cells: tuple[str | None, ...]
    reasons: list[Reason]


def _chosen(sheet: Sheet, rows: dict[int, list[Reason]], links: _Links) -> Iterator[_Row]:
    """The sheet's rows that go back, in the file's order; those that could not be read as rows come last."""
    by_key = sheet.name in links.headings and links.keys
    if not rows and not by_key:
        return
    for frame in sheet.frames():
        wanted = frame[ROW].is_in(list(rows))
        if by_key:
            wanted |= links.of_frame(sheet, frame).is_in(list(links.keys)).fill_null(False)
        for number, *cells in frame.filter(wanted).iter_rows():
            yield _Row(tuple(cells), rows.get(number, []))
    for problem in sheet.problems:
        yield _Row(problem.cells, rows.get(problem.row, []))


def _chain(first: _Row, rest: Iterator[_Row]) -> Iterator[_Row]:
    yield first
    yield from rest


def _write_sheet(book: Any, name: str, sheet: Sheet, rows: Iterator[_Row]) -> None:
    page: Worksheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bg_color": "#e8e4da"})
    reason = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff3c4"})
    wrong = book.add_format({"bg_color": "#f6c5bd", "num_format": "@"})
    plain = book.add_format({"num_format": "@"})
    page.set_column(0, 1, 45)
    page.set_column(2, len(sheet.headings) + 1, 16)
    page.freeze_panes(1, 2)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for at, heading in enumerate([*_reason_headings(), *sheet.headings]):
        page.write_string(0, at, _clean(heading), bold)
    for line, row in zip(range(1, LAST_ROW + 1), rows, strict=False):
        for at, texts in enumerate(([each[1] for each in row.reasons], [each[2] for each in row.reasons])):
            if texts:
                page.write_string(line, at, _clean("\n".join(dict.fromkeys(texts))), reason)
        columns = {each[0] for each in row.reasons}
        for at, cell in enumerate(row.cells):
            is_wrong = at < len(sheet.headings) and sheet.headings[at] in columns
            if cell or is_wrong:
                page.write_string(line, at + 2, _clean(cell or ""), wrong if is_wrong else plain)


def _reason_headings() -> tuple[str, str]:
    return REASONS.get((get_language() or "en")[:2], REASONS["en"])


def _clean(text: str) -> str:
    return FORBIDDEN_IN_XML.sub("", text)[:MAX_TEXT]


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel allows, once."""
    wanted = FORBIDDEN_IN_NAME.sub(" ", name).strip()[:MAX_SHEET_NAME] or "households"
    unique, times = wanted, 1
    while unique.lower() in taken:
        times += 1
        unique = f"{wanted[: MAX_SHEET_NAME - 5]} ({times})"
    taken.add(unique.lower())
    return unique
