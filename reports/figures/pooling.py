"""Figures of several rounds made one, from their tallies: sums added up, medians taken anew.

`pooled` takes any number of sets of tallies at once, for figures do not all rest on the same settlements. The
values are those of the declarations, computed by the same SQL from the added sums.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from enumerations.indicators.statement import COUNTED, DISTRIBUTIONS, FIGURES, MEDIANS, RANKINGS
from enumerations.services.staging import fetch
from reports.models import Tally

Sums = dict[str, Any]
LISTS = tuple(i.code for i in (*DISTRIBUTIONS, *RANKINGS))
RANKED = frozenset(i.code for i in RANKINGS)
ADDED = ("area_m2", "coverage_n", "reached")


@cache
def statement() -> str:
    """One row of sums in, its figures out."""
    columns = {
        **{m.name: "bigint" if m.is_flag else "float8" for m in COUNTED},
        **{f"{m.name}_n": "bigint" for m in COUNTED},
        **{f"{i.code}_n": "bigint" for i in (*MEDIANS, *DISTRIBUTIONS)},
        **{f"{i.code}_median": "float8" for i in MEDIANS},
        **{f"{code}_list": "jsonb" for code in LISTS},
        "coverage_n": "bigint",
        **dict.fromkeys(("area_m2", "coverage", "data_age"), "float8"),
    }
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"""SELECT {FIGURES} FROM ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb) AS ({declared}))
        WITH ORDINALITY ORDER BY ordinality"""


def pooled(sets: Sequence[Sequence[Tally]]) -> list[dict[str, dict[str, Any]]]:
    """For each set of tallies the figures of all of them together, as `{code: {"value", "n"}}`; one query."""
    if not sets:
        return []
    rows = json.dumps([added(each) for each in sets])
    return [json.loads(figures) for (figures,) in fetch(statement(), {"rows": rows})]


def added(tallies: Sequence[Tally]) -> Sums:
    """The sums of all of these together, with medians and lists."""
    sums = [_with_reached(each.sums) for each in tallies]
    found: Sums = {}
    for m in COUNTED:
        put = max if m.adds_up == "max" else sum
        given = [each[m.name] for each in sums if each[m.name] is not None]
        found[m.name] = put(given) if given else 0 if m.is_flag else None
        found[f"{m.name}_n"] = sum(each[f"{m.name}_n"] for each in sums)
    for name in ADDED:
        given = [each[name] for each in sums if each[name] is not None]
        found[name] = sum(given) if given else None
    for code in (i.code for i in MEDIANS):
        times = _added_times(each.times.get(code, {}) for each in tallies)
        found[f"{code}_median"], found[f"{code}_n"] = median(times), sum(times.values())
    for code in LISTS:
        found |= _list(code, sums, found)
    reached, expected = found.pop("reached"), found["coverage_n"]
    found["coverage"] = 100 * reached / expected if reached is not None and expected else None
    found["data_age"] = max((s["data_age"] for s in sums if s["data_age"] is not None), default=None)
    return found


def _with_reached(sums: Sums) -> Sums:
    """With the doors that were reached: what coverage is a part of."""
    coverage, n = sums["coverage"], sums["coverage_n"]
    return sums | {"reached": None if coverage is None else round(coverage * n / 100)}


def _added_times(histograms: Iterable[Mapping[str, int]]) -> Counter[float]:
    found: Counter[float] = Counter()
    for each in histograms:
        for value, times in each.items():
            found[float(value)] += times
    return found


def median(times: Mapping[float, int]) -> float | None:
    """The middle of all values, each as often as it was told; of two middles their mean."""
    n = sum(times.values())
    if not n:
        return None
    low, high, passed = (n - 1) // 2, n // 2, 0
    first: float | None = None
    for value in sorted(times):
        passed += times[value]
        if first is None and passed > low:
            first = value
        if first is not None and passed > high:
            return (first + value) / 2
    raise AssertionError("a middle is always passed")


def _list(code: str, sums: Sequence[Sums], found: Sums) -> Sums:
    """How often each answer was given in all of them, the most common (or highest score) first."""
    counts: Counter[str] = Counter()
    scores: Counter[str] = Counter()
    for each in sums:
        for item in each[f"{code}_list"] or []:
            counts[item["code"]] += item["count"]
            scores[item["code"]] += item.get("score", 0)
    if code in RANKED:
        n = found[f"{code}_named"]
        items = [
            {"code": c, "score": scores[c], "count": counts[c], "percent": round(100 * counts[c] / n, 4)}
            for c in sorted(counts, key=lambda c: (-scores[c], -counts[c], c))
        ]
        return {f"{code}_list": items or None}
    n = sum(counts.values())
    items = [
        {"code": c, "count": counts[c], "percent": round(100 * counts[c] / n, 4)}
        for c in sorted(counts, key=lambda c: (-counts[c], c))
    ]
    return {f"{code}_list": items or None, f"{code}_n": n}
