"""Reads a tile as GDAL does: an independent decoder, with positions in EPSG:3857."""

import math
import tempfile
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.tiles import Tile


def decode(body: bytes, tile: Tile, layer: str) -> list[dict[str, Any]]:
    """The features of one layer: their attributes (null ones left out), and their shape as `geom`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tile.mvt"
        file.write_bytes(body)
        meta, _ids, shapes, columns = pyogrio.raw.read(
            f"MVT:{file}", layer=layer, X=tile.x, Y=tile.y, Z=tile.z, CLIP="NO"
        )
    features = []
    for number, shape in enumerate(shapes):
        values = zip(meta["fields"], (column[number] for column in columns), strict=True)
        known = {name: value for name, value in values if is_given(value)}
        features.append({**known, "geom": shapely.from_wkb(shape)})
    return features


def is_given(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def tile_at(longitude: float, latitude: float, zoom: int) -> Tile:
    """The tile of a place, by the formula of the OpenStreetMap wiki."""
    n = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * n
    return Tile(zoom, int((longitude + 180) / 360 * n), int(y))


def units_apart(one: BaseGeometry, other: BaseGeometry, tile: Tile) -> float:
    """How far two shapes are from each other, in units of the tile (Hausdorff)."""
    return shapely.hausdorff_distance(one, other) / (tile.size_m / 4096)
