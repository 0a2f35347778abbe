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
    is_own: bool  # nothing is hidden: the reader acts there, or the paper stays in the office
    statistics: SettlementStatistics

    def value(self, code: str) -> Any:
        return self.figures.get(code, {}).get("value")


Sheets = dict[int, list[Sheet]]  # by settlement, newest round first


def sheets_for_viewer(place: Place, viewer: Viewer) -> Sheets:
    """The rounds a person may see."""
    rows = list(_of(place, SettlementStatistics.objects.visible_to(viewer)))
    own = set(Settlement.objects.of_member(viewer).filter(pk__in=place.ids).values_list("pk", flat=True))
    return _sheets(place, seen_by(viewer, rows), own)


def sheets_in_envelope(place: Place, envelope: Envelope, *, drafts: bool) -> Sheets:
    """The rounds a paper may hold; `drafts`: also what is not adopted."""
    rows = list(_of(place, SettlementStatistics.objects.all()))
    if envelope >= WHOLE:
        return _sheets(place, rows, set(place.ids))
    shown = [row for row in rows if row.enumeration.is_adopted or drafts]
    return _sheets(place, _made_safe(place, shown), set())


def _of(place: Place, rows: Any) -> Any:
    begun = Enumeration.objects.begun()
    of_place = rows.filter(settlement__in=place.ids, cluster=None, enumeration__in=begun)
    return of_place.select_related("enumeration").order_by("settlement_id", "-enumeration__round")


def _made_safe(place: Place, rows: Sequence[SettlementStatistics]) -> list[SettlementStatistics]:
    """Copies of the rows with nothing small in them. Rounds are told oldest first: see `safe_tables`."""
    smallest = {each.pk: each.smallest_cell for each in place.settlements}
    rounds: dict[int, list[SettlementStatistics]] = defaultdict(list)
    for row in rows:
        rounds[row.settlement_id].insert(0, row)
    safe = []
    for pk, found in rounds.items():
        tables = safe_tables([Table(row.figures) for row in found], smallest[pk])
        safe += [
            with_figures(row, table.whole) for row, table in reversed([*zip(found, tables, strict=True)])
        ]
    return safe


def _sheets(place: Place, rows: Sequence[SettlementStatistics], own: set[int]) -> Sheets:
    settlements = {each.pk: each for each in place.settlements}
    found: Sheets = defaultdict(list)
    for row in rows:
        at = row.settlement_id
        found[at].append(Sheet(settlements[at], row.enumeration, row.figures, at in own, row))
    return {each.pk: found[each.pk] for each in place.settlements if each.pk in found}
