"""Excel workbooks: a sheet for each table, numbers as numbers and texts as texts, in little memory.

The sheets' XML is put together a column at a time and packed as it comes: libraries that write cell by cell
take many times as long. Excel's own limits are kept to: after 1,048,575 rows a table goes on on a new sheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.data import stream
from reports.data.about import ORDER
from reports.data.columns import Column
from reports.data.table import Table
from reports.writers import ooxml
from reports.writers.markup import escaped, joined
from reports.writers.packing import Packed
from reports.writers.work import Format, Work

MOST_ROWS = 1_048_575  # below the heading
MOST_TEXT = 32_767
MOST_COLUMNS = 16_384
FIRST_DAY = date(1899, 12, 30)
# Texts that come again and again are kept once: codes, and what is the same in a whole settlement.
SHARED = frozenset({"settlement", "settlement_name", "cluster", "cluster_name"})
NUMBER = "row"
_ESCAPE = "_(x[0-9A-Fa-f]{4}_)"


@dataclass
class Shared:
    """The texts that are kept once, by their place."""

    places: dict[str, int] = field(default_factory=dict)

    def of(self, texts: pl.Series) -> pl.Series:
        """The places of the texts, as text; null where there is none."""
        every = texts.drop_nulls().unique(maintain_order=True).to_list()
        found = [self.places.setdefault(text, len(self.places)) for text in every]
        if not every:
            return texts
        return texts.replace_strict(every, found, default=None, return_dtype=pl.Int64).cast(pl.String)


@dataclass
class Sheet:
    """One table on its way into the workbook."""

    table: Table
    columns: tuple[Column, ...]
    shared: Shared
    cut: int = 0

    def rows(self, frame: pl.DataFrame, first: int) -> memoryview:
        """The XML of some rows, of which the first one has this number."""
        numbers = pl.int_range(first, first + frame.height, eager=True).cast(pl.String)
        contents: dict[str, pl.Series] = {NUMBER: numbers}
        cells = []
        for at, (column, values) in enumerate(zip(self.columns, frame.iter_columns(), strict=True)):
            if values.null_count() < frame.height:
                front, kind, content, end = self.parts(column, values, ooxml.letters(at))
                contents[str(at)] = content
                cell = pl.concat_str(pl.lit(front), NUMBER, pl.lit(kind), str(at), pl.lit(end))
                cells.append(cell.fill_null(""))  # nothing where it is blank
        row = pl.concat_str(pl.lit('<row r="'), NUMBER, pl.lit('">'), *cells, pl.lit("</row>"))
        return joined(pl.DataFrame(contents).select(row).to_series())

    def parts(self, column: Column, values: pl.Series, letter: str) -> tuple[str, str, pl.Series, str]:
        front = f'<c r="{letter}'
        if values.dtype == pl.Date:
            return front, f'" s="{ooxml.DAY}"><v>', _days(values), "</v></c>"
        if values.dtype.is_numeric():
            return front, '"><v>', values.cast(pl.String), "</v></c>"
        if (column.is_coded and not column.own) or column.name in SHARED:
            return front, '" t="s"><v>', self.shared.of(values), "</v></c>"
        return front, '" t="inlineStr"><is><t xml:space="preserve">', self.texts(values), "</t></is></c>"

    def texts(self, values: pl.Series) -> pl.Series:
        long = values.str.len_bytes() > MOST_TEXT
        if long.any():
            # Excel counts in UTF-16.
            self.cut += int((values.str.len_chars() > MOST_TEXT // 2).sum())
            values = values.str.slice(0, MOST_TEXT // 2)
        if values.str.contains(_ESCAPE).any():
            values = values.str.replace_all(_ESCAPE, "_x005F_$1")
        return escaped(values)


def _days(days: pl.Series) -> pl.Series:
    since = pl.select(pl.lit(days) - pl.lit(FIRST_DAY)).to_series()
    return since.dt.total_days().cast(pl.String)


def write(work: Work) -> list[Path]:
    """The workbook: the tables first, then what they are and what their columns mean."""
    shared = Shared()
    sheets = [Sheet(table, table.with_places(wkt=False)[:MOST_COLUMNS], shared) for table in work.tables]
    names = [name for sheet in sheets for name in names_of(sheet.table)]
    path = work.folder / "data.xlsx"
    with Packed(path) as archive:
        archive.add("[Content_Types].xml", ooxml.content_types(len(names) + 2))
        archive.add("_rels/.rels", ooxml.RELATIONS)
        archive.add("xl/workbook.xml", ooxml.workbook([*names, "about", "columns"]))
        archive.add("xl/_rels/workbook.xml.rels", ooxml.workbook_relations(len(names) + 2))
        archive.add("xl/styles.xml", ooxml.STYLES)
        number = 0
        for sheet in sheets:
            number = _write_table(archive, sheet, number, work)
            _note(work, sheet)
        about = work.about([(sheet.table, sheet.columns) for sheet in sheets])
        archive.add(ooxml.sheet_path(number + 1), ooxml.texts(("about", "value"), about.facts, (34, 90)))
        widths = (16, 26, 44, 22, 10, 60, 40)
        archive.add(ooxml.sheet_path(number + 2), ooxml.texts(ORDER, about.columns, widths))
        archive.add("xl/sharedStrings.xml", ooxml.shared_strings(list(shared.places)))
    return [path]


def names_of(table: Table) -> list[str]:
    """The names of a table's sheets: a second one where Excel has no room for more rows on the first."""
    pages = max(1, -(-table.rows // MOST_ROWS))
    return [table.name, *(f"{table.name} ({page})" for page in range(2, pages + 1))]


def _write_table(archive: Packed, sheet: Sheet, number: int, work: Work) -> int:
    """Write the sheets of a table after the first `number` ones; how many there are then."""
    selection = sheet.table.selection(columns=sheet.columns)
    pages = len(names_of(sheet.table))
    batches = _pages(stream.batches(selection, work.progress), pages)
    for frames in batches:
        number += 1
        with archive.open(ooxml.sheet_path(number)) as out:
            out.write(ooxml.head(sheet.columns).encode())
            row = 2
            for frame in frames:
                out.write(sheet.rows(frame, row))
                row += frame.height
            out.write(ooxml.foot(len(sheet.columns), row - 1).encode())
    return number


def _pages(batches: Iterator[Any], pages: int) -> Iterator[Iterator[pl.DataFrame]]:
    """The rows of each sheet, to be read one after the other."""
    left: list[pl.DataFrame] = []

    def page() -> Iterator[pl.DataFrame]:
        room = MOST_ROWS
        while room > 0:
            frame = left.pop() if left else _next(batches)
            if frame is None:
                return
            if frame.height > room:
                left.append(frame.slice(room))
                frame = frame.head(room)
            room -= frame.height
            yield frame

    for _page in range(pages):
        yield page()


def _next(batches: Iterator[Any]) -> pl.DataFrame | None:
    batch = next(batches, None)
    return None if batch is None else pl.DataFrame(batch)


def _note(work: Work, sheet: Sheet) -> None:
    left = sheet.table.with_places(wkt=False)[MOST_COLUMNS:]
    if sheet.cut:
        said = _("%(table)s: %(n)s, at %(most)s characters; CSV has them whole")
        words = {"table": sheet.table.name, "n": sheet.cut, "most": f"{MOST_TEXT // 2:,}"}
        work.notes.append((_("Texts that were cut"), said % words))
    if left:
        work.notes.append((_("Columns that Excel has no room for"), ", ".join(each.name for each in left)))


XLSX = Format(
    name="xlsx",
    label="Excel (XLSX)",
    extension="xlsx",
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
    says=gettext_lazy("For Excel and LibreOffice: a sheet for each table, and two that explain them."),
    holds_several=True,
)
