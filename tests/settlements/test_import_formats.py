"""The same ten houses in every format: the same register."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from settlements.imports import ImportRefused, Layer, Options, apply_ground, plan_ground
from settlements.models import Structure
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db

HOUSES = files.houses(5, 2)
ROWS: files.Rows = [
    (shape, {"number": f"KMT/{n}", "paint": "blue"}) for n, shape in enumerate(HOUSES, start=1)
]
UTM_ROWS: files.Rows = [(files.moved(shape, "EPSG:32737"), said) for shape, said in ROWS]


def two_layers(path: Path) -> Path:
    files.gdal(path, [(shapely.Point(36.8, -1.2), {"tree": "mango"})], "GPKG", "EPSG:4326", layer="trees")
    return files.gdal(path, UTM_ROWS, "GPKG", "EPSG:32737", layer="houses", append=True)


def kml_in_a_zip(path: Path) -> Path:
    import zipfile

    files.gdal(path.with_suffix(".kml"), ROWS, "KML", "EPSG:4326")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(path.with_suffix(".kml"), "doc.kml")
    return path


WRITERS: dict[str, tuple[Callable[[Path], Path], dict[str, Any]]] = {
    "geojson": (lambda path: files.geojson(path, ROWS), {}),
    "geojson-utm": (lambda path: files.geojson(path, UTM_ROWS, "EPSG:32737"), {}),
    "gpkg": (lambda path: files.gdal(path, UTM_ROWS, "GPKG", "EPSG:32737"), {}),
    "gpkg-layers": (two_layers, {"source_layer": "houses"}),
    "shapefile": (lambda path: files.zipped_shapefile(path, UTM_ROWS, "EPSG:32737"), {}),
    "shapefile-arc": (
        lambda path: files.zipped_shapefile(
            path, [(files.moved(shape, "EPSG:21037"), said) for shape, said in ROWS], "EPSG:21037"
        ),
        {},
    ),
    "kml": (lambda path: files.gdal(path, ROWS, "KML", "EPSG:4326"), {}),
    "kmz": (kml_in_a_zip, {}),
    "csv-wkt": (
        lambda path: files.table(
            path, [("number", "paint", "WKT"), *((said["number"], "blue", shape.wkt) for shape, said in ROWS)]
        ),
        {"crs": "EPSG:4326"},
    ),
    "csv-ewkt": (
        lambda path: files.table(
            path,
            [("number", "paint", "geom"),
             *((said["number"], "blue", f"SRID=32737;{shape.wkt}") for shape, said in UTM_ROWS)],
            delimiter=";",
            encoding="utf-16",
        ),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_the_same_houses(settlement: Any, tmp_path: Path, name: str) -> None:
    write, options = WRITERS[name]
    path = write(tmp_path / "upload.bin" if "shape" in name or name == "kmz" else tmp_path / f"x.{name[:4]}")
    decided = Options(Layer.STRUCTURES, **options)
    plan = apply_ground(settlement, path, decided)
    assert plan.counts == {"created": 10, "updated": 0, "unchanged": 0, "rejected": 0}
    for number, shape in enumerate(HOUSES, start=1):
        structure = Structure.objects.get(code=f"KMT/{number}")
        footprint = files.shape(structure.footprint)
        apart = footprint.symmetric_difference(shape).area / shape.area
        assert apart < 0.001
        assert footprint.contains(files.shape(structure.location))
        assert structure.properties["paint"] == "blue"
    again = plan_ground(settlement, path, decided)
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 10, "rejected": 0}


def test_points_of_a_table_of_degrees_need_no_question(settlement: Any, tmp_path: Path) -> None:
    path = files.table(tmp_path / "doors.csv", [
        ("House No", "Longitude", "Latitude", "rooms", "Notes"),
        ("12", "36.847", "-1.262", "3", "corner, blue door"),
        ("13 A/B", "36,8471", "-1,2621", "", ""),
        ("", "", "", "", ""),
        ("14", "east", "-1.2", "", ""),
    ])  # fmt: skip
    plan = apply_ground(settlement, path, Options(Layer.STRUCTURES))
    assert plan.columns == {"lon": "Longitude", "lat": "Latitude", "code": "House No", "rooms_total": "rooms"}
    assert [(row.row, row.code, row.action) for row in plan.rows] == [
        (2, "KMT/12", "created"), (3, "KMT/13A", "created"), (3, "KMT/13B", "created"), (5, "", "rejected"),
    ]  # fmt: skip
    first = Structure.objects.get(code="KMT/12")
    assert (first.location.coords, first.rooms_total) == ((36.847, -1.262), 3)
    assert first.properties == {"Notes": "corner, blue door"}
    unit = Structure.objects.get(code="KMT/13B")
    assert unit.location.coords == (36.8471, -1.2621)


def test_a_layer_that_is_not_there_is_named(settlement: Any, tmp_path: Path) -> None:
    path = two_layers(tmp_path / "two.gpkg")
    with pytest.raises(ImportRefused, match="trees, houses"):
        plan_ground(settlement, path, Options(Layer.STRUCTURES, source_layer="fields"))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")  # just that is meant
def test_a_shapefile_without_prj_is_asked_about(settlement: Any, tmp_path: Path) -> None:
    path = files.zipped_shapefile(tmp_path / "houses.zip", UTM_ROWS, None)
    plan = plan_ground(settlement, path, Options(Layer.STRUCTURES))
    assert plan.question is not None
    assert plan.question.code == "crs_missing"
    assert plan.proposals[0]["crs"] == "EPSG:32737"
    assert plan.proposals[0]["inside"] == 1


def test_a_shapefile_that_misses_a_part_says_which(settlement: Any, tmp_path: Path) -> None:
    path = files.zipped_shapefile(tmp_path / "houses.zip", ROWS, leave_out=".dbf")
    with pytest.raises(ImportRefused, match=r"\.dbf is missing"):
        plan_ground(settlement, path, Options(Layer.STRUCTURES))


def test_a_name_says_nothing(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "houses.csv", ROWS)
    assert plan_ground(settlement, path, Options(Layer.STRUCTURES)).format == "GeoJSON"
