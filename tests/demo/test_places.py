"""The made-up settlements look like settlements: packed, numbered, and standing on their own ground."""

from random import Random
from typing import Any

import pytest
from shapely import STRtree, transform, wkb
from shapely.geometry import Polygon

from enumerations.demo.layout import Layout, in_degrees
from enumerations.demo.places import KIAMUTISYA, MASHIMONI, OBUNGA, PLACES, Place
from settlements.numbering import parse

BUILT = (KIAMUTISYA, MASHIMONI, OBUNGA)
METRES = 111_195.0


@pytest.fixture(scope="module", params=BUILT, ids=lambda place: place.code)
def layout(request: pytest.FixtureRequest) -> Layout:
    return Layout(request.param, Random(request.param.code))


def in_metres(place: Place, geometry: bytes) -> Any:
    """The same shape on a plane; the three places are near enough to the equator for one scale."""
    middle = [place.plane.lon, place.plane.lat]
    return transform(wkb.loads(geometry), lambda points: (points - middle) * METRES)


def test_footprints_are_valid_and_never_overlap(layout: Layout) -> None:
    footprints = [in_metres(layout.place, bytes(door.footprint.wkb)) for door in layout.doors]
    assert all(footprint.is_valid and footprint.area > 4 for footprint in footprints)
    tree = STRtree(footprints)
    pairs = tree.query(footprints, predicate="intersects").T
    shared = [footprints[a].intersection(footprints[b]).area for a, b in pairs if a < b]
    assert max(shared, default=0) < 0.01


def test_everything_stands_inside_the_boundary_and_its_village(layout: Layout) -> None:
    outline = in_degrees(layout.place.plane, layout.place.outline)
    boundary = in_metres(layout.place, bytes(outline.wkb))
    villages = {v.code: in_metres(layout.place, bytes(v.boundary.wkb)) for v in layout.villages}
    for door in layout.doors:
        footprint = in_metres(layout.place, bytes(door.footprint.wkb))
        assert boundary.buffer(0.05).contains(footprint)
        assert villages[door.village].buffer(2).contains(footprint.centroid)


def test_door_numbers_follow_the_scheme_and_come_once(layout: Layout) -> None:
    codes = [door.code for door in layout.doors]
    assert len(codes) == len(set(codes))
    assert all(parse(code)[0].structure_code == code for code in codes)
    assert len(codes) == pytest.approx(layout.place.structures, rel=0.25)


def test_neighbours_have_neighbouring_numbers(layout: Layout) -> None:
    """Whoever looks for a door walks along the lane."""
    places = {door.code: door.centre for door in layout.doors}
    steps = []
    for code, point in places.items():
        if code[-1].isdigit():
            head, number = code.rsplit("/", 1)
            following = places.get(f"{head}/{int(number) + 1}")
            if following:
                steps.append(point.distance(following) * METRES)
    assert sorted(steps)[len(steps) // 2] < (45 if layout.place.compounds else 10)


def test_the_same_seed_builds_the_same_place() -> None:
    first, second = (Layout(MASHIMONI, Random("x")) for _ in range(2))
    assert [door.footprint.wkt for door in first.doors] == [door.footprint.wkt for door in second.doors]


def test_outlines_have_the_published_areas() -> None:
    """Shoelace on the plane in metres, against the acres in the source."""
    for place in PLACES:
        ring = Polygon(place.outline)
        assert ring.is_valid
        assert ring.area / 4046.8564224 == pytest.approx(place.acres, rel=1e-6)
