"""A worker makes the file: kept, told, refused, given up."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from reports.choices import ExportState
from reports.models import Export, SavedExport
from reports.products import Envelope
from reports.works.ask import cancel
from reports.works.clear import clear_over
from reports.works.failures import why_failed
from reports.works.fetching import refuse
from reports.works.run import MOST_ATTEMPTS, make
from reports.works.sweep import sweep
from reports.works.telling import Teller
from tests import factories
from tests.factories_reports import going_on, ready_export
from tests.reports.engine.doing import asked, made, worked_on
from tests.reports.tiny import SOMEBODY

pytestmark = pytest.mark.django_db


def folder_of(export: Export) -> Path:
    return Path(default_storage.path(f"exports/{export.pk}"))


def test_a_file_is_made_and_kept_for_its_time(amina: Any, settlement: Any, settings: Any) -> None:
    export = made(amina, settlement, lines=2)
    assert (export.state, export.title, export.name, export.rows) == (
        ExportState.READY, "Lines: Kiamutisya", "lines.txt", 2,
    )  # fmt: skip
    assert export.file.open().read() == b"line 0\nline 1\n"
    assert (export.size, export.sha256) == (14, hashlib.sha256(b"line 0\nline 1\n").hexdigest())
    assert export.ended_at is not None
    assert export.expires_at == export.ended_at + timedelta(days=settings.EXPORT_DAYS)
    path = Path(export.file.path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_names_are_kept_for_hours(tabitha: Any, settlement: Any, settings: Any) -> None:
    settings.EXPORT_PERSONAL_HOURS = 5
    export = made(tabitha, settlement, envelope=Envelope.PERSONAL)
    assert export.ended_at is not None
    assert export.expires_at == export.ended_at + timedelta(hours=5)


def test_twice_makes_it_once(amina: Any, settlement: Any) -> None:
    first = made(amina, settlement)
    again = worked_on(first)
    assert (again.attempts, again.file) == (1, first.file)


def test_it_is_told_how_far_it_is(amina: Any, settlement: Any) -> None:
    export = asked(amina, settlement)
    Export.objects.filter(pk=export.pk).update(
        state="working", started_at=timezone.now() - timedelta(seconds=30)
    )
    Teller(export).tell(25, 100)
    export.refresh_from_db()
    assert (export.done, export.total, export.share) == (25, 100, 25)
    assert export.seconds_left == pytest.approx(90, abs=2)
    assert export.left_in_words == "about 2 minutes left"
    Teller(export).tell(99, 100)
    export.refresh_from_db()
    assert export.left_in_words == "less than a minute left"


def test_nobody_knows_how_long_it_takes_before_it_has_begun(amina: Any, settlement: Any) -> None:
    export = asked(amina, settlement)
    assert (export.seconds_left, export.left_in_words, export.share) == (None, "", None)


# --- What goes wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ("unfinished", "unfinished", "A placeholder is left."),
        ("full", "disk_full", "The server has no room left for the file."),
        ("bug", "internal_error", "Something went wrong on our side. Nothing of the settlement has changed."),
        (
            "outside",
            "internal_error",
            "Something went wrong on our side. Nothing of the settlement has changed.",
        ),
    ],
)
def test_what_goes_wrong_is_said(
    wrong: str, code: str, sentence: str, amina: Any, settlement: Any, caplog: Any
) -> None:
    export = made(amina, settlement, wrong=wrong)
    assert (export.state, export.failed, export.file) == (ExportState.FAILED, code, "")
    assert [refusal.sentence for refusal in why_failed(export)] == [sentence]
    # Where it happened is written down, and nothing of what the error said.
    assert SOMEBODY not in caplog.text.lower()
    assert not folder_of(export).joinpath("work").exists()


def test_who_lost_the_right_meanwhile_gets_nothing(amina: Any, settlement: Any) -> None:
    export = asked(amina, settlement)
    amina.memberships.all().delete()
    assert (worked_on(export).state, export.failed) == (ExportState.FAILED, "not_yours")


def test_what_this_site_no_longer_makes_is_said(amina: Any, settlement: Any) -> None:
    export = going_on(settlement, amina, product="gold")
    assert (worked_on(export).state, export.failed) == (ExportState.FAILED, "unknown_product")


def test_what_stops_its_worker_again_and_again_is_given_up(amina: Any, settlement: Any) -> None:
    export = asked(amina, settlement)
    Export.objects.filter(pk=export.pk).update(attempts=MOST_ATTEMPTS, state="working")
    assert (worked_on(export).state, export.failed) == (ExportState.FAILED, "too_many_attempts")


def test_a_cancelled_one_is_not_made(amina: Any, settlement: Any) -> None:
    export = asked(amina, settlement)
    assert cancel(export)
    assert not cancel(export)
    assert (worked_on(export).state, export.attempts) == (ExportState.CANCELLED, 0)


def test_one_that_is_cancelled_while_it_is_made_stops(amina: Any, settlement: Any) -> None:
    export = made(amina, settlement, wrong="cancelled")
    assert (export.state, export.attempts, export.done, export.file) == (ExportState.CANCELLED, 1, 0, "")
    assert not folder_of(export).joinpath("work").exists()


def test_what_was_cleared_while_it_was_read_is_read_again(tabitha: Any, settlement: Any) -> None:
    export = made(tabitha, settlement, wrong="erased")
    assert (export.state, export.generation) == (ExportState.WAITING, 1)
    assert worked_on(export).state == ExportState.READY


# --- Waiting ------------------------------------------------------------------------------------------


def test_what_shows_no_sign_of_life_is_queued_again(amina: Any, settlement: Any, settings: Any) -> None:
    long_ago = timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS + 1)
    stalled = going_on(settlement, amina, state="working", touched_at=long_ago)
    going_on(factories.SettlementFactory(), amina)
    assert sweep() == [stalled.pk]
    assert sweep() == []


def test_of_those_that_wait_the_oldest_are_called(amina: Any, settings: Any) -> None:
    settings.EXPORT_WORKERS = 1
    long_ago = timezone.now() - timedelta(hours=1)
    waiting = [
        going_on(factories.SettlementFactory(), amina, touched_at=long_ago, asked_at=timezone.now() - age)
        for age in (timedelta(minutes=1), timedelta(minutes=9))
    ]
    assert sweep() == [waiting[1].pk]


def test_where_all_places_are_taken_it_waits(amina: Any, settlement: Any, settings: Any) -> None:
    settings.EXPORT_WORKERS = 0
    assert worked_on(asked(amina, settlement)).state == ExportState.WAITING


# --- Mail ---------------------------------------------------------------------------------------------


def test_who_waits_long_gets_a_mail_with_a_link_and_no_data(
    amina: Any, settlement: Any, settings: Any
) -> None:
    settings.SITE_URL = "https://pamoja.example"
    export = asked(amina, settlement, mail=True)
    Export.objects.filter(pk=export.pk).update(asked_at=F("asked_at") - timedelta(minutes=2))
    worked_on(export)
    make(export.pk)
    (sent,) = mail.outbox
    assert sent.to == ["amina@example.org"]
    assert f"https://pamoja.example/exports/{export.pk}/" in sent.body
    assert "Kiamutisya" not in f"{sent.subject} {sent.body}"


def test_who_still_sits_there_gets_none(amina: Any, settlement: Any) -> None:
    worked_on(asked(amina, settlement, mail=True))
    assert mail.outbox == []


def test_a_mail_in_the_language_of_its_reader_says_that_it_failed(amina: Any, settlement: Any) -> None:
    export = asked(amina, settlement, mail=True, wrong="unfinished")
    Export.objects.filter(pk=export.pk).update(asked_at=F("asked_at") - timedelta(minutes=2))
    worked_on(export)
    assert mail.outbox[0].subject == "Pamoja: your file could not be made"


# --- In time ------------------------------------------------------------------------------------------


def test_a_file_whose_time_is_over_goes(
    amina: Any, settlement: Any, django_capture_on_commit_callbacks: Any
) -> None:
    over = ready_export(settlement, amina, expires_at=timezone.now() - timedelta(seconds=1))
    kept = ready_export(settlement, amina)
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_over() == 1
    over.refresh_from_db()
    assert (over.state, over.gone, over.file) == (ExportState.GONE, "expired", "")
    assert not folder_of(over).exists()
    refuse(kept, amina)


def test_the_list_forgets_after_a_season(amina: Any, settlement: Any) -> None:
    old = timezone.now() - timedelta(days=91)
    gone = going_on(settlement, amina, state="cancelled", asked_at=old)
    kept = ready_export(settlement, amina, asked_at=old)
    clear_over()
    assert list(Export.objects.all()) == [kept]
    assert not Export.objects.filter(pk=gone.pk).exists()


def test_what_a_killed_worker_left_goes(amina: Any, settlement: Any) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    left = going_on(settlement, amina, state="cancelled", touched_at=long_ago)
    folder = folder_of(left) / "work"
    folder.mkdir(parents=True)
    folder.joinpath("half").write_text("half")
    nobodys = folder_of(left).with_name("999999999")
    nobodys.mkdir()
    clear_over()
    assert not folder_of(left).exists()
    assert not nobodys.exists()


def test_who_is_out_waits_for_nothing(amina: Any, settlement: Any) -> None:
    waits, ready = going_on(settlement, amina), ready_export(settlement, amina)
    amina.is_active = False
    amina.save()
    clear_over()
    assert set(Export.objects.values_list("pk", "state")) == {(waits.pk, "cancelled"), (ready.pk, "gone")}
    assert SavedExport.objects.count() == 0
