"""Drawing, on a phone: two taps and the number is there."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.browser import PHONE, OpenPage, assert_fits
from tests.mapping.affected.ground import home, house

pytestmark = pytest.mark.django_db


def test_two_taps_draw_a_road_and_the_number_is_there(
    browser_page: OpenPage, bondeni: Any, count: Any, amina: Any
) -> None:
    # Along the middle of the settlement, from its western edge to its eastern.
    houses = [house(bondeni, n + 1, 60 * n + 20, 160) for n in range(5)]
    for one in houses:
        home(one, count, 4)
    house(bondeni, 9, 20, 20)
    page = browser_page(amina, width=PHONE)
    page.goto("/settlements/KMT/affected/")
    page.wait_for_selector("html[data-drawn]", timeout=20_000)
    assert_fits(page)
    page.get_by_role("button", name="Line").click()
    map_ = page.locator("#map")
    map_.scroll_into_view_if_needed()
    box: Any = map_.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + 20, middle)
    page.mouse.click(box["x"] + box["width"] - 70, middle)
    short = page.locator("#short")
    expect(short).to_contain_text(re.compile(r"[45] structures, [45] households, (16|20) people"))
    expect(page.locator("path.affected-ground")).to_be_attached()
    # Wider metres, and the far house is on it too.
    page.get_by_label("Metres on either side").fill("200")
    expect(short).to_contain_text("6 structures, 5 households, 20 people")
    axe.load(page)
    assert (axe.violations(page), axe.too_small(page)) == ([], [])
    with page.expect_download() as fetched:
        page.get_by_role("button", name="CSV").click()
    assert fetched.value.suggested_filename.startswith("KMT-affected-")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#result")).to_be_empty()
    assert_fits(page)
