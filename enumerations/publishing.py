"""The one door through which figures leave a settlement: raw to those who act there, safe to all others."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from typing import Any

from enumerations.disclosure import Safe, Table, safe_tables
from enumerations.models import SettlementStatistics
from settlements.models import Settlement
from settlements.querysets import Viewer


def seen_by(
    user: Viewer, rows: Iterable[SettlementStatistics], only: Iterable[str] | None = None
) -> list[SettlementStatistics]:
    """The statistics as the user may see them: copies, to be read and never saved.

    Nothing of a cluster is left for those who do not act in its settlement. `only` names the figures that
    are wanted of the others; the raw ones are given whole.
    """
    rows = list(rows)
    places = {row.settlement_id for row in rows}
    own = set(Settlement.objects.of_member(user).filter(pk__in=places).values_list("pk", flat=True))
    safe = published(places - own, only) if places - own else {}
    seen = []
    for row in rows:
        if row.settlement_id in own:
            seen.append(row)
        elif row.pk in safe:
            seen.append(with_figures(row, safe[row.pk]))
    return seen


def published(settlements: Iterable[int], only: Iterable[str] | None = None) -> dict[int, Safe]:
    """By the id of their statistics, the safe figures of all adopted rounds of these settlements."""
    adopted: Any = SettlementStatistics.objects.filter(
        settlement__in=list(settlements), enumeration__adopted_on__isnull=False, cluster=None
    )
    rounds: dict[int, list[SettlementStatistics]] = defaultdict(list)
    smallest: dict[int, int] = {}
    for row in (
        adopted.select_related("settlement")
        .only("figures", "settlement__smallest_cell")
        .order_by("settlement_id", "enumeration__round")
    ):
        rounds[row.settlement_id].append(row)
        smallest[row.settlement_id] = row.settlement.smallest_cell
    return {
        row.pk: table.whole
        for place, found in rounds.items()
        for row, table in zip(
            found,
            safe_tables([Table(row.figures) for row in found], smallest[place], only),
            strict=True,
        )
    }


def with_figures(row: SettlementStatistics, figures: Safe) -> SettlementStatistics:
    """The row with these figures, also in the columns that repeat some of them."""
    seen: Any = copy(row)
    seen.figures = figures
    seen.households = figures.get("households", {}).get("value")
    seen.coverage_percent = figures.get("coverage_percent", {}).get("value")
    return seen
