"""GeoPackage: every table a layer of one file, with two more that explain it."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from reports.data.about import ORDER
from reports.data.table import Table
from reports.writers.gdal import write_layer, write_texts
from reports.writers.work import Format, Work

DRIVER = "GPKG"


def write(work: Work) -> list[Path]:
    """One file; a layer for each kind of shape of a table."""
    path = work.folder / "data.gpkg"
    for table in work.tables:
        for layer, selection in layers_of(table):
            write_layer(path, selection, work.progress, layer=layer, driver=DRIVER)
    about = work.about([(table, table.columns) for table in work.tables])
    write_texts(path, "about", ("about", "value"), about.facts)
    write_texts(path, "columns", ORDER, about.columns)
    return [path]


def layers_of(table: Table):  # type: ignore[no-untyped-def]
    """The name and the selection of each layer: the first one holds every row."""
    if not table.dataset.geometries:
        yield table.name, table.selection()
    for at, geometry in enumerate(table.dataset.geometries):
        name = f"{table.name}_{geometry.suffix}" if geometry.suffix else table.name
        if at == 0 or table.rows_with(geometry):
            yield name, table.selection(geometry=geometry)


GEOPACKAGE = Format(
    name="gpkg",
    label="GeoPackage",
    extension="gpkg",
    content_type="application/geopackage+sqlite3",
    write=write,
    says=_("For QGIS and ArcGIS: all tables in one file."),
    holds_several=True,
)
