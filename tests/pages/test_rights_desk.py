"""The desk for people who ask about their data: who gets in, what is shown, corrected, erased, printed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Household, Person, RightsRequest, TenureClaim, Withdrawal
from enumerations.rights import Purpose
from enumerations.services.disclosure import open_records
from settlements.models import Settlement
from tests import factories
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.pages.markup import faults_of

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Any], Client]
DESK = "/settlements/KMT/rights/"
SAID = {"how": "phone", "on": "2026-10-20", "reason": "Called the office"}
ROWS = [
    household(
        head_name="Zawadi Mwakio",
        phone="0722000111",
        head_id_kind="national_id",
        head_id_number="27418852",
        note="behind the red kiosk",
        own_question="nickname",
    )
]
PEOPLE = [person(name="Zawadi Mwakio"), child(name="Neema")]


@pytest.fixture
def send(settlement: Settlement, baraka: Any) -> Callable[..., Any]:
    """Send a file to the count as Baraka, and work on it at once."""
    from django.contrib.gis.geos import MultiPolygon, Polygon
    from django.core.files.base import ContentFile

    from enumerations.services.batches import create_batch
    from enumerations.services.run import run_batch

    Settlement.objects.filter(pk=settlement.pk).update(
        boundary=MultiPolygon(Polygon.from_bbox((36.845, -1.263, 36.849, -1.259)))
    )
    cluster = factories.ClusterFactory(settlement=settlement, code="A")
    factories.StructureFactory(
        settlement=settlement, cluster=cluster, code="KMT/A/1", location=Point(36.8471, -1.2610)
    )
    count = factories.EnumerationFactory.create(settlement=settlement)

    def _send(content: bytes, **options: Any) -> Any:
        file = ContentFile(content, name="a.xlsx")
        batch = create_batch(enumeration=count, user=baraka, upload=file, name="a.xlsx", **options)
        run_batch(batch.pk)
        batch.refresh_from_db()
        return batch

    return _send


@pytest.fixture
def zawadi(send: Any) -> Household:
    assert send(as_xlsx(ROWS, PEOPLE)).created == 1
    return Household.objects.get()


@pytest.fixture
def staff(subira: Any, settlement: Settlement, client_of: ClientOf) -> Client:
    """Subira, who gave a reason."""
    open_records(subira, settlement, "Zawadi asked for her data")
    return client_of(subira)


@pytest.fixture
def manager(tabitha: Any, client_of: ClientOf) -> Client:
    return client_of(tabitha)


def of(held: Household, more: str = "") -> str:
    return f"{DESK}households/{held.pk}/{more}"


def deed(name: str, **more: Any) -> dict[str, Any]:
    return {"deed": name} | {f"{name}-{field}": value for field, value in (SAID | more).items()}


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    assert faults_of(page) == []
    return page


# --- Who gets in ----------------------------------------------------------------------------------


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


# --- Correct --------------------------------------------------------------------------------------


def filled(client: Client, held: Household, **changes: Any) -> dict[str, Any]:
    """The correction form as the page shows it, with these changes."""
    forms = client.get(of(held, "correct/")).context["forms"]
    sent = {
        form.add_prefix(name): form.get_initial_for_field(field, name)
        for form in forms.all
        for name, field in form.fields.items()
    }
    sent = {name: value for name, value in sent.items() if value not in (None, False, "", [""])}
    return sent | SAID | changes


def test_a_correction_is_judged_written_and_logged(zawadi: Household, staff: Client) -> None:
    changes = {
        "own-head_name": "Zawadi Wanjiku",
        "own-rooms_used": "2",
        "line2-age": "3",
        "line2-school_status": "in_school",
    }
    answer = staff.post(of(zawadi, "correct/"), filled(staff, zawadi, **changes))
    request = RightsRequest.objects.get()
    assert answer["location"] == f"{DESK}requests/{request.pk}/"
    assert (request.kind, request.outcome) == ("correct", "done")
    zawadi.refresh_from_db()
    assert (zawadi.head_name, zawadi.rooms_used, zawadi.phone) == ("Zawadi Wanjiku", 2, "0722000111")
    assert (zawadi.head_id_number, getattr(zawadi.location, "coords", None)) == (
        "27418852",
        (36.8470, -1.2610),
    )
    assert list(zawadi.persons.values_list("line_no", "age", "name")) == [
        (1, 34, "Zawadi Mwakio"), (2, 3, "Neema"),
    ]  # fmt: skip
    assert zawadi.corrected_at is not None
    assert AccessRecord.objects.get(kind="corrected").reason == "Called the office"
    assert TenureClaim.objects.get(household=zawadi, person__line_no=1)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(zawadi: Household, staff: Client) -> None:
    changes = {
        "own-rooms_used": "99", "own-phone": "12", "own-years_in_structure": "20", "own-members_total": "5",
        "line2-age": "200", "line2-relation": "head", "reason": "",
    }  # fmt: skip
    before = list(Household.objects.values()), list(Person.objects.values())
    first = staff.post(of(zawadi, "correct/"), filled(staff, zawadi, **changes))
    assert (first.status_code, list(first.context["forms"].wish.errors)) == (422, ["reason"])
    answer = staff.post(of(zawadi, "correct/"), filled(staff, zawadi, **changes | SAID))
    assert answer.status_code == 422
    forms = answer.context["forms"]
    assert set(forms.own.errors) >= {"rooms_used", "phone", "years_in_structure", "members_total"}
    assert "age" in forms.roster[2].errors
    assert (list(Household.objects.values()), list(Person.objects.values())) == before
    text(answer)


def test_people_can_be_added_removed_and_change_places(zawadi: Household, staff: Client) -> None:
    changes = {
        "line1-removed": "on", "line2-relation": "head", "line2-age": "22",
        "line2-school_status": "left_completed", "line2-activity": "working", "own-members_total": "2",
        "line3-name": "Baby", "line3-relation": "son_daughter", "line3-sex": "female", "line3-age": "0",
        "own-years_in_settlement": "5", "own-years_in_structure": "4",
    }  # fmt: skip
    answer = staff.post(of(zawadi, "correct/"), filled(staff, zawadi, **changes))
    assert answer.status_code == 302, answer.context["forms"].own.errors
    assert list(zawadi.persons.values_list("line_no", "relation", "name")) == [
        (2, "head", "Neema"), (3, "son_daughter", "Baby"),
    ]  # fmt: skip


def test_what_staff_may_not_see_keeps_no_correction_out(zawadi: Household, staff: Client) -> None:
    Household.objects.update(location=None)
    answer = staff.post(of(zawadi, "correct/"), filled(staff, zawadi, **{"own-rooms_used": "2"}))
    assert answer.status_code == 302
    assert Household.objects.get().rooms_used == 2


def test_an_old_file_does_not_undo_a_correction(zawadi: Household, staff: Client, send: Any) -> None:
    staff.post(of(zawadi, "correct/"), filled(staff, zawadi, **{"own-head_name": "Zawadi Wanjiku"}))
    again = send(as_xlsx(ROWS, PEOPLE))
    assert (again.conflict, set(again.issues.values_list("code", flat=True))) == (1, {"corrected_by_request"})
    zawadi.refresh_from_db()
    assert zawadi.head_name == "Zawadi Wanjiku"
    send(as_xlsx(ROWS, PEOPLE), replace_conflicts=True)
    zawadi.refresh_from_db()
    assert zawadi.head_name == "Zawadi Mwakio"


def test_a_correction_of_nothing_changes_nothing(zawadi: Household, staff: Client, manager: Client) -> None:
    def held() -> list[Any]:
        households = Household.objects.values(
            *(f.name for f in Household._meta.fields if f.name != "corrected_at")
        )
        return [*households, *Person.objects.values()]

    before = held()
    for client in (staff, manager):
        assert client.post(of(zawadi, "correct/"), filled(client, zawadi)).status_code == 302
    assert held() == before


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


# --- The privacy page -----------------------------------------------------------------------------


def test_anybody_reads_who_answers_for_the_data_and_who_sees_what(
    client: Client, db: None, settings: Any
) -> None:
    settings.PRIVACY_CONTROLLER, settings.PRIVACY_CONTACT = "Pamoja Trust", "data@example.org"
    settings.ODPC_REGISTRATION, settings.HOSTING_LOCATION = "12-345-678", "Nairobi, own server"
    settings.ODPC_EXPIRES_ON = timezone.localdate() + timedelta(days=30)
    page = text(client.get("/privacy/"))
    for shown in ("Pamoja Trust", "data@example.org", "12-345-678", "Nairobi, own server", "5 years"):
        assert shown in page
    restricted = page.split("Data managers alone")[1].split("<h2>")[0]
    assert "umber of the document" in restricted
    assert "expires on" not in page
    assert 'href="/privacy/"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("number", "days", "warned"),
    [("", None, True), ("1", None, True), ("1", 59, True), ("1", -1, True), ("1", 61, False)],
)
def test_staff_are_warned_of_a_certificate_that_ends(
    number: str,
    days: int | None,
    warned: bool,
    subira: Any,
    settlement: Any,
    client_of: ClientOf,
    settings: Any,
) -> None:
    settings.ODPC_REGISTRATION = number
    settings.ODPC_EXPIRES_ON = None if days is None else timezone.localdate() + timedelta(days=days)
    for address in ("/privacy/", DESK):
        assert ('<div class="note warn"><p>!' in text(client_of(subira).get(address))) is warned
