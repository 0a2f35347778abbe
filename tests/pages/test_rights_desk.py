"""The desk for people who ask about their data: who gets in, what is shown, taken back, erased, printed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Household, RightsRequest, Withdrawal
from enumerations.rights import Purpose
from tests import factories
from tests.pages.desk import DESK, SAID, ClientOf, deed, of, text

pytestmark = pytest.mark.django_db

Addresses = tuple[list[str], list[str]]


@pytest.fixture
def addresses(zawadi: Household, staff: Client) -> Addresses:
    """Every page of the desk that can be read, and every one that takes something; of what is there."""
    staff.post(of(zawadi), deed("withdraw", purposes=["consent_list"]))
    staff.post(of(zawadi), deed("note", kind="see"))
    asked, taken = RightsRequest.objects.unanswered().get(), Withdrawal.objects.get()
    both = [DESK, of(zawadi), of(zawadi, "correct/"), f"{DESK}agreements/{taken.pk}/"]
    slip = f"{DESK}requests/{asked.pk}/"
    return [*both, slip], [*both, f"{DESK}nothing/", f"{slip}close/"]


def answers(client: Client, addresses: Addresses) -> set[int]:
    pages, writes = addresses
    asked = [client.get(page) for page in pages] + [client.post(page, SAID) for page in writes]
    return {answer.status_code for answer in asked}


@pytest.mark.parametrize("who", ["amina", "baraka", "wairimu", "chebet"])
def test_nobody_but_the_office_finds_the_desk(
    who: str, addresses: Addresses, client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    before = RightsRequest.objects.count()
    assert answers(client_of(request.getfixturevalue(who)), addresses) == {404}
    assert RightsRequest.objects.count() == before


def test_a_stranger_is_sent_to_sign_in(addresses: Addresses, client: Client) -> None:
    assert answers(client, addresses) == {302}


def test_the_office_of_another_settlement_finds_nothing(addresses: Addresses, client_of: ClientOf) -> None:
    elsewhere = factories.SettlementFactory.create(code="MSH")
    client = client_of(factories.member_of(elsewhere, "data_manager"))
    assert answers(client, addresses) == {404}
    pages, writes = ([page.replace("KMT", "MSH") for page in half if page != DESK] for half in addresses)
    assert answers(client, (pages, [page for page in writes if "nothing" not in page])) == {404}


def test_staff_give_a_reason_before_they_see_anybody(
    zawadi: Household, subira: Any, client_of: ClientOf
) -> None:
    client = client_of(subira)
    assert "Zawadi" not in text(client.get(DESK))
    for answer in (
        client.post(DESK, {"words": "Zawadi"}),
        client.get(of(zawadi)),
        client.get(of(zawadi, "correct/")),
    ):
        assert answer.status_code == 302
        assert answer["location"].startswith("/settlements/KMT/records/?next=")
    assert client.post(of(zawadi), deed("erase", answers="gone", sure="on")).status_code == 302
    assert Household.objects.filter(pk=zawadi.pk).exists()


# --- Find and show --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["KMT/A/1/01", "kmt / a / 01", "A/1/1", "Zawadi", "mwakio", "Neema", "0722 000 111", "+254722000111"],
)
def test_a_household_is_found_by_number_door_name_or_phone(
    words: str, zawadi: Household, staff: Client
) -> None:
    assert of(zawadi) in text(staff.post(DESK, {"words": words}))
    assert AccessRecord.objects.filter(kind="searched").count() == 1


@pytest.mark.parametrize("words", ["KMT/A/2", "Otieno", "0733000111", "%", "\x00a", "' OR 1=1", "A" * 99])
def test_nothing_else_is(words: str, zawadi: Household, staff: Client) -> None:
    answer = staff.post(DESK, {"words": words})
    assert answer.status_code in {200, 422}
    assert of(zawadi) not in text(answer)


def test_everything_held_is_shown_with_its_label(zawadi: Household, manager: Client) -> None:
    page = text(manager.get(of(zawadi)))
    for shown in (
        "Name of the household head", "Zawadi Mwakio", "0722000111", "27418852", "behind the red kiosk",
        "wn_question", "nickname", "Neema", "Rent per month, KES", "2,500", "Public tap or standpipe",
        "-1.26100, 36.84700", "Tenant", f"Batch {zawadi.batch_id}",
    ):  # fmt: skip
        assert shown in page
    assert AccessRecord.objects.filter(kind="read", subject=f"household {zawadi.pk}").count() == 1
    assert "A personal record read" in text(manager.get(of(zawadi)))


def test_staff_learn_that_an_identity_number_is_held_and_not_which(zawadi: Household, staff: Client) -> None:
    page = text(staff.get(of(zawadi)))
    assert "0722000111" in page
    assert "27418852" not in page
    assert "-1.26100" not in page
    assert "held; a data manager can show it" in page


# --- Deeds ----------------------------------------------------------------------------------------


def test_a_withdrawal_leads_to_its_slip(zawadi: Household, staff: Client) -> None:
    answer = staff.post(of(zawadi), deed("withdraw", purposes=[Purpose.COUNTED, Purpose.CONTACT]))
    slip = text(staff.get(answer["location"]))
    assert "Take back an agreement" in slip
    assert "odpc.go.ke" in slip
    taken = Withdrawal.objects.get()
    assert "being counted" in text(staff.get(of(zawadi)))
    assert staff.post(f"{DESK}agreements/{taken.pk}/", SAID).status_code == 302
    zawadi.refresh_from_db()
    assert zawadi.consent is True


@pytest.mark.parametrize("answers", ["gone", "stay"])
def test_an_erasure_says_what_remains_and_names_nobody(
    answers: str, zawadi: Household, staff: Client
) -> None:
    batch = zawadi.created_by_batch
    answer = staff.post(of(zawadi), deed("erase", answers=answers, sure="on"))
    page = staff.get(answer["location"]).content.decode()
    assert f"Batch {batch.pk}" in page
    assert "kept until 5 years after the count is adopted" in page
    assert "Zawadi" not in page
    assert staff.get(of(zawadi)).status_code == (404 if answers == "gone" else 200)
    assert of(zawadi) not in text(staff.post(DESK, {"words": "Zawadi"}))
    assert "KMT/A/1/01" in text(staff.get(DESK))


def test_restricting_and_using_again(zawadi: Household, staff: Client) -> None:
    staff.post(of(zawadi), deed("restrict"))
    assert "Restricted since" in text(staff.get(of(zawadi)))
    staff.post(of(zawadi), deed("release"))
    assert "Restricted since" not in text(staff.get(of(zawadi)))


def test_a_request_for_later_is_due_in_thirty_days_and_shown_when_late(
    zawadi: Household, staff: Client
) -> None:
    staff.post(of(zawadi), deed("note", kind="see"))
    asked = RightsRequest.objects.get()
    assert (str(asked.due_on), asked.outcome) == ("2026-11-19", "open")
    RightsRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "was due on" in text(staff.get(DESK))
    slip = text(staff.get(f"{DESK}requests/{asked.pk}/"))
    assert "0722000111" in slip
    closed = staff.post(f"{DESK}requests/{asked.pk}/close/", {"outcome": "done", "reason": "Given the slip"})
    assert closed.status_code == 302
    asked.refresh_from_db()
    assert asked.outcome == "done"
    assert "No request waits" in text(staff.get(DESK))
    assert staff.post(f"{DESK}requests/{asked.pk}/close/").status_code == 404


def test_who_is_not_held_gets_a_slip_too(staff: Client) -> None:
    sent = {f"nothing-{name}": value for name, value in (SAID | {"kind": "see"}).items()}
    answer = staff.post(f"{DESK}nothing/", sent)
    assert "Nothing was found about you" in text(staff.get(answer["location"]))
    assert staff.post(f"{DESK}nothing/", {}).status_code == 302
    assert RightsRequest.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        deed("erase", answers="gone"),
        deed("erase", answers="all", sure="on"),
        deed("withdraw"),
        deed("withdraw", purposes=["phone"]),
        deed("restrict", on="2999-01-01"),
        deed("restrict", reason=" "),
        deed("restrict", how="dream"),
        {"deed": "burn"},
        {},
    ],
)
def test_what_is_not_said_in_full_does_nothing(sent: Any, zawadi: Household, staff: Client) -> None:
    before = list(Household.objects.values())
    answer = staff.post(of(zawadi), sent)
    assert answer.status_code == 422
    text(answer)
    assert list(Household.objects.values()) == before
    assert not RightsRequest.objects.exists()
