"""CSV: straight from the database into the file, with no cell that a spreadsheet would calculate."""

import csv
import io
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.csv
from django.utils.translation import gettext_lazy as _

from reports.data import stream
from reports.data.about import ORDER
from reports.data.query import Selection
from reports.writers.work import Format, Work
from settlements.exported import quoted
from settlements.spreadsheets import PlainWriter

BOM = b"\xef\xbb\xbf"


def write(work: Work) -> list[Path]:
    """A file for each table, and what explains them beside it."""
    paths, described = [], []
    for table in work.tables:
        columns = table.with_places()
        selection = table.selection(columns=columns, harmless=True)
        path = work.folder / f"{table.name}.csv"
        with path.open("wb") as out:
            write_table(selection, out, work)
        paths.append(path)
        described.append((table, columns))
    if work.asked.alone and len(paths) == 1:
        return paths
    readme = work.readme(described)
    columns_path = work.folder / "columns.csv"
    with columns_path.open("w", encoding="utf-8-sig" if work.asked.bom else "utf-8", newline="") as text:
        writer = PlainWriter(text)
        writer.writerow(ORDER)
        for row in work.about(described).columns:
            writer.writerow(row)
    return [*paths, readme, columns_path]


def write_table(selection: Selection, out: IO[bytes], work: Work) -> None:
    if work.asked.bom:
        out.write(BOM)
    out.write(heading(selection.names))
    if any(column.reader for column in selection.columns):
        _write_read(selection, out, work)
    else:
        stream.copy_csv(selection, out, work.progress)


def heading(names: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([quoted(name) for name in names])
    return text.getvalue().encode()


def _write_read(selection: Selection, out: IO[bytes], work: Work) -> None:
    """The same where something is decrypted or told here; what comes out of that is made harmless here."""
    read = [at for at, column in enumerate(selection.columns) if column.reader]
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    with pyarrow.csv.CSVWriter(out, stream.schema_of(selection), write_options=options) as writer:
        for batch in stream.batches(selection, work.progress):
            columns = batch.columns
            for at in read:
                columns[at] = pa.array(
                    [None if value is None else quoted(value) for value in columns[at].to_pylist()],
                    type=pa.string(),
                )
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=batch.schema))


CSV = Format(
    name="csv",
    label="CSV",
    extension="csv",
    content_type="text/csv",
    write=write,
    says=_("Opens everywhere: Excel, LibreOffice, R, Stata, Python."),
)
