"""Files of ground, drawn in the test and written by GDAL: what a person would bring."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
WEST, SOUTH = 36.846, -1.263  # the square of SettlementFactory, 0.003 degrees wide
M = 1 / 111_195

Rows = Sequence[tuple[Any, dict[str, Any]]]


def real(name: str) -> Path:
    """A file of the real data kept beside the project; the test is skipped where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real data is not here: ../shared/data/{name}")
    return path


def shape(kept: Any) -> Any:
    """A shape of the register, as shapely's."""
    return shapely.from_wkb(bytes(kept.wkb))


def house(column: int, row: int, size_m: float = 4) -> shapely.Polygon:
    """A square house on a grid of 6 m inside the settlement."""
    west, south = WEST + column * 6 * M, SOUTH + row * 6 * M
    return shapely.box(west, south, west + size_m * M, south + size_m * M)


def houses(columns: int = 5, rows: int = 4) -> list[shapely.Polygon]:
    return [house(column, row) for row in range(2, rows + 2) for column in range(2, columns + 2)]


@lru_cache
def to_system(crs: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def moved(shape: BaseGeometry, crs: str) -> Any:
    """A shape in degrees, in another system; by pyproj and shapely."""
    transformer = to_system(crs)
    return shapely.transform(shape, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


def swapped(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def geojson(path: Path, rows: Rows, crs: str | None = None) -> Path:
    features = [
        {"type": "Feature", "properties": properties, "geometry": shape and shapely.geometry.mapping(shape)}
        for shape, properties in rows
    ]
    top: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        top["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    path.write_text(json.dumps(top))
    return path


def gdal(
    path: Path, rows: Rows, driver: str, crs: str | None, layer: str = "layer", append: bool = False
) -> Path:
    """GeoPackage, Shapefile or KML."""
    names = list(rows[0][1])
    kinds = {shape.geom_type for shape, _properties in rows if shape is not None}
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(shape) for shape, _properties in rows], dtype=object),
        field_data=[np.array([properties[name] for _shape, properties in rows]) for name in names],
        fields=names,
        layer=layer,
        driver=driver,
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs=crs,
        append=append,
    )
    return path


def zipped_shapefile(path: Path, rows: Rows, crs: str | None = "EPSG:4326", leave_out: str = "") -> Path:
    """A Shapefile in a folder of a zip, as QGIS users send it."""
    folder = path.parent / f"{path.stem}-parts"
    folder.mkdir()
    gdal(folder / "Houses.shp", rows, "ESRI Shapefile", crs)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix != leave_out and not (crs is None and part.suffix == ".prj"):
                archive.write(part, f"survey/{part.name}")
        archive.writestr("__MACOSX/survey/._Houses.shp", b"rubbish")
    return path


def table(path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
