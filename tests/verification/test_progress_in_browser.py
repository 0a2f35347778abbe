"""Where a count stands fits on one phone screen, with ten villages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests import factories
from tests.browser import PHONE, OpenPage, assert_fits
from tests.factories_verification import ObjectionFactory, PostedListFactory, PostingFactory

pytestmark = pytest.mark.django_db(transaction=True)

BOTTOM_BAR = ".main-nav"


@pytest.fixture
def count(settlement: Any) -> Any:
    """Ten villages, each with a list, an objection and a door that nobody visited."""
    count = factories.EnumerationFactory.create(settlement=settlement, state="objections")
    posting = PostingFactory.create(enumeration=count, closes_on=date.today() + timedelta(days=9))
    for n in range(1, 11):
        cluster = factories.ClusterFactory.create(
            settlement=settlement, code=f"Z{n}", name=f"Kijiji cha ukingo wa mto {n}"
        )
        door = factories.StructureFactory.create(cluster=cluster, n=n)
        PostedListFactory.create(posting=posting, cluster=cluster, pages=38)
        ObjectionFactory.create(enumeration=count, structure=door)
    return count


def test_the_answer_and_ten_villages_stand_on_one_phone_screen(
    count: Any, amina: Any, browser_page: OpenPage
) -> None:
    page = browser_page(amina, width=PHONE)
    page.goto(reverse("verification:progress", args=[count.pk]))
    assert_fits(page)
    rows = page.locator(".progress-table tbody tr")
    assert rows.count() == 11
    last, bar = rows.last.bounding_box(), page.locator(BOTTOM_BAR).bounding_box()
    assert last
    assert bar
    assert last["y"] + last["height"] <= bar["y"]
    table = page.locator(".progress-table")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
    for link in page.locator(".progress-table a").all():
        box = link.bounding_box()
        assert box
        assert box["width"] >= 24
        assert box["height"] >= 44
