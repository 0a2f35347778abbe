"""Rectangles and curves on a plane in metres: enough geometry to pack a settlement. No database."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

XY = tuple[float, float]
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Rectangle:
    """Centre, direction of the front (radians from east), width along the front, depth; metres."""

    x: float
    y: float
    angle: float
    width: float
    depth: float

    def corners(self) -> list[XY]:
        """Counter-clockwise, from the left end of the front."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        w, d = self.width / 2, self.depth / 2
        return [
            (self.x + c * a - s * b, self.y + s * a + c * b) for a, b in [(-w, -d), (w, -d), (w, d), (-w, d)]
        ]

    def overlaps(self, other: "Rectangle") -> bool:
        """Whether the two share any ground (separating axes)."""
        reach = math.hypot(self.width, self.depth) + math.hypot(other.width, other.depth)
        if math.hypot(self.x - other.x, self.y - other.y) * 2 > reach:
            return False
        mine, theirs = self.corners(), other.corners()
        for angle in (self.angle, other.angle):
            for axis in ((math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))):
                a = [x * axis[0] + y * axis[1] for x, y in mine]
                b = [x * axis[0] + y * axis[1] for x, y in theirs]
                if max(a) <= min(b) or max(b) <= min(a):
                    return False
        return True

    def halves(self) -> tuple["Rectangle", "Rectangle"]:
        """The left and the right unit under one roof, with a wall of 10 cm between them."""
        width = self.width / 2 - 0.05
        shift = self.width / 4 + 0.025
        c, s = math.cos(self.angle), math.sin(self.angle)
        return (
            Rectangle(self.x - c * shift, self.y - s * shift, self.angle, width, self.depth),
            Rectangle(self.x + c * shift, self.y + s * shift, self.angle, width, self.depth),
        )


def along(points: list[XY], width: float) -> Iterator[Rectangle]:
    """A path of this width as a chain of rectangles."""
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        yield Rectangle((x1 + x2) / 2, (y1 + y2) / 2, math.atan2(y2 - y1, x2 - x1), length, width)


class Ground:
    """An outline and what already stands inside it."""

    CELL_M = 12.0

    def __init__(self, outline: list[XY]) -> None:
        self.outline = outline
        self.cells: dict[tuple[int, int], list[Rectangle]] = defaultdict(list)

    def occupy(self, rectangles: Iterable[Rectangle]) -> None:
        for rectangle in rectangles:
            for cell in self._cells_of(rectangle):
                self.cells[cell].append(rectangle)

    def has_room_for(self, rectangle: Rectangle) -> bool:
        """Whether it lies wholly inside the outline and on nothing else."""
        corners = rectangle.corners()
        if not all(self.contains(corner) for corner in corners) or self._crosses_outline(corners):
            return False
        near = {id(r): r for cell in self._cells_of(rectangle) for r in self.cells.get(cell, ())}
        return not any(rectangle.overlaps(other) for other in near.values())

    def contains(self, point: XY) -> bool:
        x, y = point
        inside = False
        for (x1, y1), (x2, y2) in self._sides():
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside

    def _sides(self) -> Iterator[tuple[XY, XY]]:
        return zip(self.outline, self.outline[1:] + self.outline[:1], strict=True)

    def _crosses_outline(self, corners: list[XY]) -> bool:
        """Whether a corner of the outline stands inside the rectangle, or a side runs through it."""
        edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
        return any(cross(a, b, c, d) for a, b in self._sides() for c, d in edges)

    def _cells_of(self, rectangle: Rectangle) -> Iterator[tuple[int, int]]:
        reach = math.hypot(rectangle.width, rectangle.depth) / 2
        for i in range(
            int((rectangle.x - reach) // self.CELL_M), int((rectangle.x + reach) // self.CELL_M) + 1
        ):
            for j in range(
                int((rectangle.y - reach) // self.CELL_M), int((rectangle.y + reach) // self.CELL_M) + 1
            ):
                yield i, j


def cross(a: XY, b: XY, c: XY, d: XY) -> bool:
    """Whether the line from a to b meets the one from c to d."""

    def turn(p: XY, q: XY, r: XY) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def area_m2(ring: list[XY]) -> float:
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


def scaled(ring: list[XY], area: float) -> list[XY]:
    """The same form with this area, m², around its middle."""
    factor = math.sqrt(area / area_m2(ring))
    mx, my = (sum(p[i] for p in ring) / len(ring) for i in (0, 1))
    return [((x - mx) * factor, (y - my) * factor) for x, y in ring]


def rounded(ring: list[XY], times: int = 2) -> list[XY]:
    """The same outline with its corners cut (Chaikin), as a walk around a settlement runs."""
    for _ in range(times):
        ring = [
            (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t)
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
            for t in (0.25, 0.75)
        ]
    return ring


@dataclass(frozen=True)
class Plane:
    """Metres east and north of a place, turned by a bearing; back to degrees (lon, lat)."""

    lat: float
    lon: float
    bearing: float = 0.0

    def degrees(self, point: XY) -> XY:
        c, s = math.cos(self.bearing), math.sin(self.bearing)
        east, north = c * point[0] - s * point[1], s * point[0] + c * point[1]
        return (
            self.lon + east / (METRES_PER_DEGREE * math.cos(math.radians(self.lat))),
            self.lat + north / METRES_PER_DEGREE,
        )
