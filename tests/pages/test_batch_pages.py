"""Sending a batch, following it, reading what is wrong, taking it back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enumerations.models import Batch
from tests import factories

ClientOf = Callable[[Any], Client]


def text_of(answer: Any) -> str:
    """What a reader sees of a page."""
    page = re.sub(r"<(script|style|head).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- Sending --------------------------------------------------------------------------------------


def send(client: Client, count: Any, content: bytes = b"result\nvacant\n", **options: Any) -> Any:
    upload = SimpleUploadedFile("lane-3.csv", content)
    return client.post(f"/enumerations/{count.pk}/upload/", {"file": upload, **options})


def test_a_file_is_stored_and_the_sender_sees_its_page(count: Any, baraka: Any, client_of: ClientOf) -> None:
    answer = send(client_of(baraka), count, dry_run="on", all_or_nothing="on")
    batch = Batch.objects.get()
    assert answer["location"] == f"/batches/{batch.pk}/"
    assert (batch.name, batch.sent_by, batch.state) == ("lane-3.csv", baraka, "received")
    assert (batch.dry_run, batch.all_or_nothing, batch.replace_conflicts) == (True, True, False)
    assert batch.file.read() == b"result\nvacant\n"


def test_no_file_is_explained(count: Any, baraka: Any, client_of: ClientOf) -> None:
    answer = client_of(baraka).post(f"/enumerations/{count.pk}/upload/")
    assert answer.status_code == 422
    assert "Choose a file first." in text_of(answer)


def test_an_empty_file_is_explained(count: Any, baraka: Any, client_of: ClientOf) -> None:
    assert "This file is empty" in text_of(send(client_of(baraka), count, b""))


def test_a_file_beyond_the_limit_is_explained(
    count: Any, baraka: Any, client_of: ClientOf, settings: Any
) -> None:
    settings.BATCH_MAX_BYTES = 5
    assert "Send it in parts" in text_of(send(client_of(baraka), count))
    assert not Batch.objects.exists()


def test_a_closed_count_takes_nothing(count: Any, baraka: Any, client_of: ClientOf) -> None:
    type(count).objects.update(state="verified")
    answer = send(client_of(baraka), count)
    assert answer.status_code == 422
    assert "takes no batches" in text_of(answer)
    assert not Batch.objects.exists()


# --- Following ------------------------------------------------------------------------------------


def test_a_moving_batch_is_asked_for_again(batch_in: Any, baraka: Any, client_of: ClientOf) -> None:
    batch = batch_in("working", phase="checking", phase_done=1200, phase_total=5000, rows=0)
    page = client_of(baraka).get(batch.get_absolute_url()).content.decode()
    assert f'hx-get="/batches/{batch.pk}/status/"' in page
    assert re.search(r'<li aria-current="step">.*Checking against the register', page)
    assert "1,200 rows" in page


@pytest.mark.parametrize("state", ["done", "checked", "refused", "failed", "reverted", "mapping"])
def test_a_batch_at_rest_is_left_in_peace(
    state: str, batch_in: Any, baraka: Any, client_of: ClientOf
) -> None:
    batch = batch_in(state)
    assert "hx-trigger" not in client_of(baraka).get(f"/batches/{batch.pk}/status/").content.decode()


def test_the_outcome_is_announced(batch_in: Any, baraka: Any, client_of: ClientOf) -> None:
    batch = batch_in("done", created=3)
    part = client_of(baraka).get(f"/batches/{batch.pk}/status/", headers={"hx-request": "true"})
    assert 'hx-swap-oob="innerHTML:#announcement"' in part.content.decode()
    assert "Done . 3 rows received" in text_of(part).replace("Done.", "Done .")


def test_who_was_signed_out_meanwhile_is_led_to_sign_in(batch_in: Any, client: Client) -> None:
    batch = batch_in("working")
    part = client.get(f"/batches/{batch.pk}/status/", headers={"hx-request": "true"})
    assert part["hx-redirect"] == f"/accounts/login/?next=/batches/{batch.pk}/"


def test_the_counts_are_a_sentence_that_adds_up(batch_in: Any, baraka: Any, client_of: ClientOf) -> None:
    batch = batch_in("done", created=1200, updated=20, unchanged=50, rejected=10, conflict=2)
    sentence = (
        "1,282 rows received: 1,200 created, 20 updated, 50 unchanged, 10 rejected, 2 held as conflicts."
    )
    assert sentence in text_of(client_of(baraka).get(batch.get_absolute_url()))


def test_rows_to_correct_are_offered_as_a_workbook(batch_in: Any, baraka: Any, client_of: ClientOf) -> None:
    batch = batch_in("done", created=1, rejected=1500)
    page = client_of(baraka).get(batch.get_absolute_url()).content.decode()
    assert f'href="/api/v1/batches/{batch.pk}/rejected.xlsx"' in page
    assert "Workbook of the 1,500 rows to correct" in page


# --- What is wrong --------------------------------------------------------------------------------


@pytest.fixture
def wrong(batch_in: Any) -> Any:
    """A batch with 250 errors of one kind and one warning of another."""
    batch = batch_in("done", rejected=250)
    for row in range(2, 252):
        factories.IssueFactory(batch=batch, row=row, code="missing", field="rooms_used", column="Rooms")
    factories.IssueFactory(
        batch=batch, row=7, code="unusually_high", field="rent_month_kes", column="Rent", severity="warning"
    )
    return batch


def test_problems_are_counted_by_kind(wrong: Any, baraka: Any, client_of: ClientOf) -> None:
    seen = text_of(client_of(baraka).get(wrong.get_absolute_url()))
    assert "✕ Error Rooms used is empty. 250 times" in seen
    assert "! Warning Rent per month, KES is unusually high. 1 time" in seen


def test_a_problem_says_row_column_sentence_and_remedy(wrong: Any, baraka: Any, client_of: ClientOf) -> None:
    seen = text_of(client_of(baraka).get(wrong.get_absolute_url()))
    assert "Row 2 ✕ Error Rooms : Rooms used is empty. Write the answer; -98 if they do not know" in seen


def test_every_problem_can_be_reached(wrong: Any, baraka: Any, client_of: ClientOf) -> None:
    client, seen, path = client_of(baraka), set(), wrong.get_absolute_url()
    while path:
        answer = client.get(path)
        seen |= {told.issue.pk for row in answer.context["problems"].rows for told in row.issues}
        following = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
        path = wrong.get_absolute_url() + following[1].replace("&amp;", "&") if following else ""
    assert seen == set(wrong.issues.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("wish", "issues"),
    [
        ({"severity": "warning"}, 1),
        ({"severity": "error"}, 250),
        ({"kind": "unusually_high:rent_month_kes"}, 1),
        ({"kind": "missing:rooms_used", "severity": "warning"}, 0),
        ({"kind": "no such kind"}, 251),
        ({"severity": "\x00", "page": "\x00"}, 251),
    ],
)
def test_problems_are_filtered(
    wrong: Any, baraka: Any, client_of: ClientOf, wish: dict[str, str], issues: int
) -> None:
    answer = client_of(baraka).get(wrong.get_absolute_url(), wish)
    assert answer.context["problems"].page.paginator.count == issues


def test_a_name_from_the_file_cannot_become_markup(batch_in: Any, baraka: Any, client_of: ClientOf) -> None:
    batch = batch_in("done", rejected=1, name="<script>alert(1)</script>.csv")
    factories.IssueFactory(
        batch=batch, column="<img src=x onerror=alert(1)>", code="not_a_number", params={"value": "<b>"}
    )
    page = client_of(baraka).get(batch.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_pages_ask_the_database_a_fixed_number_of_questions(
    wrong: Any, baraka: Any, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of(baraka)
    with django_assert_max_num_queries(14):
        client.get(wrong.get_absolute_url())


# --- Taking back and trying again -----------------------------------------------------------------


def test_taking_back_asks_first(batch_in: Any, subira: Any, client_of: ClientOf) -> None:
    batch = batch_in("done", created=3)
    seen = text_of(client_of(subira).get(f"/batches/{batch.pk}/revert/"))
    assert "3 households it created are removed." in seen
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_batch_is_taken_back(batch_in: Any, count: Any, subira: Any, client_of: ClientOf) -> None:
    batch = batch_in("done", created=1)
    household: Any = factories.HouseholdFactory(enumeration=count, batch=batch)
    answer = client_of(subira).post(f"/batches/{batch.pk}/revert/", follow=True)
    assert "Taken back on" in text_of(answer)
    assert not type(household).objects.filter(pk=household.pk).exists()


def test_taking_back_is_refused_with_the_reason(
    batch_in: Any, count: Any, subira: Any, client_of: ClientOf
) -> None:
    batch, later = batch_in("done", created=1), batch_in("done", updated=1)
    factories.HouseholdFactory(enumeration=count, created_by_batch=batch, batch=later)
    answer = client_of(subira).post(f"/batches/{batch.pk}/revert/")
    assert answer.status_code == 409
    assert "Later batches have changed households of this one." in text_of(answer)
    assert f'href="{later.get_absolute_url()}"' in answer.content.decode()


def test_a_failed_batch_is_tried_again(batch_in: Any, baraka: Any, client_of: ClientOf) -> None:
    batch = batch_in("failed")
    client = client_of(baraka)
    assert "Try again" in text_of(client.get(batch.get_absolute_url()))
    client.post(f"/batches/{batch.pk}/retry/")
    batch.refresh_from_db()
    assert batch.state == "received"
