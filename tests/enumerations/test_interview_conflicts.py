"""Two interviews under one household number: a supervisor decides, and nothing is lost meanwhile."""

from typing import Any

import pytest

from accounts.models import User
from enumerations.choices import BatchState
from enumerations.collecting import HeldDecision
from enumerations.intake.refusal import Refusal
from enumerations.models import Batch, Enumeration, Household, Submission
from enumerations.rights import Purpose
from enumerations.services.correcting import check, texts_of
from enumerations.services.interviews import decide_conflict, gather, retry
from enumerations.services.revert import revert_batch
from enumerations.services.rights.agreements import take_back
from enumerations.services.rights.correction import correct
from enumerations.services.rights.requests import Wish
from enumerations.services.run import run_batch
from tests.enumerations.conftest import Send
from tests.enumerations.phones import Phone
from tests.enumerations.rows import as_csv, household
from tests.enumerations.test_interviews import states, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(phone: Phone) -> tuple[Submission, Submission]:
    """The second one is held."""
    pair = phone(rooms_used=1), phone(rooms_used=2)
    gather()
    return pair


def decide(submission: Submission, decision: HeldDecision, user: User, **more: Any) -> None:
    """As the inbox does, and then the worker."""
    decide_conflict(submission=submission, decision=decision, user=user, **more)
    for batch in Batch.objects.filter(state=BatchState.RECEIVED):
        run_batch(batch.pk)
    gather()
    submission.refresh_from_db()


def rooms() -> dict[str, int | None]:
    return dict(Household.objects.values_list("key", "rooms_used"))


def test_the_first_may_stay(two: tuple[Submission, Submission], subira: User) -> None:
    decide(two[1], HeldDecision.KEPT_FIRST, subira, reason="You were at number 2.")
    assert states() == ["in_register", "rejected"]
    assert (two[1].review, two[1].review_reason, two[1].reviewed_by) == (
        "returned", "You were at number 2.", subira,
    )  # fmt: skip
    assert rooms() == {"KMT/A/1/01": 1}


def test_the_second_may_take_its_place(two: tuple[Submission, Submission], subira: User) -> None:
    decide(two[1], HeldDecision.TAKEN, subira)
    assert states() == ["replaced", "in_register"]
    held = Household.objects.get()
    assert (held.rooms_used, held.instance_id, held.batch.sent_by) == (2, two[1].instance_id, subira)


def test_taking_it_can_be_taken_back(two: tuple[Submission, Submission], subira: User) -> None:
    decide(two[1], HeldDecision.TAKEN, subira)
    revert_batch(batch=Batch.objects.latest("pk"), user=subira)
    assert states() == ["in_register", "rejected"]
    assert rooms() == {"KMT/A/1/01": 1}
    assert told(two[1]) == {"taken_back"}


def test_both_may_count(two: tuple[Submission, Submission], phone: Phone, subira: User) -> None:
    phone("KMT/A/1", 2, rooms_used=3)
    gather()
    decide(two[1], HeldDecision.SEPARATE, subira)
    assert states() == ["in_register"] * 3
    assert rooms() == {"KMT/A/1/01": 1, "KMT/A/1/02": 3, "KMT/A/1/03": 2}
    held = Household.objects.get(key="KMT/A/1/03")
    assert held.structure is not None
    assert held.structure.code == "KMT/A/1"


def test_a_correction_keeps_the_number_that_was_given(
    two: tuple[Submission, Submission], phone: Phone, subira: User
) -> None:
    decide(two[1], HeldDecision.SEPARATE, subira)
    edit = phone(replaces=two[1], rooms_used=4)
    gather()
    assert rooms() == {"KMT/A/1/01": 1, "KMT/A/1/02": 4}
    phone("KMT/A/3", 1, replaces=edit, rooms_used=5)
    gather()
    assert rooms() == {"KMT/A/1/01": 1, "KMT/A/3/01": 5}


def test_a_household_cannot_become_another(phone: Phone, subira: User) -> None:
    mine = phone("KMT/A/1", 1, rooms_used=1)
    phone("KMT/A/2", 1, rooms_used=2)
    gather()
    edit = phone("KMT/A/2", 1, replaces=mine, rooms_used=3)
    gather()
    with pytest.raises(Refusal, match="another_household"):
        decide_conflict(submission=edit, decision=HeldDecision.TAKEN, user=subira)
    decide(edit, HeldDecision.SEPARATE, subira)
    assert rooms() == {"KMT/A/2/02": 3, "KMT/A/2/01": 2}
    assert states() == ["replaced", "in_register", "in_register"]


def test_it_is_decided_once(two: tuple[Submission, Submission], subira: User) -> None:
    decide(two[1], HeldDecision.KEPT_FIRST, subira)
    with pytest.raises(Refusal, match="not_held"):
        decide_conflict(submission=two[1], decision=HeldDecision.TAKEN, user=subira)


def test_what_a_file_said_of_the_household_is_not_overwritten(send: Send, phone: Phone) -> None:
    send(as_csv([household(rooms_used=3)]))
    phone(rooms_used=1)
    gather()
    assert states() == ["conflict"]
    assert rooms() == {"KMT/A/1/01": 3}


def test_the_same_interview_from_a_file_is_the_same(send: Send, phone: Phone) -> None:
    sent = phone(rooms_used=2)
    send(as_csv([household(rooms_used=1, instance_id=f"uuid:{sent.instance_id}")]))
    gather()
    assert states() == ["in_register"]
    assert rooms() == {"KMT/A/1/01": 2}


def test_once_the_first_is_gone_the_second_goes_in(two: tuple[Submission, Submission], subira: User) -> None:
    revert_batch(batch=Batch.objects.get(), user=subira)
    assert states() == ["rejected", "rejected"]
    retry(Submission.objects.filter(pk=two[1].pk))
    gather()
    assert states() == ["rejected", "in_register"]


# --- What its people asked for --------------------------------------------------------------------


def corrected(held: Household, wish: Wish) -> None:
    """Four rooms, said its people at the desk."""
    answers = texts_of(held) | {"rooms_used": "4"}
    roster = {person.line_no: texts_of(person) for person in held.persons.all()}
    shown = frozenset(answers) | {name for row in roster.values() for name in row}
    checked = check(held, answers, roster, shown=shown)
    assert checked.problems == []
    correct(household=held, checked=checked, removed=set(), wish=wish)


def test_what_people_had_corrected_stays(phone: Phone, wish: Wish, subira: User) -> None:
    first = phone(rooms_used=1)
    gather()
    before = phone(replaces=first, rooms_used=2)
    corrected(Household.objects.get(), wish)
    gather()
    assert told(before) == {"corrected_by_request"}
    decide(before, HeldDecision.TAKEN, subira)
    assert (before.state, rooms()) == ("conflict", {"KMT/A/1/01": 4})
    decide(before, HeldDecision.KEPT_FIRST, subira)
    after = phone(replaces=before, rooms_used=5)
    gather()
    assert told(after) == {"corrected_by_request"}
    decide(after, HeldDecision.TAKEN, subira)
    assert (after.state, rooms()) == ("in_register", {"KMT/A/1/01": 5})


def test_who_is_not_to_be_counted_is_not(phone: Phone, wish: Wish, count: Enumeration) -> None:
    first = phone(rooms_used=1)
    gather()
    take_back(household=Household.objects.get(), purposes=[Purpose.COUNTED], wish=wish)
    edit = phone(replaces=first, rooms_used=2)
    other = phone(rooms_used=3)
    gather()
    assert (told(edit), told(other)) == ({"withdrawn"}, {"withdrawn"})
    assert rooms() == {"KMT/A/1/01": 1}
