"""What persons on a zone said of themselves: counted for who may see people, else from neighbourhoods."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from enumerations.models import Enumeration
from mapping.affected.doors import Door
from mapping.affected.ground import NOWHERE, Ground
from mapping.affected.neighbours import LEAST, Home, neighbourhoods
from mapping.affected.vulnerable import Vulnerable, sums_of

# A figure that is not counted is rounded to this.
STEP = 5


@dataclass
class Told:
    """By village (None: outside of villages): what may be told. `is_about` says that it was not counted."""

    is_about: bool
    by_cluster: dict[int | None, Vulnerable] = field(default_factory=lambda: defaultdict(Vulnerable))

    @property
    def whole(self) -> Vulnerable:
        return sum(self.by_cluster.values(), Vulnerable())


def counted(count: Enumeration, doors: Iterable[Door]) -> Told:
    """By counting them: only for who may see people, and that is written down."""
    told = Told(is_about=False)
    for cluster, sums in sums_of(
        count, {door.pk: door.cluster or NOWHERE for door in doors if door.households}
    ).items():
        told.by_cluster[cluster or None] = sums
    return told


def about(count: Enumeration, doors: Iterable[Door], ground: Ground) -> Told:
    """From the share of each neighbourhood, by how many of its households and people are on the zone."""
    on_zone: dict[tuple[int | None, int], list[int]] = defaultdict(lambda: [0, 0])
    lived_in = [door for door in doors if door.households]
    places = _Places.of(ground, {door.cluster for door in lived_in})
    for door in lived_in:
        # One that was counted since the figures were made belongs to no neighbourhood yet.
        if (place := places.of_structure.get(door.pk)) is not None:
            on_zone[door.cluster, place][0] += door.households
            on_zone[door.cluster, place][1] += door.people
    wanted = {place for _cluster, place in on_zone}
    sums = sums_of(
        count,
        {structure: place for structure, place in places.of_structure.items() if place in wanted},
        places.loose if places.loose in wanted else None,
    )
    told = Told(is_about=True)
    for (cluster, place), (households, people) in on_zone.items():
        of_households = min(1, households / places.households[place])
        of_people = min(1, people / places.people[place]) if places.people[place] else 0
        told.by_cluster[cluster] += sums.get(place, Vulnerable()).shared(of_households, of_people)
    return told


def said(number: float, households: int, *, is_about: bool) -> int | None:
    """A figure as it may be told of so many households: as counted, or to the nearest five, or not at all."""
    if not is_about:
        return round(number)
    if households < LEAST:
        return None
    return STEP * int(number / STEP + 0.5)


@dataclass(frozen=True)
class _Places:
    """The neighbourhoods of some villages. `loose` is where households of no known structure belong."""

    of_structure: dict[int, int]
    households: dict[int, int]
    people: dict[int, int]
    loose: int | None

    @classmethod
    def of(cls, ground: Ground, clusters: set[int | None]) -> "_Places":
        spots = ground.spots(clusters)
        numbers = neighbourhoods([Home(spot.cluster, spot.x, spot.y, spot.households) for spot in spots])
        households: dict[int, int] = defaultdict(int)
        people: dict[int, int] = defaultdict(int)
        for spot, number in zip(spots, numbers, strict=True):
            households[number] += spot.households
            people[number] += spot.people
        nowhere = [number for spot, number in zip(spots, numbers, strict=True) if spot.cluster == NOWHERE]
        loose = min(nowhere, default=None)
        if loose is not None:
            # Or the figures of the settlement without those of all places would be theirs alone.
            households[loose] += ground.homeless.households
            people[loose] += ground.homeless.people
        of_structure = {spot.pk: number for spot, number in zip(spots, numbers, strict=True)}
        return cls(of_structure, households, people, loose)
