"""No small number is shown, or can be computed from what is: an attacker who has read everything tries."""

import os
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enumerations.disclosure import Table, safe_tables
from tests.enumerations import worlds
from tests.enumerations.attacker import Attack, Kind, Place, Question, World

CLUSTERS = ("A", "B")
# The same few worlds each time; `make fuzz` tries many others.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "50")) // 10
# Villages as they are: a few answers are common, many are rare.
OFTEN = st.sampled_from([20, 40, 41, 70, 100])
RARELY = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 8])


@st.composite
def settlements(
    draw: st.DrawFn, kinds: list[Kind], questions: list[Question], rounds: int, k: int = 5
) -> World:
    """A settlement of two villages and some houses between them, counted once or twice."""
    at = [*CLUSTERS, ""]
    numbers = st.integers(0, len(kinds) - 1)
    common = draw(st.lists(numbers, min_size=1, max_size=4, unique=True))
    rare = draw(st.lists(numbers, min_size=1, max_size=12, unique=True))
    between = draw(st.booleans())
    counts: dict[Place, list[int]] = {}
    for number in range(rounds):
        for cluster in at:
            people = [0] * len(kinds)
            if cluster or between:
                for index in common:
                    people[index] = draw(OFTEN)
                for index in rare:
                    people[index] += draw(RARELY)
            before = counts.get((number - 1, cluster), [0] * len(kinds))
            counts[number, cluster] = [n + more for n, more in zip(before, people, strict=True)]
    return World(kinds, questions, counts, k)


def publish(world: World) -> None:
    rounds = sorted({number for number, _ in world.counts})
    tables = [
        Table(world.figures(number, None), {c: world.figures(number, c) for c in CLUSTERS})
        for number in rounds
    ]
    for number, safe in zip(rounds, safe_tables(tables, world.k), strict=True):
        world.published[number, None] = safe.whole
        for cluster, figures in safe.parts.items():
            world.published[number, cluster] = figures


def found_out(world: World, **assumed: Any) -> list[tuple[Any, ...]]:
    """The small numbers an attacker can tell to be small, or know to within fewer than k values."""
    attack = Attack(world, **assumed)
    rounds = sorted({number for number, _ in world.counts})
    known = []
    for number in rounds:
        for cluster in (None, *CLUSTERS, ""):
            places = world.places(number, cluster)
            for name, holds in world.numbers():
                true = world.count(places, holds)
                if 0 < true < world.k:
                    least, most = attack.range_of(places, holds)
                    if most < world.k - 1e-6 or most - least < world.k - 1 - 1e-6:
                        known.append((number, cluster, name, true, least, most))
    return known


slow = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(world=settlements(worlds.TENURE_KINDS, worlds.TENURE, rounds=1))
def test_owners_and_tenants_are_safe_cluster_by_cluster(world: World) -> None:
    publish(world)
    assert found_out(world) == []


@slow
@given(world=settlements(worlds.TOILET_KINDS, worlds.TOILETS, rounds=1))
def test_toilets_are_safe_cluster_by_cluster(world: World) -> None:
    publish(world)
    assert found_out(world) == []


@slow
@given(world=settlements(worlds.SLUM_KINDS, worlds.SLUM, rounds=1))
def test_slum_households_are_safe_cluster_by_cluster(world: World) -> None:
    publish(world)
    assert found_out(world) == []


@slow
@given(world=settlements(worlds.PEOPLE_KINDS, worlds.PEOPLE, rounds=1, k=8))
def test_people_are_safe_cluster_by_cluster_where_more_is_asked_for(world: World) -> None:
    publish(world)
    assert found_out(world) == []


@slow
@given(world=settlements(worlds.FEWER_SLUM_KINDS, worlds.SLUM, rounds=2))
def test_slum_households_are_safe_round_by_round(world: World) -> None:
    """Also for one who knows that nobody left between the rounds."""
    publish(world)
    assert found_out(world, nobody_left=True) == []


@slow
@given(world=settlements(worlds.FEWER_TENURE_KINDS, worlds.TENURE, rounds=2))
def test_owners_and_tenants_are_safe_round_by_round(world: World) -> None:
    publish(world)
    assert found_out(world, nobody_left=True) == []


@slow
@given(data=st.data())
def test_nothing_is_hidden_where_every_number_is_large(data: st.DataObject) -> None:
    for kinds, questions in (
        (worlds.TENURE_KINDS, worlds.TENURE),
        (worlds.TOILET_KINDS, worlds.TOILETS),
        (worlds.SLUM_KINDS, worlds.SLUM),
        (worlds.PEOPLE_KINDS, worlds.PEOPLE),
    ):
        chosen = data.draw(st.lists(st.integers(0, len(kinds) - 1), min_size=2, max_size=6, unique=True))
        large = st.integers(20, 90)
        counts = {
            (0, cluster): [data.draw(large) if index in chosen else 0 for index in range(len(kinds))]
            for cluster in CLUSTERS
        }
        world = World(kinds, questions, counts)
        publish(world)
        for figures in world.published.values():
            assert not [code for code, found in figures.items() if found.get("hidden") or found.get("partly")]


def settlement_of(kinds: list[Kind], questions: list[Question], numbers: list[tuple[int, Kind]]) -> World:
    """A hundred of the first kind in each village; all others live between them."""
    counts = {(0, at): [0] * len(kinds) for at in (*CLUSTERS, "")}
    for at in CLUSTERS:
        counts[0, at][kinds.index(numbers[0][1])] = 100
    for number, kind in numbers:
        counts[0, ""][kinds.index(kind)] = number
    return World(kinds, questions, counts)


def test_who_alone_told_of_rooms_is_not_found_by_what_others_left_out() -> None:
    """Nobody answered all five: who told of rooms is among the few who did not tell of water."""
    silent = {"water": "piped_dwelling", "toilet": True, "weak": False, "crowded": None, "evicted": False}
    one = silent | {"water": None, "crowded": True}
    world = settlement_of(worlds.SLUM_KINDS, worlds.SLUM, [(40, silent), (1, one)])
    publish(world)
    assert found_out(world) == []


def test_who_alone_told_of_a_kind_of_toilet_is_not_found() -> None:
    silent = {"place": "in_dwelling", "own": True, "type": None, "told": False}
    one = {"place": None, "own": False, "type": "main_sewer", "told": False}
    world = settlement_of(worlds.TOILET_KINDS, worlds.TOILETS, [(40, silent), (1, one)])
    publish(world)
    assert found_out(world) == []


def test_few_who_answered_all_are_not_found_between_many_who_answered_each() -> None:
    """Five told of rooms and two are silent of water: three to five answered all."""
    silent = {"water": "piped_dwelling", "toilet": True, "weak": False, "crowded": None, "evicted": False}
    all_five = silent | {"crowded": True}
    four = all_five | {"water": None}
    world = settlement_of(worlds.SLUM_KINDS, worlds.SLUM, [(40, silent), (3, all_five), (2, four)])
    publish(world)
    assert found_out(world) == []


def test_the_attacker_finds_what_is_shown_raw() -> None:
    """The tests above would notice: unhidden, and with only the small number itself left out."""
    counts = {(0, at): [0] * len(worlds.SLUM_KINDS) for at in (*CLUSTERS, "")}
    counts[0, "A"][0], counts[0, "A"][1], counts[0, "B"][0] = 60, 3, 50
    world = World(worlds.SLUM_KINDS, worlds.SLUM, counts)
    for cluster in (None, *CLUSTERS):
        world.published[0, cluster] = world.figures(0, cluster)
    assert found_out(world)
    for figures in world.published.values():
        for code, found in figures.items():
            if code == "not_durable_percent" or (found["n"] or 0) < 5:
                found |= {"value": None, "n": None}  # type: ignore[operator]
    assert found_out(world)
