"""A real foreign export, 209 columns wide, through the mapping into figures.

The survey lies beside the project in `../shared/data`; every figure is computed again from the CSV itself.
"""

import csv
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from accounts.models import User
from enumerations.choices import BatchState, EnumerationSource
from enumerations.intake.columns import Mapping, Target, propose
from enumerations.intake.readers import open_file
from enumerations.models import Batch, Enumeration, Household, SettlementStatistics
from enumerations.services.batches import set_mapping
from enumerations.services.run import run_batch
from settlements.models import Settlement
from tests.enumerations.conftest import Send
from tests.factories import EnumerationFactory

SURVEY = Path(__file__).resolve().parents[3] / "shared" / "data" / "dhaka" / "household_survey.csv"
OWNERSHIP = "What is the respondent's land ownership status?"
LATITUDE, LONGITUDE = (f"PSU ID (Location Answered) ({axis})" for axis in ("latitude", "longitude"))
WATER = "Main source of drinking water"
PEOPLE = [
    "Number of adult women (aged 16 to <60)", "Number of adult men (aged 16 to <60)",
    "Number of older women (aged _60)", "Number of older men (aged _60)",
    "Number of girls (aged 4-15)", "Number of boys (aged 4-15)", "Number of infants (_3)",
]  # fmt: skip
USED = {"Response Code": "instance_id", WATER: "water_source", OWNERSHIP: "occupancy_status"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SURVEY.exists(), reason="the Dhaka survey is not beside the project"),
]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SURVEY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def first(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first row under each code: the survey used five codes twice."""
    return list({row["Response Code"]: row for row in reversed(rows)}.values())


@pytest.fixture
def dhaka(settlement: Settlement) -> Enumeration:
    return EnumerationFactory.create(
        settlement=settlement, state="enumerating", source=EnumerationSource.FOREIGN
    )


def corrected(batch: Batch) -> Mapping:
    """What a person makes of the proposal: the columns we name, everything else kept as it is."""
    with open_file(Path(batch.file.path), name=batch.name) as sheets:
        proposed = propose(sheets)
    targets = {heading: Target() for heading in proposed.households.targets}
    for heading, field in USED.items():
        assert proposed.households.targets[heading].field == field
        targets[heading] = proposed.households.targets[heading]
    targets[LATITUDE], targets[LONGITUDE] = Target("location", part="lat"), Target("location", part="lon")
    targets |= {heading: Target("members_total") for heading in PEOPLE}
    return Mapping(households=replace(proposed.households, targets=targets))


@pytest.fixture
def merged(dhaka: Enumeration, send: Send, subira: User) -> Batch:
    batch = send(SURVEY.read_bytes(), SURVEY.name, enumeration=dhaka)
    assert batch.state == BatchState.MAPPING
    set_mapping(batch=batch, mapping=corrected(batch), user=subira)
    run_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def people(row: dict[str, str]) -> int:
    return sum(int(row[column] or 0) for column in PEOPLE)


def test_every_interview_is_in_the_register(
    merged: Batch, rows: list[dict[str, str]], first: list[dict[str, str]]
) -> None:
    assert merged.state == BatchState.DONE
    assert merged.rows == len(rows) == 1282
    assert merged.created == len(first) == 1277 == Household.objects.count()
    assert merged.rejected == 5
    told = merged.issues.filter(severity="error").values_list("code", "column")
    assert list(told) == [("duplicate_in_file", "Response Code")] * 5


def test_points_and_ownership_are_those_of_the_file(merged: Batch, first: list[dict[str, str]]) -> None:
    with_point = [row for row in first if row[LATITUDE] and row[LONGITUDE]]
    assert Household.objects.filter(location__isnull=False).count() == len(with_point)
    held_first = Household.objects.get(instance_id=with_point[0]["Response Code"])
    assert held_first.location is not None
    assert held_first.location.y == pytest.approx(float(with_point[0][LATITUDE]))
    assert held_first.location.x == pytest.approx(float(with_point[0][LONGITUDE]))
    written = Counter(row[OWNERSHIP] for row in first)
    held = Counter(Household.objects.values_list("occupancy_status", flat=True))
    assert held["tenant"] == written["Tenant"]
    assert held["owner_resident"] == written["Owner-occupier"]


def test_what_is_not_mapped_is_kept(merged: Batch, first: list[dict[str, str]]) -> None:
    mapped = {*USED, *PEOPLE, LATITUDE, LONGITUDE}
    for row in first[:200]:
        held = Household.objects.get(instance_id=row["Response Code"]).answers
        kept = {" ".join(heading.split())[:180] for heading, text in row.items() if text.strip()} - mapped
        # A heading that stands twice is numbered the second time.
        assert kept <= {re.sub(r" \(\d\)$", "", heading)[:180] for heading in held}
        texts = {text.strip() for heading, text in row.items() if text.strip() and heading not in mapped}
        assert texts <= {text.strip() for text in held.values()}


def test_figures_are_those_of_a_direct_computation(merged: Batch, first: list[dict[str, str]]) -> None:
    figures = SettlementStatistics.objects.get(cluster=None).figures
    tenants = sum(row[OWNERSHIP] == "Tenant" for row in first)
    asked = sum(row[OWNERSHIP] in {"Tenant", "Owner-occupier", "Absent landlord"} for row in first)
    assert figures["tenants_percent"]["n"] == asked
    assert figures["tenants_percent"]["value"] == pytest.approx(100 * tenants / asked)
    sizes = [people(row) for row in first if people(row)]
    assert figures["population"]["value"] == sum(sizes)
    assert median(sizes) > 0


def test_the_mapping_is_remembered(merged: Batch, dhaka: Enumeration, send: Send) -> None:
    again = send(SURVEY.read_bytes(), SURVEY.name, enumeration=Enumeration.objects.get(pk=dhaka.pk))
    assert again.state == BatchState.DONE
    assert again.unchanged == merged.created
