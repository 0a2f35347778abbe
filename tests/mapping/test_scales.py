"""Class breaks against breaks found by hand, and what holds of all of them."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.scales import MOST_CLASSES, class_of, classify, shades


@pytest.mark.parametrize(
    ("values", "decimals", "edges", "places"),
    [
        # Three heaps: Jenks parts them at the gaps 13-40 and 42-80; round edges in these are 25 and 50.
        ([10, 12, 13, 40, 42, 80], 0, [(10, 25), (25, 50), (50, 80)], [3, 2, 1]),
        # Equal values are one class, also where all of them are equal.
        ([7, 7, 7, 7, 7], 0, [(7, 7)], [5]),
        ([0, 0, 0, 100], 0, [(0, 100), (100, 100)], [3, 1]),
        ([5], 0, [(5, 5)], [1]),
        ([], 0, [], []),
        # Percentages with a decimal, told without: 2.4, 2.6 and 9.3 are 2, 3 and 9; between is 5.
        ([2.4, 2.6, 9.3], 0, [(2, 5), (5, 9)], [2, 1]),
        # Rents: the least squared distance parts 1,500 from 2,300, with 2,000 between them, and then 1,200
        # from the two equal ones.
        ([1200, 1500, 1500, 2300, 2500], 0, [(1200, 1500), (1500, 2000), (2000, 2500)], [1, 2, 2]),
        # Forty places: eight in each of five classes, by quantiles.
        (list(range(1, 41)), 0, [(1, 9), (9, 17), (17, 25), (25, 33), (33, 40)], [8] * 5),
        # Of twenty-four places half are equal: the 5th and 10th are 0, the 15th is 3, the 20th is 8.
        ([0] * 12 + list(range(1, 13)), 0, [(0, 1), (1, 4), (4, 9), (9, 12)], [12, 3, 5, 4]),
        ([-8, -7, 5], 0, [(-8, 5), (5, 5)], [2, 1]),
    ],
)  # fmt: skip
def test_breaks_are_those_found_by_hand(
    values: list[float], decimals: int, edges: list[tuple[float, float]], places: list[int]
) -> None:
    found = classify(values, decimals)
    assert [(each.least, each.most) for each in found] == edges
    assert [each.places for each in found] == places


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=40), st.integers(0, 1))
def test_every_value_is_in_one_class_and_no_class_is_empty(values: list[float], decimals: int) -> None:
    found = classify(values, decimals)
    assert 1 <= len(found) <= MOST_CLASSES
    placed = [class_of(value, found, decimals) for value in values]
    assert [placed.count(n) for n in range(len(found))] == [each.places for each in found]
    assert all(each.places for each in found)
    for one, other in combinations(values, 2):
        if round(one, decimals) == round(other, decimals):
            assert class_of(one, found, decimals) == class_of(other, found, decimals)
        elif one < other:
            assert class_of(one, found, decimals) <= class_of(other, found, decimals)


def test_natural_breaks_have_the_least_spread_of_all() -> None:
    """Against every way to part seven values into three classes."""
    values = [1.0, 2.0, 4.0, 7.0, 8.0, 15.0, 16.0]

    def spread(part: list[float]) -> float:
        mean = sum(part) / len(part)
        return sum((value - mean) ** 2 for value in part)

    n = len(values)
    ways = [[values[:i], values[i:j], values[j:]] for i in range(1, n) for j in range(i + 1, n)]
    best = min(ways, key=lambda way: sum(map(spread, way)))
    found = classify(values)
    assert [each.places for each in found] == [len(part) for part in best]


def test_a_ramp_grows_darker_and_its_ink_can_be_read() -> None:
    for n in range(1, MOST_CLASSES + 1):
        steps = shades(n)
        light = [luminance(step.colour) for step in steps]
        assert light == sorted(light, reverse=True)
        assert len({step.pattern for step in steps}) == n
        for step, of in zip(steps, light, strict=True):
            ink = luminance(step.ink)
            assert (max(ink, of) + 0.05) / (min(ink, of) + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #rgb or #rrggbb."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
