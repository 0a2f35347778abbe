"""One settlement on the drawing board: villages, numbered structures and service points, in degrees."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from enumerations.demo.lanes import Builder, Building
from enumerations.demo.places import Place
from enumerations.demo.shapes import XY, Plane
from settlements.choices import StructureUse as Use

# Bigger buildings of a lane settlement: use, width, depth, how many for every 1,000 structures.
BIG = [
    (Use.SCHOOL, 24, 10.5, 2),
    (Use.SCHOOL, 15, 8.5, 2),
    (Use.WORSHIP, 14, 8, 5),
    (Use.COMMUNITY_HALL, 13, 8, 1),
    (Use.HEALTH, 9, 7, 2),
    (Use.TOILET_BLOCK, 6.5, 4.2, 10),
]


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    boundary: MultiPolygon


@dataclass(frozen=True)
class Door:
    """One structure (or unit) with its number, its village's code and where it stands."""

    code: str
    village: str
    footprint: Polygon
    building: Building

    @property
    def rooms(self) -> int:
        return self.building.rooms

    @property
    def centre(self) -> Point:
        return self.footprint.centroid


class Layout:
    """Everything that stands in one place; the same for the same seed."""

    def __init__(self, place: Place, random: Random) -> None:
        self.place, self.random = place, random
        outline = place.outline
        self.builder = Builder(outline, random, spacing=(36, 42) if place.compounds else (12.7, 14.7))
        self.dividers = self._divide(len(place.villages))
        for divider in self.dividers:
            self.builder.keep_free(divider, 3.0)
        if place.compounds:
            self.builder.build_compounds()
        else:
            for use, width, depth, share in BIG:
                for _ in range(max(1, round(share * place.structures / 1000))):
                    self.builder.build_big(use, width * random.uniform(0.9, 1.1), depth)
            self.builder.build_rows()
        self.villages = [self._village(i, name) for i, name in enumerate(place.villages)]
        self.doors = self._number()

    def _divide(self, villages: int) -> list[list[XY]]:
        """Paths from south to north between the villages."""
        west, east = self.builder.west, self.builder.east
        south = min(y for _, y in self.builder.ground.outline) - 10
        north = max(y for _, y in self.builder.ground.outline) + 10
        paths = []
        for i in range(1, villages):
            x = west + (east - west) * i / villages
            steps = 10
            path = []
            for j in range(steps + 1):
                path.append((x, south + (north - south) * j / steps))
                x += self.random.uniform(-5, 5)
            paths.append(path)
        return paths

    def _village(self, index: int, name: str) -> Village:
        """The part of the outline between two paths."""
        far = 10_000.0
        left = self.dividers[index - 1] if index else [(-far, -far), (-far, far)]
        right = self.dividers[index] if index < len(self.dividers) else [(far, -far), (far, far)]
        strip = Polygon([*left, *reversed(right), left[0]])
        part: Any = strip.intersection(Polygon([*self.place.outline, self.place.outline[0]]))
        parts = [part] if isinstance(part, Polygon) else list(part)
        boundary = MultiPolygon([in_degrees(self.place.plane, list(p.coords[0])) for p in parts], srid=4326)
        return Village(chr(65 + index), name, boundary)

    def _village_at(self, building: Building) -> int:
        """West of the first path is village 0, and so on."""
        x, y = building.shape.x, building.shape.y
        for index, path in enumerate(self.dividers):
            at_y = min(range(len(path)), key=lambda i: abs(path[i][1] - y))
            if x < path[at_y][0]:
                return index
        return len(self.dividers)

    def _number(self) -> list[Door]:
        """Numbers run along the lanes, from 1 in every village; units of one roof or compound get letters."""
        doors = []
        numbers: dict[int, int] = defaultdict(int)
        plots: dict[tuple[int, int], list[Building]] = defaultdict(list)
        buildings = self.builder.in_order_of_doors()
        for building in buildings:
            if building.plot is not None:
                plots[self._village_at(building), building.plot].append(building)
        done: set[tuple[int, int]] = set()
        for building in buildings:
            village = self._village_at(building)
            if building.plot is None:
                units = self._units(building)
            elif (village, building.plot) not in done:
                done.add((village, building.plot))
                units = plots[village, building.plot]
            else:
                continue
            numbers[village] += 1
            for i, unit in enumerate(units):
                letter = chr(65 + i) if len(units) > 1 else ""
                doors.append(self._door(village, f"{numbers[village]}{letter}", unit))
        return doors

    def _units(self, building: Building) -> list[Building]:
        """Now and then one roof holds two units, A and B."""
        if building.kind != "rooms" or building.rooms < 4 or self.random.random() > 0.08:
            return [building]
        rooms = (building.rooms // 2, building.rooms - building.rooms // 2)
        return [
            Building(half, building.lane, building.side, building.east, count)
            for half, count in zip(building.shape.halves(), rooms, strict=True)
        ]

    def _door(self, village: int, number: str, building: Building) -> Door:
        letter = self.villages[village].code
        footprint = in_degrees(self.place.plane, building.shape.corners())
        return Door(f"{self.place.code}/{letter}/{number}", letter, footprint, building)

    def beside_a_lane(self) -> Point:
        """Somewhere at the edge of a lane: where a tap or a light stands."""
        builder = self.builder
        while True:
            lane = self.random.choice(builder.lanes)
            spot = lane.at(
                self.random.uniform(builder.west, builder.east), lane.half * self.random.choice((-0.7, 0.7))
            )
            if builder.ground.contains(spot):
                return Point(*self.place.plane.degrees(spot), srid=4326)


def in_degrees(plane: Plane, ring: list[Any]) -> Polygon:
    """A ring in metres as a polygon in EPSG:4326; to the centimetre, as files carry it."""
    points = [tuple(round(value, 7) for value in plane.degrees((x, y))) for x, y in ring]
    return Polygon(points if points[0] == points[-1] else [*points, points[0]], srid=4326)
