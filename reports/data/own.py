"""A community's own answers as columns of their own: which there are, and what their form calls them.

They lie as JSON beside the standard answers, under the heading or the question's path by which they came.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection

from enumerations.intake.fields import Kind
from enumerations.models import Enumeration
from reports.data import envelopes
from reports.data.asked import Asked
from reports.data.columns import Column, worded
from reports.data.dataset import ROWS, Dataset
from reports.data.query import Params, Selection
from settlements.exported import NOTES, own_name

if TYPE_CHECKING:
    from enumerations.tabulation import OwnQuestion

# A GeoPackage holds two thousand columns. The rarest beyond these are together in one, as JSON.
MOST = 1_500
MORE = "more_answers"
RESERVED = frozenset({"fid", "ogc_fid", "geom", "geometry", "wkt", "longitude", "latitude", "easting",
                      "northing", MORE})  # fmt: skip


def own_columns(dataset: Dataset, asked: Asked) -> list[Column]:
    """The columns of the rows that were chosen, the most answered ones first where there are too many."""
    if not envelopes.has_own_answers(dataset, asked.envelope):
        return []
    keys = keys_of(dataset, asked)
    questions = questions_of(asked, dataset.own_unit) if dataset.own_unit else {}
    taken = {column.name.casefold() for column in dataset.columns} | RESERVED | NOTES
    columns = []
    for key in sorted(keys[:MOST], key=str.casefold):
        name = own_name(key, taken)
        taken.add(name.casefold())
        columns.append(_column(dataset, key, name, questions.get(key)))
    if keys[MOST:]:
        columns.append(_more(dataset, keys[MOST:]))
    return columns


def keys_of(dataset: Dataset, asked: Asked) -> list[str]:
    """Every key there is, the most used first."""
    params = Params()
    where = Selection(dataset, (), asked).where(params)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT own.key FROM {dataset.source}"
            f" CROSS JOIN LATERAL jsonb_object_keys({dataset.own}) AS own (key)"
            f" WHERE {where} AND {dataset.own} <> '{{}}'"
            " GROUP BY own.key ORDER BY count(*) DESC, own.key",
            params.values,
        )
        return [key for (key,) in cursor.fetchall()]


def questions_of(asked: Asked, unit: str) -> "dict[str, OwnQuestion]":
    """The questions of the counts' own forms by every heading under which their answers may lie.

    Those that are asked of this unit come first, for others may be called alike.
    """
    counts: Any = Enumeration.objects.filter(settlement__in=asked.settlements)
    rounds = asked.round_ids
    counts = counts.filter(pk__in=rounds) if rounds is not None else counts
    found: dict[str, OwnQuestion] = {}
    asking = list(counts.filter(questionnaire__isnull=False).order_by("-round"))
    if not asking:
        return {}
    from enumerations.tabulation import own_questions  # only here: what reads forms takes 20 MB

    for count in asking:
        for key, own in by_heading(own_questions(count), unit).items():
            found.setdefault(key, own)
    return found


def by_heading(questions: "Iterable[OwnQuestion]", unit: str) -> "dict[str, OwnQuestion]":
    """One form's. A heading that two repeats share has the words of neither: nobody knows whose it is."""
    found: dict[str, OwnQuestion] = {}
    shared = set()
    for own in sorted(questions, key=lambda each: each.unit != unit):
        for key in own.keys:
            first = found.setdefault(key, own)
            if first.path != own.path and first.unit == own.unit == ROWS:
                shared.add(key)
    return {key: own for key, own in found.items() if key not in shared}


def _column(dataset: Dataset, key: str, name: str, own: "OwnQuestion | None") -> Column:
    question = own.question if own else None
    sql = f"{dataset.own} ->> {quoted(key)}"
    choices = {each.name: each.labels for each in question.choices} if question and question.choices else None
    kind = Kind.TEXT
    if question and choices:
        kind = Kind.CODES if question.kind == "select_multiple" else Kind.CODE
    label = worded(question.labels, "en") if question else ""
    return Column(
        name, label or key, kind, sql, dataset.own_lowest, choices=choices, own=True, is_read_back=True,
        words=question.labels if question else {},
    )  # fmt: skip


def _more(dataset: Dataset, keys: Iterable[str]) -> Column:
    taken = ", ".join(quoted(key) for key in keys)
    sql = (
        f"(SELECT nullif(jsonb_object_agg(key, value), '{{}}')::text FROM jsonb_each({dataset.own})"
        f" WHERE key IN ({taken}))"
    )
    return Column(MORE, "More answers, as JSON", Kind.TEXT, sql, dataset.own_lowest)


def quoted(text: str) -> str:
    """The text as SQL has it in a statement whose values are named."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
