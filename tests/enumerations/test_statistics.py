"""Figures are what the records say: every one is computed again from the file, by other means."""

import math
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyproj import Geod

from enumerations.indicators import BY_CODE, INDICATORS, Kind
from enumerations.models import Household, SettlementStatistics
from enumerations.services.statistics import rebuild_all, rebuild_statistics
from settlements.models import Settlement
from tests import factories
from tests.enumerations.recount import recount
from tests.enumerations.survey import Survey

pytestmark = pytest.mark.django_db


def figures(enumeration: Any, cluster: Any = None) -> dict[str, Any]:
    return SettlementStatistics.objects.get(enumeration=enumeration, cluster=cluster).figures


def area_m2(settlement: Settlement) -> float:
    """The boundary's area on the spheroid, by GeographicLib and not by PostGIS."""
    assert settlement.boundary is not None
    longitudes, latitudes = zip(*settlement.boundary[0][0].coords, strict=True)
    area, _ = Geod(ellps="WGS84").polygon_area_perimeter(longitudes, latitudes)
    return abs(area)


def as_counted(code: str, value: Any) -> Any:
    """A stored value in the shape in which the recount gives it."""
    if value is None or BY_CODE[code].kind not in {Kind.DISTRIBUTION, Kind.RANKING}:
        return value
    key = "score" if BY_CODE[code].kind is Kind.RANKING else "count"
    return {item["code"]: item[key] for item in value}


def agrees(found: Any, expected: Any) -> bool:
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return math.isclose(found, expected, rel_tol=1e-6, abs_tol=6e-5)
    return bool(found == expected)


def differences(stored: dict[str, Any], counted: dict[str, tuple[Any, int]]) -> dict[str, Any]:
    """Every figure on which the two do not agree: value or n."""
    return {
        code: (figure, counted[code])
        for code, figure in stored.items()
        if not agrees(as_counted(code, figure["value"]), counted[code][0]) or figure["n"] != counted[code][1]
    }


def test_every_figure_agrees_with_a_recount_from_the_file(tmp_path: Path) -> None:
    survey = Survey(factories.SettlementFactory.create(code="KMT"), tmp_path)
    rebuild_statistics(survey.enumeration.pk)
    counted = recount(tmp_path, area_m2=area_m2(survey.settlement))
    assert set(counted) == set(figures(survey.enumeration)) == set(BY_CODE)
    assert differences(figures(survey.enumeration), counted) == {}
    known = [code for code, (value, _) in counted.items() if value is not None]
    assert set(known) == set(BY_CODE), "the survey should answer everything"


@pytest.mark.parametrize("code", ["A", "B", "C"])
def test_every_figure_of_a_cluster_agrees_with_a_recount(code: str, tmp_path: Path) -> None:
    threatened = factories.SettlementFactory.create(code="KMT", eviction_threat_now="written_notice")
    survey = Survey(threatened, tmp_path, seed=7)
    rebuild_statistics(survey.enumeration.pk)
    cluster = next(c for c in survey.clusters if c.code == code)
    stored = figures(survey.enumeration, cluster)
    assert differences(stored, recount(tmp_path, code, threatened=True)) == {}


def test_all_settlements_at_once_give_the_same_as_one_by_one(tmp_path: Path) -> None:
    surveys = []
    for seed, code in enumerate(["KMT", "OBG"]):
        (tmp_path / code).mkdir()
        surveys.append(Survey(factories.SettlementFactory.create(code=code), tmp_path / code, seed=seed))
    for survey in surveys:
        rebuild_statistics(survey.enumeration.pk)
    rows = SettlementStatistics.objects.order_by("pk")
    one_by_one = list(rows.values("pk", "figures", "households", "coverage_percent"))
    rebuild_all()
    assert list(rows.values("pk", "figures", "households", "coverage_percent")) == one_by_one
    for survey in surveys:
        counted = recount(tmp_path / survey.settlement.code, area_m2=area_m2(survey.settlement))
        assert differences(figures(survey.enumeration), counted) == {}


def test_a_second_round_is_counted_apart(tmp_path: Path) -> None:
    survey = Survey(factories.SettlementFactory.create(code="KMT"), tmp_path)
    later = factories.EnumerationFactory.create(settlement=survey.settlement, round=2)
    factories.HouseholdFactory.create(enumeration=later, structure=survey.structures[0], members_total=4)
    rebuild_all()
    assert figures(later)["population"] == {"value": 4, "n": 1}
    counted = recount(tmp_path, area_m2=area_m2(survey.settlement))
    assert differences(figures(survey.enumeration), counted) == {}


def test_a_rebuild_takes_few_queries_however_many_places(tmp_path: Path) -> None:
    survey = Survey(factories.SettlementFactory.create(code="KMT"), tmp_path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        rebuild_statistics(survey.enumeration.pk)
    with CaptureQueriesContext(connection) as everything:
        rebuild_all()
    # Eight of them only say how the statements are to be planned, and open and close transactions.
    assert len(one) <= 20
    assert len(everything) <= 19


def test_a_count_without_households_has_zeros_and_nothing_known() -> None:
    enumeration = factories.EnumerationFactory.create()
    rebuild_statistics(enumeration.pk)
    stored = figures(enumeration)
    assert set(stored) == {indicator.code for indicator in INDICATORS}
    assert {code for code, found in stored.items() if found["value"] is not None} == {
        "households",
        "structures",
    }
    assert {found["n"] for found in stored.values()} == {0}


def test_a_household_that_answered_nothing_is_counted_and_no_more() -> None:
    enumeration = factories.EnumerationFactory.create(source="foreign")
    unanswered = {
        field.name: None
        for field in Household._meta.concrete_fields
        if field.null and field.name not in {"structure"}
    }
    factories.HouseholdFactory.create(enumeration=enumeration, **unanswered)
    rebuild_statistics(enumeration.pk)
    stored = figures(enumeration)
    answered = {code for code, found in stored.items() if found["n"]}
    assert answered == {"households", "coverage_percent", "gps_ok_percent"}
    assert stored["households"] == {"value": 1, "n": 1}
    assert stored["gps_ok_percent"] == {"value": 0, "n": 1}


def test_one_household_is_its_own_median() -> None:
    household = factories.HouseholdFactory.create(rent_month_kes=2350, members_total=3)
    rebuild_statistics(household.enumeration.pk)
    stored = figures(household.enumeration)
    assert stored["rent_median"] == {"value": 2350, "n": 1}
    assert stored["household_size"] == {"value": 3, "n": 1}
    assert stored["tenure"]["value"] == [{"code": "tenant", "count": 1, "percent": 100}]


def test_without_a_working_cubicle_nobody_can_share_one() -> None:
    household = factories.HouseholdFactory.create(members_total=5)
    settlement = household.settlement
    factories.ServicePointFactory.create(settlement=settlement, status="not_working", cubicles=4)
    rebuild_statistics(household.enumeration.pk)
    stored = figures(household.enumeration)
    assert stored["persons_per_cubicle"] == {"value": None, "n": 1}
    assert stored["cubicles_lacking"] == {"value": 1, "n": 1}


def test_a_settlement_without_a_boundary_has_no_density() -> None:
    household = factories.HouseholdFactory.create(
        enumeration=factories.EnumerationFactory.create(
            settlement=factories.SettlementFactory.create(boundary=None)
        )
    )
    rebuild_statistics(household.enumeration.pk)
    assert figures(household.enumeration)["density_acre"] == {"value": None, "n": 1}


def test_a_household_without_a_structure_belongs_to_the_settlement_alone() -> None:
    cluster = factories.ClusterFactory.create()
    enumeration = factories.EnumerationFactory.create(settlement=cluster.settlement)
    factories.HouseholdFactory.create(enumeration=enumeration)
    rebuild_statistics(enumeration.pk)
    assert figures(enumeration)["households"]["value"] == 1
    assert figures(enumeration, cluster)["households"]["value"] == 0


def test_coverage_goes_by_households_listed_where_interviews_name_no_structure() -> None:
    enumeration = factories.EnumerationFactory.create(source="foreign")
    factories.StructureFactory.create(settlement=enumeration.settlement)
    for result in ("complete", "complete", "complete", "refused", "vacant"):
        factories.HouseholdFactory.create(enumeration=enumeration, result=result)
    rebuild_statistics(enumeration.pk)
    row = SettlementStatistics.objects.get(enumeration=enumeration)
    assert (row.coverage_percent, row.households) == (75, 3)
    assert row.figures["refused_percent"] == {"value": 25, "n": 4}


def test_coverage_goes_by_structures_where_interviews_name_them() -> None:
    enumeration = factories.EnumerationFactory.create()
    structures = factories.StructureFactory.create_batch(4, settlement=enumeration.settlement)
    factories.StructureFactory.create(settlement=enumeration.settlement, status="vacant")
    factories.StructureFactory.create(settlement=enumeration.settlement, uses=["school"])
    for _ in range(3):
        factories.HouseholdFactory.create(enumeration=enumeration, structure=structures[0])
    rebuild_statistics(enumeration.pk)
    assert SettlementStatistics.objects.get(enumeration=enumeration).coverage_percent == 25


def test_rows_of_vanished_clusters_go(tmp_path: Path) -> None:
    first = factories.ClusterFactory.create()
    enumeration = factories.EnumerationFactory.create(settlement=first.settlement)
    second = factories.ClusterFactory.create(settlement=first.settlement)
    rebuild_statistics(enumeration.pk)
    second.settlement = factories.SettlementFactory.create()
    second.save()
    first.delete()
    rebuild_statistics(enumeration.pk)
    assert [row.cluster for row in SettlementStatistics.objects.filter(enumeration=enumeration)] == [None]


def test_an_enumeration_that_is_gone_is_no_error() -> None:
    rebuild_statistics(987_654)
    assert not SettlementStatistics.objects.exists()
