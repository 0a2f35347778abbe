"""KML (OGC 12-007): degrees on WGS 84, for Google Earth and phones."""

from pathlib import Path
from typing import IO

import polars as pl
from django.utils.translation import gettext_lazy as _

from enumerations.intake.fields import Kind
from reports.data import stream
from reports.data.asked import DEGREES
from reports.data.table import Table
from reports.writers.geojson import selection_of
from reports.writers.markup import escape, escaped, joined
from reports.writers.work import Format, Work

DIGITS = 15
TYPES = {Kind.INTEGER: "int", Kind.DECIMAL: "double"}
# What a place is called on the map: the first of these that it has.
NAMES = ("structure_code", "name", "code", "hh_code", "settlement_name")


def write(work: Work) -> list[Path]:
    """One document; a folder for each table."""
    path = work.folder / "data.kml"
    about = work.about([(table, table.columns) for table in work.tables], crs=DEGREES)
    with path.open("wb", buffering=1 << 20) as out:
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">')
        facts = "\n".join(f"{name}: {value}" for name, value in about.facts)
        head = f"<Document><name>{escape(about.title)}</name><description>{escape(facts)}</description>"
        out.write(head.encode())
        for table in work.tables:
            out.write(schema(table, work.asked.language).encode())
        for table in work.tables:
            _write_table(table, out, work)
        out.write(b"</Document></kml>\n")
    return [path]


def schema(table: Table, language: str) -> str:
    """The columns with their types and labels."""
    fields = "".join(
        f'<SimpleField type="{TYPES.get(column.kind, "string")}" name="{escape(column.name)}">'
        f"<displayName>{escape(column.label_in(language))}</displayName></SimpleField>"
        for column in table.columns
    )
    return f'\n<Schema name="{table.name}" id="{table.name}">{fields}</Schema>'


def _write_table(table: Table, out: IO[bytes], work: Work) -> None:
    out.write(f"\n<Folder><name>{escape(str(table.dataset.title))}</name>".encode())
    selection = selection_of(table, f"ST_AsKML({{}}, {DIGITS})")
    named = [column.name for column in table.columns]
    fronts = [f'<SimpleData name="{escape(name)}">' for name in named]
    title = next((named.index(name) for name in NAMES if name in named), 0)
    for batch in stream.batches(selection, work.progress):
        out.write(joined(_placemarks(pl.DataFrame(batch), fronts, title, table.name)))
    out.write(b"</Folder>")


def _placemarks(frame: pl.DataFrame, fronts: list[str], title: int, table: str) -> pl.Series:
    """One Placemark per row; what is blank is left out."""
    *columns, shapes = frame.iter_columns()
    texts = [escaped(column.cast(pl.String)).alias(str(at)) for at, column in enumerate(columns)]
    cells = []
    for front, text in zip(fronts, texts, strict=True):
        if text.null_count() < frame.height:
            cells.append(pl.concat_str(pl.lit(front), text.name, pl.lit("</SimpleData>")).fill_null(""))
    placemark = pl.concat_str(
        pl.lit("\n<Placemark><name>"), pl.col(str(title)).fill_null(""),
        pl.lit(f'</name><ExtendedData><SchemaData schemaUrl="#{table}">'), *cells,
        pl.lit("</SchemaData></ExtendedData>"), pl.col(shapes.name).fill_null(""), pl.lit("</Placemark>"),
    )  # fmt: skip
    return pl.DataFrame([*texts, shapes]).select(placemark).to_series()


KML = Format(
    name="kml",
    label="KML",
    extension="kml",
    content_type="application/vnd.google-earth.kml+xml",
    write=write,
    says=_("For Google Earth and phones; always in WGS 84."),
    crs=DEGREES,
    needs_shapes=True,
    holds_several=True,
)
