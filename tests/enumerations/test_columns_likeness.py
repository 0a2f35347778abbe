"""A foreign export: what its headings and values most likely mean, for a person to confirm."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from enumerations.intake.checks import CheckContext, check_households
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, Target, propose
from enumerations.intake.likeness import guess_headings, guess_value
from enumerations.intake.readers import open_file

SURVEY = Path(__file__).resolve().parents[3] / "shared" / "data" / "dhaka" / "household_survey.csv"
LATITUDE, LONGITUDE = (f"PSU ID (Location Answered) ({axis})" for axis in ("latitude", "longitude"))
OWNERSHIP = "What is the respondent's land ownership status?"
ROOMS = "How many rooms does your household occupy (excluding rooms used for business)?"


def guessed(heading: str) -> Target:
    return guess_headings([heading], tuple(HOUSEHOLD_COLUMNS.values())).get(heading, Target())


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        (OWNERSHIP, "occupancy_status"),
        ("What is the main source of drinking water for your household?", "water_source"),
        (ROOMS, "rooms_used"),
        ("How many households share this toilet?", "toilet_shared_households"),
        ("What kind of toilet facility do members of your household usually use?", "toilet_type"),
        ("Typical days per week that water is available", "water_days_per_week"),
        ("How long does it take to go there, get water, and come back?", "water_minutes_roundtrip"),
        ("How many television sets are there?", ""),
        ("Are you satisfied with the price of your main water source?", ""),
        ("Main source of drinking water (Other (please specify)) - specify", ""),
        ("Main source of drinking water (Don't Know)", ""),
        ("Shoe size", ""),
    ],
)
def test_a_heading_is_guessed(heading: str, field: str) -> None:
    assert guessed(heading).field == field


@pytest.mark.parametrize(
    ("heading", "factor"),
    [("Rent per week (KES)", 52 / 12), ("Yearly rent", 1 / 12), ("Monthly house rent", 1)],
)
def test_another_period_is_converted(heading: str, factor: float) -> None:
    target = guessed(heading)
    assert target.field in {"rent_month_kes", ""}
    if target.field:
        assert target.factor == pytest.approx(factor, rel=1e-5)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("occupancy_status", "Owner-occupier", "owner_resident"),
        ("occupancy_status", "Tenant", "tenant"),
        ("occupancy_status", "Absent landlord", "owner_absentee"),
        ("water_source", "Piped water into dwelling", "piped_dwelling"),
        ("water_source", "Piped water to yard/plot", "piped_yard_plot"),
        ("water_source", "Public tap/standpipe/kiosk", "public_tap_standpipe"),
        ("water_source", "Other (please specify)", ""),
        ("rooms_used", "Three or more", "3"),
        ("water_days_per_week", "7 day per week", "7"),
        ("rooms_used", "2 or 3", ""),
        ("toilet_safe_night_women", "Yes, always", "yes"),
    ],
)
def test_a_value_is_guessed(field: str, text: str, code: str) -> None:
    assert guess_value(text, HOUSEHOLD_COLUMNS[field]) == code


@pytest.fixture(scope="module")
def survey() -> list[dict[str, str]]:
    if not SURVEY.exists():
        pytest.skip("the Dhaka survey is not beside the project")
    with SURVEY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_real_survey_is_proposed_and_counted_as_it_stands(survey: list[dict[str, str]]) -> None:
    with open_file(SURVEY, name=SURVEY.name) as sheets:
        mapping = propose(sheets)
        frames = list(sheets[0].frames())
    fields = {heading: target.field for heading, target in mapping.households.targets.items()}
    assert {
        "Response Code": "instance_id", OWNERSHIP: "occupancy_status",
        LATITUDE: "location", LONGITUDE: "location",
        "Main source of drinking water": "water_source", ROOMS: "rooms_used",
    }.items() <= {" ".join(heading.split()): field for heading, field in fields.items()}.items()  # fmt: skip
    assert not mapping.is_certain
    assert set(fields) == set(mapping.unsure)

    checked = [check_households(frame, mapping, CheckContext("DHK", standard=False)) for frame in frames]
    places = [
        place for each in checked for place in each.records.select("location_lat", "location_lon").iter_rows()
    ]
    assert places == [(float(row[LATITUDE]), float(row[LONGITUDE])) for row in survey]
    meaning = {"Tenant": "tenant", "Owner-occupier": "owner_resident", "Absent landlord": "owner_absentee"}
    counted = Counter(code for each in checked for code in each.records["occupancy_status"])
    assert counted == Counter(meaning[row[OWNERSHIP]] for row in survey)
    assert not any(each.records["_rejected"].any() for each in checked)
