"""Every page in Kiswahili: its words are longer than the English ones, and all of them are Kiswahili."""

from functools import cache
from typing import Any

from django.conf import settings

from enumerations.services.disclosure import open_records
from enumerations.services.questionnaires import start_standard
from tests import factories
from tests.browser import PHONE, OpenPage, assert_fits
from tests.pages.interviews import Evening
from tests.pages.test_in_browser import pages, photograph  # noqa: F401 - fixture
from tests.test_translations import left_in_english

# What is wider than the box it stands in.
CUT_OFF = """[...document.querySelectorAll("button, a.button, .main-nav span, .badge, dt, dd, legend")]
    .filter(e => e.checkVisibility() && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.textContent.trim().slice(0, 60))"""


def assert_all_kiswahili(browser_page: OpenPage, live_server: Any, seen: dict[str, tuple[Any, str]]) -> None:
    window = cache(browser_page)
    cookie: Any = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "sw", "url": live_server.url}
    for name, (user, path) in seen.items():
        page = window(user, width=PHONE)
        page.context.add_cookies([cookie])
        page.goto(path)
        photograph(page, f"sw-{name}")
        assert_fits(page)
        assert (name, page.locator("html").get_attribute("lang")) == (name, "sw")
        assert (name, page.evaluate(CUT_OFF)) == (name, [])
        assert (name, left_in_english(page.locator("main").inner_html())) == (name, set())


def test_every_page_fits_a_phone_and_is_all_kiswahili(
    browser_page: OpenPage,
    live_server: Any,
    count: Any,
    pages: dict[str, tuple[Any, str]],  # noqa: F811 - the fixture imported above
) -> None:
    count.name = "2026"  # what people typed stays as it is
    count.save()
    assert_all_kiswahili(browser_page, live_server, pages)


def test_the_pages_about_who_may_see_do_too(
    browser_page: OpenPage,
    live_server: Any,
    count: Any,
    settlement: Any,
    amina: Any,
    subira: Any,
    tabitha: Any,
) -> None:
    count.name = "2026"
    count.save()
    structure: Any = factories.StructureFactory(settlement=settlement, code="KMT/1")
    household: Any = factories.HouseholdFactory(structure=structure, enumeration=count, key="KMT/1/01")
    factories.PersonFactory(household=household)
    open_records(subira, settlement, "Anaomba taarifa zake")
    desk = "/settlements/KMT/rights/"
    about = {
        "roles": (None, "/roles/"),
        "privacy": (None, "/privacy/"),
        "people-list": (subira, "/people/"),
        "people": (tabitha, "/people/KMT/"),
        "records": (subira, "/settlements/KMT/records/"),
        "retention": (tabitha, "/retention/"),
        "desk": (subira, desk),
        "held": (subira, f"{desk}households/{household.pk}/"),
        "correction": (subira, f"{desk}households/{household.pk}/correct/"),
        "hide": (amina, "/settlements/KMT/shield/"),
    }
    assert_all_kiswahili(browser_page, live_server, about)


def test_the_pages_of_interviews_do_too(
    browser_page: OpenPage, live_server: Any, count: Any, baraka: Any, amina: Any, tabitha: Any
) -> None:
    count.name = "2026"
    count.save()
    evening = Evening(count, baraka)
    made = evening.all()
    held = evening.contradictions(made)
    base = f"/enumerations/{count.pk}"
    seen = {
        "list": (amina, f"{base}/interviews/"),
        "detail": (amina, f"/interviews/{made['warned'].pk}/?review=pending"),
        "corrected": (tabitha, f"/interviews/{made['before'].pk}/"),
        "conflicts": (amina, f"{base}/conflicts/"),
        "different": (tabitha, f"{base}/conflicts/held/{held['different'].pk}/"),
        "picture": (tabitha, f"{base}/conflicts/held/{held['picture'].pk}/"),
        "held-back": (amina, f"{base}/conflicts/interviews/{made['conflict'].pk}/"),
        "supervision": (amina, f"{base}/supervision/"),
        "coverage": (amina, f"{base}/coverage/"),
        "phones": (baraka, f"{base}/phones/"),
    }
    assert_all_kiswahili(browser_page, live_server, seen)


def test_the_pages_of_a_questionnaire_do_too(
    browser_page: OpenPage, live_server: Any, count: Any, subira: Any
) -> None:
    count.name = "2026"
    count.save()
    start_standard(count, None)
    base = f"/enumerations/{count.pk}"
    seen = {
        "now": (subira, f"{base}/questionnaire/"),
        "version": (subira, f"{base}/questionnaire/versions/1/"),
        "ticks": (subira, f"{base}/questionnaire/standard/"),
        "upload-form": (subira, f"{base}/questionnaire/upload/"),
        "question-mapping": (subira, f"{base}/questionnaire/mapping/"),
        "answers": (subira, f"{base}/answers/"),
        "paper": (subira, f"{base}/paper/"),
    }
    assert_all_kiswahili(browser_page, live_server, seen)
