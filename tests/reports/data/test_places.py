"""Coordinates and KML, held against what others compute and read."""

import csv
import io
import json
from typing import Any

import openpyxl
import pyogrio
import pyproj
import pytest
from defusedxml import ElementTree
from django.contrib.gis.geos import Polygon

from enumerations.models import Enumeration
from settlements.models import Structure
from tests.reports.data.conftest import Export
from tests.reports.data.test_csv import unzipped

KML = {"k": "http://www.opengis.net/kml/2.2"}
# Arc 1960 to WGS 84 (2), EPSG:1284: Kenya, 6 m; on Clarke 1880 (RGS), EPSG:7012. Every step is said here, so
# that it does not matter which operation PROJ would choose.
CLARKE = "+a=6378249.145 +rf=293.465"
TO_ARC_37S = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
    " +step +proj=cart +ellps=WGS84 +step +inv +proj=helmert +x=-157 +y=-2 +z=-299"
    f" +step +inv +proj=cart {CLARKE} +step +proj=pop +v_3 +step +proj=utm +zone=37 +south {CLARKE}"
)


def numbers(text: str) -> list[tuple[float, float]]:
    """KML's coordinates."""
    return [(float(each.split(",")[0]), float(each.split(",")[1])) for each in text.split()]


def test_arc_1960_is_what_its_published_shift_makes(counted: Enumeration, export: Export) -> None:
    there = pyproj.Transformer.from_pipeline(TO_ARC_37S)
    wanted = {
        code: there.transform(place.x, place.y)
        for code, place in Structure.objects.values_list("code", "location")
    }
    assert wanted["KMT/A/1"] == pytest.approx((260340.017, 9860821.559), abs=0.001)
    text = unzipped(export("structures", crs=21037).path, "structures.csv")
    found = list(csv.DictReader(io.StringIO(text)))
    for row in found:
        place = (float(row["easting"]), float(row["northing"]))
        assert place == pytest.approx(wanted[row["structure_code"]], abs=0.001)
        assert row["wkt"].startswith("SRID=21037;")
    assert len(found) == 4


def test_arc_1960_is_named_in_a_geopackage(counted: Enumeration, export: Export) -> None:
    made = export("structures", format="gpkg", crs=21037)
    info = pyogrio.read_info(made.path, layer="structures")
    assert info["crs"] == "EPSG:21037"
    west, south, _east, _north = info["total_bounds"]
    first = pyproj.Transformer.from_pipeline(TO_ARC_37S).transform(36.8471, -1.261)
    assert (west, south) == pytest.approx(first, abs=0.001)


def test_kml_is_read_back_in_full(counted: Enumeration, export: Export) -> None:
    """Every column of every row, with its place, as the workbook of the same rows has them."""
    Structure.objects.filter(code="KMT/A/4").update(
        footprint=Polygon(
            ((36.8, -1.2), (36.9, -1.2), (36.9, -1.1), (36.8, -1.2)),
            ((36.86, -1.18), (36.88, -1.18), (36.88, -1.16), (36.86, -1.18)),
        )
    )
    root = ElementTree.parse(export("structures", format="kml").path).getroot()
    marks = root.findall(".//k:Placemark", KML)
    page = openpyxl.load_workbook(export("structures", format="xlsx").path)["structures"]
    headings, *rows = page.iter_rows(values_only=True)
    wanted = [
        {
            name: str(value)
            for name, value in zip(headings, row, strict=True)
            if value is not None and name not in ("longitude", "latitude")
        }
        for row in rows
    ]
    assert [fields(mark) for mark in marks] == wanted
    declared = {each.get("name") for each in root.findall(".//k:Schema/k:SimpleField", KML)}
    assert declared == set(headings) - {"longitude", "latitude"}
    places = [place(mark) for mark in marks]
    for structure, found in zip(Structure.objects.order_by("pk"), places, strict=True):
        shape = structure.footprint or structure.location
        rings: Any = shape.coords if structure.footprint else [[shape.coords]]
        assert found == [[pytest.approx(point, abs=1e-12) for point in ring] for ring in rings]


def fields(mark: Any) -> dict[str, str]:
    return {each.get("name"): each.text for each in mark.findall(".//k:SimpleData", KML)}


def place(mark: Any) -> list[list[tuple[float, float]]]:
    """The point, or the rings of the outline, the outer one first."""
    return [numbers(each.text) for each in mark.findall(".//k:coordinates", KML)]


def test_gdal_reads_the_kml(counted: Enumeration, export: Export) -> None:
    made = export("structures", format="kml")
    table = pyogrio.read_arrow(made.path, layer="Structures")[1].to_pandas()
    assert table["Name"].tolist() == [f"KMT/A/{n}" for n in (1, 2, 3, 4)]


def test_the_same_place_in_geojson_and_kml(counted: Enumeration, export: Export) -> None:
    collection = json.loads(export("structures", format="geojson").path.read_text())
    root = ElementTree.parse(export("structures", format="kml").path).getroot()
    shapes = [each["geometry"]["coordinates"] for each in collection["features"]]
    points = [tuple(each) if isinstance(each[0], float) else tuple(each[0][0]) for each in shapes]
    assert [place(mark)[0][0] for mark in root.findall(".//k:Placemark", KML)] == points
