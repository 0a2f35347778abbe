"""Counts in rows and columns whose totals are shown: which cells to hide, so that no small one is known.

`listed` is for one list of answers, `crossed` for the same answers in several groups. Everywhere a hidden
number can still be any of at least k, one of which is k or more (`docs/decisions/0008-small-cells.md`).
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence

Cell = tuple[int, int]  # row, column


def listed(counts: Mapping[str, int], small: Collection[str], k: int) -> frozenset[str]:
    """The answers to hide of a list that adds up to a shown number: the small ones, and the next smallest
    until what is hidden is two answers or more, and k or more together."""
    hidden = {name for name in small if counts[name]}
    rest = sorted((n, name) for name, n in counts.items() if n and name not in hidden)
    while hidden and rest and (len(hidden) < 2 or sum(counts[name] for name in hidden) < k):
        hidden.add(rest.pop(0)[1])
    return frozenset(hidden)


def crossed(counts: Sequence[Sequence[int]], small: Collection[Cell], k: int) -> frozenset[Cell]:
    """The cells to hide of a table of which every row's and every column's total is shown.

    `small` are hidden in any case. Others are hidden with them, the smallest first, until no small one can be
    computed within less than k. A cell that holds nobody is hidden only where nothing else helps.
    """
    hidden = {cell for cell in small if counts[cell[0]][cell[1]]}
    vulnerable = sorted(hidden, key=lambda cell: (counts[cell[0]][cell[1]], cell))
    while vulnerable:
        cell = vulnerable[0]
        if is_hidden_well(counts, hidden, cell, k):
            vulnerable.pop(0)
        elif more := _next_to_hide(counts, hidden, cell):
            hidden.add(more)
        else:
            vulnerable.pop(0)  # all is hidden that could help: only the totals bound it, and these are large
    return frozenset(hidden)


def is_hidden_well(counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, k: int) -> bool:
    """Whether the totals leave a hidden cell at least k values, k or more among them."""
    value = counts[cell[0]][cell[1]]
    up = _room(counts, hidden, cell, upwards=True, enough=k)
    down = _room(counts, hidden, cell, upwards=False, enough=min(k, value))
    return value + up >= k and up + down + 1 >= k


def _next_to_hide(counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell) -> Cell | None:
    """The smallest cell that helps: in a row or column that holds a hidden one, first in the cell's own."""
    row, column = cell
    rows, columns = {r for r, _ in hidden}, {c for _, c in hidden}
    # A row or a column needs a second hidden cell before it needs a third.
    in_row = sum(r == row for r, _ in hidden) == 1
    in_column = sum(c == column for _, c in hidden) == 1

    def helps(r: int, c: int) -> bool:
        return (r, c) not in hidden and (r in rows or c in columns)

    def rank(found: Cell) -> tuple[bool, bool, bool, bool, int, Cell]:
        r, c = found
        closes = r in rows and c in columns  # it makes a rectangle with two that are hidden already
        is_apart = r != row and c != column and not closes
        alone = in_column if c == column else in_row if r == row else False
        return (counts[r][c] == 0, is_apart, not closes, not alone, counts[r][c], found)

    cells = [(r, c) for r in range(len(counts)) for c in range(len(counts[r])) if helps(r, c)]
    return min(cells, key=rank, default=None)


def _room(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, *, upwards: bool, enough: int
) -> int:
    """By how much a hidden cell could be larger (or smaller) with the same totals; at most `enough`.

    What it gains the others of its row lose, which those of their columns gain, and so on, back to its own
    column: each such way through the hidden cells is tried until there is none left.
    """
    now = {each: counts[each[0]][each[1]] for each in hidden if each != cell}
    found = 0
    while found < enough:
        way = _way(now, cell, upwards=upwards)
        if way is None:
            break
        losing = [step for at, step in enumerate(way) if (at % 2 == 0) == upwards]
        by = min([now[step] for step in losing] + [enough - found])
        for step in way:
            now[step] += -by if step in losing else by
        found += by
    return found


def _way(now: Mapping[Cell, int], cell: Cell, *, upwards: bool) -> list[Cell] | None:
    """Hidden cells from the cell's row to its column; those that lose have something to lose."""
    by_row: dict[int, list[Cell]] = {}
    by_column: dict[int, list[Cell]] = {}
    for each in now:
        by_row.setdefault(each[0], []).append(each)
        by_column.setdefault(each[1], []).append(each)
    seen: set[tuple[str, int]] = {("row", cell[0])}
    waiting: deque[tuple[str, int, list[Cell]]] = deque([("row", cell[0], [])])
    while waiting:
        kind, number, way = waiting.popleft()
        if kind == "column" and number == cell[1]:
            return way
        loses = (kind == "row") == upwards
        for step in (by_row if kind == "row" else by_column).get(number, []):
            end = ("column", step[1]) if kind == "row" else ("row", step[0])
            if end not in seen and (not loses or now[step] > 0):
                seen.add(end)
                waiting.append((*end, [*way, step]))
    return None
