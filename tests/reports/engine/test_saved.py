"""Saved exports: made by the calendar, fetched at one address, with their owner's rights of that moment."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccessRecord
from reports.choices import Every, ExportState
from reports.models import Export, SavedExport
from reports.products import Envelope, Refused
from reports.works.run import make
from reports.works.saved import FILES_KEPT, make_due, next_time, run, save
from settlements.shield import shield
from tests.access.world import read
from tests.factories_reports import CONTENT, ready_export, saved_export
from tests.reports.tiny import wish

pytestmark = pytest.mark.django_db
NAIROBI = ZoneInfo("Africa/Nairobi")


def address(token: str) -> str:
    return f"/exports/at/{token}/"


def kept(
    user: Any, settlement: Any, envelope: Envelope = Envelope.PUBLIC, every: str = "week"
) -> SavedExport:
    return save(
        user=user, title="Every week", product="tiny", ask=wish(settlement, envelope=envelope), language="en",
        every="week", mail=False,
    )  # fmt: skip


# --- The calendar -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "after", "expected"),
    [
        # 22 November 2026 is a Sunday.
        (Every.DAY, "2026-11-22 15:00", "2026-11-23 02:00"),
        (Every.DAY, "2026-11-22 01:00", "2026-11-23 02:00"),
        (Every.WEEK, "2026-11-22 15:00", "2026-11-23 02:00"),
        (Every.WEEK, "2026-11-23 02:00", "2026-11-30 02:00"),
        (Every.MONTH, "2026-11-22 15:00", "2026-12-01 02:00"),
        (Every.MONTH, "2026-12-01 02:00", "2027-01-01 02:00"),
        (Every.MONTH, "2028-01-31 23:59", "2028-02-01 02:00"),
    ],
)
def test_the_next_night(every: str, after: str, expected: str) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=NAIROBI)

    assert next_time(every, at(after)) == at(expected)


def test_what_nobody_wants_by_the_calendar_has_no_night() -> None:
    assert next_time(Every.NEVER, timezone.now()) is None


def test_what_is_due_is_made_once(amina: Any, settlement: Any) -> None:
    saved = kept(amina, settlement)
    assert make_due() == []
    SavedExport.objects.filter(pk=saved.pk).update(next_at=timezone.now())
    assert make_due() == [saved.pk]
    assert make_due() == []
    export = saved.runs.get()
    make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.asked_by, export.expires_at) == (ExportState.READY, amina, None)


def test_it_waits_for_nobody_else_in_the_making(amina: Any, settlement: Any, settings: Any) -> None:
    settings.EXPORTS_AT_ONCE = 0
    assert run(kept(amina, settlement)) is not None


def test_it_pauses_while_its_owner_lacks_the_right_and_goes_on_after(subira: Any, settlement: Any) -> None:
    saved = kept(subira, settlement, Envelope.COUNTY)
    settlement.shielded_at = timezone.now()
    settlement.save()
    assert run(saved) is None
    assert SavedExport.objects.get(pk=saved.pk).paused == "settlement_frozen"
    settlement.shielded_at = None
    settlement.save()
    assert run(saved) is not None
    assert SavedExport.objects.get(pk=saved.pk).paused == ""


def test_only_the_newest_files_are_kept(amina: Any, settlement: Any) -> None:
    saved, _token = saved_export(settlement, amina)
    for _time in range(FILES_KEPT + 1):
        export = run(saved)
        assert export is not None
        make(export.pk)
    states = saved.runs.order_by("pk").values_list("state", "gone")
    assert list(states) == [("gone", "replaced")] + [("ready", "")] * FILES_KEPT
    newest = saved.runs.order_by("pk").last()
    assert list(saved.runs.filter(state="ready", expires_at=None)) == [newest]


# --- What may be saved --------------------------------------------------------------------------------


def test_what_names_people_is_asked_for_case_by_case(tabitha: Any, settlement: Any) -> None:
    for envelope in (Envelope.PERSONAL, Envelope.RESTRICTED):
        with pytest.raises(Refused) as refused:
            kept(tabitha, settlement, envelope)
        assert refused.value.refusals[0].code == "personal_not_saved"
    with pytest.raises(IntegrityError, match="a_saved_export_names_nobody"), transaction.atomic():
        SavedExport.objects.create(owner=tabitha, title="x", product="tiny", envelope=Envelope.PERSONAL)


def test_nobody_saves_what_is_not_theirs(amina: Any, settlement: Any) -> None:
    with pytest.raises(Refused) as refused:
        kept(amina, settlement, Envelope.STAFF)
    assert refused.value.refusals[0].code == "not_yours"


def test_nobody_keeps_too_many(amina: Any, settlement: Any, settings: Any) -> None:
    settings.SAVED_EXPORTS_MOST = 1
    kept(amina, settlement)
    with pytest.raises(Refused) as refused:
        kept(amina, settlement)
    assert refused.value.refusals[0].code == "too_many_saved"


# --- The address --------------------------------------------------------------------------------------


def test_the_address_answers_the_newest_file(amina: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, amina, every="day")
    now = timezone.now()
    ready_export(settlement, amina, saved=saved, content=b"old", ended_at=now - timedelta(hours=2))
    export = ready_export(settlement, amina, saved=saved)
    answer = client_of(None).get(address(token))
    assert (answer.status_code, answer["ETag"], read(answer)) == (200, export.etag, CONTENT)
    assert answer["Referrer-Policy"] == "no-referrer"
    again = client_of(None).get(address(token), headers={"If-None-Match": export.etag})
    assert again.status_code == 304
    part = client_of(None).get(address(token), headers={"Range": "bytes=7-", "If-Range": export.etag})
    assert (part.status_code, read(part)) == (206, CONTENT[7:])
    saved.refresh_from_db()
    assert saved.token_used_at is not None
    logged = AccessRecord.objects.get(kind="downloaded")
    assert (logged.user, logged.subject, logged.settlement) == (amina, f"export {export.pk}", "KMT")


def test_only_its_hash_is_kept(amina: Any, settlement: Any) -> None:
    saved, token = saved_export(settlement, amina)
    row = SavedExport.objects.filter(pk=saved.pk).values().get()
    assert token not in str(row)
    assert len(row["token_hash"]) == 64


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_wrong_address_is_no_address(method: str, amina: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, amina)
    ready_export(settlement, amina, saved=saved)
    asks = getattr(client_of(None), method)
    for wrong in (token[:-1], token + "x", "x", saved.token_hash, token.swapcase(), "%00"):
        assert asks(address(wrong)).status_code == 404
    saved.revoke_token()
    saved.save()
    assert asks(address(token)).status_code == 404
    assert asks(address("")).status_code == 404


def test_an_address_without_a_token_is_no_way_in(amina: Any, settlement: Any, client_of: Any) -> None:
    """Of two saved exports without an address, whose hashes are empty."""
    for _n in range(2):
        kept(amina, settlement)
    assert client_of(None).get("/exports/at/%20/").status_code == 404


def test_its_owners_right_is_asked_each_time(amina: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, amina)
    ready_export(settlement, amina, saved=saved)
    assert client_of(None).get(address(token)).status_code == 200
    amina.memberships.all().delete()
    assert client_of(None).get(address(token)).status_code == 404


def test_who_is_deactivated_has_no_address(amina: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, amina)
    ready_export(settlement, amina, saved=saved)
    amina.is_active = False
    amina.save()
    assert client_of(None).get(address(token)).status_code == 404


def test_a_hidden_settlement_has_nothing_for_the_county(subira: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, subira, envelope=Envelope.COUNTY)
    ready_export(settlement, subira, Envelope.COUNTY, saved=saved)
    assert client_of(None).get(address(token)).status_code == 200
    shield(settlement=settlement, user=subira, reason="Bulldozers")
    assert client_of(None).get(address(token)).status_code == 404


def test_before_there_is_a_file_one_is_begun(amina: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, amina)
    first, second = (client_of(None).get(address(token)) for _time in range(2))
    assert (first.status_code, first["Retry-After"], second.status_code) == (202, "10", 202)
    assert Export.objects.filter(saved=saved).count() == 1


def test_an_old_file_is_given_and_a_new_one_begun(
    amina: Any, settlement: Any, client_of: Any, settings: Any
) -> None:
    settings.SAVED_EXPORT_FRESH_MINUTES = 60
    saved, token = saved_export(settlement, amina)
    now = timezone.now()
    export = ready_export(settlement, amina, saved=saved, ended_at=now - timedelta(minutes=59))
    client_of(None).get(address(token))
    assert not Export.objects.going_on().exists()
    Export.objects.filter(pk=export.pk).update(ended_at=now - timedelta(minutes=61))
    assert read(client_of(None).get(address(token))) == CONTENT
    assert Export.objects.going_on().get().saved == saved


def test_guessing_is_slow(client_of: Any, settings: Any, db: None) -> None:
    settings.API_RATES = {"saved-exports": "3/min"}
    answers = [client_of(None).get(address(f"guess-{n}")) for n in range(8)]
    assert [answer.status_code for answer in answers].count(404) <= 6  # two windows may meet
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


# --- Its pages ----------------------------------------------------------------------------------------


def test_a_finished_export_is_saved(amina: Any, settlement: Any, client_of: Any) -> None:
    export, client = ready_export(settlement, amina), client_of(amina)
    answer = client.post(f"/exports/{export.pk}/save/", {"title": " Each Monday ", "every": "week"})
    saved = SavedExport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/exports/saved/{saved.pk}/")
    assert (saved.title, saved.every, saved.ask, saved.envelope) == (
        "Each Monday", "week", export.ask, export.envelope,
    )  # fmt: skip
    export.refresh_from_db()
    assert (export.saved, export.expires_at) == (saved, None)
    assert "Each Monday" in client.get("/exports/saved/").content.decode()


def test_an_export_with_names_is_not(tabitha: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, tabitha, Envelope.PERSONAL)
    client = client_of(tabitha)
    assert "Make it regularly" not in client.get(f"/exports/{export.pk}/").content.decode()
    answer = client.post(f"/exports/{export.pk}/save/", {"title": "x", "every": "week"})
    assert answer.status_code == 422
    assert "case by case" in answer.content.decode()


def test_its_address_is_shown_once(amina: Any, settlement: Any, client_of: Any) -> None:
    saved, old = saved_export(settlement, amina)
    ready_export(settlement, amina, saved=saved)
    client, page = client_of(amina), f"/exports/saved/{saved.pk}/"
    shown = client.post(f"{page}address/", {"make": ""}).content.decode()
    new = shown.partition("/exports/at/")[2].partition("/")[0]
    assert client_of(None).get(address(new)).status_code == 200
    assert client_of(None).get(address(old)).status_code == 404
    assert new not in client.get(page).content.decode()
    client.post(f"{page}address/", {"revoke": ""})
    assert client_of(None).get(address(new)).status_code == 404


def test_it_is_changed_run_and_deleted(amina: Any, settlement: Any, client_of: Any) -> None:
    saved, token = saved_export(settlement, amina)
    export = ready_export(settlement, amina, saved=saved, expires_at=None)
    client, page = client_of(amina), f"/exports/saved/{saved.pk}/"
    client.post(page, {"title": "Daily", "every": "day", "mail": "on"})
    saved.refresh_from_db()
    assert (saved.title, saved.every, saved.mail, saved.next_at is None) == ("Daily", "day", True, False)
    assert client.post(page, {"title": "", "every": "day"}).status_code == 422
    begun = client.post(f"{page}run/")
    assert begun["Location"] == saved.runs.get(state="waiting").get_absolute_url()
    client.post(f"{page}delete/")
    assert client_of(None).get(address(token)).status_code == 404
    export.refresh_from_db()
    assert export.is_ready
    assert export.expires_at is not None


def test_a_page_says_why_it_pauses(subira: Any, settlement: Any, client_of: Any) -> None:
    saved, _token = saved_export(settlement, subira, envelope=Envelope.COUNTY)
    shield(settlement=settlement, user=subira, reason="Bulldozers")
    client = client_of(subira)
    assert (
        "Hidden because an eviction threatens" in client.get(f"/exports/saved/{saved.pk}/").content.decode()
    )
    client.post(f"/exports/saved/{saved.pk}/run/")
    assert "Pauses" in client.get("/exports/saved/").content.decode()
