"""The desk corrects a record: judged as the intake judges, written down, and kept from older files."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AccessRecord
from enumerations.models import Household, Person, RightsRequest, TenureClaim
from tests.enumerations.rows import as_xlsx
from tests.pages.desk import DESK, PEOPLE, ROWS, SAID, of, text

pytestmark = pytest.mark.django_db


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
