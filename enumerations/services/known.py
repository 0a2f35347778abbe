"""What the database knows of a sending; where that is nothing, as mostly, the same statement keeps it."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from psycopg2.extensions import adapt

from accounts.encryption.bytes import seal_bytes
from enumerations.collecting import FormIntake, Review, SubmissionState, VersionState
from enumerations.intake.envelope import Envelope
from enumerations.models import Device, Questionnaire, QuestionnaireVersion, Submission
from enumerations.models.enumeration import OPEN_STATES
from enumerations.services.prepared import Prepared
from enumerations.services.receipts import LENGTH, Sent
from enumerations.xlsform.question import MEDIA

# The log of how a form was filled in is a file that nobody is asked for.
AUDIT = "meta/audit"
SEALED_AS = Submission._meta.get_field("xml").sealed_as


@dataclass(frozen=True)
class Known:
    """What the database knew of a sending before it was written."""

    version_id: int | None
    version_md5: str
    is_test: bool
    original_id: int | None  # of the interview that this one corrects
    original_root: str | None
    orphan_id: int | None  # a correction of this interview that came before it
    is_erased: bool
    kept_as: str | None  # in which state, where it stood alone and was new


# What an interview is that stands alone; all else of it is empty, as nobody has looked at it yet.
ALONE = {
    "settlement_id": "%(settlement)s",
    "enumeration_id": "%(enumeration)s",
    "version_id": "known.version_id",
    "version_text": "%(version)s",
    "instance_id": "%(instance)s",
    "root_instance_id": "%(instance)s",
    "is_test": "false",
    "xml": "%(xml)s",
    "sha256": "%(sha256)s",
    "expected_files": "%(expected)s",
    "device_id": "%(device)s",
    "phone_id": "%(phone)s",
    "user_agent": "%(agent)s",
    "sent_by_id": "%(user)s",
    "received_at": "now()",
    "state": "%(state)s",
    "flags": "'{}'",
    "touched_at": "now()",
    "given_code": "''",
    "review": f"'{Review.PENDING}'",
    "review_reason": "''",
}
TAKEN_STILL = (FormIntake.OPEN, FormIntake.CLOSING)
ASKED = ("questionnaire", "version", "is_test", "enumeration", "instance", "original")
WRITTEN = ("md5", "settlement", "xml", "sha256", "expected", "device", "phone", "agent", "user", "state")

# A correction that came before what it corrects; and whether its household asked to be erased.
ORPHANS = """
    enumerations_submission x WHERE x.enumeration_id = %(enumeration)s
        AND x.root_instance_id = %(instance)s::varchar AND x.instance_id <> %(instance)s::varchar
        AND x.replaces_id IS NULL"""
ERASED = """
    enumerations_withdrawal w WHERE w.enumeration_id = %(enumeration)s AND w.is_erasure
        AND w.lifted_at IS NULL AND w.instance_id"""

KNOWN = f"""
    v AS (
        SELECT id, md5, state FROM enumerations_questionnaireversion
        WHERE questionnaire_id = %(questionnaire)s AND version = %(version)s::varchar
    ), test AS (
        SELECT %(is_test)s OR coalesce((SELECT state = 'draft' FROM v), false) AS yes
    ), known AS (
        SELECT v.id AS version_id, coalesce(v.md5, '') AS md5, test.yes AS is_test,
               o.id AS original_id, o.root_instance_id AS original_root,
               (SELECT x.id FROM {ORPHANS} AND x.is_test = test.yes LIMIT 1) AS orphan_id,
               EXISTS (SELECT FROM {ERASED} IN (%(instance)s::varchar, %(original)s, o.root_instance_id))
                   AS is_erased
        FROM test LEFT JOIN v ON true
        LEFT JOIN enumerations_submission o
            ON o.enumeration_id = %(enumeration)s AND o.instance_id = %(original)s AND o.is_test = test.yes
    )"""


def _keep(known: str) -> str:
    return f"""
    INSERT INTO enumerations_submission ({", ".join(ALONE)})
    SELECT {", ".join(ALONE.values())} FROM {known}
    ON CONFLICT DO NOTHING
    RETURNING state"""


TAKE = Prepared(
    "take_interview",
    f"""WITH {KNOWN}, kept AS (
        {_keep("known WHERE md5 = %(md5)s AND NOT is_test AND orphan_id IS NULL AND NOT is_erased")}
    ) SELECT known.*, (SELECT state FROM kept) FROM known""",
    ASKED + WRITTEN,
)


@lru_cache(maxsize=1)
def _keep_where_let_in() -> Prepared:
    """The same of no correction, without telling what is known; and only if phone and form are let in now."""
    return Prepared(
        "keep_interview",
        _keep(f"""(
            SELECT id AS version_id FROM enumerations_questionnaireversion
            WHERE questionnaire_id = %(questionnaire)s AND version = %(version)s::varchar AND md5 = %(md5)s
                AND state <> 'draft'
        ) known
        WHERE NOT EXISTS (SELECT FROM {ORPHANS} AND NOT x.is_test)
            AND NOT EXISTS (SELECT FROM {ERASED} = %(instance)s::varchar)
            AND EXISTS ({_let_in()})"""),
        tuple(name for name in ASKED + WRITTEN if name not in ("is_test", "original")),
    )


def _let_in() -> str:
    """Whether the phone may send now, and its form is taken; only our own words stand in it as they are."""
    phones = Device.objects.let_in().filter(
        pk=-1, enumeration__state__in=OPEN_STATES, enumeration__questionnaire__intake__in=TAKEN_STILL
    )
    sql, values = phones.order_by().values("pk").query.sql_with_params()
    said = ["%(device)s" if value == -1 else adapt(value).getquoted().decode() for value in values]
    return sql % tuple(said)


def keep_alone(sent: Sent, envelope: Envelope, questionnaire: Questionnaire) -> str | None:
    """Keep an interview that has nothing beside it, if its phone is let in now: the state it is kept in."""
    published = None
    if not (sent.files or sent.is_test or envelope.deprecated_id):
        published = _published(questionnaire.pk, envelope.version)
    if published is None:
        return None
    asked = _asked(sent, envelope, questionnaire)
    kept = _keep_where_let_in().row(asked | _written(sent, envelope, *published))
    return str(kept[0]) if kept else None


def look_up(sent: Sent, envelope: Envelope, questionnaire: Questionnaire, *, take: bool) -> Known:
    """All that must be known, by one question; `take` says whether the interview may be kept by it."""
    alone = take and not (sent.files or sent.is_test or envelope.deprecated_id)
    published = _published(questionnaire.pk, envelope.version) if alone else None
    written = _written(sent, envelope, *published) if published else NOTHING
    found = TAKE.row(_asked(sent, envelope, questionnaire) | written)
    assert found is not None
    return Known(*found)


def _asked(sent: Sent, envelope: Envelope, questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        "questionnaire": questionnaire.pk,
        "version": envelope.version,
        "is_test": sent.is_test,
        "enumeration": sent.enumeration.pk,
        "instance": envelope.instance_id,
        "original": envelope.deprecated_id or None,
    }


NOTHING: dict[str, Any] = dict.fromkeys(WRITTEN)


def _written(sent: Sent, envelope: Envelope, md5: str, media: frozenset[str]) -> dict[str, Any]:
    expected = list(envelope.attached(media))
    waits = bool(expected) or sent.is_incomplete
    return {
        "md5": md5,
        "settlement": sent.enumeration.settlement_id,
        "xml": seal_bytes(sent.xml, SEALED_AS),
        "sha256": hashlib.sha256(sent.xml).hexdigest(),
        "expected": expected,
        "device": sent.device and sent.device.pk,
        "phone": sent.phone_id[:LENGTH],
        "agent": sent.user_agent[:LENGTH],
        "user": sent.user.pk,
        "state": str(SubmissionState.WAITING_FILES if waits else SubmissionState.RECEIVED),
    }


# --- Where a version's pictures are -----------------------------------------------------------------

# Of versions that were named here; what was published never changes, and the statement makes sure of it.
_named: dict[tuple[int, str], tuple[str, frozenset[str]]] = {}


def _published(questionnaire_id: int, version: str) -> tuple[str, frozenset[str]] | None:
    """The md5 of a published version, and where its pictures are."""
    named = (questionnaire_id, version)
    if named not in _named:
        published = QuestionnaireVersion.objects.filter(state=VersionState.PUBLISHED)
        found = published.filter(questionnaire=questionnaire_id, version=version).values_list("pk", "md5")
        for pk, md5 in found:
            _named[named] = md5, _media_paths(pk, md5)
    return _named.get(named)


@lru_cache(maxsize=256)
def _media_paths(version_id: int, md5: str) -> frozenset[str]:
    """Where a version's pictures and sounds are; a draft that changed has another md5."""
    (questions,) = QuestionnaireVersion.objects.filter(pk=version_id).values_list("questions", flat=True)
    return frozenset({AUDIT, *(each["path"] for each in questions if each["kind"] in MEDIA)})


def media_paths(known: Known, questionnaire: Questionnaire) -> frozenset[str]:
    """Of the version that was named; of one that nobody knows, as the current one has them."""
    if known.version_id is not None:
        return _media_paths(known.version_id, known.version_md5)
    current = questionnaire.versions.order_by("-number").values_list("pk", "md5").first()
    return _media_paths(*current) if current else frozenset({AUDIT})
