"""Lanes, hazards and plans as lists, as pages and as the map's panel."""

import math
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from pyproj import Geod

from mapping import ground
from mapping.layers import LAYERS
from settlements.models import Overlay
from tests import factories

pytestmark = pytest.mark.django_db
SPHEROID: Any = Geod(ellps="WGS84")
PANEL = {"X-Requested-With": "panel"}
LANES, OVERLAYS = "/settlements/KMT/lanes/", "/settlements/KMT/overlays/"
LINE = LineString((36.8470, -1.2620), (36.8482, -1.2611), srid=4326)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def road(settlement: Any) -> Any:
    return factories.OverlayFactory(
        settlement=settlement, kind="proposed_road", name="Link road", shape=LINE, reach_m=9,
        source="County roads", said_on="2026-09-02", note="Announced on the radio.",
    )  # fmt: skip


def test_the_list_of_lanes_says_how_long_they_are(client_of: Any, amina: Any, settlement: Any) -> None:
    factories.LaneFactory(
        settlement=settlement, name="Njia ya Soko", width_m="2.5", path=MultiLineString(LINE, srid=4326)
    )
    page = text(client_of(amina).get(LANES))
    metres = SPHEROID.line_length(*zip(*LINE.coords, strict=True))
    assert "Njia ya Soko" in page
    assert f">{metres:.0f} m<" in page
    assert ">2.5 m<" in page
    assert f"One, {metres / 1000:.1f} km long." in page


def test_the_list_of_plans_says_whose_they_are_and_what_they_take(
    client_of: Any, amina: Any, road: Any
) -> None:
    page = text(client_of(amina).get(OVERLAYS))
    area = 18 * SPHEROID.line_length(*zip(*LINE.coords, strict=True)) + math.pi * 81
    said = next(part for part in page.split("<") if part.endswith("m²"))
    assert float(said.rpartition(">")[2].removesuffix(" m²").replace(",", "")) == pytest.approx(
        area, rel=0.01
    )
    assert "0 hazards, 1 plan of others." in page
    for words in ("Link road", "Proposed road", "County roads, 2 Sep 2026", "members"):
        assert words in page


def test_large_ground_is_told_in_hectares(client_of: Any, amina: Any, settlement: Any) -> None:
    factories.OverlayFactory(settlement=settlement, name="Floods", is_public=True)
    page = text(client_of(amina).get(OVERLAYS))
    ring = factories.square().exterior_ring.coords
    hectares = abs(SPHEROID.polygon_area_perimeter(*zip(*ring, strict=True))[0]) / 10_000
    assert f"{hectares:.1f} hectares" in page
    assert "everybody" in page


@pytest.mark.parametrize("path", [LANES, OVERLAYS])
def test_an_empty_list_says_what_to_do(
    client_of: Any, amina: Any, subira: Any, settlement: Any, path: str
) -> None:
    leader, staff = (text(client_of(person).get(path)) for person in (amina, subira))
    assert "here yet" in leader
    assert "?settlement=KMT" not in leader
    assert "?settlement=KMT" in staff


@pytest.mark.parametrize("path", [LANES, OVERLAYS])
def test_a_list_asks_the_same_whatever_its_length(
    client_of: Any, amina: Any, settlement: Any, path: str, django_assert_num_queries: Any
) -> None:
    client = client_of(amina)
    factories.LaneFactory.create_batch(20, settlement=settlement)
    factories.OverlayFactory.create_batch(20, settlement=settlement)
    client.get(path)
    # The user, the settlement, what they come to, what she may do there, how many there are, one page.
    with django_assert_num_queries(6):
        client.get(path)


def test_a_lane_is_a_panel_and_a_page(client_of: Any, amina: Any, settlement: Any) -> None:
    lane: Any = factories.LaneFactory(settlement=settlement, name="Njia ya Soko", kind="footpath")
    address = f"{LANES}{lane.pk}/"
    panel = client_of(amina).get(address, headers=PANEL)
    assert panel["X-Panel"] == "1"
    assert "<h1" not in text(panel)
    page = text(client_of(amina).get(address))
    assert page.count("<h1") == 1
    assert 'href="/settlements/KMT/?at=19/-1.26190/36.84' in page
    for words in ("Njia ya Soko", "Footpath", "Not measured"):
        assert words in text(panel)
        assert words in page


def test_a_plan_is_a_panel_and_a_page(client_of: Any, amina: Any, road: Any) -> None:
    address = f"{OVERLAYS}{road.pk}/"
    for headers in ({}, PANEL):
        page = text(client_of(amina).get(address, headers=headers))
        for words in ("Link road", "Proposed road · Plan", "9 m", "County roads", "Announced on the radio."):
            assert words in page


def test_strangers_find_nothing(client_of: Any, chebet: Any, road: Any, settlement: Any) -> None:
    settlement.access_level = "public"
    settlement.save()
    lane: Any = factories.LaneFactory(settlement=settlement)
    Overlay.objects.update(is_public=True)
    for path in (LANES, OVERLAYS, f"{LANES}{lane.pk}/", f"{OVERLAYS}{road.pk}/"):
        for person in (chebet, None):
            assert client_of(person).get(path).status_code == 404


def test_the_map_is_told_which_kinds_there_are(
    settlement: Any, road: Any, django_assert_num_queries: Any
) -> None:
    factories.OverlayFactory(settlement=settlement, kind="flooding", is_public=True)
    factories.LaneFactory.create_batch(2, settlement=settlement, kind="drain")
    factories.ServicePointFactory(settlement=settlement, kind="school")
    factories.LaneFactory(kind="river")  # a neighbour's
    with django_assert_num_queries(1):
        kinds = ground.kinds_of(settlement)
    assert kinds == {
        "services": [{"kind": "school", "label": "School", "n": 1}],
        "lanes": [{"kind": "drain", "label": "Drain", "n": 2}],
        "hazards": [{"kind": "flooding", "label": "Flooding", "n": 1}],
        "plans": [{"kind": "proposed_road", "label": "Proposed road", "n": 1}],
    }
    assert ground.kinds_of(settlement, is_public=True) == {**kinds, "plans": []}


def test_the_maps_layers_are_layers(settlement: Any) -> None:
    for is_public in (False, True):
        names = ground.for_browser(settlement, is_public=is_public)["layers"]
        asked = [LAYERS[name] for name in (names["lanes"], *names["zones"])]
        assert {layer.is_public for layer in asked} == {is_public}
    assert "addresses" not in ground.for_browser(settlement, is_public=True)
