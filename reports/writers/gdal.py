"""Arrow batches handed to GDAL: how GeoPackages and shapefiles are written."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from reports.data.query import GEOMETRY, Selection
from reports.data.stream import Progress, batches, schema_of

CONFIG = {
    # A file that a broken machine leaves half is made anew: nobody waits for the disk.
    "OGR_SQLITE_SYNCHRONOUS": "OFF",
    # Bytes of the index of places that wait in memory: of a million it would be all.
    "OGR_GPKG_MAX_RAM_USAGE_RTREE": str(16 << 20),
}
Change = Callable[[pa.RecordBatch], pa.RecordBatch]


def write_layer(
    path: Path,
    selection: Selection,
    progress: Progress,
    *,
    layer: str,
    driver: str,
    schema: pa.Schema | None = None,
    change: Change | None = None,
    **options: Any,
) -> None:
    """One layer of a file; `change` makes each batch what `schema` says. Cancelled passes through."""
    failed: list[BaseException] = []

    def rows() -> Iterator[pa.RecordBatch]:
        try:
            for batch in batches(selection, progress):
                yield change(batch) if change else batch
        except BaseException as error:  # GDAL would tell a reason of its own
            failed.append(error)
            raise

    reader = pa.RecordBatchReader.from_batches(schema or schema_of(selection), rows())
    try:
        _write(reader, path, selection, layer, driver, options)
    except Exception:
        if failed:
            raise failed[0] from None
        raise


def _write(
    reader: Any, path: Path, selection: Selection, layer: str, driver: str, options: dict[str, Any]
) -> None:
    import pyogrio  # only here: it brings a GDAL of its own, 50 MB that a worker may never need

    pyogrio.set_gdal_config_options(CONFIG)
    place: dict[str, Any] = {}
    if selection.geometry is not None:
        place = {
            "geometry_name": GEOMETRY,
            "geometry_type": str(selection.geometry.shapes),
            "crs": f"EPSG:{selection.crs}",
        }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of field types that a driver writes as others
        pyogrio.write_arrow(
            reader, path, layer=layer, driver=driver, append=path.exists(), **place, **options
        )


def write_texts(path: Path, layer: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A layer of texts without places."""
    import pyogrio

    columns = [[row[at] for row in rows] for at in range(len(headings))]
    table = pa.table([pa.array(each, pa.string()) for each in columns], names=list(headings))
    pyogrio.write_arrow(table, path, layer=layer, driver="GPKG", append=path.exists(), geometry_type=None)
