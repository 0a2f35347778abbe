"""Rows of the standard questionnaire, drawn in the test, as the files people send."""

import csv
import io
import json
from typing import Any

import openpyxl

Row = dict[str, Any]

HOUSEHOLD: Row = {
    "hh_code": "KMT/A/1/01",
    "result": "complete",
    "consent": "yes",
    "respondent_role": "head",
    "head_name": "Wanjiru Kamau",
    "head_sex": "female",
    "occupancy_status": "tenant",
    "years_in_settlement": 9,
    "years_in_structure": 4,
    "rooms_used": 1,
    "rent_month_kes": 2500,
    "members_total": 2,
    "water_source": "public_tap_standpipe",
    "water_price_20l_kes": 5,
    "water_jerrycans_day": 4,
    "water_minutes_roundtrip": 20,
    "toilet_type": "pit_latrine_covered",
    "toilet_place": "public_paid",
    "toilet_shared_households": 40,
    "solid_waste": "dumped_street_drain",
    "cooking_fuel": "charcoal",
    "lighting": "mains_electricity",
    "savings_group": "muungano",
    "eviction_experience_5y": "no",
    "priority_1": "water",
    "priority_2": "housing",
    "priority_3": "health",
    "location": "-1.2610 36.8470 1640 6",
}
PERSON: Row = {"parent": "KMT/A/1/01", "line_no": 1, "relation": "head", "sex": "female", "age": 34,
               "school_status": "left_completed", "activity": "working"}  # fmt: skip


def household(code: str = "KMT/A/1/01", **answers: Any) -> Row:
    """A clean household; name only what differs."""
    return HOUSEHOLD | {"hh_code": code} | answers


def person(code: str = "KMT/A/1/01", line: int = 1, **answers: Any) -> Row:
    """A clean head of the household; name only what differs."""
    return PERSON | {"parent": code, "line_no": line} | answers


def child(code: str = "KMT/A/1/01", line: int = 2, **answers: Any) -> Row:
    """A small child, of whom little is asked."""
    return person(code, line, relation="son_daughter", age=2, school_status=None, activity=None) | answers


def as_csv(rows: list[Row], delimiter: str = ",") -> bytes:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_xlsx(households: list[Row], persons: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in (("households", households), ("persons", persons)):
        sheet = book.create_sheet(title)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json(households: list[Row]) -> bytes:
    return json.dumps(households).encode()
