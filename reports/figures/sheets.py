"""Which rounds go in, and what of them may be seen: every figure of a place starts here.

A sheet is one round of one settlement, as its reader may see it. The door is `enumerations.publishing`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enumerations.disclosure import Table, safe_tables
from enumerations.models import Enumeration, SettlementStatistics
from enumerations.publishing import seen_by, with_figures
from reports.figures.places import Place
from reports.products import Envelope
from settlements.models import Settlement
from settlements.querysets import Viewer

Raw = Mapping[str, Mapping[str, Any]]
# From here on whoever reads acts in the office: nothing is hidden from them.
WHOLE = Envelope.STAFF


@dataclass(frozen=True)
class Sheet:
    """The figures of one round of one settlement: `{code: {"value", "n", "hidden", "partly"}}`."""

    settlement: Settlement
    enumeration: Enumeration
    figures: Raw
    is_own: bool
    statistics: SettlementStatistics


def sheets_for_viewer(place: Place, viewer: Viewer) -> dict[int, list[Sheet]]:
    """By settlement the rounds a person may see, newest first."""
    visible: Any = SettlementStatistics.objects.visible_to(viewer)
    rows = list(_of(place, visible))
    own = set(Settlement.objects.of_member(viewer).filter(pk__in=place.ids).values_list("pk", flat=True))
    return _sheets(place, seen_by(viewer, rows), own)


def sheets_in_envelope(place: Place, envelope: Envelope, *, drafts: bool) -> dict[int, list[Sheet]]:
    """By settlement the rounds a paper may hold, newest first; `drafts`: also what is not adopted."""
    rows = list(_of(place, SettlementStatistics.objects.all()))
    if envelope >= WHOLE:
        return _sheets(place, rows, set(place.ids))
    shown = [row for row in rows if row.enumeration.is_adopted or drafts]
    return _sheets(place, _made_safe(place, shown), set())


def _of(place: Place, rows: Any) -> Any:
    of_place = rows.filter(
        settlement__in=place.ids, cluster=None, enumeration__in=Enumeration.objects.begun()
    )
    return of_place.select_related("enumeration").order_by("settlement_id", "-enumeration__round")


def _made_safe(place: Place, rows: Sequence[SettlementStatistics]) -> list[SettlementStatistics]:
    """Copies of the rows, oldest round first within each settlement for the rule of two rounds."""
    smallest = {each.pk: each.smallest_cell for each in place.settlements}
    of: dict[int, list[SettlementStatistics]] = defaultdict(list)
    for row in rows:
        of[row.settlement_id].insert(0, row)
    return [
        with_figures(row, table.whole)
        for pk, rounds in of.items()
        for row, table in reversed(
            list(zip(rounds, safe_tables([Table(r.figures) for r in rounds], smallest[pk]), strict=True))
        )
    ]


def _sheets(place: Place, rows: Sequence[SettlementStatistics], own: set[int]) -> dict[int, list[Sheet]]:
    settlements = {each.pk: each for each in place.settlements}
    found: dict[int, list[Sheet]] = defaultdict(list)
    for row in rows:
        found[row.settlement_id].append(
            Sheet(settlements[row.settlement_id], row.enumeration, row.figures, row.settlement_id in own, row)
        )
    return {each.pk: found[each.pk] for each in place.settlements if found.get(each.pk)}
