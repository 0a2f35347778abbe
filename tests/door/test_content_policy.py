"""A browser on the main pages: the policy refuses nothing they need, or `browser_page` fails."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from pamoja.headers import content_policy
from tests import factories
from tests.browser import DESK, PHONE, REFUSED, OpenPage, assert_fits
from tests.settlements import ground_files


@pytest.fixture
def place(settlement: Any) -> Any:
    """A settlement with KMT/B/123, a household in it and a service point."""
    settlement.boundary = MultiPolygon(factories.square(), srid=4326)
    settlement.save()
    cluster: Any = factories.ClusterFactory(settlement=settlement, code="B", name="Bondeni")
    structure: Any = factories.StructureFactory(settlement=settlement, cluster=cluster, code="KMT/B/123")
    count: Any = factories.EnumerationFactory(settlement=settlement)
    factories.HouseholdFactory(structure=structure, enumeration=count)
    factories.ServicePointFactory(settlement=settlement)
    return settlement


def superuser() -> Any:
    return factories.UserFactory(is_staff=True, is_superuser=True)


def quiet(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")


def test_the_map_runs_under_the_policy(browser_page: OpenPage, place: Any, amina: Any) -> None:
    page = browser_page(amina)
    page.goto("/")
    page.wait_for_selector("html[data-map=ready]")
    page.goto("/settlements/KMT/?structure=KMT/B/123")
    page.wait_for_selector("html[data-drawn]", timeout=20_000)
    expect(page.locator("#panel h2")).to_have_text("KMT/B/123")


def test_the_pages_of_a_person_run_under_the_policy(
    browser_page: OpenPage, place: Any, amina: Any, subira: Any
) -> None:
    for user in (amina, subira):
        page = browser_page(user)
        for path in (
            "/me/",
            "/accounts/2fa/",
            "/enumerations/",
            "/settlements/KMT/structures/",
            "/settlements/KMT/services/",
        ):
            quiet(page, path)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_people_pages_fit_and_run_under_the_policy(
    browser_page: OpenPage, place: Any, amina: Any, subira: Any, width: int
) -> None:
    page = browser_page(subira, width=width)
    for path in ("/me/", "/roles/", "/people/", "/people/KMT/"):
        quiet(page, path)
        assert_fits(page)
    page.get_by_text("End the access of Amina").click()
    expect(page.get_by_role("button", name="Close the account")).to_be_visible()
    page.get_by_label("E-mail address").fill("zuhura@example.org")
    page.get_by_role("button", name="Make the invitation").click()
    link = page.get_by_label("Link").input_value()
    assert_fits(page)
    guest = browser_page(None, width=width)
    quiet(guest, link)
    assert_fits(guest)


def test_the_second_factor_is_set_up_under_the_policy(browser_page: OpenPage, subira: Any) -> None:
    page = browser_page(subira)
    quiet(page, "/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    picture = page.get_by_role("img", name="QR code of the key written below")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_the_pages_of_a_stranger_run_under_the_policy(browser_page: OpenPage, db: None) -> None:
    page = browser_page(None)
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/no-such-page/"):
        quiet(page, path)


def test_the_pages_of_a_batch_run_under_the_policy(browser_page: OpenPage, place: Any, baraka: Any) -> None:
    count = place.enumerations.get()
    text = b"Shoes,Land\n3,Owner\n4,Khas land\n"
    batch: Any = factories.BatchFactory(enumeration=count, sent_by=baraka, state="mapping", content=text)
    page = browser_page(baraka)
    for path in (
        f"/enumerations/{count.pk}/upload/",
        f"/batches/{batch.pk}/",
        f"/batches/{batch.pk}/mapping/",
    ):
        quiet(page, path)


def test_the_import_of_ground_runs_under_the_policy(
    browser_page: OpenPage, place: Any, subira: Any, tmp_path: Path
) -> None:
    houses = ground_files.houses(2, 2)
    file = ground_files.geojson(
        tmp_path / "houses.geojson", [(house, {"number": n}) for n, house in enumerate(houses, 1)]
    )
    page = browser_page(subira)
    quiet(page, "/import/?settlement=KMT")
    page.locator("select[name=layer]").select_option("structures")
    page.set_input_files("input[type=file]", file)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/import/\d+/"))
    expect(page.locator(".leaflet-container")).to_be_visible()


def test_the_pages_of_the_api_run_under_the_policy(browser_page: OpenPage, db: None) -> None:
    page = browser_page(superuser())
    quiet(page, "/api/docs/")
    expect(page.locator(".swagger-ui .opblock").first).to_be_visible()


def test_the_admin_and_its_maps_run_under_the_policy(browser_page: OpenPage, place: Any) -> None:
    page = browser_page(superuser())
    for path in ("/admin/", "/admin/settlements/settlement/", "/admin/accounts/user/"):
        quiet(page, path)
    quiet(page, f"/admin/settlements/settlement/{place.pk}/change/")
    expect(page.locator(".leaflet-container").first).to_be_visible()
    expect(page.locator(".leaflet-draw").first).to_be_attached()


def test_a_refusal_is_noticed(live_server: LiveServer, chromium: Browser, db: None) -> None:
    """The tests above can fail: a script put into the page is refused, and said to be."""
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    with page.expect_console_message(lambda line: REFUSED.search(line.text) is not None):
        page.evaluate(
            "document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))"
        )
    context.close()


def test_the_policy_allows_nothing_in_the_page_without_a_nonce(client: Client, db: None) -> None:
    assert "script-src 'self';" in client.get("/")["Content-Security-Policy"]
    policy = client.get("/api/docs/")["Content-Security-Policy"]  # a page with a script of its own
    assert "unsafe" not in policy
    assert re.search(r"script-src 'self' 'nonce-([^']+)'", policy)
    assert client.get("/api/docs/")["Content-Security-Policy"] != policy


@pytest.mark.parametrize("path", ["/accounts/login/", "/api/v1/settlements/", "/no-such-page/"])
def test_every_answer_carries_the_headers(client: Client, db: None, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_basemap_may_be_asked_for_pictures_and_nothing_else() -> None:
    policy = content_policy(basemap="https://{s}.tile.example.org/{z}/{x}/{y}.png", https=True)["DIRECTIVES"]
    assert "https://*.tile.example.org" in policy["img-src"]
    assert "https://*.tile.example.org" not in [*policy["script-src"], *policy["style-src"]]
    assert policy["upgrade-insecure-requests"] is True
