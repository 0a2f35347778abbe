"""The canonical record: the same bytes for the same answers, and nothing in it that must not be."""

import json
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Tier
from enumerations.models import AnswerRow
from tests import factories
from verification.records import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Home, canonical
from verification.services.homes import homes

# What a record of format 1 leaves out, by hand: a new field must be put here, or it is in the register.
LEFT_OUT = {
    "enumerator", "started_at", "ended_at", "form_version", "device", "consent", "consent_list",
    "consent_share_county", "consent_photo", "consent_contact", "head_id_kind", "head_id_number", "phone",
    "location",
}  # fmt: skip


def home(**said: Any) -> Home:
    values = {"settlement": "KMT", "round": 1, "key": "KMT/B/7/01", "door": "KMT/B/7", "answers": {}}
    return Home(**{**values, **said})


def test_a_record_is_these_bytes() -> None:
    """Written out by hand, so that no version of a library changes it unseen."""
    record = canonical(
        home(
            answers={"head_name": "Atieno Ng'ang'a", "rooms_used": 2, "rent_month_kes": Decimal("2500.00"),
                     "interviewed_on": date(2026, 10, 5), "toilet_safe_night_women": False, "note": None},
            not_given={"income_band_month_kes": "declined", "phone": "declined"},
            own={"village/fear": "floods", "nothing": ""},
            people=[{"line": 2, "name": "Otieno", "age": 0}, {"line": 1, "name": "Atieno", "age": 34}],
            claims=[{"line": 1, "door": "KMT/B/7", "role": "tenant", "in_dispute": False}],
            rows=[{"repeat": "shops", "line": 1, "answers": {"sells": "sukuma"}}],
        )
    )  # fmt: skip
    assert record.decode() == (
        '{"answers":{"head_name":"Atieno Ng\'ang\'a","interviewed_on":"2026-10-05",'
        '"rent_month_kes":"2500.00",'
        '"rooms_used":2,"toilet_safe_night_women":false},'
        '"claims":[{"door":"KMT/B/7","in_dispute":false,"line":1,"role":"tenant"}],'
        '"door":"KMT/B/7","format":1,"household":"KMT/B/7/01",'
        '"not_given":{"income_band_month_kes":"declined"},"own":{"village/fear":"floods"},'
        '"people":[{"age":34,"line":1,"name":"Atieno"},{"age":0,"line":2,"name":"Otieno"}],"round":1,'
        '"rows":[{"answers":{"sells":"sukuma"},"line":1,"repeat":"shops"}],"settlement":"KMT"}'
    )


def test_letters_are_written_in_one_form() -> None:
    composed = home(answers={"head_name": "Zoë"}, own={"é": "é"})
    apart = home(
        answers={"head_name": unicodedata.normalize("NFD", "Zoë")},
        own={unicodedata.normalize("NFD", "é"): unicodedata.normalize("NFD", "é")},
    )
    assert canonical(composed) == canonical(apart)
    assert "Zoë".encode() in canonical(apart)


def test_the_order_of_rows_and_answers_says_nothing() -> None:
    people = [{"line": 1, "name": "A"}, {"line": 2, "name": "B"}]
    claims = [{"line": 1, "role": "tenant"}, {"line": 2, "role": "owner_resident"}]
    one = home(people=people, claims=claims, answers={"note": "x", "rooms_used": 1})
    other = home(people=people[::-1], claims=claims[::-1], answers={"rooms_used": 1, "note": "x"})
    assert canonical(one) == canonical(other)


def test_what_a_record_holds_is_declared() -> None:
    declared = {each.name for each in HOUSEHOLD_FIELDS}
    assert set(HOUSEHOLD_COLUMNS) == declared - LEFT_OUT
    assert set(PERSON_COLUMNS) == {each.name for each in PERSON_FIELDS}
    restricted = {each.name for each in (*HOUSEHOLD_FIELDS, *PERSON_FIELDS) if each.tier is Tier.RESTRICTED}
    assert restricted & (HOUSEHOLD_COLUMNS.keys() | PERSON_COLUMNS.keys()) == set()


@pytest.mark.django_db
def test_a_household_is_read_with_all_that_belongs_to_it(
    settlement: Any, django_assert_num_queries: Any
) -> None:
    count: Any = factories.EnumerationFactory(settlement=settlement)
    structure: Any = factories.StructureFactory(settlement=settlement, n=7)
    made = [
        factories.HouseholdFactory.create(
            enumeration=count, structure=structure, phone="0722000111", head_id_number="27418852",
            assets=["radio", "bicycle"], previous_county_id="047", answers={"nickname": "Z"},
        )
        for _ in range(3)
    ]  # fmt: skip
    person: Any = factories.PersonFactory(household=made[1], name="Neema")
    factories.TenureClaimFactory(
        structure=structure, household=made[1], person=person, claimant_name=None, role="tenant",
        enumeration=count, evidence=["rent_receipt"],
    )  # fmt: skip
    AnswerRow.objects.create(
        settlement=settlement,
        enumeration=count,
        household=made[1],
        repeat="shops",
        line_no=1,
        answers={"a": 1},
    )
    with django_assert_num_queries(4):
        read = dict(homes(count, [each.pk for each in made]))
    record = canonical(read[made[1].pk])
    said = json.loads(record)
    assert (said["door"], said["household"]) == (structure.code, made[1].key)
    assert said["answers"]["assets"] == ["bicycle", "radio"]
    assert said["answers"]["previous_county"] == "047"
    assert said["people"][0]["name"] == "Neema"
    assert said["claims"] == [{"door": structure.code, "in_dispute": False, "line": 1, "role": "tenant"}]
    assert said["rows"] == [{"answers": {"a": 1}, "line": 1, "repeat": "shops"}]
    assert said["own"] == {"nickname": "Z"}
    for secret in (b"0722000111", b"27418852", b"rent_receipt", b"enumerator"):
        assert secret not in record
