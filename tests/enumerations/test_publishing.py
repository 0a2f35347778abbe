"""What of the figures leaves a settlement: by the API, a page and the country's totals, all from one door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from enumerations.disclosure import Table, safe_figures, safe_tables
from enumerations.models import SettlementStatistics
from enumerations.publishing import seen_by
from mapping.country import country_of
from tests import factories

Sheet = dict[str, dict[str, Any]]
ClientOf = Callable[[Any], Any]


def sheet(**figures: tuple[object, int]) -> Sheet:
    """Of a settlement of 200 households, unless another number is given."""
    given = {"households": (200, 200), **figures}
    return {code: {"value": value, "n": n} for code, (value, n) in given.items()}


def items(**counts: int) -> list[dict[str, Any]]:
    total = sum(counts.values())
    return [{"code": code, "count": n, "percent": 100 * n / total} for code, n in counts.items()]


def answers(figure: dict[str, Any]) -> dict[str, int]:
    return {item["code"]: item["count"] for item in figure["value"] or []}


def published(settlement: Any, figures: Sheet, state: str = "adopted", **more: Any) -> SettlementStatistics:
    adopted_on = "2026-11-01" if state == "adopted" else None
    count = factories.EnumerationFactory(settlement=settlement, state=state, adopted_on=adopted_on, **more)
    row: Any = factories.SettlementStatisticsFactory(
        enumeration=count, figures=figures, households=figures["households"]["n"]
    )
    return row


@pytest.mark.parametrize("households", [1, 2, 3, 4])
def test_a_count_of_one_to_four_is_hidden(households: int) -> None:
    safe = safe_figures(sheet(households=(households, households)))
    assert safe["households"] == {"value": None, "n": None, "hidden": True}


def test_a_percentage_that_gives_a_small_count_away_is_hidden() -> None:
    safe = safe_figures(
        sheet(
            years_12_percent=(3.0, 100),  # three households
            own_meter_percent=(98.0, 100),  # two that are not
            phone_percent=(75.0, 4),
            internet_percent=(0.0, 100),
            gps_ok_percent=(33.3333, 60),
        )
    )
    hidden = {code for code, found in safe.items() if found.get("hidden")}
    assert hidden == {"years_12_percent", "own_meter_percent", "phone_percent"}
    assert safe["gps_ok_percent"] == {"value": 33, "n": 60}
    assert safe["internet_percent"]["value"] == 0


def test_what_a_small_answer_could_be_computed_from_is_hidden_too() -> None:
    sources = items(public_tap_standpipe=60, water_vendor=38, pond=2)
    safe = safe_figures(
        sheet(
            water_sources=(sources, 100), water_vendor_percent=(38.0, 100), water_improved_percent=(60.0, 100)
        )
    )
    # A pond is used by 100 - 60 - 38: the smaller of the other two goes, in the list and as a share.
    assert answers(safe["water_sources"]) == {"public_tap_standpipe": 60}
    assert safe["water_sources"]["partly"]
    assert safe["water_vendor_percent"]["hidden"]
    assert safe["water_improved_percent"] == {"value": 60.0, "n": 100}


def test_tenants_are_hidden_where_owners_are_few() -> None:
    safe = safe_figures(
        sheet(
            tenure=(items(tenant=197, owner_resident=3), 200),
            tenants_percent=(98.5, 200),
            owners_percent=(1.5, 200),
            rent_median=(2500, 196),
            rent_burdened_percent=(50.0, 196),
        )
    )
    assert [code for code in safe if safe[code].get("hidden")] == [
        "tenure",
        "tenants_percent",
        "owners_percent",
        "rent_burdened_percent",
    ]
    assert safe["rent_median"] == {"value": 2500, "n": None}  # 200 - 196 would be the owners, about


def test_a_population_that_coverage_gives_away_is_hidden() -> None:
    safe = safe_figures(
        sheet(population=(600, 200), coverage_percent=(98.5, 200), population_estimate=(609.1371, 200))
    )
    assert safe["coverage_percent"]["hidden"]
    assert safe["population_estimate"]["hidden"]
    assert safe["population"]["value"] == 600


def test_a_median_needs_ten() -> None:
    assert safe_figures(sheet(rent_median=(2000, 9)))["rent_median"]["value"] is None
    assert safe_figures(sheet(rent_median=(2000, 10)))["rent_median"]["value"] == 2000


def test_a_place_of_fewer_than_twenty_households_is_not_broken_down() -> None:
    few = sheet(households=(19, 19), population=(60, 19), phone_percent=(50.0, 18))
    safe = safe_figures(few)
    assert (safe["households"]["value"], safe["population"]["value"]) == (19, 60)
    assert safe["phone_percent"]["hidden"]


def test_a_cluster_that_is_too_small_is_not_what_the_others_leave() -> None:
    def of(households: int, owners: int) -> Sheet:
        share = round(100 * owners / households, 4)
        return sheet(households=(households, households), own_meter_percent=(share, households))

    parts = {"A": of(100, 40), "B": of(80, 30), "C": of(12, 6)}
    safe = safe_tables([Table(of(192, 76), parts)])[0]
    # C is too small, and the settlement less A and B would be C: so B is hidden with it.
    assert {code for code, part in safe.parts.items() if part["households"]["value"]} == {"A"}
    assert {code for code, part in safe.parts.items() if part["own_meter_percent"]["value"]} == {"A"}


def test_what_one_round_hides_no_other_round_tells() -> None:
    before = sheet(own_meter_percent=(5.0, 100), households=(100, 100))
    after = sheet(own_meter_percent=(2.5, 120), households=(120, 120))
    safe = safe_tables([Table(before), Table(after)])
    assert [table.whole["own_meter_percent"]["value"] for table in safe] == [None, None]
    assert [table.whole["households"]["value"] for table in safe] == [100, 120]


def test_of_two_rounds_that_hardly_differ_only_the_newer_is_shown() -> None:
    before, after = sheet(households=(100, 100)), sheet(households=(119, 119))
    safe = safe_tables([Table(before), Table(after)])
    assert [table.whole["households"]["value"] for table in safe] == [None, 119]


def test_a_settlement_may_ask_for_more_and_never_for_less(db: None) -> None:
    strict = factories.SettlementFactory.create(smallest_cell=10, access_level="public")
    row = published(strict, sheet(own_meter_percent=(7.0, 100)))
    assert seen_by(factories.UserFactory.create(), [row])[0].figures["own_meter_percent"]["hidden"]
    strict.smallest_cell = 4
    with pytest.raises(ValidationError):
        strict.full_clean()
    with pytest.raises(IntegrityError):
        strict.save()


def test_the_api_tells_strangers_nothing_of_few(client_of: ClientOf, settlement: Any, amina: Any) -> None:
    type(settlement).objects.update(access_level="public")
    small = sheet(households=(3, 3), coverage_percent=(100.0, 3), tenants_percent=(33.3333, 3))
    row = published(settlement, small)
    cluster = factories.ClusterFactory(settlement=settlement)
    factories.SettlementStatisticsFactory(enumeration=row.enumeration, cluster=cluster, figures=small)
    path = f"/api/v1/enumerations/{row.enumeration_id}/statistics/"
    [seen] = client_of(None).get(path).json()
    assert (seen["households"], seen["coverage_percent"], seen["cluster"]) == (None, None, None)
    assert all(found["value"] is None and found["n"] is None for found in seen["figures"].values())
    [whole, part] = sorted(
        client_of(amina).get(path).json(), key=lambda found: str(found["cluster"]), reverse=True
    )
    assert whole["figures"] == part["figures"] == small


def test_a_draft_is_for_those_who_act_there(client_of: ClientOf, settlement: Any, chebet: Any) -> None:
    row = published(settlement, sheet(), state="posted")
    path = f"/api/v1/enumerations/{row.enumeration_id}/statistics/"
    assert [client_of(who).get(path).status_code for who in (None, chebet)] == [404, 404]


def test_the_totals_of_the_country_hold_only_what_each_settlement_shows(db: None) -> None:
    for households in (3, 40, 60):
        place = factories.SettlementFactory(access_level="public")
        published(place, sheet(households=(households, households), population=(3 * households, households)))
    totals = country_of(factories.UserFactory.create()).totals
    assert (totals["households"], totals["people"]) == (100, 300)


def test_a_page_shows_strangers_what_the_api_shows(client_of: ClientOf, settlement: Any, amina: Any) -> None:
    type(settlement).objects.update(access_level="public")
    tenure = items(tenant=150, owner_resident=48, caretaker_agent=2)
    published(settlement, sheet(tenure=(tenure, 200)))
    strangers = client_of(None).get("/settlements/KMT/").content.decode()
    assert ("Tenant" in strangers, "Caretaker" in strangers, "(48)" in strangers) == (True, False, False)
    assert "Answers of very few are left out" in strangers
    assert "Caretaker" in client_of(amina).get("/settlements/KMT/").content.decode()
