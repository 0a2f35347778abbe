"""Boxes, strokes and rooms, checked by shapely."""

import math
from typing import Any

import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import affinity

from mapping.wall import hatch
from mapping.wall.boxes import Crowd, Stroke, Tilted
from mapping.wall.room import angles_of, readable, rooms

places = st.tuples(st.floats(-10, 10), st.floats(-10, 10))
boxes = st.builds(
    Tilted, st.floats(-10, 10), st.floats(-10, 10), st.floats(0.2, 6), st.floats(0.2, 6), st.floats(-3, 3)
)
CLOSE = 1e-4  # what nearly touches may be told either way


def polygon(box: Tilted) -> shapely.Polygon:
    return shapely.Polygon(box.corners)


@settings(max_examples=150)
@given(boxes, boxes)
def test_boxes_meet_where_they_share_ground(a: Tilted, b: Tilted) -> None:
    shared = polygon(a).intersection(polygon(b)).area
    assert a.meets(b) == b.meets(a)
    assert a.meets(b) if shared > CLOSE else not (a.meets(b) and shared == 0)


@settings(max_examples=150)
@given(boxes, places, places)
def test_a_line_meets_a_box_where_it_runs_through(
    box: Tilted, a: tuple[float, float], b: tuple[float, float]
) -> None:
    line = shapely.LineString([a, b])
    assume(line.length > CLOSE)
    within = line.intersection(polygon(box)).length
    assert box.meets_line(a, b) if within > CLOSE else not (box.meets_line(a, b) and within == 0)


@settings(max_examples=150)
@given(places, places, places, places)
def test_strokes_cross_as_lines_do(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> None:
    one, other = shapely.LineString([a, b]), shapely.LineString([c, d])
    if one.length > CLOSE and other.length > CLOSE and (one.crosses(other) or one.distance(other) > CLOSE):
        assert Stroke(a, b).crosses(Stroke(c, d)) == one.intersects(other)


@given(boxes)
def test_bounds_hold_the_corners(box: Tilted) -> None:
    left, top, right, bottom = box.bounds
    x0, y0, x1, y1 = polygon(box).bounds
    assert max(abs(left - x0), abs(top - y0), abs(right - x1), abs(bottom - y1)) < 1e-9


def test_a_crowd_finds_what_is_near_and_nothing_else() -> None:
    crowd: Crowd[Tilted] = Crowd()
    grid = [Tilted(x * 5.0, y * 5.0, 2, 2) for x in range(30) for y in range(30)]
    crowd.extend(grid)
    asked = Tilted(52, 47, 6, 3, 0.4)
    near = set(crowd.near(asked.bounds))
    assert {each for each in grid if asked.meets(each)} <= near
    assert len(near) < 20


def test_a_number_is_as_large_as_its_footprint_lets_it_be() -> None:
    rectangle = [[(0.0, 0.0), (12.0, 0.0), (12.0, 4.0), (0.0, 4.0), (0.0, 0.0)]]
    reach, x, y = next(rooms(rectangle, 0.0, 3.0, 1.0))
    assert abs(reach - 4) < 0.01
    assert next(rooms(rectangle, 0.0, 3.0, 1.0, least=4.1), None) is None
    assert (round(x, 6), round(y, 6)) == (6, 2)


@settings(max_examples=60)
@given(st.floats(0, 3.1), st.floats(2, 20), st.floats(2, 20), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_the_room_of_a_crooked_house_lies_within_it(
    turn: float, width: float, height: float, cut_x: float, cut_y: float
) -> None:
    ell = shapely.box(0, 0, width, height) - shapely.box(width * cut_x, height * cut_y, width, height)
    house: Any = affinity.rotate(ell, turn, origin=(0, 0), use_radians=True)
    rings = [list(house.exterior.coords)]
    for angle in angles_of(rings):
        reach, x, y = next(rooms(rings, angle, 2.0, 1.0))
        assert reach > 0
        assert house.buffer(1e-6).covers(polygon(Tilted(x, y, reach * 0.999, reach * 0.4995, angle)))


def test_a_courtyard_is_no_room() -> None:
    rings = [
        [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0), (0.0, 0.0)],
        [(4.0, 4.0), (4.0, 16.0), (16.0, 16.0), (16.0, 4.0), (4.0, 4.0)],
    ]
    reach, x, y = next(rooms(rings, 0.0, 2.0, 1.0))
    found = polygon(Tilted(x, y, reach * 0.99, reach * 0.495))
    assert reach > 3  # a wing is four wide
    assert not found.intersects(shapely.Polygon(rings[1]).buffer(-0.01))


def test_nobody_reads_upside_down() -> None:
    for turned in range(-360, 360, 7):
        angle = readable(math.radians(turned))
        assert -math.pi / 2 - 1e-9 <= angle < math.pi / 2
        assert abs(math.sin(angle - math.radians(turned))) < 0.03  # the same line


def test_lines_of_a_hatch_end_where_the_area_ends() -> None:
    area: Any = shapely.box(0, 0, 40, 30) - shapely.box(10, 10, 20, 20)
    rings = [list(area.exterior.coords), *(list(hole.coords) for hole in area.interiors)]
    within = (5.0, 5.0, 35.0, 28.0)
    seen = area.intersection(shapely.box(*within))
    strokes = [shapely.LineString(each) for each in hatch.lines(rings, -math.pi / 4, 2.0, within)]
    assert all(seen.buffer(1e-6).covers(stroke) for stroke in strokes)
    # So much line at this distance covers the area.
    assert abs(sum(stroke.length for stroke in strokes) * 2.0 / seen.area - 1) < 0.02
    dots = [shapely.Point(place) for place in hatch.dots(rings, 2.0, within)]
    assert all(seen.buffer(1e-6).covers(dot) for dot in dots)
    assert abs(len(dots) * 2.0 * 2.0 / math.sqrt(2) / seen.area - 1) < 0.06
