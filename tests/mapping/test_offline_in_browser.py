"""A settlement kept on a phone: opened without a network, and gone with whom it belonged to."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from enumerations.services.statistics import rebuild_statistics
from settlements.shield import shield
from tests import factories
from tests.browser import PHONE, OpenPage, assert_fits
from tests.mapping.test_in_browser import SKY, colour_beside, drawn

KEPT = "caches.keys().then(all => all.filter(name => name.startsWith('kept:')).length)"
GROWN_OLD = """async () => {
    const [name] = (await caches.keys()).filter((name) => name.startsWith("kept:"));
    const cache = await caches.open(name);
    const address = "/settlements/KMT/kept.json";
    const said = await (await cache.match(address)).json();
    await cache.put(address, new Response(JSON.stringify({ ...said, seen: said.seen - 61 * 86400000 })));
}"""
EVERYTHING = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request);
            found.push([new URL(request.url).pathname, await answer.text()]);
        }
    }
    return found;
}"""


@pytest.fixture
def place(structure: Any) -> Any:
    settlement = structure.settlement
    settlement.boundary = MultiPolygon(factories.square(), srid=4326)
    settlement.save()
    factories.ServicePointFactory(settlement=settlement, name="Bomba la Bondeni")
    count = settlement.enumerations.get()
    factories.HouseholdFactory(
        structure=structure, enumeration=count, head_name="Wanjiru Siri", phone="0711909091"
    )
    rebuild_statistics(count.pk)
    return settlement


def until(page: Page, script: str, wanted: Any) -> None:
    """Ask again and again: Playwright's own waiting takes a promise for the answer."""
    for _ in range(300):
        if (got := page.evaluate(script)) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{got} instead of {wanted}")


def keep(page: Page) -> None:
    """As a leader does it on her phone; then the worker is there too."""
    page.goto("/settlements/KMT/")
    page.get_by_role("button", name="Keep on this phone").click()
    expect(page.get_by_text(re.compile(r"About \d+ kB of data"))).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text(re.compile(r"Kept on this phone\. As of \d+ \w+"))).to_be_visible(timeout=20_000)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    assert page.evaluate(KEPT) == 1


def sign_in(context: BrowserContext, user: Any, address: str) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def test_it_opens_without_a_network_with_its_map_figures_and_age(
    browser_page: OpenPage, place: Any, amina: Any, live_server: Any
) -> None:
    page = browser_page(amina, width=PHONE, worker=True)
    keep(page)
    texts = dict(page.evaluate(EVERYTHING))
    assert [path for path, text in texts.items() if "Siri" in text or "711909091" in text] == []
    assert {"/offline/", "/saved/", "/settlements/KMT/kept/"} <= set(texts)
    page.context.set_offline(True)
    page.goto("/settlements/KMT/?structure=123")
    drawn(page)
    expect(page.get_by_text("less than a day old")).to_be_visible()
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")
    expect(page.locator("#panel")).to_contain_text("Public tap or standpipe")
    expect(page.locator(".headline")).to_contain_text("households")
    expect(page.get_by_text("Bomba la Bondeni")).to_be_visible()
    drawn(page)
    assert colour_beside(page, dy=18) == SKY
    assert_fits(page)
    # A fortnight later it warns.
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=15))
    page.goto("/settlements/KMT/")
    expect(page.get_by_text("15 days old")).to_be_visible()
    expect(page.get_by_text("Much may have changed since.")).to_be_visible()
    # What is not kept says so, and leads to what is.
    page.goto("/enumerations/")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    assert_fits(page)
    page.get_by_role("link", name="Kiamutisya").click()
    expect(page.get_by_role("heading", name="Kiamutisya")).to_be_visible()
    page.goto("/settlements/KMT/services/")
    expect(page).to_have_url(re.compile("/settlements/KMT/#services"))
    page.clock.set_fixed_time(datetime.now(UTC))
    page.goto("/saved/")
    expect(page.get_by_text(re.compile(r"\d+ kB on this phone"))).to_be_visible()
    assert_fits(page)
    # After two months without a contact it is gone, also for the worker.
    page.evaluate(GROWN_OLD)
    page.goto("/settlements/KMT/")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    until(page, KEPT, 0)
    page.context.set_offline(False)
    keep(page)
    page.goto("/saved/")
    page.get_by_role("button", name="Remove Kiamutisya").click()
    expect(page.get_by_text("Nothing is kept on this phone.")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_it_goes_with_whom_it_belongs_to(
    browser_page: OpenPage, place: Any, amina: Any, baraka: Any, live_server: Any
) -> None:
    page = browser_page(amina, worker=True)
    keep(page)
    page.goto("/me/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    until(page, KEPT, 0)

    # Another person of the same settlement finds nothing of hers, also where nobody signed out.
    sign_in(page.context, amina, live_server.url)
    keep(page)
    page.context.clear_cookies()
    sign_in(page.context, baraka, live_server.url)
    page.goto("/enumerations/")
    until(page, KEPT, 0)
    page.context.set_offline(True)
    page.goto("/settlements/KMT/")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    expect(page.get_by_text("Nothing is kept on this phone.")).to_be_visible()
    page.context.set_offline(False)

    # Where an eviction threatens it goes at the next contact; so it does when access ends.
    for end in (lambda: shield(settlement=place, user=amina), lambda: baraka.memberships.all().delete()):
        keep(page)
        end()
        page.goto("/saved/")
        page.get_by_role("button", name="Renew").click()
        until(page, KEPT, 0)
        type(place).objects.update(shielded_at=None, shielded_by=None)


def test_it_renews_itself_and_loads_only_what_changed(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina, worker=True)
    keep(page)
    factories.ServicePointFactory(settlement=place, name="Choo kipya")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=2))
    page.goto("/me/")
    kept = "caches.match('/settlements/KMT/kept/').then(page => page.text())"
    shown = f"{kept}.then(text => text.includes('kipya'))"
    until(page, shown, True)
    until(page, KEPT, 1)
    tiles = {url.split("/tiles/KMT/")[1].split("/")[0] for url in asked if "/tiles/" in url}
    assert tiles == {"service-points"}
