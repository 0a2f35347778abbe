"""Areas filled with lines or dots that end where the area does: no clipping, so all printers draw alike."""

import math
from collections.abc import Iterator, Sequence

from mapping.wall.boxes import Bounds, Place

Stroke = tuple[Place, Place]


def lines(rings: Sequence[Sequence[Place]], angle: float, gap: float, within: Bounds) -> Iterator[Stroke]:
    """Parallel lines through an area (even and odd), every `gap` mm, as far as they lie within the bounds.

    They are counted from the sheet's corner, so that those of neighbouring areas run on.
    """
    cos, sin = math.cos(angle), math.sin(angle)
    turned = [[(x * cos + y * sin, y * cos - x * sin) for x, y in ring] for ring in rings]
    for level, cuts in _levels(turned, gap, *_span(within, cos, sin)):
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            a = start * cos - level * sin, start * sin + level * cos
            b = end * cos - level * sin, end * sin + level * cos
            kept = clipped(a, b, within)
            if kept is not None:
                yield kept


def dots(rings: Sequence[Sequence[Place]], gap: float, within: Bounds) -> Iterator[Place]:
    """Places of a grid set crosswise, within an area and the bounds."""
    left, top, right, bottom = within
    step = gap / math.sqrt(2)
    for level, cuts in _levels(rings, step, top, bottom):
        shift = gap / 2 * (round(level / step) % 2)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            first = math.ceil((max(start, left) - shift) / gap)
            last = math.floor((min(end, right) - shift) / gap)
            for n in range(first, last + 1):
                yield n * gap + shift, level


def _span(bounds: Bounds, cos: float, sin: float) -> tuple[float, float]:
    left, top, right, bottom = bounds
    levels = [y * cos - x * sin for x in (left, right) for y in (top, bottom)]
    return min(levels), max(levels)


def _levels(
    rings: Sequence[Sequence[Place]], gap: float, least: float, most: float
) -> Iterator[tuple[float, list[float]]]:
    """Each level with where it enters and leaves the area."""
    ys = [y for _x, y in rings[0]] if rings else []
    if not ys:
        return
    least, most = (
        max(min(y for ring in rings for _x, y in ring), least),
        min(max(y for ring in rings for _x, y in ring), most),
    )
    walls = [
        (a, b) for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True) if a[1] != b[1]
    ]
    for n in range(math.ceil(least / gap), math.floor(most / gap) + 1):
        level = n * gap
        cuts = sorted(
            x0 + (level - y0) * (x1 - x0) / (y1 - y0)
            for (x0, y0), (x1, y1) in walls
            if (y0 > level) != (y1 > level)
        )
        if cuts:
            yield level, cuts


def clipped(a: Place, b: Place, within: Bounds) -> Stroke | None:
    """The part of a line that lies within the bounds."""
    left, top, right, bottom = within
    enters, leaves = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for start, change, low, high in ((a[0], dx, left, right), (a[1], dy, top, bottom)):
        if change == 0:
            if not low <= start <= high:
                return None
            continue
        near, far = sorted(((low - start) / change, (high - start) / change))
        enters, leaves = max(enters, near), min(leaves, far)
    if enters >= leaves:
        return None
    return (a[0] + dx * enters, a[1] + dy * enters), (a[0] + dx * leaves, a[1] + dy * leaves)
