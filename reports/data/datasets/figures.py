"""Adopted totals: what may leave a settlement as numbers, small cells hidden as on its public page."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from enumerations.choices import EnumerationState
from enumerations.indicators import BY_CODE, Indicator
from enumerations.intake.fields import Kind
from enumerations.models import SettlementStatistics
from enumerations.publishing import published
from reports.data.dataset import Dataset, Filter
from reports.data.datasets.ground import beside, of_place
from reports.products import Envelope

if TYPE_CHECKING:
    from reports.data.asked import Asked

E = Envelope
LABELS = {indicator.code: {"en": indicator.label} for indicator in BY_CODE.values()}


def rows_of(asked: "Asked") -> list[dict[str, Any]]:
    """A row for each figure, and for each answer of those that are lists.

    For the public and the county what `published` gives: the adopted rounds, never a cluster. The office has
    the counts it asked for, as they stand, with their clusters.
    """
    stored: Any = SettlementStatistics.objects.filter(settlement__in=asked.settlements)
    stored = stored.select_related("enumeration", "cluster").order_by("enumeration", "cluster__code")
    if asked.envelope >= E.STAFF:
        rounds = asked.round_ids
        stored = stored if rounds is None else stored.filter(enumeration__in=rounds)
        return [row for each in stored for row in _rows(each, each.figures)]
    safe = published(asked.settlements)
    return [row for each in stored.filter(pk__in=safe) for row in _rows(each, safe[each.pk])]


def _rows(stored: SettlementStatistics, figures: dict[str, Any]) -> Iterator[dict[str, Any]]:
    count = stored.enumeration
    where = {
        "id": stored.pk,
        "settlement_id": stored.settlement_id,
        "round": count.round,
        "state": count.state,
        "adopted_on": count.adopted_on and count.adopted_on.isoformat(),
        "cluster": stored.cluster.code if stored.cluster else None,
        "cluster_name": stored.cluster.name if stored.cluster else None,
    }
    for code, found in figures.items():
        if indicator := BY_CODE.get(code):
            yield from _of_figure(where, indicator, found)


def _of_figure(
    where: dict[str, Any], indicator: Indicator, found: dict[str, Any]
) -> Iterable[dict[str, Any]]:
    value, n, hidden = found.get("value"), found.get("n"), bool(found.get("hidden"))
    one = where | {"indicator": indicator.code, "n": n, "hidden": hidden}
    if not isinstance(value, list):
        return [one | {"value": value}]
    return [
        one | {"answer": each["code"], "count": each["count"], "value": each["percent"]} for each in value
    ]


FIGURES = Dataset(
    name="figures",
    title=_("Figures"),
    meaning=_("One row for each figure of a settlement, and for each answer of those that count answers."),
    source="""
    jsonb_to_recordset(%(given)s::jsonb) AS f (id bigint, settlement_id bigint, round int, state text,
        adopted_on date, cluster text, cluster_name text, indicator text, answer text, count int,
        value numeric, n int, hidden boolean)
    JOIN settlements_settlement place ON place.id = f.settlement_id
    LEFT JOIN settlements_cluster c ON c.settlement_id = f.settlement_id AND c.code = f.cluster
    """,
    row="f.id",
    place="f.settlement_id",
    lowest=E.PUBLIC,
    columns=(
        *of_place("f.id"),
        beside("round", _("round of the count"), Kind.INTEGER, "f.round"),
        beside("state", _("state of the count"), Kind.CODE, "f.state", choices=EnumerationState),
        beside("adopted_on", _("adopted on"), Kind.DATE, "f.adopted_on"),
        beside("cluster", _("village or cluster (code)"), Kind.TEXT, "f.cluster"),
        beside("cluster_name", _("village or cluster"), Kind.TEXT, "f.cluster_name"),
        beside("indicator", _("figure"), Kind.CODE, "f.indicator", choices=LABELS),
        beside("answer", _("answer"), Kind.TEXT, "f.answer"),
        beside("value", _("value"), Kind.DECIMAL, "f.value",
               meaning=_("Of an answer the percentage that gave it.")),
        beside("count", _("how many gave this answer"), Kind.INTEGER, "f.count"),
        beside("n", _("records it rests on"), Kind.INTEGER, "f.n"),
        beside("hidden", _("hidden, for it would tell of few"), Kind.YES_NO, "f.hidden"),
    ),
    filters={Filter.CLUSTER: "c.code = ANY(%(clusters)s)"},
    limits={E.PUBLIC: "place.access_level = 'public'", E.COUNTY: "place.shielded_at IS NULL"},
    rows_of=rows_of,
)  # fmt: skip
