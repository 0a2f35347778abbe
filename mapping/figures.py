"""Figures as the map's pages show them: from the stored statistics, never computed here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enumerations.choices import EnumerationState
from enumerations.indicators import THEMES, Indicator, Kind
from enumerations.models import Enumeration, SettlementStatistics
from settlements.models import Settlement
from settlements.querysets import Viewer

GROUPS = (_("People"), _("Homes"), _("Water, toilets, light, rubbish"), _("What people ask for"))
NOT_BEGUN = (EnumerationState.PLANNED, EnumerationState.CLOSED)


@dataclass(frozen=True)
class Headline:
    """The answer a page opens with: how many people, households and structures, and who says so."""

    enumeration: Enumeration
    people: int | None
    households: int | None
    structures: int | None
    coverage: float | None


def headline(statistics: SettlementStatistics) -> Headline:
    return Headline(
        enumeration=statistics.enumeration,
        people=value_of(statistics, "population"),
        households=value_of(statistics, "households"),
        structures=value_of(statistics, "structures"),
        coverage=statistics.coverage_percent,
    )


def value_of(statistics: SettlementStatistics, code: str) -> Any:
    return (statistics.figures.get(code) or {}).get("value")


def latest(user: Viewer) -> QuerySet[SettlementStatistics]:
    """Of each settlement the newest count the user may see, as a whole."""
    visible: Any = SettlementStatistics.objects.visible_to(user)
    begun = visible.filter(cluster=None).exclude(enumeration__state__in=NOT_BEGUN)
    newest: QuerySet[SettlementStatistics] = begun.order_by("settlement_id", "-enumeration__round")
    return newest.distinct("settlement_id").select_related("enumeration")


def latest_of(user: Viewer, settlements: Iterable[int]) -> dict[int, Headline]:
    """Headlines by settlement id; settlements without figures are missing."""
    rows = latest(user).filter(settlement__in=list(settlements))
    return {row.settlement_id: headline(row) for row in rows}


def country_totals(user: Viewer) -> dict[str, int]:
    """People, households and structures counted in all the settlements the user may see figures of."""
    shown = [headline(row) for row in latest(user)]
    return {
        "settlements": len(shown),
        "people": sum(one.people or 0 for one in shown),
        "households": sum(one.households or 0 for one in shown),
        "structures": sum(one.structures or 0 for one in shown),
    }


def settlement_figures(settlement: Settlement, user: Viewer) -> dict[str, Any]:
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
        "headline": headline(whole),
        "made_at": whole.made_at,
        "groups": groups_of(whole),
        "clusters": [
            (part.cluster, headline(part))
            for part in parts.select_related("cluster").order_by("cluster__code")
        ],
    }


@dataclass(frozen=True)
class Shown:
    """One figure as a reader meets it."""

    indicator: Indicator
    value: float | None
    n: int
    rows: list[tuple[str, float, int]]  # of a distribution or ranking: answer, percent, households

    @property
    def places(self) -> int:
        """Percentages are whole: a decimal of a few hundred households would only pretend."""
        return 0 if self.indicator.kind is Kind.PERCENT else self.indicator.decimals

    @property
    def is_enough(self) -> bool:
        """Percentages of a handful say nothing, and tell on people."""
        return self.n >= LEAST if self.indicator.kind in COMPARED else self.value is not None


LEAST = 30
COMPARED = (Kind.PERCENT, Kind.DISTRIBUTION, Kind.RANKING, Kind.MEDIAN)


def shown(indicator: Indicator, stored: dict[str, Any]) -> Shown:
    value, n = stored.get("value"), stored.get("n") or 0
    if not isinstance(value, list):
        return Shown(indicator, value, n, [])
    words = dict(indicator.choices.choices) if indicator.choices else {}
    rows = [(str(words.get(row["code"], row["code"])), row["percent"], row["count"]) for row in value]
    return Shown(indicator, None, n, rows)


def groups_of(statistics: SettlementStatistics) -> list[tuple[Any, list[Shown]]]:
    """The figures by theme, in the order in which they are declared."""
    groups = []
    for label, theme in zip(GROUPS, THEMES, strict=True):
        known = [i for i in theme.indicators if i.code in statistics.figures]
        groups.append((label, [shown(i, statistics.figures[i.code]) for i in known]))
    return [group for group in groups if group[1]]
