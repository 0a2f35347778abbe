"""A part of a page that does not load: said in words, and taken back when it loads again."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_page_says_why_its_part_does_not_load(browser_page: OpenPage, batch_in: Any, baraka: Any) -> None:
    batch = batch_in("received")
    page = browser_page(baraka, width=PHONE)
    answers = iter(["abort", 403])

    def refuse(route: Route) -> None:
        answer = next(answers, None)
        if answer == "abort":
            route.abort()
        elif answer is None:
            route.continue_()
        else:
            route.fulfill(status=int(str(answer)))

    page.route("**/status/", refuse)
    page.goto(f"/batches/{batch.pk}/")
    line = page.locator("#failed")
    expect(line).to_be_hidden()
    expect(line).to_contain_text("There is no connection just now", timeout=8_000)
    expect(line).to_contain_text("not open to you any more", timeout=8_000)
    expect(line).to_be_hidden(timeout=8_000)
