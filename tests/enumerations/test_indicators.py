"""Indicators are declared whole, and read with words, enough data and no small cells."""

import pytest
from django.utils import translation

from enumerations.indicators import BY_CODE, INDICATORS, Indicator, Kind
from enumerations.indicators.reading import HEADLINE, figure, headline, public_figures
from enumerations.models import SettlementStatistics


def sheet(**figures: tuple[object, int]) -> dict[str, dict[str, object]]:
    return {code: {"value": value, "n": n} for code, (value, n) in figures.items()}


def test_each_code_is_declared_once() -> None:
    assert len(BY_CODE) == len(INDICATORS)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_an_indicator_says_what_it_is(indicator: Indicator) -> None:
    assert str(indicator.label)
    assert str(indicator.definition).endswith(".")
    assert str(indicator.unit)
    assert indicator.value
    assert indicator.n
    for benchmark in indicator.benchmarks:
        assert benchmark.value > 0
        assert str(benchmark.label)
        assert str(benchmark.source)
    assert indicator.kind is not Kind.PERCENT or all(b.value <= 100 for b in indicator.benchmarks)


def test_a_number_reads_as_people_write_it() -> None:
    with translation.override("en"):
        assert figure(sheet(population=(12345, 4000)), "population").text == "12,345"
        assert figure(sheet(tenants_percent=(87.2345, 4000)), "tenants_percent").text == "87.2 %"
        assert figure(sheet(tenants_percent=(87.2345, 60)), "tenants_percent").text == "87 %"


def test_a_percentage_of_few_households_says_so() -> None:
    few = figure(sheet(tenants_percent=(50.0, 29)), "tenants_percent")
    assert not few.enough_data
    assert few.text == "not enough data"
    assert figure(sheet(tenants_percent=(50.0, 30)), "tenants_percent").enough_data


def test_a_median_needs_ten() -> None:
    assert not figure(sheet(rent_median=(2000, 9)), "rent_median").enough_data
    assert figure(sheet(rent_median=(2000, 10)), "rent_median").enough_data


def test_a_figure_without_an_answer_is_not_known() -> None:
    assert figure(sheet(persons_per_cubicle=(None, 400)), "persons_per_cubicle").text == "not known"
    assert figure({}, "population").text == "not known"


def test_a_distribution_reads_with_its_labels() -> None:
    items = [
        {"code": "tenant", "count": 90, "percent": 90.0},
        {"code": "co_owner", "count": 10, "percent": 10.0},
    ]
    with translation.override("en"):
        assert figure(sheet(tenure=(items, 100)), "tenure").text == "Tenant 90 %, Co-owner 10 %"


def test_a_code_that_is_not_declared_is_an_error() -> None:
    with pytest.raises(KeyError):
        figure({}, "happiness")


def test_a_settlement_opens_with_six_figures() -> None:
    shown = headline(SettlementStatistics(figures=sheet(population=(1200, 400))))
    assert [found.indicator.code for found in shown] == list(HEADLINE)
    assert len(shown) == 6


@pytest.mark.parametrize("households", [1, 2, 3, 4])
def test_the_public_does_not_see_a_count_of_one_to_four(households: int) -> None:
    safe = public_figures(sheet(households=(households, households)))
    assert safe["households"] == {"value": None, "n": None, "hidden": True}
    assert figure(safe, "households").text == "hidden: too few households"


def test_the_public_sees_no_percentage_that_gives_a_small_count_away() -> None:
    seen = public_figures(
        sheet(
            tenants_percent=(3.0, 100),  # three tenants
            owners_percent=(98.0, 100),  # two who are not
            phone_percent=(75.0, 4),
            toilet_none_percent=(0.0, 100),
            savings_percent=(33.3333, 60),
        )
    )
    assert {code for code, found in seen.items() if found.get("hidden")} == {
        "tenants_percent",
        "owners_percent",
        "phone_percent",
    }
    assert seen["savings_percent"] == {"value": 33, "n": 60}
    assert seen["toilet_none_percent"]["value"] == 0


def test_a_small_cell_cannot_be_computed_from_the_others() -> None:
    items = [{"code": code, "count": n, "percent": n} for code, n in (("a", 60), ("b", 38), ("c", 2))]
    safe = public_figures(sheet(water_sources=(items, 100)))
    assert [item["code"] for item in safe["water_sources"]["value"]] == ["a"]


def test_the_public_sees_a_median_of_ten_or_more() -> None:
    assert public_figures(sheet(rent_median=(2000, 9)))["rent_median"]["value"] is None
    assert public_figures(sheet(rent_median=(2000, 10)))["rent_median"]["value"] == 2000
