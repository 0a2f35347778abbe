"""GeoJSON (RFC 7946): degrees on WGS 84, a feature to a line."""

from pathlib import Path
from typing import IO

import orjson
import polars as pl
from django.utils.translation import gettext_lazy as _

from enumerations.intake.fields import Kind
from reports.data import stream
from reports.data.asked import DEGREES
from reports.data.columns import Column
from reports.data.query import Selection
from reports.data.table import Table
from reports.writers.markup import joined
from reports.writers.work import Format, Work

SHAPE = "geometry"
# More digits than a double has behind the point here: read back, it is the same place.
DIGITS = 15


def write(work: Work) -> list[Path]:
    """A file for each table; each says in `about` what it is."""
    paths = []
    for table in work.tables:
        path = work.folder / f"{table.name}.geojson"
        with path.open("wb", buffering=1 << 20) as out:
            _write_table(table, out, work)
        paths.append(path)
    if len(paths) > 1:
        paths.append(work.readme([(table, table.columns) for table in work.tables], crs=DEGREES))
    return paths


def selection_of(table: Table, sql: str) -> Selection:
    """The columns with the shape as text that `sql` makes of it, last."""
    mixed = table.dataset.mixed
    text = sql.format(mixed.sql) if mixed else "NULL"
    shape = Column(SHAPE, "", Kind.TEXT, text, table.dataset.lowest, plain=True)
    return table.selection(columns=(*table.columns, shape))


def _write_table(table: Table, out: IO[bytes], work: Work) -> None:
    head = {"type": "FeatureCollection", "name": table.name}
    if not work.asked.alone:
        about = work.about([(table, table.columns)], crs=DEGREES)
        fields = [{"name": row[1], "label": row[2], "type": row[3], "codes": row[5]} for row in about.columns]
        head |= {"about": dict(about.facts), "fields": fields}  # type: ignore[dict-item]
    out.write(orjson.dumps(head)[:-1] + b',"features":[')
    selection = selection_of(table, f"ST_AsGeoJSON({{}}, {DIGITS})")
    comma = 1  # before every feature but the first
    for batch in stream.batches(selection, work.progress):
        out.write(joined(features(pl.DataFrame(batch)))[comma:])
        comma = 0
    out.write(b"\n]}\n")


def features(frame: pl.DataFrame) -> pl.Series:
    """One JSON text per row, with what parts it from the one before."""
    shapes = frame.to_series(frame.width - 1).fill_null("null")
    properties = frame[:, :-1].with_columns(pl.selectors.date().dt.to_string("%Y-%m-%d"))
    texts = properties.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return pl.select(
        pl.concat_str(
            pl.lit(',\n{"type":"Feature","properties":'), texts, pl.lit(',"geometry":'), shapes, pl.lit("}")
        )
    ).to_series()


GEOJSON = Format(
    name="geojson",
    label="GeoJSON",
    extension="geojson",
    content_type="application/geo+json",
    write=write,
    says=_("For maps on the web and most GIS programs; always in WGS 84."),
    crs=DEGREES,
)
