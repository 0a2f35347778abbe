"""GeoJSON, GeoPackage and shapefiles: properties as text, geometries as a place in degrees."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pytest
import shapely

from tests.enumerations.reading import read, refusal

# Nairobi, Pumwani: the same point in degrees and in UTM 37S, computed with gdaltransform.
LON, LAT = 36.8470, -1.2610
EAST, NORTH = 260_425.924, 9_860_522.293


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "survey"


def feature(properties: dict[str, Any], geometry: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **more, "features": features})


def point(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def write(
    file: Path, geometries: list[shapely.Geometry], crs: str | None, driver: str, layer: str = "kaya"
) -> None:
    table = pa.table(
        {
            "door": [f"KMT/A/{at}" for at in range(1, len(geometries) + 1)],
            "rent": [1500.0, 2500.5][: len(geometries)],
            "wkb_geometry": shapely.to_wkb(geometries),
        }
    )
    kind = geometries[0].geom_type  # type: ignore[attr-defined]
    pyogrio.write_arrow(
        table, file, layer=layer, driver=driver, geometry_name="wkb_geometry", geometry_type=kind, crs=crs
    )


def place(text: str | None) -> tuple[float, float]:
    lat, lon = (text or "").split()
    return float(lat), float(lon)


def test_each_feature_is_a_row_with_its_place(file: Path) -> None:
    (sheet,) = read(
        file,
        collection(
            feature(
                {"door": "KMT/A/1", "day": "2026-03-01", "rooms": 2, "rent": 1500.0, "own": True},
                point(LON, LAT),
            ),
            feature({"door": "0712", "day": None, "rooms": None, "rent": 2.5, "own": False}),
        ),
    )
    assert sheet.name == ""
    assert sheet.headings == ["location", "door", "day", "rooms", "rent", "own"]
    assert sheet.rows == {
        1: ("-1.2610000 36.8470000", "KMT/A/1", "2026-03-01", "2", "1500", "true"),
        2: (None, "0712", None, None, "2.5", "false"),
    }


def test_a_property_called_location_keeps_its_values(file: Path) -> None:
    (sheet,) = read(file, collection(feature({"location": "by the well"}, point(LON, LAT))))
    assert sheet.headings == ["location", "location (2)"]
    assert sheet.rows == {1: ("-1.2610000 36.8470000", "by the well")}


def test_a_polygon_gives_a_point_on_it(file: Path) -> None:
    """A horseshoe, whose centre of gravity lies outside."""
    shape = shapely.Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
    geometry = json.loads(shapely.to_geojson(shape))
    (sheet,) = read(file, collection(feature({"a": "x"}, geometry)))
    lat, lon = place(sheet.rows[1][0])
    assert not shape.contains(shape.centroid)
    assert shape.contains(shapely.Point(lon, lat))


def test_geojson_in_another_encoding_is_read(file: Path) -> None:
    text = collection(feature({"jina": "Ng’ang’a"}, point(LON, LAT))).replace("\\u2019", "’")
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        (sheet,) = read(file, text.encode(encoding))
        assert sheet.rows == {1: ("-1.2610000 36.8470000", "Ng’ang’a")}


def test_the_crs_member_of_old_geojson_is_heeded(file: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32737"}}
    (sheet,) = read(file, collection(feature({"a": "x"}, point(EAST, NORTH)), crs=crs))
    lat, lon = place(sheet.rows[1][0])
    assert (lat, lon) == pytest.approx((LAT, LON), abs=1e-7)


@pytest.mark.parametrize(
    ("driver", "crs", "at"),
    [("GPKG", "EPSG:4326", (LON, LAT)), ("GPKG", "EPSG:32737", (EAST, NORTH))],
)
def test_a_geopackage_is_read_in_its_own_crs(
    file: Path, driver: str, crs: str, at: tuple[float, float]
) -> None:
    write(file, [shapely.Point(at), shapely.Point(at)], crs, driver)
    (sheet,) = read(file)
    assert (sheet.name, sheet.headings) == ("kaya", ["location", "door", "rent"])
    assert place(sheet.rows[1][0]) == pytest.approx((LAT, LON), abs=1e-7)
    assert [row[1:] for row in sheet.rows.values()] == [("KMT/A/1", "1500"), ("KMT/A/2", "2500.5")]


def test_a_geopackage_without_a_crs_is_refused(file: Path) -> None:
    write(file, [shapely.Point(EAST, NORTH)], None, "GPKG")
    assert refusal(file).code == "no_crs"


def test_a_table_without_places_is_a_sheet_too(file: Path) -> None:
    write(file, [shapely.Point(LON, LAT)], "EPSG:4326", "GPKG")
    persons = pa.table({"hh_code": ["KMT/A/1-1"], "name": ["Achieng"], "age": [7]})
    pyogrio.write_arrow(persons, file, layer="persons", driver="GPKG", append=True)
    households, people = read(file)
    assert (people.name, people.headings) == ("persons", ["hh_code", "name", "age"])
    assert people.rows == {1: ("KMT/A/1-1", "Achieng", "7")}
    assert households.headings[0] == "location"


@pytest.mark.parametrize("crs", ["EPSG:32737", None])
def test_a_zipped_shapefile_is_read(file: Path, tmp_path: Path, crs: str | None) -> None:
    folder = tmp_path / "shape"
    folder.mkdir()
    write(folder / "doors.shp", [shapely.Point(EAST, NORTH)], crs, "ESRI Shapefile", layer="doors")
    with zipfile.ZipFile(file, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"export/{part.name}")
    if crs is None:
        assert refusal(file).code == "no_crs"
        return
    (sheet,) = read(file)
    assert sheet.headings == ["location", "door", "rent"]
    assert place(sheet.rows[1][0]) == pytest.approx((LAT, LON), abs=1e-7)


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_layer_that_was_cut_off_is_refused(file: Path, cut: float) -> None:
    whole = collection(*[feature({"a": at}, point(LON, LAT)) for at in range(2000)]).encode()
    assert refusal(file, whole[: int(len(whole) * cut)]).code == "broken"
    file.unlink()
    write(file, [shapely.Point(LON, LAT)], "EPSG:4326", "GPKG")
    content = file.read_bytes()
    assert refusal(file, content[: int(len(content) * cut * 0.5)]).code == "broken"


def test_another_sqlite_database_is_no_table(file: Path) -> None:
    import sqlite3

    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE passwords (name TEXT)")
    database.close()
    assert refusal(file).code in {"not_a_table", "broken"}


def test_a_collection_without_features_has_no_rows(file: Path) -> None:
    assert refusal(file, collection()).code in {"no_rows", "empty"}
