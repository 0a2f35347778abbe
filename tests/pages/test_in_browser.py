"""What only a browser shows: dropping a file, a page that follows its batch, what fits a phone."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from enumerations.intake.columns import Mapping
from enumerations.models import Batch
from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits, on_a_desk
from tests.pages.markup import faults_of

DHAKA = Path(__file__).parents[3] / "shared" / "data" / "dhaka" / "household_survey.csv"

DROP = """(zone, [name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name, {type: "text/csv"}));
    for (const kind of ["dragenter", "dragover", "drop"])
        zone.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def photograph(page: Any, name: str) -> None:
    """Keep a picture where PICTURES names a folder, to look at."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_file_is_sent_without_a_script(browser_page: OpenPage, count: Any, baraka: Any) -> None:
    page = browser_page(baraka, width=PHONE, scripts=False)
    page.goto(f"/enumerations/{count.pk}/upload/")
    page.set_input_files(
        "input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"result\nvacant\n"}
    )
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/batches/*/")
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("a.csv").first).to_be_visible()


def test_a_refused_form_is_shown_in_place(browser_page: OpenPage, count: Any, baraka: Any) -> None:
    page = browser_page(baraka)
    page.goto(f"/enumerations/{count.pk}/upload/")
    page.locator("[data-drop-zone]").evaluate(DROP, ["empty.csv", ""])
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("This file is empty")).to_be_visible()


@pytest.fixture
def export(batch_in: Any) -> Any:
    rows = b"Shoes,Land,Weekly rent\n3,Owner,100\n4,Khas land,120\n"
    return batch_in("mapping", content=rows, name="export.csv")


@pytest.mark.parametrize("scripts", [True, False])
def test_columns_are_mapped_with_and_without_a_script(
    scripts: bool, browser_page: OpenPage, export: Any, baraka: Any
) -> None:
    page = browser_page(baraka, width=PHONE, scripts=scripts)
    page.goto(f"/batches/{export.pk}/mapping/?show=all")
    land = page.get_by_role("group", name="Land")
    land.get_by_label("Field").select_option("owner or tenant")
    page.get_by_role("group", name="Weekly rent").get_by_label("Field").select_option("rent per month, KES")
    if not scripts:
        page.get_by_role("button", name="Save so far").click()
    land.get_by_label("Khas land").select_option("Tenant")
    page.get_by_label("Multiply by").fill("4.345")
    assert_fits(page)
    photograph(page, f"mapping-small-{scripts}")
    page.get_by_role("button", name="This is right").click()
    page.wait_for_url(f"**/batches/{export.pk}/")

    targets = Mapping.from_json(Batch.objects.get(pk=export.pk).mapping).households.targets
    assert targets["Land"].values["Khas land"] == "tenant"
    assert targets["Weekly rent"].factor == 4.345


@pytest.mark.skipif(not DHAKA.exists(), reason="the Dhaka survey is not beside this checkout")
def test_a_wide_foreign_export_is_mapped_on_a_phone(
    browser_page: OpenPage, batch_in: Any, baraka: Any
) -> None:
    batch = batch_in("mapping", content=DHAKA.read_bytes(), name="household_survey.csv")
    page = browser_page(baraka, width=PHONE)
    page.goto(f"/batches/{batch.pk}/mapping/")
    expect(page.get_by_text("The file has 209 columns")).to_be_visible()
    photograph(page, "mapping-dhaka-360")
    assert_fits(page)
    page.get_by_label("Find a column").fill("ownership")
    page.get_by_role("button", name="Find").click()
    column = page.get_by_role("group", name="land ownership status")
    column.get_by_label("Field").focus()
    expect(column.get_by_text("Every value is understood")).to_be_visible()
    column.get_by_label("Field").select_option("savings group")
    expect(column.get_by_text("3 values are not known to us")).to_be_visible()
    expect(column.get_by_label("Field")).to_be_focused()
    page.get_by_role("button", name="Save so far").click()
    page.get_by_role("button", name="All columns").click() if page.get_by_role(
        "button", name="All columns"
    ).count() else None
    assert_fits(page)


@pytest.fixture
def pages(count: Any, batch_in: Any, amina: Any, subira: Any, baraka: Any) -> dict[str, tuple[Any, str]]:
    """Every page, by a name, with somebody who may see it."""
    factories.SettlementStatisticsFactory(enumeration=count, households=1204, coverage_percent=86.4)
    moving = batch_in("working", phase="checking", phase_done=12_000, phase_total=50_000, rows=0)
    done = batch_in(
        "done",
        name="A_long_file_name_from_KoboToolbox_-_all_versions_-_English_en_-_2026-11-21-08-14-02.xlsx",
        **{"created": 1200, "updated": 20, "unchanged": 50, "rejected": 10, "conflict": 2},
    )
    for row in range(2, 130):
        factories.IssueFactory(
            batch=done,
            row=row,
            code="missing",
            field="rooms_used",
            column="group_hh/rooms_used_by_the_household_and_nobody_else",
        )
        factories.IssueFactory(
            batch=done,
            row=row,
            code="unusually_high",
            field="rent_month_kes",
            column="rent",
            severity="warning",
            params={"value": "25000"},
        )
    mapping = batch_in("mapping", content=b"Shoes,Land,Weekly rent\n3,Owner,100\n4,Khas land,120\n")
    failed = batch_in("failed", rows=0)
    factories.IssueFactory(batch=failed, row=None, column="", field="", code="internal_error")
    return {
        "sign-in": (None, "/accounts/login/"),
        "reset": (None, "/accounts/password/reset/"),
        "not-found": (None, "/no-such-page/"),
        "me": (baraka, "/me/"),
        "password": (baraka, "/accounts/password/change/"),
        "counts": (subira, "/enumerations/"),
        "count": (baraka, count.get_absolute_url()),
        "count-staff": (subira, count.get_absolute_url()),
        "count-form": (subira, f"/enumerations/{count.pk}/edit/"),
        "upload": (baraka, f"/enumerations/{count.pk}/upload/"),
        "batch-moving": (baraka, moving.get_absolute_url()),
        "batch-done": (subira, done.get_absolute_url()),
        "batch-failed": (baraka, failed.get_absolute_url()),
        "batch-mapping": (baraka, mapping.get_absolute_url()),
        "mapping": (baraka, f"/batches/{mapping.pk}/mapping/?show=all"),
        "revert": (subira, f"/batches/{done.pk}/revert/"),
    }  # fmt: skip


TOO_SMALL = """
[...document.querySelectorAll("a.button, button, input:not([type=hidden]), select, summary")]
    .concat(...document.querySelectorAll("nav a, .actions a"))
    .filter(e => e.checkVisibility() && !e.classList.contains("skip-link"))
    .map(e => e.closest("label.choice") || e)
    .filter(e => e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 80))"""
UNNAMED = """[...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter(e => !e.labels.length && !e.ariaLabel).map(e => e.outerHTML.slice(0, 80))"""


def test_every_page_fits_and_can_be_used(browser_page: OpenPage, pages: dict[str, tuple[Any, str]]) -> None:
    """On a phone: one heading, large targets, controls with names; it fits there and on a desk."""
    window = cache(browser_page)
    for name, (user, path) in pages.items():
        page = window(user, width=PHONE)
        answer = page.goto(path)
        assert answer is not None
        assert (name, faults_of(answer.text())) == (name, [])
        photograph(page, f"{name}-{PHONE}")
        assert_fits(page)
        assert page.locator("h1").count() == 1, name
        assert page.locator("main").count() == 1, name
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids)), name
        assert (name, page.evaluate(TOO_SMALL)) == (name, [])
        assert (name, page.evaluate(UNNAMED)) == (name, [])
        with on_a_desk(page):
            photograph(page, f"{name}-{DESK}")
            assert_fits(page)


def test_the_keyboard_reaches_the_content_first(browser_page: OpenPage, db: None) -> None:
    page = browser_page(None)
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_language_switches_with_one_tap(browser_page: OpenPage, db: None) -> None:
    page = browser_page(None, width=PHONE, scripts=False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Kiswahili").click()
    expect(page.locator("html")).to_have_attribute("lang", "sw")
