"""What pyxform says, at the place in the sheet that it means."""

import re

from pyxform.errors import PyXFormError

from enumerations.xlsform.problems import Problem
from enumerations.xlsform.reading import Workbook

_ROW = re.compile(r"\[row : (\d+|unknown)\]\s*")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet,? ?")
_COLUMN = re.compile(r"the '([^']+)' value")
# What our own checks say better, or what is no concern of a form's author.
_SAID_ELSEWHERE = (
    "max-pixels",
    "Choices should have a label",
    "has no label",
    "case-insensitive match",
    "similar names were found",
    "missing translations",
    "missing a translation",
    "Column headers must not be empty",
    "Row without name, text, or label",
)


def problem_of(error: PyXFormError, book: Workbook) -> Problem:
    """An error that pyxform raised."""
    return _placed("converter", str(error), book)


def warning_of(text: str, book: Workbook) -> Problem | None:
    """A warning that pyxform gave; none where our own checks say it already."""
    if any(known in text for known in _SAID_ELSEWHERE):
        return None
    return _placed("converter_warning", text, book)


def _placed(code: str, text: str, book: Workbook) -> Problem:
    row, sheet, column = _ROW.search(text), _SHEET.search(text), _COLUMN.search(text)
    key = sheet[1].lower() if sheet else ("survey" if row else "")
    table = book[key] if key else None
    is_known = row is not None and row[1].isdigit()
    # pyxform counts as if the headings stood in the first row.
    number = int(row[1]) + (table.heading_row - 1 if table else 0) if row and is_known else 0
    words = _ROW.sub("", text).split(" Learn more:")[0].strip().splitlines()
    return Problem(
        code,
        sheet=table.name if table else "",
        row=number,
        column=column[1] if column else "",
        params={"text": " ".join(words)[:500]},
    )
