"""When a household's names go, whatever objections keep of it goes too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from enumerations.models import Enumeration, Household
from enumerations.rights import Route
from enumerations.services.retention import retain
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from tests.factories_verification import HearingFactory, ObjectionFactory, ObjectionFileFactory
from tests.verification.objections.conftest import verdict
from verification.models import Correction, Objection

pytestmark = pytest.mark.django_db
SECRETS = ("Neema Mwakio", "That is not", "Zawadi", "The panel saw", "Mama Neema", "elders of village")


def kept() -> str:
    """All that the tables of objections hold, as text; what is encrypted is looked at by itself."""
    tables = ("objection", "objectionevent", "hearing", "objectionfile", "correction")
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM verification_{table} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


@pytest.fixture
def decided(zawadi: Household, client_of: Any, tabitha: Any) -> Objection:
    """An objection with everything that can be kept of it: decided, and a name corrected."""
    objection: Objection = ObjectionFactory.create(household=zawadi)
    HearingFactory.create(objection=objection, present="Mama Neema", note="Zawadi said so.")
    ObjectionFileFactory.create(objection=objection)
    people = {f"line{person.line_no}-name": str(person.name) for person in zawadi.persons.all()} | {
        "own-head_name": "Zawadi Mwakyo"
    }
    answer = client_of(tabitha).post(f"/objections/{objection.pk}/decide/", verdict(**people))
    assert answer.status_code == 302
    return objection


@pytest.mark.parametrize("answers_stay", [True, False])
def test_an_erased_household_leaves_that_there_was_an_objection(
    decided: Objection, zawadi: Household, subira: Any, answers_stay: bool,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    path = Path(decided.files.get().file.path)
    assert path.exists()
    assert all(secret in kept() for secret in ("Neema Mwakio", "The panel saw"))
    wish = Wish(how=Route.PHONE, on=decided.heard_on, taken_by=subira, reason="Called the office")
    with django_capture_on_commit_callbacks(execute=True):
        erase(household=zawadi, answers_stay=answers_stay, wish=wish)
    assert [secret for secret in SECRETS if secret in kept()] == []
    assert not path.exists()
    decided.refresh_from_db()
    assert (decided.phone, decided.household_id, decided.cleared_at is not None) == (None, None, True)
    assert (decided.state, decided.outcome, decided.receipt != "") == ("decided", "upheld", True)
    row = Correction.objects.get(objection=decided)
    assert (row.old, row.new, row.field, row.household_id) == (None, None, "household.head_name", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM verification_objectionevent WHERE household_id IS NOT NULL")
        assert cursor.fetchone() == (0,)


def test_what_it_said_of_others_goes_by_its_phone(
    zawadi: Household, posted: Enumeration, subira: Any
) -> None:
    """The household objected to another door: its name stands there too."""
    other = Household.objects.get(key="KMT/A/2/01")
    theirs = ObjectionFactory.create(household=other, phone="+254722000111")
    strangers = ObjectionFactory.create(household=other, phone="0733000222")
    wish = Wish(how=Route.PHONE, on=theirs.heard_on, taken_by=subira, reason="Called the office")
    erase(household=zawadi, answers_stay=False, wish=wish)
    theirs.refresh_from_db()
    strangers.refresh_from_db()
    assert (theirs.objector_name, strangers.objector_name) == ("", "Neema Mwakio")


def test_after_its_time_a_count_keeps_no_name(decided: Objection, posted: Enumeration, settings: Any) -> None:
    nowhere = ObjectionFactory.create(enumeration=posted, kind="structure_missing", structure=None)
    Enumeration.objects.filter(pk=posted.pk).update(state="adopted", adopted_on="2015-01-01")
    settings.RETENTION_NOTICE_DAYS = 0
    retain()  # announces
    retain()
    assert [secret for secret in SECRETS if secret in kept()] == []
    nowhere.refresh_from_db()
    assert (nowhere.objector_name, nowhere.phone, nowhere.kind) == ("", None, "structure_missing")
