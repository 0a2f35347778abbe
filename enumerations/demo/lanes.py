"""Lanes, and what is built along them: rows of rooms as in Mathare, compounds as in Kisumu."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from enumerations.demo.shapes import XY, Ground, Rectangle, along

ROOM_M = 3.05  # ten feet
STEP_M = 0.35  # how far to move on when a building does not fit


@dataclass(frozen=True)
class Lane:
    """A crooked path from west to east: `level` north of the middle, `half` its half width; metres."""

    index: int
    level: float
    half: float
    phase: float
    sway: float

    def north(self, east: float) -> float:
        slow = math.sin(east / 75 + self.phase)
        quick = math.sin(east / 31 + 1.7 * self.phase + self.index * 0.45)
        return self.level + self.sway * (6.5 * slow + 1.9 * quick)

    def angle(self, east: float) -> float:
        return math.atan2(self.north(east + 0.5) - self.north(east - 0.5), 1.0)

    def at(self, east: float, aside: float = 0.0) -> XY:
        """A point of the lane, or so many metres to its left (right, if negative)."""
        angle = self.angle(east)
        return east - math.sin(angle) * aside, self.north(east) + math.cos(angle) * aside

    def points(self, west: float, east: float) -> list[XY]:
        count = int((east - west) // 4)
        return [self.at(west + 4 * i) for i in range(count + 1)]


@dataclass(frozen=True)
class Building:
    """One footprint: in which row it stands, and where in the order of that row's doors."""

    shape: Rectangle
    lane: int
    side: int
    east: float
    rooms: int
    kind: str = "rooms"  # rooms, house, or the use of a bigger building
    plot: int | None = None  # several buildings of one compound


class Builder:
    """Fills an outline with lanes and buildings."""

    def __init__(self, outline: list[XY], random: Random, *, spacing: XY, sway: float = 1.0) -> None:
        self.random = random
        self.ground = Ground(outline)
        self.west, self.east = min(x for x, _ in outline), max(x for x, _ in outline)
        self.lanes = list(self._draw_lanes(outline, spacing, sway))
        for lane in self.lanes:
            self.ground.occupy(along(lane.points(self.west - 5, self.east + 5), lane.half * 1.8))
        self.buildings: list[Building] = []

    def _draw_lanes(self, outline: list[XY], spacing: XY, sway: float) -> Iterator[Lane]:
        south, north = min(y for _, y in outline), max(y for _, y in outline)
        phase = self.random.uniform(0, 6)
        level, index = south - 4, 0
        middle = (south + north) / 2
        while level < north + 8:
            is_road = abs(level - middle) < spacing[1] / 2 and index > 1
            half = 2.6 if is_road else self.random.uniform(0.75, 1.25)
            yield Lane(index, level, half, phase + index * 0.06, sway)
            level += self.random.uniform(*spacing) + (2.2 if is_road else 0)
            index += 1

    def keep_free(self, points: list[XY], width: float) -> None:
        """A path across the lanes, or an open place, where nothing is built."""
        self.ground.occupy(along(points, width))

    def depth_at(self, lane: Lane, side: int, east: float) -> float:
        """How deep the ground is from this lane's edge to the next lane's edge."""
        index = lane.index + side
        if not 0 <= index < len(self.lanes):
            return 9.0
        other = self.lanes[index]
        apart = abs(other.north(east) - lane.north(east)) * math.cos(lane.angle(east))
        return apart - lane.half - other.half

    def place(
        self, lane: Lane, side: int, east: float, width: float, depth: float, *, tries: int = 12
    ) -> tuple[Rectangle, float] | None:
        """Stand a building at the lane's edge, moving on until it fits; where it stands, and its middle."""
        for i in range(tries):
            middle = east + i * STEP_M + width / 2 * math.cos(lane.angle(east))
            # Nobody built with a ruler: a little askew, and not quite at the edge.
            angle = lane.angle(middle) + self.random.gauss(0, 0.018)
            x, y = lane.at(middle, side * (lane.half + self.random.uniform(0, 0.3) + depth / 2))
            shape = Rectangle(x, y, angle if side < 0 else angle + math.pi, width, depth)
            if self.ground.has_room_for(shape):
                self.ground.occupy([shape])
                return shape, middle
        return None

    def build_big(self, kind: str, width: float, depth: float) -> Building | None:
        """A school, a church, a toilet block: somewhere at a lane, before the rows are built."""
        for _ in range(60):
            lane = self.random.choice(self.lanes)
            side = self.random.choice((-1, 1))
            east = self.random.uniform(self.west, self.east)
            if self.depth_at(lane, side, east) < depth + 0.4:
                continue
            if placed := self.place(lane, side, east, width, depth, tries=1):
                building = Building(placed[0], lane.index, side, placed[1], 0, kind)
                self.buildings.append(building)
                return building
        return None

    def build_rows(self) -> None:
        """Rooms in rows along both sides of every lane, with a gap to slip through now and then."""
        for lane in self.lanes:
            for side in (-1, 1):
                east = self.west
                while east < self.east:
                    east = self._build_row_house(lane, side, east)

    def _build_row_house(self, lane: Lane, side: int, east: float) -> float:
        room = ROOM_M * self.random.uniform(0.9, 1.12)
        half_block = self.depth_at(lane, side, east) / 2 - 0.25
        if half_block < 2.6:
            return east + 2
        two_deep = half_block >= 1.8 * room and self.random.random() < 0.85
        deep = min(half_block, room * (2 if two_deep else self.random.uniform(1.0, 1.35)))
        across = self.random.choices((1, 2, 3, 4, 5), weights=(36, 40, 17, 5, 2))[0]
        width = room * across
        placed = self.place(lane, side, east, width, deep)
        if placed is None:
            return east + 1.0
        rooms = across * (2 if two_deep else 1)
        self.buildings.append(Building(placed[0], lane.index, side, placed[1], rooms))
        gap = self.random.choices((0.12, 0.35, 1.1, 2.4), weights=(62, 22, 12, 4))[0]
        return placed[1] + width / 2 * math.cos(lane.angle(placed[1])) + gap

    def build_compounds(self) -> None:
        """Plots with an owner's house and one or two rows of rooms to let around a yard."""
        plot = 0
        for lane in self.lanes:
            for side in (-1, 1):
                east = self.west
                while east < self.east:
                    width, deep = self.random.uniform(15, 21), self.depth_at(lane, side, east) / 2 - 0.8
                    if deep >= 9:
                        plot += 1
                        self._build_compound(lane, side, east, width, min(deep, 19), plot)
                    east += width + self.random.choice((0.6, 0.8, 3.0))

    def _build_compound(
        self, lane: Lane, side: int, east: float, width: float, deep: float, plot: int
    ) -> None:
        room = ROOM_M * self.random.uniform(0.98, 1.15)
        rooms = max(2, min(int((deep - 1) / room), self.random.randint(2, 5)))
        row = (room * 1.05, rooms * room)  # its narrow side towards the lane
        house = (self.random.uniform(6, 8.5), self.random.uniform(5, 7.5))
        wanted = [
            ("house", east + 0.5, *house, self.random.randint(2, 4)),
            ("rooms", east + width - row[0], *row, rooms),
        ]
        if self.random.random() < 0.35 and deep > house[1] + room + 2:
            wanted = [("rooms", east, *row, rooms), *wanted[1:]]
        for kind, at, wide, depth, count in wanted:
            back = self.random.uniform(0.5, max(0.6, deep - depth))
            angle = lane.angle(at + wide / 2)
            x, y = lane.at(at + wide / 2, side * (lane.half + back + depth / 2))
            shape = Rectangle(x, y, angle if side < 0 else angle + math.pi, wide, depth)
            if self.ground.has_room_for(shape):
                self.ground.occupy([shape])
                self.buildings.append(
                    Building(shape, lane.index, side, at + wide / 2, count, kind, plot=plot)
                )

    def in_order_of_doors(self) -> list[Building]:
        """As somebody walks who paints numbers: up each lane on its left, back on its right."""
        return sorted(self.buildings, key=lambda b: (b.lane, -b.side, -b.side * -b.east))
