"""Rows of text as the files in which tools hand them out."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

Table = list[list[Any]]


def as_csv(table: Table, *, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(table)  # type: ignore[arg-type]
    return out.getvalue().encode()


def as_xlsx(sheets: Mapping[str, Table]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def table_of(rows: Sequence[Mapping[str, Any]], headings: Sequence[str], *, blank: Any = "") -> Table:
    return [list(headings), *([row.get(heading, blank) for heading in headings] for row in rows)]
