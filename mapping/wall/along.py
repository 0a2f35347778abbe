"""Names written along a lane, where it is straight enough to read them."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mapping.wall.boxes import Place, Tilted
from mapping.wall.labels import Label, Placing
from mapping.wall.letters import CAPITAL, width_of
from mapping.wall.paper import POINT
from mapping.wall.room import readable

EVERY = 170.0  # mm: a long lane says its name again
STEP = 4.0  # mm between the places that are tried
BENT = 0.55  # of a capital's height: how far a lane may swing from the straight line under its name
GAP = 0.7  # mm between a lane's edge and a name beside it
DESCENT = 0.22  # of the size: what hangs below the line


def along(name: str, path: Sequence[Place], points: float, half_lane: float, placing: Placing) -> list[Label]:
    """The name in every stretch of the lane that has room for it: on it, else close beside it."""
    wide = width_of(name, points)
    reach = _lengths(path)
    total = reach[-1]
    if total < wide * 0.8:
        return []
    stretches = max(1, round(total / EVERY))
    labels = []
    for nth in range(stretches):
        first, last = total * nth / stretches, total * (nth + 1) / stretches
        label = _best(name, path, reach, (first, last), points, wide, half_lane, placing)
        if label is not None:
            placing.take(label.box.grown(0.3))
            labels.append(label)
    return labels


def _best(
    name: str, path: Sequence[Place], reach: list[float], stretch: tuple[float, float], points: float,
    wide: float, half_lane: float, placing: Placing,
) -> Label | None:  # fmt: skip
    half_h = (CAPITAL + DESCENT) * points * POINT / 2
    shifts = [half_lane + GAP + half_h, -half_lane - GAP - half_h]
    shifts.insert(0 if half_lane > half_h * 0.8 else 2, 0.0)
    for on_footprints in (False, True):
        for start in _from_the_middle(*stretch, wide):
            a, b = _at(path, reach, start), _at(path, reach, start + wide)
            if _swings(path, reach, start, start + wide, a, b) > BENT * half_h * 2:
                continue
            angle = readable(math.atan2(b[1] - a[1], b[0] - a[0]))
            for shift in shifts:
                x = (a[0] + b[0]) / 2 - math.sin(angle) * shift
                y = (a[1] + b[1]) / 2 + math.cos(angle) * shift
                box = Tilted(x, y, wide / 2, half_h, angle)
                if placing.is_free(box.grown(0.3), on_footprints=on_footprints):
                    return Label(name, points, box, narrow=1.0, below=DESCENT * points * POINT)
    return None


def _from_the_middle(first: float, last: float, wide: float) -> Iterator[float]:
    """Where a name may begin, the middle of the stretch first."""
    middle, room = (first + last - wide) / 2, max(0.0, (last - first - wide) / 2)
    yield middle
    for n in range(1, int(room / STEP) + 1):
        yield middle + n * STEP
        yield middle - n * STEP


def _lengths(path: Sequence[Place]) -> list[float]:
    """How far along the path each of its corners is."""
    reach = [0.0]
    for (x0, y0), (x1, y1) in pairwise(path):
        reach.append(reach[-1] + math.hypot(x1 - x0, y1 - y0))
    return reach


def _at(path: Sequence[Place], reach: list[float], length: float) -> Place:
    """The place so far along; beyond the ends straight on."""
    n = min(max(bisect_right(reach, length) - 1, 0), len(path) - 2)
    (x0, y0), (x1, y1) = path[n], path[n + 1]
    part = (length - reach[n]) / ((reach[n + 1] - reach[n]) or 1.0)
    return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part


def _swings(path: Sequence[Place], reach: list[float], start: float, end: float, a: Place, b: Place) -> float:
    """How far the lane leaves the straight line between two of its places."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    between = (place for place, far in zip(path, reach, strict=True) if start < far < end)
    return max((abs((x - a[0]) * dy - (y - a[1]) * dx) / length for x, y in between), default=0.0)
