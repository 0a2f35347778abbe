"""Figures by cluster, as the map colours them: each with its classes, its legend and what it rests on.

Read from the stored statistics through the one door (`enumerations.publishing`), by the rules of every other
page: what rests on too few is said to, and hatched.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from enumerations.indicators import THEMES, Indicator, Kind
from enumerations.indicators.reading import Figure, figure
from enumerations.models import SettlementStatistics
from enumerations.publishing import seen_by
from mapping import figures
from mapping.scales import TOO_FEW, Interval, classify, shades
from mapping.scales import class_of as class_among
from mapping.themes import BLUE, DARK, GREEN, ORANGE, PINK, RED, SKY
from settlements.models import Cluster, Settlement
from settlements.querysets import Viewer

IN_LISTS = {Kind.DISTRIBUTION, Kind.RANKING}
# Of a list's first answers, the most common one first; an eighth would not be told apart.
ANSWERS = (
    (BLUE, "plain"), (ORANGE, "dots"), (GREEN, "lines"), (RED, "cross"), (SKY, "back"), (PINK, "dots"),
    (DARK, "lines"),
)  # fmt: skip
INK_ON = {BLUE: "#fff", DARK: "#fff", GREEN: "#000"}
# How the count went, not how people live; and what is the same everywhere.
LEFT_OUT = frozenset({"data_age_days"})


@dataclass(frozen=True)
class Part:
    """A cluster with its statistics as the reader may see them."""

    pk: int
    code: str
    name: str
    at: list[float] | None  # latitude and longitude of a place within it, for its value
    statistics: SettlementStatistics


def by_cluster(settlement: Settlement, user: Viewer) -> dict[str, Any]:
    """Everything that can be told by cluster of the newest count that the user may see; empty without one."""
    newest = seen_by(user, figures.latest(user).filter(settlement=settlement))
    if not newest:
        return {"count": "", "clusters": [], "figures": []}
    whole = newest[0]
    parts = parts_of(whole, user)
    shown = [
        told
        for heading, theme in zip(figures.GROUPS, THEMES, strict=True)
        for indicator in theme.indicators
        if indicator.code not in LEFT_OUT and (told := one(indicator, heading, whole, parts))
    ]
    return {
        "count": str(whole.enumeration),
        "clusters": [{"id": part.pk, "code": part.code, "name": part.name, "at": part.at} for part in parts],
        "figures": shown,
    }


def parts_of(whole: SettlementStatistics, user: Viewer) -> list[Part]:
    rows: Any = SettlementStatistics.objects.visible_to(user)
    rows = rows.filter(enumeration=whole.enumeration, cluster__isnull=False)
    ordered = rows.select_related("cluster", "enumeration").order_by("cluster__code")
    return [
        Part(row.cluster.pk, row.cluster.code, row.cluster.name, place_in(row.cluster), row)
        for row in seen_by(user, ordered)
        if row.cluster is not None
    ]


def place_in(cluster: Cluster) -> list[float] | None:
    if cluster.boundary is None:
        return None
    middle = cluster.boundary.point_on_surface
    return [round(middle.y, 6), round(middle.x, 6)]


def one(
    indicator: Indicator, heading: str | Promise, whole: SettlementStatistics, parts: Sequence[Part]
) -> dict[str, Any] | None:
    """One figure by cluster; None where it is known of no cluster."""
    known = {part.pk: figure(part.statistics, indicator.code) for part in parts}
    told = {pk: found for pk, found in known.items() if found.enough_data and found.value not in (None, [])}
    if not told:
        return None
    legend, placed = (answers if indicator.kind in IN_LISTS else intervals)(indicator, told)
    everywhere = figure(whole, indicator.code)
    return {
        "code": indicator.code,
        "label": str(indicator.label),
        "heading": _("By village: %(group)s") % {"group": heading},
        "unit": str(indicator.unit),
        "definition": str(indicator.definition),
        "classes": legend,
        "summary": summary(indicator, told, everywhere, len(known)),
        "values": {
            pk: {"text": text_of(found), "class": placed.get(pk), "n": found.n} for pk, found in known.items()
        },
        "tooFew": {"label": _("Too few to show"), "colour": TOO_FEW.colour, "pattern": TOO_FEW.pattern}
        if len(told) < len(known)
        else None,
    }


Placed = tuple[list[dict[str, Any]], dict[int, int]]


def intervals(indicator: Indicator, told: dict[int, Figure]) -> Placed:
    """The classes of a number, and in which one each cluster is."""
    decimals = decimals_of(indicator, told)
    found = classify([float(each.value) for each in told.values()], decimals)
    legend = [
        {
            "label": interval_text(indicator, each, decimals, is_last=n == len(found) - 1),
            "colour": shade.colour,
            "pattern": shade.pattern,
            "ink": shade.ink,
            "n": each.places,
        }
        for n, (each, shade) in enumerate(zip(found, shades(len(found)), strict=True))
    ]
    return legend, {pk: class_among(float(each.value), found, decimals) for pk, each in told.items()}


def answers(indicator: Indicator, told: dict[int, Figure]) -> Placed:
    """The first answer of each cluster: one class for each that is first anywhere."""
    first = {pk: each.value[0]["code"] for pk, each in told.items()}
    words = dict(indicator.choices.choices) if indicator.choices else {}
    order = [code for code, _n in Counter(first.values()).most_common(len(ANSWERS))]
    legend = [
        {
            "label": str(words.get(code, code)),
            "colour": colour,
            "pattern": pattern,
            "ink": INK_ON.get(colour, "#000"),
            "n": sum(each == code for each in first.values()),
        }
        for code, (colour, pattern) in zip(order, ANSWERS, strict=False)
    ]
    return legend, {pk: order.index(code) for pk, code in first.items() if code in order}


def decimals_of(indicator: Indicator, told: dict[int, Figure]) -> int:
    """As exactly as they are told: a percentage of few records is a whole number, and so are all with it."""
    is_rough = indicator.kind is Kind.PERCENT and any("." not in each.text for each in told.values())
    return 0 if is_rough else indicator.decimals


def interval_text(indicator: Indicator, each: Interval, decimals: int, *, is_last: bool) -> str:
    least, most = (with_unit(indicator, edge, decimals) for edge in (each.least, each.most))
    if least == most:
        return least
    if is_last:
        return _("%(least)s to %(most)s") % {"least": least, "most": most}
    return _("%(least)s to below %(most)s") % {"least": least, "most": most}


def with_unit(indicator: Indicator, value: float, decimals: int) -> str:
    number = number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)
    return f"{number} %" if indicator.unit == "%" else number


def text_of(found: Figure) -> str:
    """What is written in the cluster: the number, or the first answer with its share."""
    if found.indicator.kind in IN_LISTS and found.enough_data and found.value:
        first = found.value[0]
        words = dict(found.indicator.choices.choices) if found.indicator.choices else {}
        return f"{words.get(first['code'], first['code'])} {round(first['percent'])} %"
    return found.text


def summary(indicator: Indicator, told: dict[int, Figure], everywhere: Figure, clusters: int) -> str:
    """What the legend says beneath: the range, on how many records it rests, of how many clusters."""
    n = sum(each.n or 0 for each in told.values())
    rests = _("n = %(n)s, in %(told)s of %(clusters)s villages") % {
        "n": number_format(n, force_grouping=True), "told": len(told), "clusters": clusters,
    }  # fmt: skip
    if indicator.kind in IN_LISTS:
        return rests
    values = [float(each.value) for each in told.values()]
    decimals = decimals_of(indicator, told)
    least, most = (with_unit(indicator, edge, decimals) for edge in (min(values), max(values)))
    span = least if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}
    if indicator.unit != "%":
        span = f"{span} {indicator.unit}"
    whole = _("the settlement: %(text)s") % {"text": everywhere.text}
    return f"{span} · {whole} · {rests}"
