"""What a count keeps: nothing of what is new, the old row of all that changes, and by which batch."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from accounts.encryption.columns import SealedColumn, phone_digits
from accounts.models import User
from enumerations.models import Batch, Enumeration, Household, Person, TenureClaim
from enumerations.services.batches import create_batch
from enumerations.tasks import process_batch
from settlements.models import Structure
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, as_xlsx, child, household, person

pytestmark = pytest.mark.django_db

WRITTEN_BY_A_BATCH = (Household, Person, TenureClaim, Structure)


def events(model: Any) -> Any:
    return model.pgh_event_model.objects.order_by("pgh_id")


def lane(doors: range, households: int) -> bytes:
    """So many households of one person each behind each of these doors."""
    codes = [f"KMT/A/{door}/{n:02}" for door in doors for n in range(1, households + 1)]
    return as_xlsx([household(code, members_total=1) for code in codes], [person(code) for code in codes])


def queries_of(send: Send, content: bytes, created: int) -> int:
    with CaptureQueriesContext(connection) as found:
        batch = send(content, "a.xlsx")
        assert batch.created == created, list(batch.issues.values_list("code", "column", "params")[:3])
    return len(found)


def test_a_thousand_new_households_are_no_events_and_no_more_queries(
    send: Send, count: Enumeration, doors: list[Structure]
) -> None:
    count.creates_structures = True
    count.save()
    few = queries_of(send, lane(range(4, 5), 1), 1)
    assert queries_of(send, lane(range(5, 25), 50), 1000) == few
    assert [events(model).count() for model in WRITTEN_BY_A_BATCH] == [0, 0, 0, 0]
    assert (Household.objects.count(), Structure.objects.count()) == (1001, len(doors) + 21)


def test_what_a_batch_changes_is_kept_with_the_batch_and_its_sender(
    send: Send, baraka: User, count: Enumeration
) -> None:
    first = send(as_xlsx([household()], [person(), child()]), "a.xlsx")
    content = as_xlsx([household(rooms_used=3)], [person(), child()])
    later = create_batch(
        enumeration=count, user=baraka, upload=ContentFile(content, name="b.xlsx"), name="b.xlsx"
    )
    process_batch.apply(args=[later.pk])

    old = events(Household).get()
    assert (old.pgh_label, old.rooms_used, old.batch_id) == ("update", 1, first.pk)
    assert old.pgh_context == {
        "task": "enumerations.process_batch",
        "batch": later.pk,
        "user": baraka.pk,
    }
    assert [(event.pgh_label, event.line_no, event.pgh_context["batch"]) for event in events(Person)] == [
        ("delete", 1, later.pk),
        ("delete", 2, later.pk),
    ]
    assert [event.pgh_label for event in events(TenureClaim)] == ["delete"]


def test_where_a_run_stands_is_no_history(send: Send) -> None:
    batch = send(as_csv([household()]))
    states = [event.state for event in events(Batch).filter(pgh_obj=batch)]
    assert states == ["received", "working", "counting"]


def test_a_batch_taken_back_by_a_program_says_by_whom(send: Send, subira: User) -> None:
    batch = send(as_csv([household()]))
    held = Household.objects.get().pk
    token = AuthToken.objects.create(subira)[1]
    url = f"/api/v1/batches/{batch.pk}/revert/"
    assert Client().post(url, headers={"authorization": f"Token {token}"}).status_code == 200
    gone = events(Household).get()
    assert (gone.pgh_label, gone.pgh_obj_id) == ("delete", held)
    assert gone.pgh_context == {"user": subira.pk, "url": url, "reverted": batch.pk}


def test_of_a_phone_only_that_it_changed_is_kept_and_a_new_key_changes_nothing(send: Send) -> None:
    send(as_csv([household(phone="0712345678")]))
    held = Household.objects.get()
    held.phone = "0712345678"  # encrypted anew, as under a new key
    held.save()
    assert events(Household).count() == 0
    held.phone = "0700000001"
    held.save()
    kept = events(Household).get()
    assert kept.phone == SealedColumn("phone", phone_digits).mark("0712345678")
    assert "0712345678" not in str(events(Household).values().get())
