"""GeoJSON, GeoPackage and shapefiles: properties as text, the geometry as a place in degrees."""

import warnings
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
from settlements.exported import is_ours

# Files are kept under names of ours, without endings.
warnings.filterwarnings("ignore", "File .* non conformant file extension", RuntimeWarning)

LOCATION = "location"
BATCH_ROWS = 10_000
DEGREES = CRS.from_epsg(4326)
GEOMETRY = "wkb_geometry"


def read_geographic(path: Path, *, driver: str) -> list[Sheet]:
    """A sheet for each layer. `driver` is GDAL's name of the format; no other may open the file.

    Raises Refusal `no_crs` where a layer has geometries and does not say in which coordinate system.
    """
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        sheets = [_sheet(path, layer, driver) for layer in layers]
    except (DataSourceError, DataLayerError, CRSError, UnicodeDecodeError) as error:
        raise Refusal("broken") from error
    if not sheets:
        raise Refusal("empty")
    return sheets


def _options(driver: str) -> dict[str, Any]:
    # Text that looks like a date stays as it was written.
    return {"DATE_AS_STRING": "YES"} if driver == "GeoJSON" else {}


def _sheet(path: Path, layer: str, driver: str) -> Sheet:
    info = pyogrio.read_info(path, layer=layer, **_options(driver))
    if info["driver"] != driver:
        raise Refusal("not_a_table", found="binary")
    fields = [str(field) for field in info["fields"]]
    # In an export of ours the shape is the door's; where the household answered stands in a column.
    has_place = info["geometry_type"] is not None and not is_ours(fields)
    to_degrees = _to_degrees(info["crs"]) if has_place else None
    headings = unique_headings([*([LOCATION] if has_place else []), *fields])

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        start = 1
        for columns, geometries in _batches(path, layer, driver):
            texts = [_text(_series(column)) for column in columns]
            if has_place:
                texts.insert(0, _places(geometries, to_degrees))
            named = [text.alias(heading) for text, heading in zip(texts, headings, strict=True)]
            frame = blanks_to_null(pl.DataFrame(named))
            yield with_any_value(frame.with_row_index(ROW, start))
            start += frame.height

    # GeoJSON has one layer, named after a file whose name is ours.
    return Sheet("" if driver == "GeoJSON" else layer, headings, read)


def _batches(path: Path, layer: str, driver: str) -> Iterator[tuple[list[pa.Array], list[bytes | None]]]:
    """Some thousand features at a time: the properties by column, and the geometries as WKB."""
    try:
        with pyogrio.open_arrow(
            path, layer=layer, batch_size=BATCH_ROWS, use_pyarrow=True, **_options(driver)
        ) as (meta, reader):
            for batch in reader:
                # By place and not by name: names may be blank or repeated.
                names = batch.schema.names
                place = names.index(meta["geometry_name"] or GEOMETRY) if meta["geometry_type"] else -1
                geometries = _storage(batch.column(place)).to_pylist() if place >= 0 else []
                yield [column for at, column in enumerate(batch.columns) if at != place], geometries
    except (DataSourceError, DataLayerError, pa.ArrowException, RuntimeError, OSError) as error:
        raise Refusal("broken") from error


def _storage(column: pa.Array) -> pa.Array:
    """The bytes or text inside of arrow's types for geometries and JSON."""
    return column.storage if isinstance(column.type, pa.BaseExtensionType) else column


def _series(column: pa.Array) -> pl.Series:
    column = _storage(column)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            # A layer that says UTF-8 and is not.
            raw = column.cast(pa.binary()).to_pylist()
            return pl.Series([text and text.decode("utf-8", "cp1252_byte") for text in raw], dtype=pl.String)
    return pl.Series(column)


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


def _places(geometries: list[bytes | None], to_degrees: Transformer | None) -> pl.Series:
    """ "lat lon" of each geometry: the point itself, or one that certainly lies on the surface."""
    points = [_point(geometry) if geometry is not None else None for geometry in geometries]
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
