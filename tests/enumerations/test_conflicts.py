"""What contradicts waits for a decision; each decision goes the way every interview goes."""

from typing import Any

import pytest
from django.core.files.base import ContentFile

from enumerations.collecting import HeldDecision, HeldKind
from enumerations.intake.refusal import Refusal
from enumerations.models import HeldSending, Household, Submission
from enumerations.services.conflicts import decide_held, first_of, open_conflicts
from enumerations.services.interviews import gather
from enumerations.services.receiving import Outcome, Sent, receive
from enumerations.services.rights.interviews import clear_interviews, interviews_of
from enumerations.services.sent_files import SentFile
from tests import factories
from tests.enumerations.phones import Phone, answers

pytestmark = pytest.mark.django_db
KEPT, TAKEN, SEPARATE = HeldDecision.KEPT_FIRST, HeldDecision.TAKEN, HeldDecision.SEPARATE


@pytest.fixture
def send(count: Any, version: Any, baraka: Any) -> Any:
    """An interview through the door where phones send: `send("a", rooms_used=2)` is instance a."""

    def _send(instance: str, *files: SentFile, corrects: str = "", **said: Any) -> Any:
        xml = factories.interview(version.questionnaire.form_id, version.version, instance, **answers(**said))
        if corrects:
            xml = xml.replace(b"</meta>", f"<deprecatedID>uuid:{corrects}</deprecatedID></meta>".encode())
        return receive(Sent(count, baraka, xml, files=files))

    return _send


def rooms() -> dict[str, int | None]:
    return dict(Household.objects.order_by("key").values_list("key", "rooms_used"))


@pytest.fixture
def differing(send: Any) -> HeldSending:
    """Instance `a` is in the register with one room, and came once more with two."""
    send("a", rooms_used=1)
    gather()
    assert send("a", rooms_used=2).outcome == Outcome.HELD
    return HeldSending.objects.get()


def test_keeping_the_first_changes_nothing_and_frees_the_phone(
    send: Any, differing: HeldSending, amina: Any
) -> None:
    assert open_conflicts(differing.enumeration) == 1
    assert decide_held(held=differing, decision=KEPT, user=amina).made is None
    differing.refresh_from_db()
    assert (differing.decision, differing.decided_by, differing.xml is not None) == (KEPT, amina, True)
    assert (rooms(), open_conflicts(differing.enumeration)) == ({"KMT/A/1/01": 1}, 0)
    again = send("a", rooms_used=2)
    assert (again.outcome, again.is_taken) == (Outcome.DECIDED, True)


def test_the_later_one_becomes_a_correction_of_the_first(differing: HeldSending, amina: Any) -> None:
    made = decide_held(held=differing, decision=TAKEN, user=amina).made
    first = differing.submission
    assert made is not None
    assert first is not None
    assert (made.replaces, made.root_instance_id, made.xml) == (first, first.root_instance_id, differing.xml)
    assert made.sent_by == differing.sent_by
    gather()
    made.refresh_from_db()
    first.refresh_from_db()
    assert (made.state, first.state, rooms()) == ("in_register", "replaced", {"KMT/A/1/01": 2})


def test_both_are_interviews_with_a_number_of_its_own_for_the_later(
    differing: HeldSending, amina: Any
) -> None:
    decide_held(held=differing, decision=SEPARATE, user=amina)
    gather()
    assert rooms() == {"KMT/A/1/01": 1, "KMT/A/1/02": 2}


def test_both_are_interviews_at_two_doors(send: Any, amina: Any) -> None:
    send("a")
    gather()
    send("a", door="KMT/A/2", rooms_used=2)
    decide_held(held=HeldSending.objects.get(), decision=SEPARATE, user=amina)
    gather()
    assert rooms() == {"KMT/A/1/01": 1, "KMT/A/2/01": 2}


@pytest.fixture
def second_correction(send: Any) -> HeldSending:
    """Instance `a` was corrected by `b`, and then by `c`."""
    send("a", rooms_used=1)
    send("b", corrects="a", rooms_used=2)
    gather()
    assert send("c", corrects="a", rooms_used=3).outcome == Outcome.HELD
    return HeldSending.objects.get(kind=HeldKind.EDIT_OF_REPLACED)


def test_a_second_correction_follows_the_first(second_correction: HeldSending, amina: Any) -> None:
    standing = Submission.objects.get(instance_id="b")
    assert first_of(second_correction) == standing
    made = decide_held(held=second_correction, decision=TAKEN, user=amina).made
    assert made is not None
    assert (made.instance_id, made.replaces, made.root_instance_id) == ("c", standing, "a")
    gather()
    assert rooms() == {"KMT/A/1/01": 3}


def test_a_second_correction_is_refused_where_the_first_stands(
    second_correction: HeldSending, amina: Any
) -> None:
    decide_held(held=second_correction, decision=KEPT, user=amina)
    gather()
    assert rooms() == {"KMT/A/1/01": 2}


def test_what_is_cleared_takes_a_second_correction_along(second_correction: HeldSending) -> None:
    clear_interviews(interviews_of(Household.objects.get()))
    second_correction.refresh_from_db()
    assert (second_correction.xml, second_correction.decision) == (None, KEPT)


def test_pictures_go_with_the_interview_they_came_with(send: Any, amina: Any, version: Any) -> None:
    version.questions = [*version.questions, {"name": "note", "path": "hh/note", "kind": "image"}]
    version.save()
    picture = [SentFile(("door.jpg",), ContentFile(content, "door.jpg")) for content in (b"first", b"later")]
    send("a", picture[0], note="door.jpg")
    gather()
    send("a", picture[1], note="door.jpg", rooms_used=2)
    held = HeldSending.objects.get(file_name="")
    assert open_conflicts(held.enumeration) == 1
    made = decide_held(held=held, decision=TAKEN, user=amina).made
    assert made is not None
    [attachment] = made.attachments.all()
    assert attachment.file.read() == b"later"
    assert made.expected_files == ["door.jpg"]
    assert set(HeldSending.objects.values_list("decision", flat=True)) == {"taken"}


def test_pictures_that_did_not_come_again_are_the_firsts(send: Any, amina: Any, version: Any) -> None:
    version.questions = [*version.questions, {"name": "note", "path": "hh/note", "kind": "image"}]
    version.save()
    send("a", SentFile(("door.jpg",), ContentFile(b"first", "door.jpg")), note="door.jpg")
    send("a", note="door.jpg", rooms_used=2)
    made = decide_held(held=HeldSending.objects.get(), decision=TAKEN, user=amina).made
    assert made is not None
    assert [each.file.read() for each in made.attachments.all()] == [b"first"]


def test_a_later_picture_changes_places_with_the_first(send: Any, amina: Any, version: Any) -> None:
    version.questions = [*version.questions, {"name": "note", "path": "hh/note", "kind": "image"}]
    version.save()
    files = [SentFile(("door.jpg",), ContentFile(content, "door.jpg")) for content in (b"one", b"later")]
    send("a", files[0], note="door.jpg")
    send("a", files[1], note="door.jpg")
    held = HeldSending.objects.get(kind=HeldKind.FILE_DIFFERS)
    decide_held(held=held, decision=TAKEN, user=amina)
    attachment = Submission.objects.get().attachments.get()
    held.refresh_from_db()
    assert (attachment.file.read(), attachment.size, held.file.read()) == (b"later", 5, b"one")
    files = [SentFile(("door.jpg",), ContentFile(content, "door.jpg")) for content in (b"one", b"later")]
    assert send("a", files[0], note="door.jpg").outcome == Outcome.DECIDED
    assert send("a", files[1], note="door.jpg").outcome == Outcome.ALREADY_HERE


def test_of_an_erased_household_only_the_first_word_stands(count: Any, amina: Any) -> None:
    held = factories.HeldSendingFactory.create(
        submission__enumeration=count, kind=HeldKind.DELETED, xml=None, instance_id="gone"
    )
    with pytest.raises(Refusal):
        decide_held(held=held, decision=TAKEN, user=amina)
    decide_held(held=held, decision=KEPT, user=amina)
    held.refresh_from_db()
    assert held.decision == KEPT


def test_nothing_is_decided_twice(differing: HeldSending, amina: Any) -> None:
    decide_held(held=differing, decision=TAKEN, user=amina)
    with pytest.raises(Refusal) as refused:
        decide_held(held=differing, decision=KEPT, user=amina)
    assert refused.value.code == "not_held"
    assert Submission.objects.count() == 2


def test_a_closed_count_takes_nothing_any_more(differing: HeldSending, amina: Any) -> None:
    type(differing.enumeration).objects.update(state="verified")
    with pytest.raises(Refusal):
        decide_held(held=differing, decision=TAKEN, user=amina)
    decide_held(held=differing, decision=KEPT, user=amina)


def test_what_waits_is_counted_once(phone: Phone, differing: HeldSending) -> None:
    phone("KMT/A/1", 1, rooms_used=3)  # another interview of that household
    gather()
    assert open_conflicts(differing.enumeration) == 2
