"""A map's tools in a browser: what a link carries, measuring, where am I, and tiles that fail."""

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod

from enumerations import packed
from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits
from tests.mapping.test_in_browser import drawn

WGS84 = Geod(ellps="WGS84")
MAP = "/settlements/KMT/?at=19/-1.26141/36.84759"


@pytest.fixture
def place(structure: Any) -> Any:
    """Beside the tenants' house in B, one in C whose owners live there."""
    other: Any = factories.StructureFactory.create(
        cluster=factories.ClusterFactory.create(settlement=structure.settlement, code="C"), code="KMT/C/1"
    )
    factories.StructureSummaryFactory.create(
        structure=other, households=1, people=3, occupancy_status="owner_resident"
    )
    assert packed.pack("occupancy_status", "owner_resident")
    return structure.settlement


def place_at(at: str, dx: float, dy: float) -> tuple[float, float]:
    """Longitude and latitude of a point beside the map's middle, by the formulas of web mercator."""
    zoom, latitude, longitude = (float(part) for part in at.split("/"))
    world = 256 * 2**zoom
    x = (longitude + 180) / 360 * world + dx
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * world + dy
    north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / world))))
    return x / world * 360 - 180, north


def test_a_link_shows_another_the_same_map(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina, width=DESK)
    page.goto(MAP)
    drawn(page)
    theme = page.get_by_role("combobox", name="Colour the map by")
    theme.press("ArrowDown")
    theme.fill("owner or")
    expect(page.locator("#themes [role=option]")).to_have_count(1)
    theme.press("Enter")
    expect(page.locator("#left")).to_contain_text("Structures: 2")
    page.locator("#legend").get_by_role("button", name=re.compile("Tenant")).click()
    page.locator(".map-filters > summary").click()
    page.locator(".map-filters").get_by_label("B", exact=True).check()
    expect(page.locator("#left")).to_contain_text("Structures: 1 · Households: 2 · People: 7")
    page.get_by_role("button", name="Link").click()
    link = page.locator("#share-link").input_value()
    assert "colours=occupancy&only=2&cluster=B" in link
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Link")).to_be_focused()

    other = browser_page(amina, width=PHONE)
    other.goto(link)
    drawn(other)
    assert_fits(other)
    other.locator(".map-legend > summary").click()
    expect(other.get_by_role("combobox", name="Colour the map by")).to_have_value("Owner or tenant")
    tenants = other.locator("#legend").get_by_role("button", name=re.compile("Tenant"))
    expect(tenants).to_have_attribute("aria-pressed", "true")
    expect(other.locator("#left")).to_contain_text("Structures: 1 ·")
    assert "at=19/-1.26141/36.84759" in other.url.replace("%2F", "/")
    other.get_by_role("button", name="Show everything").click()
    expect(other.locator("#left")).to_contain_text("Structures: 2")


def test_way_and_ground_are_measured_on_the_spheroid(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina, width=DESK)
    page.goto(MAP)
    drawn(page)
    page.get_by_role("button", name="Measure").click()
    box: Any = page.locator("#map").bounding_box()
    corners = [(-60, -200), (220, -200), (220, 40)]
    for dx, dy in corners:
        page.mouse.click(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)
    places = [place_at("19/-1.26141/36.84759", dx, dy) for dx, dy in corners]
    longitudes, latitudes = zip(*places, strict=True)
    way = WGS84.line_length(longitudes, latitudes)
    ground = abs(WGS84.polygon_area_perimeter(longitudes, latitudes)[0])
    told = numbers(page)
    assert told[0] == pytest.approx(way, abs=1.5)  # a click is on a whole pixel, and metres are told whole
    assert told[1] == pytest.approx(ground, rel=0.01)
    assert told[2] == pytest.approx(ground / 4046.8564224, rel=0.01)
    expect(page.locator("#panel")).to_be_hidden()


def numbers(page: Page) -> list[float]:
    said = page.locator("#measure output").inner_text().replace("m²", "").replace(",", "")
    return [float(each) for each in re.findall(r"[0-9.]+[0-9]", said)]


def test_the_map_says_where_one_is_and_what_did_not_load(
    browser_page: OpenPage, place: Any, amina: Any
) -> None:
    page = browser_page(amina, width=PHONE)
    page.route("**/tiles/KMT/structures/**", lambda route: route.abort())
    page.goto(MAP)
    note = page.locator("#map-note")
    expect(note).to_contain_text("Parts of the map did not load.")
    page.unroute("**/tiles/KMT/structures/**")
    note.get_by_role("button", name="Try again").click()
    expect(note).to_be_hidden()
    drawn(page)
    locate = page.get_by_role("button", name="Where am I?")
    locate.click()
    expect(note).to_contain_text("Allow the location for this site")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -1.2614, "longitude": 36.8476, "accuracy": 12})
    locate.click()
    expect(note).to_contain_text("You are here, to about 12 m.")
    expect(page.locator("path.here-about")).to_be_attached()


def test_from_elsewhere_both_ends_of_the_way_are_shown(
    browser_page: OpenPage, place: Any, amina: Any
) -> None:
    page = browser_page(amina, width=PHONE)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -1.3, "longitude": 36.8, "accuracy": 12})
    page.goto(MAP)
    drawn(page)
    page.get_by_role("button", name="Where am I?").click()
    expect(page.locator("#map-note")).to_contain_text("km from this settlement")
    shown: Any = page.locator("#map").bounding_box()
    for seen in (page.locator("path.here"), page.locator("path.boundary")):
        box: Any = seen.bounding_box()
        assert shown["x"] <= box["x"]
        assert box["x"] + box["width"] <= shown["x"] + shown["width"]
        assert shown["y"] <= box["y"]
        assert box["y"] + box["height"] <= shown["y"] + shown["height"]
    page.get_by_role("button", name="More tools").click()
    whole = page.get_by_role("button", name="The whole settlement")
    whole.click()
    assert_seen_large(page)


def assert_seen_large(page: Page) -> None:
    """The boundary takes a good part of the map."""
    box: Any = page.locator("path.boundary").bounding_box()
    shown: Any = page.locator("#map").bounding_box()
    assert max(box["width"] / shown["width"], box["height"] / shown["height"]) > 0.4


def test_on_a_phone_the_card_leaves_free_what_is_measured(
    browser_page: OpenPage, place: Any, amina: Any
) -> None:
    page = browser_page(amina, width=PHONE)
    page.goto(MAP)
    drawn(page)
    page.get_by_role("button", name="More tools").click()
    page.get_by_role("button", name="Measure").click()
    card: Any = page.locator("#measure").bounding_box()
    box: Any = page.locator("#map").bounding_box()
    # The ring in the middle, which “Add middle” takes, and as much again beneath it.
    assert box["y"] + box["height"] / 2 + 20 < card["y"]
    middle = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('#map') !== null",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])  # fmt: skip
    assert middle
    page.locator("#measure").get_by_role("button", name="Close").click()
    assert page.locator("#map").bounding_box()["height"] < box["height"]  # type: ignore[index]
