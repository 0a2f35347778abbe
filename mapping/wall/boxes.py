"""Boxes that lie at an angle, and which of thousands stand in the way: what placing labels is made of.

All in millimetres of paper, y down. Two boxes meet unless a line parallel to one of their sides parts them.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Place = tuple[float, float]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom
CELL = 6.0  # mm: a little more than a label is long
TOUCH = 1e-6  # what merely touches does not meet


class Bounded(Protocol):
    """What has a box around it whose sides lie along the paper's."""

    @property
    def bounds(self) -> Bounds: ...


@dataclass(frozen=True, slots=True)
class Tilted:
    """A box about its middle, turned by `angle` (radians, clockwise on paper)."""

    x: float
    y: float
    half_w: float
    half_h: float
    angle: float = 0.0

    @property
    def corners(self) -> tuple[Place, Place, Place, Place]:
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        ax, ay = self.half_w * cos, self.half_w * sin
        bx, by = -self.half_h * sin, self.half_h * cos
        return (
            (self.x - ax - bx, self.y - ay - by),
            (self.x + ax - bx, self.y + ay - by),
            (self.x + ax + bx, self.y + ay + by),
            (self.x - ax + bx, self.y - ay + by),
        )

    @property
    def bounds(self) -> Bounds:
        if not self.angle:
            return self.x - self.half_w, self.y - self.half_h, self.x + self.half_w, self.y + self.half_h
        cos, sin = abs(math.cos(self.angle)), abs(math.sin(self.angle))
        w = self.half_w * cos + self.half_h * sin
        h = self.half_w * sin + self.half_h * cos
        return self.x - w, self.y - h, self.x + w, self.y + h

    def meets(self, other: "Tilted") -> bool:
        """Whether they share more than an edge."""
        if self.angle == 0.0 and other.angle == 0.0:
            return (
                abs(self.x - other.x) < self.half_w + other.half_w - TOUCH
                and abs(self.y - other.y) < self.half_h + other.half_h - TOUCH
            )
        mine, theirs = self.corners, other.corners
        return not any(
            _parted(mine, theirs, math.cos(angle), math.sin(angle))
            for angle in (self.angle, self.angle + math.pi / 2, other.angle, other.angle + math.pi / 2)
        )

    def meets_line(self, a: Place, b: Place) -> bool:
        """Whether a stretch of a line runs through the box."""
        x0, y0, x1, y1 = a[0] - self.x, a[1] - self.y, b[0] - self.x, b[1] - self.y
        if self.angle:
            cos, sin = math.cos(self.angle), math.sin(self.angle)
            x0, y0, x1, y1 = (
                x0 * cos + y0 * sin,
                y0 * cos - x0 * sin,
                x1 * cos + y1 * sin,
                y1 * cos - x1 * sin,
            )
        enters, leaves = 0.0, 1.0
        for start, change, half in ((x0, x1 - x0, self.half_w), (y0, y1 - y0, self.half_h)):
            if abs(change) < 1e-12:
                if abs(start) >= half - TOUCH:
                    return False
                continue
            near, far = (-half - start) / change, (half - start) / change
            if near > far:
                near, far = far, near
            if near > enters:
                enters = near
            if far < leaves:
                leaves = far
            if leaves - enters <= TOUCH:
                return False
        return True

    def holds(self, x: float, y: float) -> bool:
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        dx, dy = x - self.x, y - self.y
        return abs(dx * cos + dy * sin) < self.half_w and abs(dy * cos - dx * sin) < self.half_h

    def grown(self, by: float) -> "Tilted":
        return Tilted(self.x, self.y, self.half_w + by, self.half_h + by, self.angle)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin line that is drawn."""

    a: Place
    b: Place

    @property
    def bounds(self) -> Bounds:
        (x0, y0), (x1, y1) = self.a, self.b
        return min(x0, x1) - TOUCH, min(y0, y1) - TOUCH, max(x0, x1) + TOUCH, max(y0, y1) + TOUCH

    def crosses(self, other: "Stroke") -> bool:
        """Whether they have a place in common, each within its length."""
        return (
            _side(self.a, self.b, other.a) * _side(self.a, self.b, other.b) <= 0
            and _side(other.a, other.b, self.a) * _side(other.a, other.b, self.b) <= 0
        )


def _side(a: Place, b: Place, of: Place) -> float:
    return (b[0] - a[0]) * (of[1] - a[1]) - (b[1] - a[1]) * (of[0] - a[0])


def _parted(mine: Sequence[Place], theirs: Sequence[Place], x: float, y: float) -> bool:
    a, b = [px * x + py * y for px, py in mine], [px * x + py * y for px, py in theirs]
    return max(a) <= min(b) + TOUCH or max(b) <= min(a) + TOUCH


Item = TypeVar("Item", bound=Bounded)


class Crowd(Generic[Item]):
    """Things by the cells of a grid that they touch."""

    def __init__(self, cell: float = CELL) -> None:
        self.cell = cell
        self.cells: defaultdict[tuple[int, int], list[tuple[Bounds, Item]]] = defaultdict(list)

    def add(self, item: Item) -> None:
        entry = (item.bounds, item)
        for cell in self._touched(entry[0]):
            self.cells[cell].append(entry)

    def extend(self, items: Iterable[Item]) -> None:
        for item in items:
            self.add(item)

    def near(self, bounds: Bounds) -> Iterator[Item]:
        """Whatever may meet these bounds; what lies in several cells perhaps more than once."""
        left, top, right, bottom = bounds
        for cell in self._touched(bounds):
            for (x0, y0, x1, y1), item in self.cells.get(cell, ()):
                if x0 < right and left < x1 and y0 < bottom and top < y1:
                    yield item

    def _touched(self, bounds: Bounds) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (math.floor(edge / self.cell) for edge in bounds)
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield column, row
