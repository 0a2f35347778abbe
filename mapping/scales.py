"""Classes for figures side by side: where one colour ends and the next begins, and what they look like.

Equal values are always one class, and no class is empty. Few places get no more classes than they have
different values; up to twenty the classes fall into the widest gaps as Jenks finds them; of more places each
class holds about as many. The edges are rounded as far as the places stay in their classes, because people
read "10 to 25" and not "9.83 to 25.4". Nothing here knows the database: values in, classes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

MOST_CLASSES = 5
MOST_FOR_JENKS = 20


@dataclass(frozen=True)
class Shade:
    """One step of a ramp: its colour, the pattern that says the same on paper, and the ink upon it."""

    colour: str
    pattern: str  # one of static/js/map/patterns.js
    ink: str


# ColorBrewer's YlGnBu, which stays in order for those who see few colours, in grey and on a photocopy.
RAMPS: dict[int, tuple[str, ...]] = {
    1: ("#a1dab4",),
    2: ("#edf8b1", "#2c7fb8"),
    3: ("#edf8b1", "#7fcdbb", "#2c7fb8"),
    4: ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"),
    5: ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
}
# The denser, the more: a white sheet, dots, strokes, crosses, all black.
HATCHES: dict[int, tuple[str, ...]] = {
    1: ("plain",),
    2: ("plain", "cross"),
    3: ("plain", "lines", "cross"),
    4: ("plain", "dots", "lines", "cross"),
    5: ("plain", "dots", "lines", "back", "cross"),
}
DARK = frozenset({"#225ea8", "#253494"})
TOO_FEW = Shade("#fffdf8", "back", "#000")


def shades(classes: int) -> list[Shade]:
    """A ramp of so many steps, light to dark."""
    steps = zip(RAMPS[classes], HATCHES[classes], strict=True)
    return [Shade(colour, pattern, "#fff" if colour in DARK else "#000") for colour, pattern in steps]


@dataclass(frozen=True)
class Interval:
    """One class: its edges as they are told, and how many places are in it."""

    least: float
    most: float
    places: int


def classify(values: Sequence[float], decimals: int = 0) -> list[Interval]:
    """The classes of these values in order, as few as serve; none of no values.

    `decimals` is how exactly the values themselves are told: an edge is never told more exactly.
    """
    told = sorted(round(value, decimals) for value in values)
    different = sorted(set(told))
    if not different:
        return []
    ends = ends_of_classes(told, different)
    edges = [pretty_between(low, high, decimals) for low, high in gaps(different, ends)]
    lows, highs = [different[0], *edges], [*edges, different[-1]]
    return [
        Interval(low, high, sum(start <= value <= end for value in told))
        for (low, high), (start, end) in zip(
            zip(lows, highs, strict=True), spans(different, ends), strict=True
        )
    ]


def class_of(value: float, intervals: Sequence[Interval], decimals: int = 0) -> int:
    """Which class holds the value, counted from 0: an edge belongs to the class that begins with it."""
    told = round(value, decimals)
    return sum(told >= interval.least for interval in intervals[1:])


def ends_of_classes(told: Sequence[float], different: Sequence[float]) -> list[int]:
    """For each class, where in `different` it ends."""
    wanted = min(MOST_CLASSES, classes_for(len(told)), len(different))
    if wanted == len(different):
        return list(range(len(different)))
    return (
        jenks(told, different, wanted) if len(told) <= MOST_FOR_JENKS else quantiles(told, different, wanted)
    )


def classes_for(places: int) -> int:
    """Sturges' rule: one class for a place, four for eight to fifteen, five from sixteen on."""
    return 1 + floor(log10(places) / log10(2) + 1e-9) if places else 0


def spans(different: Sequence[float], ends: Sequence[int]) -> list[tuple[float, float]]:
    """The least and the greatest value of each class."""
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [(different[start], different[end]) for start, end in zip(starts, ends, strict=True)]


def gaps(different: Sequence[float], ends: Sequence[int]) -> list[tuple[float, float]]:
    """Between two classes: the greatest value of the lower and the least of the upper."""
    return [(low[1], high[0]) for low, high in pairwise(spans(different, ends))]


def jenks(told: Sequence[float], different: Sequence[float], classes: int) -> list[int]:
    """Natural breaks (Fisher's exact way): the classes whose values lie closest to their means."""
    weights = [told.count(value) for value in different]
    n = len(different)
    cost = [[_spread(different[i : j + 1], weights[i : j + 1]) for j in range(n)] for i in range(n)]
    best = [cost[0][:]]
    begins: list[list[int]] = [[0] * n]
    for k in range(1, classes):
        row, from_ = [float("inf")] * n, [0] * n
        for j in range(k, n):
            for i in range(k, j + 1):
                found = best[k - 1][i - 1] + cost[i][j]
                if found < row[j] - 1e-12:
                    row[j], from_[j] = found, i
        best.append(row)
        begins.append(from_)
    ends, j = [], n - 1
    for k in range(classes - 1, -1, -1):
        ends.append(j)
        j = begins[k][j] - 1
    return ends[::-1]


def _spread(values: Sequence[float], weights: Sequence[int]) -> float:
    """Sum of the squared distances to the mean."""
    if not values:
        return 0.0
    pairs = list(zip(values, weights, strict=True))
    mean = sum(value * weight for value, weight in pairs) / sum(weights)
    return sum(weight * (value - mean) ** 2 for value, weight in pairs)


def quantiles(told: Sequence[float], different: Sequence[float], classes: int) -> list[int]:
    """Classes of about as many places each; equal values are never parted."""
    ends: list[int] = []
    for k in range(1, classes):
        at = different.index(told[min(len(told) - 1, -(-len(told) * k // classes) - 1)])
        if at < len(different) - 1 and at not in ends:
            ends.append(at)
    return [*ends, len(different) - 1]


def pretty_between(low: float, high: float, decimals: int) -> float:
    """The roundest number above `low` and not above `high`: an edge that parts the two."""
    for exponent in range(floor(log10(max(abs(high), 10.0**-decimals))), -decimals - 1, -1):
        for step in (5.0, 2.5, 2.0, 1.0):
            unit = step * 10.0**exponent
            if unit < 10.0**-decimals:
                continue
            edge = round(floor(high / unit + 1e-9) * unit, decimals)
            if low < edge <= high:
                return edge
    return high
