"""No small number can be computed from a table with its totals: checked by linear programming."""

from collections.abc import Collection, Sequence
from random import Random

import pytest
from scipy.optimize import linprog

from enumerations.disclosure.crossed import Cell, crossed, listed

K = 5


def bounds(counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell) -> tuple[int, int]:
    """The least and the most that a hidden cell can be, knowing all shown cells and all totals."""
    unknown = sorted(hidden)
    equations, totals = [], []
    for axis, size in ((0, len(counts)), (1, len(counts[0]))):
        for line in range(size):
            equations.append([int(each[axis] == line) for each in unknown])
            totals.append(sum(counts[r][c] for r, c in unknown if (r, c)[axis] == line))
    wanted = [int(each == cell) for each in unknown]
    least = linprog(wanted, A_eq=equations, b_eq=totals).fun
    most = -linprog([-one for one in wanted], A_eq=equations, b_eq=totals).fun
    return round(least), round(most)


def random_table(random: Random) -> list[list[int]]:
    """Groups of twenty and more, answers of five and more: what tables are made of."""
    while True:
        rows, columns = random.randint(2, 6), random.randint(2, 8)
        counts = [[random.choice([0, 0, 1, 2, 3, 5, 8, 20, 40]) for _ in range(columns)] for _ in range(rows)]
        answers = [sum(row[column] for row in counts) for column in range(columns)]
        if all(sum(row) >= 20 for row in counts) and not any(0 < n < K for n in answers):
            return counts


def small_of(counts: Sequence[Sequence[int]]) -> list[Cell]:
    return [(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if 0 < n < K]


@pytest.mark.parametrize("seed", range(40))
def test_every_small_number_could_be_five_values_one_of_them_not_small(seed: int) -> None:
    counts = random_table(Random(seed))
    small = small_of(counts)
    hidden = crossed(counts, small, K)
    assert set(small) <= hidden
    for cell in small:
        least, most = bounds(counts, hidden, cell)
        assert most >= K
        assert most - least + 1 >= K


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert crossed([[20, 30], [40, 0]], [], K) == frozenset()


def test_one_small_cell_hides_the_rectangle_it_could_be_computed_from() -> None:
    assert crossed([[3, 20, 30], [30, 9, 30], [40, 40, 40]], [(0, 0)], K) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_one_small_answer_takes_the_next_smallest_with_it() -> None:
    assert listed({"a": 3, "b": 20, "c": 60, "d": 0}, ["a"], K) == {"a", "b"}


def test_two_small_answers_hide_each_other_if_they_are_five_together() -> None:
    assert listed({"a": 3, "b": 2, "c": 60}, ["a", "b"], K) == {"a", "b"}
    assert listed({"a": 2, "b": 2, "c": 60, "d": 9}, ["a", "b"], K) == {"a", "b", "d"}
