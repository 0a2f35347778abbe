"""The map as people meet it: in a browser, on a phone and on a desk."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from playwright.sync_api import Page, Route, expect

from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits

READY = "html[data-map=ready]"
# The colour of the structures' canvases at the middle of the map, as "r,g,b".
COLOUR_AT = """([x, y]) => {
    for (const canvas of document.querySelectorAll(".structures canvas")) {
        const box = canvas.getBoundingClientRect();
        if (x < box.left || x >= box.right || y < box.top || y >= box.bottom) continue;
        const scale = canvas.width / box.width;
        const pixel = canvas.getContext("2d")
            .getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1);
        if (pixel.data[3]) return Array.from(pixel.data.slice(0, 3)).join();
    }
    return "";
}"""
ORANGE, SKY = "230,159,0", "86,180,233"


def colour_beside(page: Page, dx: int = 0, dy: int = 0) -> str:
    """The colour at a distance from the middle of the map, in pixels."""
    box: Any = page.locator("#map").bounding_box()
    middle = [box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy]
    return str(page.evaluate(COLOUR_AT, middle))


def drawn(page: Page) -> None:
    """Wait until every structure in view is on the canvas."""
    page.wait_for_selector("html[data-drawn]", timeout=20_000)


def holding(page: Page, address: str) -> list[Route]:
    """What is asked for at such an address waits here, until the test lets it go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    return held


@pytest.fixture
def place(structure: Any) -> Any:
    """The settlement of KMT/B/123, with a household in it whose head is Wanjiru."""
    factories.HouseholdFactory(
        structure=structure, enumeration=structure.settlement.enumerations.get(), head_name="Wanjiru Siri"
    )
    return structure.settlement


def test_another_question_changes_the_colours_and_the_legend(
    browser_page: OpenPage, place: Any, amina: Any
) -> None:
    page = browser_page(amina)
    page.goto("/settlements/KMT/?structure=123")
    drawn(page)
    assert colour_beside(page, dy=18) == ORANGE
    page.get_by_role("combobox", name="Colour the map by").fill("drinking")
    page.keyboard.press("Enter")
    expect(page.locator("#legend")).to_contain_text("Public tap or standpipe")
    assert colour_beside(page, dy=18) == SKY
    page.reload()
    drawn(page)
    assert colour_beside(page, dy=18) == SKY


@pytest.mark.parametrize(
    ("width", "asked_for"), [(PHONE, ""), (DESK, ""), (DESK, "?structure=123"), (PHONE, "?at=16/-1.26/36.85")]
)
def test_the_first_tiles_are_asked_for_before_the_map_is_there(
    browser_page: OpenPage, place: Any, amina: Any, width: int, asked_for: str
) -> None:
    page = browser_page(amina, width=width)
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/KMT/structures/" in request.url else None
    )
    held = holding(page, "**/leaflet/leaflet*.js")
    with page.expect_request("**/tiles/KMT/structures/**"):
        page.goto(f"/settlements/KMT/{asked_for}", wait_until="commit")
    assert held
    for script in held:
        script.continue_()
    drawn(page)
    # What was guessed is what the map shows: nothing is asked for twice, or at a zoom that is not seen.
    assert len(asked) == len(set(asked))
    zooms = {address.split("/structures/")[1].split("/")[0] for address in asked}
    shown = int(page.locator("html").get_attribute("data-drawn") or 0)
    assert zooms == {str(min(shown, 17))}


def test_on_a_slow_network_the_map_says_that_it_comes(browser_page: OpenPage, place: Any, amina: Any) -> None:
    for address in ("/", "/settlements/KMT/"):
        page = browser_page(amina, width=PHONE)
        held = holding(page, "**/leaflet/leaflet*.js")
        page.goto(address, wait_until="commit")
        waiting = page.locator(".map-waiting")
        expect(waiting).to_be_visible()
        expect(waiting).to_have_text("The map is loading …")
        for script in held:
            script.continue_()
        page.wait_for_selector(READY)
        expect(waiting).to_be_hidden()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_a_script_no_room_is_kept_for_a_map(
    browser_page: OpenPage, place: Any, amina: Any, width: int
) -> None:
    for address, first in (("/", "Amina"), ("/settlements/KMT/", "Kiamutisya")):
        page = browser_page(amina, width=width, scripts=False)
        page.goto(address)
        expect(page.locator("#map")).to_be_hidden()
        expect(page.locator(".map-waiting")).to_be_hidden()
        heading: Any = page.locator("h1").bounding_box()
        assert heading["y"] < 200
        expect(page.locator("h1")).to_contain_text(first)
        assert_fits(page)
    page.get_by_label("Structure number").fill("123")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")


def test_a_tap_that_comes_too_early_is_answered(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina)
    held = holding(page, "**/map/surroundings*.js")
    there = place.structures.get().location
    page.goto(f"/settlements/KMT/?at=19/{there.y:.5f}/{there.x:.5f}", wait_until="commit")
    drawn(page)
    expect(page.get_by_role("button", name="Where am I?")).to_be_hidden()
    box: Any = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for script in held:
        script.continue_()
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")
    expect(page.locator("#panel")).to_be_visible()
    expect(page.get_by_role("button", name="Where am I?")).to_be_visible()


def test_from_afar_one_theme_is_fetched_and_a_tap_comes_closer(
    browser_page: OpenPage, place: Any, amina: Any
) -> None:
    page = browser_page(amina)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/settlements/KMT/?at=15/-1.26141/36.84759")
    drawn(page)
    tiles = [url for url in asked if "/tiles/KMT/structures/" in url]
    assert tiles
    assert all(url.endswith("&of=occupancy") for url in tiles)
    assert colour_beside(page) == ORANGE
    with page.expect_request(lambda request: request.url.endswith("&of=water")):
        page.get_by_role("combobox", name="Colour the map by").fill("drinking")
        page.keyboard.press("Enter")
    drawn(page)
    assert colour_beside(page) == SKY
    box: Any = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("html[data-drawn='16']")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")


def test_a_number_that_is_not_there_says_what_to_do(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina)
    page.goto("/settlements/KMT/")
    drawn(page)
    for typed, answer in (("999", "No such structure"), ("Mama Njeri", "This is not a structure number")):
        page.get_by_label("Structure number").fill(typed)
        page.get_by_role("button", name="Find").click()
        expect(page.locator("#panel h2")).to_have_text(answer)
    page.get_by_role("link", name="Close").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_a_tap_on_a_sign_opens_the_service(browser_page: OpenPage, place: Any, amina: Any) -> None:
    structure = place.structures.get()
    factories.ServicePointFactory(settlement=place, location=structure.location, name="Choo cha Bondeni")
    page = browser_page(amina)
    page.goto("/settlements/KMT/?structure=123")
    drawn(page)
    box: Any = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#panel h2")).to_have_text("Choo cha Bondeni")


def test_services_are_switched_off_and_on(browser_page: OpenPage, place: Any, amina: Any) -> None:
    factories.ServicePointFactory(settlement=place, location=place.structures.get().location)
    page = browser_page(amina)
    page.goto("/settlements/KMT/?structure=123")
    drawn(page)
    expect(page.locator(".services canvas").first).to_be_attached()
    page.locator(".map-layers > summary").click()
    page.get_by_label("Services").uncheck()
    expect(page.locator(".services canvas")).to_have_count(0)
    box: Any = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")
    page.get_by_label("Services").check()
    expect(page.locator(".services canvas").first).to_be_attached()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_settlement_lies_clear_of_the_legend(
    browser_page: OpenPage, place: Any, amina: Any, width: int
) -> None:
    west, south = factories.SOUTH_WEST
    strip = Polygon.from_bbox((west, south, west + factories.SIDE, south + factories.SIDE / 3))
    place.boundary = MultiPolygon(strip, srid=4326)
    place.save()
    page = browser_page(amina, width=width)
    page.goto("/settlements/KMT/")
    drawn(page)
    assert page.locator(".map-legend").evaluate("box => box.open") == (width == DESK)
    legend: Any = page.locator(".map-legend").bounding_box()
    ground: Any = page.locator("path.boundary").bounding_box()
    frame: Any = page.locator("#map").bounding_box()
    beside = ground["x"] >= legend["x"] + legend["width"]
    below, above = legend["y"] + legend["height"], legend["y"]
    assert beside or ground["y"] >= below or ground["y"] + ground["height"] <= above
    assert ground["x"] + ground["width"] <= frame["x"] + frame["width"]
    assert ground["y"] + ground["height"] <= frame["y"] + frame["height"]


def test_the_country_map_leads_to_a_settlement(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina)
    page.goto("/")
    page.wait_for_selector(READY)
    page.locator(".settlement-mark").click()
    page.wait_for_url("**/settlements/KMT/")


def test_neighbours_are_one_mark_until_there_is_room(browser_page: OpenPage, place: Any, amina: Any) -> None:
    for n, code in enumerate(("MSH", "KBM", "RIA", "HUR")):
        boundary = MultiPolygon(factories.square(36.86 + n / 100, -1.27 - n / 100), srid=4326)
        factories.SettlementFactory(code=code, name=f"Mtaa wa {code}", boundary=boundary)
    obunga = MultiPolygon(factories.square(34.75, -0.09), srid=4326)
    factories.SettlementFactory(code="OBG", name="Obunga", boundary=obunga)
    page = browser_page(amina)
    page.goto("/")
    drawn(page)
    expect(page.get_by_text("Obunga", exact=True).last).to_be_visible()
    # Those who count themselves fill the map; the rest of the country is a tap away.
    whole = page.get_by_role("button", name="Show everything")
    whole.click()
    expect(whole).to_be_hidden()
    drawn(page)
    page.get_by_title("5 settlements").click()
    drawn(page)
    expect(page.locator("#map").get_by_text("Mtaa wa HUR")).to_be_visible()
    boxes: list[Any] = [name.bounding_box() for name in page.locator(".settlement-name:visible").all()]
    assert len(boxes) >= 3
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            assert (
                one["x"] + one["width"] <= other["x"]
                or other["x"] + other["width"] <= one["x"]
                or one["y"] + one["height"] <= other["y"]
                or other["y"] + other["height"] <= one["y"]
            )
    # Here the reader acts: how densely it is built is shown, and from nearer the structures themselves.
    expect(page.locator(".structures canvas").first).to_be_attached()
    page.get_by_title("Mtaa wa MSH").click()
    page.wait_for_url("**/settlements/MSH/")


def test_without_a_script_the_number_still_finds_the_structure(
    browser_page: OpenPage, place: Any, amina: Any
) -> None:
    page = browser_page(amina, width=PHONE, scripts=False)
    page.goto("/settlements/KMT/")
    page.get_by_label("Structure number").fill("123")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")
    page.get_by_role("link", name="All structures").click()
    page.get_by_role("link", name="KMT/B/123").click()
    expect(page.get_by_role("heading", name="KMT/B/123")).to_be_visible()


def test_the_first_view_is_small(browser_page: OpenPage, place: Any, amina: Any) -> None:
    """Compressed as whitenoise would send it: under 150 kB beside the tiles."""
    import gzip

    page = browser_page(amina, width=PHONE)
    bodies: dict[str, bytes] = {}
    page.on("response", lambda answer: bodies.update({answer.url: answer.body()}) if answer.ok else None)
    page.goto("/settlements/KMT/")
    drawn(page)
    sizes = {url: len(gzip.compress(body)) for url, body in bodies.items() if "/tiles/" not in url}
    assert sum(sizes.values()) < 150_000, sizes


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(
    "path", ["/", "/settlements/KMT/", "/settlements/KMT/structures/", "/settlements/KMT/services/"]
)
def test_every_page_fits(browser_page: OpenPage, place: Any, amina: Any, width: int, path: str) -> None:
    factories.ServicePointFactory(settlement=place)
    page = browser_page(amina, width=width)
    page.goto(path)
    assert_fits(page)
    assert page.locator("h1").count() == 1
