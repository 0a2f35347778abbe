"""Drawing on the map as the office does it: in a browser, on a desk and on a phone."""

from typing import Any

from playwright.sync_api import Page, expect

from settlements.models import Structure
from tests import factories
from tests.browser import OpenPage
from tests.mapping.conftest import HERE
from tests.settlements.editing.conftest import built

READY = "html[data-map=ready]"


def open_map(page: Page, layer: str) -> None:
    """The page with a layer's things drawn, HERE in the middle of it and near."""
    page.goto(f"/settlements/KMT/edit/?layer={layer}&at=20/{HERE[1]}/{HERE[0]}")
    page.wait_for_selector(READY)
    page.wait_for_selector(f"html[data-drawn={layer}]")


def test_a_structure_is_split_and_another_moved(browser_page: OpenPage, settlement: Any, subira: Any) -> None:
    cluster = factories.ClusterFactory(settlement=settlement, code="B")
    built(cluster, "KMT/B/465", -3)
    page = browser_page(subira)
    open_map(page, "structures")
    middle = page.locator("#map").bounding_box()
    assert middle is not None
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    page.mouse.click(x, y - 10)
    expect(page.locator("#thing-name")).to_have_text("KMT/B/465")
    page.get_by_role("button", name="Split").click()
    page.mouse.click(x, y - 8)  # a corner upon the structure; the line is drawn on to its edge
    page.mouse.click(x, y - 80)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_label("Part 1")).to_have_value("KMT/B/465A")
    page.get_by_role("button", name="Keep").click()
    page.locator(".edit-top [data-save]").click()
    page.wait_for_selector("html[data-saved]")
    assert list(Structure.objects.order_by("code").values_list("code", "status")) == [
        ("KMT/B/465", "merged_into"),
        ("KMT/B/465A", "numbered"),
        ("KMT/B/465B", "numbered"),
    ]
