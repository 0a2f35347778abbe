"""Who is who in the count before: against an invented settlement whose truth is known."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enumerations.models import Household, Person, RoundLink, RoundLinking
from enumerations.rights import Route
from enumerations.rounds.linking import before, link, link_what_changed
from enumerations.services.rights.erasure import clear, erase
from enumerations.services.rights.requests import Wish
from tests import factories
from tests.enumerations.rounds_world import World, Written

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Written:
    return World(7, 160).write()


def found(written: Written, kind: str = "same") -> set[tuple[int, int]]:
    links = RoundLink.objects.filter(enumeration=written.now, kind=kind).in_force()
    return set(links.values_list("household", "previous"))


def test_it_finds_who_stayed_who_moved_and_who_split_off(written: Written) -> None:
    link(written.now)
    world = written.world
    truth, got = written.pairs(world.same), found(written)
    assert len(got - truth) <= 0.01 * len(got)
    assert len(truth & got) >= 0.97 * len(truth)
    moved = {(now, then) for now, then in truth if now in {written.ids[who] for who in world.moved}}
    assert len(moved & got) >= 0.85 * len(moved) > 0
    parts, split = written.pairs(world.split), found(written, "split")
    assert len(split - parts) <= 0.05 * len(split)
    assert len(split & parts) >= 0.7 * len(parts) > 0
    strangers = {written.ids[who] for who in world.came} | {written.ids[who] for who in world.left}
    assert not strangers & {each for pair in got - truth for each in pair}


def test_linking_twice_changes_nothing_and_judgements_stay(written: Written) -> None:
    link(written.now)
    first = found(written)
    sure, doubted = RoundLink.objects.filter(enumeration=written.now, kind="same").order_by("pk")[:2]
    RoundLink.objects.filter(pk=sure.pk).update(state="confirmed")
    RoundLink.objects.filter(pk=doubted.pk).update(state="rejected")
    link(written.now)
    assert RoundLink.objects.get(pk=sure.pk).state == "confirmed"
    assert RoundLink.objects.get(pk=doubted.pk).state == "rejected"
    assert first - found(written) == {(doubted.household_id, doubted.previous_id)}
    assert RoundLinking.objects.get().earlier == written.then


def test_links_outlive_the_clearing_of_the_round_before(written: Written) -> None:
    link(written.now)
    first = found(written)
    clear(Household.objects.filter(enumeration=written.then))
    link(written.now)
    assert first <= found(written)


def test_a_cleared_round_is_linked_by_door_sex_and_age_and_is_less_sure(written: Written) -> None:
    clear(Household.objects.filter(enumeration=written.then))
    link(written.now)
    links = RoundLink.objects.filter(enumeration=written.now)
    assert links.exists()
    assert not links.exclude(is_thin=True, score__lt=0.9).exists()
    truth, got = written.pairs(written.world.same), found(written)
    assert len(truth & got) > 0.6 * len(got)


def test_a_link_holds_nothing_of_a_person(written: Written) -> None:
    link(written.now)
    words = {word for text in RoundLink.objects.values_list("reasons", flat=True) for word in text}
    assert words <= {
        "door", "names", "inherited", "phone", "other_phone", "age", "age_near", "other_age", "years",
        "people", "came_later", "was_here", "other_people", "inside", "other_names", "other_sex",
    }  # fmt: skip


def test_two_households_that_joined_are_told() -> None:
    settlement: Any = factories.SettlementFactory.create()
    then = factories.EnumerationFactory.create(settlement=settlement, round=1, state="adopted")
    now = factories.EnumerationFactory.create(settlement=settlement, round=2)
    door = factories.StructureFactory.create(settlement=settlement)

    def home(count: Any, *people: tuple[str, str, int]) -> Any:
        made = factories.HouseholdFactory.create(
            structure=door, enumeration=count, head_name=people[0][0], head_sex=people[0][1]
        )
        for name, sex, age in people:
            factories.PersonFactory.create(household=made, name=name, sex=sex, age=age)
        return made

    son = home(then, ("Juma Wekesa Barasa", "male", 30), ("Amina Zawadi Halima", "female", 28))
    mother = home(then, ("Nafula Nekesa Barasa", "female", 60))
    both = home(
        now,
        ("Juma Wekesa Barasa", "male", 30),
        ("Amina Zawadi Halima", "female", 28),
        ("Nafula Nekesa Barasa", "female", 60),
    )
    link(now)
    links = set(RoundLink.objects.values_list("household", "previous", "kind"))
    assert links == {(both.pk, son.pk, "same"), (both.pk, mother.pk, "joined")}


def test_a_household_that_is_not_used_is_linked_to_nobody(written: Written) -> None:
    now, _then = next(iter(written.pairs(written.world.same)))
    Household.objects.filter(pk=now).update(restricted_at=timezone.now())
    link(written.now)
    assert not RoundLink.objects.filter(household=now).exists()


def test_erasing_a_household_takes_its_links(written: Written) -> None:
    link(written.now)
    one = RoundLink.objects.filter(kind="same").first()
    assert one is not None
    wish = Wish(Route.OFFICE, timezone.localdate(), factories.UserFactory.create(), "They moved away.")
    erase(household=one.previous, answers_stay=True, wish=wish)
    assert Household.objects.filter(pk=one.previous_id).exists()
    assert not RoundLink.objects.filter(previous=one.previous_id).exists()


def test_rows_taken_out_by_sql_take_their_links(written: Written) -> None:
    from django.db import connection

    link(written.now)
    one = RoundLink.objects.filter(kind="same").first()
    assert one is not None
    Person.objects.filter(household=one.household_id).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM enumerations_household WHERE id = %s", [one.household_id])
    assert not RoundLink.objects.filter(household_id=one.household_id).exists()


def test_the_first_round_has_none_before_it() -> None:
    count: Any = factories.EnumerationFactory.create(round=1)
    assert before(count) is None
    assert link(count) is None


def test_the_sweep_links_what_is_being_checked_once(written: Written) -> None:
    factories.SettlementStatisticsFactory.create(enumeration=written.now, made_at=timezone.now())
    assert link_what_changed() == []  # figures this new may be made again in a moment
    written.now.statistics.update(made_at=timezone.now() - timedelta(minutes=5))
    assert link_what_changed() == [written.now.pk]
    assert link_what_changed() == []
    written.now.state = "enumerating"
    written.now.save()
    RoundLinking.objects.all().delete()
    assert link_what_changed() == []
