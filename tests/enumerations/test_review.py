"""Accepting and returning interviews: who may, which, and what stays."""

from typing import Any

import pytest

from enumerations.collecting import Review
from enumerations.models import Submission
from enumerations.services.interviews import gather
from enumerations.services.review import ReasonNeeded, accept_many, return_many, returned_and_open
from enumerations.services.rights.interviews import clear_interviews
from tests import factories
from tests.enumerations.phones import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(phone: Phone) -> list[int]:
    ids = [phone(f"KMT/A/{n}", 1).pk for n in (1, 2, 3)]
    gather()
    return ids


def said() -> dict[int, tuple[str, str]]:
    return {
        pk: (review, why)
        for pk, review, why in Submission.objects.values_list("pk", "review", "review_reason")
    }


def test_many_are_accepted_in_one_go(count: Any, amina: Any, three: list[int]) -> None:
    assert accept_many(user=amina, enumeration=count, ids=three[:2]) == 2
    assert said() == {three[0]: ("accepted", ""), three[1]: ("accepted", ""), three[2]: ("pending", "")}
    one = Submission.objects.get(pk=three[0])
    assert (one.reviewed_by, one.reviewed_at is not None) == (amina, True)


def test_a_return_needs_a_reason_and_keeps_the_household(count: Any, amina: Any, three: list[int]) -> None:
    with pytest.raises(ReasonNeeded):
        return_many(user=amina, enumeration=count, ids=three, reason=" \n ")
    assert return_many(user=amina, enumeration=count, ids=three[:1], reason=" Ask for\n the rent. ") == 1
    one = Submission.objects.get(pk=three[0])
    assert (one.review, one.review_reason, one.state) == ("returned", "Ask for the rent.", "in_register")
    assert count.households.count() == 3
    assert returned_and_open(count) == 1


def test_a_correction_is_looked_at_anew_and_closes_the_return(
    count: Any, amina: Any, phone: Phone, three: list[int]
) -> None:
    return_many(user=amina, enumeration=count, ids=three[:1], reason="Ask for the rent.")
    first = Submission.objects.get(pk=three[0])
    correction = phone("KMT/A/1", 1, replaces=first, rent_month_kes=3100)
    assert returned_and_open(count) == 0
    gather()
    correction.refresh_from_db()
    first.refresh_from_db()
    assert (correction.review, correction.state, first.state) == (Review.PENDING, "in_register", "replaced")
    assert first.review_reason == "Ask for the rent."
    assert [int(home.rent_month_kes) for home in count.households.filter(key="KMT/A/1/01")] == [3100]


def test_what_is_not_in_the_register_is_returned_but_not_accepted(
    count: Any, amina: Any, phone: Phone
) -> None:
    unknown = phone("KMT/A/99", 1)
    gather()
    unknown.refresh_from_db()
    assert unknown.state == "rejected"
    assert accept_many(user=amina, enumeration=count, ids=[unknown.pk]) == 0
    assert return_many(user=amina, enumeration=count, ids=[unknown.pk], reason="Which door?") == 1


def test_tests_and_replaced_ones_are_not_reviewed(count: Any, amina: Any) -> None:
    first = factories.SubmissionFactory.create(enumeration=count, state="replaced")
    factories.SubmissionFactory.create(replaces=first)
    test = factories.SubmissionFactory.create(enumeration=count, state="test", is_test=True)
    assert return_many(user=amina, enumeration=count, ids=[first.pk, test.pk], reason="No.") == 0


@pytest.mark.parametrize("who", ["baraka", "chebet"])
def test_enumerators_and_strangers_review_nothing(
    who: str, count: Any, three: list[int], request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    assert accept_many(user=user, enumeration=count, ids=three) == 0
    assert return_many(user=user, enumeration=count, ids=three, reason="No.") == 0
    assert set(said().values()) == {("pending", "")}


def test_another_counts_interviews_are_left_alone(count: Any, subira: Any, three: list[int]) -> None:
    elsewhere = factories.SubmissionFactory.create(household=factories.HouseholdFactory.create())
    assert accept_many(user=subira, enumeration=count, ids=[elsewhere.pk]) == 0


def test_history_keeps_who_said_what_before(count: Any, amina: Any, wairimu: Any, three: list[int]) -> None:
    accept_many(user=amina, enumeration=count, ids=three[:1])
    accept_many(user=amina, enumeration=count, ids=three[:1])  # said already: no change
    return_many(user=wairimu, enumeration=count, ids=three[:1], reason="Ask again.")
    kept: Any = Submission.pgh_event_model  # type: ignore[attr-defined]
    events = list(kept.objects.filter(pgh_obj=three[0]).order_by("pgh_id"))
    assert [(event.review, event.pgh_context["user"]) for event in events] == [
        ("pending", amina.pk),
        ("accepted", wairimu.pk),
    ]
    assert events[-1].pgh_context["task"] == "enumerations.returned"


def test_a_persons_problem_is_its_interviews(phone: Phone) -> None:
    from enumerations.views.interview_parts import problems_of

    fine = phone("KMT/A/1", 1)
    people = [
        {
            "line_no": 1,
            "relation": "head",
            "sex": "female",
            "age": 34,
            "school_status": "left_completed",
            "activity": "working",
        },
        {"line_no": 2, "relation": "son_daughter", "sex": "female", "age": 200},
    ]
    wrong = phone("KMT/A/2", 1, people=people)
    gather()
    found = problems_of(Submission.objects.filter(pk__in=[fine.pk, wrong.pk]))
    assert fine.pk not in found
    assert "age" in {told.issue.field for told in found[wrong.pk]}


def test_a_reason_goes_when_the_interview_is_cleared(count: Any, amina: Any, three: list[int]) -> None:
    return_many(user=amina, enumeration=count, ids=three[:1], reason="Wanjiru moved: ask again.")
    clear_interviews(Submission.objects.filter(pk__in=three))
    kept: Any = Submission.pgh_event_model  # type: ignore[attr-defined]
    assert said()[three[0]] == ("returned", "–")
    assert "Wanjiru" not in str(list(kept.objects.values_list()))
