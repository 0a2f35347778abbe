"""The older counts of the demo came to where they are by steps, lists, objections and decisions."""

import pytest

from enumerations.models import Enumeration, Household, RoundLink
from verification.choices import ObjectionKind, ObjectionState
from verification.models import Correction, Objection, PostedList, Step
from verification.services.disputes import disputed_structures
from verification.services.register import latest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federation")]


def count_of(code: str, number: int = 1) -> Enumeration:
    found: Enumeration = Enumeration.objects.get(settlement__code=code, round=number)
    return found


def test_the_adopted_one_took_every_step_with_its_meetings_and_minutes() -> None:
    steps = Step.objects.filter(enumeration=count_of("MSH")).order_by("pk")
    assert [step.to_state for step in steps] == [
        "mobilised", "numbering", "enumerating", "checking", "posted", "objections", "verified", "adopted",
    ]  # fmt: skip
    with_minutes = steps.filter(files__kind="minutes", held_on__isnull=False, women__gt=0)
    assert [step.to_state for step in with_minutes] == ["mobilised", "adopted"]
    lists = PostedList.objects.filter(posting__enumeration=count_of("MSH"))
    assert {each.cluster.code for each in lists if each.cluster} == {"A", "B", "C"}
    assert all(each.file.size > 1000 for each in lists)


def test_its_objections_are_of_most_kinds_all_decided_and_corrected() -> None:
    said = Objection.objects.filter(enumeration=count_of("MSH"))
    assert not said.undecided().exists()
    assert len(set(said.values_list("kind", flat=True))) >= 12
    assert set(said.values_list("outcome", flat=True)) == {"upheld", "rejected", "referred", ""}
    corrected = set(
        Correction.objects.filter(enumeration=count_of("MSH")).values_list("objection__kind", flat=True)
    )
    assert {"wrong_name_spelling", "counted_twice", "not_counted", "structure_missing"} <= corrected


def test_its_register_has_two_versions_that_differ_and_some_hold_certificates() -> None:
    count = count_of("MSH")
    first, second = count.snapshots.order_by("version")
    assert latest(count) == second
    assert first.root != second.root
    assert first.households == second.households
    assert count.certificates.count() == 24


def test_one_waits_with_open_objections_a_dispute_and_suspected_duplicates() -> None:
    count = count_of("OBG")
    said = Objection.objects.filter(enumeration=count)
    assert said.undecided().count() == 5
    assert said.filter(state=ObjectionState.HEARING).count() == 1
    assert said.get(kind=ObjectionKind.RENT).outcome == "referred"
    assert disputed_structures(count).count() >= 3
    assert count.suspicions.undecided().count() >= 6


def test_one_was_counted_twice_with_years_between_and_most_households_stayed() -> None:
    heads = [
        dict(Household.objects.filter(enumeration=count_of("KBM", number)).values_list("key", "head_name"))
        for number in (1, 2)
    ]
    assert heads[0].keys() == heads[1].keys()
    same = [key for key, name in heads[0].items() if heads[1][key] == name]
    assert 0.75 < len(same) / len(heads[0]) < 0.95
    linked = RoundLink.objects.filter(enumeration=count_of("KBM", 2)).count()
    assert 0.6 < linked / len(heads[1]) < 0.95
