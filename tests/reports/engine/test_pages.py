"""The pages of exports: what can be asked for, what it will be, why, how far it is, and what to do."""

from typing import Any

import pytest

from accounts.models import AccessRecord
from reports.models import Export
from reports.products import Envelope
from reports.works.run import make
from settlements.shield import shield
from tests.factories_reports import going_on, ready_export
from tests.reports.engine.doing import WHY

pytestmark = pytest.mark.django_db
LIST = "/exports/"
NEW = "/exports/new/tiny/"
PART = {"HX-Request": "true"}


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def chosen(envelope: Envelope = Envelope.PUBLIC, **more: str) -> dict[str, str]:
    return {"settlements": "KMT", "envelope": str(int(envelope)), **more}


# --- The list -----------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(amina: Any, settlement: Any, client_of: Any) -> None:
    page = text(client_of(amina).get(LIST))
    assert "No file yet. Choose above what you want to take away." in page
    assert f'href="{NEW}"' in page
    assert "htmx.min.js" not in page


def test_the_list_shows_what_is_made_and_what_there_is(
    amina: Any, baraka: Any, settlement: Any, client_of: Any
) -> None:
    ready_export(settlement, baraka, name="barakas.txt")
    ready, waits = (
        ready_export(settlement, amina),
        going_on(settlement, amina, done=3, total=4, state="working"),
    )
    page = text(client_of(amina).get(LIST))
    assert f'hx-get="{LIST}" hx-trigger="every 3s"' in page
    assert 'value="75"' in page
    assert (
        page.count(f'href="{waits.get_absolute_url()}"')
        == page.count(f'href="{ready.get_absolute_url()}"')
        == 1
    )
    part = text(client_of(amina).get(LIST, headers=PART))
    assert "<html" not in part
    assert "3 of 4" in part
    Export.objects.filter(pk=waits.pk).update(state="cancelled")
    ended = text(client_of(amina).get(LIST, headers=PART))
    assert "hx-trigger" not in ended
    assert "Nothing is being made any more." in ended


def test_a_long_list_asks_little_of_the_database(
    amina: Any, settlement: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    for _n in range(25):
        ready_export(settlement, amina)
    client = client_of(amina)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert "Page 1 of 2" in text(client.get(LIST))


def test_whoever_is_signed_out_meanwhile_is_led_to_the_door(client_of: Any, db: None) -> None:
    for page in (LIST, NEW):
        answer = client_of(None).get(page, headers=PART)
        assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


# --- Asking -------------------------------------------------------------------------------------------


def test_an_address_fills_the_form_in(amina: Any, settlement: Any, client_of: Any) -> None:
    page = text(client_of(amina).get(NEW, {"lines": "7", "envelope": "1"}))
    assert 'value="7"' in page
    assert "What you choose" not in page
    assert "<details><summary>More choices</summary>" in page


def test_asking_leads_to_the_file(amina: Any, settlement: Any, client_of: Any) -> None:
    client = client_of(amina)
    answer = client.post(NEW, chosen(lines="2", mail="on"))
    export = Export.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/exports/{export.pk}/")
    assert (export.ask["lines"], export.mail) == (2, True)
    going = text(client.get(answer["Location"]))
    assert "Waiting for its turn" in going
    assert 'hx-trigger="every 2s"' in going
    assert "we write to you when it takes long" in going
    make(export.pk)
    ended = text(client.get(answer["Location"], headers=PART))
    assert f'href="/exports/{export.pk}/file/"' in ended
    assert "hx-trigger" not in ended
    assert "2 rows." in ended


def test_what_is_missing_is_marked(amina: Any, settlement: Any, client_of: Any) -> None:
    page = text(client_of(amina).post(NEW, {"envelope": "1", "lines": "0"}), 422)
    assert "Please look at the marked answers." in page
    assert "<details open><summary>More choices</summary>" in page
    assert not Export.objects.exists()


def test_what_it_will_be_is_said_while_choosing(amina: Any, settlement: Any, client_of: Any) -> None:
    client = client_of(amina)
    public = text(client.post(NEW, chosen(), headers=PART))
    assert "Lines: Kiamutisya" in public
    assert "Small numbers are hidden" in public
    staff = text(client.post(NEW, chosen(Envelope.STAFF), headers=PART))
    assert "Your role does not cover this" in staff
    assert "Lines:" not in text(client.post(NEW, {"envelope": "1"}, headers=PART))


def test_where_people_are_named_it_is_asked_why(tabitha: Any, settlement: Any, client_of: Any) -> None:
    client = client_of(tabitha)
    asks = text(client.post(NEW, chosen(Envelope.PERSONAL, mail="on")))
    assert "Why do you need this file?" in asks
    assert '<input type="hidden" name="settlements" value="KMT">' in asks
    assert not Export.objects.exists()
    again = chosen(Envelope.PERSONAL, mail="on", step="reason")
    assert "Why do you need" in text(client.post(NEW, {**again, "reason": "x"}), 422)
    assert client.post(NEW, {**again, "reason": WHY}).status_code == 302
    export = Export.objects.get()
    assert (export.reason, export.mail) == (WHY, True)
    page = text(client.get(export.get_absolute_url()))
    assert WHY in page
    assert "Delete it when that is done" in page


def test_staff_are_led_to_open_the_records(subira: Any, settlement: Any, client_of: Any) -> None:
    client = client_of(subira)
    page = text(client.post(NEW, chosen(Envelope.PERSONAL)), 422)
    assert 'href="/settlements/KMT/records/?next=%2Fexports%2Fnew%2Ftiny%2F%3F' in page
    client.post("/settlements/KMT/records/", {"reason": "The family asked us"})
    assert "Why do you need this file?" in text(client.post(NEW, chosen(Envelope.PERSONAL)))


def test_what_the_product_refuses_is_said_with_its_remedy(
    amina: Any, settlement: Any, client_of: Any
) -> None:
    page = text(client_of(amina).post(NEW, chosen(wrong="refused")), 422)
    assert "A placeholder is left." in page
    assert "Fill it in." in page


def test_too_many_at_once_are_refused(amina: Any, settlement: Any, client_of: Any, settings: Any) -> None:
    settings.EXPORTS_AT_ONCE = 0
    assert "Wait until one is ready, or cancel one." in text(client_of(amina).post(NEW, chosen()), 422)


def test_odd_signs_are_no_error(amina: Any, settlement: Any, client_of: Any) -> None:
    answer = client_of(amina).post(NEW, {"settlements": "K\x00MT\x00", "envelope": "1\x00", "reason": "\x00"})
    assert answer.status_code == 302


def test_nobody_asks_for_what_there_is_not(amina: Any, client_of: Any) -> None:
    assert client_of(amina).get("/exports/new/gold/").status_code == 404


# --- One of them --------------------------------------------------------------------------------------


def test_it_is_cancelled(amina: Any, settlement: Any, client_of: Any) -> None:
    export, client = going_on(settlement, amina), client_of(amina)
    page = text(client.post(f"{export.get_absolute_url()}cancel/", follow=True))
    assert "It was cancelled, and nothing is kept of it." in page


def test_it_is_asked_for_again(tabitha: Any, settlement: Any, client_of: Any) -> None:
    old = ready_export(settlement, tabitha, Envelope.PERSONAL, reason=WHY)
    client, again = client_of(tabitha), f"{old.get_absolute_url()}again/"
    page = text(client.post(again))
    assert "Why do you need this file?" in page
    assert WHY in page  # to be said again, or otherwise
    assert "Why do you need" in text(client.post(again, {"reason": "x"}), 422)
    assert not Export.objects.exclude(pk=old.pk).exists()
    today = "The ward asks for it once more"
    client.post(again, {"reason": today})
    new = Export.objects.exclude(pk=old.pk).get()
    assert (new.ask, new.reason, new.state) == (old.ask, today, "waiting")
    assert AccessRecord.objects.filter(kind="exported", reason=f"tiny, personal: {today}").count() == 1


def test_one_without_names_is_made_again_at_once(amina: Any, settlement: Any, client_of: Any) -> None:
    old = ready_export(settlement, amina)
    client_of(amina).post(f"{old.get_absolute_url()}again/")
    assert Export.objects.exclude(pk=old.pk).get().ask == old.ask


def test_it_is_deleted(amina: Any, settlement: Any, client_of: Any) -> None:
    export, client = ready_export(settlement, amina), client_of(amina)
    page = text(client.post(f"{export.get_absolute_url()}delete/", follow=True))
    assert "The file is deleted from the server." in page
    assert "You deleted it." in text(client.get(export.get_absolute_url()))


def test_one_that_failed_says_why_and_what_to_do(amina: Any, settlement: Any, client_of: Any) -> None:
    export = going_on(settlement, amina, state="failed", failed="disk_full")
    page = text(client_of(amina).get(export.get_absolute_url()))
    assert "The server has no room left for the file." in page
    assert "Ask for it again" in page


def test_those_before_it_are_counted(amina: Any, baraka: Any, settlement: Any, client_of: Any) -> None:
    going_on(settlement, baraka)
    export = going_on(settlement, amina)
    assert "1 is before yours." in text(client_of(amina).get(export.get_absolute_url()))


def test_one_of_a_hidden_settlement_is_gone(amina: Any, settlement: Any, client_of: Any) -> None:
    export = ready_export(settlement, amina)
    shield(settlement=settlement, user=amina, reason="Bulldozers")
    page = text(client_of(amina).get(export.get_absolute_url()))
    assert "A settlement in it was hidden after it was made." in page
    assert "Fetch the file" not in page


def test_who_gives_it_to_the_county_is_led_to_where_that_is_written_down(
    subira: Any, settlement: Any, client_of: Any
) -> None:
    client = client_of(subira)
    given, kept = (ready_export(settlement, subira, each) for each in (Envelope.COUNTY, Envelope.STAFF))
    link = f'href="/hand-overs/new/?export={given.pk}"'
    assert link in text(client.get(given.get_absolute_url()))
    assert "/hand-overs/new/" not in text(client.get(kept.get_absolute_url()))
