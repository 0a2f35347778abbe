"""The same figures by village, by settlement, by tenure and by who heads the household.

Villages are for those who act in the settlement. Tenure and heads are for everybody: the groups of a
settlement are made safe beside its totals and with what they leave over, as villages would be (decision
0031); of several settlements the groups are put together from what each may show.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from enumerations.disclosure import Table, safe_tables
from enumerations.indicators import BY_CODE, INDICATORS
from enumerations.models import SettlementStatistics
from reports.figures.groups import GROUPED, GROUPS, By, GroupOf
from reports.figures.parts import Breakdown, Figure, Figures, Group
from reports.figures.pooling import pooled
from reports.figures.sheets import Raw, Sheet
from reports.figures.single import figure_in
from reports.figures.tally import tallies_of
from reports.figures.together import Seen, pooled_figures
from reports.models import Tally

Tallies = Mapping[Any, Tally]
OF_GROUPS = tuple(BY_CODE[code] for code in GROUPED)


def breakdown_of(found: Figures, by: By) -> Breakdown:
    """The figures by group; of a group of nobody, or that may not be shown, there is none."""
    if by is By.SETTLEMENT:
        groups = [_settlement(sheet) for sheet in found.sheets]
        return Breakdown(by, by.label, tuple(groups), left_out=bool(found.without))
    if by is By.CLUSTER:
        return _clusters(found)
    of = [group for group in GROUPS.values() if group.by is by]
    seen = _seen(found, of)
    made = [Group(group.code, group.label, _figures(seen[group.code])) for group in of if seen[group.code]]
    shown = tuple(group for group in made if any(each.is_told for each in group.figures.values()))
    return Breakdown(by, by.label, shown, left_out=len(shown) < len(of))


def _settlement(sheet: Sheet) -> Group:
    coverage = sheet.value("coverage_percent")
    figures = {i.code: figure_in(sheet.figures, i, coverage) for i in INDICATORS}
    return Group(sheet.settlement.code, sheet.settlement.name, figures)


def _clusters(found: Figures) -> Breakdown:
    """Of one settlement, for its own people: as their page has them."""
    own = [sheet for sheet in found.sheets if sheet.is_own]
    if found.place.is_roll_up or not own:
        return Breakdown(By.CLUSTER, By.CLUSTER.label, (), left_out=bool(found.sheets))
    rows = SettlementStatistics.objects.filter(enumeration=own[0].enumeration, cluster__isnull=False)
    groups = []
    for row in rows.select_related("cluster").order_by("cluster__code"):
        assert row.cluster is not None
        coverage = row.figures.get("coverage_percent", {}).get("value")
        figures = {i.code: figure_in(row.figures, i, coverage) for i in INDICATORS}
        groups.append(Group(row.cluster.code, f"{row.cluster.code} {row.cluster.name}", figures))
    return Breakdown(By.CLUSTER, By.CLUSTER.label, tuple(groups))


def _figures(seen: Sequence[Seen]) -> Mapping[str, Figure]:
    if len(seen) == 1:
        return {i.code: figure_in(seen[0][0], i) for i in OF_GROUPS}
    return pooled_figures(seen, OF_GROUPS)


def _seen(found: Figures, of: Sequence[GroupOf]) -> dict[str, list[Seen]]:
    """By group what may be seen of each settlement, and its tally."""
    others = _rounds_of_others(found)
    rows = [sheet.statistics for sheet in found.sheets if sheet.is_own]
    rows += [row for rounds in others.values() for row in rounds]
    tallies = tallies_of(rows, [group.code for group in of]) if rows else {}
    raw = _raw(tallies)
    seen: dict[str, list[Seen]] = defaultdict(list)
    for sheet in found.sheets:
        at = sheet.enumeration.pk
        safe = None if sheet.is_own else _safe(sheet, others[sheet.settlement.pk], of, raw)
        for group in of:
            key = at, group.code
            figures = raw[key] if safe is None else safe.get(group.code, {})
            if tallies[key].sums["households"]:
                seen[group.code].append((figures, tallies[key]))
    return seen


def _raw(tallies: Tallies) -> dict[Any, Raw]:
    made = pooled([[tally] for tally in tallies.values()])
    return {
        key: {code: figures[code] for code in GROUPED} for key, figures in zip(tallies, made, strict=True)
    }


def _rounds_of_others(found: Figures) -> dict[int, list[SettlementStatistics]]:
    """Raw, oldest first, the rounds that others may see: what is hidden in one is hidden in all of them."""
    others = [sheet.settlement.pk for sheet in found.sheets if not sheet.is_own]
    rows: dict[int, list[SettlementStatistics]] = defaultdict(list)
    if not others:
        return rows
    shown: Any = SettlementStatistics.objects.filter(settlement__in=others, cluster=None)
    if not found.drafts:
        shown = shown.filter(enumeration__adopted_on__isnull=False)
    for row in shown.order_by("settlement_id", "enumeration__round"):
        rows[row.settlement_id].append(row)
    return rows


def _safe(
    sheet: Sheet, rounds: Sequence[SettlementStatistics], of: Sequence[GroupOf], raw: Mapping[Any, Raw]
) -> dict[str, Any]:
    """What may be shown of the groups of one settlement."""
    tables = [
        Table(row.figures, {group.code: raw[row.enumeration_id, group.code] for group in of})
        for row in rounds
    ]
    safe = safe_tables(tables, sheet.settlement.smallest_cell)
    at = [row.enumeration_id for row in rounds].index(sheet.enumeration.pk)
    return safe[at].parts
