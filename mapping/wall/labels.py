"""Room for every number: inside its footprint, along it if need be, else beside it with a line to it.

Nothing that is placed lies on anything else that is placed, and no number on another one's footprint. No
letter is smaller than `LEAST`. What finds no room is handed back, to be listed on the sheet.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapping.wall.boxes import Bounds, Crowd, Place, Stroke, Tilted
from mapping.wall.letters import CAPITAL, NARROW, width_of
from mapping.wall.paper import POINT, Rect
from mapping.wall.room import angles_of, rooms

LEAST = 5.0  # points: a digit is 1.3 mm high, as on a town map
POINTS = (8.0, 7.0, 6.0, 5.5, LEAST)
# Inside a footprint, of the size: white between the number and the wall.
PAD_W, PAD_H = 0.24, 0.34
CLEAR = 0.25  # mm between what stands free
NEAR = 1.0  # mm: where another footprint is nearer to a number than that, a line says whose it is
GAPS = (0.45, 1.0, 1.8, 2.8, 4.0, 5.5, 7.5, 10.0, 13.0, 17.0)  # mm between a footprint and its number
FAR = 4.0  # mm: from here on places all round are tried, not only the usual ones
TRIED = 6  # places inside a footprint


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a structure covers, on paper."""

    key: str
    rings: list[list[Place]]
    at: Place
    bounds: Bounds

    def meets(self, box: Tilted) -> bool:
        """Whether a box covers some of it."""
        for ring in self.rings:
            a = ring[-1]
            for b in ring:
                if box.meets_line(a, b):
                    return True
                a = b
        return self.holds(box.x, box.y)

    def crossed(self, line: Stroke) -> bool:
        """Whether a line runs over it."""
        for ring in self.rings:
            a = ring[-1]
            for b in ring:
                if line.crosses(Stroke(a, b)):
                    return True
                a = b
        return False

    def holds(self, x: float, y: float) -> bool:
        odd = False
        for ring in self.rings:
            x0, y0 = ring[-1]
            for x1, y1 in ring:
                if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                    odd = not odd
                x0, y0 = x1, y1
        return odd


@dataclass(frozen=True, slots=True)
class Label:
    """A text with its place: `box` is about it, of which `below` mm hang under the line it is written on."""

    text: str
    points: float
    box: Tilted
    narrow: float = NARROW
    below: float = 0.0
    leader: tuple[Place, Place] | None = None

    @property
    def start(self) -> Place:
        """Where its line of writing begins."""
        cos, sin = math.cos(self.box.angle), math.sin(self.box.angle)
        down = self.box.half_h - self.below
        return (
            self.box.x - self.box.half_w * cos - down * sin,
            self.box.y - self.box.half_w * sin + down * cos,
        )


def box_for(text: str, points: float, x: float, y: float, angle: float = 0.0) -> Tilted:
    """What a number covers, about its middle."""
    half_w = width_of(text, points) * NARROW / 2
    return Tilted(x, y, half_w, CAPITAL * points * POINT / 2, angle)


class Placing:
    """What has its place on a map, and looks for that of more."""

    def __init__(self, frame: Rect, footprints: Sequence[Footprint] = ()) -> None:
        self.frame = frame
        self.taken: Crowd[Tilted] = Crowd()
        self.lines: Crowd[Stroke] = Crowd()
        self.solid: Crowd[Footprint] = Crowd()
        self.solid.extend(footprints)

    def take(self, box: Tilted) -> None:
        self.taken.add(box)

    def draw(self, line: Stroke) -> None:
        """A line that leads to something: nothing may stand on it either."""
        self.lines.add(line)

    def is_free(self, box: Tilted, *, on_footprints: bool = False) -> bool:
        """Whether nothing is there yet."""
        left, top, right, bottom = bounds = box.bounds
        frame = self.frame
        if left < frame.x or top < frame.y or right > frame.right or bottom > frame.bottom:
            return False
        for other in self.taken.near(bounds):
            if box.meets(other):
                return False
        for line in self.lines.near(bounds):
            if box.meets_line(line.a, line.b):
                return False
        if not on_footprints:
            for footprint in self.solid.near(bounds):
                if footprint.meets(box):
                    return False
        return True

    def may_run(self, line: Stroke, *, past: Place | None = None) -> bool:
        """Whether a line meets nothing that is placed, but for what stands on a place (`past`)."""
        bounds = line.bounds
        for box in self.taken.near(bounds):
            if box.meets_line(line.a, line.b) and not (past and box.holds(*past)):
                return False
        return not any(line.crosses(other) for other in self.lines.near(bounds))

    # --- Inside -----------------------------------------------------------------------------------

    def inside(self, text: str, footprint: Footprint) -> Label | None:
        """The number within its walls: level if that costs little, else the way it is largest."""
        w, h = width_of(text, 1) * NARROW + PAD_W * POINT, (CAPITAL + PAD_H) * POINT
        left, top, right, bottom = footprint.bounds
        if math.hypot(right - left, bottom - top) < w * LEAST:
            return None
        found: list[Label] = []
        for angle in angles_of(footprint.rings):
            for times, (reach, x, y) in enumerate(rooms(footprint.rings, angle, w, h, LEAST)):
                size = next((points for points in POINTS if points <= reach), None)
                if size is None or times == TRIED:
                    break
                box = box_for(text, size, x, y, angle)
                if self.is_free(box.grown(CLEAR / 2), on_footprints=True):
                    found.append(Label(text, size, box))
                    break
        if not found:
            return None
        best = max(found, key=lambda label: label.points)
        if found[0].box.angle == 0.0 and found[0].points >= best.points - 1:
            best = found[0]
        self.take(best.box.grown(CLEAR / 2))
        return best

    # --- Beside -----------------------------------------------------------------------------------

    def beside(self, text: str, footprint: Footprint, points: float = LEAST) -> Label | None:
        """The number next to its footprint, or farther away with a line; that one rather past the others."""
        size = box_for(text, points, 0, 0)
        across: Label | None = None
        for gap in GAPS:
            for x, y in places_for(footprint, gap, size.half_w, size.half_h):
                box = Tilted(x, y, size.half_w, size.half_h)
                if not self.is_free(box.grown(CLEAR)):
                    continue
                if self._is_plain(box, footprint):
                    return self._placed(Label(text, points, box))
                line = Stroke(*lead(box, footprint.at))
                if not self.may_run(line):
                    continue
                label = Label(text, points, box, leader=(line.a, line.b))
                if not self._crosses_others(line, footprint):
                    return self._placed(label)
                across = across or label
        return self._placed(across) if across else None

    def _placed(self, label: Label) -> Label:
        self.take(label.box.grown(CLEAR))
        if label.leader:
            self.draw(Stroke(*label.leader))
        return label

    def _crosses_others(self, line: Stroke, footprint: Footprint) -> bool:
        return any(each.key != footprint.key and each.crossed(line) for each in self.solid.near(line.bounds))

    def _is_plain(self, box: Tilted, footprint: Footprint) -> bool:
        """Whether nobody could take the number for that of another structure."""
        around_it = box.grown(NEAR)
        near = {each.key for each in self.solid.near(around_it.bounds) if each.meets(around_it)}
        return near == {footprint.key}


def lead(box: Tilted, at: Place) -> tuple[Place, Place]:
    """From the edge of a level box to a place."""
    x = min(max(at[0], box.x - box.half_w), box.x + box.half_w)
    y = min(max(at[1], box.y - box.half_h), box.y + box.half_h)
    dx, dy = at[0] - x, at[1] - y
    length = math.hypot(dx, dy) or 1.0
    # A little off, so that the line does not grow out of a digit.
    step = min(CLEAR + 0.1, length / 3)
    return (x + dx / length * step, y + dy / length * step), at


def places_for(footprint: Footprint, gap: float, half_w: float, half_h: float) -> Iterator[Place]:
    """Middles of a number beside a footprint: round its box, along its walls, farther away all round it."""
    yield from around(footprint.bounds, gap, half_w, half_h)
    left, top, right, bottom = footprint.bounds
    if gap < FAR:
        for (x0, y0), (x1, y1) in pairwise(footprint.rings[0]):
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            yield from around((x, y, x, y), gap, half_w, half_h)
        return
    yield from all_round(footprint.at, (right - left) / 2 + gap + half_w, (bottom - top) / 2 + gap + half_h)


def all_round(at: Place, across: float, down: float) -> Iterator[Place]:
    """Places on an ellipse."""
    for n in range(24):
        angle = n * math.pi / 12
        yield at[0] + math.cos(angle) * across, at[1] + math.sin(angle) * down


def around(bounds: Bounds, gap: float, half_w: float, half_h: float) -> Iterator[Place]:
    """Middles of a box round another one, the usual places first: right, left, above, below, the corners."""
    left, top, right, bottom = bounds
    x, y = (left + right) / 2, (top + bottom) / 2
    east, west = right + gap + half_w, left - gap - half_w
    north, south = top - gap - half_h, bottom + gap + half_h
    yield from ((east, y), (west, y), (x, north), (x, south))
    yield from ((east, top + half_h), (east, bottom - half_h), (west, top + half_h), (west, bottom - half_h))
    yield from (
        (left + half_w, north),
        (right - half_w, north),
        (left + half_w, south),
        (right - half_w, south),
    )
    yield from ((east, north), (east, south), (west, north), (west, south))
