"""A day of a leader, an enumerator, somebody of the office and a stranger, each on a phone and on a desk."""

import re
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from playwright.sync_api import Page, expect

from enumerations.models import Batch
from enumerations.services.run import run_batch
from enumerations.services.statistics import rebuild_statistics
from mapping.models import WallMap
from mapping.wall import works
from settlements.models import Overlay, ServicePoint
from tests import axe, factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits
from tests.mapping.affected.ground import home, house
from tests.mapping.conftest import HERE, own_cache  # noqa: F401 - fixture
from tests.mapping.test_in_browser import ORANGE, colour_beside, drawn
from tests.mapping.test_offline_in_browser import keep
from tests.pages.interviews import Evening
from tests.pages.test_in_browser import DROP

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("width", [PHONE, DESK])
READY = "html[data-map=ready]"


@pytest.fixture
def count(settlement: Any) -> Any:
    """Five houses of tenants along the middle of Kiamutisya, four people in each; its ground is public."""
    type(settlement).objects.filter(pk=settlement.pk).update(access_level="public")
    cluster = factories.ClusterFactory(settlement=settlement, code="A", name="Bondeni")
    found: Any = factories.EnumerationFactory(settlement=settlement, name="Hesabu ya kwanza")
    for n in range(5):
        home(house(cluster, n + 1, 60 * n + 20, 160), found, 4, head_name="Wanjiru Siri")
    rebuild_statistics(found.pk)
    return found


def middle_of(page: Page) -> tuple[float, float]:
    box: Any = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@BOTH
def test_a_leader_opens_her_settlement(browser_page: OpenPage, count: Any, amina: Any, width: int) -> None:
    """To her settlement, to a door by its number and by a tap, to a figure; and she takes it with her."""
    page = browser_page(amina, width=width, worker=True)
    page.goto("/")
    page.locator("[data-code=KMT]").click()
    page.wait_for_url("**/settlements/KMT/")
    drawn(page)
    assert_fits(page)
    # People, households, structures: the answer stands first.
    expect(page.locator("header.answer .headline dd")).to_have_text(["20", "5", "5"])
    page.get_by_label("Structure number").fill("a 0003")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#panel h2")).to_have_text("KMT/A/3")
    expect(page).to_have_url(re.compile(r"structure=KMT(%2F|/)A(%2F|/)3"))
    expect(page.locator("#panel")).to_contain_text("Tenant")
    drawn(page)
    assert colour_beside(page, dy=12) == ORANGE
    page.reload()  # or the link, sent to her neighbour
    drawn(page)
    page.get_by_role("link", name="Close").click()
    page.mouse.click(*middle_of(page))
    expect(page.locator("#panel h2")).to_have_text("KMT/A/3")
    figure = page.locator("details.figure", has_text="Headed by a woman").first
    definition = figure.get_by_text("Households whose head is a woman.")
    expect(definition).to_be_hidden()
    figure.locator("summary").press("Enter")
    expect(definition).to_be_visible()
    assert_fits(page)
    keep(page)


@BOTH
def test_an_enumerator_sends_a_batch_and_follows_her_interviews(
    browser_page: OpenPage, count: Any, baraka: Any, width: int
) -> None:
    """A file is dropped, followed to its end, and what the supervisor returned is there to be corrected."""
    Evening(count, baraka).all()
    page = browser_page(baraka, width=width)
    page.goto("/settlements/KMT/?structure=A/2")
    drawn(page)
    expect(page.locator("#panel h2")).to_have_text("KMT/A/2")
    page.locator(".map-legend").evaluate("box => { box.open = true; }")  # on a phone it is folded
    page.get_by_role("combobox", name="Colour the map by").click()
    expect(page.locator("#themes")).to_contain_text("Drinking water")
    for hidden in ("Owner or tenant", "Siri"):
        expect(page.locator("body")).not_to_contain_text(hidden)
    page.goto(f"/enumerations/{count.pk}/")
    page.get_by_role("link", name="Send a batch").click()
    page.wait_for_url("**/upload/")  # loaded: its script takes what is dropped
    page.locator("[data-drop-zone]").evaluate(DROP, ["lane-3.csv", "result,structure_code\nvacant,KMT/999\n"])
    page.get_by_label("Only check").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/batches/*/")
    expect(page.get_by_text("Waiting its turn")).to_be_visible()
    batch = Batch.objects.latest("pk")
    assert (batch.name, batch.dry_run) == ("lane-3.csv", True)
    run_batch(batch.pk)
    batch.refresh_from_db()
    expect(page.locator("#batch .badge").first).to_contain_text(batch.get_state_display(), timeout=10_000)
    expect(page.locator("#announcement")).to_contain_text(batch.get_state_display())
    assert page.locator("[hx-trigger]").count() == 0
    assert_fits(page)
    page.goto("/interviews/")
    assert_fits(page)
    page.get_by_text(re.compile("Returned|To correct")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("[Rr]eturned"))


@BOTH
def test_the_office_answers_an_announcement(
    browser_page: OpenPage, count: Any, subira: Any, width: int
) -> None:
    """A road is announced: drawn, answered, kept, printed on a wall map; the map is put right, and back."""
    page = browser_page(subira, width=width)
    draw_a_road(page)
    print_a_map(page)
    put_a_tap_right(page)


def draw_a_road(page: Page) -> None:
    axe.bring(page)
    page.goto("/settlements/KMT/affected/")
    drawn(page)
    assert_fits(page)
    page.get_by_role("button", name="Line").click()
    page.locator("#map").scroll_into_view_if_needed()
    x, y = middle_of(page)
    page.mouse.click(x - 150, y)
    page.mouse.click(x + 120, y)
    short = page.locator("#short")
    expect(short).to_contain_text(re.compile(r"structure"))
    expect(page.locator("path.affected-ground")).to_be_attached()
    page.get_by_label("Metres on either side").fill("200")
    expect(short).to_contain_text("5 structures, 5 households, 20 people")
    assert (axe.violations(page), axe.too_small(page)) == ([], [])
    with page.expect_download() as fetched:
        page.get_by_role("button", name="CSV").click()
    assert fetched.value.suggested_filename.startswith("KMT-affected-")
    page.get_by_text("Keep it with the settlement's plans").click()
    page.get_by_label("Name").fill("Link road")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept: Link road.")).to_be_visible()
    assert Overlay.objects.get().kind == "proposed_road"
    assert_fits(page)


def print_a_map(page: Page) -> None:
    page.goto("/settlements/KMT/print/")
    page.get_by_label("A4", exact=True).check()
    expect(page.locator("#plan")).to_contain_text("The map on one sheet of A4")
    assert_fits(page)
    page.get_by_role("button", name="Make the map").click()
    page.wait_for_url("**/print/*/")
    works.make(WallMap.objects.get().pk)
    expect(page.get_by_role("link", name="Open the PDF")).to_be_visible(timeout=10_000)
    assert_fits(page)


def put_a_tap_right(page: Page) -> None:
    page.goto(f"/settlements/KMT/edit/?layer=services&at=20/{HERE[1]}/{HERE[0]}")
    page.wait_for_selector("html[data-drawn=services]")
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
    page.goto("/settlements/KMT/edits/")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("an undoing")).to_be_visible()
    assert not ServicePoint.objects.exists()
    assert_fits(page)


@BOTH
def test_a_stranger_sees_what_is_public(browser_page: OpenPage, count: Any, width: int) -> None:
    """Home, the settlement's public map, and the same map on another site, with layers to switch."""
    for name, kind, aside in (("Floods of April", "flooding", 0), ("A wayleave", "wayleave", 0.0015)):
        there = GEOSGeometry(f"POINT({HERE[0] + aside} {HERE[1]})", srid=4326).buffer(0.0004)
        factories.OverlayFactory(
            settlement=count.settlement, name=name, kind=kind, shape=there, is_public=True
        )
    page = browser_page(None, width=width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_selector(READY)
    assert_fits(page)
    page.locator("[data-code=KMT]").click()
    page.wait_for_url("**/settlements/KMT/")
    page.wait_for_selector(READY)
    expect(page.locator("path.boundary")).to_be_attached()
    assert_fits(page)
    expect(page.locator("body")).not_to_contain_text("KMT/A/")
    page.goto("/embed/KMT/")
    written = page.locator("canvas.map-names")
    expect(written).to_have_attribute("data-names", "A wayleave; Flooding Floods of April")
    page.locator(".map-legend > summary").click()
    page.get_by_label("Hazards").uncheck()
    expect(written).to_have_attribute("data-names", "A wayleave")
    assert_fits(page)
    layers = {url.split("/")[5] for url in asked if "/tiles/KMT/" in url}
    assert {"hazards-public", "plans-public"} <= layers
    assert all(layer.endswith("-public") for layer in layers)
