"""Interviews that need not wait any longer: for their pictures, for their structure, or at all."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enumerations.collecting import Review, SubmissionFlag, SubmissionState
from enumerations.models import Enumeration
from enumerations.services import staging


def settle(count: Enumeration) -> None:
    """Let go on whatever has what it waited for: its pictures, its structure, or too long a wait."""
    with transaction.atomic():
        _have_all_files(count)
        _wait_no_longer(count)
        _leave_outdated(count)
        _know_their_structure(count)


def _have_all_files(count: Enumeration) -> None:
    staging.execute(
        """
        UPDATE enumerations_submission s SET state = %(received)s
        WHERE s.enumeration_id = %(count)s AND s.state = %(waiting)s AND NOT s.is_test
          AND s.expected_files <@ ARRAY(
            SELECT a.name FROM enumerations_attachment a WHERE a.submission_id = s.id)
        """,
        _names(count),
    )


def _wait_no_longer(count: Enumeration) -> None:
    """The answers go in; a picture that comes later still finds its interview."""
    staging.execute(
        """
        UPDATE enumerations_submission s SET state = %(received)s,
            flags = CASE WHEN %(missing)s = ANY(flags) THEN flags ELSE flags || %(missing)s::varchar END
        WHERE s.enumeration_id = %(count)s AND s.state = %(waiting)s AND s.touched_at < %(since)s
          AND NOT s.is_test
        """,
        _names(count),
    )


def _leave_outdated(count: Enumeration) -> None:
    """What waited while a correction of it went in has nothing more to say."""
    staging.execute(
        """
        UPDATE enumerations_submission s SET state = %(replaced)s
        WHERE s.enumeration_id = %(count)s AND s.state = %(received)s AND s.batch_id IS NULL
          AND EXISTS (
            SELECT FROM enumerations_submission o
            WHERE o.enumeration_id = s.enumeration_id AND o.root_instance_id = s.root_instance_id
              AND o.id > s.id AND o.state = %(taken)s AND NOT o.is_test)
        """,
        _names(count),
    )


def _know_their_structure(count: Enumeration) -> None:
    """An interview at a door that nobody had numbered is tried again once the structure is there."""
    staging.execute(
        """
        UPDATE enumerations_submission s SET state = %(received)s, batch_id = NULL, row = NULL
        WHERE s.enumeration_id = %(count)s AND s.state = %(rejected)s AND s.xml IS NOT NULL
          AND s.review <> %(returned)s AND EXISTS (
            SELECT FROM enumerations_issue i
            JOIN settlements_structure t ON t.settlement_id = s.settlement_id
                AND t.code = i.params->>'value'
            WHERE i.batch_id = s.batch_id AND i.row = s.row AND i.code = 'structure_unknown')
        """,
        _names(count),
    )


def _names(count: Enumeration) -> dict[str, object]:
    return {
        "count": count.pk,
        "received": SubmissionState.RECEIVED.value,
        "waiting": SubmissionState.WAITING_FILES.value,
        "taken": SubmissionState.IN_REGISTER.value,
        "replaced": SubmissionState.REPLACED.value,
        "rejected": SubmissionState.REJECTED.value,
        "missing": SubmissionFlag.FILES_MISSING.value,
        "returned": Review.RETURNED.value,
        "since": timezone.now() - timedelta(seconds=settings.SUBMISSION_FILES_WAIT_SECONDS),
    }
