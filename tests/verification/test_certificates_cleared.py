"""What becomes of a certificate when its household is erased, or the time for keeping it is over."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enumerations.models import Enumeration, Household, RetentionNotice
from enumerations.rights import Route
from enumerations.services.retention import plan, retain, years_before
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from tests.privacy.outputs import tables_holding
from tests.verification.registers import Adopted
from verification.models import Certificate
from verification.services.certificate_facts import paper_of
from verification.services.certificate_works import ask_to_print, run
from verification.services.certificates import Terms, issue_one, reissue, revoke

pytestmark = pytest.mark.django_db
AGREED = Terms(names_agreed_on=date(2026, 11, 8))
PEOPLE = {"head_name": "Zawadi Mwakio", "head_id_kind": "national_id", "head_id_number": "27418852"}


def issued(adopted: Adopted, by: Any, number: int = 1, **said: Any) -> Certificate:
    held = adopted.household(number, **(PEOPLE | said))
    return issue_one(count=adopted.count, household=held.pk, terms=AGREED, by=by)


def wish(by: Any) -> Wish:
    return Wish(how=Route.OFFICE, on=date(2026, 11, 20), taken_by=by, reason="Asked to.")


def run_announced() -> None:
    """Announce, let the days pass, and clear."""
    retain()
    RetentionNotice.objects.update(found_at=timezone.now() - timedelta(days=15))
    retain()


@pytest.mark.parametrize("answers_stay", [True, False])
def test_erasing_revokes_and_leaves_nothing_to_know(
    answers_stay: bool, adopted: Adopted, subira: Any, tabitha: Any, client_of: Any
) -> None:
    first = issued(adopted, subira)
    made = reissue(certificate=first, terms=AGREED, reason="Mwakio was misspelt.", by=subira)
    other = issued(adopted, subira, 2, head_name="Somebody Else")
    assert first.household is not None
    work = ask_to_print(count=adopted.count, cluster=adopted.cluster, sheet="a5", by=subira)
    run(work.pk)
    work.refresh_from_db()
    kept = Path(work.file.path)
    assert kept.exists()
    erase(household=first.household, answers_stay=answers_stay, wish=wish(tabitha))
    for each in (first, made):
        each.refresh_from_db()
        assert (each.state, each.printed, each.household_id, each.structure_id) == (
            "revoked",
            None,
            None,
            None,
        )
        assert (each.revoked_because, each.names_agreed_on) == ("", None)
    assert made.revoked_on == timezone.localdate()
    assert made.revoked_by is None
    assert not kept.exists()
    assert "Revoked" in Client().get(f"/c/{made.token}/").content.decode()
    other.refresh_from_db()
    assert other.is_valid
    assert paper_of(other)
    held = tables_holding((b"mwakio",))
    assert {table for table in held if table.startswith("verification_")} == set()
    page = client_of(tabitha).get(f"/certificates/{made.pk}/").content.decode()
    assert "Its record is no longer held." in page
    assert "cannot be printed again" in page


def test_its_number_is_kept_while_a_certificate_stands(adopted: Adopted, subira: Any) -> None:
    held = issued(adopted, subira)
    without = adopted.household(2, **PEOPLE)
    gone = issued(adopted, subira, 3)
    revoke(certificate=gone, reason="Moved away.", by=subira)
    assert {(str(due.rule), due.households) for due in plan()} == {("id_numbers", 2)}
    run_announced()
    numbers = dict(Household.objects.values_list("pk", "head_id_number"))
    assert numbers == {held.household_id: "27418852", without.pk: None, gone.household_id: None}


def test_when_the_time_is_over_a_paper_stays_valid_and_can_no_longer_be_printed(
    adopted: Adopted, subira: Any
) -> None:
    made = issued(adopted, subira)
    over = years_before(timezone.localdate(), 6)
    Enumeration.objects.filter(pk=adopted.count.pk).update(adopted_on=over)
    run_announced()
    made.refresh_from_db()
    assert (made.state, made.printed, paper_of(made)) == ("valid", None, None)
    page = Client().get(f"/c/{made.token}/").content.decode()
    assert "Valid" in page
    assert tables_holding((b"zawadi",)) == {}
