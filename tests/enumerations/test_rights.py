"""What the counted ask for holds: in the figures, and against old files that are sent again."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts.models import AccessRecord
from enumerations.models import (
    Enumeration,
    Household,
    Person,
    RightsRequest,
    SettlementStatistics,
    TenureClaim,
    Withdrawal,
)
from enumerations.rights import IDENTIFYING_HOUSEHOLD, IDENTIFYING_PERSON, Purpose, RequestOutcome
from enumerations.services.revert import revert_batch
from enumerations.services.rights.agreements import give_again, release, restrict, take_back
from enumerations.services.rights.erasure import erase, forget_history
from enumerations.services.rights.requests import Wish
from enumerations.services.sealing import ENCRYPTED
from enumerations.services.statistics import rebuild_statistics
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, as_xlsx, child, household, person

pytestmark = pytest.mark.django_db

# What is encrypted is searched by its keyed hash: that too must go.
MARKS = (ENCRYPTED["phone"].sealed.mark("0722000111"), ENCRYPTED["head_id_number"].sealed.mark("27418852"))
SECRET_WORDS = ("Zawadi", "Mwakio", *MARKS, "behind the red kiosk", "Neema", "nickname")
TWO = [
    household(
        head_name="Zawadi Mwakio",
        phone="0722000111",
        head_id_kind="national_id",
        head_id_number="27418852",
        note="behind the red kiosk",
        own_question="nickname",
        consent_list="yes",
        instance_id="uuid:11111111-2222-3333-4444-555555555555",
    ),
    household("KMT/A/2/01", members_total=1, head_name="Otieno Ouma"),
]
PEOPLE = [person(name="Zawadi Mwakio"), child(name="Neema"), person("KMT/A/2/01", name="Otieno")]


@pytest.fixture
def file() -> bytes:
    return as_xlsx(TWO, PEOPLE)


@pytest.fixture
def zawadi(send: Send, file: bytes) -> Household:
    """One of two households that were counted."""
    assert send(file, "a.xlsx").created == 2
    return Household.objects.get(key="KMT/A/1/01")


def counted(count: Enumeration) -> tuple[int, Any]:
    """Households and people in the figures, made anew."""
    rebuild_statistics(count.pk)
    sheet = SettlementStatistics.objects.get(enumeration=count, cluster=None)
    return sheet.households, sheet.figures["population"]["value"]


def outcome(batch: Any) -> tuple[dict[str, int], set[str]]:
    named = {
        name: getattr(batch, name) for name in ("created", "updated", "unchanged", "rejected", "conflict")
    }
    codes = set(batch.issues.filter(severity="error").values_list("code", flat=True))
    return {name: number for name, number in named.items() if number}, codes


def everything_held() -> str:
    """All that the register's tables hold, as text."""
    tables = (
        "household", "person", "tenureclaim", "revision", "rightsrequest", "withdrawal", "issue",
        "householdevent", "personevent", "tenureclaimevent",
    )  # fmt: skip
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM enumerations_{table} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_what_says_who_somebody_is() -> None:
    """By the data dictionary: names, numbers, places, moments, devices and free words."""
    assert set(IDENTIFYING_HOUSEHOLD) == {
        "enumerator", "started_at", "ended_at", "device", "head_name", "head_id_number", "phone",
        "location", "note",
    }  # fmt: skip
    assert set(IDENTIFYING_PERSON) == {"name"}


class TestWithdrawal:
    def test_who_no_longer_wants_to_be_counted_leaves_the_figures(
        self, zawadi: Household, count: Enumeration, wish: Wish
    ) -> None:
        assert counted(count) == (2, 3)
        take_back(household=zawadi, purposes=[Purpose.COUNTED], wish=wish)
        assert counted(count) == (1, 1)
        assert not Household.objects.in_use().filter(pk=zawadi.pk).exists()
        assert Household.objects.filter(pk=zawadi.pk).exists()

    def test_the_old_interview_does_not_bring_it_back(
        self, zawadi: Household, send: Send, file: bytes, count: Enumeration, wish: Wish
    ) -> None:
        take_back(household=zawadi, purposes=[Purpose.COUNTED], wish=wish)
        again = send(file, "a.xlsx", replace_conflicts=True)
        assert outcome(again) == ({"unchanged": 1, "rejected": 1}, {"withdrawn"})
        zawadi.refresh_from_db()
        assert zawadi.consent is False
        assert counted(count) == (1, 1)

    def test_nor_does_it_by_its_interview_alone(self, zawadi: Household, send: Send, wish: Wish) -> None:
        take_back(household=zawadi, purposes=[Purpose.COUNTED], wish=wish)
        again = send(as_csv([TWO[0] | {"hh_code": "KMT/A/3/01"}]))
        assert outcome(again) == ({"rejected": 1}, {"withdrawn"})

    def test_another_agreement_stays_taken_back_while_the_rest_of_the_row_goes_in(
        self, zawadi: Household, send: Send, wish: Wish
    ) -> None:
        take_back(household=zawadi, purposes=[Purpose.LIST], wish=wish)
        again = send(as_csv([TWO[0] | {"rooms_used": 2}]))
        assert outcome(again) == ({"updated": 1}, set())
        assert set(again.issues.values_list("code", "field")) == {("agreement_withdrawn", "consent_list")}
        zawadi.refresh_from_db()
        assert (zawadi.rooms_used, zawadi.consent, zawadi.consent_list) == (2, True, False)

    def test_it_says_who_took_it_when_how_and_for_what(self, zawadi: Household, wish: Wish) -> None:
        request = take_back(household=zawadi, purposes=[Purpose.LIST, Purpose.CONTACT], wish=wish)
        kept = Withdrawal.objects.get()
        assert (kept.taken_by, kept.heard_on, kept.how) == (wish.taken_by, date(2026, 11, 2), "phone")
        assert kept.purposes == ["consent_list", "consent_contact"]
        assert (request.kind, request.outcome, request.due_on) == ("withdraw", "done", date(2026, 12, 2))
        logged = AccessRecord.objects.get(kind="withdrawn")
        assert (logged.subject, logged.settlement) == (f"household {zawadi.pk}", "KMT")
        assert (logged.user, logged.reason) == (wish.taken_by, "Called the office")

    def test_given_again_it_counts_again_and_the_history_stays(
        self, zawadi: Household, send: Send, file: bytes, count: Enumeration, wish: Wish
    ) -> None:
        take_back(household=zawadi, purposes=[Purpose.COUNTED], wish=wish)
        give_again(withdrawal=Withdrawal.objects.get(), wish=wish)
        assert counted(count) == (2, 3)
        assert outcome(send(file, "a.xlsx")) == ({"unchanged": 2}, set())
        assert Withdrawal.objects.get().lifted_by == wish.taken_by

    def test_given_again_once_it_stays_taken_back_where_it_was_taken_back_twice(
        self, zawadi: Household, wish: Wish
    ) -> None:
        take_back(household=zawadi, purposes=[Purpose.LIST], wish=wish)
        take_back(household=zawadi, purposes=[Purpose.LIST, Purpose.PHOTO], wish=wish)
        give_again(withdrawal=Withdrawal.objects.order_by("pk")[0], wish=wish)
        zawadi.refresh_from_db()
        assert zawadi.consent_list is False

    def test_taking_a_batch_back_does_not_give_it_again(
        self, zawadi: Household, send: Send, wish: Wish
    ) -> None:
        later = send(as_csv([TWO[0] | {"rooms_used": 2}]))
        take_back(household=zawadi, purposes=[Purpose.COUNTED, Purpose.LIST], wish=wish)
        revert_batch(batch=later, user=wish.taken_by)
        zawadi.refresh_from_db()
        assert (zawadi.rooms_used, zawadi.consent, zawadi.consent_list) == (1, False, False)

    def test_nor_does_taking_back_the_batch_that_brought_it(
        self, zawadi: Household, send: Send, file: bytes, wish: Wish
    ) -> None:
        take_back(household=zawadi, purposes=[Purpose.COUNTED], wish=wish)
        revert_batch(batch=zawadi.created_by_batch, user=wish.taken_by)
        assert not Household.objects.exists()
        assert outcome(send(file, "a.xlsx")) == ({"created": 1, "rejected": 1}, {"withdrawn"})


class TestRestriction:
    def test_a_restricted_record_is_kept_and_not_used(
        self, zawadi: Household, count: Enumeration, wish: Wish
    ) -> None:
        before = counted(count)
        restrict(household=zawadi, wish=wish)
        assert counted(count) == (1, 1)
        assert not Household.objects.in_use().filter(pk=zawadi.pk).exists()
        release(household=zawadi, wish=wish)
        assert counted(count) == before

    def test_no_file_changes_it(self, zawadi: Household, send: Send, wish: Wish) -> None:
        restrict(household=zawadi, wish=wish)
        again = send(as_csv([TWO[0] | {"rooms_used": 4}]), replace_conflicts=True)
        assert outcome(again) == ({"rejected": 1}, {"restricted"})

    def test_nor_does_taking_a_batch_back(self, zawadi: Household, send: Send, wish: Wish) -> None:
        later = send(
            as_csv([TWO[0] | {"rooms_used": 2}, household("KMT/A/2/01", members_total=1, rooms_used=4)])
        )
        restrict(household=zawadi, wish=wish)
        revert_batch(batch=later, user=wish.taken_by)
        rooms = dict(Household.objects.values_list("key", "rooms_used"))
        assert rooms == {"KMT/A/1/01": 2, "KMT/A/2/01": 1}
        revert_batch(batch=zawadi.created_by_batch, user=wish.taken_by)
        assert not Household.objects.exists()


class TestErasure:
    def test_the_history_of_another_household_cannot_be_forgotten(
        self, zawadi: Household, send: Send
    ) -> None:
        send(as_csv([TWO[0] | {"head_name": "Zawadi Baraka"}]))
        before = everything_held()
        forget_history([zawadi.pk])
        assert everything_held() == before
        assert "Zawadi Mwakio" in before

    def test_all_of_it_goes(self, zawadi: Household, count: Enumeration, wish: Wish) -> None:
        assert all(word in everything_held() for word in SECRET_WORDS)
        request = erase(household=zawadi, answers_stay=False, wish=wish)
        held = everything_held()
        assert [word for word in SECRET_WORDS if word in held] == []
        assert counted(count) == (1, 1)
        assert (request.outcome, request.household) == (RequestOutcome.DONE, None)
        assert request.batches == [zawadi.created_by_batch_id]

    @pytest.mark.parametrize("answers_stay", [True, False])
    def test_the_application_may_erase_though_it_cannot_change_the_history(
        self, answers_stay: bool, zawadi: Household, send: Send, wish: Wish, request: pytest.FixtureRequest
    ) -> None:
        send(as_csv([TWO[0] | {"rooms_used": 2}]))
        assert "Zawadi" in everything_held()
        request.getfixturevalue("as_application")
        erase(household=zawadi, answers_stay=answers_stay, wish=wish)
        held = everything_held()
        assert [word for word in SECRET_WORDS if word in held] == []

    def test_or_the_answers_stay_without_a_name_a_door_or_a_link(
        self, zawadi: Household, send: Send, count: Enumeration, wish: Wish
    ) -> None:
        send(as_csv([TWO[0] | {"rooms_used": 2}]))
        take_back(household=zawadi, purposes=[Purpose.LIST], wish=wish)
        request = erase(household=zawadi, answers_stay=True, wish=wish)
        held = everything_held()
        assert [word for word in SECRET_WORDS if word in held] == []
        assert counted(count) == (2, 3)
        zawadi.refresh_from_db()
        assert (zawadi.rooms_used, zawadi.structure, zawadi.location, zawadi.instance_id) == (
            2,
            None,
            None,
            None,
        )
        assert not TenureClaim.objects.filter(household=zawadi).exists()
        assert list(Person.objects.filter(household=zawadi).values_list("age", "name")) == [
            (34, None),
            (2, None),
        ]
        assert not Withdrawal.objects.exclude(household=None).exists()
        assert not RightsRequest.objects.exclude(household=None).exists()
        assert len(request.batches) == 2

    @pytest.mark.parametrize("answers_stay", [True, False])
    def test_the_old_interview_does_not_bring_it_back(
        self, answers_stay: bool, zawadi: Household, send: Send, file: bytes, wish: Wish
    ) -> None:
        erase(household=zawadi, answers_stay=answers_stay, wish=wish)
        again = send(file, "a.xlsx", replace_conflicts=True)
        assert outcome(again) == ({"unchanged": 1, "rejected": 1}, {"withdrawn"})
        held = everything_held()
        assert [word for word in SECRET_WORDS if word in held] == []

    def test_another_tools_export_without_numbers_does_not_either(
        self, send: Send, count: Enumeration, wish: Wish
    ) -> None:
        count.source = "foreign"
        count.save()
        row = {name: value for name, value in TWO[0].items() if name not in {"hh_code", "instance_id"}}
        send(as_csv([row]))
        erase(household=Household.objects.get(), answers_stay=False, wish=wish)
        assert outcome(send(as_csv([row]))) == ({"rejected": 1}, {"withdrawn"})

    def test_batches_can_be_taken_back_afterwards(self, zawadi: Household, send: Send, wish: Wish) -> None:
        later = send(
            as_csv([TWO[0] | {"rooms_used": 2}, household("KMT/A/2/01", members_total=1, rooms_used=4)])
        )
        erase(household=zawadi, answers_stay=True, wish=wish)
        revert_batch(batch=later, user=wish.taken_by)
        zawadi.refresh_from_db()
        assert (zawadi.rooms_used, zawadi.head_name) == (2, None)
        revert_batch(batch=zawadi.created_by_batch, user=wish.taken_by)
        assert not Household.objects.exists()

    def test_who_agrees_again_may_be_counted_again(
        self, zawadi: Household, send: Send, file: bytes, wish: Wish
    ) -> None:
        erase(household=zawadi, answers_stay=False, wish=wish)
        give_again(withdrawal=Withdrawal.objects.get(), wish=wish)
        assert outcome(send(file, "a.xlsx")) == ({"created": 1, "unchanged": 1}, set())
