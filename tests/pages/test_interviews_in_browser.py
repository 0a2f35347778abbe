"""Interviews on a phone and on a desk: what fits, and what only a browser does."""

from functools import cache
from typing import Any

import pytest
from playwright.sync_api import expect

from enumerations.models import Submission
from enumerations.services.statistics import rebuild_statistics
from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits, on_a_desk
from tests.pages.interviews import Evening
from tests.pages.test_in_browser import photograph


@pytest.fixture
def evening(count: Any, baraka: Any) -> Evening:
    return Evening(count, baraka)


def test_every_page_fits_a_phone_and_a_desk(
    browser_page: OpenPage, evening: Evening, count: Any, baraka: Any, amina: Any, tabitha: Any
) -> None:
    made = evening.all()
    held = evening.contradictions(made)
    for n in range(20, 45):
        factories.StructureFactory.create(cluster=evening.cluster, n=n)
    for n in range(12):
        factories.HouseholdFactory.create(
            enumeration=count, enumerator="Naliaka Were", started_at=f"2026-10-{n % 3 + 5:02d}T20:00:00Z",
            ended_at=f"2026-10-{n % 3 + 5:02d}T20:03:00Z", rent_month_kes=3000,
        )  # fmt: skip
    rebuild_statistics(count.pk)
    base = f"/enumerations/{count.pk}"
    pages = {
        "mine": (baraka, "/interviews/"),
        "detail-own": (baraka, f"/interviews/{made['returned'].pk}/"),
        "own-work": (baraka, f"{base}/supervision/"),
        "count": (amina, f"{base}/"),
        "list": (amina, f"{base}/interviews/"),
        "detail-leader": (amina, f"/interviews/{made['warned'].pk}/?review=pending"),
        "detail-manager": (tabitha, f"/interviews/{made['fine'].pk}/"),
        "conflicts": (amina, f"{base}/conflicts/"),
        "different": (tabitha, f"{base}/conflicts/held/{held['different'].pk}/"),
        "different-leader": (amina, f"{base}/conflicts/held/{held['different'].pk}/"),
        "picture": (tabitha, f"{base}/conflicts/held/{held['picture'].pk}/"),
        "deleted": (amina, f"{base}/conflicts/held/{held['deleted'].pk}/"),
        "held-back": (amina, f"{base}/conflicts/interviews/{made['conflict'].pk}/"),
        "supervision": (amina, f"{base}/supervision/?sort=median_minutes&of=b01d646e064f"),
        "coverage": (amina, f"{base}/coverage/"),
        "map": (amina, f"{count.settlement.get_absolute_url()}?colours=visits"),
    }
    at_the_desk = ("list", "supervision", "different", "map")
    window = cache(browser_page)
    for name, (person, address) in pages.items():
        page = window(person, width=PHONE)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        photograph(page, f"interviews-{name}-{PHONE}")
        assert_fits(page)
        if name in at_the_desk:
            with on_a_desk(page):
                photograph(page, f"interviews-{name}-{DESK}")
                assert_fits(page)


def test_the_chosen_are_accepted_in_place(
    browser_page: OpenPage, evening: Evening, count: Any, amina: Any
) -> None:
    chosen = [evening.sent(n) for n in (1, 2, 3)]
    page = browser_page(amina, width=PHONE)
    page.goto(f"/enumerations/{count.pk}/interviews/?review=pending")
    page.get_by_label("All on this page").check()
    page.get_by_label("Choose KMT/B/2").uncheck()
    page.get_by_role("button", name="Accept the chosen").click()
    expect(page.get_by_text("2 interviews accepted.")).to_be_visible()
    expect(page.locator(".choose .door")).to_have_text(["KMT/B/2"])
    page.get_by_label("All on this page").check()
    page.get_by_role("button", name="Return the chosen").click()
    expect(page.get_by_text("Nothing was returned.")).to_be_visible()
    page.get_by_label("What is to be corrected?").fill("Ask for the rent.")
    page.get_by_role("button", name="Return the chosen").click()
    expect(page.get_by_text("1 interview returned.")).to_be_visible()
    assert list(
        Submission.objects.filter(pk__in=[one.pk for one in chosen])
        .order_by("row")
        .values_list("review", flat=True)
    ) == ["accepted", "returned", "accepted"]
