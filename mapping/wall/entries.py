"""The index: in which square each number, lane and service is, as short as it can be said."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mapping.wall.grid import Grid
from mapping.wall.ground import House, Service, Way, number_order

UNIT = re.compile(r"^([0-9]+)([A-Z]?)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: numbers and their square; without one a heading."""

    text: str
    cell: str = ""


def numbers(houses: Iterable[House], grid: Grid, names: dict[str, str]) -> list[Entry]:
    """Door numbers by village; those that follow each other in one square stand together: 12–19 C4."""
    entries: list[Entry] = []
    letter = None
    for run in _runs(sorted(houses, key=number_order), grid):
        first, last = run[0], run[-1]
        if first.letter != letter and (first.letter or letter is not None):
            entries.append(
                Entry(" · ".join(part for part in (first.letter, names.get(first.letter, "")) if part))
            )
        letter = first.letter
        text = first.number if first is last else f"{first.number}–{last.number}"
        entries.append(Entry(text, grid.cell(*first.at)))
    return entries


def _runs(houses: Sequence[House], grid: Grid) -> list[list[House]]:
    runs: list[list[House]] = []
    for house in houses:
        last = runs[-1][-1] if runs else None
        if last is not None and follows(last, house) and grid.cell(*last.at) == grid.cell(*house.at):
            runs[-1].append(house)
        else:
            runs.append([house])
    return runs


def follows(one: House, other: House) -> bool:
    """Whether there is no number between them: 12 and 13, 12A and 12B, 12B and 13."""
    if one.letter != other.letter:
        return False
    (number, unit), (next_number, next_unit) = _parts(one), _parts(other)
    if number == next_number:
        return not unit or ord(next_unit) == ord(unit) + 1
    return next_number == number + 1


def _parts(house: House) -> tuple[int, str]:
    found = UNIT.match(house.number)
    assert found is not None, "the database keeps numbers in their form"
    return int(found[1]), found[2]


def lanes(ways: Iterable[Way], grid: Grid) -> list[tuple[str, str]]:
    """Each name with the squares it runs through, the first and the last of them."""
    cells: defaultdict[str, list[str]] = defaultdict(list)
    for way in ways:
        for line in way.shape.lines if way.name else ():
            for x, y in (line[0], line[len(line) // 2], line[-1]):
                cells[way.name].append(grid.cell(x, y))
    return [(name, _through(found)) for name, found in sorted(cells.items())]


def _through(cells: list[str]) -> str:
    first, last = cells[0], cells[-1]
    return first if first == last else f"{first}–{last}"


def services(points: Iterable[Service], grid: Grid) -> dict[str, str]:
    """By kind, one after the other: names with their squares, then those without one."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    unnamed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for point in points:
        cell = grid.cell(*point.at)
        if point.name:
            named[point.kind].append(f"{point.name} {cell}")
        else:
            unnamed[point.kind][cell] += 1
    told = {}
    for kind in sorted({*named, *unnamed}):
        counted = [cell if n == 1 else f"{cell} ×{n}" for cell, n in unnamed[kind].items()]
        told[kind] = "; ".join([*named[kind], *([", ".join(counted)] if counted else [])])
    return told
