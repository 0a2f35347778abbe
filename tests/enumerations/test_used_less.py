"""However it comes that a record may be used for less than before, files that hold it go."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from enumerations.models import Enumeration, Household
from enumerations.services.correcting import check, texts_of
from enumerations.services.interviews import gather
from enumerations.services.locks import enumeration_locked
from enumerations.services.revert import revert_batch
from enumerations.services.rights.agreements import restrict
from enumerations.services.rights.correction import correct
from enumerations.services.rights.requests import Wish
from enumerations.services.used_less import is_used_less, newest_change
from reports.choices import ExportState
from reports.models import Export
from reports.products import Envelope
from settlements.models import Settlement
from tests.enumerations.conftest import Send
from tests.enumerations.phones import Phone
from tests.enumerations.rows import HOUSEHOLD, as_csv, as_xlsx, child, household, person
from tests.factories_reports import going_on, ready_export

pytestmark = pytest.mark.django_db
Went = Callable[[], bool]

AGREED = household(consent_contact="yes")
# Who does not want to be counted is asked nothing else.
REFUSED = dict.fromkeys(HOUSEHOLD) | {"hh_code": "KMT/A/1/01", "result": "complete", "consent": "no"}


@pytest.fixture
def went(kmt: Settlement, tabitha: User) -> Callable[[], Went]:
    """From now on: whether the files of the settlement went, and whether what is being made begins anew."""

    def _since() -> Went:
        made = [ready_export(kmt, tabitha, each) for each in (Envelope.COUNTY, Envelope.STAFF)]
        public = ready_export(kmt, tabitha, Envelope.PUBLIC)
        waits = going_on(kmt, tabitha, envelope=Envelope.STAFF)

        def _went() -> bool:
            states = {Export.objects.get(pk=each.pk).state for each in made}
            is_gone = states == {ExportState.GONE}
            assert is_gone or states == {ExportState.READY}
            assert Export.objects.get(pk=public.pk).state == ExportState.READY
            assert (Export.objects.get(pk=waits.pk).generation > 0) == is_gone
            return is_gone

        return _went

    return _since


def desk(home: Household, wish: Wish, **said: str) -> None:
    """Corrected at the desk."""
    answers = texts_of(home) | said
    roster = {each.line_no: texts_of(each) for each in home.persons.all()}
    checked = check(home, answers, roster, shown=frozenset(answers))
    assert checked.problems == []
    correct(household=home, checked=checked, removed=set(), wish=wish)


def change(**values: Any) -> None:
    """Written straight to the register, with the count locked as all who write have it."""
    with enumeration_locked(Enumeration.objects.get().pk):
        Household.objects.update(**values)


@pytest.mark.parametrize("said", [
    REFUSED, AGREED | {"consent_contact": "no"}, AGREED | {"consent_contact": ""},
    AGREED | {"consent_share_county": "no"},
], ids=["counted", "contact", "not said", "said for the first time"])  # fmt: skip
def test_a_file_that_says_no(said: dict[str, Any], send: Send, went: Callable[[], Went]) -> None:
    send(as_csv([AGREED, household("KMT/A/2/01")]))
    is_gone = went()
    assert send(as_csv([said, household("KMT/A/2/01")])).updated == 1
    assert is_gone()


def test_a_file_that_changes_other_answers_or_agrees_to_more(send: Send, went: Callable[[], Went]) -> None:
    send(as_csv([AGREED | {"consent_photo": "no"}]))
    is_gone = went()
    said = AGREED | {"consent_photo": "yes", "consent_list": "yes", "rooms_used": 3}
    assert send(as_csv([said])).updated == 1
    assert send(as_csv([household("KMT/A/2/01", consent_contact="no")])).created == 1
    assert not is_gone()


def test_a_file_that_is_only_tried(send: Send, went: Callable[[], Went]) -> None:
    send(as_csv([AGREED]))
    is_gone = went()
    assert send(as_csv([REFUSED]), dry_run=True).updated == 1
    assert not is_gone()


def test_a_batch_that_is_taken_back(send: Send, went: Callable[[], Went], subira: User) -> None:
    """Before it they had not agreed."""
    send(as_csv([AGREED | {"consent_contact": "no"}]))
    batch = send(as_csv([AGREED]))
    is_gone = went()
    revert_batch(batch=batch, user=subira)
    assert is_gone()


def test_a_correction_from_a_phone(phone: Phone, went: Callable[[], Went]) -> None:
    first = phone()
    gather()
    is_gone = went()
    said = {name: value for name, value in REFUSED.items() if name != "hh_code"}
    phone(replaces=first, people=[], **said)
    gather()
    assert Household.objects.get().consent is False
    assert is_gone()


@pytest.mark.parametrize(("said", "goes"), [("no", True), ("yes", False)])
def test_a_correction_at_the_desk(
    said: str, goes: bool, send: Send, went: Callable[[], Went], wish: Wish
) -> None:
    send(as_xlsx([AGREED], [person(), child()]), "a.xlsx")
    is_gone = went()
    desk(Household.objects.get(), wish, consent_contact=said, rooms_used="3")
    assert is_gone() == goes


def test_two_records_made_one(send: Send, went: Callable[[], Went]) -> None:
    send(as_csv([household(), household("KMT/A/2/01")]))
    first, second = Household.objects.order_by("key")
    is_gone = went()
    with enumeration_locked(first.enumeration_id):
        Household.objects.filter(pk=second.pk).update(same_as=first)
    assert is_gone()


def test_of_what_is_undone_in_the_end_nothing_is_said(send: Send, went: Callable[[], Went]) -> None:
    send(as_csv([AGREED]))
    is_gone = went()
    with enumeration_locked(Enumeration.objects.get().pk):
        Household.objects.update(consent=False)
        Household.objects.update(consent=True)
    change(members_total=3)
    assert not is_gone()


def test_what_was_restricted_before_stays_so(send: Send, went: Callable[[], Went], wish: Wish) -> None:
    send(as_csv([AGREED]))
    restrict(household=Household.objects.get(), wish=wish)
    is_gone = went()
    restrict(household=Household.objects.get(), wish=wish)
    change(restricted_at=timezone.now(), rooms_used=2)
    assert not is_gone()


def test_a_file_that_was_asked_for_in_between_goes_too(
    kmt: Settlement,
    tabitha: User,
    send: Send,
    went: Callable[[], Went],
    django_capture_on_commit_callbacks: Any,
) -> None:
    """What a worker read before all was certain has the record as it was."""
    send(as_csv([AGREED]))
    with django_capture_on_commit_callbacks(execute=True):
        change(consent_contact=False)
        is_gone = went()
        assert not is_gone()
    assert is_gone()


def test_however_many_rows_it_is_asked_once(count: Enumeration, send: Send) -> None:
    send(as_csv([household(f"KMT/A/1/{n:02}") for n in range(1, 40)]))
    before = newest_change()
    Household.objects.update(consent_contact=False)
    with CaptureQueriesContext(connection) as asked:
        assert is_used_less(count.pk, before)
    assert len(asked) == 1
    assert not is_used_less(count.pk, newest_change())
    assert not is_used_less(count.pk + 1, before)
