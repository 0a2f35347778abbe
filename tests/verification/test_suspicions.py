"""What is suspected and why; made one, parted again, left apart: the register is then as it was."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from accounts.models import User
from enumerations.intake.refusal import Refusal
from enumerations.likeness import folded
from enumerations.models import Enumeration, Household, Person, SettlementStatistics, TenureClaim
from enumerations.rights import Purpose, Route
from enumerations.services.rights.agreements import take_back
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from enumerations.services.statistics import rebuild_statistics
from settlements.models import Structure
from tests import factories
from verification.models import Search, Suspicion
from verification.services.suspicions import (
    dismiss,
    find,
    merge,
    open_suspicions,
    search_what_changed,
    undo,
)

pytestmark = pytest.mark.django_db
Count = Any
PHONE = "0722000111"


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement)


@pytest.fixture
def home(count: Count) -> Callable[..., Any]:
    """A household at a door of its own, its people beside it: `home(7, "Mary Wanjiku", 34, Neema=5)`."""

    def _home(n: int, name: str, age: int, *, structure: Any = None, sex: str = "female", **more: Any) -> Any:
        people = {key: more.pop(key) for key in list(more) if key[0].isupper()}
        structure = structure or factories.StructureFactory.create(settlement=count.settlement, n=n)
        made: Any = factories.HouseholdFactory.create(
            structure=structure, enumeration=count, head_name=name, head_sex=sex,
            members_total=1 + len(people), **more,
        )  # fmt: skip
        factories.PersonFactory.create(
            household=made, line_no=1, name=name, sex=sex, age=age, relation="head"
        )
        for line, (child, years) in enumerate(people.items(), 2):
            factories.PersonFactory.create(
                household=made, line_no=line, name=child.replace("_", " "), sex="female", age=years,
                relation="son_daughter",
            )  # fmt: skip
        return made

    return _home


@pytest.fixture
def twice(home: Callable[..., Any]) -> tuple[Any, Any]:
    """Wanjiru Mary, counted again as Mary Wanjiru, among neighbours."""
    for n, name in enumerate(("Otieno Ouma", "Nafula Barasa", "Mutiso Kioko", "Halima Omar", "Njeri Maina")):
        home(20 + n, name, 30 + n)
    first = home(1, "Mary Wanjiru", 34, phone=PHONE, Neema_Wanjiru=5)
    return first, home(2, "Wanjiru Mary", 34, phone=PHONE, Neema_Wanjiru=5)


def rows() -> list[Any]:
    """The whole register and the ground, row by row."""
    found = []
    for table in (Household, Person, TenureClaim, Structure):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table._meta.db_table} t ORDER BY id")
            found.append(cursor.fetchall())
    return found


def figures(count: Count) -> tuple[int, Any]:
    rebuild_statistics(count.pk)
    sheet = SettlementStatistics.objects.get(enumeration=count, cluster=None)
    return sheet.households, sheet.figures


def only(kind: str) -> Any:
    return Suspicion.objects.get(kind=kind)


def codes(found: Suspicion) -> set[str]:
    return {each["code"] for each in found.reasons if each["for"]}


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Wanjiru  MARY", ["wanjiru", "mari"]),
        ("Ng'ang'a-Kamau, José", ["nganga", "kamau", "jose"]),
        ("Philippa Otieeno", ["firipa", "otieno"]),
        ("Cyrus", ["kirus"]),
        ("Mary W.", ["mari", "w"]),
        ("  ", []),
    ],
)
def test_names_are_words_as_they_sound(written: str, heard: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {folded('%s')}", [written])
        assert cursor.fetchone()[0] == heard


def test_the_same_household_is_found_and_it_is_said_why(twice: tuple[Any, Any], count: Count) -> None:
    assert find(count).open == 1
    found = only("household_twice")
    assert (found.household_a, found.household_b) == twice
    assert {"names", "phone", "age", "people"} <= codes(found)
    assert next(each for each in found.reasons if each["code"] == "names")["order"] is True
    assert found.score > 0.9
    written = json.dumps(found.reasons).lower()
    assert not any(word in written for word in ("mary", "wanjiru", "neema", "0722"))


def test_neighbours_with_one_surname_and_one_phone_are_two(home: Callable[..., Any], count: Count) -> None:
    home(1, "John Kamau", 45, sex="male", phone=PHONE, Wambui=9, Njeri=7, Grace=3)
    home(2, "Peter Kamau", 28, sex="male", phone=PHONE)
    for n in range(6):
        home(10 + n, "Mary Wanjiku", 20 + 9 * n)
    assert find(count).open == 0


def test_searching_again_keeps_what_was_decided_and_drops_what_has_no_reason_any_more(
    twice: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    found = only("household_twice")
    assert find(count).open == 1
    assert only("household_twice").found_at == found.found_at
    dismiss(found, by=subira, reason="Went to both doors")
    assert find(count).open == 0
    assert only("household_twice").state == "dismissed"
    undo(found_again := only("household_twice"), by=subira, reason="Wrong doors")
    assert open_suspicions(count) == 1
    assert Suspicion.objects.get(pk=found_again.pk).undo["earlier"][0]["reason"] == "Went to both doors"
    Household.objects.filter(pk=twice[1].pk).update(head_name="Otieno Ouma", phone=None)
    Person.objects.filter(household=twice[1]).delete()
    find(count)
    assert not Suspicion.objects.exists()


def test_made_one_it_counts_once_and_parted_everything_is_as_before(
    twice: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    before, counted = rows(), figures(count)
    merge(only("household_twice"), keep=twice[1], by=subira, reason="One door")
    twice[0].refresh_from_db()
    assert twice[0].same_as == twice[1]
    assert figures(count)[0] == counted[0] - 1
    assert (find(count).open, only("household_twice").state) == (0, "merged")
    undo(only("household_twice"), by=subira, reason="Two doors")
    assert rows() == before
    assert figures(count) == counted


def test_of_two_who_decide_the_second_is_told(twice: tuple[Any, Any], count: Count, subira: User) -> None:
    find(count)
    first, second = only("household_twice"), only("household_twice")
    merge(first, keep=twice[0], by=subira, reason="One door")
    with pytest.raises(Refusal, match="already_decided"):
        merge(second, keep=twice[1], by=subira, reason="One door")
    with pytest.raises(Refusal, match="already_decided"):
        dismiss(second, by=subira, reason="Two doors")
    assert Household.objects.get(same_as__isnull=False) == twice[1]


def test_what_does_not_count_is_not_made_one(twice: tuple[Any, Any], count: Count, subira: User) -> None:
    find(count)
    found = only("household_twice")
    somebody = Household.objects.exclude(pk__in=[each.pk for each in twice])[0]
    with pytest.raises(Refusal, match="not_in_use"):
        merge(found, keep=somebody, by=subira, reason="")
    Household.objects.filter(pk=twice[0].pk).update(restricted_at=timezone.now())
    assert open_suspicions(count) == 0
    with pytest.raises(Refusal, match="not_in_use"):
        merge(found, keep=twice[1], by=subira, reason="")
    Enumeration.objects.update(state="adopted", adopted_on="2026-11-01")
    with pytest.raises(Refusal, match="enumeration_closed"):
        merge(found, keep=twice[1], by=subira, reason="")
    assert only("household_twice").state == "open"


def test_who_took_an_agreement_back_is_not_used_under_another_record(
    twice: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    wish = Wish(how=Route.OFFICE, on=timezone.localdate(), taken_by=subira, reason="They asked")
    take_back(household=twice[0], purposes=[Purpose.COUNTED], wish=wish)
    with pytest.raises(Refusal, match="taken_back"):
        merge(only("household_twice"), keep=twice[1], by=subira, reason="One door")
    take_back(household=twice[1], purposes=[Purpose.COUNTED, Purpose.PHOTO], wish=wish)
    merge(only("household_twice"), keep=twice[1], by=subira, reason="One door")
    assert only("household_twice").state == "merged"


def test_the_record_in_which_they_took_it_back_may_stay(
    twice: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    wish = Wish(how=Route.OFFICE, on=timezone.localdate(), taken_by=subira, reason="They asked")
    take_back(household=twice[0], purposes=[Purpose.LIST], wish=wish)
    merge(only("household_twice"), keep=twice[0], by=subira, reason="One door")
    assert only("household_twice").state == "merged"


@pytest.fixture
def grandchild(home: Callable[..., Any], count: Count) -> tuple[Any, Any]:
    """Zawadi Mwakio, five, in the rosters of her mother and of her grandmother next door."""
    for n, name in enumerate(("Otieno Ouma", "Nafula Barasa", "Mutiso Kioko", "Halima Omar", "Njeri Maina")):
        home(20 + n, name, 30 + n, **{f"Faith_{name.split()[1]}": 8 + n})
    for n in range(20):
        home(40 + n, f"{chr(65 + n)}kinyi {chr(65 + n)}duor", 30 + n)
    mother = home(1, "Rehema Charo", 27, phone=PHONE, Zawadi_Mwakio=5)
    grandmother = home(2, "Saumu Kombo", 61, phone=PHONE, Mwakio_Zawadi=5)
    Person.objects.filter(household=grandmother, line_no=2).update(relation="grandchild")
    return mother, grandmother


def test_a_person_in_two_households_leaves_one_roster_and_comes_back(
    grandchild: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    found = only("person_twice")
    assert (found.line_a, found.line_b) == (2, 2)
    assert {"same_names", "related", "near"} <= codes(found)
    before = rows()
    merge(found, keep=grandchild[0], by=subira, reason="Sleeps at her mother's")
    grandchild[1].refresh_from_db()
    assert (grandchild[1].members_total, grandchild[1].persons.count()) == (1, 1)
    assert grandchild[1].corrected_at is not None
    undo(only("person_twice"), by=subira)
    assert rows() == before


def test_a_head_does_not_leave_the_own_roster(
    grandchild: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    Person.objects.filter(household=grandchild[1], line_no=1).update(relation="other_relative")
    Person.objects.filter(household=grandchild[1], line_no=2).update(relation="head")
    with pytest.raises(Refusal, match="head_stays"):
        merge(only("person_twice"), keep=grandchild[0], by=subira, reason="")


@pytest.fixture
def two_numbers(home: Callable[..., Any], count: Count) -> tuple[Any, Any]:
    """Two numbers half a metre apart, people counted at one; and two rooms of a row, people at each."""
    settlement = count.settlement
    at = factories.place_of(100)
    a, b = (
        factories.StructureFactory.create(settlement=settlement, n=n, location=place)
        for n, place in ((100, at), (300, Point(at.x + 0.5 * factories.M, at.y, srid=4326)))
    )
    row = factories.place_of(150)
    c, d = (
        factories.StructureFactory.create(settlement=settlement, n=n, location=place)
        for n, place in ((150, row), (151, Point(row.x + 1.5 * factories.M, row.y, srid=4326)))
    )
    home(0, "Otieno Ouma", 40, structure=c)
    home(0, "Nafula Barasa", 23, structure=d)
    family = home(0, "Mutiso Kioko", 31, structure=b)
    TenureClaim.objects.create(
        settlement=settlement, enumeration=count, structure=b, household=family,
        person=family.persons.get(), role="tenant",
    )  # fmt: skip
    return a, b


def test_one_structure_numbered_twice_is_made_one_and_two_again(
    two_numbers: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    found = only("structure_twice")
    assert (found.structure_a, found.structure_b) == two_numbers
    assert {"touching", "one_unused"} <= codes(found)
    before, counted = rows(), figures(count)
    merge(found, keep=two_numbers[0], by=subira, reason="One door, two numbers")
    kept, gone = (Structure.objects.get(pk=each.pk) for each in two_numbers)
    assert (gone.status, gone.merged_into, kept.merged_into) == ("merged_into", kept, None)
    assert Household.objects.get(head_name="Mutiso Kioko").structure == kept
    assert TenureClaim.objects.get().structure == kept
    assert figures(count)[0] == counted[0]
    assert find(count).open == 0
    undo(only("structure_twice"), by=subira)
    assert rows() == before
    assert figures(count) == counted


def test_what_was_merged_before_goes_along(two_numbers: tuple[Any, Any], count: Count, subira: User) -> None:
    earlier = factories.StructureFactory.create(
        settlement=count.settlement, n=900, status="merged_into", merged_into=two_numbers[1]
    )
    find(count)
    before = rows()
    merge(only("structure_twice"), keep=two_numbers[0], by=subira, reason="")
    earlier.refresh_from_db()
    assert earlier.merged_into == two_numbers[0]
    undo(only("structure_twice"), by=subira)
    assert rows() == before


def test_what_was_written_of_a_household_goes_with_it(
    twice: tuple[Any, Any], count: Count, subira: User
) -> None:
    find(count)
    dismiss(only("household_twice"), by=subira, reason="They are sisters")
    wish = Wish(how=Route.PHONE, on=timezone.localdate(), taken_by=subira, reason="Called the office")
    erase(household=twice[0], answers_stay=True, wish=wish)
    assert not Suspicion.objects.exists()


def test_rows_that_statements_take_out_take_their_suspicions_along(
    twice: tuple[Any, Any], count: Count
) -> None:
    find(count)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM enumerations_person; DELETE FROM enumerations_household")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Suspicion.objects.exists()


def test_a_count_is_searched_once_its_batches_are_silent(twice: tuple[Any, Any], count: Count) -> None:
    batches = type(twice[0].batch).objects.all()
    batches.update(state="done", finished_at=timezone.now())
    assert search_what_changed() == []  # something was touched this minute
    batches.update(touched_at="2026-11-01T10:00Z")
    assert search_what_changed() == [count.pk]
    assert search_what_changed() == []
    assert Search.objects.get().seconds
    batches.update(finished_at=timezone.now())
    assert search_what_changed() == [count.pk]
