"""Writing the workbook: tables that can be filtered and summed, heads that stay, pages that print."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.products import Told
from reports.workbook.cells import Book, Cell, Column, Cover, Fact, Gone, Kind, Sheet, Value, unlike
from reports.workbook.paper import EDGE, layout_of

GREEN, PALE, GREY, RED = "#14532D", "#E8F0EA", "#6B6B6B", "#9B1C1C"
A4 = 9
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# How numbers are shown; Excel puts its reader's own signs for thousands and decimals.
NUMBERS = {
    Kind.WHOLE: "#,##0",
    Kind.TENTHS: "#,##0.0",
    Kind.PERCENT: "0.0%",
    Kind.ROUND_PERCENT: "0%",
    Kind.KES: '#,##0" KES"',
    Kind.DAY: "yyyy-mm-dd",
}
LOOKS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"indent": 1, "align": "left"},  # an indent holds of what is aligned
    Kind.LONG: {"text_wrap": True},
    Kind.WRAPPED: {"text_wrap": True, "indent": 1, "align": "left"},
    Kind.CODE: {"font_color": GREY},
}
COVER_WIDTHS = (30, 62, 14)


class Writer:
    """One workbook being written."""

    def __init__(self, path: Path, book: Book) -> None:
        self.book = book
        self.file: Workbook = xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        self.formats: dict[Any, Format] = {}
        self.names = self._names()

    def write(self, told: Told) -> None:
        """The cover and every sheet; tells after each."""
        self.file.set_properties(self.book.properties)
        for name, value in self.book.custom.items():
            self.file.set_custom_property(name, value)
        self._cover(self.book.cover)
        for done, sheet in enumerate(self.book.sheets, 1):
            self._sheet(sheet)
            told(done, len(self.book.sheets))
        self.file.close()

    def _names(self) -> dict[str, str]:
        """What the tabs are called: short, without the signs that Excel refuses, each once."""
        short = [sheet.name.translate(FORBIDDEN).strip()[: LONGEST_NAME - 2] for sheet in self.book.sheets]
        names = list(unlike([_("Cover"), *short]))[1:]
        return {sheet.code: name for sheet, name in zip(self.book.sheets, names, strict=True)}

    def format(self, **said: Any) -> Format:
        """A format, made once."""
        key = tuple(sorted(said.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format({"font_name": "Calibri", "valign": "top", **said})
        return self.formats[key]

    # --- The cover ------------------------------------------------------------------------------------

    def _cover(self, cover: Cover) -> None:
        page = self.file.add_worksheet(_("Cover"))
        page.hide_gridlines(2)
        for at, width in enumerate(COVER_WIDTHS):
            page.set_column(at, at, width)
        page.set_row(0, 30)
        page.set_row(1, 22)
        page.write_string(0, 0, cover.title, self.format(bold=True, font_size=20, font_color=GREEN))
        colour = RED if cover.is_draft else GREEN
        page.merge_range(
            1, 0, 1, 2, cover.stamp,
            self.format(bold=True, font_size=14, font_color="#FFFFFF", bg_color=colour, indent=1),
        )  # fmt: skip
        self.file.define_name("Pamoja_Stamp", f"={_quoted(_('Cover'))}!$A$2")
        row = self._facts(page, 3, cover.facts)
        row = self._warnings(page, row, cover.warnings)
        row = self._contents(page, row + 1)
        self._heading(page, row + 1, _("How to read it"))
        self._facts(page, row + 2, cover.how_to_read)
        page.set_portrait()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        self._edges(page, _("Cover"))

    def _facts(self, page: Worksheet, row: int, facts: Sequence[Fact]) -> int:
        for fact in facts:
            _make_room(page, row, [(fact.label, COVER_WIDTHS[0]), (fact.value, COVER_WIDTHS[1])])
            page.write_string(row, 0, fact.label, self.format(font_color=GREY, text_wrap=True))
            self._value(page, row, 1, fact.value, Column("", Kind.LONG), align="left")
            if fact.name:
                cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
                self.file.define_name(fact.name, f"={_quoted(_('Cover'))}!{cell}")
            row += 1
        return row

    def _warnings(self, page: Worksheet, row: int, warnings: Sequence[str]) -> int:
        style = self.format(text_wrap=True, font_color=RED, bold=True)
        for text in warnings:
            page.merge_range(row, 0, row, 2, f"! {text}", style)
            page.set_row(row, 15 * _lines(text, sum(COVER_WIDTHS)))
            row += 1
        return row

    def _contents(self, page: Worksheet, row: int) -> int:
        """The sheets with what they hold and how many rows, each a link."""
        self._heading(page, row, _("Sheets"))
        page.write_string(
            row, 2, _("Rows"), self.format(bold=True, font_color=GREEN, align="right", bottom=1)
        )
        for sheet in self.book.sheets:
            row += 1
            link = f"internal:{_quoted(self.names[sheet.code])}!A1"
            page.write_url(row, 0, link, self.format(font_color=GREEN, underline=1), self.names[sheet.code])
            _make_room(page, row, [(sheet.about, COVER_WIDTHS[1])])
            page.write_string(row, 1, sheet.about, self.format(text_wrap=True))
            page.write_number(row, 2, len(sheet.rows), self.format(num_format=NUMBERS[Kind.WHOLE]))
        return row + 1

    def _heading(self, page: Worksheet, row: int, text: str) -> None:
        page.write_string(row, 0, text, self.format(bold=True, font_color=GREEN, font_size=12, bottom=1))
        page.write_blank(row, 1, None, self.format(bottom=1))

    # --- A table --------------------------------------------------------------------------------------

    def _sheet(self, sheet: Sheet) -> None:
        page = self.file.add_worksheet(self.names[sheet.code])
        page.set_tab_color(GREEN)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
        head = self._above(page, sheet)
        heads = list(unlike([column.head for column in sheet.columns]))
        style = self.format(bold=True, font_color="#FFFFFF", bg_color=GREEN, text_wrap=True, border=1)
        last = head + max(len(sheet.rows), 1)
        page.add_table(
            head, 0, last, len(heads) - 1,
            {
                "name": f"Pamoja_{sheet.code}",
                "style": "Table Style Light 1",
                "columns": [{"header": each, "header_format": style} for each in heads],
            },
        )  # fmt: skip
        # Three letters of a head's width are the button's that filters.
        widths = (column.width - 3 for column in sheet.columns)
        page.set_row(head, 15 * max(_lines(each, wide) for each, wide in zip(heads, widths, strict=True)))
        for row, values in enumerate(sheet.rows, head + 1):
            self._row(page, row, values, sheet.columns)
        page.freeze_panes(head + 1, min(sheet.frozen, len(heads) - 1))
        page.repeat_rows(head)
        self._on_paper(page, sheet)
        self._edges(page, self.names[sheet.code])

    def _on_paper(self, page: Worksheet, sheet: Sheet) -> None:
        page.set_paper(A4)
        layout = layout_of(sheet.columns, wide=sheet.wide)
        page.set_landscape() if layout.is_wide else page.set_portrait()
        if layout.scale is None:
            page.fit_to_pages(1, 0)
            return
        # What stays in sight on a screen stands on every sheet, and those of the same rows follow each other.
        page.set_print_scale(layout.scale)
        page.repeat_columns(0, min(sheet.frozen, len(sheet.columns) - 1) - 1)
        page.print_across()

    def _above(self, page: Worksheet, sheet: Sheet) -> int:
        """The title and what is to be minded; the row in which the heads stand."""
        page.set_row(0, 20)
        page.write_string(0, 0, sheet.name, self.format(bold=True, font_size=14, font_color=GREEN))
        where = f"{self.book.cover.title} · {self.book.cover.stamp}"
        page.write_string(1, 0, where, self.format(bold=self.book.cover.is_draft, font_color=GREY))
        for at, note in enumerate(sheet.notes, 2):
            page.write_string(at, 0, note, self.format(font_color=GREY, italic=True))
        return len(sheet.notes) + 3

    def _row(
        self, page: Worksheet, row: int, values: Sequence[Value | Cell], columns: Sequence[Column]
    ) -> None:
        told = (cell.value if isinstance(cell, Cell) else cell for cell in values)
        wrapped = {Kind.LONG: 0, Kind.WRAPPED: 2}  # letters of the column that the text does not have
        cells = zip(told, columns, strict=True)
        _make_room(page, row, [(v, c.width - wrapped[c.kind]) for v, c in cells if c.kind in wrapped])
        for at, (value, column) in enumerate(zip(values, columns, strict=True)):
            self._value(page, row, at, value, column)

    def _value(
        self, page: Worksheet, row: int, at: int, value: Value | Cell, column: Column, **more: Any
    ) -> None:
        """Numbers as numbers, text as text whatever it begins with, and a word where there is none."""
        kind = column.kind
        if isinstance(value, Cell):
            kind, value = value.kind or kind, value.value
        if value is None:
            return
        if isinstance(value, Gone):
            style = self.format(font_color=GREY, italic=True, align="right")
            page.write_string(row, at, value.word, style)
        elif isinstance(value, date):
            page.write_datetime(row, at, value, self.format(num_format=NUMBERS[Kind.DAY], align="left"))
        elif isinstance(value, str):
            page.write_string(row, at, value, self.format(**LOOKS.get(kind, {}), **more))
        else:
            page.write_number(row, at, value, self.format(num_format=NUMBERS.get(kind, "General"), **more))

    def _edges(self, page: Worksheet, name: str) -> None:
        """What is printed around every page: whose it is, whether it is a draft, which page of how many."""
        cover = self.book.cover
        page.set_margins(left=EDGE, right=EDGE, top=0.8, bottom=0.8)
        page.set_header(f"&L{_plain(cover.title)}&R&B{_plain(cover.stamp)}")
        page.set_footer(f"&L{_plain(name)}&C&P / &N&R{_plain(self.book.custom.get('Made', ''))}")


def write_book(path: Path, book: Book, told: Told) -> None:
    """Write it. Raises Cancelled, from `told`."""
    Writer(path, book).write(told)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _plain(text: str) -> str:
    """As heads and feet of pages take it: an ampersand begins a command there, and 255 signs is all."""
    return text.replace("&", "&&")[:100]


def _make_room(page: Worksheet, row: int, texts: Iterable[tuple[Any, int]]) -> None:
    """A height for the longest of these texts: not every program finds it when it opens the file."""
    # Of letters of all widths a tenth more has room than of digits, by which a column is measured.
    lines = max((_lines(text, int(width * 1.1)) for text, width in texts if isinstance(text, str)), default=1)
    if lines > 1:
        page.set_row(row, 15 * lines)


def _lines(text: str, width: int) -> int:
    """How many lines the text takes, at so many letters each."""
    return sum(1 + len(part) // max(width, 1) for part in text.split("\n")) or 1
