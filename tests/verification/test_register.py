"""The adopted register: frozen, computed again by others, followed by versions, emptied and still whole."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enumerations.models import Household, RetentionNotice
from enumerations.rights import RetentionRule, Route
from enumerations.services.retention import retain
from enumerations.services.rights.agreements import restrict
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from tests import factories
from verification.models import RegisterSnapshot, SnapshotEntry, Step, StepFile
from verification.services.papers import Paper, keep_papers
from verification.services.register import (
    NotAdopted,
    NothingToFreeze,
    digests,
    freeze,
    latest,
    root_of,
)
from verification.services.register_changes import changes
from verification.services.register_reading import lines

pytestmark = pytest.mark.django_db
Check = Callable[..., tuple[int, str]]
SCRIPT = re.findall(r"```python\n(.*?)```", (Path(settings.BASE_DIR) / "docs/register.md").read_text(), re.S)


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory(settlement=settlement, state="adopted", adopted_on=date(2026, 11, 1))


@pytest.fixture
def households(count: Any) -> list[Any]:
    """Three, of two people each."""
    batch = factories.BatchFactory.create(enumeration=count, state="done")
    made = []
    for n in (1, 2, 3):
        structure = factories.StructureFactory.create(settlement=count.settlement, code=f"KMT/{n}")
        home = factories.HouseholdFactory.create(
            enumeration=count, structure=structure, batch=batch, key=f"KMT/{n}/01", head_name=f"Zawadi {n}",
            members_total=2,
        )  # fmt: skip
        factories.PersonFactory.create(household=home, name=f"Zawadi {n}")
        factories.PersonFactory.create(household=home, name=f"Neema {n}", age=6)
        made.append(home)
    return made


@pytest.fixture
def first(count: Any, households: list[Any], subira: Any) -> RegisterSnapshot:
    return freeze(count, subira)


@pytest.fixture
def wish(subira: Any) -> Wish:
    return Wish(how=Route.OFFICE, on=date(2026, 11, 2), taken_by=subira, reason="Came to the office")


@pytest.fixture
def files_of(tmp_path: Path) -> Callable[[RegisterSnapshot], tuple[Path, Path]]:
    """What people download of a version: the list, and the lines of households."""

    def write(snapshot: RegisterSnapshot) -> tuple[Path, Path]:
        listed, held = tmp_path / "digests.txt", tmp_path / "register.jsonl"
        listed.write_bytes(b"".join(digests(snapshot)))
        held.write_text("".join(lines(snapshot)), encoding="utf-8")
        return listed, held

    return write


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The script of docs/register.md, run by a Python that knows nothing of this site."""
    script = tmp_path / "check_register.py"
    script.write_text(SCRIPT[0])

    def run(*said: Any) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", str(script), *map(str, said)], cwd=tmp_path, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    return run


def correct(household: Any, **values: Any) -> None:
    Household.objects.filter(pk=household.pk).update(**values)


# --- Freezing -------------------------------------------------------------------------------------------


def test_a_version_says_what_it_is_of(first: RegisterSnapshot, count: Any, subira: Any) -> None:
    assert (first.version, first.households, first.people, first.made_by) == (1, 3, 6, subira)
    assert first.adopted_on == date(2026, 11, 1)
    assert first.figures[""]["households"] == 3
    assert latest(count) == first
    assert {entry.structure_code for entry in first.entries.all()} == {"KMT/1", "KMT/2", "KMT/3"}


def test_its_hash_is_what_sha256sum_says(first: RegisterSnapshot, files_of: Any) -> None:
    listed, _held = files_of(first)
    said = subprocess.run(["sha256sum", listed], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == first.root
    assert len(listed.read_text().splitlines()) == 3


def test_anybody_computes_it_again(first: RegisterSnapshot, files_of: Any, check: Check) -> None:
    listed, held = files_of(first)
    assert check(first.root, listed) == (0, "The list has 3 households, and its hash is right.\n")
    code, said = check(first.root, listed, held)
    assert code == 0
    assert said.endswith("3 households are proved, 0 are closed, 0 of the list are not in this file.\n")


def test_one_line_proves_its_household(first: RegisterSnapshot, files_of: Any, check: Check) -> None:
    listed, held = files_of(first)
    held.write_text(held.read_text().splitlines(keepends=True)[1])
    code, said = check(first.root, listed, held)
    assert code == 0
    assert "1 households are proved, 0 are closed, 2 of the list" in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda line: line | {"record": line["record"].replace("Zawadi", "Zawida")}, "not the one that"),
        (lambda line: line | {"salt": "00" * 16}, "not the one that was adopted"),
        (lambda line: {"digest": "ab" * 32}, "this household is not in the register"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_found(
    first: RegisterSnapshot, files_of: Any, check: Check, change: Any, says: str
) -> None:
    listed, held = files_of(first)
    all_lines = [json.loads(line) for line in held.read_text().splitlines()]
    held.write_text("".join(json.dumps(line) + "\n" for line in [change(all_lines[0]), *all_lines[1:]]))
    code, said = check(first.root, listed, held)
    assert code == 1
    assert says in said


def test_a_list_that_was_tampered_with_is_found(first: RegisterSnapshot, files_of: Any, check: Check) -> None:
    listed, _held = files_of(first)
    listed.write_text("".join(listed.read_text().splitlines(keepends=True)[:2]))
    assert check(first.root, listed) == (1, "This list is not the one of the hash.\n")


def test_the_same_household_twice_has_two_digests(count: Any, subira: Any) -> None:
    """A salt of its own each: nobody sees which households are alike."""
    same = {"head_name": "Zawadi", "enumeration": count, "key": "a"}
    factories.HouseholdFactory(**same)
    kept = [freeze(count, subira) for _ in range(2)]
    factories.HouseholdFactory(**same | {"key": "b"})
    assert len({entry.digest.tobytes() for entry in SnapshotEntry.objects.filter(snapshot=kept[0])}) == 1
    assert freeze(count, subira).entries.values("digest").distinct().count() == 2


def test_in_the_database_a_record_cannot_be_read(first: RegisterSnapshot) -> None:

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(record, ''::bytea) FROM verification_snapshotentry")
        stored = bytes(cursor.fetchone()[0])
    assert b"Zawadi" not in stored
    assert len(stored) > 300


def test_only_what_was_adopted_has_a_register(settlement: Any, subira: Any) -> None:
    count: Any = factories.EnumerationFactory(settlement=settlement, state="verified")
    with pytest.raises(NotAdopted):
        freeze(count, subira)


def test_an_empty_register_is_none(count: Any, subira: Any) -> None:
    factories.HouseholdFactory(enumeration=count, result="vacant")
    with pytest.raises(NothingToFreeze):
        freeze(count, subira)
    assert not RegisterSnapshot.objects.exists()


def test_the_site_itself_can_freeze_and_clear(
    count: Any, households: list[Any], subira: Any, wish: Wish, as_application: None
) -> None:
    """As the application, not as the owner of the tables."""
    freeze(count, subira)
    erase(household=households[0], answers_stay=False, wish=wish)
    assert SnapshotEntry.objects.filter(salt__isnull=True).count() == 1


def test_many_households_cost_as_many_queries_as_few(
    count: Any, households: list[Any], subira: Any, django_assert_num_queries: Any
) -> None:

    with CaptureQueriesContext(connection) as few:
        freeze(count, subira)
    factories.HouseholdFactory.create_batch(20, enumeration=count, batch=households[0].batch)
    with CaptureQueriesContext(connection) as many:
        freeze(count, subira)
    # The second one also asks the first for its salts.
    assert len(many) <= len(few) + 1


# --- Versions -------------------------------------------------------------------------------------------


def test_a_correction_changes_no_version_and_comes_into_the_next(
    first: RegisterSnapshot, count: Any, households: list[Any], subira: Any
) -> None:
    correct(households[0], rooms_used=4)
    first.refresh_from_db()
    assert root_of(first) == first.root
    assert RegisterSnapshot.objects.count() == 1, "never by itself"
    second = freeze(count, subira, "Objection 3 was upheld")
    assert (second.version, second.reason) == (2, "Objection 3 was upheld")
    assert second.root != first.root
    assert set(digests(first)) & set(digests(second)) == set(digests(first)) - {
        digest_of(first, households[0])
    }


def digest_of(snapshot: RegisterSnapshot, household: Any) -> bytes:
    return bytes(snapshot.entries.get(household=household).digest).hex().encode() + b"\n"


def test_where_nothing_changed_the_hash_is_the_same(first: RegisterSnapshot, count: Any, subira: Any) -> None:
    assert freeze(count, subira, "To be sure").root == first.root


def test_the_changes_between_two_versions(
    first: RegisterSnapshot, count: Any, households: list[Any], subira: Any
) -> None:
    correct(households[0], occupancy_status="owner_resident", rooms_used=None)
    person = households[0].persons.get(line_no=2)
    person.age, person.name = 7, "Neema Mpya"
    person.save()
    factories.PersonFactory(household=households[1], name="Baraka Mdogo")
    correct(households[2], same_as=households[1])
    factories.HouseholdFactory(enumeration=count, key="KMT/9/01", batch=households[0].batch)
    found = changes(first, freeze(count, subira, "Objections"))
    assert (found.added, found.removed, found.changed, found.erased) == (1, 1, 2, 0)
    homes = {home.number: home for home in found.homes}
    assert {number: home.way for number, home in homes.items()} == {
        "KMT/1/01": "changed", "KMT/2/01": "changed", "KMT/3/01": "removed", "KMT/9/01": "added",
    }  # fmt: skip
    assert {(each.label, each.old, each.new) for each in homes["KMT/1/01"].fields} == {
        ("owner or tenant", "Tenant", "Owner living here"),
        ("rooms used", "1", ""),
        ("person 2: age in full years", "6", "7"),
        ("person 2: name", "Neema 1", "Neema Mpya"),
    }
    assert [(each.label, each.old, each.new) for each in homes["KMT/2/01"].fields] == [
        ("person 3: people of the household", "", "Baraka Mdogo")
    ]
    assert dict(found.by_field)["rooms used"] == 1


# --- Forgetting -------------------------------------------------------------------------------------------


def emptied(entry: SnapshotEntry) -> bool:
    kept = (entry.record, entry.salt, entry.key, entry.structure_code, entry.household_id)
    return kept == (None, None, "", "", None)


@pytest.mark.parametrize("answers_stay", [True, False])
def test_erasing_empties_every_version_and_the_hash_still_adds_up(
    first: RegisterSnapshot, count: Any, households: list[Any], subira: Any, wish: Wish, files_of: Any,
    check: Check, answers_stay: bool,
) -> None:  # fmt: skip
    correct(households[1], rooms_used=3)
    second = freeze(count, subira, "A correction")
    erase(household=Household.objects.get(pk=households[0].pk), answers_stay=answers_stay, wish=wish)
    for snapshot in (first, second):
        assert sum(emptied(entry) for entry in snapshot.entries.all()) == 1
        assert root_of(snapshot) == snapshot.root
        listed, held = files_of(snapshot)
        assert "2 households are proved, 1 are closed, 0 of" in check(snapshot.root, listed, held)[1]
        assert "Zawadi 1" not in held.read_text()
    assert changes(first, second).erased == 1
    third = freeze(count, subira, "After an erasure")
    assert third.households == 2


def test_the_end_of_its_time_empties_it(
    first: RegisterSnapshot, count: Any, subira: Any, django_capture_on_commit_callbacks: Any
) -> None:
    step = Step.objects.create(
        settlement=count.settlement,
        enumeration=count,
        from_state="verified",
        to_state="adopted",
        taken_by=subira,
    )
    kinds = ("minutes", "attendance")
    papers = keep_papers(step, [Paper(kind, f"{kind}.pdf", b"%PDF-1.7", "pdf") for kind in kinds])
    type(count).objects.update(adopted_on=date(2001, 1, 1))
    RetentionNotice.objects.create(
        enumeration=count, rule=RetentionRule.RAW, found_at=timezone.now() - timedelta(days=400)
    )
    with django_capture_on_commit_callbacks(execute=True):
        retain()
    assert all(emptied(entry) for entry in first.entries.all())
    assert root_of(first) == first.root
    # Who came to the assembly goes with the names; what it decided stays.
    assert [file.kind for file in StepFile.objects.all()] == ["minutes"]
    assert not papers[1].file.storage.exists(str(papers[1].file.name))


def test_who_asked_not_to_be_used_is_in_no_download(
    first: RegisterSnapshot, households: list[Any], wish: Wish, files_of: Any, check: Check
) -> None:
    restrict(household=households[0], wish=wish)
    correct(households[1], consent=False)
    listed, held = files_of(first)
    assert "Zawadi 3" in held.read_text()
    assert "Zawadi 1" not in held.read_text()
    assert "Zawadi 2" not in held.read_text()
    assert "1 households are proved, 2 are closed" in check(first.root, listed, held)[1]
