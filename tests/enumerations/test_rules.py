"""Rules across the fields of one interview: by the data dictionary."""

import pytest

from tests.enumerations.tables import INTERVIEW, MEMBER, households, persons, told

START = "2026-03-05T09:00:00+03:00"


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"years_in_structure": "13"}, "years_order", "error"),
        ({"priority_2": "water"}, "priorities_same", "error"),
        ({"priority_3": "land_tenure"}, "priorities_same", "error"),
        ({"head_id_kind": "national_id", "head_id_number": "123456"}, "id_number_length", "error"),
        ({"head_id_kind": "national_id", "head_id_number": "123456789"}, "id_number_length", "error"),
        ({"head_id_kind": "national_id", "head_id_number": "A1234567"}, "id_number_length", "error"),
        ({"started_at": START, "ended_at": "2026-03-05T08:00:00+03:00"}, "interview_backwards", "warning"),
        ({"started_at": START, "ended_at": "2026-03-05T09:04:59+03:00"}, "interview_short", "warning"),
        ({"started_at": START, "ended_at": "2026-03-05T11:00:01+03:00"}, "interview_long", "warning"),
        ({"started_at": "2026-03-05T05:59:00+03:00"}, "interview_hour", "warning"),
        ({"started_at": "2026-03-05T21:01:00+03:00"}, "interview_hour", "warning"),
        ({"interviewed_on": "2026-04-02"}, "date_future", "error"),
        ({"started_at": "2026-04-02T09:00:00+03:00"}, "date_future", "error"),
        ({"location": "-1.26 36.85 0 15.1"}, "location_inaccurate", "warning"),
    ],
)
def test_a_broken_rule_is_told(changes: dict[str, str], code: str, severity: str) -> None:
    checked = households(INTERVIEW | changes)
    assert {found for _, found in told(checked)} == {code}
    assert checked.issues["severity"].to_list() == [severity]


@pytest.mark.parametrize(
    "changes",
    [
        {"years_in_structure": "12"},
        {"head_id_kind": "national_id", "head_id_number": "1234567"},
        {"head_id_kind": "national_id", "head_id_number": "12345678"},
        {"head_id_kind": "passport", "head_id_number": "AK0123"},
        {"head_id_kind": "national_id"},
        {"started_at": START, "ended_at": "2026-03-05T09:05:00+03:00"},
        {"started_at": START, "ended_at": "2026-03-05T11:00:00+03:00"},
        {"started_at": "2026-03-05T06:00:00+03:00"},
        {"started_at": "2026-03-05T21:00:00+03:00"},
        {"started_at": "2026-03-05T04:30:00Z"},  # half past seven in Nairobi
        {"interviewed_on": "2026-04-01"},
        {"location": "-1.26 36.85 0 15"},
        {"location": "-1.26 36.85"},
        {"priority_3": "-98"},
    ],
)
def test_at_the_limit_and_where_nothing_is_known_a_rule_is_kept(changes: dict[str, str]) -> None:
    assert households(INTERVIEW | changes).issues.is_empty()


@pytest.mark.parametrize(
    ("age", "code"), [("14", "head_under_15"), ("15", "head_under_18"), ("17", "head_under_18"), ("18", None)]
)
def test_a_child_as_head(age: str, code: str | None) -> None:
    assert {found for _, found in told(persons(MEMBER | {"age": age}))} == ({code} if code else set())


def test_in_a_foreign_export_a_broken_rule_only_warns_and_changes_nothing() -> None:
    checked = households({"years_in_structure": "9", "years_in_settlement": "2"}, standard=False)
    assert checked.issues.select("code", "severity").rows() == [("years_order", "warning")]
    assert checked.records.select("years_in_structure", "years_in_settlement").row(0) == (9, 2)
