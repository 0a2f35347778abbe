"""Figures taken apart into the numbers behind them, and put together again from what may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from enumerations.disclosure.families import COUNTS, Family, numbers_of
from enumerations.disclosure.links import MADE_FROM, OWN_UNIMPROVED, Rest, Sum
from enumerations.indicators import BY_CODE
from enumerations.indicators.declaration import Indicator, Kind

Figures = Mapping[str, Mapping[str, Any]]
LEAST_FOR_MEDIAN = 10
# A percentage of fewer records than this is shown without decimals: more would be false precision.
LEAST_FOR_DECIMALS = 100
HIDDEN: dict[str, Any] = {"value": None, "n": None, "hidden": True}
IN_LISTS = {Kind.DISTRIBUTION, Kind.RANKING}


def row_of(figures: Figures, k: int, families: Sequence[Family]) -> dict[str, int]:
    """Every number behind these figures of one place: how many answered, how many of them said what."""
    row: dict[str, int] = {}
    for code in (code for family in families for code in family.codes):
        indicator, found = BY_CODE[code], figures.get(code)
        if found is not None:
            row |= numbers_behind(indicator, found.get("value"), int(found.get("n") or 0), k)
    row[OWN_UNIMPROVED] = max(0, own_unimproved(row))
    return complete(row, [each for family in families for each in family.sums])


def own_unimproved(row: Mapping[str, int]) -> int:
    """Those with a toilet of their own that is not improved; whose kind is unknown might be all of them."""
    known = row.get("sanitation_improved_percent.n", 0)
    unknown = row.get("toilet_places.n", 0) - known
    return row.get("toilet_private_percent", 0) - row.get("sanitation_improved_percent", 0) - unknown


def complete(row: dict[str, int], sums: Iterable[Sum]) -> dict[str, int]:
    """With the numbers that no figure shows and that follow from the others."""
    for each in sums:
        if each.rest is Rest.NOTHING:
            absent = [name for name in (each.whole, *each.parts) if name not in row]
            if absent == [each.whole]:
                row[each.whole] = sum(row[part] for part in each.parts)
            elif len(absent) == 1 and each.whole in row:
                row[absent[0]] = row[each.whole] - sum(row.get(part, 0) for part in each.parts)
    return row


def numbers_behind(indicator: Indicator, value: Any, n: int, k: int) -> dict[str, int]:
    code = indicator.code
    row = dict.fromkeys(numbers_of(indicator), 0) | {f"{code}.n": n}
    if indicator.kind in IN_LISTS:
        row |= {f"{code}:{item['code']}": int(item["count"]) for item in value or []}
    elif indicator.kind is Kind.PERCENT:
        row[code] = round((value or 0) * n / 100)
    elif indicator.kind is Kind.MEDIAN:
        row[code] = max(LEAST_FOR_MEDIAN, k) if n >= max(LEAST_FOR_MEDIAN, k) else 0
    elif code in COUNTS:
        row[code] = round(value or 0)
    if indicator.kind is Kind.RANKING:
        row[f"{code}.namings"] = 3 * n
    return row


def shown(figures: Figures, hidden: frozenset[str], k: int) -> dict[str, dict[str, Any]]:
    """The figures without the hidden numbers; a hidden figure has the value None and `hidden`."""
    return {code: shown_figure(BY_CODE.get(code), found, hidden, k) for code, found in figures.items()}


def shown_figure(
    indicator: Indicator | None, found: Mapping[str, Any], hidden: frozenset[str], k: int
) -> dict[str, Any]:
    if indicator is None:
        return dict(HIDDEN)
    code, value, n = indicator.code, found.get("value"), found.get("n", 0)
    n_shown = f"{code}.n" not in hidden
    if value is None:
        return {"value": None, "n": n} if n_shown else dict(HIDDEN)
    if indicator.kind is Kind.MEDIAN:
        few = n < max(LEAST_FOR_MEDIAN, k) or code in hidden
        return dict(HIDDEN) if few else {"value": value, "n": n if n_shown else None}
    needed = {f"{code}.n", code, *MADE_FROM.get(code, ())}
    if needed & hidden:
        return dict(HIDDEN)
    if indicator.kind in IN_LISTS:
        return shown_list(code, value, n, hidden)
    return {"value": rounded(indicator, value, n), "n": n}


def shown_list(code: str, items: list[dict[str, Any]], n: int, hidden: frozenset[str]) -> dict[str, Any]:
    """Without the hidden answers; `partly` says that some are left out. Points stay inside: they would tell
    how often something was named first."""
    kept = [
        {"code": item["code"], "count": item["count"], "percent": whole_if_few(item["percent"], n)}
        for item in items
        if f"{code}:{item['code']}" not in hidden
    ]
    if not kept and items:
        return dict(HIDDEN)
    partly = any(name.startswith(f"{code}:") for name in hidden)
    return {"value": kept, "n": n, **({"partly": True} if partly else {})}


def rounded(indicator: Indicator, value: float, n: int) -> float:
    return whole_if_few(value, n) if indicator.kind is Kind.PERCENT else value


def whole_if_few(percent: float, n: int) -> float:
    return round(percent) if n < LEAST_FOR_DECIMALS else percent
