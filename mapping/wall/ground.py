"""A settlement as a map on paper shows it, in true metres: a query for each layer, and nothing of people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median, quantiles
from typing import Any

from django.db import connection

from mapping.wall.choices import Drawn
from mapping.wall.plane import Box, Plane
from mapping.wall.refusals import NothingToDraw
from mapping.wall.shapes import Place, Shape, read
from settlements.choices import OverlayKind, ServiceKind, StructureStatus
from settlements.models import Settlement

GONE = (StructureStatus.DEMOLISHED.value, StructureStatus.MERGED_INTO.value)
# Where a savings group keeps its box is not for a wall.
UNSHOWN = (ServiceKind.SAVINGS_GROUP_BASE.value,)
# What lies farther from the boundary has wrong coordinates: a sheet that held it would show nothing else.
FARTHEST_M = 250.0


@dataclass(frozen=True, slots=True)
class House:
    """A numbered structure: its footprint, where it is known, and a place within it."""

    code: str  # KMT/B/123A
    cluster: str  # of the village it belongs to; empty for none
    shape: Shape
    at: Place
    box: Box
    answers: int = 0  # as enumerations.packed

    @property
    def letter(self) -> str:
        """The village as it is painted on the door; empty where the number names none."""
        return self.code.split("/")[1] if self.code.count("/") == 2 else ""

    @property
    def number(self) -> str:
        """123A"""
        return self.code.rsplit("/", 1)[1]


@dataclass(frozen=True, slots=True)
class Village:
    """A cluster; without an outline it is where its structures are."""

    code: str
    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Service:
    """A toilet block, a tap …"""

    kind: str
    status: str
    name: str
    cluster: str
    at: Place


@dataclass(frozen=True, slots=True)
class Way:
    """A lane, road, drain or river."""

    kind: str
    name: str
    shape: Shape
    width_m: float | None


@dataclass(frozen=True, slots=True)
class Zone:
    """A danger or a plan: the ground it takes, and the line it was drawn as."""

    kind: str
    name: str
    shape: Shape
    line: Shape
    is_public: bool

    @property
    def is_hazard(self) -> bool:
        return self.kind in OverlayKind.hazards()


@dataclass(frozen=True)
class Ground:
    """All of it."""

    plane: Plane
    boundary: Shape
    villages: list[Village]
    houses: list[House]
    services: list[Service]
    ways: list[Way]
    zones: list[Zone]
    # What is not drawn: structures whose place cannot be right, and how many were taken down.
    far: list[str] = field(default_factory=list)
    taken_down: int = 0

    @property
    def extent(self) -> Box:
        """What a map of all must show. Raises NothingToDraw."""
        boxes = [box for box in (self.boundary.box, *(v.shape.box for v in self.villages)) if box]
        boxes += [house.box for house in self.houses] + [_about(s.at) for s in self.services]
        if not boxes:
            raise NothingToDraw
        return _joined(boxes)

    def of_village(self, code: str) -> Box | None:
        """Where a village is: its outline, or what stands in it; None where neither is known."""
        shapes = [village.shape.box for village in self.villages if village.code == code]
        boxes = [box for box in shapes if box]
        boxes += [house.box for house in self.houses if house.cluster == code]
        if not boxes:
            boxes = [_about(service.at) for service in self.services if service.cluster == code]
        return _joined(boxes) if boxes else None


def _about(at: Place) -> Box:
    return Box(at[0], at[1], at[0], at[1]).grown(5)


def _joined(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.west for box in boxes),
        min(box.south for box in boxes),
        max(box.east for box in boxes),
        max(box.north for box in boxes),
    )


def read_ground(settlement: Settlement, drawn: Sequence[str]) -> Ground:
    """What is to be drawn of a settlement. Raises NothingToDraw."""
    plane = plane_of(settlement)
    wanted = set(drawn)
    ground = Ground(
        plane=plane,
        boundary=_boundary(settlement, plane),
        villages=_villages(settlement, plane),
        houses=_houses(settlement, plane),
        services=_services(settlement, plane) if Drawn.SERVICES in wanted else [],
        ways=_ways(settlement, plane) if Drawn.LANES in wanted else [],
        zones=[zone for zone in _zones(settlement, plane) if is_wanted(zone, wanted)],
        taken_down=_fetch(
            "SELECT count(*) FROM settlements_structure WHERE settlement_id = %(pk)s AND status IN %(gone)s",
            settlement,
            gone=GONE,
        )[0][0],
    )
    return without_strays(ground)


def is_wanted(zone: Zone, wanted: set[str]) -> bool:
    """What members keep among themselves is only drawn where somebody asks for just that."""
    if not zone.is_public and Drawn.KEPT not in wanted:
        return False
    return (Drawn.HAZARDS if zone.is_hazard else Drawn.PLANS) in wanted


def plane_of(settlement: Settlement) -> Plane:
    """The plane about the middle of what is known of the place. Raises NothingToDraw."""
    found = _fetch(
        """
        SELECT ST_X(middle), ST_Y(middle) FROM (
            SELECT ST_Centroid(COALESCE(
                boundary,
                (SELECT ST_GeometricMedian(ST_Collect(location)) FROM settlements_structure
                 WHERE settlement_id = s.id),
                (SELECT ST_GeometricMedian(ST_Collect(location)) FROM settlements_servicepoint
                 WHERE settlement_id = s.id),
                centre
            )) AS middle
            FROM settlements_settlement s WHERE id = %(pk)s
        ) found
        """,
        settlement,
    )
    longitude, latitude = found[0]
    if longitude is None:
        raise NothingToDraw
    return Plane(longitude, latitude)


def without_strays(ground: Ground) -> Ground:
    """Leave out what lies where the settlement cannot be, and say which numbers these are."""
    bounds = _bounds(ground)
    if bounds is None:
        return ground
    near: Callable[[Any], bool] = lambda each: bounds.holds(*each.at)  # noqa: E731
    return replace(
        ground,
        houses=[house for house in ground.houses if near(house)],
        services=[service for service in ground.services if near(service)],
        far=[house.code for house in ground.houses if not near(house)],
    )


def _bounds(ground: Ground) -> Box | None:
    """The boundary and a little more; without one, where by far the most structures or services are."""
    if ground.boundary.box:
        return ground.boundary.box.grown(FARTHEST_M)
    places = [house.at for house in ground.houses] or [service.at for service in ground.services]
    if len(places) < 2:
        return None
    west, east = _span([x for x, _y in places])
    south, north = _span([y for _x, y in places])
    return Box(west, south, east, north)


def _span(values: list[float]) -> tuple[float, float]:
    middle = median(values)
    usual = quantiles([abs(value - middle) for value in values], n=10)[-1]
    reach = 5 * usual + FARTHEST_M
    return middle - reach, middle + reach


def _fetch(sql: str, settlement: Settlement, **params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"pk": settlement.pk, **params})
        return list(cursor.fetchall())


def _boundary(settlement: Settlement, plane: Plane) -> Shape:
    rows = _fetch(f"SELECT {plane.sql('boundary')} FROM settlements_settlement WHERE id = %(pk)s", settlement)
    return read(rows[0][0])


def _villages(settlement: Settlement, plane: Plane) -> list[Village]:
    rows = _fetch(
        f"SELECT code, name, {plane.sql('boundary')} FROM settlements_cluster "
        "WHERE settlement_id = %(pk)s ORDER BY code",
        settlement,
    )
    return [Village(code, name, read(shape)) for code, name, shape in rows]


def _houses(settlement: Settlement, plane: Plane) -> list[House]:
    """In the order of their numbers; without those that were taken down or made one with others."""
    rows = _fetch(
        f"""
        SELECT s.code, COALESCE(c.code, ''), {plane.sql("s.footprint")},
            {plane.sql("ST_PointOnSurface(COALESCE(s.footprint, s.location))")}, COALESCE(drawn.packed, 0)
        FROM settlements_structure s
        LEFT JOIN settlements_cluster c ON c.id = s.cluster_id
        LEFT JOIN enumerations_structuresummary drawn ON drawn.structure_id = s.id
        WHERE s.settlement_id = %(pk)s AND s.status NOT IN %(gone)s
        ORDER BY s.id
        """,
        settlement,
        gone=GONE,
    )
    houses = []
    for code, cluster, footprint, place, answers in rows:
        shape, at = read(footprint), read(place).places[0]
        houses.append(House(code, cluster, shape, at, shape.box or _about(at).grown(-4), answers))
    return sorted(houses, key=number_order)


def number_order(house: House) -> tuple[str, int, str]:
    """By village, number, unit."""
    number = house.number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return house.letter, int(number), house.number[len(number) :]


def _services(settlement: Settlement, plane: Plane) -> list[Service]:
    rows = _fetch(
        f"""
        SELECT p.kind, p.status, p.name, COALESCE(c.code, ''), {plane.sql("p.location")}
        FROM settlements_servicepoint p LEFT JOIN settlements_cluster c ON c.id = p.cluster_id
        WHERE p.settlement_id = %(pk)s AND p.kind NOT IN %(unshown)s ORDER BY p.kind, p.name, p.id
        """,
        settlement,
        unshown=UNSHOWN,
    )
    return [
        Service(kind, status, name, cluster, read(at).places[0]) for kind, status, name, cluster, at in rows
    ]


def _ways(settlement: Settlement, plane: Plane) -> list[Way]:
    rows = _fetch(
        f"SELECT kind, name, {plane.sql('path')}, width_m FROM settlements_lane "
        "WHERE settlement_id = %(pk)s ORDER BY name, id",
        settlement,
    )
    return [Way(kind, name, read(path), width and float(width)) for kind, name, path, width in rows]


def _zones(settlement: Settlement, plane: Plane) -> list[Zone]:
    rows = _fetch(
        f"SELECT kind, name, {plane.sql('zone')}, {plane.sql('shape')}, is_public FROM settlements_overlay "
        "WHERE settlement_id = %(pk)s ORDER BY kind, name, id",
        settlement,
    )
    return [
        Zone(kind, name, read(zone), read(shape), is_public) for kind, name, zone, shape, is_public in rows
    ]
