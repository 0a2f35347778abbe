"""Figures as the map's pages show them: from the stored statistics, never computed here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.choices import EnumerationState
from enumerations.indicators import THEMES, Kind
from enumerations.indicators.reading import Figure, figure, public_figures
from enumerations.models import Enumeration, SettlementStatistics
from settlements.models import Settlement
from settlements.querysets import Viewer

# What the themes of the indicators are called on a page, in their order.
GROUPS = (
    _("The people"),
    _("Their homes"),
    _("Water, toilets, light and rubbish"),
    _("What people ask for"),
)
NOT_BEGUN = (EnumerationState.PLANNED, EnumerationState.CLOSED)
# Shown apart, at the head of the page.
AT_THE_HEAD = {"population", "households", "structures", "coverage_percent"}


@dataclass(frozen=True)
class Headline:
    """The answer a page opens with: how many people, households and structures, and who says so."""

    enumeration: Enumeration
    people: int | None
    households: int | None
    structures: int | None
    coverage: float | None


@dataclass(frozen=True)
class Row:
    """One answer of a distribution or ranking."""

    label: str | Promise
    percent: float
    count: int


@dataclass(frozen=True)
class Shown:
    """A figure and, of a distribution or ranking, all its answers."""

    figure: Figure
    rows: list[Row]


def latest(user: Viewer) -> QuerySet[SettlementStatistics]:
    """Of each settlement the newest count the user may see, as a whole."""
    visible: Any = SettlementStatistics.objects.visible_to(user)
    begun = visible.filter(cluster=None).exclude(enumeration__state__in=NOT_BEGUN)
    newest: QuerySet[SettlementStatistics] = begun.order_by("settlement_id", "-enumeration__round")
    return newest.distinct("settlement_id").select_related("enumeration")


def headline(statistics: SettlementStatistics, *, is_own: bool) -> Headline:
    """For people of the settlement every number; for others none that could point at a household."""
    figures = statistics.figures if is_own else public_figures(statistics)

    def value(code: str) -> Any:
        return figures.get(code, {}).get("value")

    return Headline(
        enumeration=statistics.enumeration,
        people=value("population"),
        households=value("households"),
        structures=value("structures"),
        coverage=value("coverage_percent"),
    )


def headlines(user: Viewer, settlements: Iterable[int] | None = None) -> dict[int, Headline]:
    """Headlines by settlement id (all the user may see, unless some are named); those without are missing."""
    rows = latest(user)
    if settlements is not None:
        rows = rows.filter(settlement__in=list(settlements))
    own = set(Settlement.objects.of_member(user).values_list("pk", flat=True))
    return {row.settlement_id: headline(row, is_own=row.settlement_id in own) for row in rows}


def country_totals(user: Viewer) -> dict[str, int]:
    """People, households and structures counted in all the settlements the user may see figures of."""
    shown = headlines(user).values()
    return {
        "settlements": len(shown),
        "people": sum(one.people or 0 for one in shown),
        "households": sum(one.households or 0 for one in shown),
        "structures": sum(one.structures or 0 for one in shown),
    }


def settlement_figures(settlement: Settlement, user: Viewer, *, is_own: bool) -> dict[str, Any]:
    """Context of a settlement's page: its newest count that the user may see, its figures, its clusters'."""
    whole = latest(user).filter(settlement=settlement).first()
    if whole is None:
        counts: Any = Enumeration.objects.visible_to(user).filter(settlement=settlement)
        return {"enumeration": counts.current().first(), "headline": None, "groups": [], "clusters": []}
    parts = SettlementStatistics.objects.visible_to(user).filter(
        enumeration=whole.enumeration, cluster__isnull=False
    )
    return {
        "enumeration": whole.enumeration,
        "headline": headline(whole, is_own=is_own),
        "made_at": whole.made_at,
        "groups": groups(whole.figures if is_own else public_figures(whole)),
        "clusters": [
            (part.cluster, headline(part, is_own=is_own))
            for part in parts.select_related("cluster", "enumeration").order_by("cluster__code")
        ],
    }


def groups(figures: dict[str, Any]) -> list[tuple[str | Promise, list[Shown]]]:
    """The figures by theme, in the order in which they are declared; without what nobody was asked."""
    told = {code for code, found in figures.items() if found["value"] is not None or found.get("hidden")}
    found = [
        (name, [i.code for i in theme.indicators if i.code in told - AT_THE_HEAD])
        for name, theme in zip(GROUPS, THEMES, strict=True)
    ]
    return [(name, [shown(figures, code) for code in codes]) for name, codes in found if codes]


def shown(figures: dict[str, Any], code: str) -> Shown:
    one = figure(figures, code)
    if one.indicator.kind not in {Kind.DISTRIBUTION, Kind.RANKING} or not one.value or not one.enough_data:
        return Shown(one, [])
    words = dict(one.indicator.choices.choices) if one.indicator.choices else {}
    rows = [Row(words.get(row["code"], row["code"]), row["percent"], row["count"]) for row in one.value]
    return Shown(one, rows)
