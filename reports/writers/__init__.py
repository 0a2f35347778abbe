"""Tables into files: one module for each format, and `FORMATS`, which knows them all."""

from reports.writers.csv import CSV
from reports.writers.geojson import GEOJSON
from reports.writers.geopackage import GEOPACKAGE
from reports.writers.kml import KML
from reports.writers.parquet import PARQUET
from reports.writers.shapefile import SHAPEFILE
from reports.writers.spss import SPSS
from reports.writers.work import Format, Work
from reports.writers.xlsx import XLSX

EVERY = (XLSX, CSV, GEOPACKAGE, GEOJSON, SHAPEFILE, KML, PARQUET, SPSS)
FORMATS: dict[str, Format] = {each.name: each for each in EVERY}

__all__ = ["FORMATS", "Format", "Work"]
