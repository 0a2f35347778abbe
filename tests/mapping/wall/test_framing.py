"""A map of a chosen place: what is foretold of the paper is what it shows, measured in the PDF."""

import json
import re
from typing import Any

import pytest
import shapely
from django.test import Client
from playwright.sync_api import Page as Screen
from playwright.sync_api import expect
from pyproj import Geod

from mapping.models import WallMap
from mapping.wall import works
from mapping.wall.foretelling import foretell
from mapping.wall.options import Options
from mapping.wall.printing import print_map
from mapping.wall.refusals import NothingInFrame
from settlements.models import Structure
from tests import factories
from tests.access.world import read
from tests.browser import DESK, PHONE, OpenPage, assert_fits
from tests.mapping.wall.drawn import Page, pages_of
from tests.mapping.wall.places import at, make_place
from tests.mapping.wall.test_pages import CHOSEN, PAGE, text
from tests.mapping.wall.test_printed import frame_of, houses_on, words

GEOD = Geod(ellps="WGS84")
MIDDLE = at(60, 40)
FRAMED: dict[str, Any] = {
    "language": "en", "paper": "a4", "orientation": "portrait", "scale": 500, "middle": MIDDLE,
}  # fmt: skip
Corners = list[tuple[float, float]]


@pytest.fixture
def place(db: None) -> Any:
    return make_place()


def everything() -> Any:
    return Structure.objects.all()


def offset(corners: Corners, spot: tuple[float, float]) -> tuple[float, float]:
    """True metres east and south of a frame's north-western corner, along its own sides."""
    (west, north), east, _, south = corners
    along = [GEOD.inv(west, north, *each)[0] for each in (east, south)]
    azimuth, _back, metres = GEOD.inv(west, north, *spot)
    turned = shapely.affinity.rotate(shapely.Point(0, metres), -azimuth, origin=(0, 0))
    tilt = along[0] - 90
    straight = shapely.affinity.rotate(turned, tilt, origin=(0, 0))
    assert along[1] % 360 == pytest.approx(180 + tilt, abs=0.05)
    return straight.x, -straight.y


def assert_shows(page: Page, corners: Corners, scale: int) -> None:
    """The frame is as large as was said, and each house is in it where the ground has it."""
    frame = frame_of(page)
    left, top, right, bottom = frame.bounds
    wide, high = GEOD.inv(*corners[0], *corners[1])[2], GEOD.inv(*corners[0], *corners[3])[2]
    assert right - left == pytest.approx(wide * 1_000 / scale, abs=0.1)
    assert bottom - top == pytest.approx(high * 1_000 / scale, abs=0.1)
    drawn = shapely.MultiPoint([point for home in houses_on(page) for point in home.exterior.coords])
    ground = shapely.Polygon(corners)
    there = [each.footprint for each in everything()]
    spots = [spot for shape in there for spot in shape.coords[0] if ground.contains(shapely.Point(spot))]
    assert len(spots) > 20
    for spot in spots:
        east, south = offset(corners, spot)
        on_paper = shapely.Point(left + east * 1_000 / scale, top + south * 1_000 / scale)
        assert drawn.distance(on_paper) < 0.2  # mm


def test_a_sheet_prints_what_its_frame_showed(place: Any) -> None:
    told = foretell(place, Options(**FRAMED))
    seen = told.sheets.for_browser()
    assert (told.scale, told.maps, seen["isFramed"]) == (500, 1, True)
    assert seen["middle"] == pytest.approx(MIDDLE, abs=1e-7)
    page = pages_of(print_map(place, Options(**FRAMED)).content)[0]
    assert_shows(page, seen["sheets"][0][1], 500)
    assert "Part of the settlement" in words(page)


def test_where_the_paper_lies_does_not_change_how_much_it_shows(place: Any) -> None:
    sizes = set()
    for middle in (at(20, 20), at(90, 55), at(150, 100)):
        ring = foretell(place, Options(**FRAMED | {"middle": middle})).sheets.for_browser()["sheets"][0][1]
        sizes.add(tuple(round(GEOD.inv(*ring[0], *ring[n])[2], 1) for n in (1, 3)))
    assert len(sizes) == 1


def test_only_what_the_paper_shows_is_counted_and_listed(place: Any) -> None:
    told = foretell(place, Options(**FRAMED | {"scale": 200}))
    ring = shapely.Polygon(told.sheets.for_browser()["sheets"][0][1])
    there = [each.footprint.point_on_surface.coords for each in everything()]
    inside = [spot for spot in there if ring.contains(shapely.Point(spot))]
    assert 0 < len(inside) < Structure.objects.count()
    assert told.houses == len(inside)
    all_pages = pages_of(print_map(place, Options(**FRAMED | {"scale": 200})).content)
    assert f"Numbered structures: {len(inside)}" in words(all_pages[0])


def test_sheets_to_glue_lie_about_the_middle_as_was_said(place: Any) -> None:
    options = Options(**FRAMED | {"form": "tiled", "scale": 200, "across": 2, "down": 1})
    seen = foretell(place, options).sheets.for_browser()
    assert [name for name, _corners in seen["sheets"]] == ["1", "2"]
    pages = pages_of(print_map(place, options).content)
    for page, (_name, corners) in zip(pages[1:], seen["sheets"], strict=False):
        assert_shows(page, corners, 200)
    west, east = (corners for _name, corners in seen["sheets"])
    assert GEOD.inv(*east[0], *west[1])[2] == pytest.approx(2, abs=0.02)  # a centimetre twice, at 1:200


def test_a_sheet_with_nothing_on_it_is_left_out(place: Any) -> None:
    edge = Options(**FRAMED | {"form": "tiled", "middle": at(0, 55), "across": 6, "down": 1})
    assert len(foretell(place, edge).sheets.windows) < 6


@pytest.mark.parametrize("form", ["sheet", "tiled"])
def test_a_frame_over_nothing_is_refused(place: Any, form: str) -> None:
    with pytest.raises(NothingInFrame):
        print_map(place, Options(**FRAMED | {"form": form, "middle": at(5_000, 0)}))


def test_an_atlas_shows_all_villages_whatever_the_middle(place: Any) -> None:
    there, nowhere = (foretell(place, Options(**FRAMED | {"form": "atlas", "middle": middle}))
                      for middle in (None, at(5_000, 0)))  # fmt: skip
    assert there.sheets.windows == nowhere.sheets.windows


# --- The page -----------------------------------------------------------------------------------------


@pytest.fixture
def leader(place: Any) -> Any:
    return factories.member_of(place, "leader")


@pytest.mark.parametrize(
    "said", ["B/12", "kmt/b/012", " KMT / B / 12 ", "{lat:.6f}, {lon:.6f}", "{lat:.6f} {lon:.6f}"]
)
def test_a_door_or_a_place_is_the_middle(client: Client, place: Any, leader: Any, said: str) -> None:
    door = Structure.objects.get(code="KMT/B/12").location
    client.force_login(leader)
    client.post(PAGE, CHOSEN | {"middle": said.format(lat=door.y, lon=door.x), "scale": "500"})
    asked = WallMap.objects.get()
    assert (asked.longitude, asked.latitude) == (round(door.x, 6), round(door.y, 6))


@pytest.mark.parametrize(
    "said", ["B/999", "MSH/B/12", "36.85", "91, 36.85", "-1.26, 181", "nowhere", "1e3, 2", "\x00", "'"]
)
def test_what_is_no_place_is_said(client: Client, place: Any, leader: Any, said: str) -> None:
    client.force_login(leader)
    for ask in (client.get, client.post):
        assert "Please look at the marked answers" in text(ask(PAGE, CHOSEN | {"middle": said}), 422)
    assert not WallMap.objects.exists()


def test_without_a_script_a_picture_shows_the_sheets(client: Client, place: Any, leader: Any) -> None:
    client.force_login(leader)
    chosen = CHOSEN | {"form": "tiled", "scale": "200", "middle": "B/12", "across": "3", "down": "2"}
    told = text(client.get(PAGE, chosen))
    sheets = re.search(r"(\d+) sheets of A4 to glue together", told)
    assert sheets is not None
    assert told.count("<rect ") == int(sheets[1])


def test_the_paper_is_laid_by_hand_and_prints_that(browser_page: OpenPage, place: Any, leader: Any) -> None:
    screen = browser_page(leader, width=DESK)
    screen.goto(f"{PAGE}?paper=a4&scale=1000&language=en&orientation=landscape")
    handle = screen.get_by_role("button", name="Move the paper")
    expect(screen.locator(".wall-sheet")).to_have_count(1)
    grabbed = handle.bounding_box()
    assert grabbed is not None
    x, y = grabbed["x"] + grabbed["width"] / 2, grabbed["y"] + grabbed["height"] / 2
    screen.mouse.move(x, y)
    screen.mouse.down()
    screen.mouse.move(x - 40, y + 10, steps=4)
    screen.mouse.up()
    expect(screen.locator("#plan")).to_contain_text("Make the map")
    expect(screen.get_by_label("Middle of the paper")).to_have_value(re.compile("-1\\."))
    expect(screen.locator("#wall-stage.is-framed")).to_be_visible()
    corners = drawn_on(screen)
    screen.get_by_role("button", name="Make the map").click()
    screen.wait_for_url(re.compile(r"/print/\d+/$"))
    asked = WallMap.objects.get()
    works.make(asked.pk)
    asked.refresh_from_db()
    client = Client()
    client.force_login(leader)
    page = pages_of(read(client.get(f"{PAGE}{asked.pk}/file/")))[0]
    assert_shows(page, corners, 1_000)


def test_sheets_to_glue_are_seen_and_moved_on_a_phone(
    browser_page: OpenPage, place: Any, leader: Any
) -> None:
    screen = browser_page(leader, width=PHONE)
    screen.goto(f"{PAGE}?form=tiled&paper=a4&scale=200&language=en")
    shown = len(drawn_names(screen))
    assert shown > 1
    expect(screen.locator(".wall-number")).to_have_count(shown)
    screen.get_by_role("button", name="Move the paper").focus()
    screen.keyboard.press("ArrowRight")
    expect(screen.locator("#wall-stage.is-framed")).to_be_visible()
    expect(screen.get_by_label("Sheets side by side")).to_be_visible()
    assert_fits(screen)
    screen.get_by_role("button", name="Show all again").click()
    expect(screen.locator("#wall-stage:not(.is-framed)")).to_be_visible()
    expect(screen.get_by_label("Middle of the paper")).to_have_value("")


def drawn_names(screen: Screen) -> list[str]:
    return [name for name, _corners in json.loads(screen.locator("#sheets").text_content() or "")["sheets"]]


def drawn_on(screen: Screen) -> Corners:
    """The corners of the frame that is on the screen."""
    told = json.loads(screen.locator("#sheets").text_content() or "")
    return [(lon, lat) for lon, lat in told["sheets"][0][1]]
