"""Fetching: rights are asked anew every time, every fetch is written down, and files go when they must."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Enumeration
from enumerations.rights import Purpose, Route
from enumerations.services.rights.agreements import restrict, take_back
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from enumerations.signals import files_cleared
from reports.choices import ExportState
from reports.models import Export, SavedExport
from reports.products import Envelope
from reports.works.clear import clear_over
from settlements.shield import shield, unshield
from tests import factories
from tests.access.world import read
from tests.factories_reports import CONTENT, going_on, ready_export, saved_export
from tests.reports.engine.doing import WHY

pytestmark = pytest.mark.django_db


def file_of(export: Export) -> str:
    return f"/exports/{export.pk}/file/"


def said(answer: Any, client: Any) -> str:
    """What the page says to which one is sent."""
    return str(client.get(answer["Location"]).content.decode())


def state(export: Export) -> tuple[str, str]:
    export.refresh_from_db()
    return str(export.state), str(export.gone)


def test_the_file_comes_as_it_was_made(amina: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, amina)
    answer = client_of(amina).get(file_of(export), headers={"Accept-Encoding": "gzip"})
    assert read(answer) == CONTENT
    assert answer["Content-Disposition"] == 'attachment; filename="lines.txt"'
    assert "no-store" in answer["Cache-Control"]
    assert not answer.has_header("Content-Encoding")


def test_a_large_file_comes_in_parts_through_the_site(amina: Any, settlement: Any, client_of: Any) -> None:
    content = bytes(n * n % 253 for n in range(700_000))
    client, export = client_of(amina), ready_export(settlement, amina, content=content)
    got = b""
    while len(got) < len(content):
        answer = client.get(
            file_of(export),
            headers={"Range": f"bytes={len(got)}-{len(got) + 299_999}", "If-Range": export.etag},
        )
        assert answer.status_code == 206
        got += read(answer)
    assert got == content
    # Three parts are one fetch.
    assert AccessRecord.objects.filter(kind="downloaded").count() == 1


def test_each_fetch_is_written_down(tabitha: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, tabitha, Envelope.PERSONAL, reason=WHY)
    client = client_of(tabitha)
    for _time in range(2):
        read(client.get(file_of(export)))
    client.head(file_of(export))
    client.get(file_of(export), headers={"If-None-Match": export.etag})
    kept = AccessRecord.objects.filter(kind="downloaded", user=tabitha, settlement="KMT")
    assert (
        list(kept.values_list("subject", "reason")) == [(f"export {export.pk}", f"tiny, personal: {WHY}")] * 2
    )


def test_a_part_from_the_middle_is_written_down_too(amina: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, amina)
    read(client_of(amina).get(file_of(export), headers={"Range": "bytes=1-"}))
    assert AccessRecord.objects.filter(kind="downloaded").count() == 1


def test_who_has_it_already_is_told_so(amina: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, amina)
    answer = client_of(amina).get(file_of(export), headers={"If-None-Match": f'"x", {export.etag}'})
    assert (answer.status_code, answer["ETag"], answer.content) == (304, export.etag, b"")


# --- Rights that went ---------------------------------------------------------------------------------


def test_who_lost_the_role_gets_nothing(settlement: Any, client_of: Any) -> None:
    staff = factories.member_of(settlement, "staff")
    export, client = ready_export(settlement, staff, Envelope.STAFF), client_of(staff)
    read(client.get(file_of(export)))
    membership = staff.memberships.get()
    membership.role = "leader"
    membership.save()
    answer = client.get(file_of(export))
    assert answer.status_code == 302
    assert "Your role does not cover this" in said(answer, client)
    assert AccessRecord.objects.filter(kind="downloaded").count() == 1
    clear_over()
    assert state(export) == (ExportState.GONE, "access_ended")


def test_closed_records_close_the_file(subira: Any, settlement: Any, client_of: Any) -> None:
    export, client = ready_export(settlement, subira, Envelope.PERSONAL, reason=WHY), client_of(subira)
    closed = client.get(file_of(export))
    assert "The personal records are not open to you now: Kiamutisya." in said(closed, client)
    client.post("/settlements/KMT/records/", {"reason": "The family asked us"})
    assert read(client.get(file_of(export))) == CONTENT
    clear_over()
    assert state(export) == (ExportState.READY, "")


def test_what_the_product_refuses_now_is_not_handed_out(amina: Any, settlement: Any, client_of: Any) -> None:
    export, client = ready_export(settlement, amina), client_of(amina)
    Export.objects.filter(pk=export.pk).update(ask={**export.ask, "wrong": "refused"})
    assert "A placeholder is left. Fill it in." in said(client.get(file_of(export)), client)


def test_nobody_fetches_anothers(amina: Any, baraka: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, amina)
    assert client_of(baraka).get(file_of(export)).status_code == 404
    assert client_of(None).get(file_of(export)).status_code == 302


def test_what_is_not_there_is_said(amina: Any, settlement: Any, client_of: Any) -> None:
    client, waits = client_of(amina), going_on(settlement, amina)
    assert "The file is not ready yet." in said(client.get(file_of(waits)), client)
    lost = ready_export(settlement, amina)
    Path(lost.file.path).unlink()
    assert "The file was lost on the server." in said(client.get(file_of(lost)), client)
    assert state(lost) == (ExportState.GONE, "lost")
    over = ready_export(settlement, amina, expires_at=timezone.now() - timedelta(seconds=1))
    assert "The time for which files are kept is over." in said(client.get(file_of(over)), client)


# --- What must go -------------------------------------------------------------------------------------


@pytest.mark.parametrize("envelope", [Envelope.PUBLIC, Envelope.COUNTY, Envelope.STAFF])
def test_what_was_made_before_a_settlement_was_hidden_goes(
    envelope: Envelope, tabitha: Any, settlement: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other = ready_export(factories.SettlementFactory(), tabitha, envelope)
    export = ready_export(settlement, tabitha, envelope)
    path = Path(export.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        shield(settlement=settlement, user=tabitha, reason="Bulldozers")
    assert state(export) == (ExportState.GONE, "shielded")
    assert not path.exists()
    assert state(other) == (ExportState.READY, "")
    unshield(settlement=settlement, user=tabitha, reason="The court stopped it")
    assert state(export) == (ExportState.GONE, "shielded")


def test_a_file_that_was_begun_before_the_settlement_was_hidden_is_not_handed_out(
    tabitha: Any, settlement: Any, client_of: Any
) -> None:
    """Even where the switch was turned in the database itself."""
    export, client = ready_export(settlement, tabitha, Envelope.STAFF), client_of(tabitha)
    type(settlement).objects.filter(pk=settlement.pk).update(shielded_at=timezone.now())
    assert "was hidden after it was made" in said(client.get(file_of(export)), client)
    clear_over()
    assert state(export) == (ExportState.GONE, "shielded")


def test_nothing_reaches_the_county_from_a_hidden_settlement(
    tabitha: Any, settlement: Any, client_of: Any
) -> None:
    shield(settlement=settlement, user=tabitha, reason="Bulldozers")
    export, client = ready_export(settlement, tabitha, Envelope.COUNTY), client_of(tabitha)
    assert "Hidden because an eviction threatens: Kiamutisya." in said(client.get(file_of(export)), client)


@pytest.mark.parametrize(
    ("envelope", "stays"),
    [(Envelope.PUBLIC, True), (Envelope.COUNTY, False), (Envelope.STAFF, False), (Envelope.PERSONAL, False)],
)
def test_files_that_hold_an_erased_household_go(
    envelope: Envelope, stays: bool, tabitha: Any, settlement: Any
) -> None:
    count = factories.EnumerationFactory.create(settlement=settlement)
    household = factories.HouseholdFactory.create(enumeration=count)
    export = ready_export(settlement, tabitha, envelope, reason=WHY)
    waits = going_on(settlement, tabitha, envelope=envelope)
    erase(
        household=household,
        answers_stay=False,
        wish=Wish(how=Route.OFFICE, on=timezone.localdate(), taken_by=tabitha, reason="They asked"),
    )
    waits.refresh_from_db()
    assert (state(export)[0] == ExportState.READY, waits.generation == 0) == (stays, stays)


@pytest.mark.parametrize("deed", [
    lambda home, wish: restrict(household=home, wish=wish),
    lambda home, wish: take_back(household=home, purposes=[Purpose.COUNTED], wish=wish),
    lambda home, wish: take_back(household=home, purposes=[Purpose.CONTACT], wish=wish),
], ids=["restricted", "not counted", "not called"])  # fmt: skip
@pytest.mark.parametrize("envelope", [Envelope.PUBLIC, Envelope.COUNTY, Envelope.STAFF, Envelope.PERSONAL])
def test_files_go_that_use_a_household_as_it_wants_no_more(
    deed: Any, envelope: Envelope, tabitha: Any, settlement: Any, django_capture_on_commit_callbacks: Any
) -> None:
    household = factories.HouseholdFactory.create(
        enumeration=factories.EnumerationFactory.create(settlement=settlement)
    )
    export = ready_export(settlement, tabitha, envelope, reason=WHY)
    other = ready_export(factories.SettlementFactory(), tabitha, envelope, reason=WHY)
    waits = going_on(settlement, tabitha, envelope=envelope)
    path = Path(export.file.path)
    wish = Wish(how=Route.OFFICE, on=timezone.localdate(), taken_by=tabitha, reason="They asked")
    with django_capture_on_commit_callbacks(execute=True):
        deed(household, wish)
    stays = envelope == Envelope.PUBLIC
    waits.refresh_from_db()
    assert (state(export)[0] == ExportState.READY, path.exists(), waits.generation == 0) == (stays,) * 3
    assert state(export)[1] == ("" if stays else "erased")
    assert state(other)[0] == ExportState.READY


def test_when_the_time_of_a_count_is_over_its_files_go(tabitha: Any, settlement: Any) -> None:
    count = factories.EnumerationFactory.create(settlement=settlement)
    export = ready_export(settlement, tabitha, Envelope.STAFF)
    files_cleared.send(Enumeration, enumeration=count.pk)
    assert state(export) == (ExportState.GONE, "retention")


def test_a_saved_export_that_lost_its_file_is_made_anew_soon(tabitha: Any, settlement: Any) -> None:
    later = timezone.now() + timedelta(days=5)
    saved, _token = saved_export(settlement, tabitha, envelope=Envelope.STAFF, every="week", next_at=later)
    ready_export(settlement, tabitha, Envelope.STAFF, saved=saved, expires_at=None)
    shield(settlement=settlement, user=tabitha, reason="Bulldozers")
    assert SavedExport.objects.due(timezone.now()).get() == saved
