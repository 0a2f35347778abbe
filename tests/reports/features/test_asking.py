"""Boxes, periods, filters, pages and coordinate systems, against pyproj and shapely."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyproj import Transformer
from shapely.geometry import box as shapely_box
from shapely.geometry import shape

from settlements.models import Structure
from tests import factories
from tests.reports.features.scene import ROOT, basic, make_ground, told

pytestmark = pytest.mark.django_db

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@pytest.fixture
def headers(db: None) -> dict[str, str]:
    """Of a leader of Kiamutisya."""
    return basic(factories.member_of(make_ground(), "leader"))


def ask(path: str, headers: Any = None, **query: Any) -> Any:
    return Client().get(f"{ROOT}collections/{path}", query, headers=headers or {})


def test_a_box_finds_what_touches_it(headers: dict[str, str]) -> None:
    everything = told(ask("lanes/items"))["features"] + told(ask("overlays/items"))["features"]
    for sides in ((36.8475, -1.2625, 36.85, -1.26), (36.8479, -1.2619, 36.9, -1.2), (30, -2, 31, -1)):
        asked = ",".join(map(str, sides))
        found = [
            each["id"]
            for name in ("lanes", "overlays")
            for each in told(ask(f"{name}/items", bbox=asked))["features"]
        ]
        assert found == [
            each["id"] for each in everything if shape(each["geometry"]).intersects(shapely_box(*sides))
        ]


def test_a_box_may_have_heights_and_cross_the_180th_meridian(headers: dict[str, str]) -> None:
    assert told(ask("lanes/items", bbox="36.8,-1.3,0,36.9,-1.2,500"))["numberMatched"] == 1
    assert told(ask("lanes/items", bbox="170,-10,40,10"))["numberMatched"] == 1
    assert told(ask("lanes/items", bbox="170,-10,-170,10"))["numberMatched"] == 0
    assert told(ask("lanes/items", bbox="-1000,-1000,1000,1000"))["numberMatched"] == 1


def test_a_box_without_width_or_height_finds_what_it_touches(headers: dict[str, str]) -> None:
    [footprint] = Structure.objects.exclude(footprint=None).values_list("footprint", flat=True)
    assert footprint is not None
    x, y = footprint.centroid.coords

    def matched(bbox: str, **more: str) -> int:
        found: int = told(ask("footprints/items", headers, bbox=bbox, **more))["numberMatched"]
        return found

    assert matched(f"{x},{y},{x},{y}") == 1
    assert matched(f"{x},{y - 1},{x},{y + 1}") == 1
    assert matched(f"{x},{y + 1},{x},{y + 2}") == 0
    east, north = Transformer.from_crs("OGC:CRS84", "EPSG:32737").transform(x, y)
    metres = {"bbox-crs": f"{EPSG}32737"}
    assert matched(f"{east},{north},{east},{north}", **metres) == 1
    assert matched(f"{east},{north + 50},{east},{north + 60}", **metres) == 0


@pytest.mark.parametrize("srid", [3857, 32737, 32736, 21037, 32637, 4326])
def test_answers_and_boxes_come_in_the_system_that_is_asked_for(headers: dict[str, str], srid: int) -> None:
    [lane] = told(ask("lanes/items"))["features"]
    answer = ask("lanes/items", crs=f"{EPSG}{srid}")
    assert answer["Content-Crs"] == f"<{EPSG}{srid}>"
    [moved] = told(answer)["features"]
    # Without always_xy: pyproj keeps the order of axes that the authority gives.
    there = Transformer.from_crs("OGC:CRS84", f"EPSG:{srid}")
    expected = [there.transform(*point) for point in lane["geometry"]["coordinates"][0]]
    got = [tuple(point) for point in moved["geometry"]["coordinates"][0]]
    within = 1e-6 if srid == 4326 else 5 if srid == 21037 else 0.02
    for point, wanted in zip(got, expected, strict=True):
        assert point == pytest.approx(wanted, abs=within)
    (low, high) = (sorted(values) for values in zip(*got, strict=True))
    near = f"{low[0] - within},{high[0] - within},{low[-1] + within},{high[-1] + within}"
    assert told(ask("lanes/items", bbox=near, **{"bbox-crs": f"{EPSG}{srid}"}))["numberMatched"] == 1
    far = f"{low[0] - 2000},{high[0] - 2000},{low[0] - 1000},{high[0] - 1000}"
    if srid != 4326:
        assert told(ask("lanes/items", bbox=far, **{"bbox-crs": f"{EPSG}{srid}"}))["numberMatched"] == 0


def test_a_whole_world_in_any_system_is_a_box_like_others(headers: dict[str, str]) -> None:
    for uri in told(ask("lanes"))["crs"]:
        world = {"bbox": "-1e9,-1e9,1e9,1e9", "bbox-crs": uri}
        assert told(ask("lanes/items", **world))["numberMatched"] == 1, uri
        assert told(ask("lanes/items", **world | {"bbox": "9e8,9e8,1e9,1e9"}))["numberMatched"] == 0, uri


def test_periods_ask_for_when_something_was_checked_or_dated(headers: dict[str, str]) -> None:
    for period, codes in (
        ("2026-05-10", ["T1", "W1"]),  # without a date, whatever is asked
        ("2026-05-10T09:00:00+03:00", ["T1", "W1"]),
        ("2026-05-09T22:00:00Z", ["T1", "W1"]),  # the tenth already, in Nairobi
        ("2026-05-11", ["W1"]),
        ("../2026-05-10", ["T1", "W1"]),
        ("/2026-05-09", ["W1"]),
        ("2026-05-01/2026-05-31", ["T1", "W1"]),
        ("2026-06-01/..", ["W1"]),
    ):
        found = told(ask("service-points/items", headers, datetime=period))["features"]
        assert [each["properties"]["code"] for each in found] == codes, period
    # Nothing here has a date.
    assert told(ask("lanes/items", datetime="1999-01-01"))["numberMatched"] == 1


def test_columns_are_asked_by_their_codes(headers: dict[str, str]) -> None:
    assert told(ask("structures/items", headers, roof="tiles"))["numberMatched"] == 1
    assert told(ask("structures/items", headers, cluster="B", settlement="KMT"))["numberMatched"] == 2
    assert told(ask("structures/items", headers, settlement="ZZZ"))["features"] == []
    assert told(ask("settlements/items", code="KMT"))["features"][0]["id"] == "KMT"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "nan,1,2,3"}, "bbox"),
        ({"bbox": "36,2,37,-2"}, "bbox"),
        ({"bbox-crs": "EPSG:4326"}, "bbox-crs"),
        ({"crs": "http://www.opengis.net/def/crs/EPSG/0/27700"}, "crs"),
        ({"datetime": "yesterday"}, "datetime"),
        ({"datetime": "2026-05-10T09:00:00"}, "datetime"),
        ({"datetime": "2026-02-30"}, "datetime"),
        ({"datetime": "0001-01-01T00:00:00+14:00"}, "datetime"),
        ({"datetime": "2026-05-10/2026-05-01"}, "datetime"),
        ({"datetime": "../.."}, "datetime"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "WyJhIiwgMV0"}, "cursor"),
        ({"roof": "gold"}, "roof"),
        ({"code": "a\x00"}, "code"),
        ({"f": "xml"}, "f"),
        ({"colour": "red"}, "colour"),
        ({"in_bbox": "1,2,3,4"}, "in_bbox"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    headers: dict[str, str], query: dict[str, str], named: str
) -> None:
    answer = ask("structures/items", headers, **query)
    assert answer.status_code == 400
    assert answer.json()["code"] == "wrong_parameter"
    assert set(answer.json()["details"]) == {named}
    assert answer.json()["remedy"]


def test_pages_follow_each_other_while_rows_come_and_go(headers: dict[str, str]) -> None:
    first = told(ask("structures/items", headers, limit=2))
    assert (first["numberMatched"], first["numberReturned"]) == (3, 2)
    Structure.objects.filter(pk=first["features"][0]["id"]).delete()
    [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    second = told(Client().get(following, headers=headers))
    assert second["numberReturned"] == 1
    assert not [link for link in second["links"] if link["rel"] == "next"]
    assert second["features"][0]["id"] > first["features"][-1]["id"]
    # Above the most that is given, the most is given.
    assert told(ask("structures/items", headers, limit=999_999_999))["numberReturned"] == 2


def test_settlements_follow_their_codes(headers: dict[str, str]) -> None:
    for code in ("ABA", "ZED"):
        factories.SettlementFactory.create(code=code, access_level="public", boundary=None)
    found, address = [], f"{ROOT}collections/settlements/items?limit=1"
    while address:
        page = told(Client().get(address))
        found += [each["id"] for each in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert found == ["ABA", "KMT", "ZED"]


def test_an_answer_is_kept_until_something_changes(headers: dict[str, str]) -> None:
    address = f"{ROOT}collections/structures/items?settlement=KMT"
    first = Client().get(address, headers=headers)
    assert len(told(first)["features"]) == 3
    asked = headers | {"If-None-Match": first["ETag"]}
    assert Client().get(address, headers=asked).status_code == 304
    make_ground(code="MSH")
    assert Client().get(address, headers=asked).status_code == 304
    Structure.objects.filter(code="KMT/9").update(roof="makuti_thatch")
    changed = told(Client().get(address, headers=asked))["features"]
    assert changed[-1]["properties"]["roof"] == "makuti_thatch"
    one = Structure.objects.get(code="KMT/9")
    item = f"{ROOT}collections/structures/items/{one.pk}"
    etag = Client().get(item, headers=headers)["ETag"]
    assert Client().get(item, headers=headers | {"If-None-Match": etag}).status_code == 304
    # Whose answer it is, is part of it: who no longer leads is told something else.
    one.settlement.memberships.update(role="verifier")
    again = Client().get(item, headers=headers | {"If-None-Match": etag})
    assert again.json()["properties"]["ownership_type"] is None


def test_a_page_costs_four_questions_however_many_features(headers: dict[str, str]) -> None:
    told(Client().get(f"{ROOT}collections/structures/items", headers=headers))
    place = Structure.objects.get(code="KMT/9").settlement
    for n in range(20, 50):
        factories.StructureFactory.create(settlement=place, code=f"KMT/{n}", n=n)
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(f"{ROOT}collections/structures/items", headers=headers)
        assert len(told(answer)["features"]) == 33
    on_rows = [each["sql"] for each in asked if "knox" not in each["sql"]]
    assert len(on_rows) == 4  # whether one acts anywhere, where one sees what, how many, and the page
