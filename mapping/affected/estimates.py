"""What persons on a zone said of themselves: counted for who may see people, else from neighbourhoods."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from django.core.cache import cache

from enumerations.models import Enumeration
from mapping.affected.doors import Door
from mapping.affected.ground import NOWHERE, Ground, Numbers
from mapping.affected.neighbours import LEAST, numbered
from mapping.affected.vulnerable import Vulnerable, sums_of

# A figure that is not counted is rounded to this.
STEP = 5
KEPT_SECONDS = 3_600


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
    places = places_of(ground)
    for door, place in zip(lived_in, places.of([door.pk for door in lived_in]), strict=True):
        # One that was counted since the figures were made belongs to no neighbourhood yet.
        if place is not None:
            on_zone[door.cluster, place][0] += door.households
            on_zone[door.cluster, place][1] += door.people
    wanted = {place for _cluster, place in on_zone}
    sums = sums_of(count, places.structures_of(wanted), places.loose if places.loose in wanted else None)
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
class Places:
    """The neighbourhoods of a settlement: of each structure (`pks`, in order) the number of its own.

    `households` and `people` are those of each neighbourhood. `loose` is where households of no known
    structure belong.
    """

    pks: Numbers
    numbers: Numbers
    households: Numbers
    people: Numbers
    loose: int | None

    @classmethod
    def read(cls, ground: Ground) -> "Places":
        spots = ground.spots()
        numbers = numbered(spots.clusters, spots.places, spots.households)
        households, people = (
            np.bincount(numbers, each).astype(np.int64) for each in (spots.households, spots.people)
        )
        nowhere = numbers[spots.clusters == NOWHERE]
        loose = int(nowhere.min()) if len(nowhere) else None
        if loose is not None:
            # Or the figures of the settlement without those of all places would be theirs alone.
            households[loose] += ground.homeless.households
            people[loose] += ground.homeless.people
        return cls(spots.pks, numbers, households, people, loose)

    def of(self, structures: list[int]) -> list[int | None]:
        """The neighbourhood of each of them; None for those that have none."""
        if not structures or not len(self.pks):
            return [None] * len(structures)
        asked = np.array(structures)
        found = np.searchsorted(self.pks, asked).clip(max=len(self.pks) - 1)
        is_known = self.pks[found] == asked
        numbers = self.numbers[found]
        return [int(number) if known else None for number, known in zip(numbers, is_known, strict=True)]

    def structures_of(self, wanted: Iterable[int]) -> dict[int, int]:
        """The structures of some neighbourhoods, with the number of each one's own."""
        here = np.isin(self.numbers, list(wanted))
        return dict(zip(self.pks[here].tolist(), self.numbers[here].tolist(), strict=True))


def places_of(ground: Ground) -> Places:
    """The neighbourhoods, kept as long as ground and figures are the same: whoever draws asks many times."""
    if not ground.version or ground.count is None:
        return Places.read(ground)
    key = f"neighbourhoods:{ground.settlement.pk}:{ground.count.pk}:{ground.version}"
    found: Places | None = cache.get(key)
    if found is None:
        found = Places.read(ground)
        cache.set(key, found, KEPT_SECONDS)
    return found
