"""How a place grew between its two newest rounds: then, now, the change and what it is a year.

Of several settlements only those that were counted twice and that show the number in both rounds: sums of
shown numbers, so that nothing is told that could not be added up. Where something stands between the rounds
(other doors reached, another boundary) the numbers are shown and no change is computed: `why` says so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from enumerations.indicators import BY_CODE
from enumerations.models import SettlementStatistics
from enumerations.rounds.caveats import COVERAGE_APART, LEAST_COVERAGE, boundaries_changed
from enumerations.rounds.doors import end_of
from reports.figures.parts import Figures, Words
from reports.figures.sheets import Sheet
from settlements.models import Settlement

DAYS_IN_A_YEAR = 365.25
# Two rounds of one year say nothing of a year.
LEAST_YEARS = 1.0
# Which figure, what of it is counted, and what it is called where its own label says something else. Of an
# earlier day no list of structures is kept: the homes that were counted then were counted in structures.
COUNTED: tuple[tuple[str, str, Words], ...] = (
    ("population", "value", ""),
    ("households", "value", ""),
    ("households_per_structure", "n", _("Structures in which households were counted")),
)

COVERAGE = _("the rounds did not reach the same part of the doors")
BOUNDARY = _("the boundary was changed between the rounds")
Pair = tuple[Sheet, Sheet]  # then, now


@dataclass(frozen=True)
class Grown:
    """One number then and now. `percent` is the change, `a_year` the rate that makes it; None: no such."""

    code: str
    label: Words
    then: int
    now: int
    is_compared: bool
    years: float

    @property
    def more(self) -> int | None:
        return self.now - self.then if self.is_compared else None

    @property
    def percent(self) -> float | None:
        return 100 * (self.now / self.then - 1) if self.is_compared and self.then else None

    @property
    def a_year(self) -> float | None:
        """Percent a year, compounded."""
        if not self.is_compared or not self.then or not self.now or self.years < LEAST_YEARS:
            return None
        return 100 * (float(self.now / self.then) ** (1 / self.years) - 1)


@dataclass(frozen=True)
class NotCompared:
    """A settlement whose rounds are not of the same: why."""

    settlement: Settlement
    why: tuple[Words, ...]


@dataclass(frozen=True)
class Growth:
    """Of the settlements counted twice; `once` were counted once, or show nothing of an earlier round.

    No rows: the rounds are so alike that showing both would tell of single households.
    """

    rows: tuple[Grown, ...]
    then: date
    now: date
    settlements: tuple[Settlement, ...]
    not_compared: tuple[NotCompared, ...]
    once: tuple[Settlement, ...]
    is_draft: bool

    @property
    def is_compared(self) -> bool:
        return any(row.is_compared for row in self.rows)

    @property
    def is_short(self) -> bool:
        """Whether so little time lies between that no rate is told."""
        return self.is_compared and all(row.a_year is None for row in self.rows)


def growth_of(found: Figures) -> Growth | None:
    """None where no settlement of the place has two rounds that may be shown."""
    before = {sheet.settlement.pk: sheet for sheet in found.sheets_before}
    pairs = [(before[now.settlement.pk], now) for now in found.sheets if now.settlement.pk in before]
    if not pairs:
        return None
    moved = boundaries_changed([(then.enumeration, now.enumeration) for then, now in pairs])
    reached = _reached(pairs)
    apart = {now.settlement.pk: why for then, now in pairs if (why := _why(then, now, reached, moved))}
    # Of one settlement the numbers are told with why they are not compared; of several they are left out.
    used = (
        pairs if len(pairs) == 1 else [pair for pair in pairs if pair[1].settlement.pk not in apart] or pairs
    )
    is_compared = not any(now.settlement.pk in apart for _then, now in used)
    rows = [row for one in COUNTED if (row := _grown(one, used, is_compared=is_compared))]
    named = {each.settlement.pk: each.settlement for each in found.sheets}
    twice = {now.settlement.pk for _then, now in pairs}
    return Growth(
        rows=tuple(rows),
        then=min(end_of(then.enumeration) for then, _now in used),
        now=max(end_of(now.enumeration) for _then, now in used),
        settlements=tuple(now.settlement for _then, now in used),
        not_compared=tuple(NotCompared(named[pk], why) for pk, why in apart.items()),
        once=tuple(each for pk, each in named.items() if pk not in twice),
        is_draft=any(not each.enumeration.is_adopted for pair in used for each in pair),
    )


def _reached(pairs: Sequence[Pair]) -> dict[int, float | None]:
    """Which part of the doors each round reached, hidden or not: only whether they are alike is told."""
    rows = SettlementStatistics.objects.filter(pk__in=[each.statistics.pk for pair in pairs for each in pair])
    return dict(rows.values_list("pk", "coverage_percent"))


def _why(
    then: Sheet, now: Sheet, reached: Mapping[int, float | None], moved: Collection[int]
) -> tuple[Words, ...]:
    """What stands between two rounds."""
    parts = [reached.get(each.statistics.pk) for each in (then, now)]
    known = [each for each in parts if each is not None]
    is_apart = len(known) < 2 or min(known) < LEAST_COVERAGE or max(known) - min(known) > COVERAGE_APART
    why: tuple[Words, ...] = (COVERAGE,) if is_apart else ()
    return (*why, BOUNDARY) if now.settlement.pk in moved else why


def _grown(one: tuple[str, str, Words], pairs: Sequence[Pair], *, is_compared: bool) -> Grown | None:
    """The sum of those that show it in both rounds; the years between, weighed by how large they were."""
    code, part, label = one
    told = [
        (int(a), int(b), _years(then, now))
        for then, now in pairs
        if (a := _number(then, code, part)) is not None and (b := _number(now, code, part)) is not None
    ]
    if not told:
        return None
    before, after = sum(a for a, _b, _y in told), sum(b for _a, b, _y in told)
    years = sum(a * y for a, _b, y in told) / before if before else 0.0
    return Grown(code, label or BY_CODE[code].label, before, after, is_compared, years)


def _number(sheet: Sheet, code: str, part: str) -> float | None:
    """As its reader may see it."""
    found = sheet.figures.get(code, {})
    number: float | None = None if found.get("hidden") else found.get(part)
    return number or None


def _years(then: Sheet, now: Sheet) -> float:
    return (end_of(now.enumeration) - end_of(then.enumeration)).days / DAYS_IN_A_YEAR
