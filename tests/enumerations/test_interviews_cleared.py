"""Interviews as phones sent them: taken back, erased, and cleared when their time is over."""

from datetime import date
from pathlib import Path

import pytest

from accounts.models import User
from enumerations.collecting import HeldDecision, SubmissionState
from enumerations.models import Attachment, Batch, Enumeration, HeldSending, Household, Submission
from enumerations.services.interviews import gather, retry
from enumerations.services.retention import plan
from enumerations.services.revert import revert_batch
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.held import everything
from enumerations.services.rights.requests import Wish
from tests.enumerations.phones import Phone
from tests.enumerations.test_interviews import states, told
from tests.enumerations.test_retention import adopt, run_announced
from tests.factories import AttachmentFactory, HeldSendingFactory

pytestmark = pytest.mark.django_db


def place(stored: Attachment | HeldSending) -> Path:
    return Path(stored.file.path)


def is_cleared(*sent: Submission) -> bool:
    return not Submission.objects.filter(pk__in=[one.pk for one in sent], xml__isnull=False).exists()


class TestTakingABatchBack:
    def test_its_interviews_do_not_come_back_by_themselves(self, phone: Phone, subira: User) -> None:
        sent = phone()
        gather()
        revert_batch(batch=Batch.objects.get(), user=subira)
        assert gather() == 0
        assert (told(sent), sent.state, sent.household) == ({"taken_back"}, "rejected", None)
        assert not Household.objects.exists()
        assert sent.xml is not None

    def test_they_come_back_when_somebody_asks(self, phone: Phone, subira: User) -> None:
        phone()
        gather()
        revert_batch(batch=Batch.objects.get(), user=subira)
        retry(Submission.objects.all())
        gather()
        assert states() == ["in_register"]
        assert Household.objects.count() == 1

    def test_of_a_correction_the_interview_before_it_holds_again(self, phone: Phone, subira: User) -> None:
        first = phone(rooms_used=1)
        gather()
        phone(replaces=first, rooms_used=3)
        gather()
        revert_batch(batch=Batch.objects.latest("pk"), user=subira)
        assert states() == ["in_register", "rejected"]
        assert Household.objects.get().rooms_used == 1


class TestErasure:
    @pytest.mark.parametrize("answers_stay", [True, False])
    def test_what_was_sent_goes_and_stays_away(
        self,
        answers_stay: bool,
        phone: Phone,
        wish: Wish,
        count: Enumeration,
    ) -> None:
        first, other = phone(rooms_used=1), phone("KMT/A/2", 1)
        gather()
        edit = phone(replaces=first, rooms_used=2)
        gather()
        picture, others = (
            AttachmentFactory.create(submission=edit),
            AttachmentFactory.create(submission=other),
        )
        held = HeldSendingFactory.create(submission=first)
        kept = place(picture)
        erase(household=Household.objects.get(key="KMT/A/1/01"), answers_stay=answers_stay, wish=wish)
        assert is_cleared(first, edit)
        assert not is_cleared(other)
        assert not kept.exists()
        assert place(others).exists()
        assert list(Attachment.objects.all()) == [others]
        held.refresh_from_db()
        assert (held.xml, held.decision) == (None, HeldDecision.KEPT_FIRST)
        first.refresh_from_db()
        assert (first.state, first.household, first.instance_id) == ("replaced", None, first.root_instance_id)

    def test_a_correction_that_waits_goes_too(self, phone: Phone, wish: Wish) -> None:
        first = phone()
        gather()
        edit = phone(replaces=first, state=SubmissionState.WAITING_FILES, expected_files=["a.jpg"])
        erase(household=Household.objects.get(), answers_stay=False, wish=wish)
        assert is_cleared(first, edit)
        assert gather() == 0
        assert states() == ["in_register", "rejected"]

    def test_whoever_waits_for_the_number_is_not_erased_with_it(
        self,
        phone: Phone,
        wish: Wish,
    ) -> None:
        phone(rooms_used=1)
        other = phone(rooms_used=2)
        gather()
        erase(household=Household.objects.get(), answers_stay=False, wish=wish)
        other.refresh_from_db()
        assert (other.state, other.household) == ("conflict", None)
        assert not is_cleared(other)


def test_who_asks_is_told_what_is_kept_of_what_was_sent(phone: Phone) -> None:
    first = phone()
    gather()
    edit = phone(replaces=first, rooms_used=2)
    AttachmentFactory.create(submission=edit)
    gather()
    held = everything(Household.objects.get(), frozenset())
    assert [(one.submission, one.pictures, one.is_there) for one in held.interviews] == [
        (first, 0, True),
        (edit, 1, True),
    ]
    assert held.batches == []


def test_when_their_time_is_over_they_are_cleared(phone: Phone, count: Enumeration) -> None:
    sent, test = phone(), phone(is_test=True, state=SubmissionState.TEST)
    gather()
    picture = AttachmentFactory.create(submission=sent)
    held = HeldSendingFactory.create(submission=sent)
    kept = place(picture)
    adopt(count, date(2019, 1, 1))
    due = [each for each in plan() if each.rule == "raw"]
    assert [each.interviews for each in due] == [3]
    run_announced()
    assert is_cleared(sent, test)
    assert not kept.exists()
    assert not Attachment.objects.exists()
    held.refresh_from_db()
    assert held.xml is None
    sent.refresh_from_db()
    assert (sent.state, sent.version_text != "") == ("in_register", True)
    assert plan() == []
