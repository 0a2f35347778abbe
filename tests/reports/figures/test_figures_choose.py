"""Choosing settlements whose figures are made one, where there may be a thousand."""

import gzip
import re
from typing import Any

import pytest

from reports.forms.picking import ON_A_PAGE
from settlements.models import County, Settlement, Ward

pytestmark = pytest.mark.django_db
PAGE = "/figures/"
MANY = 1_200
HEAVIEST = 60_000  # bytes of the page; with its styles and scripts below 150 kB


def make(first: Settlement, number: int, *, wards: int) -> list[Settlement]:
    """A federation of so many settlements in wards of two counties, all of them public."""
    counties = [first.county, County.objects.exclude(pk=first.county_id)[0]]
    places = Ward.objects.bulk_create(
        Ward(code=1 + n, name=f"Ward {n}", county=counties[n % 2]) for n in range(wards)
    )
    made = Settlement.objects.bulk_create(
        Settlement(
            code=f"Z{chr(65 + n // 676)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}", name=f"Mtaa {n:04d}",
            county=places[n % wards].county, ward=places[n % wards], boundary_source="", land_reference="",
        )
        for n in range(number - 1)
    )  # fmt: skip
    Settlement.objects.update(access_level="public")
    return [first, *made]


@pytest.fixture
def many(settlement: Settlement) -> list[Settlement]:
    return make(settlement, 80, wards=4)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def boxes(page: str, *, ticked: bool) -> list[str]:
    """The values of the settlements' boxes."""
    found = re.findall(r'<input type="checkbox" name="in" value="([\w,]+)"( checked)?', page)
    return [value for value, is_ticked in found if bool(is_ticked) == ticked]


def test_many_are_a_page_and_a_search(
    settlement: Settlement, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    make(settlement, MANY, wards=200)
    client = client_of(None)
    client.get(PAGE)
    with django_assert_max_num_queries(7):
        answer = client.get(PAGE)
    page = text(answer)
    assert len(answer.content) < HEAVIEST
    assert len(gzip.compress(answer.content)) < HEAVIEST / 4
    assert "Find among 1,200: name, code, ward or county" in page
    assert len(boxes(page, ticked=False)) == ON_A_PAGE
    assert "Page 1 of 60" in page
    assert "Wards (200)" in page


def test_what_is_ticked_goes_along_while_looking(many: list[Settlement], client_of: Any) -> None:
    client = client_of(None)
    asked = {"in": [many[3].code, many[60].code.lower()], "look_for": "mtaa 0042", "look": "1"}
    page = text(client.get(PAGE, asked))
    assert set(boxes(page, ticked=True)) == {many[3].code, many[60].code}
    [found] = boxes(page, ticked=False)
    assert Settlement.objects.get(code=found).name == "Mtaa 0042"
    seen = [
        code
        for look in ("1", "2", "3")
        for code in boxes(text(client.get(PAGE, {"look": look})), ticked=False)
    ]
    assert len(seen) == len(set(seen)) == 3 * ON_A_PAGE
    assert "No settlement is called so." in text(client.get(PAGE, {"look": "1", "look_for": "' OR 1=1 %"}))


def test_what_is_ticked_is_put_together(many: list[Settlement], client_of: Any) -> None:
    """Many in one box count each, and the words that were looked for change nothing of it."""
    client, chosen = client_of(None), many[1:41]
    page = text(client.get(PAGE, {"in": [each.code for each in chosen], "look": "1", "look_for": "kiam"}))
    ticked = boxes(page, ticked=True)
    assert len(ticked) == ON_A_PAGE + 1
    answer = client.get(PAGE, {"in": [*ticked, "KMT"], "look_for": "kiam"})
    assert answer.status_code == 200
    assert {each.code for each in answer.context["place"].settlements} == {
        "KMT", *(each.code for each in chosen)
    }  # fmt: skip


def test_too_many_are_refused_and_stay_ticked(many: list[Settlement], client_of: Any) -> None:
    codes = [each.code for each in many[:61]]
    page = text(client_of(None).get(PAGE, {"in": codes}), 400)
    assert "At most 60 settlements can be put together here." in page
    assert set(",".join(boxes(page, ticked=True)).split(",")) == set(codes)


def test_a_few_are_boxes_with_code_and_county(settlement: Settlement, client_of: Any) -> None:
    Settlement.objects.update(access_level="public")
    page = text(client_of(None).get(PAGE))
    assert 'name="look_for"' not in page
    assert f"Kiamutisya (KMT, {settlement.county.name})" in page
    answer = client_of(None).get(PAGE, {"in": "kmt"})
    assert [each.code for each in answer.context["place"].settlements] == ["KMT"]


@pytest.mark.parametrize(
    "odd", [{"look": "x" * 50}, {"look": "-1"}, {"look": "1", "in": "\x00"}, {"look": "1", "in": "9" * 99}]
)
def test_odd_wishes_show_the_page(odd: dict[str, str], many: list[Settlement], client_of: Any) -> None:
    page = text(client_of(None).get(PAGE, odd))
    assert len(boxes(page, ticked=False)) == ON_A_PAGE
    assert boxes(page, ticked=True) == []


def test_nobody_picks_what_they_may_not_know_of(many: list[Settlement], client_of: Any) -> None:
    Settlement.objects.filter(pk=many[5].pk).update(access_level="staff")
    page = text(client_of(None).get(PAGE, {"in": many[5].code, "look": "1", "look_for": many[5].name}))
    assert boxes(page, ticked=True) == boxes(page, ticked=False) == []
    assert client_of(None).get(PAGE, {"in": many[5].code}).status_code == 404


def test_where_there_is_none_it_says_what_to_do(settlement: Settlement, client_of: Any) -> None:
    Settlement.objects.update(access_level="staff")
    page = text(client_of(None).get(PAGE))
    assert "There is no settlement that you may know of." in page
