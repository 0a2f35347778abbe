"""What is asked of an interview, row by row: by the data dictionary."""

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import characters

from enumerations.intake.columns import HOUSEHOLD_COLUMNS, Mapping, SheetMapping, Target
from tests.enumerations.tables import INTERVIEW, MEMBER, households, persons, told


def test_a_good_interview_has_nothing_to_complain_of() -> None:
    checked = households(INTERVIEW)
    assert checked.issues.is_empty()
    record = checked.records.row(0, named=True)
    assert record["_row"] == 2
    assert record["_rejected"] is False
    assert (record["structure_code"], record["household_no"]) == ("KMT/B/123A", 2)
    assert (record["location_lat"], record["location_lon"], record["location_accuracy_m"]) == (
        -1.2621,
        36.8589,
        4.5,
    )
    assert (record["answers"], record["not_given"]) == ("{}", "{}")


def test_a_record_has_every_field_typed_whatever_the_file_holds() -> None:
    records = households({"hh_code": "KMT/1/01"}, standard=False).records
    types = {
        "rooms_used": pl.Int32, "rent_month_kes": pl.Float64, "assets": pl.List(pl.String),
        "consent": pl.Boolean,
        "started_at": pl.Datetime("us", "UTC"), "interviewed_on": pl.Date, "previous_county": pl.String,
        "location_lat": pl.Float64, "location_accuracy_m": pl.Float64, "_row": pl.UInt32,
        "_rejected": pl.Boolean,
        "answers": pl.String, "not_given": pl.String, "_link": pl.String,
    }  # fmt: skip
    assert {name: records.schema[name] for name in types} == types
    assert set(HOUSEHOLD_COLUMNS) - {"location"} <= set(records.columns)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("rooms_used", "0", "below_minimum"), ("rooms_used", "21", "above_maximum"),
        ("rooms_used", "-3", "below_minimum"),
        ("members_total", "31", "above_maximum"), ("members_total", "0", "below_minimum"),
        ("rent_month_kes", "30001", "above_maximum"), ("years_in_settlement", "111", "above_maximum"),
        ("water_price_20l_kes", "100.5", "above_maximum"), ("water_jerrycans_day", "41", "above_maximum"),
        ("water_minutes_roundtrip", "241", "above_maximum"),
        ("toilet_shared_households", "0", "below_minimum"),
        ("rooms_used", "2024-03-01", "excel_date"), ("head_name", "Al", "pattern_head_name"),
        ("head_name", "R2-D2", "pattern_head_name"), ("head_name", "A" * 61, "too_long"),
        ("phone", "0612345678", "pattern_phone"), ("location", "0 0", "point_zero"),
        ("result", "done", "not_a_choice"),
    ],
)  # fmt: skip
def test_a_wrong_answer_keeps_the_row_out(field: str, text: str, code: str) -> None:
    checked = households(INTERVIEW | {field: text})
    assert told(checked) == {(field, code)}
    assert checked.records["_rejected"].to_list() == [True]


@pytest.mark.parametrize("phone", ["0712345678", "+254712345678", "0112345678"])
def test_kenyan_phone_numbers(phone: str) -> None:
    assert households(INTERVIEW | {"phone": phone}).issues.is_empty()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("712345678", "0712345678"), ("712345678.0", "0712345678"), ("0712 345-678", "0712345678"),
        ("254712345678", "+254712345678"), ("00254 712 345 678", "+254712345678"),
        ("(+254) 112345678", "+254112345678"),
    ],
)  # fmt: skip
def test_phone_numbers_as_people_write_them(written: str, kept: str) -> None:
    checked = households(INTERVIEW | {"phone": written}, INTERVIEW | {"phone": "0712345678"})
    assert checked.issues.is_empty()
    assert checked.records["phone"].to_list() == [kept, "0712345678"]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("rent_month_kes", "299", "unusually_low"), ("rent_month_kes", "10001", "unusually_high"),
        ("members_total", "21", "unusually_high"), ("water_price_20l_kes", "31", "unusually_high"),
    ],
)  # fmt: skip
def test_an_unusual_answer_is_only_a_warning(field: str, text: str, code: str) -> None:
    checked = households(INTERVIEW | {field: text})
    assert told(checked) == {(field, code)}
    assert checked.issues["severity"].to_list() == ["warning"]
    assert checked.records["_rejected"].to_list() == [False]


REQUIRED = [
    name for name in INTERVIEW if name not in {"hh_code", "rent_month_kes", "toilet_shared_households"}
]


@pytest.mark.parametrize("field", REQUIRED)
def test_a_required_answer_is_missed(field: str) -> None:
    checked = households(INTERVIEW | {field: None})
    # Without a result it is not known what had to be asked.
    assert (field, "missing") in told(checked)
    assert checked.records["_rejected"].to_list() == [True]


@pytest.mark.parametrize(
    ("text", "reason"), [("-98", "dont_know"), ("-99", "declined"), ("sijui", "dont_know")]
)
def test_not_known_and_declined_are_answers(text: str, reason: str) -> None:
    checked = households(INTERVIEW | {"water_price_20l_kes": text})
    assert checked.issues.is_empty()
    assert checked.records["water_price_20l_kes"].to_list() == [None]
    assert json.loads(checked.records["not_given"][0]) == {"water_price_20l_kes": reason}


def test_all_that_is_wrong_is_said_at_once() -> None:
    checked = households(
        INTERVIEW | {"rooms_used": "99", "head_sex": None, "water_source": "sea", "consent": "perhaps"}
    )
    assert told(checked) == {
        ("rooms_used", "above_maximum"), ("head_sex", "missing"), ("water_source", "not_a_choice"),
        ("consent", "not_yes_no"),
    }  # fmt: skip


def test_a_vacant_home_is_asked_nothing() -> None:
    visit = dict.fromkeys(INTERVIEW) | {"hh_code": "KMT/7/01", "result": "vacant"}
    assert households(visit).issues.is_empty()


def test_a_refusal_clears_what_came_with_it() -> None:
    checked = households(
        dict.fromkeys(INTERVIEW)
        | {"hh_code": "KMT/7/01", "result": "complete", "consent": "no", "rooms_used": "2"}
    )
    assert told(checked) == {("rooms_used", "not_asked")}
    assert checked.records["rooms_used"].to_list() == [None]
    assert checked.records["_rejected"].to_list() == [False]


def test_an_unreadable_result_does_not_wipe_the_interview() -> None:
    checked = households(INTERVIEW | {"result": "finito"})
    assert told(checked) == {("result", "not_a_choice")}
    assert checked.records["rooms_used"].to_list() == [1]


def test_an_owner_pays_no_rent_and_a_tenant_must_say() -> None:
    owner = households(INTERVIEW | {"occupancy_status": "owner_resident"})
    assert told(owner) == {("rent_month_kes", "not_asked")}
    assert owner.records["rent_month_kes"].to_list() == [None]
    assert households(
        INTERVIEW | {"occupancy_status": "owner_resident", "rent_month_kes": None}
    ).issues.is_empty()
    assert told(households(INTERVIEW | {"rent_month_kes": None})) == {("rent_month_kes", "missing")}


def test_who_has_no_toilet_shares_none() -> None:
    none = INTERVIEW | {"toilet_place": "none", "toilet_shared_households": None}
    assert households(none).issues.is_empty()


def test_absent_columns_are_named_once_for_each_row() -> None:
    frame_mapping = SheetMapping(
        targets={name: Target(name) for name in INTERVIEW if name not in {"water_source", "lighting"}}
    )
    checked = households(INTERVIEW, INTERVIEW | {"result": "vacant"}, mapping=Mapping(frame_mapping))
    absent = checked.issues.filter(pl.col("code") == "missing_columns")
    assert absent["_row"].to_list() == [2]
    assert json.loads(absent["params"][0])["columns"].split() == ["water_source", "lighting"]


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ({"hh_code": "RMS/7/01"}, "other_settlement"), ({"hh_code": "KMT/465 A/B/01"}, "two_units"),
        ({"hh_code": "blue door"}, "bad_number"), ({"hh_code": "KMT/7"}, "no_household_no"),
        ({"hh_code": None}, "no_identity"), ({"hh_code": None, "structure_code": "KMT/7"}, "no_identity"),
    ],
)  # fmt: skip
def test_which_household_it_is(identity: dict[str, str | None], code: str) -> None:
    checked = households(INTERVIEW | identity)
    assert {found for _, found in told(checked)} == {code}
    assert checked.records["_rejected"].to_list() == [True]


@pytest.mark.parametrize(
    "identity",
    [{"structure_code": "KMT/7", "household_no": "1"}, {"instance_id": "uuid:9f"}, {"structure_code": "7/1"}],
)
def test_other_ways_to_name_a_household(identity: dict[str, str]) -> None:
    assert households(INTERVIEW | {"hh_code": None} | identity).issues.is_empty()


def test_an_interview_id_is_the_same_with_and_without_uuid_in_front() -> None:
    rows = [INTERVIEW | {"instance_id": text} for text in ("uuid:9f", "9f")]
    assert households(*rows).records["instance_id"].to_list() == ["9f", "9f"]


def test_personal_values_are_never_repeated() -> None:
    checked = households(
        INTERVIEW | {"head_name": "X9 Secret", "phone": "555-secret", "rooms_used": "many rooms"}
    )
    params = dict(checked.issues.select("field", "params").iter_rows())
    assert json.loads(params["rooms_used"]) == {"value": "many rooms"}
    assert "ecret" not in params["head_name"] + params["phone"]


def test_a_repeated_value_is_short() -> None:
    checked = households(INTERVIEW | {"rooms_used": "x" * 500})
    assert len(json.loads(checked.issues["params"][0])["value"]) == 60


# A foreign export


def test_a_foreign_row_is_never_rejected_and_loses_nothing() -> None:
    row = {"rooms_used": "a few", "water_source": "the moon", "members_total": "99", "Colour": 'bl"ue\n'}
    checked = households(row, standard=False)
    assert set(checked.issues["severity"]) == {"warning"}
    assert checked.records["_rejected"].to_list() == [False]
    assert json.loads(checked.records["answers"][0]) == row


def test_a_foreign_row_without_a_result_is_taken_as_an_interview() -> None:
    checked = households({"rooms_used": "2", "toilet_shared_households": "4"}, standard=False)
    assert checked.issues.is_empty()
    assert checked.records.select("rooms_used", "toilet_shared_households").row(0) == (2, 4)


def test_units_are_converted_and_several_columns_added() -> None:
    rows: list[Any] = [
        {"weekly": "100", "men": "1", "women": "2"},
        {"weekly": None, "men": None, "women": "3"},
        {"women": "x", "men": "1"},
    ]
    targets = {
        "weekly": Target("rent_month_kes", factor=52 / 12),
        "men": Target("members_total"),
        "women": Target("members_total"),
    }
    records = households(*rows, standard=False, targets=targets).records
    assert records["rent_month_kes"].to_list() == [433.33, None, None]
    assert records["members_total"].to_list() == [3, 3, None]


def test_a_point_in_two_columns() -> None:
    rows = [{"y": "-1.26", "x": "36.85"}, {"y": "-1.26"}, {"y": "0", "x": "0"}, {}]
    targets = {"y": Target("location", part="lat"), "x": Target("location", part="lon")}
    checked = households(*rows, standard=False, targets=targets)
    assert checked.records["location_lat"].to_list() == [-1.26, None, None, None]
    assert sorted(checked.issues.select("_row", "code").iter_rows()) == [
        (3, "not_a_point"),
        (4, "point_zero"),
    ]


def test_yes_no_columns_of_one_question() -> None:
    rows = [{"radio?": "1", "car?": "0"}, {"radio?": "yes", "car?": "TRUE"}, {"radio?": "0", "car?": "0"}, {}]
    targets = {"radio?": Target("assets", part="radio"), "car?": Target("assets", part="car")}
    records = households(*rows, standard=False, targets=targets).records
    assert records["assets"].to_list() == [["radio"], ["radio", "car"], [], None]


# People


def test_a_good_member() -> None:
    checked = persons(MEMBER)
    assert checked.issues.is_empty()
    assert checked.records["parent"].to_list() == ["KMT/B/123A/02"]


def test_a_member_names_the_household_as_the_household_does() -> None:
    assert persons(MEMBER | {"parent": "kmt/b/0123a/2"}).records["parent"].to_list() == ["KMT/B/123A/02"]
    assert told(persons(MEMBER | {"parent": None})) == {("parent", "orphan_person")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"age": "111"}, {("age", "above_maximum")}), ({"age": None}, {("age", "missing")}),
        ({"age": "2", "school_status": None, "activity": None, "relation": "son_daughter"}, set()),
        ({"age": "3", "school_status": None, "activity": None,
        "relation": "son_daughter"}, {("school_status", "missing")}),
        ({"age": "14", "activity": None, "relation": "son_daughter"}, set()),
        ({"age": "15", "activity": None, "relation": "son_daughter"}, {("activity", "missing")}),
        ({"age": "15", "activity": "-98", "relation": "son_daughter"}, set()),
        ({"age": "4", "activity": "working", "relation": "son_daughter"}, {("activity", "not_asked")}),
        ({"school_status": "left_completed", "school_kind": "public"}, {("school_kind", "not_asked")}),
        ({"relation": "dk"}, set()), ({"sex": None}, {("sex", "missing")}),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_member_depends_on_age(changes: dict[str, str | None], expected: set) -> None:
    assert told(persons(MEMBER | changes)) == expected


# Whatever comes

NO_HALVES: Any = ("Cs",)  # half characters cannot be in a file

CELLS = (
    st.none()
    | st.text(characters(exclude_categories=NO_HALVES), max_size=12)
    | st.sampled_from(["-98", "yes", "tenant", "complete", "9"])
)


@settings(deadline=None)
@given(
    rows=st.lists(st.fixed_dictionaries(dict.fromkeys(INTERVIEW, CELLS)), min_size=1, max_size=4),
    standard=st.booleans(),
)
def test_every_row_ends_as_a_record(rows: list[dict[str, str | None]], standard: bool) -> None:
    checked = households(*rows, standard=standard)
    assert checked.records["_row"].to_list() == list(range(2, len(rows) + 2))
    wrong = set(checked.issues.filter(pl.col("severity") == "error")["_row"])
    assert set(checked.records.filter("_rejected")["_row"]) == wrong
    for name in ("answers", "not_given"):
        assert all(isinstance(json.loads(text), dict) for text in checked.records[name])
    assert all(isinstance(json.loads(text), dict) for text in checked.issues["params"])


@settings(deadline=None)
@given(
    heading=st.text(characters(exclude_categories=NO_HALVES), min_size=1, max_size=20).filter(
        lambda text: text not in INTERVIEW and text != "_row"
    ),
    cells=st.lists(st.none() | st.text(characters(exclude_categories=NO_HALVES)), min_size=1, max_size=5),
)
def test_other_answers_survive_as_they_were(heading: str, cells: list[str | None]) -> None:
    rows = [INTERVIEW | {heading: cell} for cell in cells]
    kept = [json.loads(text) for text in households(*rows).records["answers"]]
    assert kept == [{} if cell is None else {heading: cell} for cell in cells]
