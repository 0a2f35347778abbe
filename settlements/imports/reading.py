"""Files into features: headings, one record for each feature, and its shape or what is wrong with it."""

import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from settlements.imports import files, shapes, tables
from settlements.imports.problems import ImportRefused, Problem

MAX_FEATURES = 500_000
EXTENSIONS = {"GeoJSON": ".geojson", "GPKG": ".gpkg", "KML": ".kml", "GPX": ".gpx", "CSV": ".csv",
              "ESRI Shapefile": ".shp"}  # fmt: skip
# Told the driver, GDAL does not try others on a file that says it is something else.
PREFIXES = {"GeoJSON": "GeoJSON:"}
# What was walked before what was planned; the points of both are in them.
GPX_LAYERS = ("tracks", "routes", "waypoints")
Placed = shapes.Shape | Problem | None


@dataclass
class Features:
    """What a file holds. `rows` counts as a person does: lines of a table (the heading is 1), else features.

    `crs` is what the file says (EPSG code or WKT), None where it says nothing.
    """

    format: str
    layer: str = ""
    layers: list[str] = field(default_factory=list)
    crs: str | None = None
    headings: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    places: list[Placed] = field(default_factory=list)


def read(path: Path, *, source_layer: str = "", max_features: int = MAX_FEATURES) -> Features:
    """Read one layer of a file. A table's places are left None: its columns must be chosen first."""
    with opened(path) as found:
        if found.format == "CSV":
            features = from_table(found.path, max_features)
        else:
            features = from_gdal(found, source_layer, max_features)
    if not features.rows:
        raise ImportRefused("no_features")
    return features


@contextmanager
def opened(path: Path) -> Iterator[files.Found]:
    """The file under a name GDAL knows, in a folder that is removed afterwards."""
    room = Path(tempfile.mkdtemp(prefix="ground-"))
    try:
        found = files.recognise(path, room)
        if found.path == path and found.format != "CSV":
            linked = room / f"layer{EXTENSIONS[found.format]}"
            shutil.copyfile(path, linked)
            found = files.Found(found.format, linked)
        yield found
    finally:
        files.remove_room(room)


def from_table(path: Path, max_features: int) -> Features:
    """A CSV: records of text."""
    table = tables.read(path)
    if len(table.rows) > max_features:
        raise ImportRefused("too_many_features", limit=max_features)
    features = Features("CSV", headings=table.headings, rows=table.rows, records=table.records)
    features.places = list(table.problems)
    return features


def from_gdal(found: files.Found, source_layer: str, max_features: int) -> Features:
    """Everything but tables, through GDAL."""
    address = PREFIXES.get(found.format, "") + str(found.path)
    try:
        with warnings.catch_warnings():
            # Open rings, odd field types: each shape is checked by ourselves and named by its row.
            warnings.simplefilter("ignore")
            layers = layers_of(found.format, address)
            layer = pick_layer(layers, source_layer)
            meta, _fids, wkbs, columns = pyogrio.raw.read(address, layer=layer, max_features=max_features + 1)
    except (DataSourceError, DataLayerError, FieldError, UnicodeDecodeError, ValueError) as error:
        raise ImportRefused("unreadable", format=found.format, reason=without_paths(error)) from error
    features = Features(found.format, layer=layer, layers=layers, crs=meta["crs"])
    features.headings = [str(heading) for heading in meta["fields"]]
    count = len(wkbs) if wkbs is not None else len(columns[0]) if columns else 0
    if count > max_features:
        raise ImportRefused("too_many_features", limit=max_features)
    features.rows = list(range(1, count + 1))
    lists = [column.tolist() for column in columns]
    for at in range(count):
        record = {
            heading: plain(values[at]) for heading, values in zip(features.headings, lists, strict=True)
        }
        features.records.append({heading: value for heading, value in record.items() if value is not None})
    features.places = [place(wkb) for wkb in (wkbs if wkbs is not None else [None] * count)]
    return features


def layers_of(format: str, address: str) -> list[str]:
    """The layers' names. A GPX always has the same five: of these the ones that hold something."""
    names = [str(name) for name, _kind in pyogrio.list_layers(address)]
    if format != "GPX":
        return names
    return [
        name for name in GPX_LAYERS if name in names and pyogrio.read_info(address, layer=name)["features"]
    ]


def read_all(path: Path, *, max_layers: int, max_features: int) -> list[Features]:
    """Every layer of a file that holds something. Raises ImportRefused, also where none does."""
    first = read(path, max_features=max_features)
    found = [first]
    for name in first.layers[1:max_layers]:
        try:
            found.append(read(path, source_layer=name, max_features=max_features))
        except ImportRefused as refused:
            if refused.problem.code != "no_features":
                raise
    return found


def pick_layer(layers: list[str], wanted: str) -> str:
    """The named layer, else the first."""
    if not layers:
        raise ImportRefused("no_features")
    if wanted and wanted not in layers:
        raise ImportRefused("no_layer", name=wanted, layers=", ".join(layers))
    return wanted or layers[0]


def place(wkb: bytes | None) -> Placed:
    """The shape, or why there is none."""
    try:
        return shapes.read(wkb)
    except shapes.ShapeError as error:
        return error.problem


def plain(value: Any) -> Any:
    """An attribute as JSON holds it; None for what says nothing."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, bytes):
        return None
    return value


def without_paths(error: Exception) -> str:
    """What GDAL said, as one sentence, without the names of our folders."""
    said = re.sub(r"'?/\S+/layer\.\w+'?", "…", str(error).splitlines()[0] if str(error) else "")[:200]
    return f"{said.rstrip(' .')}." if said else ""
