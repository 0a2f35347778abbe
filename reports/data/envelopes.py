"""For whom a table is: the one place that says which rows and columns of the data an envelope holds.

Columns by their `lowest` (of questions: by the field's tier), rows by the dataset's `limits`, whole tables by
the dataset's `lowest`. See docs/decisions/0028.
"""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.data.asked import Asked
from reports.data.columns import Column
from reports.data.dataset import Dataset
from reports.handing import where_structures_may_be_given
from reports.products import Envelope, Refusal
from settlements.choices import AccessLevel, EvictionThreat
from settlements.models import Settlement


def columns_of(dataset: Dataset, envelope: Envelope) -> list[Column]:
    """The columns that are in the envelope; none where the table itself is in none so narrow."""
    if dataset.lowest > envelope:
        return []
    return [column for column in dataset.columns if column.lowest <= envelope]


def rows_of(dataset: Dataset, envelope: Envelope) -> str:
    """SQL: which of the rows are in the envelope."""
    limit = dataset.limits.get(envelope, "TRUE") if dataset.lowest <= envelope else "FALSE"
    return f"({dataset.where}) AND ({limit})"


def has_own_answers(dataset: Dataset, envelope: Envelope) -> bool:
    """Whether the answers to a community's own questions are in it."""
    return bool(dataset.own) and dataset.own_lowest <= envelope


def settlements_of(asked: Asked) -> "QuerySet[Settlement]":
    found: QuerySet[Settlement] = Settlement.objects.filter(pk__in=asked.settlements)
    return found


def refusals(asked: Asked) -> list[Refusal]:
    """What stands against these tables in this envelope, whoever asks."""
    found = [too_much(each, asked.envelope) for each in asked.tables() if each.lowest > asked.envelope]
    if asked.envelope is Envelope.PUBLIC and not _anything_public(asked):
        found.append(NOT_PUBLIC)
    if asked.envelope is Envelope.COUNTY and "structures" in asked.datasets:
        agreed = set(with_minutes(asked))
        missing = [place.name for place in settlements_of(asked) if place.pk not in agreed]
        if missing:
            found.append(no_minutes(missing))
    return found


def _anything_public(asked: Asked) -> bool:
    """Whether everybody may see something of it."""
    if "figures" in asked.datasets:
        return settlements_of(asked).filter(access_level=AccessLevel.PUBLIC).exists()
    return shown_to_everybody(asked).exists()


def shown_to_everybody(asked: Asked) -> "QuerySet[Settlement]":
    return settlements_of(asked).filter(
        access_level=AccessLevel.PUBLIC,
        eviction_threat_now=EvictionThreat.NONE,
        shielded_at__isnull=True,
    )


def with_minutes(asked: Asked) -> list[int]:
    """The settlements whose assembly agreed that structures are handed over, by an agreement in force."""
    agreed = where_structures_may_be_given(timezone.localdate())
    return list(agreed.filter(pk__in=asked.settlements).values_list("pk", flat=True))


def too_much(dataset: Dataset, envelope: Envelope) -> Refusal:
    words = {"table": dataset.title, "envelope": envelope.label, "least": dataset.lowest.label}
    return Refusal(
        "not_in_envelope",
        _("%(table)s are in no file for “%(envelope)s”.") % words,
        _("Leave them out, or choose “%(least)s”.") % words,
    )


NOT_PUBLIC = Refusal(
    "nothing_public",
    _("None of these settlements shows this to everybody."),
    _("Choose settlements that are public and not threatened, or make the file for the staff."),
)


def no_minutes(names: list[str]) -> Refusal:
    return Refusal(
        "no_assembly_minutes",
        _("No assembly agreed that structures are handed over: %(names)s.") % {"names": ", ".join(names[:5])},
        _("Write down the agreement with the minutes of the assembly, or leave the structures out."),
    )
