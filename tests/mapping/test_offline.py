"""What a phone keeps of a settlement: whose it is, which tiles, how many bytes; and nothing of a person."""

import gzip
import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from shapely import box
from shapely.geometry.base import BaseGeometry
from shapely.wkt import loads

from accounts.reader import reader_of
from enumerations.services.statistics import rebuild_statistics
from mapping.layers import LAYERS
from mapping.offline import ground, plan
from settlements.models import Settlement
from settlements.roles import Act
from settlements.shield import shield
from tests import factories

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
LIST, PAGE = "/settlements/KMT/kept.json", "/settlements/KMT/kept/"
# A lane from one end of the settlement to the other: its box holds many tiles that it does not touch.
STRIP = "POLYGON((36.846 -1.263, 36.8461 -1.263, 36.8561 -1.253, 36.856 -1.253, 36.846 -1.263))"
FAR_AWAY = Point(36.87, -1.27, srid=4326)


@pytest.fixture
def place(structure: Any) -> Settlement:
    """Kiamutisya: counted, with a boundary, a cluster, a structure, a tap, and Wanjiru."""
    settlement: Settlement = structure.settlement
    settlement.boundary = MultiPolygon(factories.square(), srid=4326)
    settlement.save()
    factories.ServicePointFactory(settlement=settlement, name="Bomba la Bondeni", location=structure.location)
    factories.LaneFactory(settlement=settlement)
    factories.OverlayFactory(settlement=settlement)
    factories.OverlayFactory(settlement=settlement, kind="proposed_road")
    count = settlement.enumerations.get()
    factories.HouseholdFactory(structure=structure, enumeration=count, head_name="Wanjiru Siri")
    rebuild_statistics(count.pk)
    settlement.refresh_from_db()
    return settlement


def asked(client: Client) -> dict[str, Any]:
    answer = client.get(LIST)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def tiles_in(kept: dict[str, Any]) -> list[str]:
    return [part["address"] for part in kept["parts"] if part["address"].startswith("/tiles/")]


# --- Which tiles ------------------------------------------------------------------------------------


def in_tiles(longitude: float, latitude: float, n: int) -> tuple[float, float]:
    """Tiles from the west and from the north, of n in all, by the formula of the OpenStreetMap wiki."""
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return n * (longitude + 180) / 360, n * down


def touched(shapes: list[BaseGeometry], zoom: int) -> set[tuple[int, int]]:
    """Each tile round the shapes is looked at by itself, with the margin of signs: 64 of 4,096 units."""
    n, margin = 2**zoom, 64 / 4096
    drawn = [
        shapely.transform(shape, lambda at: np.array([in_tiles(float(x), float(y), n) for x, y in at]))
        for shape in shapes
    ]
    found = set()
    for shape in drawn:
        west, north, east, south = (math.floor(edge) for edge in shape.bounds)
        for x in range(west - 1, east + 2):
            for y in range(north - 1, south + 2):
                if shape.intersects(box(x - margin, y - margin, x + 1 + margin, y + 1 + margin)):
                    found.add((x, y))
    return found


@pytest.mark.parametrize("zoom", plan.ZOOMS)
def test_the_tiles_are_those_of_the_ground_and_no_others(place: Settlement, zoom: int) -> None:
    place.boundary = MultiPolygon(GEOSGeometry(STRIP, srid=4326), srid=4326)
    place.save()
    outside: Any = factories.StructureFactory(settlement=place, location=FAR_AWAY)
    house: Any = place.structures.get(code="KMT/B/123").footprint
    shapes = [loads(each.wkt) for each in (GEOSGeometry(STRIP), outside.location, house)]
    tiles = ground.tiles_of_ground(place.pk, zoom)
    assert {(tile.x, tile.y) for tile in tiles} == touched(shapes, zoom)
    assert len(tiles) == len(set(tiles))


def test_a_settlement_without_ground_has_no_tiles() -> None:
    bare: Any = factories.SettlementFactory(boundary=None)
    assert ground.tiles_of_ground(bare.pk, 17) == []


def test_what_is_listed_is_what_is_drawn(client_of: ClientOf, amina: Any, place: Settlement) -> None:
    """Every tile of the ground with something in it, and its bytes as they come."""
    client = client_of(amina)
    kept = asked(client)
    sizes = {part["address"]: part["bytes"] for part in kept["parts"] if "/tiles/" in part["address"]}
    drawn = {}
    for layer in plan.KEPT_LAYERS:
        for zoom in plan.ZOOMS:
            for tile in ground.tiles_of_ground(place.pk, zoom):
                address = f"/tiles/KMT/{layer}/{tile.z}/{tile.x}/{tile.y}.mvt"
                answer = client.get(address, {"v": place.data_version}, headers={"Accept-Encoding": "gzip"})
                if answer.status_code == 200:
                    drawn[address] = len(answer.content)
    assert sizes == drawn
    assert {address.split("/")[3] for address in drawn} == set(plan.KEPT_LAYERS)


def test_the_bytes_are_said_before(client_of: ClientOf, amina: Any, place: Settlement) -> None:
    client = client_of(amina)
    kept = asked(client)
    assert kept["bytes"] == sum(part["bytes"] for part in kept["parts"])
    [page] = [part for part in kept["parts"] if part["address"] == kept["page"] == PAGE]
    assert page["bytes"] == pytest.approx(len(gzip.compress(client.get(PAGE).content)), rel=0.05)
    # A small settlement with all that its page loads: less than the first view of any page may be.
    assert kept["bytes"] < 150_000


def test_numbers_stay_behind_where_they_are_too_many(
    client_of: ClientOf, amina: Any, place: Settlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asked(client_of(amina))
    sizes = [part["bytes"] for part in whole["parts"] if "/17/" in part["address"]]
    place.save()
    Settlement.objects.update(data_version=place.data_version + 1)
    monkeypatch.setattr(
        plan,
        "MAX_BYTES",
        whole["bytes"]
        - sum(part["bytes"] for part in whole["parts"] if "/tiles/" not in part["address"])
        - 1,
    )
    kept = asked(client_of(amina))
    assert (kept["has_numbers"], kept["is_too_large"]) == (False, False)
    assert not [address for address in tiles_in(kept) if "/17/" in address]
    assert kept["bytes"] < whole["bytes"] - sum(sizes) + 500
    assert b"data-find" not in client_of(amina).get(PAGE).content


def test_a_settlement_larger_than_a_phone_is_said_to_be(
    client_of: ClientOf, amina: Any, place: Settlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MAX_TILES", 0)
    kept = asked(client_of(amina))
    assert kept["is_too_large"]
    assert tiles_in(kept) == []


def test_only_what_changed_has_another_print(client_of: ClientOf, amina: Any, place: Settlement) -> None:
    before = {part["address"]: part["print"] for part in asked(client_of(amina))["parts"]}
    place.structures.update(wall="iron_sheets")
    after = {part["address"]: part["print"] for part in asked(client_of(amina))["parts"]}
    changed = {address for address in before if before[address] != after[address]}
    assert changed == {
        address for address in before if "/structures-plain/" in address and "/12/" not in address
    } | {address for address in changed if "/12/" in address}
    assert any("/17/" in address for address in changed)


def test_asked_again_it_says_in_few_bytes_that_nothing_changed(
    client_of: ClientOf, amina: Any, place: Settlement
) -> None:
    client = client_of(amina)
    first = client.get(LIST)
    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Settlement.objects.update(data_version=place.data_version + 1)
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_second_phone_draws_nothing_again(
    client_of: ClientOf, amina: Any, baraka: Any, place: Settlement
) -> None:
    asked(client_of(amina))
    second = client_of(baraka)
    with CaptureQueriesContext(connection) as seen:
        asked(second)
    assert not [query for query in seen.captured_queries if "ST_AsMVT" in query["sql"]]
    assert len(seen) <= 13


# --- Who, and what of whom --------------------------------------------------------------------------


def test_it_is_for_members_alone(client_of: ClientOf, chebet: Any, place: Settlement) -> None:
    place.access_level = "public"
    place.save()
    for user in (chebet, None):
        assert [client_of(user).get(path).status_code for path in (LIST, PAGE)] == [404, 404]


def test_a_threatened_settlement_is_kept_by_nobody(
    client_of: ClientOf, amina: Any, place: Settlement
) -> None:
    shield(settlement=place, user=amina)
    answer = client_of(amina).get(LIST)
    assert answer.status_code == 410
    assert "eviction" in answer.json()["sentence"]
    assert client_of(amina).get(PAGE).status_code == 410
    assert b"data-keep=" not in client_of(amina).get("/settlements/KMT/").content


def test_kept_layers_are_everybodys_who_acts_there() -> None:
    assert {LAYERS[name].act for name in plan.KEPT_LAYERS} == {Act.SEE_GROUND}


def bare(page: bytes) -> str:
    """Without whose copy it is."""
    return re.sub(r'<meta name="reader" content="\w+">', "", page.decode())


def test_the_copy_is_the_same_whoever_keeps_it(
    client_of: ClientOf, amina: Any, baraka: Any, wairimu: Any, subira: Any, tabitha: Any, place: Settlement
) -> None:
    """A data manager sees names, a leader sees owners; on their phones lies what an enumerator sees."""
    people = (baraka, wairimu, amina, subira, tabitha)
    pages = [bare(client_of(user).get(PAGE).content) for user in people]
    assert set(pages) == {pages[0]}
    lists = [[part for part in asked(client_of(user))["parts"] if part["address"] != PAGE] for user in people]
    assert lists == [lists[0]] * len(people)
    assert "KMT" in pages[0]
    for word in ("Siri", "Wanjiru", "Owner or tenant", "csrf", "disputes", "<form method"):
        assert word not in pages[0]


def test_it_loads_all_that_it_needs(client_of: ClientOf, amina: Any, place: Settlement) -> None:
    """Modules import modules: each address that any of them names is on the list."""
    client = client_of(amina)
    addresses = {part["address"] for part in asked(client)["parts"]}
    scripts = {address for address in addresses if address.endswith(".js")}
    assert {
        "/static/js/offline/kept-map.js",
        "/static/js/map/tile-layer.js",
        "/static/js/map/decode.js",
    } <= scripts
    page = client.get(PAGE).content.decode()
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', page)) <= addresses


# --- Whose page it is -------------------------------------------------------------------------------


def test_every_page_says_whose_it_is(client_of: ClientOf, amina: Any, baraka: Any) -> None:
    words = [client_of(user).get("/")["X-Reader"] for user in (amina, amina, baraka, None)]
    assert words == [reader_of(amina), reader_of(amina), reader_of(baraka), "nobody"]
    assert len(set(words)) == 3
    assert str(amina.pk) not in words[0]
    page = client_of(amina).get("/").content.decode()
    assert f'<meta name="reader" content="{reader_of(amina)}">' in page


def test_tiles_and_programs_are_told_nothing(client_of: ClientOf, amina: Any, place: Settlement) -> None:
    client = client_of(amina)
    paths = ["/tiles/KMT/clusters/14/9869/8249.mvt", "/api/v1/settlements/", "/service-worker.js", LIST]
    assert [path for path in paths if "X-Reader" in client.get(path)] == []


def test_signing_out_sends_the_browsers_memory_away(client_of: ClientOf, amina: Any, subira: Any) -> None:
    assert "Clear-Site-Data" not in client_of(amina).get("/me/")
    for path in ("/accounts/logout/", "/me/leave-everywhere/"):
        answer = client_of(amina).post(path)
        assert (answer["Clear-Site-Data"], answer.status_code) == ('"cache"', 302)
    away = client_of(subira)
    session = away.session
    session["seen"] -= 2 * 3600
    session.save()
    assert away.get("/me/")["Clear-Site-Data"] == '"cache"'


# --- The worker, the pages for no network, the app --------------------------------------------------


def test_the_worker_is_the_same_for_all_and_asked_for_in_few_bytes(client_of: ClientOf, amina: Any) -> None:
    answer = client_of(amina).get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "max-age=3600"
    assert Client().get("/service-worker.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer.content == Client().get("/service-worker.js").content
    start = json.loads(re.match(rb"const START = (.*);\n", answer.content)[1])  # type: ignore[index]
    assert start["pages"] == ["/offline/", "/saved/"]
    assert "/static/js/offline/saved.js" in start["parts"]


@pytest.mark.parametrize("path", ["/offline/", "/saved/"])
def test_pages_for_no_network_hold_nobody(client_of: ClientOf, amina: Any, path: str) -> None:
    lean = client_of(amina).get(path, headers={"X-Keep": "1"})
    assert lean.content == Client().get(path, headers={"X-Keep": "1"}).content
    assert b"csrf" not in lean.content
    whole = client_of(amina).get(path)
    assert b'name="reader"' in whole.content
    assert "X-Keep" in whole["Vary"]


def test_it_is_an_app_of_the_phone(client: Client, db: None) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"].startswith("application/manifest+json")
    described = answer.json()
    assert (described["name"], described["start_url"], described["display"]) == ("Pamoja", "/", "standalone")
    assert {icon["sizes"] for icon in described["icons"]} == {"192x192", "512x512"}
    assert (
        '<link rel="manifest" href="/manifest.webmanifest">'
        in client.get("/accounts/login/").content.decode()
    )
