"""The log of accesses: who, what, why; never what a record says."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import ProtectedError

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import AccessRecord, User

pytestmark = pytest.mark.django_db


def test_it_says_who_did_what_where_and_why(amina: User) -> None:
    record(amina, AccessKind.READ, subject="household 12", settlement="KMT", reason="asked to see her record")
    written = AccessRecord.objects.values("user", "kind", "subject", "settlement", "reason").get()
    assert written == {
        "user": amina.pk,
        "kind": "read",
        "subject": "household 12",
        "settlement": "KMT",
        "reason": "asked to see her record",
    }


@pytest.mark.parametrize(
    "subject", ["household 12", "settlement KMT", "structure KMT/A/7", "indicators workbook 3", "batch 9"]
)
def test_a_subject_is_a_thing_and_its_number(subject: str, amina: User) -> None:
    assert record(amina, AccessKind.EXPORTED, subject=subject).subject == subject


@pytest.mark.parametrize("subject", ["Atieno Odhiambo", "household of Atieno", "+254700000000", "12"])
def test_a_name_is_not_taken(subject: str, amina: User) -> None:
    with pytest.raises(ValueError, match="household 12"):
        record(amina, AccessKind.READ, subject=subject)
    assert not AccessRecord.objects.exists()


def test_a_scheduled_job_has_no_user_and_a_long_reason_is_cut(db: None) -> None:
    assert record(None, AccessKind.ERASED, reason="x" * 500).reason == "x" * 200
    assert record(AnonymousUser(), AccessKind.EXPORTED).user is None


def test_who_is_in_the_log_cannot_be_deleted(amina: User) -> None:
    record(amina, AccessKind.READ, subject="household 12")
    with pytest.raises(ProtectedError):
        amina.delete()
