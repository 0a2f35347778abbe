"""What was kept long enough goes: announced first, counted before, once, and nothing else with it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Batch, Enumeration, Household, Person, RetentionNotice, Revision, TenureClaim
from enumerations.services import retention
from enumerations.services.retention import plan, retain, years_before
from enumerations.services.statistics import rebuild_statistics
from tests import factories
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.enumerations.test_rights import MARKS, SECRET_WORDS, counted, everything_held
from tests.pages.markup import faults_of

pytestmark = pytest.mark.django_db

HOMES = [
    household(
        head_name="Zawadi Mwakio",
        phone="0722000111",
        head_id_kind="national_id",
        head_id_number="27418852",
        note="behind the red kiosk",
        own_question="nickname",
    ),
    household("KMT/A/2/01", members_total=1, head_name="Zawadi Otieno", head_id_number="3141592"),
    household("KMT/A/3/01", members_total=1, head_name="Zawadi Ouma"),
]
PEOPLE = [
    person(name="Zawadi Mwakio"), child(name="Neema"),
    person("KMT/A/2/01", name="Zawadi"), person("KMT/A/3/01", name="Zawadi"),
]  # fmt: skip


@pytest.fixture
def old(send: Send, count: Enumeration) -> Enumeration:
    """A count of three households, one of them corrected since; an absentee owner is known by name."""
    send(as_xlsx(HOMES, PEOPLE), "a.xlsx")
    send(as_xlsx([HOMES[0] | {"rooms_used": 2}], PEOPLE[:2]), "b.xlsx")
    claim = TenureClaim.objects.filter(household__key="KMT/A/1/01").get()
    factories.TenureClaimFactory(structure=claim.structure, enumeration=count, claimant_name="Zawadi Absent")
    return count


def adopt(count: Enumeration, on: date) -> None:
    Enumeration.objects.filter(pk=count.pk).update(state="adopted", adopted_on=on)


def run_announced() -> list[Any]:
    """Announce, let the days pass, and clear."""
    retain()
    RetentionNotice.objects.update(found_at=timezone.now() - timedelta(days=15))
    return retain()


def six_years_ago() -> date:
    return timezone.localdate() - timedelta(days=6 * 366)


def files() -> Iterator[Path]:
    return (Path(batch.file.path) for batch in Batch.objects.exclude(file=""))


def test_nothing_is_due_while_a_count_is_young_and_not_adopted(old: Enumeration) -> None:
    assert plan() == []
    assert retain() == []


def test_identity_numbers_go_at_adoption_and_nothing_else_does(old: Enumeration) -> None:
    adopt(old, timezone.localdate())
    assert [(due.rule, due.households) for due in plan()] == [("id_numbers", 2)]
    run_announced()
    held = everything_held()
    assert [word for word in SECRET_WORDS if word not in held] == [MARKS[1]]
    assert set(Household.objects.values_list("head_id_number", flat=True)) == {None}
    assert plan() == []


def test_five_years_after_adoption_all_that_says_who_it_was_goes(old: Enumeration) -> None:
    before = counted(old)
    kept_at = list(files())
    adopt(old, years_before(timezone.localdate(), 5))
    raw = {str(due.rule): due for due in plan()}["raw"]
    assert (raw.households, raw.people, raw.claimants, raw.revisions, raw.files) == (3, 4, 1, 1, 2)
    assert raw.bytes == sum(path.stat().st_size for path in kept_at)
    run_announced()
    held = everything_held()
    assert [word for word in SECRET_WORDS if word in held] == []
    assert not any(path.exists() for path in kept_at)
    assert counted(old) == before == (3, 4)
    assert list(Household.objects.order_by("key").values_list("rooms_used", flat=True)) == [2, 1, 1]
    assert list(Person.objects.filter(name__isnull=False)) == []
    assert not Revision.objects.exists()


@pytest.mark.parametrize(("days", "rules"), [(1, {"id_numbers"}), (0, {"id_numbers", "raw"})])
def test_not_a_day_earlier(old: Enumeration, days: int, rules: set[str]) -> None:
    adopt(old, years_before(timezone.localdate(), 5) + timedelta(days=days))
    assert {due.rule for due in plan()} == rules


def test_the_next_adopted_round_ends_the_time_of_the_one_before(old: Enumeration) -> None:
    adopt(old, timezone.localdate())
    later: Any = factories.EnumerationFactory(settlement=old.settlement, round=2)
    assert {due.rule for due in plan()} == {"id_numbers"}
    adopt(later, timezone.localdate())
    assert {(due.enumeration.pk, due.rule) for due in plan()} == {(old.pk, "id_numbers"), (old.pk, "raw")}


def test_a_count_that_was_never_adopted_is_as_old_as_its_last_batch(old: Enumeration) -> None:
    Enumeration.objects.update(created_at=timezone.now() - timedelta(days=6 * 366))
    assert plan() == []
    Batch.objects.update(received_at=timezone.now() - timedelta(days=6 * 366))
    assert [due.rule for due in plan()] == ["raw"]


def test_it_is_announced_for_two_weeks_before_anything_goes(old: Enumeration) -> None:
    adopt(old, six_years_ago())
    before = everything_held()
    assert retain() == []
    RetentionNotice.objects.update(found_at=timezone.now() - timedelta(days=13))
    assert retain() == []
    assert everything_held() == before
    assert {due.clears_at.date() for due in plan()} == {(timezone.now() + timedelta(days=1)).date()}


def test_a_day_of_adoption_that_is_put_right_takes_the_notice_away(old: Enumeration) -> None:
    adopt(old, six_years_ago())
    retain()
    RetentionNotice.objects.update(found_at=timezone.now() - timedelta(days=15))
    Enumeration.objects.update(state="verified", adopted_on=None)
    before = everything_held()
    assert retain() == []
    assert everything_held() == before
    assert not RetentionNotice.objects.exists()


def test_a_dry_run_says_how_many_of_what_and_changes_nothing(old: Enumeration, capsys: Any) -> None:
    adopt(old, six_years_ago())
    before, kept_at = everything_held(), list(files())
    call_command("retain", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["KMT round 1, id_numbers", "KMT round 1, raw"]
    assert "3 households, 4 people, 1 claimants, 1 kept revisions, 2 stored files" in said[1]
    assert everything_held() == before
    assert all(path.exists() for path in kept_at)
    assert not RetentionNotice.objects.exists()


def test_a_second_run_finds_nothing_and_each_is_in_the_log_once(old: Enumeration) -> None:
    adopt(old, six_years_ago())
    assert len(run_announced()) == 2
    after = everything_held()
    assert run_announced() == []
    assert everything_held() == after
    logged = AccessRecord.objects.filter(kind="retained", user=None)
    assert set(logged.values_list("subject", flat=True)) == {f"enumeration {old.pk}"}
    assert logged.count() == 2


def test_it_goes_in_chunks(old: Enumeration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "CHUNK", 1)
    adopt(old, six_years_ago())
    run_announced()
    assert not Household.objects.filter(cleared_at=None).exists()


def test_a_location_that_was_cleared_is_unknown_and_not_bad(old: Enumeration) -> None:
    adopt(old, six_years_ago())
    run_announced()
    rebuild_statistics(old.pk)
    figure = old.statistics.get(cluster=None).figures["gps_ok_percent"]
    assert figure == {"value": None, "n": 0}


def test_another_count_keeps_all(old: Enumeration) -> None:
    elsewhere: Any = factories.HouseholdFactory(head_name="Somebody Else")
    adopt(old, six_years_ago())
    run_announced()
    elsewhere.refresh_from_db()
    assert (elsewhere.head_name, elsewhere.cleared_at) == ("Somebody Else", None)
    assert elsewhere.batch.file


def test_years_before_a_leap_day() -> None:
    assert years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)
    assert years_before(date(2028, 3, 1), 5) == date(2023, 3, 1)


@pytest.mark.parametrize("who", ["amina", "baraka", "subira", "chebet"])
def test_the_page_is_the_data_managers(
    who: str, old: Enumeration, client_of: Any, request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(who)).get("/retention/").status_code == 404


def test_the_page_shows_the_dry_run_of_ones_own_settlements(old: Enumeration, client_of: Any) -> None:
    manager = factories.member_of(old.settlement, "data_manager")
    elsewhere: Any = factories.HouseholdFactory(head_id_number="271828")
    adopt(elsewhere.enumeration, six_years_ago())
    client = client_of(manager)
    assert "Nothing is due" in client.get("/retention/").content.decode()
    adopt(old, six_years_ago())
    page = client.get("/retention/").content.decode()
    assert old.name in page
    assert elsewhere.enumeration.name not in page
    assert "announced at the next run" in page
    assert faults_of(page) == []
    retain()
    assert "cleared on" in client.get("/retention/").content.decode()
    RetentionNotice.objects.update(found_at=timezone.now() - timedelta(days=15))
    assert "cleared at the next run" in client.get("/retention/").content.decode()


def test_a_batch_without_its_file_says_so(old: Enumeration, client_of: Any) -> None:
    manager = factories.member_of(old.settlement, "data_manager")
    stuck = Batch.objects.create(
        enumeration=old, settlement=old.settlement, name="c.csv", size=1, sha256="0" * 64, state="failed",
        rejected=0,
    )  # fmt: skip
    client = client_of(manager)
    assert client.get(f"/batches/{stuck.pk}/").status_code == 200
    assert client.get(f"/api/v1/batches/{stuck.pk}/rejected.xlsx").status_code == 410
    again = client.post(f"/api/v1/batches/{stuck.pk}/retry/")
    assert (again.status_code, again.json()["code"]) == (409, "file_gone")
    Batch.objects.filter(pk=stuck.pk).update(state="mapping")
    assert client.get(f"/batches/{stuck.pk}/mapping/").status_code == 302
