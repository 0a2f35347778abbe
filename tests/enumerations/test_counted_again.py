"""A household found to be another one counted again is kept and used for nothing; so is a door made one."""

from typing import Any

import pytest

from accounts.models import User
from enumerations.models import (
    Enumeration,
    Household,
    Person,
    SettlementStatistics,
    StructureSummary,
    TenureClaim,
    Withdrawal,
)
from enumerations.rights import Purpose
from enumerations.services.coverage import reached_by
from enumerations.services.revert import RevertRefused, revert_batch
from enumerations.services.rights.again import records_of
from enumerations.services.rights.agreements import give_again, release, restrict, take_back
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from enumerations.services.statistics import rebuild_statistics
from enumerations.services.supervision import supervise
from enumerations.signals import people_cleared
from settlements.models import Structure
from tests.enumerations.conftest import Send
from tests.enumerations.rows import as_xlsx, child, household, person

pytestmark = pytest.mark.django_db

FIRST, AGAIN = "KMT/A/1/01", "KMT/A/2/01"
ROWS = [household(FIRST, own="a"), household(AGAIN, own="a", members_total=1)]
PEOPLE = [person(FIRST), child(FIRST), person(AGAIN)]


@pytest.fixture
def file() -> bytes:
    return as_xlsx(ROWS, PEOPLE)


@pytest.fixture
def pair(send: Send, file: bytes) -> tuple[Household, Household]:
    """The household that counts, and the same one counted again next door."""
    assert send(file, "a.xlsx").created == 2
    kept, again = Household.objects.get(key=FIRST), Household.objects.get(key=AGAIN)
    Household.objects.filter(pk=again.pk).update(same_as=kept)
    again.refresh_from_db()
    return kept, again


def figures(count: Enumeration) -> tuple[int, Any]:
    rebuild_statistics(count.pk)
    sheet = SettlementStatistics.objects.get(enumeration=count, cluster=None)
    return sheet.households, sheet.figures["population"]["value"]


def test_it_counts_nowhere_and_its_door_was_visited(
    pair: tuple[Household, Household], count: Enumeration
) -> None:
    kept, again = pair
    assert figures(count) == (1, 2)
    assert list(Household.objects.in_use()) == [kept]
    assert supervise(count).everybody.completed == 1
    whole, _villages = reached_by(count)
    assert (whole.numbered, whole.visited) == (3, 2)
    drawn = StructureSummary.objects.get(structure=again.structure)
    assert (drawn.households, drawn.visit) == (0, "visited")
    Household.objects.update(same_as=None)
    assert figures(count) == (2, 3)


def test_the_file_sent_again_does_not_make_two_of_it(
    pair: tuple[Household, Household], send: Send, file: bytes
) -> None:
    assert send(file, "again.xlsx", replace_conflicts=True).unchanged == 2
    changed = [ROWS[0], ROWS[1] | {"rooms_used": 3}]
    later = send(as_xlsx(changed, PEOPLE), "later.xlsx")
    assert (later.updated, later.unchanged) == (1, 1)
    assert Household.objects.get(key=AGAIN).same_as == pair[0]


def test_taking_back_what_changed_it_leaves_it_the_same_household(
    pair: tuple[Household, Household], send: Send, subira: User
) -> None:
    Household.objects.update(same_as=None)
    later = send(as_xlsx([ROWS[1] | {"rooms_used": 3}], PEOPLE[2:]), "later.xlsx")
    Household.objects.filter(key=AGAIN).update(same_as=pair[0])
    revert_batch(batch=later, user=subira)
    again = Household.objects.get(key=AGAIN)
    assert (again.rooms_used, again.same_as) == (1, pair[0])


def test_taking_back_what_made_it_is_refused_until_it_is_two_again(
    pair: tuple[Household, Household], subira: User
) -> None:
    batch = pair[0].created_by_batch
    with pytest.raises(RevertRefused) as refused:
        revert_batch(batch=batch, user=subira)
    assert (refused.value.code, refused.value.params) == ("revert_made_one", {"doors": f"{FIRST}, {AGAIN}"})
    Household.objects.update(same_as=None)
    revert_batch(batch=batch, user=subira)
    assert not Household.objects.exists()


@pytest.mark.parametrize("named", [FIRST, AGAIN])
class TestRights:
    """Whichever of its records is opened at the desk."""

    def test_erasing_it_erases_every_record_of_it(
        self, named: str, pair: tuple[Household, Household], send: Send, file: bytes, wish: Wish
    ) -> None:
        told: list[int] = []

        def hear(households: list[int], **_: Any) -> None:
            told.extend(households)

        people_cleared.connect(hear)
        try:
            erase(household=Household.objects.get(key=named), answers_stay=False, wish=wish)
        finally:
            people_cleared.disconnect(hear)
        assert (Household.objects.count(), Person.objects.count()) == (0, 0)
        assert sorted(told) == sorted(each.pk for each in pair)
        assert send(file, "again.xlsx").rejected == 2

    def test_or_its_answers_stay_once(
        self, named: str, pair: tuple[Household, Household], count: Enumeration, wish: Wish
    ) -> None:
        erase(household=Household.objects.get(key=named), answers_stay=True, wish=wish)
        assert figures(count) == (1, 2)
        assert list(Household.objects.values_list("pk", "head_name")) == [(pair[0].pk, None)]

    def test_restricting_it_restricts_every_record(
        self, named: str, pair: tuple[Household, Household], count: Enumeration, wish: Wish
    ) -> None:
        restrict(household=Household.objects.get(key=named), wish=wish)
        assert not Household.objects.filter(restricted_at=None).exists()
        release(household=Household.objects.get(key=named), wish=wish)
        assert Household.objects.filter(restricted_at=None).count() == 2
        assert figures(count) == (1, 2)

    def test_what_it_no_longer_agrees_to_holds_for_every_record(
        self, named: str, pair: tuple[Household, Household], wish: Wish
    ) -> None:
        agreed = Household.objects.get(key=named)
        take_back(household=agreed, purposes=[Purpose.COUNTED], wish=wish)
        assert set(Household.objects.values_list("consent", flat=True)) == {False}
        give_again(withdrawal=Withdrawal.objects.get(household=agreed), wish=wish)
        assert set(Household.objects.values_list("consent", flat=True)) == {True}
        assert not Withdrawal.objects.in_force().exists()


def test_records_of_a_household_are_found_through_several_steps(
    pair: tuple[Household, Household], send: Send
) -> None:
    kept, again = pair
    send(as_xlsx([household("KMT/A/3/01", members_total=1)], [person("KMT/A/3/01")]), "b.xlsx")
    third = Household.objects.get(key="KMT/A/3/01")
    assert records_of(third) == [third]
    third.same_as = again
    third.save()
    assert [records_of(each) for each in (kept, again, third)] == [[kept, again, third]] * 3


class TestDoors:
    """KMT/A/2 was made one with KMT/A/1."""

    @pytest.fixture
    def merged(self, pair: tuple[Household, Household], doors: list[Structure]) -> Structure:
        Household.objects.update(same_as=None)
        Structure.objects.filter(pk=doors[1].pk).update(status="merged_into", merged_into=doors[0])
        Household.objects.filter(structure=doors[1]).update(structure=doors[0])
        TenureClaim.objects.filter(structure=doors[1]).update(structure=doors[0])
        return doors[0]

    def test_the_old_number_leads_to_the_kept_one(self, merged: Structure, send: Send, file: bytes) -> None:
        assert send(file, "again.xlsx").unchanged == 2
        later = send(
            as_xlsx([household("KMT/A/2/02", members_total=1)], [person("KMT/A/2/02")]), "later.xlsx"
        )
        assert later.created == 1
        assert set(Household.objects.values_list("structure__code", flat=True)) == {"KMT/A/1"}
        assert set(TenureClaim.objects.values_list("structure__code", flat=True)) == {"KMT/A/1"}

    def test_taking_a_batch_back_does_not_part_them(
        self, merged: Structure, send: Send, subira: User, doors: list[Structure]
    ) -> None:
        Household.objects.filter(key=AGAIN).update(structure=doors[1])
        Structure.objects.filter(pk=doors[1].pk).update(status="numbered", merged_into=None)
        later = send(as_xlsx([ROWS[1] | {"rooms_used": 3}], PEOPLE[2:]), "later.xlsx")
        Structure.objects.filter(pk=doors[1].pk).update(status="merged_into", merged_into=merged)
        Household.objects.filter(key=AGAIN).update(structure=merged)
        revert_batch(batch=later, user=subira)
        again = Household.objects.get(key=AGAIN)
        assert (again.rooms_used, again.structure) == (1, merged)
        assert TenureClaim.objects.get(household=again).structure == merged

    def test_what_made_the_door_is_not_taken_back(
        self, send: Send, count: Enumeration, subira: User, doors: list[Structure]
    ) -> None:
        Enumeration.objects.update(creates_structures=True)
        batch = send(as_xlsx([household("KMT/A/9/01", members_total=1)], [person("KMT/A/9/01")]), "new.xlsx")
        made = Structure.objects.get(code="KMT/A/9")
        Structure.objects.filter(pk=doors[1].pk).update(status="merged_into", merged_into=made)
        with pytest.raises(RevertRefused, match="revert_made_one"):
            revert_batch(batch=batch, user=subira)
        Structure.objects.filter(pk=doors[1].pk).update(status="numbered", merged_into=None)
        revert_batch(batch=batch, user=subira)
        assert not Structure.objects.filter(code="KMT/A/9").exists()
