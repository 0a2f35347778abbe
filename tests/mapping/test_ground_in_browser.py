"""Lanes, hazards and plans on the map, in a browser."""

from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import expect

from tests import factories
from tests.browser import DESK, OpenPage
from tests.mapping.conftest import HERE
from tests.mapping.test_in_browser import drawn

NORTH = HERE[1] + 40 * factories.M  # of the house the map is opened at
WRITTEN, ROAD = "canvas.map-names", "Proposed road: Link road"


def test_names_are_written_and_a_tap_opens_the_plan(
    browser_page: OpenPage, structure: Any, amina: Any
) -> None:
    settlement = structure.settlement
    ends = [(HERE[0] - 0.0006, NORTH), (HERE[0] + 0.0008, NORTH)]
    factories.OverlayFactory(
        settlement=settlement, kind="proposed_road", name="Link road", shape=LineString(ends), reach_m=9
    )
    south = [(x, y - 70 * factories.M) for x, y in ends]
    factories.LaneFactory(settlement=settlement, name="Njia ya Soko", path=MultiLineString(LineString(south)))
    page = browser_page(amina, width=DESK)
    page.goto("/settlements/KMT/?structure=KMT/B/123")
    drawn(page)
    expect(page.locator(WRITTEN)).to_have_attribute("data-names", f"Njia ya Soko; {ROAD}")
    expect(page.locator(".map-legend")).to_contain_text("Proposed road")
    expect(page.locator(".zones canvas").first).to_be_attached()
    box: Any = page.locator("#map").bounding_box()
    metre = 256 * 2**19 / 40_075_017  # the zoom that a number is shown at
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    page.mouse.click(middle["x"], middle["y"] - 30 * metre)  # the house reaches 20 m north of HERE
    expect(page.locator("#panel h2")).to_have_text("Link road")
    expect(page.locator("#panel")).to_contain_text("Proposed road · Plan")
    page.mouse.click(middle["x"], middle["y"] + 40 * metre)
    expect(page.locator("#panel h2")).to_have_text("Njia ya Soko")
    page.locator(".map-layers > summary").click()
    page.get_by_label("Lanes and water").uncheck()
    expect(page.locator(".lanes canvas")).to_have_count(0)
    expect(page.locator(WRITTEN)).to_have_attribute("data-names", ROAD)
