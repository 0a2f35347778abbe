"""Forms drawn in a test: a table of text for each sheet, as a workbook or as it is after reading."""

from io import BytesIO

import xlsxwriter

from enumerations.xlsform.converting import Converted, convert_workbook
from enumerations.xlsform.problems import Problem, XLSFormRefused
from enumerations.xlsform.reading import Workbook, make_workbook

Sheets = dict[str, str]


def cells(table: str) -> list[list[str | None]]:
    """A table drawn with bars, a row to a line: `type | name | label`. A line without text is a blank row."""
    lines = [line.strip() for line in table.strip("\n").splitlines()]
    return [[cell.strip() or None for cell in line.split("|")] for line in lines]


def drawn(sheets: Sheets) -> Workbook:
    """The form as it is once its workbook was read."""
    return make_workbook([(name, cells(table)) for name, table in sheets.items()])


def xlsx(sheets: Sheets) -> bytes:
    """The form as an XLSX workbook."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, table in sheets.items():
        page = book.add_worksheet(name)
        for row, line in enumerate(cells(table)):
            for at, cell in enumerate(line):
                page.write_string(row, at, cell or "")
    book.close()
    return out.getvalue()


def converted(sheets: Sheets) -> Converted:
    """The form of these sheets; a refusal shows its sentences."""
    return convert_workbook(drawn(sheets), form_id="kmt_1", version="7")


def problems(sheets: Sheets) -> list[Problem]:
    """Why the form of these sheets is refused; fails where it is not."""
    try:
        converted(sheets)
    except XLSFormRefused as refused:
        return list(refused.problems)
    raise AssertionError("the form was taken")


def survey(*lines: str, heading: str = "type | name | label") -> str:
    """A survey sheet of these rows."""
    return "\n".join([heading, *lines])
