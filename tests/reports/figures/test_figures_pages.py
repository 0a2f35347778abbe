"""The pages of figures and of prices: what they open with, what they cost, and who changes what."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.figures.tally import make_stale
from reports.models import Reference, UnitCost
from tests import factories

pytestmark = pytest.mark.django_db
PRICE = {
    "what": "cubicle",
    "amount_kes": "180000",
    "year": "2025",
    "source": "Tender 12",
    "place": "settlement",
}


@pytest.fixture
def staff(counted: Any) -> Any:
    return factories.member_of(None, "staff")


def queries(client: Any, path: str) -> int:
    assert client.get(path).status_code == 200  # whatever is made once is made
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_pages_take_few_queries_however_many_settlements(counted: Any, client_of: Any, staff: Any) -> None:
    """Five of them find out who reads, eight read: rounds, rights, references, tallies, prices, points."""
    everybody, office = client_of(None), client_of(staff)
    assert queries(everybody, "/settlements/KMT/figures/") <= 10
    assert queries(office, "/settlements/KMT/figures/") <= 13
    assert queries(office, "/settlements/KMT/figures/?by=tenure") <= 15
    for several in ("in=KMT&in=MSH", "in=KMT&in=MSH&in=OBG"):
        assert queries(office, f"/figures/?{several}") <= 15
    assert queries(everybody, "/wards/1449/figures/?by=head") <= 14


def test_a_settlements_page_opens_with_the_answer_and_the_ask(
    counted: Any, client_of: Any, staff: Any
) -> None:
    row = counted.rows("KMT")[0]
    page = client_of(staff).get("/settlements/KMT/figures/").content.decode()
    people = f"{row.figures['population']['value']:,}"
    lacking = f"{row.figures['cubicles_lacking']['value']} <small>Toilet cubicles"
    assert page.index(people) < page.index("What to ask for") < page.index(lacking) < page.index("The people")
    assert "Mathare sub-county" in page
    assert "mixes tenements and shacks" in page
    assert "2,019" not in page


def test_strangers_see_no_histogram_and_nothing_hidden(counted: Any, client_of: Any) -> None:
    page = client_of(None).get("/settlements/KMT/figures/").content.decode()
    assert "How the answers spread" not in page
    assert "hidden: too few households" in page
    assert "By village" not in page


def test_a_draft_of_others_is_not_in_a_county(counted: Any, client_of: Any, staff: Any) -> None:
    assert "None of these settlements has figures" in (
        client_of(None).get("/counties/042/figures/").content.decode()
    )
    assert "Draft" in client_of(staff).get("/counties/042/figures/").content.decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/figures/?in=KMT&in=NONE", 404),
        ("/figures/?in=%00", 404),
        ("/wards/9999/figures/", 404),
        ("/wards/99999999999/figures/", 404),
        ("/counties/046/figures/", 404),
        ("/figures/?" + "&".join(f"in=A{n}" for n in range(61)), 400),
        ("/settlements/KMT/figures/?by=nonsense", 200),
    ],
)
def test_what_is_not_there_is_not_found(counted: Any, client_of: Any, path: str, status: int) -> None:
    assert client_of(None).get(path).status_code == status


def test_a_price_makes_the_ask_a_sum_of_money(counted: Any, client_of: Any, staff: Any) -> None:
    client = client_of(staff)
    assert client.post("/settlements/KMT/unit-costs/", PRICE).status_code == 302
    lacking = counted.rows("KMT")[0].figures["cubicles_lacking"]["value"]
    page = client.get("/settlements/KMT/figures/").content.decode()
    assert f"Together they cost KES {lacking * 180_000:,} (Tender 12, 2025)." in page
    assert UnitCost.objects.get().entered_by == staff


def test_a_settlements_own_price_goes_before_its_countys(counted: Any, client_of: Any, staff: Any) -> None:
    client = client_of(staff)
    client.post("/settlements/KMT/unit-costs/", PRICE | {"place": "county", "amount_kes": "100000"})
    client.post("/settlements/MSH/unit-costs/", PRICE)
    kmt, msh = (counted.rows(code)[0].figures["cubicles_lacking"]["value"] for code in ("KMT", "MSH"))
    page = client.get("/wards/1449/figures/").content.decode()
    assert f"Together they cost KES {kmt * 100_000 + msh * 180_000:,}" in page


def test_who_answers_for_one_settlement_sets_no_price_of_the_county(counted: Any, client_of: Any) -> None:
    one = factories.member_of(counted.settlement("KMT"), "staff")
    answer = client_of(one).post("/settlements/KMT/unit-costs/", PRICE | {"place": "county"})
    assert answer.status_code == 422
    assert not UnitCost.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"year": "2099"}, {"source": ""}, {"amount_kes": "0"}, {"amount_kes": "-5"}, {"what": "palace"}]
)
def test_a_price_without_year_and_source_is_not_kept(
    counted: Any, client_of: Any, staff: Any, wrong: dict[str, str]
) -> None:
    assert client_of(staff).post("/settlements/KMT/unit-costs/", PRICE | wrong).status_code == 422
    assert not UnitCost.objects.exists()


def test_a_price_is_replaced_and_taken_away(counted: Any, client_of: Any, staff: Any) -> None:
    client = client_of(staff)
    client.post("/settlements/KMT/unit-costs/", PRICE)
    client.post("/settlements/KMT/unit-costs/", PRICE | {"amount_kes": "200000"})
    kept = UnitCost.objects.get()
    assert kept.amount_kes == 200_000
    client.post(f"/settlements/KMT/unit-costs/{kept.pk}/delete/")
    assert not UnitCost.objects.exists()


def test_programs_read_what_the_page_shows(counted: Any, client_of: Any, staff: Any) -> None:
    answer = client_of(staff).get("/api/v1/settlements/kmt/figures/").json()
    stored = counted.rows("KMT")[0].figures
    figures = {each["code"]: each for each in answer["figures"]}
    assert figures["rent_median"]["value"] == stored["rent_median"]["value"]
    assert figures["tenants_percent"]["beside"][0]["label"] == "Mathare sub-county"
    assert figures["tenants_percent"]["beside"][0]["year"] == 2019
    assert [gap["code"] for gap in answer["gaps"]] == ["cubicles", "taps"]
    stranger = client_of(None).get("/api/v1/settlements/KMT/figures/").json()
    hidden = [each for each in stranger["figures"] if each["state"] == "hidden"]
    assert hidden
    assert all(each["value"] is None and each["n"] is None for each in hidden)


REFERENCE = {
    "indicator": "persons_per_light", "kind": "standard", "bound": "most", "place": "047", "area": "by-law",
    "value": "500", "year": "2024", "source": "Nairobi street lighting policy", "note": "",
}  # fmt: skip


def test_a_countys_own_rule_makes_a_gap_of_lights(counted: Any, client_of: Any, staff: Any) -> None:
    settlement = counted.settlement("KMT")
    for n, status in enumerate(["working", "working", "not_working"]):
        factories.ServicePointFactory.create(
            settlement=settlement, kind="streetlight_highmast", status=status, code=f"L{n}"
        )
    client = client_of(staff)
    assert client.get("/references/").status_code == 200
    assert client.post("/references/", REFERENCE).status_code == 302
    gaps = client.get("/api/v1/settlements/KMT/figures/").json()["gaps"]
    lights = next(gap for gap in gaps if gap["code"] == "lights")
    people = counted.rows("KMT")[0].figures["population"]["value"]
    assert lights["working"] == 2
    assert lights["lacking"] == -(-people // 500) - 2
    assert "1 stands but does not work" in lights["sentence"]


@pytest.mark.parametrize(
    "wrong", [{"place": "099"}, {"source": ""}, {"indicator": "tenure"}, {"bound": ""}, {"value": "many"}]
)
def test_a_reference_without_place_or_source_is_not_kept(
    counted: Any, client_of: Any, staff: Any, wrong: dict[str, str]
) -> None:
    assert client_of(staff).post("/references/", REFERENCE | wrong).status_code == 422
    assert not Reference.objects.filter(indicator="persons_per_light").exists()


def test_tallies_are_made_ahead_with_the_rights_of_the_site(counted: Any, as_application: None) -> None:
    assert make_stale() == 3
    assert make_stale() == 0
