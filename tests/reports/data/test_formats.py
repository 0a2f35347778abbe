"""Every format opened by a program of others, and its totals compared with the database."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyarrow.parquet
import pyogrio
import pyproj
import pyreadstat
import pytest
from defusedxml import ElementTree
from django.db.models import Count, Sum
from django.test import override_settings

from enumerations.models import Enumeration, Household, Person
from settlements.models import Structure
from tests.reports.data.conftest import NASTY, Export

Frame = Any


def read(path: Path, layer: str | None = None) -> Frame:
    """A layer as GDAL reads it, its shapes as WKB."""
    return pyogrio.read_arrow(path, layer=layer)[1].to_pandas()


def totals(table: Frame) -> tuple[int, int, int]:
    """Rows, people and rooms; -98 is no number of rooms."""
    rooms = pandas.to_numeric(table["rooms_used"])
    people = pandas.to_numeric(table["members_total"])
    return len(table), int(people.sum()), int(rooms[rooms >= 0].sum())


def in_register() -> tuple[int, int, int]:
    found = Household.objects.aggregate(Count("pk"), Sum("members_total"), Sum("rooms_used"))
    return found["pk__count"], found["members_total__sum"], found["rooms_used__sum"]


def member(path: Path, ending: str, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return next(folder.glob(f"*{ending}"))


def test_geopackage_has_a_layer_for_each_table(counted: Enumeration, export: Export) -> None:
    made = export("households", "persons", "structures", format="gpkg")
    layers = dict(pyogrio.list_layers(made.path))
    assert layers == {
        "households": "Point", "persons": None, "structures": "Point", "structures_outlines": "MultiPolygon",
        "about": None, "columns": None,
    }  # fmt: skip
    households = read(made.path, "households")
    assert totals(households) == in_register()
    assert households["note"].tolist()[:3] == [NASTY[0], NASTY[2], NASTY[7]]
    assert households["interviewed_on"][0] == date(2026, 10, 5)
    assert len(read(made.path, "persons")) == Person.objects.count()
    assert len(read(made.path, "structures_outlines")) == 1


def test_geopackage_in_utm_of_the_place(counted: Enumeration, export: Export) -> None:
    made = export("structures", format="gpkg", crs=32737)
    info = pyogrio.read_info(made.path, layer="structures")
    assert info["crs"] == "EPSG:32737"
    west, south, east, north = info["total_bounds"]
    assert (west, south) == pytest.approx(
        pyproj.Transformer.from_crs(4326, 32737, always_xy=True).transform(36.8471, -1.261)
    )
    assert (30 < east - west < 40, north - south < 1) == (True, True)


def test_geojson_is_a_feature_for_each_row(counted: Enumeration, export: Export) -> None:
    made = export("households", format="geojson", crs=32737)
    collection = json.loads(made.path.read_text())
    assert [each["properties"]["note"] for each in collection["features"]][:3] == [
        NASTY[0],
        NASTY[2],
        NASTY[7],
    ]
    assert collection["features"][0]["geometry"]["coordinates"] == pytest.approx([36.8471, -1.261])
    assert "WGS 84" in collection["about"]["Coordinates"]
    table = read(made.path)
    assert totals(table) == in_register()


def test_excel_has_numbers_as_numbers_and_texts_as_texts(counted: Enumeration, export: Export) -> None:
    made = export("households", "persons", format="xlsx")
    book = openpyxl.load_workbook(made.path)
    assert book.sheetnames == ["households", "persons", "about", "columns"]
    page = book["households"]
    assert page.freeze_panes == "A2"
    headings = [cell.value for cell in page[1]]
    first = dict(zip(headings, page[2], strict=True))
    assert first["rent_month_kes"].value == 2500
    assert first["interviewed_on"].value.date() == date(2026, 10, 5)
    assert (first["head_id_number"].value, first["head_id_number"].data_type) == ("=2+5", "s")
    assert (first["phone"].value, first["note"].value) == ("0712345678", NASTY[0])
    table = pandas.read_excel(made.path, sheet_name="households")
    assert totals(table) == in_register()
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["For whom"] == "Everything"


@pytest.mark.parametrize("most", [1, 2, 3])
def test_excel_goes_on_on_another_sheet(
    counted: Enumeration, export: Export, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.writers.xlsx.MOST_ROWS", most)
    book = openpyxl.load_workbook(export("households", format="xlsx").path)
    pages = [name for name in book.sheetnames if name.startswith("households")]
    assert len(pages) == -(-4 // most)
    rows = [row[0] for name in pages for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert rows == list(Household.objects.order_by("pk").values_list("pk", flat=True))


def test_parquet_is_typed_and_placed(counted: Enumeration, export: Export) -> None:
    made = export("households", format="parquet", language="sw")
    schema = pyarrow.parquet.read_schema(made.path)
    assert json.loads(schema.metadata[b"geo"])["columns"]["geometry"]["encoding"] == "WKB"
    assert schema.field("head_sex").metadata[b"description"].decode() == "Jinsia ya mkuu wa kaya"
    table = pandas.read_parquet(made.path)
    assert totals(table) == in_register()
    assert table["started_at"][0].isoformat() == "2026-10-05T05:00:00.123000+00:00"


def test_shapefile_has_one_file_for_each_kind_of_shape(
    counted: Enumeration, export: Export, tmp_path: Path
) -> None:
    Structure.objects.filter(code="KMT/A/1").update(properties={"story": "mchanga " * 60})
    made = export("structures", format="shp")
    points = member(made.path, "structures.shp", tmp_path / "shp")
    table = read(points)
    assert (len(table), pyogrio.read_info(points)["geometry_type"]) == (4, "Point")
    assert points.with_suffix(".cpg").read_text().upper().startswith("UTF-8")
    assert max(map(len, pyogrio.read_info(points)["fields"])) <= 10
    fields = (tmp_path / "shp" / "fields.csv").read_text(encoding="utf-8-sig")
    assert "structures,struct_no,structure_code," in fields
    assert "structures.story: 1, at 254 bytes" in (tmp_path / "shp" / "README.txt").read_text()


def test_kml_is_well_formed_and_complete(counted: Enumeration, export: Export) -> None:
    Structure.objects.filter(code="KMT/A/1").update(properties={"story": "a\x0bb <&> \x00"[:-1]})
    made = export("structures", format="kml")
    root = ElementTree.parse(made.path).getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    names = [each.text for each in root.findall(".//k:Placemark/k:name", space)]
    assert names == [f"KMT/A/{n}" for n in (1, 2, 3, 4)]
    assert root.find(".//k:SimpleData[@name='story']", space).text == "ab <&> "
    assert len(root.findall(".//k:Placemark/k:Polygon", space)) == 1


@override_settings(LANGUAGE_CODE="en")
def test_spss_has_labels_and_missing_values(counted: Enumeration, export: Export) -> None:
    made = export("households", format="sav", language="sw")
    table, meta = pyreadstat.read_sav(made.path, user_missing=True)
    assert totals(table) == in_register()
    assert meta.column_names_to_labels["head_sex"] == "Jinsia ya mkuu wa kaya"
    assert meta.variable_value_labels["head_sex"][2.0] == "Mwanamke"
    assert meta.variable_value_labels["rooms_used"] == {-98.0: "Hajui", -99.0: "Alikataa kusema"}
    assert [str(each) for each in meta.missing_ranges["rooms_used"]] == [
        "{'lo': -98.0, 'hi': -98.0}",
        "{'lo': -99.0, 'hi': -99.0}",
    ]
    assert table["assets_radio"].tolist()[:1] == [1.0]
    assert table["note"].tolist()[:3] == [NASTY[0], NASTY[2], NASTY[7]]
    assert table["interviewed_on"][0] == date(2026, 10, 5)
    told, _meta = pyreadstat.read_sav(made.path)
    assert told["rooms_used"].isna().tolist() == [False, True, False, True]


def test_spss_keeps_long_texts(counted: Enumeration, export: Export) -> None:
    long = "".join(f"{n:04d} ñandú " for n in range(120))
    Household.objects.filter(key="KMT/A/2/01").update(note=long)
    table, _meta = pyreadstat.read_sav(export("households", format="sav").path)
    assert table["note"].tolist()[:3] == [NASTY[0], long.strip(), NASTY[7]]
