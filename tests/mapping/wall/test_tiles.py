"""Sheets to glue together: joined again they are the whole map, without gaps and without a step."""

import math
import re
from itertools import pairwise
from typing import Any

import pytest
import shapely

from mapping.wall.options import Options
from mapping.wall.paper import ways_to_lie
from mapping.wall.prepared import Prepared
from mapping.wall.printing import print_map
from mapping.wall.refusals import TooManySheets
from mapping.wall.tiles import OVERLAP, Tiling, frame_of, plan_tiles
from tests.mapping.wall.drawn import pages_of
from tests.mapping.wall.places import box, make_place, outline

pytestmark = pytest.mark.django_db
OPTIONS: dict[str, Any] = {"form": "tiled", "paper": "a4", "language": "en", "scale": 300}


def plan(settlement: Any, **chosen: Any) -> tuple[Prepared, Tiling]:
    prepared = Prepared.of(settlement, Options(**OPTIONS | chosen))
    return prepared, plan_tiles(prepared)


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("scale", [200, 500])
def test_the_sheets_cover_the_place_and_share_a_centimetre(orientation: str, scale: int) -> None:
    prepared, tiling = plan(make_place(rows=2), orientation=orientation, scale=scale)
    assert (tiling.is_wide,) == ways_to_lie(orientation)
    windows = {
        (tile.column, tile.row): shapely.box(w.west, w.south, w.east, w.north)
        for tile in tiling.tiles
        for w in [tiling.view(tile).window]
    }
    joined = shapely.union_all(list(windows.values()))
    boundary = shapely.Polygon(prepared.ground.boundary.areas[0][0])
    assert joined.buffer(1e-6).covers(boundary)
    shared = OVERLAP * scale / 1_000
    for (column, row), window in windows.items():
        for neighbour, width in (((column + 1, row), 0), ((column, row + 1), 1)):
            if neighbour in windows:
                west, south, east, north = window.intersection(windows[neighbour]).bounds
                assert (east - west, north - south)[width] == pytest.approx(shared)
    numbers = [tile.number for tile in tiling.tiles]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_lies_on_two_sheets_is_at_the_same_place_when_they_are_glued() -> None:
    settlement = make_place()
    prepared, tiling = plan(settlement)
    pages = pages_of(print_map(settlement, prepared.options).content)[1 : len(tiling.tiles) + 1]
    assert len(pages) == len(tiling.tiles) > 3
    frame = frame_of("a4", is_wide=tiling.is_wide)
    seen: dict[str, list[tuple[float, float]]] = {}
    for tile, page in zip(tiling.tiles, pages, strict=True):
        assert f"Sheet {tile.number} of {len(pages)}" in [text.text for text in page.seen]
        across, down = tiling.step
        for path in page.paths:
            if path.how == "B*":
                (x, y), corner = path.parts[0][0], path.parts[0][0]
                assert frame.x - 60 < corner[0] < frame.right + 60
                # Where the corner is on the whole, as if the sheet lay in its place.
                whole = (x - frame.x + tile.column * across, y - frame.y + tile.row * down)
                shape = shapely.Polygon(path.parts[0])
                key = f"{round(shape.area, 1)} {round(whole[0])} {round(whole[1])}"
                seen.setdefault(key, []).append(whole)
    twice = [found for found in seen.values() if len(found) > 1]
    assert len(twice) > 10
    for found in twice:
        assert all(math.dist(one, other) < 0.03 for one, other in pairwise(found))
    # Nothing is lost between the sheets, and nothing stands on two places.
    assert len(seen) == 80


def test_marks_say_where_to_cut_and_where_the_next_sheet_begins() -> None:
    settlement = make_place(rows=2)
    prepared, tiling = plan(settlement)
    pages = pages_of(print_map(settlement, prepared.options).content)
    frame, (across, down) = tiling.frame, tiling.step
    for tile, page in zip(tiling.tiles, pages[1:], strict=False):
        ends = {(round(x, 1), round(y, 1)) for path in page.paths for part in path.parts for x, y in part}
        right, below = tiling.at(tile.column + 1, tile.row), tiling.at(tile.column, tile.row + 1)
        left, above = tiling.at(tile.column - 1, tile.row), tiling.at(tile.column, tile.row - 1)
        texts = " ".join(text.text for text in page.seen)
        assert ((round(frame.x + across, 1), round(frame.y - 5.5, 1)) in ends) == (right is not None)
        assert ((round(frame.x - 5.5, 1), round(frame.y + down, 1)) in ends) == (below is not None)
        assert ((round(frame.x, 1), round(frame.y - 5.5, 1)) in ends) == (left is not None)
        assert ((round(frame.x - 5.5, 1), round(frame.y, 1)) in ends) == (above is not None)
        assert (f"{right.number}→" in texts) if right else ("→" not in texts)
    key = [text.text for text in pages[0].seen]
    assert {str(tile.number) for tile in tiling.tiles} <= set(key)


def test_a_bar_of_ten_centimetres_is_ten_centimetres() -> None:
    settlement = make_place(rows=1)
    page = pages_of(print_map(settlement, Options(**OPTIONS)).content)[1]
    label = next(text for text in page.seen if re.fullmatch("10 cm", text.text))
    y = label.box.bounds[3]
    level = [
        part for path in page.paths for part in path.parts
        if len(part) == 2 and part[0][1] == pytest.approx(part[1][1]) == pytest.approx(y, abs=0.2)
    ]  # fmt: skip
    assert max(abs(b[0] - a[0]) for a, b in level) == pytest.approx(100, abs=0.02)


def test_more_sheets_than_anybody_glues_are_refused() -> None:
    wide = make_place(rows=1)
    type(wide).objects.filter(pk=wide.pk).update(boundary=outline(box(0, 0, 3_000, 2_000)))
    with pytest.raises(TooManySheets):
        plan(wide)
