"""How the count went: what was wrong with what was sent, and where each interview stands."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enumerations import choices
from enumerations.collecting import BatchSource, Review, SubmissionFlag, SubmissionState
from enumerations.intake.fields import Kind
from enumerations.intake.issues import describe
from reports.data.dataset import Dataset, Filter
from reports.data.datasets.ground import beside, of_place
from reports.products import Envelope

E = Envelope
LOCAL = "({} AT TIME ZONE 'Africa/Nairobi')::date"
TOLD = "jsonb_build_object('code', i.code, 'field', i.field, 'params', i.params)::text"


@dataclass
class Kept:
    """What is kept of an issue, of which its sentence is made."""

    code: str
    field: str
    params: dict[str, Any]


@lru_cache(maxsize=2_000)  # one fault comes in many rows
def in_words(kept: str, language: str | None) -> tuple[str, str]:
    """The sentence and the remedy of an issue; `language` is the active one."""
    return describe(Kept(**json.loads(kept)))


def sentence_of(kept: str) -> str:
    return in_words(kept, get_language())[0]


def remedy_of(kept: str) -> str:
    return in_words(kept, get_language())[1]


ISSUES = Dataset(
    name="issues",
    title=_("Issues"),
    meaning=_("One row for each thing that was found wrong or odd in what was sent."),
    source="enumerations_issue i JOIN enumerations_batch b ON b.id = i.batch_id"
    " JOIN settlements_settlement place ON place.id = b.settlement_id"
    " JOIN enumerations_enumeration n ON n.id = b.enumeration_id",
    row="i.id",
    place="b.settlement_id",
    order="i.id",
    lowest=E.STAFF,
    columns=(
        *of_place("i.id"),
        beside("round", _("round of the count"), Kind.INTEGER, "n.round", E.STAFF),
        beside("batch", _("ID of the batch"), Kind.INTEGER, "b.id", E.STAFF),
        beside("batch_source", _("how it came"), Kind.CODE, "b.source", E.STAFF, choices=BatchSource),
        beside(
            "batch_state", _("state of the batch"), Kind.CODE, "b.state", E.STAFF, choices=choices.BatchState
        ),
        beside("received_on", _("received"), Kind.DATE, LOCAL.format("b.received_at"), E.STAFF),
        beside("sheet", _("sheet"), Kind.TEXT, "nullif(i.sheet, '')", E.STAFF),
        beside("row", _("row"), Kind.INTEGER, "i.row", E.STAFF),
        beside("column", _("column"), Kind.TEXT, "nullif(i.\"column\", '')", E.STAFF),
        beside("field", _("field"), Kind.TEXT, "nullif(i.field, '')", E.STAFF),
        beside("severity", _("severity"), Kind.CODE, "i.severity", E.STAFF, choices=choices.Severity),
        beside("issue", _("code"), Kind.CODE, "i.code", E.STAFF),
        beside("sentence", _("what is wrong"), Kind.TEXT, TOLD, E.STAFF, told=sentence_of, longest=600),
        beside("remedy", _("what to do"), Kind.TEXT, TOLD, E.STAFF, told=remedy_of, longest=600),
        beside("details", _("details"), Kind.TEXT, "nullif(i.params, '{}')::text", E.STAFF),
    ),
    filters={
        Filter.ROUND: "b.enumeration_id = ANY(%(rounds)s)",
        Filter.DATES: f"{LOCAL.format('b.received_at')} BETWEEN %(since)s AND %(until)s",
        Filter.CHANGED: "b.received_at >= %(changed_since)s",
    },
)

SUBMISSIONS = Dataset(
    name="submissions",
    title=_("Interviews"),
    meaning=_("One row for each interview that came from a phone: where it stands, without its answers."),
    source="enumerations_submission u JOIN settlements_settlement place ON place.id = u.settlement_id"
    " JOIN enumerations_enumeration n ON n.id = u.enumeration_id"
    " LEFT JOIN accounts_user sender ON sender.id = u.sent_by_id"
    " LEFT JOIN accounts_user reviewer ON reviewer.id = u.reviewed_by_id",
    row="u.id",
    place="u.settlement_id",
    order="u.id",
    where="NOT u.is_test",
    lowest=E.STAFF,
    columns=(
        *of_place("u.id"),
        beside("round", _("round of the count"), Kind.INTEGER, "n.round", E.STAFF),
        beside("instance_id", _("interview ID"), Kind.TEXT, "u.instance_id", E.STAFF),
        beside("root_instance_id", _("ID of the interview it corrects, or its own"), Kind.TEXT,
               "u.root_instance_id", E.STAFF),
        beside("received_at", _("received"), Kind.MOMENT, "u.received_at", E.STAFF),
        beside("form_version", _("form version"), Kind.TEXT, "nullif(u.version_text, '')", E.STAFF),
        beside("state", _("state"), Kind.CODE, "u.state", E.STAFF, choices=SubmissionState),
        beside("flags", _("what was unusual"), Kind.CODES, "u.flags", E.STAFF, choices=SubmissionFlag),
        beside("review", _("review"), Kind.CODE, "u.review", E.STAFF, choices=Review),
        beside("reviewed_at", _("looked at"), Kind.MOMENT, "u.reviewed_at", E.STAFF),
        beside("batch", _("ID of the batch"), Kind.INTEGER, "u.batch_id", E.STAFF),
        beside("device", _("ID of the phone"), Kind.INTEGER, "u.device_id", E.STAFF),
        beside("enumerator", _("enumerator"), Kind.TEXT,
               "nullif(trim(sender.first_name || ' ' || sender.last_name), '')", E.PERSONAL),
        beside("reviewed_by", _("looked at by"), Kind.TEXT,
               "nullif(trim(reviewer.first_name || ' ' || reviewer.last_name), '')", E.PERSONAL),
        beside("review_reason", _("reason"), Kind.TEXT, "nullif(u.review_reason, '')", E.PERSONAL),
    ),
    filters={
        Filter.ROUND: "u.enumeration_id = ANY(%(rounds)s)",
        Filter.REVIEW: "u.review = ANY(%(reviews)s)",
        Filter.DATES: f"{LOCAL.format('u.received_at')} BETWEEN %(since)s AND %(until)s",
        Filter.CHANGED: "greatest(u.received_at, u.touched_at, u.reviewed_at) >= %(changed_since)s",
    },
)  # fmt: skip
