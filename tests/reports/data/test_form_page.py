"""The page on which the data is asked for: many settlements, choices that go along, and what is wrong."""

import re
from typing import Any

import pytest
from django.db import connection

from reports.forms.picking import ON_A_PAGE
from reports.models import Export
from reports.products import Envelope
from settlements.models import County, Settlement

pytestmark = pytest.mark.django_db
NEW = "/exports/new/data/"
MANY = 1_200
HEAVIEST = 60_000  # bytes of the page; with its styles and scripts below 150 kB


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def boxes(page: str, *, ticked: bool) -> list[str]:
    """The values of the settlements' boxes."""
    found = re.findall(r'<input type="checkbox" name="settlements" value="([\d,]+)"( checked)?', page)
    return [value for value, is_ticked in found if bool(is_ticked) == ticked]


def wish(**more: Any) -> dict[str, Any]:
    return {
        "datasets": ["structures"], "envelope": str(int(Envelope.STAFF)), "format": "csv", "language": "en",
        "crs": "4326", "rounds": "current", "values": "codes", "missing": "codes",
    } | more  # fmt: skip


@pytest.fixture
def many(settlement: Settlement) -> list[Settlement]:
    """A federation of 1,200 settlements in three counties; Kiamutisya is one of them."""
    counties = [settlement.county, *County.objects.exclude(pk=settlement.county_id)[:2]]
    made = [
        Settlement(
            code=f"Z{chr(65 + n // 676)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}", name=f"Mtaa {n:04d}",
            county=counties[n % 3], boundary_source="", land_reference="",
        )
        for n in range(MANY - 1)
    ]  # fmt: skip
    kept = Settlement.objects.bulk_create(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE settlements_settlement")  # as the database does by itself within a minute
    return [settlement, *kept]


def test_a_few_are_boxes(subira: Any, settlement: Settlement, client_of: Any) -> None:
    page = text(client_of(subira).get(NEW, {"settlements": settlement.pk}))
    assert 'name="look_for"' not in page
    assert f'value="{settlement.pk}"' in page
    assert "Kiamutisya" in page


def test_many_are_a_page_and_a_search(
    subira: Any, many: list[Settlement], client_of: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_of(subira)
    client.get(NEW)
    with django_assert_max_num_queries(9):
        answer = client.get(NEW, {"settlements": many[5].pk})
    page = text(answer)
    assert len(answer.content) < HEAVIEST
    assert "Find among 1,200: name, code, ward or county" in page
    assert boxes(page, ticked=True) == [str(many[5].pk)]
    assert len(boxes(page, ticked=False)) in (ON_A_PAGE, ON_A_PAGE - 1)
    assert "Page 1 of 60" in page


def test_what_is_chosen_goes_along_while_looking(
    subira: Any, many: list[Settlement], client_of: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_of(subira)
    sent = wish(
        settlements=[many[3].pk, many[900].pk], look_for="mtaa 0042", look="1", mail="on", clusters="A"
    )
    client.get(NEW)
    with django_assert_max_num_queries(9):
        answer = client.post(NEW, sent)
    page = text(answer)
    assert set(boxes(page, ticked=True)) == {str(many[3].pk), str(many[900].pk)}
    assert [Settlement.objects.get(pk=pk).name for pk in boxes(page, ticked=False)] == ["Mtaa 0042"]
    assert 'name="clusters" value="A"' in page
    assert re.search(r'name="mail"[^>]* checked', page)
    assert not re.search(r'name="bom"[^>]* checked', page)
    assert "errorlist" not in page
    assert not Export.objects.exists()


def test_pages_show_each_once(subira: Any, many: list[Settlement], client_of: Any) -> None:
    client, seen = client_of(subira), []
    for look in ("1", "2", "60"):
        page = text(client.post(NEW, wish(look=look, look_for="")))
        seen += boxes(page, ticked=False)
    assert len(seen) == len(set(seen)) == 3 * ON_A_PAGE
    for odd in ("0", "x", "99999999999999999999", "-1"):
        assert len(boxes(text(client.post(NEW, wish(look=odd))), ticked=False)) == ON_A_PAGE


def test_nothing_that_is_called_so_says_what_to_do(
    subira: Any, many: list[Settlement], client_of: Any
) -> None:
    page = text(client_of(subira).post(NEW, wish(look="1", look_for="' OR 1=1 %")))
    assert "No settlement is called so." in page


def test_hundreds_that_are_chosen_are_one_box(subira: Any, many: list[Settlement], client_of: Any) -> None:
    client = client_of(subira)
    keys = [str(one.pk) for one in many]
    answer = client.post(NEW, wish(settlements=keys[:300], look="1", look_for="kiamutisya"))
    assert len(answer.content) < HEAVIEST
    chosen = ",".join(boxes(text(answer), ticked=True)).split(",")
    assert set(chosen) == set(keys[:300])
    client.post(NEW, wish(settlements=[",".join(chosen)]))
    assert set(Export.objects.get().ask["settlements"]) == {int(key) for key in keys[:300]}


def test_a_whole_county_or_everything_is_chosen_at_once(
    subira: Any, many: list[Settlement], client_of: Any
) -> None:
    client = client_of(subira)
    county = many[1].county
    page = text(client.get(NEW))
    assert f"{county.name}: {Settlement.objects.filter(county=county).count()}" in page
    assert "everywhere: 1,200" in page
    client.post(NEW, wish(settlements=[many[3].pk], within=county.code))
    inside = Settlement.objects.filter(county=county).values_list("pk", flat=True)
    assert set(Export.objects.get().ask["settlements"]) == {*inside, many[3].pk}
    assert "within" not in Export.objects.get().ask
    client.post(NEW, wish(within="all"))
    assert len(Export.objects.latest("pk").ask["settlements"]) == MANY


def test_a_county_holds_only_what_the_person_may_have(
    amina: Any, many: list[Settlement], client_of: Any
) -> None:
    """Others' settlements are public here: she sees that they are there, and may not have their data."""
    Settlement.objects.exclude(pk=many[0].pk).update(access_level="public")
    client = client_of(amina)
    page = text(client.post(NEW, wish(within=many[1].county.code)), 422)
    assert "Choose at least one settlement of which you may have this." in page


def test_what_it_will_be_is_said_while_choosing(subira: Any, settlement: Settlement, client_of: Any) -> None:
    part = text(
        client_of(subira).post(NEW, wish(settlements=[settlement.pk]), headers={"HX-Request": "true"})
    )
    assert "<html" not in part
    assert "Structures of Kiamutisya, CSV" in part


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"settlements": []}, "Choose at least one settlement of which you may have this."),
        ({"settlements": ["999999"]}, "999999"),
        ({"settlements": ["x" * 300]}, "is not a valid value"),
        ({"settlements": ["9" * 30]}, "9" * 30),
        ({"datasets": []}, "This field is required."),
        ({"datasets": ["households"], "format": "kml", "since": "2026-05-02", "until": "2026-05-01"},
         "This is before the first day."),
        ({"datasets": ["persons"], "format": "kml", "envelope": "4"}, "have none"),
        ({"within": "nowhere"}, "nowhere"),
        ({"crs": "27700"}, "27700"),
        ({"changed_since": "yesterday"}, "Enter a valid date."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    wrong: dict[str, Any], said: str, tabitha: Any, settlement: Settlement, client_of: Any
) -> None:
    page = text(client_of(tabitha).post(NEW, wish(settlements=[settlement.pk]) | wrong), 422)
    assert "Please look at the marked answers." in page
    assert said in page
    assert not Export.objects.exists()


def test_who_is_not_signed_in_is_led_to_the_door(settlement: Settlement, client_of: Any) -> None:
    answer = client_of(None).post(NEW, wish(settlements=[settlement.pk], look="1"))
    assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")
    assert County.objects.exists()
