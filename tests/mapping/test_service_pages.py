"""What serves the place: by kind and state, and one by one."""

from typing import Any

import pytest

from mapping.services import DETAILS
from settlements.choices import ServiceKind
from tests import factories

pytestmark = pytest.mark.django_db
SERVICES = "/settlements/KMT/services/"


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def services(settlement: Any) -> Any:
    for kind, status, times in (
        ("toilet_block", "working", 3), ("toilet_block", "not_working", 1), ("toilet_block", "closed", 1),
        ("school", "partly", 2), ("tank", "unknown", 1),
    ):  # fmt: skip
        factories.ServicePointFactory.create_batch(times, settlement=settlement, kind=kind, status=status)
    factories.ServicePointFactory(kind="market")  # a neighbour's
    return settlement


def test_it_opens_with_how_many_work(client_of: Any, amina: Any, services: Any) -> None:
    page = text(client_of(amina).get(SERVICES))
    assert "3 of 7 work. Of 1 more it is not known." in page
    assert "Market" not in page
    row = page[page.index('">Toilet block</a>') :]
    assert row[: row.index("</tr>")].count('class="number"') == 5
    cells = [part.split("<")[0] for part in row[: row.index("</tr>")].split('class="number">')[1:]]
    assert cells == ["5", "3", "–", "2", "–"]


def test_what_nobody_checked_is_not_called_broken(client_of: Any, amina: Any, settlement: Any) -> None:
    factories.ServicePointFactory.create_batch(3, settlement=settlement, status="unknown")
    assert "3 are here. Nobody has said yet which of them work." in text(client_of(amina).get(SERVICES))


def test_the_list_is_narrowed_by_kind_and_state(client_of: Any, amina: Any, services: Any) -> None:
    client = client_of(amina)
    asked = {"kind": "toilet_block", "status": "not_working"}
    assert len(client.get(SERVICES).context["page"].object_list) == 8
    assert len(client.get(SERVICES, {"kind": "toilet_block"}).context["page"].object_list) == 5
    assert len(client.get(SERVICES, asked).context["page"].object_list) == 1
    for nonsense in ({"kind": "castle"}, {"status": "\x00"}, {"kind": "school", "status": "working"}):
        assert client.get(SERVICES, nonsense).status_code == 200
    assert "None is of this kind" in text(client.get(SERVICES, {"kind": "school", "status": "working"}))


def test_it_asks_the_same_whatever_its_length(
    client_of: Any, amina: Any, services: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(amina)
    with django_assert_num_queries(5):  # the user, the settlement, the kinds, how many, one page
        client.get(SERVICES)


def test_one_shows_what_its_kind_has_and_no_free_text(client_of: Any, amina: Any, settlement: Any) -> None:
    service: Any = factories.ServicePointFactory(
        settlement=settlement, kind="water_point", name="Bomba la Soko",
        details={
            "source": "utility", "price_20l_kes": 5, "metered": True, "treated": "by Mama Siri",
            "caretaker": "Mama Siri", "days_per_week": 3.5,
        },
    )  # fmt: skip
    page = text(client_of(amina).get(f"{SERVICES}{service.pk}/"))
    for label, told in (
        ("Water from", "Water company"), ("Price of 20 litres", "5 KES"), ("With a meter", "yes"),
        ("Days a week", "3.5"),
    ):  # fmt: skip
        assert f"<dt>{label}</dt><dd>{told}</dd>" in page
    assert "Siri" not in page
    assert "Treated" not in page
    assert page.count("<h1") == 1


def test_details_are_of_kinds_and_named_once() -> None:
    assert set(DETAILS) <= set(ServiceKind.values)
    for details in DETAILS.values():
        keys = [detail.key for detail in details]
        assert len(keys) == len(set(keys))
