"""GeoJSON, GeoPackage and shapefiles: properties as text, the geometry as a place in degrees."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyogrio
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Point
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from enumerations.intake.readers.sheet import (
    ROW,
    RowProblem,
    Sheet,
    blanks_to_null,
    unique_headings,
    with_any_value,
)
from enumerations.intake.refusal import Refusal

LOCATION = "location"
BATCH_ROWS = 10_000
DEGREES = CRS.from_epsg(4326)
GEOMETRY = "wkb_geometry"


def read_geographic(path: Path | str, *, driver: str) -> list[Sheet]:
    """A sheet for each layer. `driver` is GDAL's name of the format; no other may open the file.

    Raises Refusal `no_crs` where a layer has geometries and does not say in which coordinate system.
    """
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        sheets = [_sheet(path, layer, driver) for layer in layers]
    except (DataSourceError, DataLayerError, CRSError) as error:
        raise Refusal("broken") from error
    if not sheets:
        raise Refusal("empty")
    return sheets


def _options(driver: str) -> dict[str, Any]:
    # Text that looks like a date stays as it was written.
    return {"DATE_AS_STRING": "YES"} if driver == "GeoJSON" else {}


def _sheet(path: Path | str, layer: str, driver: str) -> Sheet:
    info = pyogrio.read_info(path, layer=layer, **_options(driver))
    if info["driver"] != driver:
        raise Refusal("not_a_table", found="binary")
    fields = [str(field) for field in info["fields"]]
    has_place = info["geometry_type"] is not None
    to_degrees = _to_degrees(info["crs"]) if has_place else None
    headings = unique_headings([*([LOCATION] if has_place else []), *fields])

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        start = 1
        for whole in _batches(path, layer, driver):
            columns = [_text(whole[name]) for name in fields]
            if has_place:
                columns.insert(0, _places(whole[GEOMETRY], to_degrees))
            named = [column.alias(heading) for column, heading in zip(columns, headings, strict=True)]
            frame = pl.DataFrame(named).with_columns(blanks_to_null(headings))
            yield with_any_value(frame.with_row_index(ROW, start))
            start += whole.height

    # GeoJSON has one layer, named after a file whose name is ours.
    return Sheet("" if driver == "GeoJSON" else layer, headings, read)


def _batches(path: Path | str, layer: str, driver: str) -> Iterator[pl.DataFrame]:
    try:
        with pyogrio.open_arrow(
            path, layer=layer, batch_size=BATCH_ROWS, use_pyarrow=True, **_options(driver)
        ) as (meta, reader):
            for batch in reader:
                frame = pl.DataFrame([_series(batch, name) for name in batch.schema.names])
                name = meta["geometry_name"] or GEOMETRY
                yield frame.rename({name: GEOMETRY}) if name in frame.columns else frame
    except (DataSourceError, DataLayerError, RuntimeError, OSError) as error:
        raise Refusal("broken") from error


def _series(batch: pa.RecordBatch, name: str) -> pl.Series:
    column = batch[name]
    # Geometries and JSON come as types of their own around bytes and text.
    is_wrapped = isinstance(column.type, pa.BaseExtensionType)
    return pl.Series(name, column.storage if is_wrapped else column)


def _to_degrees(crs: str | None) -> Transformer | None:
    """What turns the layer's coordinates into degrees; None where they are."""
    if not crs:
        raise Refusal("no_crs")
    system = CRS.from_user_input(crs)
    if system.is_engineering or "undefined" in system.name.lower():
        raise Refusal("no_crs")
    if system.equals(DEGREES, ignore_axis_order=True):
        return None
    return Transformer.from_crs(system, DEGREES, always_xy=True)


def _places(geometries: pl.Series, to_degrees: Transformer | None) -> pl.Series:
    """ "lat lon" of each geometry: the point itself, or one that certainly lies on the surface."""
    points = [_point(bytes(geometry)) if geometry is not None else None for geometry in geometries]
    found = [at for at, point in enumerate(points) if point is not None]
    x = [points[at][0] for at in found]  # type: ignore[index]
    y = [points[at][1] for at in found]  # type: ignore[index]
    if to_degrees is not None and found:
        try:
            x, y = to_degrees.transform(x, y)
        except ProjError as error:
            raise Refusal("broken") from error
    places: list[str | None] = [None] * len(points)
    for at, lon, lat in zip(found, x, y, strict=True):
        places[at] = f"{lat:.7f} {lon:.7f}"
    return pl.Series(places, dtype=pl.String)


def _point(wkb: bytes) -> tuple[float, float] | None:
    try:
        geometry = GEOSGeometry(memoryview(wkb))
        if geometry.empty:
            return None
        point = geometry if isinstance(geometry, Point) else geometry.point_on_surface
    except (GEOSException, GDALException, ValueError):
        return None
    return None if point.empty else (point.coords[0], point.coords[1])


def _text(values: pl.Series) -> pl.Series:
    """A property as a person would write it."""
    kind = values.dtype
    if kind.is_float():
        return values.cast(pl.String).str.strip_suffix(".0")
    if isinstance(kind, pl.Datetime):
        return values.dt.to_string("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    if isinstance(kind, pl.List):
        return values.cast(pl.List(pl.String)).list.join(" ")
    if kind == pl.Binary:
        return pl.Series([None] * len(values), dtype=pl.String)
    return values.cast(pl.String)
