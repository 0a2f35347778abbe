"""Figures as the map's pages show them: from the stored statistics, never computed here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.indicators import THEMES, Kind
from enumerations.indicators.reading import Figure, figure
from enumerations.models import Enumeration, SettlementStatistics
from enumerations.publishing import seen_by
from mapping.beside import Beside, Held, beside
from settlements.models import Cluster, Settlement
from settlements.querysets import Viewer

# What the themes of the indicators are called on a page, in their order.
GROUPS = (
    _("The people"),
    _("Their homes"),
    _("Water, toilets, light and rubbish"),
    _("What people ask for"),
)
# Shown apart, at the head of the page.
AT_THE_HEAD = frozenset({"population", "households", "structures", "coverage_percent"})


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
    """A figure, of a distribution or ranking all its answers, and what it is held against."""

    figure: Figure
    rows: list[Row]
    beside: Sequence[Held] = ()


def latest(user: Viewer) -> QuerySet[SettlementStatistics]:
    """Of each settlement the newest count the user may see, as a whole."""
    visible: Any = SettlementStatistics.objects.visible_to(user)
    begun = visible.filter(cluster=None, enumeration__in=Enumeration.objects.begun())
    newest: QuerySet[SettlementStatistics] = begun.order_by("settlement_id", "-enumeration__round")
    return newest.distinct("settlement_id").select_related("enumeration")


def headline(statistics: SettlementStatistics) -> Headline:
    """The head of a page, of statistics as their reader may see them."""
    figures = statistics.figures

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
    return {row.settlement_id: headline(row) for row in seen_by(user, rows, only=AT_THE_HEAD)}


def settlement_figures(settlement: Settlement, user: Viewer) -> dict[str, Any]:
    """Context of a settlement's page: its newest count that the user may see, its figures, its clusters'."""
    newest = seen_by(user, latest(user).filter(settlement=settlement))
    if not newest:
        counts: Any = Enumeration.objects.visible_to(user).filter(settlement=settlement)
        return {"enumeration": counts.current().first(), "headline": None, "groups": [], "clusters": []}
    whole = newest[0]
    parts = SettlementStatistics.objects.visible_to(user).filter(
        enumeration=whole.enumeration, cluster__isnull=False
    )
    parts = parts.select_related("cluster", "enumeration").order_by("cluster__code")
    return {
        "enumeration": whole.enumeration,
        "headline": headline(whole),
        "made_at": whole.made_at,
        "groups": groups(whole.figures, beside(settlement)),
        "clusters": [(part.cluster, headline(part)) for part in seen_by(user, parts)],
    }


def cluster_figures(cluster: Cluster, user: Viewer) -> dict[str, Any]:
    """Context of a cluster's page: its figures in the newest count that the user may see."""
    counts: Any = Enumeration.objects.visible_to(user).filter(settlement=cluster.settlement)
    enumeration = counts.current().first()
    rows: Any = SettlementStatistics.objects.visible_to(user).filter(cluster=cluster, enumeration=enumeration)
    seen = seen_by(user, rows.select_related("enumeration"))
    return {
        "enumeration": enumeration,
        "headline": headline(seen[0]) if seen else None,
        "made_at": seen[0].made_at if seen else None,
        "groups": groups(seen[0].figures, beside(cluster.settlement)) if seen else [],
    }


def groups(figures: dict[str, Any], held: Beside) -> list[tuple[str | Promise, list[Shown]]]:
    """The figures by theme, in the order in which they are declared; without what nobody was asked."""
    told = {code for code, found in figures.items() if found["value"] is not None or found.get("hidden")}
    found = [
        (name, [i.code for i in theme.indicators if i.code in told - AT_THE_HEAD])
        for name, theme in zip(GROUPS, THEMES, strict=True)
    ]
    return [
        (name, [shown(figures, code, held.get(code, ())) for code in codes]) for name, codes in found if codes
    ]


def shown(figures: dict[str, Any], code: str, held: Sequence[Held] = ()) -> Shown:
    one = figure(figures, code)
    if one.indicator.kind not in {Kind.DISTRIBUTION, Kind.RANKING} or not one.value or not one.enough_data:
        return Shown(one, [], held)
    words = dict(one.indicator.choices.choices) if one.indicator.choices else {}
    rows = [Row(words.get(row["code"], row["code"]), row["percent"], row["count"]) for row in one.value]
    return Shown(one, rows)
