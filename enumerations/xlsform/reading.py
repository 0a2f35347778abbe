"""An XLSForm's workbook: its sheets as text, each cell at its row and under its heading.

The workbook comes from a stranger. What it is decides its content, never its name; it is taken apart in a
process of its own with little memory, and what is too large for a questionnaire is refused before it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

from pyxform import aliases, constants
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from enumerations.intake.readers.archive import members
from enumerations.intake.readers.opening import (
    ENCRYPTED_PACKAGE,
    HTML,
    NOT_TABLES,
    OLE,
    WORD_DOCUMENT,
    XML,
    ZIP,
)
from enumerations.intake.readers.workbook import raw_sheets
from enumerations.intake.refusal import Refusal
from enumerations.xlsform.problems import Problem, XLSFormRefused

MAX_ROWS = 50_000
MAX_SURVEY_ROWS = 5_000
MAX_COLUMNS = 300
MAX_CELLS = 2_000_000
MAX_TEXT = 32_767  # what a cell of Excel holds
MAX_FILE_MB = 20

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
# What people call them.
SHEET_ALIASES = {
    "questions": "survey",
    "question": "survey",
    "form": "survey",
    "maswali": "survey",
    "hojaji": "survey",
    "surveys": "survey",
    "choice": "choices",
    "options": "choices",
    "lists": "choices",
    "majibu": "choices",
    "setting": "settings",
    "mipangilio": "settings",
}
_ALIASES = {
    "survey": aliases.survey_header,
    "settings": aliases.settings_header,
    "entities": aliases.entities_header,
}
_COLUMNS = {
    "survey": set(MultipleChoiceQuestion.get_slot_names()),
    "settings": set(Survey.get_slot_names()),
    "entities": {each.value for each in constants.EntityColumns.value_list()},
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ERRORS = re.compile(r"^#(REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|ERROR)$")
_SMART = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\xa0": " "})


@dataclass(frozen=True)
class Row:
    """A row: its number in the sheet, and what is written under each heading."""

    number: int
    cells: dict[str, str]
    places: dict[tuple[str, ...], str] = field(repr=False)  # meaning of a column -> heading

    def text(self, *meaning: str) -> str:
        """What stands under the column that means this: `text("bind", "relevant")`; empty if nothing."""
        return self.cells.get(self.places.get(meaning, ""), "")

    def heading(self, *meaning: str) -> str:
        """That column's heading as written; the last word of its meaning where there is none."""
        return self.places.get(meaning, meaning[-1])

    def all(self, *front: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
        """(meaning, heading, text) of the filled columns whose meaning begins so."""
        for meaning, heading in self.places.items():
            if meaning[: len(front)] == front and heading in self.cells:
                yield meaning, heading, self.cells[heading]


@dataclass
class Table:
    """One sheet of the form. `name` is what it was called, `key` what it is."""

    key: str
    name: str
    headings: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    heading_row: int = 1
    places: dict[tuple[str, ...], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def has(self, *meaning: str) -> bool:
        return meaning in self.places

    def meanings(self, *front: str) -> list[tuple[str, ...]]:
        return [meaning for meaning in self.places if meaning[: len(front)] == front]


@dataclass
class Workbook:
    """The form's sheets, by what they are; an absent sheet is an empty table."""

    tables: dict[str, Table]
    sheet_names: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, key: str) -> Table:
        return self.tables.get(key) or Table(key, key)

    def __contains__(self, key: str) -> bool:
        return key in self.tables

    @property
    def every_problem(self) -> list[Problem]:
        return [*self.problems, *(problem for table in self.tables.values() for problem in table.problems)]


def read_workbook(content: bytes) -> Workbook:
    """The form's sheets. Raises XLSFormRefused where this is no workbook, or not one we open."""
    _look(content)
    with NamedTemporaryFile(prefix="pamoja-") as kept:
        kept.write(content)
        kept.flush()
        try:
            if content.startswith(ZIP):
                _look_inside(Path(kept.name))
            sheets = raw_sheets(
                Path(kept.name), max_rows=MAX_ROWS, max_columns=MAX_COLUMNS, max_cells=MAX_CELLS
            )
            return make_workbook(sheets)
        except Refusal as refusal:
            raise XLSFormRefused([_refused(refusal)]) from refusal


def _refused(refusal: Refusal) -> Problem:
    code = {"too_large_inside": "too_large"}.get(refusal.code, refusal.code)
    sheet = str(refusal.params.pop("sheet", ""))
    return Problem(code, sheet=sheet, params=refusal.params)


def _look(content: bytes) -> None:
    """Refuse what is no workbook by its first bytes."""
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise XLSFormRefused([Problem("empty")])
    if len(content) > MAX_FILE_MB << 20:
        raise XLSFormRefused([Problem("too_large")])
    if content.startswith(OLE):
        if ENCRYPTED_PACKAGE in content:
            raise XLSFormRefused([Problem("encrypted")])
        if WORD_DOCUMENT in content:
            raise XLSFormRefused([_not_a_workbook("document")])
    elif not content.startswith(ZIP):
        raise XLSFormRefused([_not_a_workbook(_kind_of(content[:4096]))])


def _not_a_workbook(found: str) -> Problem:
    return Problem("not_a_workbook", params={"found": found})


def _kind_of(head: bytes) -> str:
    for magic, found in NOT_TABLES:
        if head.startswith(magic):
            return found
    if HTML.match(head):
        return "html"
    if XML.match(head):
        return "xml"
    return "binary" if b"\x00" in head else "text"


def _look_inside(path: Path) -> None:
    names = {info.filename for info in members(path)}
    if not any(name.startswith("xl/") for name in names) and "content.xml" not in names:
        is_office = "[Content_Types].xml" in names
        raise XLSFormRefused([_not_a_workbook("document" if is_office else "archive")])


# --- From sheets of text to the form's tables -----------------------------------------------------


def make_workbook(sheets: list[tuple[str, list[list[str | None]]]]) -> Workbook:
    """The form's tables of these (name, rows of cells): pure, and the same for every kind of file."""
    book = Workbook({}, tuple(name for name, _ in sheets))
    for name, rows in sheets:
        key = _key(name)
        if key in SHEETS and key not in book.tables:
            book.tables[key] = _table(key, name, rows)
    for name, rows in sheets:
        _maybe_meant(book, name, rows, is_only=len(sheets) == 1)
    return book


def _key(name: str) -> str:
    return "_".join(name.strip().lower().split())


def _maybe_meant(book: Workbook, name: str, rows: list[list[str | None]], *, is_only: bool) -> None:
    """A sheet by another name is taken for what is missing where its headings prove it."""
    if _key(name) in SHEETS or name.startswith("_"):
        return
    meant = SHEET_ALIASES.get(_key(name), "survey" if is_only else "")
    if not meant or meant in book.tables:
        return
    table = _table(meant, name, rows)
    proven = {"survey": ("type", "name"), "choices": ("name", "list name"), "settings": ("id_string",)}[meant]
    if all(table.has(each) for each in proven):
        book.tables[meant] = table
        book.problems.append(Problem("sheet_renamed", sheet=name, params={"meant": meant}))
    else:
        book.problems.append(Problem("sheet_ignored", sheet=name, params={"meant": meant}))


def _table(key: str, name: str, rows: list[list[str | None]]) -> Table:
    table = Table(key, name)
    filled = next((at for at, row in enumerate(rows) if any(_clean(cell) for cell in row)), None)
    if filled is None:
        return table
    table.heading_row = filled + 1
    headings = [re.sub(r" +", " ", _clean(cell)) for cell in rows[filled]]
    _read_headings(table, headings)
    limit = MAX_SURVEY_ROWS if key == "survey" else MAX_ROWS
    for number, cells in enumerate(rows[filled + 1 :], start=filled + 2):
        texts = {
            heading: text
            for heading, cell in zip(headings, cells, strict=False)
            if heading and (text := _clean(cell))
        }
        table.rows.append(Row(number, texts, table.places))
        _judge_cells(table, table.rows[-1])
    while table.rows and not table.rows[-1].cells:
        table.rows.pop()
    if len(table.rows) > limit:
        raise XLSFormRefused([Problem("too_many_rows", sheet=name, params={"limit": f"{limit:,}"})])
    return table


def _clean(cell: str | None) -> str:
    return (cell or "").translate(_SMART).strip()


def _read_headings(table: Table, headings: list[str]) -> None:
    """What each column means, by pyxform's own rules; a heading that says the same as another is a fault."""
    written = [heading for heading in headings if heading]
    table.headings = tuple(dict.fromkeys(written))
    double = any("::" in heading for heading in written)
    for at, heading in enumerate(written):
        meaning = (heading,)
        if len(heading) <= MAX_TEXT:
            known, names = _ALIASES.get(table.key, aliases.list_header), _COLUMNS.get(table.key)
            meaning = process_header(heading, double, known, names or set(Option.get_slot_names()))[1]
        if heading in written[:at] or meaning in table.places:
            params = {"other": table.places.get(meaning, heading)}
            table.problems.append(
                Problem("duplicate_heading", table.name, table.heading_row, heading, params)
            )
        else:
            table.places[meaning] = heading


def _judge_cells(table: Table, row: Row) -> None:
    for heading, text in row.cells.items():
        if len(text) > MAX_TEXT:
            params = {"limit": f"{MAX_TEXT:,}"}
            table.problems.append(Problem("too_long", table.name, row.number, heading, params))
        if _FORBIDDEN.search(text):
            table.problems.append(Problem("control_characters", table.name, row.number, heading))
        elif _ERRORS.match(text):
            table.problems.append(Problem("formula_error", table.name, row.number, heading, {"value": text}))
