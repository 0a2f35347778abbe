"""Indicators are declared whole, and read with words, enough data and no small cells."""

import pytest
from django.utils import translation

from enumerations.indicators import BY_CODE, INDICATORS, Indicator
from enumerations.indicators.reading import HEADLINE, figure, headline
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


def test_a_hidden_figure_says_why() -> None:
    hidden = {"households": {"value": None, "n": None, "hidden": True}}
    assert figure(hidden, "households").text == "hidden: too few households"


def test_a_median_is_read_though_its_n_is_hidden() -> None:
    assert figure({"rent_median": {"value": 2000, "n": None}}, "rent_median").text == "2,000"
