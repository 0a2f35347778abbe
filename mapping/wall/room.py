"""The largest number that fits into a footprint, however crooked: where, and how large.

A number's box is scaled to a square. The largest square about a place that touches no wall reaches as far as
the nearest wall is away when distance is the larger one of the two coordinates; along a wall that distance is
convex and made of straight pieces, so it is least at an end or where a piece ends: six places to look at.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float]
Floats = NDArray[np.float64]
ALONG, FINE = 5, 7  # places tried along each side of the footprint's box, then about the best


def angles_of(rings: Sequence[Sequence[Place]]) -> list[float]:
    """Level, along the longest wall and across it, as one reads without turning one's head upside down."""
    outer = rings[0]
    dx, dy = max(
        ((x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in zip(outer, [*outer[1:], outer[0]], strict=True)),
        key=lambda wall: math.hypot(*wall),
    )
    along = math.atan2(dy, dx)
    return list(dict.fromkeys(readable(angle) for angle in (0.0, along, along + math.pi / 2)))


def readable(angle: float) -> float:
    """The same line, written from the left; what stands upright reads upwards. Nearly level is level."""
    angle = (angle + math.pi / 2) % math.pi - math.pi / 2
    if angle > math.pi / 2 - 0.02:
        angle -= math.pi
    return 0.0 if abs(angle) < 0.02 else angle


def rooms(
    rings: Sequence[Sequence[Place]], angle: float, w: float, h: float, least: float = 0.0
) -> Iterator[tuple[float, float, float]]:
    """How many times a box of w by h may be enlarged, and about which middle: the roomiest places first.

    None where it is clear at once that it cannot be enlarged `least` times.
    """
    cos, sin = math.cos(angle), math.sin(angle)
    turn = np.array([[cos / w * 2, -sin / h * 2], [sin / w * 2, cos / h * 2]])
    turned = [np.asarray(ring, dtype=float) @ turn for ring in rings]
    starts = np.concatenate(turned)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in turned])
    low, high = turned[0].min(axis=0), turned[0].max(axis=0)
    if (high - low).min() < 2 * least:
        return
    step = (high - low) / (ALONG + 1)
    middles = _net(low + step, step, ALONG)
    reach = _reach(middles, starts, ends)
    # Wings and corners lie between the places of a wide net: a fine one is laid about the best of them.
    near = [_net(middles[best] - step * 0.75, step * 0.25, FINE) for best in np.argsort(-reach)[:2]]
    middles = np.concatenate([middles, *near])
    reach = np.concatenate([reach, *(_reach(net, starts, ends) for net in near)])
    back = np.linalg.inv(turn)
    for best in np.argsort(-reach, kind="stable"):
        x, y = middles[best] @ back
        yield float(reach[best]), float(x), float(y)


def _net(first: Floats, step: Floats, along: int) -> Floats:
    xs, ys = (first[axis] + step[axis] * np.arange(along) for axis in (0, 1))
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def _reach(middles: Floats, starts: Floats, ends: Floats) -> Floats:
    found: Floats = np.where(_within(middles, starts, ends), _nearest(middles, starts, ends), 0.0)
    return found


def _nearest(middles: Floats, starts: Floats, ends: Floats) -> Floats:
    """From each middle to the nearest wall, the larger coordinate counting."""
    a = starts[None, :, :] - middles[:, None, :]
    d = (ends - starts)[None, :, :]
    ax, ay, dx, dy = a[..., 0], a[..., 1], d[..., 0], d[..., 1]
    least = np.full(ax.shape, np.inf)
    for up, down in ((ax, dx), (ay, dy), (ax - ay, dx - dy), (ax + ay, dx + dy), (0.0, 1.0), (-1.0, 1.0)):
        flat = np.abs(down) < 1e-12
        t = np.clip(np.where(flat, 0.0, -np.asarray(up) / np.where(flat, 1.0, down)), 0.0, 1.0)
        least = np.minimum(least, np.maximum(np.abs(ax + t * dx), np.abs(ay + t * dy)))
    nearest: Floats = least.min(axis=1)
    return nearest


def _within(middles: Floats, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
    """Even and odd: holes are outside."""
    x, y = middles[:, None, 0], middles[:, None, 1]
    (x0, y0), (x1, y1) = starts.T, ends.T
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
    odd: NDArray[np.bool_] = (crosses & left).sum(axis=1) % 2 == 1
    return odd
