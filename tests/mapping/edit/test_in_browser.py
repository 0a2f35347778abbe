"""Drawing on the map as the office does it: in a browser, on a desk and on a phone."""

from typing import Any

from django.contrib.gis.geos import Point
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


def middle_of(page: Page) -> tuple[float, float]:
    """Where HERE is on the screen; at zoom 20 a metre is seven pixels."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def save(page: Page) -> None:
    page.locator(".edit-top [data-save]").click()


def codes() -> list[tuple[str, str]]:
    return list(Structure.objects.order_by("code").values_list("code", "status"))


def test_a_structure_is_split_and_another_moved(browser_page: OpenPage, settlement: Any, subira: Any) -> None:
    cluster = factories.ClusterFactory(settlement=settlement, code="B")
    built(cluster, "KMT/B/465", -3)
    page = browser_page(subira)
    open_map(page, "structures")
    x, y = middle_of(page)
    page.mouse.click(x, y - 10)
    expect(page.locator("#thing-name")).to_have_text("KMT/B/465")
    page.get_by_role("button", name="Split").click()
    page.mouse.click(x, y - 8)  # a corner upon the structure; the line is drawn on to its edge
    page.mouse.click(x, y - 80)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_label("Part 1")).to_have_value("KMT/B/465A")
    page.get_by_role("button", name="Keep").click()
    save(page)
    page.wait_for_selector("html[data-saved]")
    assert codes() == [
        ("KMT/B/465", "merged_into"),
        ("KMT/B/465A", "numbered"),
        ("KMT/B/465B", "numbered"),
    ]


def test_two_are_made_one_and_the_way_back_is_kept(
    browser_page: OpenPage, settlement: Any, subira: Any
) -> None:
    cluster = factories.ClusterFactory(settlement=settlement, code="B")
    one, two = built(cluster, "KMT/B/465", -6), built(cluster, "KMT/B/466", 0)
    before = [(each.footprint.wkt, each.pk) for each in (one, two)]
    page = browser_page(subira)
    open_map(page, "structures")
    x, y = middle_of(page)
    page.mouse.click(x - 20, y - 14)
    expect(page.locator("#thing-name")).to_have_text("KMT/B/465")
    page.get_by_role("button", name="Make one").click()
    page.mouse.click(x + 20, y - 14)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("its number is no longer used: KMT/B/466")).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    # A step back and forth before anything is saved.
    expect(page.locator("#unsaved")).to_contain_text("not saved")
    page.get_by_role("button", name="↶ Undo").click()
    expect(page.locator("#unsaved")).to_have_text("Everything is saved.")
    page.get_by_role("button", name="↷ Redo").click()
    save(page)
    page.wait_for_selector("html[data-saved]")
    assert codes() == [("KMT/B/465", "numbered"), ("KMT/B/466", "merged_into")]
    one.refresh_from_db()
    assert one.footprint.area > 1.9 * two.footprint.area
    page.get_by_role("link", name="What was changed before").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("an undoing")).to_be_visible()
    assert codes() == [("KMT/B/465", "numbered"), ("KMT/B/466", "numbered")]
    after: Any = Structure.objects.order_by("code")
    assert [(each.footprint.wkt, each.pk) for each in after] == before
    assert one.events.count() >= 2  # what it was, made one and parted again, stays to be read
    assert two.events.filter(status="merged_into").exists()


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    browser_page: OpenPage, settlement: Any, subira: Any
) -> None:
    tap: Any = factories.ServicePointFactory(
        settlement=settlement, name="Tap", location=Point(*HERE, srid=4326)
    )
    first, second = browser_page(subira), browser_page(factories.member_of(None, "staff"))
    for page, name in ((first, "Tap of Amina"), (second, "Tap of Baraka")):
        open_map(page, "services")
        page.mouse.click(*middle_of(page))
        page.locator("[data-part=form] [name=name]").fill(name)
        page.locator("[data-part=form] [name=name]").press("Tab")
        expect(page.locator("#unsaved")).to_have_text("1 change is not saved.")
    save(first)
    first.wait_for_selector("html[data-saved]")
    save(second)
    told = second.locator("#problems")
    expect(told).to_contain_text("Nothing was saved yet.")
    expect(told).to_contain_text("Mine: Tap of Baraka · Theirs: Tap of Amina")
    tap.refresh_from_db()
    assert tap.name == "Tap of Amina"
    expect(second.locator("[data-part=form] [name=name]")).to_have_value("Tap of Baraka")
    # Not even a flat battery loses it: the page that is opened again has it.
    second.wait_for_selector("html[data-kept='1']")
    second.on("dialog", lambda dialog: dialog.accept())
    open_map(second, "services")
    second.get_by_role("button", name="Go on with them").click()
    save(second)
    second.get_by_role("button", name="Keep mine").click()
    save(second)
    second.wait_for_selector("html[data-saved]")
    tap.refresh_from_db()
    assert tap.name == "Tap of Baraka"
    assert tap.events.filter(name="Tap of Amina").exists()  # what Amina wrote stays to be read
