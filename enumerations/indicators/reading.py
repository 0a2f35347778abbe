"""Figures as a reader meets them: with words, with enough records behind them, and safe for the public."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from enumerations.indicators import BY_CODE
from enumerations.indicators.declaration import Indicator, Kind
from enumerations.models import SettlementStatistics

LEAST_FOR_PERCENT = 30
LEAST_FOR_MEDIAN = 10
# Below this many people or households a figure may point at somebody: the public does not see it.
SMALLEST_CELL = 5
# A percentage of fewer records than this is shown without decimals: more would be false precision.
LEAST_FOR_DECIMALS = 100

HEADLINE = (
    "population",
    "households",
    "structures",
    "tenants_percent",
    "persons_per_cubicle",
    "rent_median",
)

Figures = Mapping[str, Mapping[str, Any]]
COUNTED_IN_LISTS = {Kind.DISTRIBUTION, Kind.RANKING}


@dataclass(frozen=True)
class Figure:
    """One figure, ready to be shown; `text` is in the language that was active when it was made."""

    indicator: Indicator
    value: Any
    n: int
    enough_data: bool
    text: str


def figures_of(statistics: SettlementStatistics | Figures) -> Figures:
    return statistics.figures if isinstance(statistics, SettlementStatistics) else statistics


def figure(statistics: SettlementStatistics | Figures, code: str) -> Figure:
    """One figure of a settlement or cluster, or of what `public_figures` left of it.

    KeyError for a code that is not declared; one that these statistics do not hold yet has no value.
    """
    indicator = BY_CODE[code]
    found = figures_of(statistics).get(code, {})
    value, n = found.get("value"), found.get("n", 0)
    enough = _is_enough(indicator, n)
    return Figure(indicator, value, n, enough, _text(indicator, value, n, enough, bool(found.get("hidden"))))


def headline(statistics: SettlementStatistics | Figures) -> list[Figure]:
    """The six figures with which a settlement's page opens."""
    return [figure(statistics, code) for code in HEADLINE]


def public_figures(statistics: SettlementStatistics | Figures) -> dict[str, dict[str, Any]]:
    """The figures of an adopted count as anybody may see them: what could point at a household is hidden.

    Hidden are counts of 1 to 4, and percentages and medians that rest on too few or would give such a count
    away; a hidden figure has the value None and `hidden`.
    """
    safe: dict[str, dict[str, Any]] = {}
    for code, found in figures_of(statistics).items():
        value, n, indicator = found["value"], found["n"], BY_CODE.get(code)
        if indicator is None or value is None:
            safe[code] = {"value": None, "n": n if _is_safe(n) else None}
        elif indicator.kind in COUNTED_IN_LISTS:
            safe[code] = {"value": _safe_items(value), "n": n} if n >= SMALLEST_CELL else _hidden()
        elif _gives_away(indicator, value, n):
            safe[code] = _hidden()
        else:
            safe[code] = {"value": _rounded(indicator, value, n), "n": n}
    return safe


def _is_enough(indicator: Indicator, n: int | None) -> bool:
    if indicator.code == "coverage_percent":
        return bool(n)  # how far the count has come is known from the first door on
    least = {Kind.MEDIAN: LEAST_FOR_MEDIAN, Kind.NUMBER: 1}.get(indicator.kind, LEAST_FOR_PERCENT)
    return (n or 0) >= least


def _is_safe(count: float) -> bool:
    return count == 0 or count >= SMALLEST_CELL


def _hidden() -> dict[str, Any]:
    return {"value": None, "n": None, "hidden": True}


def _gives_away(indicator: Indicator, value: float, n: int) -> bool:
    if indicator.kind is Kind.MEDIAN:
        return n < LEAST_FOR_MEDIAN
    if indicator.kind is Kind.PERCENT:
        part = round(value * n / 100)
        return n < SMALLEST_CELL or not _is_safe(part) or not _is_safe(n - part)
    return not _is_safe(n) or (indicator.value == indicator.code and not _is_safe(value))


def _rounded(indicator: Indicator, value: float, n: int) -> float:
    return round(value) if indicator.kind is Kind.PERCENT and n < LEAST_FOR_DECIMALS else value


def _safe_items(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without small cells; a single one could be computed from the rest, so the next smallest goes too."""
    by_size = sorted(items, key=lambda item: item["count"])
    small = [item for item in by_size if not _is_safe(item["count"])]
    dropped = by_size[: max(len(small), 2)] if small else []
    return [item for item in items if item not in dropped]


def _text(indicator: Indicator, value: Any, n: int | None, enough: bool, hidden: bool) -> str:
    if hidden:
        return _("hidden: too few households")
    if value is None:
        return _("not known")
    if not enough:
        return _("not enough data")
    if indicator.kind in COUNTED_IN_LISTS:
        return ", ".join(_item_text(indicator, item) for item in value[:3])
    is_rough = indicator.kind is Kind.PERCENT and (n or 0) < LEAST_FOR_DECIMALS
    number = number_format(value, decimal_pos=0 if is_rough else indicator.decimals, force_grouping=True)
    return f"{number} %" if indicator.unit == "%" else number


def _item_text(indicator: Indicator, item: Mapping[str, Any]) -> str:
    labels = dict(indicator.choices.choices) if indicator.choices else {}
    share = number_format(item["percent"], decimal_pos=0)
    return f"{labels.get(item['code'], item['code'])} {share} %"
