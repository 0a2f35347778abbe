"""Figures of several settlements as one: each over those that know it and may show it.

What is hidden in a settlement is in no roll-up either. So a roll-up holds nothing that its reader could not
add up alone, however the settlements are chosen, and what one of them hides is never the difference of two
roll-ups (`docs/decisions/0031-roll-ups.md`).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from enumerations.indicators import INDICATORS, Indicator
from reports.figures.parts import Figure, State
from reports.figures.pooling import pooled
from reports.figures.sheets import Raw, Sheet
from reports.figures.single import IN_LISTS, figure_in
from reports.figures.tally import tallies_of
from reports.models import Tally

# Needs of one settlement are not met by what another one has too many of: these are added, not made anew.
ADDED = frozenset({"population_estimate", "cubicles_lacking", "taps_lacking"})
Seen = tuple[Raw, Tally]  # what may be seen of a round, and what it is added up from


def together(sheets: Sequence[Sheet]) -> dict[str, Figure]:
    """All figures of these rounds as one, with the tallies that takes."""
    tallies = tallies_of([sheet.statistics for sheet in sheets])
    return pooled_figures([(sheet.figures, tallies[sheet.enumeration.pk, ""]) for sheet in sheets])


def pooled_figures(seen: Sequence[Seen], indicators: Sequence[Indicator] = INDICATORS) -> dict[str, Figure]:
    """One query, however many settlements and whichever of them know what."""
    of: dict[str, tuple[int, ...]] = {i.code: _that_tell(i.code, seen) for i in indicators}
    sets = list(dict.fromkeys(found for found in of.values() if found))
    made = dict(zip(sets, pooled([[seen[at][1] for at in each] for each in sets]), strict=True))
    coverages = {each: coverage_of([seen[at][0] for at in each]) for each in sets}
    figures = {}
    for indicator in indicators:
        which = of[indicator.code]
        if which:
            found = _one(indicator, [seen[at][0] for at in which], made[which])
            figures[indicator.code] = figure_in(
                {indicator.code: found}, indicator, coverages[which], told_of=len(which), asked_of=len(seen)
            )
        else:
            figures[indicator.code] = _untold(indicator, seen)
    return figures


def _that_tell(code: str, seen: Sequence[Seen]) -> tuple[int, ...]:
    return tuple(at for at, (figures, _tally) in enumerate(seen) if _tells(figures.get(code)))


def _tells(found: Any) -> bool:
    return bool(found) and found.get("value") not in (None, []) and not found.get("hidden")


def _untold(indicator: Indicator, seen: Sequence[Seen]) -> Figure:
    hidden = any(figures.get(indicator.code, {}).get("hidden") for figures, _tally in seen)
    state = State.HIDDEN if hidden else State.UNKNOWN
    return Figure(indicator, state, n=None if hidden else 0, told_of=0, asked_of=len(seen))


def _one(indicator: Indicator, seen: Sequence[Raw], made: Raw) -> dict[str, Any]:
    """The figure over the settlements that tell it; n is told only where each of them tells theirs."""
    code = indicator.code
    parts = [figures[code] for figures in seen]
    known = all(part["n"] is not None for part in parts)
    if indicator.kind in IN_LISTS:
        return listed(indicator, parts)
    if code in ADDED:
        n = sum(part["n"] for part in parts) if known else None
        return {"value": sum(part["value"] for part in parts), "n": n}
    if code == "data_age_days":
        return {"value": max(part["value"] for part in parts), "n": sum(part["n"] for part in parts)}
    return {"value": made[code]["value"], "n": made[code]["n"] if known else None}


def listed(indicator: Indicator, parts: Sequence[Any]) -> dict[str, Any]:
    """A list of answers: those that no settlement hides. One that was never given is not hidden."""
    n = sum(part["n"] for part in parts)
    counts: dict[str, int] = defaultdict(int)
    scores: dict[str, int] = defaultdict(int)
    times: dict[str, int] = defaultdict(int)
    for part in parts:
        for item in part["value"]:
            counts[item["code"]] += item["count"]
            scores[item["code"]] += item.get("score", 0)
            times[item["code"]] += 1
    gaps = [part for part in parts if part.get("partly")]
    shown = [code for code in counts if all(_has(part, code) for part in gaps)]
    has_scores = all("score" in item for part in parts for item in part["value"])
    rank = scores if has_scores else counts
    items = [
        {"code": code, "count": counts[code], "percent": 100 * counts[code] / n}
        for code in sorted(shown, key=lambda code: (-rank[code], -counts[code], code))
    ]
    return {"value": items, "n": n, "partly": bool(gaps)} if items else {"value": None, "hidden": True}


def _has(part: Any, code: str) -> bool:
    return any(item["code"] == code for item in part["value"])


def coverage_of(seen: Sequence[Raw]) -> float | None:
    """The doors reached of those there are; None where one of the settlements does not tell."""
    parts = [figures.get("coverage_percent", {}) for figures in seen]
    if any(part.get("value") is None or part.get("n") is None for part in parts):
        return None
    doors = sum(part["n"] for part in parts)
    return sum(part["value"] * part["n"] for part in parts) / doors if doors else None
