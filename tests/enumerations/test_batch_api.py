"""Batches through the REST API: who may send and see, and what comes back."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Batch, Disclosure, Enumeration, Household
from enumerations.services.disclosure import open_records
from enumerations.services.run import run_batch
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_csv, as_json, household

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def upload(rows: list[Any], name: str = "lane-1.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, as_csv(rows), content_type="text/csv")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def url(count: Enumeration) -> str:
    return f"/api/v1/enumerations/{count.pk}/batches/"


def test_a_file_is_stored_and_answered_202(client_of: ClientOf, baraka: User, count: Enumeration) -> None:
    answer = client_of(baraka).post(url(count), {"file": upload([household()]), "all_or_nothing": "true"})
    assert answer.status_code == 202
    batch = Batch.objects.get()
    assert answer.headers["Location"].endswith(f"/api/v1/batches/{batch.pk}/")
    assert answer.json()["state"] == "received"
    assert (batch.name, batch.sent_by, batch.all_or_nothing) == ("lane-1.csv", baraka, True)
    with batch.file.open("rb") as kept:
        assert kept.read() == as_csv([household()])


def test_a_json_list_is_a_file_too(client_of: ClientOf, baraka: User, count: Enumeration) -> None:
    answer = client_of(baraka).post(
        url(count) + "?dry_run=true", as_json([household()]), content_type="application/json"
    )
    assert answer.status_code == 202
    run_batch(answer.json()["id"])
    told = client_of(baraka).get(answer.headers["Location"]).json()
    assert (told["state"], told["rows"], told["created"], told["is_finished"]) == ("checked", 1, 1, True)
    assert not Household.objects.exists()


def test_a_token_opens_the_door(baraka: User, count: Enumeration) -> None:
    from knox.models import AuthToken

    _, token = AuthToken.objects.create(user=baraka)
    answer = Client().post(
        url(count), {"file": upload([household()])}, headers={"Authorization": f"Token {token}"}
    )
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("who", "status"), [("baraka", 202), ("subira", 202), ("amina", 404), ("chebet", 404)]
)
def test_enumerators_and_staff_send(
    who: str, status: int, request: pytest.FixtureRequest, client_of: ClientOf, count: Enumeration
) -> None:
    answer = client_of(request.getfixturevalue(who)).post(url(count), {"file": upload([household()])})
    assert answer.status_code == status
    assert Batch.objects.exists() == (status == 202)


def test_a_stranger_is_asked_to_sign_in(count: Enumeration) -> None:
    assert Client().post(url(count), {"file": upload([household()])}).status_code == 401


@pytest.mark.parametrize(
    ("who", "status"),
    [("baraka", 200), ("subira", 200), ("tabitha", 200), ("amina", 200), ("wairimu", 200), ("chebet", 404)],
)
@pytest.mark.parametrize("page", ["", "issues/"])
def test_what_became_of_a_batch_is_seen_in_its_settlement(
    who: str, status: int, page: str, request: pytest.FixtureRequest, client_of: ClientOf, send: Send
) -> None:
    batch = send(as_csv([household(rooms_used=99)]))
    answer = client_of(request.getfixturevalue(who)).get(f"/api/v1/batches/{batch.pk}/{page}")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("baraka", 200), ("subira", 403), ("tabitha", 200), ("amina", 403), ("wairimu", 403), ("chebet", 404)],
)
def test_its_rows_are_read_by_those_who_may_see_names(
    who: str, status: int, request: pytest.FixtureRequest, client_of: ClientOf, send: Send
) -> None:
    batch = send(as_csv([household(rooms_used=99)]))
    answer = client_of(request.getfixturevalue(who)).get(f"/api/v1/batches/{batch.pk}/rejected.xlsx")
    assert answer.status_code == status


def test_staff_read_its_rows_for_a_reason(
    client_of: ClientOf, subira: User, send: Send, settlement: Any
) -> None:
    batch = send(as_csv([household(rooms_used=99)]))
    address = f"/api/v1/batches/{batch.pk}/rejected.xlsx"
    assert client_of(subira).get(address).json()["code"] == "records_closed"
    opened = open_records(subira, settlement, "Correcting the rows")
    assert client_of(subira).get(address).status_code == 200
    Disclosure.objects.filter(pk=opened.pk).update(until=timezone.now())
    assert client_of(subira).get(address).status_code == 403


def test_another_enumerators_batch_is_not_found(client_of: ClientOf, send: Send, settlement: Any) -> None:
    from tests.factories import member_of

    other = member_of(settlement, "enumerator", email="other@example.org")
    batch = send(as_csv([household()]))
    assert client_of(other).get(f"/api/v1/batches/{batch.pk}/").status_code == 404


def test_issues_are_all_told_with_what_to_do(client_of: ClientOf, baraka: User, send: Send) -> None:
    rows = [household(f"KMT/A/1/{n:02d}", rooms_used=99, water_price_20l_kes="cheap") for n in range(1, 61)]
    batch = send(as_csv(rows))
    answer = client_of(baraka).get(f"/api/v1/batches/{batch.pk}/issues/?severity=error&limit=1000").json()
    wrong = {(issue["row"], issue["column"]) for issue in answer["results"]}
    assert wrong == {
        (row, column) for row in range(2, 62) for column in ("rooms_used", "water_price_20l_kes")
    }
    assert all(issue["sentence"] and issue["remedy"] for issue in answer["results"])


def test_the_rejected_rows_come_back_to_be_corrected(client_of: ClientOf, baraka: User, send: Send) -> None:
    batch = send(as_csv([household(), household("KMT/A/2/01", rooms_used=99, own="kept")]))
    answer = client_of(baraka).get(f"/api/v1/batches/{batch.pk}/rejected.xlsx")
    content = body(answer)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 2
    assert sheet.cell(2, headings.index("hh_code") + 1).value == "KMT/A/2/01"
    sheet.cell(2, headings.index("rooms_used") + 1).value = "2"
    out = io.BytesIO()
    sheet.parent.save(out)
    again = send(out.getvalue(), "corrected.xlsx")
    assert (again.created, again.rejected) == (1, 0)
    assert Household.objects.get(key="KMT/A/2/01").answers == {"own": "kept"}


def test_reverting_is_for_staff(
    client_of: ClientOf, baraka: User, amina: User, subira: User, send: Send
) -> None:
    batch = send(as_csv([household()]))
    for user in (baraka, amina):
        assert client_of(user).post(f"/api/v1/batches/{batch.pk}/revert/").status_code == 404
    answer = client_of(subira).post(f"/api/v1/batches/{batch.pk}/revert/")
    assert (answer.status_code, answer.json()["state"]) == (200, "reverted")
    again = client_of(subira).post(f"/api/v1/batches/{batch.pk}/revert/")
    assert (again.status_code, again.json()["code"]) == (409, "revert_not_done")
    assert again.json()["sentence"]
    assert again.json()["remedy"]


def test_a_closed_count_says_so(client_of: ClientOf, baraka: User, count: Enumeration) -> None:
    Enumeration.objects.update(state=EnumerationState.VERIFIED)
    answer = client_of(baraka).post(url(count), {"file": upload([household()])})
    assert (answer.status_code, answer.json()["code"]) == (409, "enumeration_closed")


def test_no_file_is_an_answer_not_an_error(client_of: ClientOf, baraka: User, count: Enumeration) -> None:
    assert client_of(baraka).post(url(count), {}).status_code == 400
    assert client_of(baraka).post(url(count), {"file": "text"}).status_code == 400


def test_the_name_of_a_file_is_only_a_name(client_of: ClientOf, baraka: User, count: Enumeration) -> None:
    answer = client_of(baraka).post(url(count), {"file": upload([household()], "../../etc/passwd\u202e.csv")})
    assert answer.status_code == 202
    batch = Batch.objects.get()
    assert "/" not in batch.name
    assert str(batch.file.name).startswith(f"batches/{count.pk}/")


def test_the_blank_template_is_readable(client_of: ClientOf, baraka: User, count: Enumeration) -> None:
    answer = client_of(baraka).get(f"/api/v1/enumerations/{count.pk}/template.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(body(answer)))
    assert {"households", "persons"} <= set(book.sheetnames)


@pytest.mark.parametrize(("who", "clusters"), [("amina", {None, "A"}), ("chebet", None), (None, None)])
def test_draft_figures_are_for_members(
    who: str | None,
    clusters: Any,
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    count: Enumeration,
    send: Send,
) -> None:
    send(as_csv([household()]))
    client = client_of(request.getfixturevalue(who) if who else None)
    answer = client.get(f"/api/v1/enumerations/{count.pk}/statistics/")
    if clusters is None:
        assert answer.status_code == 404
    else:
        assert {place["cluster"] for place in answer.json()} == clusters


def test_the_schema_describes_every_call(client_of: ClientOf, capsys: pytest.CaptureFixture[str]) -> None:
    answer = client_of(None).get(reverse("api-schema"))
    assert answer.status_code == 200
    assert b"/api/v1/enumerations/{id}/batches/" in answer.content
    warnings = [line for line in capsys.readouterr().err.splitlines() if "Warning" in line or "Error" in line]
    assert all("unknown GIS geometry field" in line for line in warnings), warnings
