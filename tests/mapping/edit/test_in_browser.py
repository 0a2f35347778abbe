"""Drawing on the map as the office does it: in a browser, on a desk and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from settlements.models import ServicePoint, Structure
from tests import factories
from tests.browser import PHONE, OpenPage, assert_fits
from tests.mapping.conftest import HERE
from tests.settlements.editing.conftest import built

READY = "html[data-map=ready]"


def open_map(page: Page, layer: str) -> None:
    """The page with a layer's things drawn, HERE in the middle of it and near."""
    page.goto(f"/settlements/KMT/edit/?layer={layer}&at=20/{HERE[1]}/{HERE[0]}")
    page.wait_for_selector(READY)
    page.wait_for_selector(f"html[data-drawn={layer}]")


def test_a_service_point_is_drawn_undone_redone_and_saved(
    browser_page: OpenPage, settlement: Any, subira: Any
) -> None:
    page = browser_page(subira, width=PHONE)
    open_map(page, "services")
    page.get_by_role("button", name="Add a point").click()
    page.get_by_role("button", name="Put it at the cross").click()
    page.get_by_label("Kind").select_option("Water kiosk")
    page.get_by_label("Name").fill("Mama Otieno")
    page.get_by_label("Name").blur()
    expect(page.locator("[data-part=unsaved]")).to_have_text("1 change is not saved.")
    for _step in range(3):
        page.locator("[data-tool=undo]").click()
    expect(page.locator("[data-part=unsaved]")).to_have_text("Everything is saved.")
    for _step in range(3):
        page.locator("[data-tool=redo]").click()
    assert_fits(page)
    page.wait_for_selector("html[data-kept='3']")
    page.reload()
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Go on with them").click()
    page.locator(".edit-top [data-save]").click()
    page.wait_for_selector("html[data-saved]")
    kiosk = ServicePoint.objects.get()
    assert (kiosk.kind, kiosk.name) == ("water_kiosk", "Mama Otieno")
    assert kiosk.location.coords == pytest.approx(HERE, abs=1e-6)


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
