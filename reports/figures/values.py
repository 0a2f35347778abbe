"""How often each value was told: for drawings, and only where nothing is hidden from the reader.

A histogram shows single households at its ends. So it is for those who act in every settlement of the place,
and for papers that stay in the office.
"""

from collections import Counter

from reports.figures.groups import ALL
from reports.figures.parts import Figures
from reports.models import Tally

MOST_YEARS = 130
SEXES = ("female", "male")


def times_of(found: Figures, code: str) -> dict[float, int]:
    """Of a figure that is a median, each value and how many households told it."""
    times: Counter[float] = Counter()
    for tally in _tallies(found):
        for value, n in tally.times.get(code, {}).items():
            times[float(value)] += n
    return dict(times)


def ages_of(found: Figures) -> dict[str, list[int]]:
    """Women and men by the years of their age."""
    ages = {sex: [0] * MOST_YEARS for sex in SEXES}
    for tally in _tallies(found):
        for sex in SEXES:
            for age, n in tally.times.get(f"age_{sex}", {}).items():
                ages[sex][min(int(float(age)), MOST_YEARS - 1)] += n
    return ages


def _tallies(found: Figures) -> list[Tally]:
    if not all(sheet.is_own for sheet in found.sheets):
        return []
    return [found.tallies[sheet.enumeration.pk, ALL] for sheet in found.sheets]
