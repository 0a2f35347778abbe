"""Figures of two rounds side by side, and the difference in words: of what the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enumerations.indicators import INDICATORS
from enumerations.indicators.declaration import Indicator, Kind
from enumerations.indicators.reading import LEAST_FOR_DECIMALS, Figure, figure

LISTS = (Kind.DISTRIBUTION, Kind.RANKING)


@dataclass(frozen=True)
class Compared:
    """One figure then and now; of a distribution, one of its answers."""

    label: str | Promise
    then: str
    now: str
    difference: str
    way: int  # 1 more, -1 less, 0 the same


@dataclass(frozen=True)
class Row:
    """An indicator in both rounds: its figure or answers, n of both, and what to mind of its question."""

    indicator: Indicator
    lines: list[Compared]
    n_then: int | None
    n_now: int | None
    caveats: list[str]


@dataclass(frozen=True)
class Figures:
    """What both rounds have, and what only one of them has."""

    rows: list[Row]
    only_one: list[str | Promise]


def compare_figures(
    then: Mapping[str, Any], now: Mapping[str, Any], caveats: Mapping[str, list[str]] | None = None
) -> Figures:
    """All indicators by their order. `then` and `now` are figures as the reader may see them."""
    rows, only_one = [], []
    for indicator in INDICATORS:
        a, b = figure(then, indicator.code), figure(now, indicator.code)
        if _is_told(a) and _is_told(b):
            said = (caveats or {}).get(indicator.code, [])
            rows.append(Row(indicator, list(_lines(a, b)), a.n, b.n, said))
        elif _is_told(a) != _is_told(b):
            only_one.append(indicator.label)
    return Figures(rows, only_one)


def _is_told(one: Figure) -> bool:
    return one.enough_data and one.value is not None and one.value != []


def _lines(then: Figure, now: Figure) -> list[Compared]:
    if then.indicator.kind not in LISTS:
        decimals = min(_decimals(then), _decimals(now))
        is_percent = then.indicator.unit == "%"
        return [_line(then.indicator.label, then.value, now.value, decimals, is_percent=is_percent)]
    words = dict(then.indicator.choices.choices) if then.indicator.choices else {}
    before = {item["code"]: item["percent"] for item in then.value}
    after = {item["code"]: item["percent"] for item in now.value}
    # An answer that is hidden or missing in one of them is not compared.
    return [
        _line(words.get(code, code), before[code], after[code], 0, is_percent=True)
        for code in before
        if code in after and before[code] is not None and after[code] is not None
    ]


def _decimals(one: Figure) -> int:
    is_rough = one.indicator.kind is Kind.PERCENT and (one.n or 0) < LEAST_FOR_DECIMALS
    return 0 if is_rough else one.indicator.decimals


def _line(label: Any, then: float, now: float, decimals: int, *, is_percent: bool) -> Compared:
    """The difference is of the numbers as they are shown, so that a reader can check it."""
    a, b = round(float(then), decimals), round(float(now), decimals)
    more = round(b - a, decimals)
    sign = " %" if is_percent else ""
    return Compared(
        label,
        number_format(a, decimal_pos=decimals, force_grouping=True) + sign,
        number_format(b, decimal_pos=decimals, force_grouping=True) + sign,
        in_words(more, decimals, is_points=is_percent),
        (more > 0) - (more < 0),
    )


def in_words(more: float, decimals: int, *, is_points: bool) -> str:
    """`12 points more`, `350 less`, `the same`."""
    if not more:
        return _("the same")
    number = number_format(abs(more), decimal_pos=decimals, force_grouping=True)
    if not is_points:
        return (_("%(number)s more") if more > 0 else _("%(number)s less")) % {"number": number}
    # A fraction takes the plural, also of one.
    n = int(abs(more)) if float(abs(more)).is_integer() and not decimals else 2
    if more > 0:
        return ngettext("%(number)s point more", "%(number)s points more", n) % {"number": number}
    return ngettext("%(number)s point less", "%(number)s points less", n) % {"number": number}
