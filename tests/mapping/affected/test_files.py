"""The answer as files: the same numbers as on the page, as numbers, with what they rest on."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import shapely
from django.test import Client
from shapely.geometry import box

from accounts.models import AccessRecord
from enumerations.choices import TenureRole
from tests import factories
from tests.mapping.affected.ground import degrees, geojson, home, house

pytestmark = pytest.mark.django_db
EXPORT = "/settlements/KMT/affected/export/"
ASKED = {"shape": geojson(box(15, 95, 63, 115)), "reach_m": "0"}
ClientOf = Callable[[Any], Client]


@pytest.fixture
def place(bondeni: Any, daraja: Any, count: Any) -> list[Any]:
    """Two houses inside and one that is cut."""
    houses = [house(bondeni, 1, 20, 100), house(daraja, 2, 40, 100), house(daraja, 3, 60, 100)]
    for people, one in enumerate(houses, start=2):
        home(one, count, people, occupancy_status=TenureRole.TENANT)
    factories.TenureClaimFactory(structure=houses[0], enumeration=count)
    return houses


def fetched(client: Client, form: str, **more: Any) -> bytes:
    answer = client.post(f"{EXPORT}{form}/", ASKED | more)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="KMT-affected-')
    return bytes(answer.content)


def test_a_workbook_holds_numbers_and_what_they_rest_on(place: Any, client_of: ClientOf, amina: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetched(client_of(amina), "xlsx")))
    assert book.sheetnames == ["Cover", "Villages", "Services", "Structures"]
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True)}
    assert (cover["Settlement"], cover["Count"]) == ("Kiamutisya (KMT)", "Hesabu ya kwanza")
    assert (cover["Metres on either side"], cover["First interview"]) == (0, "5 Oct 2026")
    headings, *rows = book["Villages"].iter_rows(values_only=True)
    column = {heading: at for at, heading in enumerate(headings)}
    wanted = [column[name] for name in ("Village", "Structures", "Cut", "People", "Structures of the place")]
    assert [[row[at] for at in wanted] for row in rows] == [
        ["B Bondeni", 1, 0, 2, 1],
        ["D Daraja", 2, 1, 7, 2],
        ["All", 3, 1, 9, 3],
    ]
    _headings, *doors = book["Structures"].iter_rows(values_only=True)
    assert [(door[1], door[3], door[5], door[9]) for door in doors] == [
        ("KMT/B/1", 100, 1, "yes"),
        ("KMT/D/2", 100, 1, "no"),
        ("KMT/D/3", 30, 1, "no"),
    ]


def test_a_csv_holds_the_same(place: Any, client_of: ClientOf, amina: Any) -> None:
    text = fetched(client_of(amina), "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    start = rows.index([])
    headings, *villages = rows[start + 1 :]
    assert [dict(zip(headings, row, strict=True))["People"] for row in villages] == ["2", "7", "9"]
    assert ["Count", "Hesabu ya kwanza"] in rows[:start]


def test_a_name_like_a_formula_is_text(place: Any, client_of: ClientOf, amina: Any, bondeni: Any) -> None:
    bondeni.name = "Bondeni"
    bondeni.save()
    overlay: Any = factories.OverlayFactory(settlement=bondeni.settlement, name="=HYPERLINK(1)")
    asked = {"shape": "", "reach_m": "", "overlay": overlay.pk}
    assert "'=HYPERLINK(1)" in fetched(client_of(amina), "csv", **asked).decode()
    book = openpyxl.load_workbook(io.BytesIO(fetched(client_of(amina), "xlsx", **asked)))
    cell = next(row[1] for row in book["Cover"].iter_rows() if row[1].value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


def test_structures_are_shapes_with_their_numbers(place: Any, client_of: ClientOf, amina: Any) -> None:
    found = json.loads(fetched(client_of(amina), "geojson"))["features"]
    cut = next(one for one in found if one["properties"]["number"] == "KMT/D/3")
    assert cut["properties"] | {"how_in_words": ""} == {
        "number": "KMT/D/3", "village": "D", "how": "cut", "how_in_words": "", "percent_taken": 30,
        "households": 1, "people": 4, "tenant_households": 1, "owner_households": 0, "owner_elsewhere": False,
    }  # fmt: skip
    assert (
        shapely.geometry.shape(cut["geometry"]).symmetric_difference(degrees(box(60, 100, 70, 110))).area
        < 1e-11
    )


def test_who_may_not_see_tenure_gets_villages_only(place: Any, client_of: ClientOf, baraka: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetched(client_of(baraka), "xlsx")))
    assert "Structures" not in book.sheetnames
    (headings,) = book["Villages"].iter_rows(max_row=1, values_only=True)
    assert not [heading for heading in headings if "enant" in heading or "wner" in heading]


def test_taking_a_file_is_written_down(place: Any, client_of: ClientOf, amina: Any) -> None:
    fetched(client_of(amina), "csv")
    line = AccessRecord.objects.get()
    assert (line.kind, line.subject) == ("exported", "affected structures KMT")


def test_one_page_is_printed_with_its_map(place: Any, client_of: ClientOf, amina: Any, tmp_path: Any) -> None:
    import subprocess

    file = tmp_path / "page.pdf"
    file.write_bytes(fetched(client_of(amina), "pdf"))
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") == 1
    assert "At least" not in text
    assert "3 structures, 3 households, 9 people" in text
    assert "Hesabu ya kwanza" in text


@pytest.mark.parametrize("asked", [{"shape": "x"}, {"shape": "", "reach_m": "9"}, {"reach_m": "-1"}])
def test_a_file_of_nothing_is_refused_in_words(
    place: Any, client_of: ClientOf, amina: Any, asked: dict[str, str]
) -> None:
    answer = client_of(amina).post(f"{EXPORT}xlsx/", ASKED | asked)
    assert answer.status_code == 422
    assert "text/html" in answer["Content-Type"]


def test_there_is_no_other_form(place: Any, client_of: ClientOf, amina: Any) -> None:
    assert client_of(amina).post(f"{EXPORT}exe/", ASKED).status_code == 404
