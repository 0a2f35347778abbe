"""A table drawn in a test becomes a checked frame."""

from collections.abc import Mapping as Dictionary
from datetime import date
from typing import Any

import polars as pl

from enumerations.intake.checks import CheckContext, Checked, check_households, check_persons
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping, SheetMapping, Target

TODAY = date(2026, 4, 1)
COUNTIES = {"042": "Kisumu", "047": "Nairobi City"}

# An interview with every required answer, by the data dictionary.
INTERVIEW: dict[str, str | None] = {
    "hh_code": "KMT/B/123A/02", "result": "complete", "consent": "yes", "respondent_role": "head",
    "head_name": "Amina Otieno", "head_sex": "female", "occupancy_status": "tenant",
    "years_in_settlement": "12", "years_in_structure": "3", "rooms_used": "1", "rent_month_kes": "2500",
    "members_total": "4", "water_source": "public_tap_standpipe", "water_price_20l_kes": "5",
    "water_jerrycans_day": "4", "water_minutes_roundtrip": "20", "toilet_type": "pit_latrine_covered",
    "toilet_place": "in_plot_compound", "toilet_shared_households": "6", "solid_waste": "burnt_open",
    "cooking_fuel": "charcoal", "lighting": "mains_electricity", "savings_group": "muungano",
    "eviction_experience_5y": "no", "priority_1": "water", "priority_2": "land_tenure",
    "priority_3": "housing", "location": "-1.2621 36.8589 1650 4.5",
}  # fmt: skip
MEMBER: dict[str, str | None] = {
    "parent": "KMT/B/123A/02", "line_no": "1", "name": "Amina", "relation": "head", "sex": "female",
    "age": "34", "school_status": "left_completed", "activity": "working",
}  # fmt: skip


def frame_of(rows: list[dict[str, str | None]], names: Any) -> pl.DataFrame:
    headings = list(dict.fromkeys([*names, *(heading for row in rows for heading in row)]))
    columns = {heading: [row.get(heading) for row in rows] for heading in headings}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(headings, pl.String))
    return frame.with_row_index("_row", offset=2)


def plain(
    frame: pl.DataFrame, fields: Dictionary[str, Any], targets: Dictionary[str, Target]
) -> SheetMapping:
    known = {heading: Target(heading) for heading in frame.columns if heading in fields}
    return SheetMapping(targets=known | dict(targets))


def households(
    *rows: Dictionary[str, Any],
    standard: bool = True,
    mapping: Mapping | None = None,
    targets: Dictionary[str, Target] | None = None,
) -> Checked:
    """Check rows whose headings are our names, and these `targets`."""
    names = INTERVIEW if standard else {}
    frame = frame_of([dict(row) for row in rows], names)
    mapping = mapping or Mapping(plain(frame, HOUSEHOLD_COLUMNS, targets or {}))
    return check_households(frame, mapping, CheckContext("KMT", standard, COUNTIES, TODAY))


def persons(*rows: Dictionary[str, Any], standard: bool = True) -> Checked:
    frame = frame_of([dict(row) for row in rows], MEMBER)
    mapping = Mapping(persons=plain(frame, PERSON_COLUMNS, {}))
    return check_persons(frame, mapping, CheckContext("KMT", standard, COUNTIES, TODAY))


def told(checked: Checked) -> set[tuple[str, str]]:
    """(field, code) of every issue."""
    return set(checked.issues.select("field", "code").iter_rows())
