"""No question, and no number of questions, tells what one house said.

Who may not see people is told shares of fixed neighbourhoods. So whatever is asked, the answers cannot depend
on which of two houses of one neighbourhood said what: these tests let them change places.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from enumerations.choices import Sex
from enumerations.models import Household, Person, StructureSummary
from mapping.affected.answer import Answer
from mapping.affected.estimates import said
from mapping.affected.neighbours import LEAST, LEAST_STRUCTURES, Home, neighbourhoods
from tests.mapping.affected.ground import home, house

Ask = Callable[..., Answer]
HOMES = st.lists(
    st.builds(
        Home,
        group=st.integers(0, 2),
        x=st.floats(4_096_500, 4_097_600),
        y=st.floats(-141_400, -140_300),
        households=st.integers(1, 12),
    ),
    max_size=120,
)


@given(HOMES)
@settings(max_examples=60, deadline=None)
def test_each_neighbourhood_is_large_enough_or_all_of_its_group(homes: list[Home]) -> None:
    numbers = neighbourhoods(homes)
    found: dict[int, list[Home]] = defaultdict(list)
    for one, number in zip(homes, numbers, strict=True):
        found[number].append(one)
    places_of_group = Counter(members[0].group for members in found.values())
    for members in found.values():
        assert len({one.group for one in members}) == 1
        is_alone = places_of_group[members[0].group] == 1
        is_large = sum(one.households for one in members) >= LEAST and len(members) >= LEAST_STRUCTURES
        assert is_alone or is_large


@given(HOMES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_neighbourhoods_do_not_depend_on_the_order(homes: list[Home], chance: random.Random) -> None:
    mixed = list(enumerate(homes))
    chance.shuffle(mixed)
    again = dict(zip((at for at, _one in mixed), neighbourhoods([one for _at, one in mixed]), strict=True))
    assert [again[at] for at in range(len(homes))] == neighbourhoods(homes)


@given(HOMES, HOMES)
@settings(max_examples=40, deadline=None)
def test_who_is_counted_later_moves_nobody_across(homes: list[Home], later: list[Home]) -> None:
    """Neighbourhoods only part: two homes that were apart stay apart."""
    before = neighbourhoods(homes)
    after = neighbourhoods([*homes, *later])[: len(homes)]
    together = {(one, other) for one, other in zip(after, before, strict=True)}
    assert len(together) == len(set(after))


def test_a_crowded_quarter_is_parted_into_many() -> None:
    homes = [Home(1, 4_096_500 + n % 30 * 11, -141_400 + n // 30 * 11, 2) for n in range(900)]
    sizes = Counter(neighbourhoods(homes))
    assert len(sizes) > 30
    assert min(sizes.values()) * 2 >= LEAST
    assert max(sizes.values()) * 2 < 4 * LEAST


@pytest.mark.parametrize(
    ("number", "households", "told"),
    [(12.4, 20, 10), (12.5, 20, 15), (2.4, 400, 0), (2.5, 400, 5), (30.0, 19, None), (0.0, 20, 0)],
)
def test_what_is_reckoned_is_told_to_the_nearest_five(
    number: float, households: int, told: int | None
) -> None:
    assert said(number, households, is_about=True) == told
    assert said(number, households, is_about=False) == round(number)


@pytest.fixture
def village(bondeni: Any, daraja: Any, count: Any) -> list[Any]:
    """Ninety households of three villagers each, in thirty houses; two thirds of them in Bondeni."""
    chance = random.Random(7)
    houses = []
    for n in range(30):
        cluster = bondeni if n < 20 else daraja
        found = house(cluster, n + 1, 20 * (n % 6) + 5, 20 * (n // 6) + 5)
        for _household in range(3):
            home(found, count, 3, ages=(chance.choice((30, 70)), chance.choice((2, 8))),
                 head_sex=chance.choice((Sex.FEMALE, Sex.MALE)))  # fmt: skip
        houses.append(found)
    return houses


def personal(found: Answer) -> list[tuple[int | None, ...]]:
    lines = (*found.lines, found.whole)
    return [(line.women, line.under_5, line.over_65, line.disabled) for line in lines]


@pytest.mark.django_db
def test_two_neighbours_may_change_places_and_no_answer_changes(
    village: list[Any], ask: Ask, amina: Any, baraka: Any, subira: Any
) -> None:
    """Zones that differ by one house, with and without it: to leaders, enumerators, staff."""
    middles = [StructureSummary.objects.get(structure=one).shape.centroid for one in village]
    numbers = neighbourhoods(
        [Home(one.cluster_id, at.x, at.y, 3) for one, at in zip(village, middles, strict=True)]
    )
    first = village[0]
    other = next(one for one, number in zip(village[1:], numbers[1:], strict=True) if number == numbers[0])
    zones = [
        box(5 - 20, 0, 25 + 20 * n, 20 * high + 18) for n in range(6) for high in range(5)
    ]  # every one with the first house; and the same without it
    zones += [box(18, 0, 25 + 20 * n, 20 * high + 18) for n in range(1, 6) for high in range(5)]
    before = [personal(ask(who, zone)) for who in (amina, baraka, subira) for zone in zones[::4]]
    assert any(line[0] for found in before for line in found)
    women = Household.objects.filter(structure=first)
    women.update(head_sex=Sex.FEMALE)
    Household.objects.filter(structure=other).update(head_sex=Sex.MALE)
    Person.objects.filter(household__structure=first, line_no=2).update(age=1)
    Person.objects.filter(household__structure=other, line_no=2).update(age=20)
    one_way = [personal(ask(who, zone)) for who in (amina, baraka, subira) for zone in zones[::4]]
    women.update(head_sex=Sex.MALE)
    Household.objects.filter(structure=other).update(head_sex=Sex.FEMALE)
    Person.objects.filter(household__structure=first, line_no=2).update(age=20)
    Person.objects.filter(household__structure=other, line_no=2).update(age=1)
    assert [personal(ask(who, zone)) for who in (amina, baraka, subira) for zone in zones[::4]] == one_way


@pytest.mark.django_db
def test_one_house_alone_says_nothing_of_its_people(village: list[Any], ask: Ask, amina: Any) -> None:
    found = ask(amina, box(0, 0, 20, 20))
    assert found.whole.households == 3
    assert personal(found) == [(None, None, None, None)] * 2


@pytest.mark.django_db
def test_the_whole_place_is_told_about_right(village: list[Any], ask: Ask, amina: Any, tabitha: Any) -> None:
    everything = box(-10, -10, 200, 200)
    about, exact = ask(amina, everything).whole, ask(tabitha, everything).whole
    for name in ("women", "under_5", "over_65", "disabled"):
        assert abs(getattr(about, name) - getattr(exact, name)) <= 2.5, name


@pytest.mark.django_db
def test_households_of_no_structure_are_hidden_among_others(
    village: list[Any], ask: Ask, amina: Any, count: Any, settlement: Any
) -> None:
    """Else what all places leave of the settlement would be theirs alone."""
    from tests import factories

    for n in range(10):
        found = factories.StructureFactory(settlement=settlement, code=f"KMT/{900 + n}")
        for _household in range(3):
            home(found, count, 3, head_sex=Sex.MALE)
    zone = box(-10, -10, 330, 330)
    nowhere = ask(amina, zone).lines[-1]
    assert (nowhere.code, nowhere.households, nowhere.women) == ("", 30, 0)
    for _household in range(30):
        factories.HouseholdFactory(enumeration=count, head_sex=Sex.FEMALE)
    # Half of those outside of villages are women's now, though not one of the thirty on the ground.
    assert ask(amina, zone).lines[-1].women in (5, 10, 15)
