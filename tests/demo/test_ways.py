"""Lanes run where nothing is built, and the lines of others cross what is."""

from random import Random
from typing import Any

import pytest
from shapely import STRtree, unary_union, wkb

from enumerations.demo.layout import Layout
from enumerations.demo.places import KAMBI_MOTO, KIAMUTISYA, MASHIMONI, OBUNGA
from enumerations.demo.ways import lanes, overlays
from settlements.choices import LaneKind, OverlayKind
from tests.demo.test_places import METRES, in_metres

WALKED = {LaneKind.LANE, LaneKind.ACCESS_ROAD}


@pytest.fixture(
    scope="module", params=(KIAMUTISYA, MASHIMONI, OBUNGA, KAMBI_MOTO), ids=lambda place: place.code
)
def layout(request: pytest.FixtureRequest) -> Layout:
    return Layout(request.param, Random(request.param.code))


def on_plane(layout: Layout, shape: Any) -> Any:
    return in_metres(layout.place, bytes(shape.wkb))


def test_nobody_walks_through_a_house(layout: Layout) -> None:
    houses = STRtree([on_plane(layout, door.footprint) for door in layout.doors])
    for lane in lanes(layout):
        if lane["kind"] in WALKED:
            assert len(houses.query(on_plane(layout, lane["path"]), predicate="crosses")) == 0


def test_every_lane_has_a_name_of_its_own(layout: Layout) -> None:
    names = [lane["name"] for lane in lanes(layout)]
    assert all(names)
    assert len(set(names)) == len(names) > 3


def test_lines_are_valid_and_reach_the_settlement(layout: Layout) -> None:
    ground = unary_union([on_plane(layout, village.boundary) for village in layout.villages]).buffer(40)
    for each in [*lanes(layout), *overlays(layout)]:
        shape = wkb.loads(bytes((each.get("path") or each["shape"]).wkb))
        assert shape.is_valid
        assert on_plane(layout, each.get("path") or each["shape"]).intersects(ground)
        assert shape.length * METRES > 15


def test_a_plan_takes_ground_that_people_live_on(layout: Layout) -> None:
    plans = [each for each in overlays(layout) if each["kind"] not in OverlayKind.hazards()]
    houses = STRtree([on_plane(layout, door.footprint) for door in layout.doors])
    touched = [
        len(houses.query(on_plane(layout, each["shape"]).buffer(each["reach_m"]), predicate="intersects"))
        for each in plans
    ]
    assert max(touched) > 5
    assert [each["name"] for each in plans if each["is_public"]] in ([], ["Special planning area"])
