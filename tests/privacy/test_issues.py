"""What an issue repeats of a value: of the ground's fields only, whatever is wrong with the others."""

import pytest

from enumerations.intake.fields import HOUSEHOLD_FIELDS, IDENTITY_FIELDS, PERSON_FIELDS, Field, Tier
from tests.enumerations.tables import INTERVIEW, MEMBER, households, persons

# Too long, no number, no choice, no date and no place, whatever is asked.
WRONG = "Zuqaxila 0711909091 " * 600
PERSONAL = [each for each in (*IDENTITY_FIELDS, *HOUSEHOLD_FIELDS) if each.tier is not Tier.GROUND]
OF_PERSONS = [each for each in PERSON_FIELDS if each.tier is not Tier.GROUND]
GROUND = ["rooms_used", "water_source", "structure_code"]


@pytest.mark.parametrize("declared", PERSONAL, ids=lambda declared: declared.name)
def test_a_personal_value_is_not_repeated(declared: Field) -> None:
    issues = households(INTERVIEW | {declared.name: WRONG}).issues
    assert "Zuqaxila" not in "".join(issues["params"])
    assert declared.name in issues["field"].to_list()


@pytest.mark.parametrize("declared", OF_PERSONS, ids=lambda declared: declared.name)
def test_a_persons_value_is_not_repeated(declared: Field) -> None:
    issues = persons(MEMBER | {declared.name: WRONG}).issues
    assert "Zuqaxila" not in "".join(issues["params"])
    assert declared.name in issues["field"].to_list()


@pytest.mark.parametrize("name", GROUND)
def test_a_value_of_the_ground_is_repeated_so_that_it_can_be_corrected(name: str) -> None:
    assert "Zuqaxila" in "".join(households(INTERVIEW | {name: WRONG}).issues["params"])
