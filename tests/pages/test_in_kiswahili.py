"""Every page in Kiswahili: its words are longer than the English ones, and all of them are Kiswahili."""

from typing import Any

from django.conf import settings

from tests.browser import PHONE, OpenPage, assert_fits
from tests.pages.test_in_browser import pages, photograph  # noqa: F401 - fixture
from tests.test_translations import left_in_english

# What is wider than the box it stands in.
CUT_OFF = """[...document.querySelectorAll("button, a.button, .main-nav span, .badge, dt, dd, legend")]
    .filter(e => e.checkVisibility() && e.clientWidth && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.textContent.trim().slice(0, 60))"""


def test_every_page_fits_a_phone_and_is_all_kiswahili(
    browser_page: OpenPage,
    live_server: Any,
    count: Any,
    pages: dict[str, tuple[Any, str]],  # noqa: F811 - the fixture imported above
) -> None:
    count.name = "2026"  # what people typed stays as it is
    count.save()
    for name, (user, path) in pages.items():
        page = browser_page(user, width=PHONE)
        cookie: Any = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "sw", "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(path)
        photograph(page, f"sw-{name}")
        assert_fits(page)
        assert (name, page.locator("html").get_attribute("lang")) == (name, "sw")
        assert (name, page.evaluate(CUT_OFF)) == (name, [])
        assert (name, left_in_english(page.locator("main").inner_html())) == (name, set())
