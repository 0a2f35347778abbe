"""What the database knows of a sending before it is written: one question for all of it."""

from dataclasses import dataclass
from functools import lru_cache

from enumerations.intake.envelope import Envelope
from enumerations.models import Questionnaire, QuestionnaireVersion
from enumerations.services import staging
from enumerations.services.receipts import Sent
from enumerations.xlsform.question import MEDIA

# The log of how a form was filled in is a file that nobody is asked for.
AUDIT = "meta/audit"


@dataclass(frozen=True)
class Known:
    """What the database knows of a sending before it is written."""

    version_id: int | None
    version_md5: str
    is_test: bool
    original_id: int | None  # of the interview that this one corrects
    original_root: str | None
    orphan_id: int | None  # a correction of this interview that came before it
    is_erased: bool


def look_up(sent: Sent, envelope: Envelope, questionnaire: Questionnaire) -> Known:
    """All that must be known, by one question."""
    (found,) = staging.fetch(
        """
        SELECT known.* FROM (WITH v AS (
            SELECT id, md5, state FROM enumerations_questionnaireversion
            WHERE questionnaire_id = %(questionnaire)s AND version = %(version)s
        ), test AS (
            SELECT %(is_test)s OR coalesce((SELECT state = 'draft' FROM v), false) AS yes
        )
        SELECT v.id, coalesce(v.md5, ''), test.yes, o.id, o.root_instance_id,
               (SELECT x.id FROM enumerations_submission x
                WHERE x.enumeration_id = %(enumeration)s AND x.root_instance_id = %(instance)s
                  AND x.instance_id <> %(instance)s AND x.replaces_id IS NULL AND x.is_test = test.yes
                LIMIT 1),
               EXISTS (SELECT FROM enumerations_withdrawal w
                       WHERE w.enumeration_id = %(enumeration)s AND w.is_erasure AND w.lifted_at IS NULL
                         AND w.instance_id IN (%(instance)s, %(original)s, o.root_instance_id))
        FROM test LEFT JOIN v ON true
        LEFT JOIN enumerations_submission o
            ON o.enumeration_id = %(enumeration)s AND o.instance_id = %(original)s AND o.is_test = test.yes
        ) known
        """,
        {
            "questionnaire": questionnaire.pk,
            "version": envelope.version,
            "is_test": sent.is_test,
            "enumeration": sent.enumeration.pk,
            "instance": envelope.instance_id,
            "original": envelope.deprecated_id or None,
        },
    )
    return Known(*found)


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
