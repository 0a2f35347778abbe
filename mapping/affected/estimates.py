"""What persons on a zone said of themselves: counted for who may see people, else from neighbourhoods."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from enumerations.models import Enumeration
from mapping.affected.doors import Door, Ground, Spot
from mapping.affected.neighbours import LEAST, Home, neighbourhoods
from mapping.affected.vulnerable import Vulnerable, sums_of

NOWHERE = 0  # stands for "in no village" where a number is needed
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
    found = sums_of(count, {door.pk: door.cluster or NOWHERE for door in doors if door.households})
    return Told(False, {cluster or None: sums for cluster, sums in found.items()})


def about(count: Enumeration, doors: Iterable[Door], ground: Ground) -> Told:
    """From the share of each neighbourhood, by how many of its households and people are on the zone."""
    doors = [door for door in doors if door.households]
    places = _Places.of(ground.spots, {door.cluster for door in doors})
    wanted = {places.of_structure[door.pk] for door in doors if door.pk in places.of_structure}
    sums = sums_of(
        count,
        {structure: place for structure, place in places.of_structure.items() if place in wanted},
        places.loose if places.loose in wanted else None,
    )
    told = Told(True)
    for door in doors:
        place = places.of_structure.get(door.pk)
        if place is None:
            continue  # counted since the ground was read, a moment ago
        homes, people = places.households[place], places.people[place]
        share = sums.get(place, Vulnerable()).shared(
            min(1, door.households / homes), min(1, door.people / people) if people else 0
        )
        told.by_cluster[door.cluster] += share
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
    def of(cls, spots: Sequence[Spot], clusters: set[int | None]) -> "_Places":
        # Also what stands no more: its households are in the figures of its village all the same.
        lived_in = [spot for spot in spots if spot.pk and spot.households and spot.cluster in clusters]
        numbers = neighbourhoods(
            [
                Home(spot.cluster or NOWHERE, spot.lon or 0, spot.lat or 0, spot.households)
                for spot in lived_in
            ]
        )
        households: dict[int, int] = defaultdict(int)
        people: dict[int, int] = defaultdict(int)
        of_structure: dict[int, int] = {}
        loose = None
        for spot, number in zip(lived_in, numbers, strict=True):
            of_structure[spot.pk or 0] = number
            households[number] += spot.households
            people[number] += spot.people
            if spot.cluster is None:
                loose = number if loose is None else min(loose, number)
        if loose is not None:
            # Or the figures of the settlement without those of all places would be theirs alone.
            households[loose] += sum(spot.households for spot in spots if spot.pk is None)
            people[loose] += sum(spot.people for spot in spots if spot.pk is None)
        return cls(of_structure, households, people, loose)
