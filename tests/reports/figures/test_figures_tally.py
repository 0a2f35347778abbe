"""Figures of several settlements are what their records say together: computed again from the files."""

import csv
from pathlib import Path

import pytest
from django.utils import timezone

from enumerations.indicators import BY_CODE
from enumerations.models import SettlementStatistics
from enumerations.services.statistics import rebuild_all
from reports.figures.groups import ALL, GROUPED, GROUPS
from reports.figures.pooling import median, pooled
from reports.figures.tally import tallies_of
from reports.models import Tally
from tests import factories
from tests.enumerations.recount import recount
from tests.enumerations.survey import Survey
from tests.enumerations.test_statistics import differences

pytestmark = pytest.mark.django_db


def two_surveys(folder: Path) -> list[Survey]:
    surveys = []
    for seed, code in enumerate(["KMT", "OBG"]):
        (folder / code).mkdir()
        surveys.append(Survey(factories.SettlementFactory.create(code=code), folder / code, seed=seed))
    rebuild_all()
    return surveys


def rows_of(surveys: list[Survey]) -> list[SettlementStatistics]:
    counts = [survey.enumeration.pk for survey in surveys]
    return list(SettlementStatistics.objects.filter(enumeration__in=counts, cluster=None).order_by("pk"))


def joined(folder: Path) -> Path:
    """The files of both surveys as one: what is named by a number is named by its settlement too."""
    both = folder / "both"
    both.mkdir()
    for name in ("households", "persons", "structures", "points"):
        rows = []
        for code in ("KMT", "OBG"):
            with (folder / code / f"{name}.csv").open(newline="") as file:
                rows += [_named_by(code, row) for row in csv.DictReader(file)]
        _write(both / f"{name}.csv", rows)
    return both


def _named_by(code: str, row: dict[str, str]) -> dict[str, str]:
    return {key: f"{code}-{text}" if key in {"key", "household"} else text for key, text in row.items()}


def test_two_settlements_together_agree_with_a_recount_of_their_joined_files(tmp_path: Path) -> None:
    surveys = two_surveys(tmp_path)
    tallies = tallies_of(rows_of(surveys))
    [figures] = pooled([[tallies[survey.enumeration.pk, ALL] for survey in surveys]])
    counted = recount(joined(tmp_path))
    not_of_area = {code: found for code, found in figures.items() if not code.startswith("density_")}
    assert differences(not_of_area, counted) == {}
    assert len(not_of_area) == len(BY_CODE) - 2


def test_one_settlement_pooled_is_itself(tmp_path: Path) -> None:
    surveys = two_surveys(tmp_path)
    rows = rows_of(surveys)
    tallies = tallies_of(rows)
    figures = pooled([[tallies[row.enumeration_id, ALL]] for row in rows])
    assert figures == [row.figures for row in rows]


MEMBERS = {
    "tenants": ("occupancy_status", {"tenant", "sub_tenant"}),
    "owners": ("occupancy_status", {"owner_resident", "co_owner"}),
    "women": ("head_sex", {"female"}),
    "others": ("head_sex", {"male", "intersex_other"}),
}


def test_every_group_agrees_with_a_recount_of_its_households(tmp_path: Path) -> None:
    survey = Survey(factories.SettlementFactory.create(code="KMT"), tmp_path)
    rebuild_all()
    tallies = tallies_of(rows_of([survey]), list(GROUPS))
    figures = pooled([[tallies[survey.enumeration.pk, group]] for group in GROUPS])
    file = tmp_path / "households.csv"
    everybody = list(csv.DictReader(file.open(newline="")))
    for group, found in zip(GROUPS, figures, strict=True):
        column, codes = MEMBERS[group]
        _write(file, [row for row in everybody if row[column] in codes])
        assert differences({code: found[code] for code in GROUPED}, recount(tmp_path)) == {}
    assert {"rent_median", "under_5_percent", "priorities", "litres_per_person_median"} <= set(GROUPED)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_tallies_are_made_once_and_anew_when_the_figures_are(tmp_path: Path) -> None:
    surveys = two_surveys(tmp_path)
    first = tallies_of(rows_of(surveys), [ALL, *GROUPS])
    assert len(first) == 2 * (1 + len(GROUPS)) == Tally.objects.count()
    survey = surveys[0]
    factories.HouseholdFactory.create(
        enumeration=survey.enumeration, structure=survey.structures[0], members_total=4
    )
    assert tallies_of(rows_of(surveys), [ALL, *GROUPS]) == first
    SettlementStatistics.objects.filter(enumeration=survey.enumeration).update(made_at=timezone.now())
    key = survey.enumeration.pk, ALL
    assert tallies_of(rows_of(surveys))[key].sums["households"] == first[key].sums["households"] + 1


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({}, None),
        ({3.0: 1}, 3.0),
        ({3.0: 1, 5.0: 1}, 4.0),
        ({1.0: 2, 9.0: 1}, 1.0),
        ({1.0: 2, 9.0: 2}, 5.0),
        ({1.0: 1, 2.0: 1, 30.0: 1}, 2.0),
    ],
)
def test_a_median_is_the_middle_of_all_values(times: dict[float, int], expected: float | None) -> None:
    assert median(times) == expected
