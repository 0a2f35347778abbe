"""What an interview says, in words and by tier; and two of them side by side."""

from typing import Any

import pytest
from django.utils import translation

from enumerations.intake.fields import Tier
from enumerations.models import QuestionnaireVersion
from enumerations.services.interviews import gather
from enumerations.services.said import by_field, compare, door_in, open_to, said_in, said_of
from tests.enumerations.phones import Phone, answers
from tests.factories import interview

pytestmark = pytest.mark.django_db
GROUND = frozenset({Tier.GROUND})
EVERYTHING = frozenset(Tier)
FORM: list[dict[str, Any]] = [
    {
        "name": "water",
        "path": "hh/water_source",
        "kind": "select_one",
        "labels": {"en": "Where from?", "sw": "Maji hutoka wapi?"},
        "choices": [{"name": "public_tap_standpipe", "labels": {"en": "Tap", "sw": "Bomba"}}],
    },
    {"name": "shop", "path": "shop", "kind": "repeat"},
    {"name": "person", "path": "person", "kind": "repeat"},
    {"name": "place", "path": "shop/place", "kind": "geopoint", "labels": {"en": "Place"}},
]


@pytest.fixture
def form(version: QuestionnaireVersion) -> QuestionnaireVersion:
    version.questions = FORM
    version.save()
    return version


def xml(**said: Any) -> bytes:
    return interview("kmt_1", "1", "abc", **answers(**said))


def values(form: QuestionnaireVersion | None, **said: Any) -> dict[str, str]:
    return {each.path: each.value for each in said_in(xml(**said), form)}


def test_codes_are_told_in_the_words_of_the_form(form: QuestionnaireVersion) -> None:
    said = {each.path: each for each in said_in(xml(water_source="public_tap_standpipe"), form)}
    assert (said["hh/water_source"].label, said["hh/water_source"].value) == ("Where from?", "Tap")
    with translation.override("sw"):
        assert values(form, water_source="public_tap_standpipe")["hh/water_source"] == "Bomba"


def test_a_code_that_the_form_does_not_explain_is_told_in_ours(form: QuestionnaireVersion) -> None:
    assert values(form)["hh/occupancy_status"] == "Tenant"


def test_rows_of_repeats_are_told_apart_also_where_there_is_one(form: QuestionnaireVersion) -> None:
    one = values(form, shop={"kind": "kiosk"})
    assert one["shop[1]/kind"] == "kiosk"
    two = said_in(xml(shop=[{"kind": "kiosk"}, {"kind": "salon"}]), form)
    assert [(each.path, each.part) for each in two if each.value == "salon"] == [("shop[2]/kind", "shop 2")]


def test_names_are_open_only_to_who_may_see_people(form: QuestionnaireVersion) -> None:
    said = said_in(xml(head_name="Wanjiru Siri", location="-1.262 36.847 0 4"), form)
    assert "Wanjiru Siri" not in {each.value for each in open_to(said, GROUND | {Tier.TENURE})}
    people = open_to(said, GROUND | {Tier.TENURE, Tier.PEOPLE})
    assert "Wanjiru Siri" in {each.value for each in people}
    assert "location" not in {each.field for each in people}


def test_a_communitys_own_question_is_of_people_and_its_own_places_of_data_managers(
    form: QuestionnaireVersion,
) -> None:
    said = said_in(xml(shop={"owner": "Mama Ciku", "place": "-1.26 36.84"}), form)
    assert {each.path: each.tier for each in said if each.part == "shop 1"} == {
        "shop[1]/owner": Tier.PEOPLE,
        "shop[1]/place": Tier.RESTRICTED,
    }


def test_the_door_is_found_with_and_without_a_form(form: QuestionnaireVersion) -> None:
    assert door_in(said_in(xml(door="KMT/A/2"), form)) == "KMT/A/2"
    assert door_in(said_in(xml(door="KMT/A/2"), None)) == "KMT/A/2"
    assert door_in([]) == ""


@pytest.mark.parametrize("content", [b"", b"<data>", b"\x00", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_cannot_be_read_says_nothing(content: bytes, form: QuestionnaireVersion) -> None:
    assert said_in(content, form) == []


def test_two_interviews_differ_where_they_differ(form: QuestionnaireVersion) -> None:
    first = said_in(xml(rooms_used=1, note="Here"), form)
    later = said_in(xml(rooms_used=2, head_name="Wanjiru Siri"), form)
    lines = {line.label: line for line in compare(first, later, GROUND) if line.differs}
    assert (lines["rooms used"].first, lines["rooms used"].later) == ("1", "2")
    name = lines["name of the household head"]
    assert (name.is_closed, name.first, name.later) == (True, "", "")
    assert lines["note"].is_closed  # only one of them has it


def test_the_same_number_written_otherwise_is_no_difference(form: QuestionnaireVersion) -> None:
    lines = compare(
        said_in(xml(rent_month_kes="2500"), form), said_in(xml(rent_month_kes="2500.0"), form), EVERYTHING
    )
    assert not [line for line in lines if line.differs]


def test_an_interview_agrees_with_the_household_made_of_it(phone: Phone, form: QuestionnaireVersion) -> None:
    sent = phone("KMT/A/1", 1)
    gather()
    sent.refresh_from_db()
    assert sent.household is not None
    later = by_field(said_in(bytes(sent.xml or b""), form))
    held = said_of(sent.household)
    theirs = {each.path for each in held} & {each.path for each in later}
    assert {"head_name", "rooms_used", "consent", "person[2]/age"} <= theirs
    lines = compare(
        [each for each in held if each.path in theirs],
        [each for each in later if each.path in theirs],
        EVERYTHING,
    )
    assert [line for line in lines if line.differs] == []


def test_a_person_is_one_however_deep_the_form_asks(form: QuestionnaireVersion) -> None:
    form.questions = [{"name": "person", "path": "r/person", "kind": "repeat"}]
    form.mapping = {
        "households": {"targets": {"door": {"field": "structure_code"}}},
        "persons": {
            "targets": {"r/person/who/age": {"field": "age"}, "r/person/more/name": {"field": "name"}}
        },
    }
    people = [{"who": {"age": age}, "more": {"name": f"P{age}"}} for age in (30, 5)]
    said = by_field(said_in(interview("kmt_1", "1", "abc", r={"person": people}), form))
    assert [(each.path, each.value) for each in said] == [
        ("person[1]/age", "30"), ("person[1]/name", "P30"), ("person[2]/age", "5"), ("person[2]/name", "P5"),
    ]  # fmt: skip


def test_what_the_phone_computes_is_not_shown_unless_it_is_an_answer(form: QuestionnaireVersion) -> None:
    form.questions = [{"path": path, "kind": "calculate"} for path in ("heads", "door")]
    form.mapping = {"households": {"targets": {"door": {"field": "structure_code"}}}}
    said = said_in(interview("kmt_1", "1", "abc", heads=1, door="KMT/A/1"), form)
    assert [each.path for each in said] == ["door"]
