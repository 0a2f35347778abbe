"""A filled standard questionnaire through the checks of the intake: what the phone lets pass is taken."""

import json
from datetime import date
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import polars as pl
import pytest

from enumerations.intake.checks import CheckContext, Checked, check_households, check_persons
from enumerations.intake.readers.instances import sheets_of_instances
from enumerations.xlsform import Converted, convert, mapping_of, standard_workbook

Answers = dict[str, str]

PERSON: Answers = {"name": "W", "sex": "female", "marital": "widowed", "seeing": "none", "id_holder": "yes"}
HEAD: Answers = PERSON | {
    "relation": "head",
    "age": "40",
    "school_status": "left_completed",
    "activity": "working",
}
CHILD: Answers = {
    "name": "K",
    "relation": "grandchild",
    "sex": "male",
    "age": "7",
    "school_status": "in_school",
}
CHILD |= {"school_location": "in_settlement", "school_kind": "apbet_informal"}
HOME: Answers = {
    "started_at": "2026-03-02T10:00:00.000+03:00",
    "ended_at": "2026-03-02T10:31:00.000+03:00",
    "interviewed_on": "2026-03-02",
    "enumerator": "baraka",
    "device": "collect:1",
    "result": "complete",
    "cluster_picked": "B",
    "structure_picked": "KMT/B/123A",
    "structure_code": "KMT/B/123A",
    "household_no": "2",
    "consent": "yes",
    "respondent_role": "head",
    "head_name": "Wanjiku wa Ng'ang'a",
    "head_sex": "female",
    "phone": "0712345678",
    "occupancy_status": "tenant",
    "years_in_settlement": "12",
    "years_in_structure": "3",
    "previous_county": "042",
    "rooms_used": "1",
    "rent_month_kes": "2500",
    "rent_includes": "water toilet",
    "members_total": "2",
    "water_source": "public_tap_standpipe",
    "water_price_20l_kes": "5",
    "water_jerrycans_day": "4",
    "water_minutes_roundtrip": "20",
    "toilet_type": "main_sewer",
    "toilet_place": "public_paid",
    "toilet_shared_households": "40",
    "solid_waste": "dumped_street_drain",
    "cooking_fuel": "paraffin",
    "lighting": "mains_electricity",
    "assets": "radio smartphone",
    "savings_group": "muungano",
    "eviction_experience_5y": "no",
    "priority_1": "water",
    "priority_2": "land_tenure",
    "priority_3": "school",
    "location": "-1.2621 36.8589 1600 4.5",
}


@lru_cache(maxsize=1)
def standard() -> Converted:
    content = standard_workbook(settlement_code="KMT", counties={"042": "Kisumu", "047": "Nairobi City"})
    return convert(content, "kmt.xlsx", form_id="kmt_1", version="3")


def filled(home: Answers, persons: list[Answers]) -> bytes:
    """The XML that Collect would send: every question in its place, empty where nothing was said."""
    root = Element("data", {"id": "kmt_1", "version": "3"})
    at: dict[str, Element] = {"": root}
    for question in standard().questions:
        if question.repeat or question.path == "roster/person":
            continue
        group = at[question.path.rpartition("/")[0]]
        at[question.path] = SubElement(group, question.name)
        at[question.path].text = home.get(question.name, "")
    for number, person in enumerate(persons, start=1):
        inside = {"roster/person": SubElement(at["roster"], "person")}
        for question in standard().questions:
            if question.repeat:
                element = SubElement(inside[question.path.rpartition("/")[0]], question.name)
                element.text = (person | {"line_no": str(number)}).get(question.name, "")
                inside[question.path] = element
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = "uuid:5b8f3c0e-0000-4000-8000-000000000001"
    return tostring(root)


def checked(home: Answers, persons: list[Answers]) -> tuple[Checked, Checked]:
    mapping = mapping_of(standard().questions)
    assert mapping.persons is not None
    repeats = [each.path for each in standard().questions if each.kind.value == "repeat"]
    sheets = {
        sheet.name: sheet for sheet in sheets_of_instances([(1, filled(home, persons))], repeats=repeats)
    }
    context = CheckContext(
        "KMT", standard=True, counties={"042": "Kisumu"}, today=date(2026, 3, 3), from_phones=True
    )
    roster = list(sheets[mapping.persons.sheet].frames())
    return (
        check_households(pl.concat(sheets[""].frames()), mapping, context),
        check_persons(pl.concat(roster), mapping, context),
    )


def record(part: Checked, at: int = 0) -> dict[str, Any]:
    return part.records.row(at, named=True)


def test_a_complete_interview_has_nothing_to_complain_of() -> None:
    home, persons = checked(HOME, [HEAD, CHILD])
    assert home.issues.is_empty()
    assert persons.issues.is_empty()
    kept = record(home)
    assert (kept["structure_code"], kept["hh_code"]) == ("KMT/B/123A", "KMT/B/123A/02")
    assert kept["instance_id"] == "5b8f3c0e-0000-4000-8000-000000000001"
    assert (kept["form_version"], kept["enumerator"], kept["previous_county"]) == ("3", "baraka", "042")
    assert kept["rent_includes"] == ["water", "toilet"]
    assert (kept["location_lat"], kept["location_accuracy_m"]) == (-1.2621, 4.5)
    assert [record(persons, at)["line_no"] for at in (0, 1)] == [1, 2]
    assert {record(persons, at)["parent"] for at in (0, 1)} == {kept["_link"]}
    assert record(persons, 1)["school_kind"] == "apbet_informal"


def test_a_number_typed_at_the_door_is_read_as_painted() -> None:
    typed = {"structure_picked": "other", "structure_typed": "kmt/b/0007", "structure_code": "kmt/b/0007"}
    home, _ = checked(HOME | typed, [HEAD, CHILD])
    assert home.issues.is_empty()
    assert record(home)["structure_code"] == "KMT/B/7"


def test_a_vacant_door_needs_no_more_than_its_result() -> None:
    door = ("started_at", "ended_at", "interviewed_on", "structure_picked", "structure_code", "household_no")
    home, _ = checked({name: HOME[name] for name in door} | {"result": "vacant"}, [HEAD])
    assert home.issues.is_empty()


# Questions that the phone takes -98 or -99 for.
OPEN = [
    each
    for each in standard().questions
    if not each.repeat
    and (each.choice("-98") or ". = -98" in each.constraint or ". = '-98'" in each.constraint)
]


@pytest.mark.parametrize("question", OPEN, ids=lambda question: question.name)
def test_what_is_not_known_is_kept_as_not_known(question: Any) -> None:
    home, _ = checked(HOME | {"head_id_kind": "national_id"} | {question.name: "-98"}, [HEAD, CHILD])
    blame = home.issues.filter(pl.col("severity") == "error")
    assert blame.is_empty()
    assert json.loads(record(home)["not_given"]) == {question.name: "dont_know"}


def test_many_questions_may_be_left_so() -> None:
    assert len(OPEN) > 25
    assert {"rent_month_kes", "head_name", "water_source"} <= {each.name for each in OPEN}
    assert not {"result", "consent", "members_total"} & {each.name for each in OPEN}


def test_a_person_whose_age_nobody_knows_is_kept() -> None:
    _, persons = checked(HOME, [HEAD, {"name": "X", "relation": "non_relative", "sex": "male", "age": "-98"}])
    assert persons.issues.is_empty()
    assert json.loads(record(persons, 1)["not_given"]) == {"age": "dont_know"}
