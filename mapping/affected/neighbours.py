"""Fixed neighbourhoods of at least twenty households, out of which answers of persons are told.

Whoever may draw any zone can draw two that differ by one house. What people said of themselves is therefore
never counted inside a zone for those who may not see people: each neighbourhood has its share, and a zone
has so much of it as it has households of the neighbourhood (`docs/decisions/`, Who is affected). The
neighbourhoods do not depend on the zone, so that no number of questions leads below one of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from enumerations.disclosure.tables import LEAST_FOR_BREAKDOWN

LEAST = LEAST_FOR_BREAKDOWN
# One tall building is not a neighbourhood.
LEAST_STRUCTURES = 3
# The map of the world is halved west and east, then south and north, and so on: cells of a metre at the end.
HALVINGS = 25
HALF_WORLD = 20_037_508.342789244  # of EPSG:3857


class Home(NamedTuple):
    """A structure in which households live, EPSG:3857. Homes are compared within their group (a village)."""

    group: int
    x: float
    y: float
    households: int


def neighbourhoods(homes: Sequence[Home]) -> list[int]:
    """The number of each home's neighbourhood, counted from 0 through all groups."""
    groups, xs, ys, households = np.array(homes, dtype=np.float64).reshape(-1, 4).T
    found = numbered(groups.astype(np.int64), np.column_stack([xs, ys]), households.astype(np.int64))
    return [int(one) for one in found]


def numbered(
    groups: npt.NDArray[np.int64], places: npt.NDArray[np.float64], households: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The same of many homes: their groups, places and households one below the other.

    A cell of the map is cut in its middle as long as a half holds enough; the cuts lie where they lie,
    wherever people live, so that a home that is counted later may part others, but brings none together. A
    group that is too small for two is one.
    """
    found = np.zeros(len(groups), dtype=np.int64)
    cells = _cells(places)
    number = 0
    for group in np.unique(groups):
        of_group = np.flatnonzero(groups == group)
        order = of_group[np.argsort(cells[of_group], kind="stable")]
        until = np.concatenate([[0], np.cumsum(households[order])])
        for start, end in _halved(cells[order], until, 0, len(order), 2 * HALVINGS - 1):
            found[order[start:end]] = number
            number += 1
    return found


def _cells(places: npt.NDArray[np.float64]) -> npt.NDArray[np.uint64]:
    """The path to each place by halves, its first step in the highest bit."""
    scaled = (places + HALF_WORLD) / (2 * HALF_WORLD) * 2**HALVINGS
    steps = np.clip(scaled, 0, 2**HALVINGS - 1).astype(np.uint64)
    paths = np.zeros(len(places), dtype=np.uint64)
    for bit in reversed(range(HALVINGS)):
        for axis in (0, 1):
            paths = (paths << np.uint64(1)) | ((steps[:, axis] >> np.uint64(bit)) & np.uint64(1))
    return paths


def _halved(
    paths: npt.NDArray[np.uint64], until: npt.NDArray[np.int64], start: int, end: int, bit: int
) -> list[tuple[int, int]]:
    """The sorted paths in ranges; `until` adds the households up.

    A half that holds too little stays with what lies next to it in the other one, which is halved further.
    """
    while bit >= 0 and (middle := _cut(paths, start, end, bit)) in (start, end):
        bit -= 1
    if bit < 0:
        return [(start, end)]
    halves = ((start, middle), (middle, end))
    is_first, is_second = (
        until[last] - until[first] >= LEAST and last - first >= LEAST_STRUCTURES for first, last in halves
    )
    if is_first and is_second:
        return [part for first, last in halves for part in _halved(paths, until, first, last, bit - 1)]
    if is_first:
        *parts, (near, _end) = _halved(paths, until, start, middle, bit - 1)
        return [*parts, (near, end)]
    if is_second:
        (_start, near), *parts = _halved(paths, until, middle, end, bit - 1)
        return [(start, near), *parts]
    return [(start, end)]


def _cut(paths: npt.NDArray[np.uint64], start: int, end: int, bit: int) -> int:
    """Where the second half of the cell begins."""
    low = (int(paths[start]) >> (bit + 1)) << (bit + 1)
    return start + int(np.searchsorted(paths[start:end], np.uint64(low + (1 << bit))))
