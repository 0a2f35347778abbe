"""Who is affected, as one reader may be told: by village and in all, with what the numbers rest on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from accounts.choices import AccessKind
from accounts.log import record
from enumerations.choices import DoorState
from enumerations.intake.fields import Tier
from enumerations.models import Enumeration, SettlementStatistics
from enumerations.privacy import tiers_of
from mapping.affected import estimates
from mapping.affected.doors import CUT, POINT, WHOLE, Door, doors_on
from mapping.affected.ground import Ground, Total, ground_of
from mapping.affected.problems import Remark, ShapeRefused
from mapping.affected.vulnerable import Vulnerable
from mapping.affected.zone import Zone, limited
from settlements.choices import ServiceKind, ServiceStatus
from settlements.imports.reference import ask, reference_of
from settlements.models import Cluster, ServicePoint, Settlement
from settlements.querysets import Viewer

FAR_M = 20_000


@dataclass(frozen=True)
class Line:
    """A village, or all of them (without a code and a name): what is on the zone, and what there is."""

    code: str
    name: str
    structures: int
    whole: int
    cut: int
    points: int
    without_households: int
    still_open: int
    households: int
    people: int
    tenants: int | None
    tenants_people: int | None
    owners: int | None
    owners_people: int | None
    others: int | None
    absentee_owned: int | None
    women: int | None
    under_5: int | None
    over_65: int | None
    disabled: int | None
    all_structures: int
    all_households: int
    all_people: int


# What a line adds up of its structures; the second only for who may see owners and tenants.
ADDED = (
    "structures", "whole", "cut", "points", "without_households", "still_open", "households", "people",
)  # fmt: skip
ADDED_OF_TENURE = (
    "tenants", "tenants_people", "owners", "owners_people", "others",
)  # fmt: skip


@dataclass(frozen=True)
class Lost:
    """Service points of one kind on the zone; cubicles and taps as far as they are known."""

    label: str | Promise
    points: int
    working: int
    cubicles: int
    taps: int


@dataclass(frozen=True)
class Answer:
    """Everything a page, a file or a sheet says. What the reader may not see is not in it."""

    settlement: Settlement
    zone: Zone
    count: Enumeration | None
    lines: tuple[Line, ...]
    whole: Line
    services: tuple[Lost, ...]
    remarks: tuple[Remark, ...]
    coverage: float | None
    days: tuple[date, date] | None
    homeless: int
    of_unknown_size: int
    visits: Counter[str]
    sees_tenure: bool
    sees_people: bool
    clusters: dict[int, Cluster]
    _doors: tuple[Door, ...]

    @property
    def doors(self) -> tuple[Door, ...]:
        """The structures one by one: for who may see owners and tenants by structure."""
        return self._doors if self.sees_tenure else ()

    @cached_property
    def drawn(self) -> dict[str, list[int]]:
        """The ids to colour on the map, by how much of them is taken."""
        found: dict[str, list[int]] = {WHOLE: [], CUT: [], POINT: []}
        for door in self._doors:
            found[door.how].append(door.pk)
        return found

    @property
    def visit_words(self) -> list[tuple[str | Promise, int]]:
        """Why structures are not fully counted, most often first."""
        return [(DoorState(visit).label, n) for visit, n in self.visits.most_common()]

    @property
    def is_at_least(self) -> bool:
        """Whether there are more: not everybody on the zone is counted."""
        return bool(self.whole.still_open or self.of_unknown_size or not self.count)


def answer(zone: Zone, settlement: Settlement, count: Enumeration | None, user: Viewer) -> Answer:
    """Ask the ground and the count. Raises ShapeRefused for a zone that lies far away, or takes too long.

    That people's answers were counted is written down.
    """
    with limited("too_slow"):
        return _answer(zone, settlement, count, user)


def _answer(zone: Zone, settlement: Settlement, count: Enumeration | None, user: Viewer) -> Answer:
    tiers = tiers_of(user, settlement)
    doors = doors_on(zone, settlement, count)
    ground = ground_of(settlement, count)
    remarks = zone.remarks if doors else (*zone.remarks, *where_else(zone, settlement))
    clusters = {cluster.pk: cluster for cluster in Cluster.objects.filter(settlement=settlement)}
    told = told_of(doors, ground, user, sees_people=Tier.PEOPLE in tiers)
    adding = Lines(doors, ground, told, sees_tenure=Tier.TENURE in tiers)
    lines = tuple(adding.by_cluster(clusters))
    return Answer(
        settlement=settlement,
        zone=zone,
        count=count,
        lines=lines,
        whole=adding.whole(lines),
        services=tuple(services_on(zone, settlement)),
        remarks=tuple(remarks),
        coverage=coverage_of(count),
        days=days_of(doors),
        homeless=ground.homeless.households,
        of_unknown_size=sum(door.of_unknown_size for door in doors),
        visits=Counter(door.visit for door in doors if door.is_open),
        sees_tenure=Tier.TENURE in tiers,
        sees_people=Tier.PEOPLE in tiers,
        clusters=clusters,
        _doors=tuple(doors),
    )


def told_of(doors: Sequence[Door], ground: Ground, user: Viewer, *, sees_people: bool) -> estimates.Told:
    """What persons said of themselves, as far as the reader may know; that it was counted is written down."""
    if ground.count is None or not any(door.households for door in doors):
        return estimates.Told(is_about=not sees_people)
    if not sees_people:
        return estimates.about(ground.count, doors, ground)
    code = ground.settlement.code
    record(user, AccessKind.READ, subject=f"affected people {code}", settlement=code)
    return estimates.counted(ground.count, doors)


class Lines:
    """Adds the structures up, by village."""

    def __init__(
        self, doors: Sequence[Door], ground: Ground, told: estimates.Told, *, sees_tenure: bool
    ) -> None:
        self.told = told
        self.ground = ground
        self.sees_tenure = sees_tenure
        self.doors: dict[int | None, list[Door]] = defaultdict(list)
        for door in doors:
            self.doors[door.cluster].append(door)

    def by_cluster(self, clusters: Mapping[int, Cluster]) -> Iterator[Line]:
        """A line for every village of which something is on the zone, by its code; the rest at the end."""
        for pk, cluster in sorted(clusters.items(), key=lambda item: item[1].code):
            if pk in self.doors:
                told = self.told.by_cluster[pk]
                yield self.line(self.doors[pk], self.ground.by_cluster[pk], told, cluster.code, cluster.name)
        if None in self.doors:
            yield self.line(self.doors[None], self.ground.by_cluster[None], self.told.by_cluster[None])

    def whole(self, lines: Sequence[Line]) -> Line:
        """All villages' lines in one. What is told of persons is rounded anew, and not added up rounded."""
        none = self.line((), self.ground.whole, self.told.whole)
        added: dict[str, Any] = {name: sum(getattr(line, name) for line in lines) for name in ADDED}
        if self.sees_tenure:
            added |= {name: sum(getattr(line, name) for line in lines) for name in ADDED_OF_TENURE}
            every = [line.absentee_owned for line in lines if line.absentee_owned is not None]
            added["absentee_owned"] = sum(every) if len(every) == len(lines) else None
        told = self.personal(self.told.whole, added["households"])
        return replace(none, **added, **told)

    def line(
        self,
        doors: Sequence[Door],
        of_all: Total,
        told: Vulnerable,
        code: str = "",
        name: str = "",
    ) -> Line:
        households = sum(door.households for door in doors)
        tenants, owners = sum(door.tenants for door in doors), sum(door.owners for door in doors)
        hows = Counter(door.how for door in doors)

        def tenure(number: int) -> int | None:
            return number if self.sees_tenure else None

        return Line(
            code=code,
            name=name,
            structures=len(doors),
            whole=hows[WHOLE],
            cut=hows[CUT],
            points=hows[POINT],
            without_households=sum(not door.households and not door.is_open for door in doors),
            still_open=sum(door.is_open for door in doors),
            households=households,
            people=sum(door.people for door in doors),
            tenants=tenure(tenants),
            tenants_people=tenure(sum(door.tenants_people for door in doors)),
            owners=tenure(owners),
            owners_people=tenure(sum(door.owners_people for door in doors)),
            others=tenure(households - tenants - owners),
            absentee_owned=absentee_owned(doors) if self.sees_tenure else None,
            **self.personal(told, households),
            all_structures=of_all.structures,
            all_households=of_all.households,
            all_people=of_all.people,
        )

    def personal(self, told: Vulnerable, households: int) -> dict[str, Any]:
        """What is told of the persons in so many households."""
        return {
            name: estimates.said(number, households, is_about=self.told.is_about)
            for name, number in vars(told).items()
        }


def absentee_owned(doors: Iterable[Door]) -> int | None:
    """Structures of which an owner lives elsewhere; None where the count knows of no such owner at all."""
    told = [door.is_absentee_owned for door in doors]
    return None if None in told else sum(map(bool, told))


def days_of(doors: Iterable[Door]) -> tuple[date, date] | None:
    """The first and the last interview on the zone."""
    counted = [door for door in doors if door.first_day and door.last_day]
    if not counted:
        return None
    return min(door.first_day for door in counted if door.first_day), max(
        door.last_day for door in counted if door.last_day
    )


def services_on(zone: Zone, settlement: Settlement) -> Iterator[Lost]:
    """Toilets, taps, schools … on the zone, by kind."""
    points = ServicePoint.objects.filter(settlement=settlement, location__intersects=zone.area)
    found: dict[str, list[ServicePoint]] = defaultdict(list)
    for point in points.order_by("kind"):
        found[point.kind].append(point)
    for kind, of_kind in found.items():
        yield Lost(
            label=ServiceKind(kind).label,
            points=len(of_kind),
            working=sum(point.status == ServiceStatus.WORKING for point in of_kind),
            cubicles=sum(point.cubicles or 0 for point in of_kind),
            taps=sum(point.taps or 0 for point in of_kind),
        )


def coverage_of(count: Enumeration | None) -> float | None:
    """How much of the settlement the count reached, in per cent, as its page says."""
    whole = SettlementStatistics.objects.filter(enumeration=count, cluster=None).first() if count else None
    return whole.coverage_percent if whole else None


DISTANCE = """
SELECT ST_Distance(ST_GeomFromWKB(%(outline)s, 4326)::geography, ST_GeomFromEWKB(%(zone)s)::geography)
"""


def where_else(zone: Zone, settlement: Settlement) -> Iterable[Remark]:
    """Why nothing stands on a zone: it lies beside the settlement. Raises ShapeRefused if that is far."""
    outline = reference_of(settlement).outline
    metres = ask(DISTANCE, {"outline": outline, "zone": zone.area.ewkb}) if outline else 0
    if metres > FAR_M:
        raise ShapeRefused("far_away", km=f"{metres / 1000:,.0f}")
    return [Remark("beside", {"metres": f"{metres:,.0f}"})] if metres else []
