"""Rows of a form to an XLSX workbook that its author can read and change."""

from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

Line = dict[str, str]


def write_workbook(sheets: Mapping[str, list[Line]]) -> bytes:
    """The workbook of these sheets, each line a row by its columns' headings."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#d7e8dc"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for name, lines in sheets.items():
        page = book.add_worksheet(name)
        columns = _columns(name, lines)
        page.freeze_panes(1, 2)
        for at, column in enumerate(columns):
            page.set_column(at, at, 40 if "::" in column else 22)
            page.write_string(0, at, column, bold)
        for number, line in enumerate(lines, start=1):
            for at, column in enumerate(columns):
                if column in line:
                    page.write_string(number, at, line[column], plain)
    book.close()
    return out.getvalue()


_ORDER = (
    "type",
    "list_name",
    "name",
    "label",
    "hint",
    "relevant",
    "required",
    "constraint",
    "constraint_message",
)


def _columns(sheet: str, lines: list[Line]) -> list[str]:
    """The columns in the order of a form's author: what, how it is called, how it is asked, when."""
    found = dict.fromkeys(column for line in lines for column in line)
    place = {front: at for at, front in enumerate(_ORDER)}
    return sorted(found, key=lambda column: place.get(column.split("::")[0], len(_ORDER)))
