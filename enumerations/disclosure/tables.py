"""What of a settlement's rounds and clusters may be shown to those who do not act there.

A count of people or households is small from 1 to k - 1. Nothing small is shown, nor anything from which it
can be computed: a total and its parts, a percentage and its n, a complement, a related figure, the settlement
and its clusters, or the same place in another round. A hidden number can then still be any of at least k
(`docs/decisions/0008-small-cells.md` says against whom, and where it ends).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from enumerations.disclosure.families import MEDIANS, Family, families
from enumerations.disclosure.hiding import Row, hide
from enumerations.disclosure.links import TOTALS
from enumerations.disclosure.numbers import HIDDEN, Figures, row_of, shown
from settlements.models.settlement import SMALLEST_CELL

# A place of fewer households is not broken down, nor is what two rounds differ by.
LEAST_FOR_BREAKDOWN = 20

Safe = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Table:
    """The figures of one round: of the settlement and, by their codes, of its clusters."""

    whole: Figures
    parts: Mapping[str, Figures] = field(default_factory=dict)


@dataclass(frozen=True)
class SafeTable:
    whole: Safe
    parts: dict[str, Safe]


def safe_figures(figures: Figures, k: int = SMALLEST_CELL, only: Iterable[str] | None = None) -> Safe:
    """The figures of one place and round that stands alone."""
    return safe_tables([Table(figures)], k, only)[0].whole


def safe_tables(
    rounds: Sequence[Table], k: int = SMALLEST_CELL, only: Iterable[str] | None = None
) -> list[SafeTable]:
    """All published rounds of one settlement, oldest first, as they may be seen side by side.

    What is hidden in one round is hidden in all of them, so that no round tells what another one hides. Of
    two rounds that differ by fewer than twenty households only the newer is shown: their difference would
    describe these few. `only` names the figures that are wanted; the others are left out, and nothing
    else changes.
    """
    wanted = frozenset(only) if only is not None else None
    chosen = [each for each in families() if wanted is None or each.codes & (wanted | {"households"})]
    rows = [_Rows.of(table, k, chosen) for table in rounds]
    kept = [number for number in range(len(rows)) if not _superseded(rows, number)]
    safe = {number: SafeTable({}, {code: {} for code in rounds[number].parts}) for number in kept}
    for family in chosen:
        codes = family.codes if wanted is None else family.codes & wanted
        if codes:
            _share_out(family, codes, {number: (rounds[number], rows[number]) for number in kept}, safe, k)
    return [safe.get(number) or _nothing(table) for number, table in enumerate(rounds)]


@dataclass(frozen=True)
class _Rows:
    """The numbers behind a table."""

    whole: Row
    parts: Mapping[str, Row]

    @classmethod
    def of(cls, table: Table, k: int, chosen: Sequence[Family]) -> "_Rows":
        parts = {code: row_of(figures, k, chosen) for code, figures in table.parts.items()}
        return cls(row_of(table.whole, k, chosen), parts)

    def rest(self, places: Iterable[str]) -> Row:
        """What is left of the settlement without these clusters."""
        taken = [self.parts[place] for place in places if place in self.parts]
        return {
            name: 0 if name in MEDIANS else total - sum(row.get(name, 0) for row in taken)
            for name, total in self.whole.items()
        }


def _superseded(rows: Sequence[_Rows], number: int) -> bool:
    households = [row.whole.get("households", 0) for row in rows]
    return any(abs(newer - households[number]) < LEAST_FOR_BREAKDOWN for newer in households[number + 1 :])


def _nothing(table: Table) -> SafeTable:
    return SafeTable(
        {code: dict(HIDDEN) for code in table.whole},
        {place: {code: dict(HIDDEN) for code in figures} for place, figures in table.parts.items()},
    )


def _share_out(
    family: Family,
    codes: frozenset[str],
    rounds: Mapping[int, tuple[Table, _Rows]],
    safe: dict[int, SafeTable],
    k: int,
) -> None:
    """Decide on one family, and write its figures into the safe tables."""
    rows = [each for _, each in rounds.values()]
    hidden = hide(family, [each.whole for each in rows], _without_breakdown(family, rows), k)
    of_parts, places = hide_parts(family, rows, hidden, k)
    everything = family.shown | {f"{code}.n" for code in codes}
    for number, (table, _) in rounds.items():
        safe[number].whole.update(shown(_only(table.whole, codes), hidden, k))
        for place, figures in table.parts.items():
            left_out = of_parts if place in places else everything
            safe[number].parts[place].update(shown(_only(figures, codes), left_out, k))


def _only(figures: Figures, codes: frozenset[str]) -> Figures:
    return {code: found for code, found in figures.items() if code in codes}


def _without_breakdown(family: Family, rows: Sequence[_Rows]) -> frozenset[str]:
    """What is hidden from the start: all but totals where fewer than twenty households live."""
    if all(each.whole.get("households", 0) >= LEAST_FOR_BREAKDOWN for each in rows):
        return frozenset()
    totals = {name for code in TOTALS for name in (code, f"{code}.n")}
    return family.shown - totals


def hide_parts(
    family: Family, rows: Sequence[_Rows], hidden: frozenset[str], k: int
) -> tuple[frozenset[str], set[str]]:
    """The numbers to hide in every cluster, and the clusters of which the others may be shown.

    All shown clusters show the same numbers, so what can be computed of the rest is the settlement without
    them: one more row, that must be as safe as theirs. A cluster that is not safe joins the rest. Either
    clusters show what the settlement shows, or shares only; whichever leaves more to see.
    """
    choices = [
        (pattern, _safe_places(family, rows, pattern, k)) for pattern in (hidden, hidden | family.details)
    ]
    return max(choices, key=lambda choice: len(choice[1]) * len(family.shown - choice[0]))


def _safe_places(family: Family, rows: Sequence[_Rows], hidden: frozenset[str], k: int) -> set[str]:
    """The clusters that may show all but the hidden numbers: as many as possible, the largest first."""
    places = {place for each in rows for place in each.parts}
    for place in sorted(places):
        found = [each.parts[place] for each in rows if place in each.parts]
        few = any(_households(row) < LEAST_FOR_BREAKDOWN for row in found)
        if few or hide(family, found, hidden, k) != hidden:
            places.discard(place)
    while places and not all(_is_safe(family, each, places, hidden, k) for each in rows):
        places.discard(min(places, key=lambda each: (_size(rows, each), each)))
    return places


def _is_safe(family: Family, each: _Rows, places: set[str], hidden: frozenset[str], k: int) -> bool:
    """Whether what can be computed of the rest tells nothing of anybody."""
    rest = each.rest(places)
    if any(rest.get(name, 0) < 0 for name in family.shown - hidden):
        return False  # it does not add up: the clusters were counted by doors, the settlement by a list
    return _is_anonymous(each, places, rest) and hide(family, [rest], hidden, k) == hidden


def _is_anonymous(each: _Rows, places: set[str], rest: Row) -> bool:
    """The rest is of nobody, or of so many in at least two places that none of these is known."""
    if _households(rest) == 0:
        return True
    within = [row for place, row in each.parts.items() if place not in places and _households(row)]
    elsewhere = _households(rest) - sum(_households(row) for row in within)
    return _households(rest) >= LEAST_FOR_BREAKDOWN and len(within) + (elsewhere > 0) >= 2


def _households(row: Row) -> int:
    return row.get("households", 0)


def _size(rows: Sequence[_Rows], place: str) -> int:
    return sum(_households(each.parts[place]) for each in rows if place in each.parts)
