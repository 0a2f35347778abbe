"""Interviews from phones become households, in groups, through the same intake as files."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enumerations.choices import BatchState, EnumerationState
from enumerations.collecting import BatchSource, SubmissionState
from enumerations.models import (
    Batch,
    Enumeration,
    Household,
    Issue,
    Person,
    QuestionnaireVersion,
    SettlementStatistics,
    Submission,
)
from enumerations.services import interviews
from enumerations.services.interviews import gather
from enumerations.services.run import MAX_ATTEMPTS, run_batch
from settlements.models import Settlement, Structure
from tests.enumerations.phones import Phone, make_version
from tests.factories import AttachmentFactory, ClusterFactory, StructureFactory

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def told(submission: Submission) -> set[str]:
    """The codes of what is wrong with it."""
    submission.refresh_from_db()
    return set(
        Issue.objects.filter(batch=submission.batch, row=submission.row, severity="error").values_list(
            "code", flat=True
        )
    )


def test_what_phones_sent_is_in_the_register(phone: Phone, count: Enumeration) -> None:
    first, second = phone("KMT/A/1", 1), phone("KMT/A/2", 1, rooms_used=3)
    assert gather() == 2
    batch = Batch.objects.get()
    assert (batch.source, batch.state, batch.rows, batch.created) == (
        BatchSource.PHONES,
        BatchState.DONE,
        2,
        2,
    )
    second.refresh_from_db()
    held = Household.objects.get(key="KMT/A/2/01")
    assert (second.state, second.household, second.batch, second.row) == ("in_register", held, batch, 2)
    assert (held.instance_id, held.rooms_used, held.structure) == (
        second.instance_id, 3, Structure.objects.get(code="KMT/A/2"),
    )  # fmt: skip
    assert list(held.persons.values_list("line_no", "relation", "age")) == [
        (1, "head", 34),
        (2, "son_daughter", 2),
    ]
    total = SettlementStatistics.objects.get(enumeration=count, cluster=None)
    assert (total.households, total.figures["population"]["value"]) == (2, 4)
    first.refresh_from_db()
    assert first.row == 1


def test_the_sender_and_the_phone_are_known_where_the_form_does_not_ask(phone: Phone) -> None:
    sent = phone()
    gather()
    held = Household.objects.get()
    assert (held.enumerator, held.device, held.form_version) == (
        "Baraka", "Baraka's Nokia", sent.version_text,
    )  # fmt: skip


def test_gathering_twice_changes_nothing(phone: Phone) -> None:
    phone()
    gather()
    before = list(Household.objects.values())
    assert gather() == 0
    assert list(Household.objects.values()) == before
    assert Batch.objects.count() == 1


def test_what_is_wrong_is_rejected_and_the_rest_goes_in(phone: Phone) -> None:
    wrong, good = phone("KMT/A/1", 1, rooms_used=99), phone("KMT/A/2", 1)
    gather()
    assert states() == ["rejected", "in_register"]
    assert told(wrong) == {"above_maximum"}
    assert told(good) == set()
    batch = Batch.objects.get()
    assert (batch.rows, batch.created, batch.rejected) == (2, 1, 1)


def test_an_interview_that_cannot_be_read_is_rejected_alone(phone: Phone) -> None:
    broken, good = phone("KMT/A/1", 1), phone("KMT/A/2", 1)
    Submission.objects.filter(pk=broken.pk).update(xml=b"<data><hh>")
    gather()
    assert states() == ["rejected", "in_register"]
    assert told(broken) == {"interview_broken"}
    good.refresh_from_db()
    assert good.household == Household.objects.get(key="KMT/A/2/01")


def test_an_unknown_version_is_read_by_the_newest(phone: Phone, version: QuestionnaireVersion) -> None:
    sent = phone(version=None, version_text="1066")
    gather()
    sent.refresh_from_db()
    assert sent.state == "in_register"
    assert Batch.objects.get().version == version


def test_a_question_that_was_dropped_is_not_missing_and_clears_nothing(
    phone: Phone, count: Enumeration
) -> None:
    short = make_version(count, "rent_month_kes", "toilet_type", "priority_3", "rooms_used")
    gone = dict.fromkeys(("rent_month_kes", "toilet_type", "priority_3", "rooms_used"))
    first = phone("KMT/A/1", 1, rooms_used=2)
    gather()
    phone("KMT/A/1", 1, replaces=first, version=short, water_jerrycans_day=7, **gone)
    phone("KMT/A/2", 1, version=short, **gone)
    gather()
    assert states() == ["replaced", "in_register", "in_register"]
    held = Household.objects.get(key="KMT/A/1/01")
    assert (held.rooms_used, held.rent_month_kes, held.water_jerrycans_day) == (2, 2500, 7)
    assert Household.objects.get(key="KMT/A/2/01").rooms_used is None


@pytest.mark.parametrize("name", ["result", "consent"])
def test_what_an_interview_cannot_do_without_is_asked_for(
    name: str, phone: Phone, count: Enumeration
) -> None:
    short = make_version(count, name)
    sent = phone(version=short, **{name: None})
    gather()
    assert told(sent) == {"missing_columns"}


# --- Pictures -------------------------------------------------------------------------------------


def test_it_waits_for_its_pictures(phone: Phone) -> None:
    sent = phone(state=SubmissionState.WAITING_FILES, expected_files=["door.jpg", "roof.jpg"])
    AttachmentFactory.create(submission=sent, name="door.jpg")
    assert gather() == 0
    AttachmentFactory.create(submission=sent, name="roof.jpg")
    assert gather() == 1
    sent.refresh_from_db()
    assert (sent.state, sent.flags) == ("in_register", [])


def test_it_does_not_wait_for_pictures_for_ever(phone: Phone, settings: Any) -> None:
    sent = phone(state=SubmissionState.WAITING_FILES, expected_files=["door.jpg"])
    settings.SUBMISSION_FILES_WAIT_SECONDS = 60
    for age in (59, 61):
        long_ago = timezone.now() - timedelta(seconds=age)
        Submission.objects.update(touched_at=long_ago)
        gather()
        sent.refresh_from_db()
        assert (sent.state, sent.flags) == (
            ("in_register", ["files_missing"]) if age > 60 else ("waiting_files", [])
        )


# --- Corrections ----------------------------------------------------------------------------------


def test_a_correction_updates_its_household(phone: Phone) -> None:
    first = phone(rooms_used=1)
    gather()
    edit = phone(replaces=first, rooms_used=4, people=[])
    gather()
    edit.refresh_from_db()
    assert told(edit) == {"head_count", "members_mismatch"}
    again = phone(replaces=edit, rooms_used=4)
    gather()
    held = Household.objects.get()
    assert (held.rooms_used, held.instance_id) == (4, first.instance_id)
    assert states() == ["replaced", "replaced", "in_register"]
    again.refresh_from_db()
    assert again.household == held


def test_a_correction_may_change_the_door(phone: Phone) -> None:
    first = phone("KMT/A/1", 1)
    gather()
    phone("KMT/A/3", 2, replaces=first)
    gather()
    held = Household.objects.get()
    assert (held.key, held.structure, held.instance_id) == (
        "KMT/A/3/02", Structure.objects.get(code="KMT/A/3"), first.instance_id,
    )  # fmt: skip


def test_a_correction_never_overwrites_another_household(phone: Phone) -> None:
    mine, other = phone("KMT/A/1", 1), phone("KMT/A/2", 1, rooms_used=2)
    gather()
    edit = phone("KMT/A/2", 1, replaces=mine, rooms_used=4)
    gather()
    assert states() == ["in_register", "in_register", "conflict"]
    assert told(edit) == {"number_taken"}
    assert dict(Household.objects.values_list("key", "rooms_used")) == {"KMT/A/1/01": 1, "KMT/A/2/01": 2}
    other.refresh_from_db()
    assert edit.household == other.household


def test_a_chain_that_waits_as_a_whole_ends_with_its_last(phone: Phone) -> None:
    first = phone(rooms_used=1)
    second = phone(replaces=first, rooms_used=2)
    phone(replaces=second, rooms_used=3)
    assert gather() == 3
    assert states() == ["replaced", "replaced", "in_register"]
    assert Household.objects.get().rooms_used == 3
    assert list(Batch.objects.order_by("pk").values_list("created", "updated")) == [(1, 0), (0, 1), (0, 1)]


def test_a_correction_of_what_was_never_taken_is_a_first_interview(phone: Phone) -> None:
    first = phone("KMT/A/1", 1, rooms_used=99)
    gather()
    edit = phone("KMT/A/1", 1, replaces=first, rooms_used=2)
    gather()
    assert states() == ["replaced", "in_register"]
    assert told(edit) == set()
    assert Household.objects.get().instance_id == first.instance_id


def test_what_a_bad_correction_was_to_replace_holds(phone: Phone) -> None:
    """The door marks it as replaced as soon as the correction comes, looked at or not."""
    one, two = phone("KMT/A/1", 1), phone("KMT/A/2", 1)
    Submission.objects.filter(pk=two.pk).update(state=SubmissionState.REPLACED)
    bad = phone("KMT/A/2", 1, replaces=two, rooms_used=99)
    gather()
    assert states() == ["in_register", "in_register", "rejected"]
    Submission.objects.filter(pk=one.pk).update(state=SubmissionState.REPLACED)
    phone("KMT/A/1", 1, replaces=one, rooms_used=99)
    gather()
    assert states() == ["in_register", "in_register", "rejected", "rejected"]
    phone("KMT/A/2", 1, replaces=bad, rooms_used=5)
    gather()
    assert states() == ["in_register", "replaced", "replaced", "rejected", "in_register"]
    assert Household.objects.get(key="KMT/A/2/01").rooms_used == 5


def test_two_that_exchange_their_doors_are_held(phone: Phone) -> None:
    one, two = phone("KMT/A/1", 1), phone("KMT/A/2", 1)
    gather()
    phone("KMT/A/2", 1, replaces=one)
    phone("KMT/A/1", 1, replaces=two)
    gather()
    assert states() == ["in_register", "in_register", "conflict", "conflict"]


def test_two_that_move_to_one_door_cannot_both(phone: Phone) -> None:
    one, two = phone("KMT/A/1", 1), phone("KMT/A/2", 1)
    gather()
    phone("KMT/A/3", 1, replaces=one)
    phone("KMT/A/3", 1, replaces=two)
    gather()
    assert states() == ["replaced", "in_register", "in_register", "conflict"]
    assert set(Household.objects.values_list("key", flat=True)) == {"KMT/A/3/01", "KMT/A/2/01"}


# --- Conflicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [True, False])
def test_another_interview_at_the_same_number_waits(at_once: bool, phone: Phone) -> None:
    """Whether they come together or one after the other."""
    phone(rooms_used=1)
    assert gather() == 1 if not at_once else True
    second = phone(rooms_used=2)
    gather()
    assert states() == ["in_register", "conflict"]
    assert told(second) == {"number_taken"}
    assert second.household == Household.objects.get(rooms_used=1)


# --- Waiting --------------------------------------------------------------------------------------


def test_a_count_that_takes_none_keeps_them(phone: Phone, count: Enumeration) -> None:
    phone()
    Enumeration.objects.update(state=EnumerationState.VERIFIED)
    assert gather() == 0
    assert states() == ["received"]
    Enumeration.objects.update(state=EnumerationState.ENUMERATING)
    assert gather() == 1


def test_tests_of_a_draft_are_not_counted(phone: Phone) -> None:
    phone(is_test=True, state=SubmissionState.TEST)
    assert gather() == 0
    assert not Household.objects.exists()


def test_an_interview_at_an_unknown_door_goes_in_once_the_door_is_numbered(
    phone: Phone, kmt: Settlement
) -> None:
    sent = phone("KMT/B/7", 1)
    gather()
    assert (told(sent), sent.state) == ({"structure_unknown"}, "rejected")
    assert gather() == 0
    StructureFactory.create(settlement=kmt, cluster=ClusterFactory(settlement=kmt, code="B"), code="KMT/B/7")
    assert gather() == 1
    sent.refresh_from_db()
    assert (sent.state, told(sent)) == ("in_register", set())


def test_whoever_asks_for_it_has_it_looked_at_again(phone: Phone, count: Enumeration) -> None:
    sent = phone(rooms_used=99)
    gather()
    assert interviews.retry(Submission.objects.all()) == 1
    assert gather() == 1
    assert (told(sent), Batch.objects.count()) == ({"above_maximum"}, 2)


# --- Groups ---------------------------------------------------------------------------------------


def test_groups_are_of_one_version(phone: Phone, count: Enumeration, version: QuestionnaireVersion) -> None:
    other = make_version(count)
    for n, used in enumerate([version, other, version, other], start=1):
        phone("KMT/A/1", n, version=used)
    gather()
    assert list(Batch.objects.order_by("pk").values_list("version", "rows")) == [
        (version.pk, 2),
        (other.pk, 2),
    ]


def test_an_interview_that_stops_the_work_stops_no_other(phone: Phone) -> None:
    """The largest group that fails is halved until only the one at fault is left."""
    sent = [phone("KMT/A/1", n) for n in range(1, 6)]
    batch = interviews._next_group(Enumeration.objects.get(), sent[-1].pk)
    assert batch is not None
    poison = sent[2].pk
    while batch := Batch.objects.filter(state=BatchState.RECEIVED).order_by("pk").first():
        if batch.submissions.filter(pk=poison).exists():
            Batch.objects.filter(pk=batch.pk).update(attempts=MAX_ATTEMPTS)  # as if it had stopped its worker
        run_batch(batch.pk)
    assert states() == ["in_register", "in_register", "rejected", "in_register", "in_register"]
    assert told(sent[2]) == {"too_many_attempts"}
    assert Household.objects.count() == 4
    assert Person.objects.count() == 8


def test_of_what_was_typed_at_a_desk_no_location_is_asked(phone: Phone) -> None:
    typed, sent = phone("KMT/A/1", 1, location=None), phone("KMT/A/2", 1, location=None)
    Submission.objects.filter(pk=typed.pk).update(phone_id="web", device=None)
    gather()
    assert states() == ["in_register", "rejected"]
    assert told(sent) == {"missing"}
