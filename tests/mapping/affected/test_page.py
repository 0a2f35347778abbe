"""The page: three ways to ask, what each role is told, and whatever else may be sent to it."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from shapely.geometry import LineString, box

from accounts.models import AccessRecord
from enumerations.choices import TenureRole
from enumerations.services.statistics import rebuild_statistics
from settlements.choices import OverlayKind
from settlements.models import Overlay
from tests import factories
from tests.mapping.affected.ground import degrees, geojson, geos, home, house
from tests.settlements.ground_files import gdal, moved, swapped, zipped_shapefile

pytestmark = pytest.mark.django_db
PAGE = "/settlements/KMT/affected/"
ROAD = LineString([(0, 105), (200, 105)])
ClientOf = Callable[[Any], Client]


@pytest.fixture
def place(bondeni: Any, count: Any) -> list[Any]:
    """Three houses along the road, with a household of four each, and one far from it."""
    houses = [house(bondeni, n, 40 * n, 100) for n in (1, 2, 3)]
    houses.append(house(bondeni, 9, 40, 250))
    for one in houses:
        home(one, count, 4, occupancy_status=TenureRole.TENANT, head_name="Wanjiru Siri")
    rebuild_statistics(count.pk)
    return houses


def short(answer: Any) -> str:
    """The sentence that the page opens with."""
    found = re.search(r'id="short"[^>]*>(.*?)</p>', answer.content.decode(), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def upload(content: bytes, name: str = "road.geojson") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


THREE = "3 structures, 3 households, 12 people"


def test_a_drawn_line_is_answered_at_once(place: Any, client_of: ClientOf, amina: Any) -> None:
    answer = client_of(amina).post(PAGE, {"shape": geojson(ROAD), "reach_m": "9"})
    assert (answer.status_code, short(answer)) == (200, THREE)
    assert "75 %" in answer.content.decode()  # of the four structures of the place


def test_a_script_is_sent_the_part_that_changes(place: Any, client_of: ClientOf, amina: Any) -> None:
    asked = {"shape": geojson(ROAD), "reach_m": "9"}
    answer = client_of(amina).post(PAGE, asked, headers={"X-Requested-With": "panel"})
    part = answer.content.decode()
    assert "<html" not in part
    drawn = json.loads(re.search(r'<script id="drawn" type="application/json">(.*?)</script>', part)[1])  # type: ignore[index]
    assert drawn["cut"] == []
    assert sorted(drawn["whole"]) == sorted(one.pk for one in place[:3])
    area = shapely.geometry.shape(drawn["zone"]["area"])
    assert area.covers(degrees(ROAD))


def test_an_overlay_is_chosen_and_has_an_address(place: Any, client_of: ClientOf, baraka: Any) -> None:
    kept = {"name": "Barabara mpya", "kind": OverlayKind.PROPOSED_ROAD, "shape": geos(ROAD), "reach_m": 9}
    overlay: Any = factories.OverlayFactory(settlement=place[0].settlement, **kept)
    client = client_of(baraka)
    for answer in (
        client.get(f"{PAGE}?overlay={overlay.pk}"),
        client.post(PAGE, {"overlay": overlay.pk}),
        client.post(PAGE, {"overlay": overlay.pk, "reach_m": "9", "shape": "{}"}),
    ):
        assert short(answer) == THREE
        assert "Barabara mpya" in answer.content.decode()
    assert short(client.get(f"{PAGE}?overlay={overlay.pk}&reach_m=1")) == THREE
    # With its own metres, or with others.
    assert "m² of ground" in client.get(f"{PAGE}?overlay={overlay.pk}&reach_m=500").content.decode()


@pytest.mark.parametrize(
    "asked", ["overlay=2000000000", "overlay=", "overlay=x", "overlay=%00", "overlay=9" * 9]
)
def test_an_address_of_nothing_is_not_found(place: Any, client_of: ClientOf, amina: Any, asked: str) -> None:
    assert client_of(amina).get(f"{PAGE}?{asked}").status_code == 404


def test_another_settlements_plan_is_not_found(place: Any, client_of: ClientOf, amina: Any) -> None:
    elsewhere: Any = factories.OverlayFactory(settlement=factories.SettlementFactory(code="MSH"))
    assert client_of(amina).get(f"{PAGE}?overlay={elsewhere.pk}").status_code == 404
    answer = client_of(amina).post(PAGE, {"overlay": elsewhere.pk})
    assert answer.status_code == 422
    assert elsewhere.name not in answer.content.decode()


ROW = {"name": "road"}
ZONE = box(20, 90, 150, 120)  # the ground of the first three houses
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="walk" xmlns="http://www.topografix.com/GPX/1/1">
<trk><trkseg>{points}</trkseg></trk></gpx>"""


def gpx(line: Any) -> bytes:
    points = "".join(f'<trkpt lat="{lat:.8f}" lon="{lon:.8f}"/>' for lon, lat in degrees(line).coords)
    return GPX.format(points=points).encode()


def kml(area: Any) -> bytes:
    ring = " ".join(f"{lon:.8f},{lat:.8f},0" for lon, lat in degrees(area).exterior.coords)
    return (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing>'
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    ).encode()


def csv_wkt(area: Any) -> bytes:
    return f'name;wkt\nroad;"SRID=4326;{degrees(area).wkt}"\n'.encode()


def test_files_of_every_kind_are_read(place: Any, client_of: ClientOf, amina: Any, tmp_path: Any) -> None:
    utm, arc = ([(moved(degrees(ZONE), crs), ROW)] for crs in ("EPSG:32737", "EPSG:21037"))
    sent: dict[str, tuple[bytes, float]] = {
        "road.geojson": (geojson(ZONE).encode(), 0),
        "road.kml": (kml(ZONE), 0),
        "walk.gpx": (gpx(ROAD), 9),
        "road.csv": (csv_wkt(ZONE), 0),
        "road.gpkg": (gdal(tmp_path / "road.gpkg", utm, "GPKG", "EPSG:32737").read_bytes(), 0),
        "road.zip": (zipped_shapefile(tmp_path / "road.zip", arc, "EPSG:21037").read_bytes(), 0),
    }
    for name, (content, reach) in sent.items():
        answer = client_of(amina).post(PAGE, {"file": upload(content, name), "reach_m": str(reach)})
        assert (name, short(answer)) == (name, THREE)


def test_swapped_axes_are_put_right_with_a_word(place: Any, client_of: ClientOf, amina: Any) -> None:
    content = json.dumps(shapely.geometry.mapping(swapped(degrees(ZONE)))).encode()
    answer = client_of(amina).post(PAGE, {"file": upload(content)})
    assert short(answer) == THREE
    assert "Longitude and latitude were swapped in the file." in answer.content.decode()


def test_a_file_that_does_not_say_where_it_lies_is_asked(
    place: Any, client_of: ClientOf, amina: Any, tmp_path: Any
) -> None:
    rows = [(moved(degrees(ZONE), "EPSG:32737"), ROW)]
    packed = zipped_shapefile(tmp_path / "road.zip", rows, None).read_bytes()
    client = client_of(amina)
    answer = client.post(PAGE, {"file": upload(packed, "road.zip")})
    assert answer.status_code == 422
    assert "does not say its coordinate system" in answer.content.decode()
    told = client.post(PAGE, {"file": upload(packed, "road.zip"), "crs": "EPSG:32737"})
    assert short(told) == THREE


# --- What nobody means ------------------------------------------------------------------------------

CROSSED = shapely.Polygon([(20, 90), (150, 120), (150, 90), (20, 120)])
COIL = [(20 + 130 * (n % 2), 90 + 30 * ((n * 7) % 11) / 11) for n in range(3_000)]


def many_corners(n: int) -> str:
    around = np.linspace(0, 2 * np.pi, n, endpoint=False)
    ring = np.column_stack([85 + 65 * np.cos(around), 105 + 15 * np.sin(around)])
    return geojson(shapely.Polygon(ring))


def test_an_area_that_crosses_itself_is_repaired_with_a_word(
    place: Any, client_of: ClientOf, amina: Any
) -> None:
    answer = client_of(amina).post(PAGE, {"shape": geojson(CROSSED)})
    # Two triangles: the house in the middle stands where they meet.
    assert "3 structures" in short(answer)
    assert "The shape crossed itself. It was repaired." in answer.content.decode()


def test_a_hundred_thousand_corners_are_thinned_out(place: Any, client_of: ClientOf, amina: Any) -> None:
    answer = client_of(amina).post(PAGE, {"shape": many_corners(100_000)})
    assert short(answer) == THREE
    assert "thinned out" in answer.content.decode()


def point(*places: Any) -> str:
    return json.dumps({"type": "LineString", "coordinates": places})


ATLANTIC = json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1], [0, 0]]]})
POLE = json.dumps(shapely.geometry.mapping(box(-179, 86, 179, 90)))
REFUSED = {
    "nothing": ({}, "There is no line and no area yet."),
    "no json": ({"shape": "a road"}, "The shape cannot be read."),
    "half a json": ({"shape": '{"type": "Polygon"'}, "The shape cannot be read."),
    "no geometry": ({"shape": '{"type": "FeatureCollection", "features": []}'}, "The shape cannot be read."),
    "empty": ({"shape": '{"type": "Polygon", "coordinates": []}'}, "The shape cannot be read."),
    "not a number": ({"shape": point(["NaN", 1], [1, 2])}, "The shape cannot be read."),
    "huge": ({"shape": point([1e308, 1], [1, 2]), "reach_m": "5"}, "The shape cannot be read."),
    "metres": (
        {"shape": point([257326, 9857611], [257426, 9857611]), "reach_m": "5"},
        "The shape cannot be read.",
    ),
    "a line of no width": ({"shape": geojson(ROAD)}, "Say how many metres on either side it takes."),
    "a line of no width, said": ({"shape": geojson(ROAD), "reach_m": "0"}, "Say how many metres"),
    "a point": ({"shape": geojson(shapely.Point(45, 105))}, "Say how many metres"),
    "a line that is a point": ({"shape": geojson(LineString([(1, 1), (1, 1)]))}, "Say how many metres"),
    "too wide": ({"shape": geojson(ROAD), "reach_m": "5001"}, "less than or equal to 5000"),
    "narrower than nothing": ({"shape": geojson(ROAD), "reach_m": "-1"}, "greater than or equal to 0"),
    "no number": ({"shape": geojson(ROAD), "reach_m": "NaN"}, "Enter a number."),
    "the sea": ({"shape": ATLANTIC}, "km from the settlement"),
    "the pole": ({"shape": POLE}, "km from the settlement"),
    "a coil": ({"shape": geojson(shapely.Polygon(COIL))}, "crosses itself too often"),
    "a null": ({"shape": "\x00"}, "Null characters are not allowed."),
    "another plan": ({"overlay": "2000000000"}, "That choice is not one of the available choices"),
    "another count": ({"shape": geojson(ZONE), "count": "x"}, "That choice is not one of the available"),
    "another system": ({"shape": geojson(ZONE), "crs": "EPSG:1"}, "is not one of the available choices"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_answered_is_explained(what: str, place: Any, client_of: ClientOf, amina: Any) -> None:
    asked, told = REFUSED[what]
    answer = client_of(amina).post(PAGE, asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()


FILES = {
    "empty": (b"", "empty"),
    "text": (b"Dear all", "This is not a GeoJSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "This is not a GeoJSON"),
    "a zip of nothing": (b"PK\x05\x06" + bytes(18), "no Shapefile"),
    "a broken zip": (b"PK\x03\x04" + bytes(50), "damaged"),
    "no place": (b"name,wkt\nroad,\n", "cannot be read"),
    "a table": (b"name,age\nroad,7\n", "No column holds places."),
    "an entity": (b'<!DOCTYPE x [<!ENTITY a "b">]><gpx/>', "This is not a GeoJSON"),
    "a walk of nothing": (GPX.format(points="").encode(), "The shape cannot be read."),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_read_is_explained(
    what: str, place: Any, client_of: ClientOf, amina: Any
) -> None:
    content, told = FILES[what]
    answer = client_of(amina).post(PAGE, {"file": upload(content, "sent.bin")})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_all_of_kenya_is_the_whole_settlement(place: Any, client_of: ClientOf, amina: Any) -> None:
    kenya = json.dumps(shapely.geometry.mapping(box(33.9, -4.7, 41.9, 5.5)))
    assert short(client_of(amina).post(PAGE, {"shape": kenya, "reach_m": "5000"})).startswith("4 structures")


def test_beside_the_settlement_it_says_how_far(place: Any, client_of: ClientOf, amina: Any) -> None:
    answer = client_of(amina).post(PAGE, {"shape": geojson(box(1000, 0, 1100, 100))})
    assert short(answer) == "No structure is on this ground."
    assert "lies beside the settlement" in answer.content.decode()


# --- Who is told what -------------------------------------------------------------------------------


def test_who_may_not_see_tenure_is_told_nothing_of_it(
    place: Any, client_of: ClientOf, amina: Any, baraka: Any, wairimu: Any
) -> None:
    factories.TenureClaimFactory(structure=place[0], enumeration=place[0].settlement.enumerations.get())
    asked = {"shape": geojson(ROAD), "reach_m": "9"}
    told = client_of(amina).post(PAGE, asked).content.decode()
    assert "Tenant households" in told
    assert "KMT/B/1" in told
    for who in (baraka, wairimu):
        page = client_of(who).post(PAGE, asked)
        assert short(page) == THREE
        for word in ("enant", "wner", "KMT/B/1", "GeoJSON)"):
            assert word not in page.content.decode().split('id="result"')[1], (who.first_name, word)
        assert client_of(who).post(f"{PAGE}export/geojson/", asked).status_code == 404


def test_nobody_is_told_a_name(place: Any, client_of: ClientOf, tabitha: Any) -> None:
    asked = {"shape": geojson(ROAD), "reach_m": "9"}
    client = client_of(tabitha)
    outputs = [client.post(PAGE, asked)]
    outputs += [client.post(f"{PAGE}export/{form}/", asked) for form in ("csv", "geojson", "xlsx")]
    assert [answer.status_code for answer in outputs] == [200] * 4
    unpacked = [answer.content for answer in outputs[:3]]
    with zipfile.ZipFile(io.BytesIO(outputs[3].content)) as book:
        unpacked += [book.read(name) for name in book.namelist()]
    assert not any(b"Siri" in content for content in unpacked)


def test_counting_people_is_written_down_and_reckoning_is_not(
    place: Any, client_of: ClientOf, amina: Any, subira: Any, tabitha: Any
) -> None:
    asked = {"shape": geojson(ROAD), "reach_m": "9"}
    for who in (amina, subira):
        client_of(who).post(PAGE, asked)
    assert not AccessRecord.objects.exists()
    client_of(tabitha).post(PAGE, asked)
    line = AccessRecord.objects.get()
    assert (line.user, line.kind, line.subject, line.settlement) == (
        tabitha, "read", "affected people KMT", "KMT",
    )  # fmt: skip


def test_staff_count_people_while_they_have_the_records_open(
    place: Any, client_of: ClientOf, subira: Any
) -> None:
    client = client_of(subira)
    asked = {"shape": geojson(ROAD), "reach_m": "9"}
    assert "headed by women, about" in client.post(PAGE, asked).content.decode()
    client.post("/settlements/KMT/records/", {"reason": "A road is announced across Bondeni."})
    assert "headed by women, about" not in client.post(PAGE, asked).content.decode()


def test_an_address_holds_no_shape(place: Any, client_of: ClientOf, amina: Any) -> None:
    """What is sent by the address is not taken: it would stand in logs and histories."""
    answer = client_of(amina).get(PAGE, {"shape": geojson(ROAD), "reach_m": "9"})
    assert "no-store" in answer["Cache-Control"]
    assert "Draw the road or the area" in short(answer)


def test_a_hidden_settlement_is_told_whose_this_is(place: Any, client_of: ClientOf, amina: Any) -> None:
    settlement = place[0].settlement
    settlement.shielded_at = timezone.now()
    settlement.save()
    answer = client_of(amina).post(PAGE, {"shape": geojson(ROAD), "reach_m": "9"})
    assert "Do not pass it on." in answer.content.decode()


# --- Keeping ----------------------------------------------------------------------------------------


def test_the_office_keeps_a_shape(place: Any, client_of: ClientOf, subira: Any) -> None:
    asked = {"shape": geojson(ROAD), "reach_m": "9", "name": "Barabara mpya", "kind": "proposed_road"}
    client = client_of(subira)
    answer = client.post(f"{PAGE}keep/", asked)
    overlay = Overlay.objects.get()
    assert answer["Location"] == f"{PAGE}?overlay={overlay.pk}"
    assert (overlay.name, overlay.reach_m, overlay.made_by, overlay.is_public) == (
        "Barabara mpya", 9, subira, False,
    )  # fmt: skip
    assert shapely.from_wkb(bytes(overlay.shape.wkb)).equals_exact(degrees(ROAD), 1e-9)
    assert short(client.get(answer["Location"])) == THREE


def test_what_cannot_be_kept_says_why(place: Any, client_of: ClientOf, subira: Any) -> None:
    answer = client_of(subira).post(f"{PAGE}keep/", {"shape": geojson(ROAD), "reach_m": "9"})
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert not Overlay.objects.exists()


def test_leaders_are_offered_no_keeping(place: Any, client_of: ClientOf, amina: Any) -> None:
    asked = {"shape": geojson(ROAD), "reach_m": "9", "name": "Mine", "kind": "proposed_road"}
    assert "Keep it with" not in client_of(amina).post(PAGE, asked).content.decode()
    assert client_of(amina).post(f"{PAGE}keep/", asked).status_code == 404


def test_an_older_count_may_be_asked(place: Any, client_of: ClientOf, amina: Any) -> None:
    settlement = place[0].settlement
    newer = factories.EnumerationFactory(settlement=settlement, round=2)
    home(place[0], newer, 9)
    asked = {"shape": geojson(ROAD), "reach_m": "9"}
    client = client_of(amina)
    assert short(client.post(PAGE, asked)) == "At least 3 structures, 1 household, 9 people"
    older = settlement.enumerations.get(round=1)
    assert short(client.post(PAGE, asked | {"count": older.pk})) == THREE
