"""Parquet, and GeoParquet (1.1) where there is a shape: for Python, R, DuckDB and new GIS programs."""

import json
from pathlib import Path

import polars as pl
import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from enumerations.intake.fields import Kind
from reports.data import stream
from reports.data.dataset import Shapes
from reports.data.query import GEOMETRY, Selection
from reports.data.table import Table
from reports.writers.work import Format, Work

KINDS = {
    Shapes.POINT: ["Point"],
    Shapes.LINE: ["MultiLineString"],
    Shapes.AREA: ["MultiPolygon"],
    Shapes.ANY: [],  # of any kind
}
MOMENT = pa.timestamp("us", "UTC")
GROUP = 20_000  # rows that are packed together


def write(work: Work) -> list[Path]:
    """A file for each table."""
    paths = []
    for table in work.tables:
        path = work.folder / f"{table.name}.parquet"
        _write_table(table, path, work)
        paths.append(path)
    if len(paths) > 1:
        paths.append(work.readme([(table, table.columns) for table in work.tables]))
    return paths


def _write_table(table: Table, path: Path, work: Work) -> None:
    import pyarrow.parquet  # only here: a worker may never need it

    selection = table.selection(geometry=table.dataset.mixed)
    schema = described(table, selection, work)
    moments = [at for at, column in enumerate(selection.columns) if column.kind is Kind.MOMENT]
    waiting: list[pa.RecordBatch] = []
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:

        def flush() -> None:
            if waiting:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting.clear()

        for batch in stream.batches(selection, work.progress):
            columns = batch.columns
            for at in moments:
                columns[at] = as_moments(columns[at])
            waiting.append(pa.RecordBatch.from_arrays(columns, schema=schema))
            if sum(each.num_rows for each in waiting) >= GROUP:
                flush()
        flush()


def as_moments(texts: pa.Array) -> pa.Array:
    found = pl.Series(texts).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC")
    return found.to_arrow().cast(MOMENT)


def described(table: Table, selection: Selection, work: Work) -> pa.Schema:
    """The types, with the words for each column, the facts, and what GeoParquet wants to know."""
    fields = []
    for each, column in zip(stream.schema_of(selection), selection.columns, strict=False):
        kind = MOMENT if column.kind is Kind.MOMENT else each.type
        words = {"description": column.label_in(work.asked.language)}
        if column.kind in (Kind.CODE, Kind.CODES):
            words["codes"] = json.dumps(column.labels_in(work.asked.language), ensure_ascii=False)
        fields.append(pa.field(each.name, kind, metadata=words))
    facts = dict(work.about([(table, table.columns)]).facts)
    metadata = {"about": json.dumps(facts, ensure_ascii=False)}
    if selection.geometry is not None:
        fields.append(pa.field(GEOMETRY, pa.binary()))
        metadata["geo"] = json.dumps(geo(selection))
    return pa.schema(fields, metadata=metadata)


def geo(selection: Selection) -> dict[str, object]:
    """The metadata of GeoParquet."""
    from pyproj import CRS

    assert selection.geometry is not None
    column = {
        "encoding": "WKB",
        "geometry_types": KINDS[selection.geometry.shapes],
        "crs": CRS.from_epsg(selection.crs).to_json_dict(),
    }
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


PARQUET = Format(
    name="parquet",
    label="Parquet",
    extension="parquet",
    content_type="application/vnd.apache.parquet",
    write=write,
    says=_("For Python, R and DuckDB: small and typed, with shapes as GeoParquet."),
)
