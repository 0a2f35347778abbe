"""The same for programs: 202 and where to look, the file in parts, refusals with a code."""

from typing import Any

import pytest
from django.test import Client

from reports.models import Export
from reports.products import Envelope
from reports.works.run import make
from settlements.shield import shield
from tests.access.world import read, token_of
from tests.factories_reports import CONTENT, going_on, ready_export
from tests.reports.engine.doing import WHY

pytestmark = pytest.mark.django_db
DOOR = "/api/v1/exports/"


@pytest.fixture
def program() -> Any:
    def of(user: Any) -> Client:
        return Client(headers=token_of(user))

    return of


def sent(client: Client, envelope: Envelope = Envelope.PUBLIC, **more: Any) -> Any:
    ask = {"settlements": ["KMT"], "envelope": int(envelope), "lines": 2}
    wish = {"product": "tiny", "ask": ask} | more
    return client.post(DOOR, wish, content_type="application/json")


def test_a_program_asks_follows_and_fetches(amina: Any, settlement: Any, program: Any) -> None:
    client = program(amina)
    asked = sent(client)
    assert (asked.status_code, asked["Retry-After"]) == (202, "2")
    assert asked["Location"] == asked.json()["url"]
    assert asked.json()["state"] == "waiting"
    assert sent(client).json()["id"] == asked.json()["id"]
    waits = client.get(f"{asked['Location']}file/")
    assert (waits.status_code, waits.json()["code"]) == (409, "not_ready")
    make(asked.json()["id"])
    made = client.get(asked["Location"]).json()
    assert (made["state"], made["rows"], made["envelope"], made["title"]) == (
        "ready", 2, "public", "Lines: Kiamutisya",
    )  # fmt: skip
    file = client.get(made["file_url"], headers={"Accept": "text/csv"})
    assert read(file) == b"line 0\nline 1\n"
    rest = client.get(made["file_url"], headers={"Range": "bytes=7-", "If-Range": file["ETag"]})
    assert (rest.status_code, read(rest)) == (206, b"line 1\n")
    assert client.head(made["file_url"])["Content-Length"] == "14"
    assert client.get(made["file_url"], headers={"If-None-Match": file["ETag"]}).status_code == 304
    assert client.get(made["file_url"], headers={"Range": "bytes=99-"}).status_code == 416


@pytest.mark.parametrize(
    ("wish", "wrong"),
    [
        ({"product": "gold"}, "product"),
        ({"ask": {"settlements": ["NOWHERE"], "envelope": 1}}, "ask"),
        ({"ask": {}}, "ask"),
        ({"ask": {"settlements": ["\x00", "\ud800"], "envelope": 1}}, "ask"),
        ({"ask": "KMT"}, "ask"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_a_wish_that_cannot_be_read_is_refused(
    wish: dict[str, Any], wrong: str, amina: Any, settlement: Any, program: Any
) -> None:
    answer = sent(program(amina), **wish)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_readable")
    assert list(answer.json()["details"]) == [wrong]
    assert not Export.objects.exists()


def test_what_is_not_theirs_is_refused(amina: Any, settlement: Any, program: Any) -> None:
    answer = sent(program(amina), Envelope.STAFF)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert answer.json()["refusals"][0]["remedy"]


def test_names_need_a_reason(tabitha: Any, settlement: Any, program: Any) -> None:
    client = program(tabitha)
    assert sent(client, Envelope.PERSONAL).json()["code"] == "reason_missing"
    asked = sent(client, Envelope.PERSONAL, reason=WHY)
    assert (asked.status_code, asked.json()["reason"]) == (202, WHY)


def test_too_many_at_once_are_refused(amina: Any, settlement: Any, program: Any, settings: Any) -> None:
    settings.EXPORTS_AT_ONCE = 0
    answer = sent(program(amina))
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_at_once")


def test_delete_cancels_or_deletes(amina: Any, settlement: Any, program: Any) -> None:
    client, waits, ready = program(amina), going_on(settlement, amina), ready_export(settlement, amina)
    for export in (waits, ready):
        assert client.delete(f"{DOOR}{export.pk}/").status_code == 204
    assert client.get(f"{DOOR}{waits.pk}/").json()["state"] == "cancelled"
    gone = client.get(f"{DOOR}{ready.pk}/").json()
    assert (gone["state"], gone["file_url"], gone["refusals"][0]["code"]) == ("gone", None, "file_deleted")
    for export in (waits, ready):
        assert client.get(f"{DOOR}{export.pk}/file/").status_code == 410


def test_rights_are_asked_anew(subira: Any, settlement: Any, program: Any) -> None:
    export, client = ready_export(settlement, subira, Envelope.PERSONAL), program(subira)
    answer = client.get(f"{DOOR}{export.pk}/file/")
    assert (answer.status_code, answer.json()["code"]) == (403, "records_closed")
    shield(settlement=settlement, user=subira, reason="Bulldozers")
    assert client.get(f"{DOOR}{export.pk}/file/").json()["code"] == "file_shielded"


def test_everybody_lists_their_own(
    amina: Any, baraka: Any, settlement: Any, program: Any, django_assert_max_num_queries: Any
) -> None:
    ready_export(settlement, baraka)
    mine = [ready_export(settlement, amina).pk for _n in range(5)]
    client = program(amina)
    with django_assert_max_num_queries(8):
        listed = client.get(DOOR, {"state": "ready"}).json()
    assert [each["id"] for each in listed["results"]] == mine[::-1]
    assert client.get(DOOR, {"state": "failed"}).json()["results"] == []


def test_the_file_that_was_made_is_what_was_kept(amina: Any, settlement: Any, program: Any) -> None:
    export = ready_export(settlement, amina)
    assert read(program(amina).get(f"{DOOR}{export.pk}/file/")) == CONTENT
