"""Figures as a reader meets them: with words, and with enough records behind them."""

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
    partly: bool = False  # some answers are left out, because too few gave them


def figures_of(statistics: SettlementStatistics | Figures) -> Figures:
    return statistics.figures if isinstance(statistics, SettlementStatistics) else statistics


def figure(statistics: SettlementStatistics | Figures, code: str) -> Figure:
    """One figure of a settlement or cluster, or of what others may see of it.

    KeyError for a code that is not declared; one that these statistics do not hold yet has no value.
    """
    indicator = BY_CODE[code]
    found = figures_of(statistics).get(code, {})
    value, n = found.get("value"), found.get("n", 0)
    # A value whose n is hidden was found to rest on enough before it was shown.
    enough = _is_enough(indicator, n) or (value is not None and n is None)
    text = _text(indicator, value, n, enough, bool(found.get("hidden")))
    return Figure(indicator, value, n, enough, text, bool(found.get("partly")))


def headline(statistics: SettlementStatistics | Figures) -> list[Figure]:
    """The six figures with which a settlement's page opens."""
    return [figure(statistics, code) for code in HEADLINE]


def _is_enough(indicator: Indicator, n: int | None) -> bool:
    if indicator.code == "coverage_percent":
        return bool(n)  # how far the count has come is known from the first door on
    least = {Kind.MEDIAN: LEAST_FOR_MEDIAN, Kind.NUMBER: 1}.get(indicator.kind, LEAST_FOR_PERCENT)
    return (n or 0) >= least


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
    decimals = 0 if is_rough else indicator.decimals
    # Rounded first: number_format cuts off.
    number = number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)
    return f"{number} %" if indicator.unit == "%" else number


def _item_text(indicator: Indicator, item: Mapping[str, Any]) -> str:
    labels = dict(indicator.choices.choices) if indicator.choices else {}
    share = number_format(round(item["percent"]), decimal_pos=0)
    return f"{labels.get(item['code'], item['code'])} {share} %"
