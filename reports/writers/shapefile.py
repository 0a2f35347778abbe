"""Zipped shapefiles: one for each kind of shape, with short names that a list beside them spells out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.data.columns import Column
from reports.data.stream import schema_of
from reports.writers.gdal import write_layer
from reports.writers.geopackage import layers_of
from reports.writers.work import Format, Work
from settlements.spreadsheets import PlainWriter

LONGEST_NAME = 10
LONGEST_TEXT = 254  # bytes
MOST_COLUMNS = 255
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass
class Cut:
    """What a shapefile cannot hold whole, by column."""

    names: dict[str, str]
    texts: dict[str, int] = field(default_factory=dict)

    def batch(self, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
        """The batch with short names, and with texts that fit."""
        columns = []
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            columns.append(self._fitting(name, column) if pa.types.is_string(column.type) else column)
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def _fitting(self, name: str, column: pa.Array) -> pa.Array:
        texts = pl.Series(column)
        long = texts.str.len_bytes() > LONGEST_TEXT
        if not long.any():
            return column
        self.texts[name] = self.texts.get(name, 0) + int(long.sum())
        return pa.array([None if text is None else shortened(text) for text in texts], pa.string())


def shortened(text: str) -> str:
    """As many whole characters as fit."""
    return text.encode()[:LONGEST_TEXT].decode("utf-8", "ignore")


def write(work: Work) -> list[Path]:
    paths: list[Path] = []
    lines: list[tuple[str, str, str, str]] = []
    for table in work.tables:
        columns = table.columns[:MOST_COLUMNS]
        for layer, selection in layers_of(table):
            chosen = table.selection(geometry=selection.geometry, columns=columns)
            cut = Cut(short_names(columns))
            schema = renamed(schema_of(chosen), cut.names)
            write_layer(
                work.folder / f"{layer}.shp", chosen, work.progress, layer=layer, driver="ESRI Shapefile",
                schema=schema, change=lambda batch, cut=cut, schema=schema: cut.batch(batch, schema),  # type: ignore[misc]
                encoding="UTF-8",
            )  # fmt: skip
            paths += [path for ending in PARTS if (path := work.folder / f"{layer}{ending}").exists()]
            lines += [
                (layer, cut.names[each.name], each.name, each.label_in(work.asked.language))
                for each in columns
            ]
            note_cuts(work, layer, cut)
        if len(table.columns) > MOST_COLUMNS:
            left = ", ".join(column.name for column in table.columns[MOST_COLUMNS:])
            work.notes.append((_("Columns that a shapefile has no room for"), left))
    fields = work.folder / "fields.csv"
    with fields.open("w", encoding="utf-8-sig", newline="") as text:
        writer = PlainWriter(text)
        writer.writerow(("file", "field", "column", "label"))
        for line in lines:
            writer.writerow(line)
    readme = work.readme([(table, table.columns) for table in work.tables])
    return [*paths, readme, fields]


def note_cuts(work: Work, layer: str, cut: Cut) -> None:
    for name, number in cut.texts.items():
        words = {"column": f"{layer}.{cut.names[name]}", "n": number, "most": LONGEST_TEXT}
        said = _("%(column)s: %(n)s, at %(most)s bytes; every other format has them whole") % words
        work.notes.append((_("Texts that were cut"), said))


def renamed(schema: pa.Schema, names: dict[str, str]) -> pa.Schema:
    return pa.schema([each.with_name(names.get(each.name, each.name)) for each in schema])


def short_names(columns: Sequence[Column]) -> dict[str, str]:
    """A name of at most ten ASCII letters for each column, none of them twice, whatever the case."""
    names: dict[str, str] = {}
    taken = {"geometry"}
    for column in columns:
        plain = column.short or column.name
        letters = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in plain)
        wanted = letters.strip("_")[:LONGEST_NAME] or "column"
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        taken.add(name.casefold())
        names[column.name] = name
    return names


SHAPEFILE = Format(
    name="shp",
    label=gettext_lazy("Shapefile, zipped"),
    extension="zip",
    content_type="application/zip",
    write=write,
    says=gettext_lazy("For programs that know nothing newer: short names, texts of 254 bytes at most."),
    needs_shapes=True,
)
