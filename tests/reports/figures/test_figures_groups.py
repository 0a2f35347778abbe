"""Groups of households are safe also from who knows that no owner is among the tenants."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from enumerations.disclosure import Table, safe_tables
from reports.figures.groups import LEFT_OUT
from tests.enumerations import worlds
from tests.enumerations.attacker import Attack, Kind, World
from tests.enumerations.test_small_cells import OFTEN, RARELY, slow

NOT_SHOWN = {"value": None, "n": None}
BELONGS = {
    "tenants": lambda kind: worlds.rents(kind) is True,
    "owners": lambda kind: worlds.owns(kind) is True,
    "": lambda kind: not worlds.rents(kind) and not worlds.owns(kind),
}


@st.composite
def settlements(draw: st.DrawFn) -> World:
    """Some kinds are common and some are rare; each household is of the group it belongs to."""
    kinds = worlds.FEWER_TENURE_KINDS
    numbers = st.integers(0, len(kinds) - 1)
    people = [0] * len(kinds)
    for index in draw(st.lists(numbers, min_size=2, max_size=5, unique=True)):
        people[index] = draw(OFTEN)
    for index in draw(st.lists(numbers, min_size=1, max_size=10, unique=True)):
        people[index] += draw(RARELY)
    counts = {
        (0, group): [n if belongs(kind) else 0 for n, kind in zip(people, kinds, strict=True)]
        for group, belongs in BELONGS.items()
    }
    return World(kinds, worlds.TENURE, counts)


def publish(world: World) -> None:
    """As `reports.figures.breakdown` does: groups as parts, without what is asked of one group only."""
    parts = {
        group: {code: found for code, found in world.figures(0, group).items() if code not in LEFT_OUT}
        for group in ("tenants", "owners")
    }
    [safe] = safe_tables([Table(world.figures(0, None), parts)], world.k)
    world.published[0, None] = safe.whole
    for group, figures in safe.parts.items():
        world.published[0, group] = {**dict.fromkeys(LEFT_OUT, NOT_SHOWN), **figures}


def found_out(world: World) -> list[tuple[Any, ...]]:
    """What is told of few, by one who knows which kinds of household are in which group."""
    attack = Attack(world)
    for group, belongs in BELONGS.items():
        attack.learn(attack.row([(0, group)], lambda kind, belongs=belongs: not belongs(kind)), 0, 0)  # type: ignore[misc]
    known = []
    for part in (None, *BELONGS):
        places = world.places(0, part)
        for name, holds in world.numbers():
            true = world.count(places, holds)
            if 0 < true < world.k:
                least, most = attack.range_of(places, holds)
                if most < world.k - 1e-6 or most - least < world.k - 1 - 1e-6:
                    known.append((part, name, true, least, most))
    return known


@slow
@given(world=settlements())
def test_tenants_and_owners_tell_of_nobody(world: World) -> None:
    publish(world)
    assert found_out(world) == []


def test_the_attacker_finds_groups_that_are_shown_raw() -> None:
    """The test above would notice."""
    kinds: list[Kind] = worlds.FEWER_TENURE_KINDS
    owner = next(at for at, kind in enumerate(kinds) if kind["tenure"] == "owner_resident")
    tenant = next(at for at, kind in enumerate(kinds) if kind["tenure"] == "tenant")
    people = [0] * len(kinds)
    people[tenant], people[owner] = 100, 3
    counts = {
        (0, group): [n if belongs(kind) else 0 for n, kind in zip(people, kinds, strict=True)]
        for group, belongs in BELONGS.items()
    }
    world = World(kinds, worlds.TENURE, counts)
    for group in (None, "tenants", "owners"):
        world.published[0, group] = world.figures(0, group)
    assert found_out(world)
