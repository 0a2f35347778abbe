"""A settlement counted again after some years: most households are the same, some moved out and in."""

from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

from enumerations.demo.interviews import Interview
from enumerations.demo.people import Answers
from enumerations.demo.survey import survey_of
from enumerations.models import Enumeration

MOVED = 0.14  # the share of homes where others live by now
DEARER = 1.15


def survey_again(enumeration: Enumeration) -> list[Interview]:
    """The first round's households some years later; where they moved out, whoever moved in."""
    first = Enumeration.objects.select_related("settlement__county").get(
        settlement=enumeration.settlement_id, round=1
    )
    assert first.starts_on
    assert enumeration.starts_on
    passed = enumeration.starts_on - first.starts_on
    random = Random(f"again-{enumeration.settlement.code}")
    newcomers = {each.answers["hh_code"]: each for each in survey_of(enumeration)}
    return [
        newcomers[stayed.answers["hh_code"]]
        if random.random() < MOVED and stayed.answers["hh_code"] in newcomers
        else _later(stayed, passed, random)
        for stayed in survey_of(first)
    ]


def _later(interview: Interview, passed: timedelta, random: Random) -> Interview:
    """The same household: everybody is older, the rent has risen, and some have a better toilet."""
    answers, persons = deepcopy(interview.answers), deepcopy(interview.persons)
    for moment in ("interviewed_on", "started_at", "ended_at"):
        answers[moment] += passed
    if not persons:
        return Interview(answers)
    years = passed.days // 365
    for name in ("years_in_settlement", "years_in_structure"):
        answers[name] += years
    if answers.get("rent_month_kes"):
        answers["rent_month_kes"] = round(answers["rent_month_kes"] * DEARER / 100) * 100
    if answers["toilet_type"] == "pit_latrine_uncovered" or random.random() < 0.08:
        answers["toilet_type"] = "main_sewer"
    return Interview(answers, [_older(person, years) for person in persons])


def _older(person: Answers, years: int) -> dict[str, Any]:
    """What is asked of children stays what it was; who turns 18 has an identity card."""
    age = person["age"] + years
    known: dict[str, Any] = person | {"age": age}
    if age >= 3 and "school_status" not in person:
        known |= {"school_status": "never_attended", "education_highest": "none"}
    if age >= 12:
        known.setdefault("marital", "never_married")
    if age >= 5:
        for item in ("seeing", "hearing", "walking", "remembering", "self_care", "communicating"):
            known.setdefault(item, "none")
    if age >= 15:
        known.setdefault("activity", "outside_labour_force")
        known.setdefault("occupation", "student")
    if age >= 18:
        known.setdefault("id_holder", "yes")
    return known
