"""The desk and its slip in a real browser: on a phone, on a desk, without scripts, and on paper."""

from typing import Any

import pytest

from enumerations.models import RightsRequest
from enumerations.services.disclosure import open_records
from tests import factories
from tests.browser import DESK, PHONE, OpenPage, assert_fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def household(settlement: Any, subira: Any) -> Any:
    cluster = factories.ClusterFactory(settlement=settlement, code="A")
    structure = factories.StructureFactory(settlement=settlement, cluster=cluster, code="KMT/A/1")
    made: Any = factories.HouseholdFactory(structure=structure, key="KMT/A/1/01", phone="0722000111")
    factories.PersonFactory(household=made)
    open_records(subira, settlement, "Asked for her data")
    return made


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_search_to_the_printed_slip(
    browser_page: OpenPage, household: Any, subira: Any, width: int, scripts: bool
) -> None:
    page = browser_page(subira, width=width, scripts=scripts)
    page.goto("/settlements/KMT/rights/")
    assert_fits(page)
    page.get_by_label("Household number, door, name or phone").fill(household.head_name)
    page.get_by_role("button", name="Find").click()
    assert household.head_name not in page.url
    page.get_by_role("link", name=household.head_name).click()
    assert_fits(page)
    page.get_by_role("link", name="Correct it").click()
    assert_fits(page)
    page.go_back()
    page.locator("summary", has_text="Take back an agreement").click()
    form = page.locator("form", has=page.locator("input[value=withdraw]"))
    form.get_by_label("a photo").check()
    form.get_by_label("In a few words, why").fill("Called the office")
    form.get_by_role("button", name="Take it back").click()
    page.wait_for_url("**/requests/*/")
    assert_fits(page)
    assert RightsRequest.objects.get().kind == "withdraw"
    page.emulate_media(media="print")
    assert not page.locator(".top-bar").is_visible()
    assert not page.locator(".screen").is_visible()
    assert page.locator(".slip").is_visible()
    page.set_viewport_size({"width": 559, "height": 794})  # A5 at 96 dpi
    assert_fits(page)


def test_the_privacy_page_fits_a_phone(browser_page: OpenPage, db: None) -> None:
    page = browser_page(width=PHONE)
    page.goto("/privacy/")
    assert_fits(page)
