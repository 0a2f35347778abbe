"""What became of the interviews of a batch, told to each of them; call it in the batch's own transaction."""

from django.db import transaction
from django.utils import timezone

from enumerations.choices import BatchState, RowOutcome, Severity
from enumerations.collecting import BatchSource, SubmissionState
from enumerations.models import Batch, Enumeration, Issue, QuestionnaireVersion
from enumerations.services import staging


def make_batch(
    enumeration: Enumeration,
    version: QuestionnaireVersion | None,
    submissions: list[int],
    *,
    replace_conflicts: bool = False,
    decided_by: int | None = None,
) -> Batch:
    """Gather these interviews, in this order, as the rows of a batch that waits for its turn."""
    batch = Batch.objects.create(
        enumeration=enumeration,
        settlement_id=enumeration.settlement_id,
        source=BatchSource.PHONES,
        version=version,
        sent_by_id=decided_by,
        replace_conflicts=replace_conflicts,
        name="phones",
        size=0,
        rows=len(submissions),
    )
    staging.execute(
        """
        UPDATE enumerations_submission s SET batch_id = %(batch)s, row = listed.row, state = %(received)s,
            touched_at = now()
        FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS listed (id, row) WHERE s.id = listed.id
        """,
        {"batch": batch.pk, "ids": submissions, "received": SubmissionState.RECEIVED.value},
    )
    return batch


def tell(batch: Batch) -> None:
    """Write what the plan decided of each row to its interview; of a chain of corrections the last counts."""
    states = {
        "rejected": SubmissionState.REJECTED.value,
        "conflict": SubmissionState.CONFLICT.value,
        "taken": SubmissionState.IN_REGISTER.value,
        "replaced": SubmissionState.REPLACED.value,
        "batch": batch.pk,
        "held": str(RowOutcome.CONFLICT),
        "received": SubmissionState.RECEIVED.value,
    }
    staging.execute(
        """
        UPDATE enumerations_submission s SET touched_at = now(), household_id = plan.household_id,
            state = CASE WHEN plan.row IS NULL THEN %(rejected)s
                WHEN plan.outcome = %(held)s THEN %(conflict)s
                ELSE %(taken)s END
        FROM enumerations_submission b LEFT JOIN staged_plan plan ON plan.row = b.row
        WHERE b.batch_id = %(batch)s AND s.id = b.id
        """,
        states,
    )
    # What came before it in its chain; and, by a supervisor's decision, whoever had its household's number.
    staging.execute(
        """
        UPDATE enumerations_submission o SET state = %(replaced)s
        FROM enumerations_submission s
        WHERE s.batch_id = %(batch)s AND s.state = %(taken)s AND o.enumeration_id = s.enumeration_id
          AND NOT o.is_test AND o.state <> %(replaced)s
          AND o.root_instance_id = s.root_instance_id AND o.id < s.id
        """,
        states,
    )
    # It was marked as replaced when its correction came. Now that this is not taken, it holds, or goes in.
    staging.execute(
        """
        UPDATE enumerations_submission o
        SET state = CASE WHEN o.household_id IS NULL THEN %(received)s ELSE %(taken)s END
        FROM enumerations_submission s
        WHERE s.batch_id = %(batch)s AND s.state IN (%(rejected)s, %(conflict)s) AND o.id = s.replaces_id
          AND o.state = %(replaced)s AND o.xml IS NOT NULL
          AND (o.household_id IS NOT NULL OR o.batch_id IS NULL)
        """,
        states,
    )
    if batch.replace_conflicts:
        staging.execute(
            """
            UPDATE enumerations_submission o SET state = %(replaced)s
            FROM enumerations_submission s
            WHERE s.batch_id = %(batch)s AND s.state = %(taken)s AND o.household_id = s.household_id
              AND o.state = %(taken)s AND o.root_instance_id <> s.root_instance_id
            """,
            states,
        )


def let_go(batch: Batch, state: BatchState) -> None:
    """A batch ended without its rows having been looked at: none of its interviews may wait for that.

    Of a batch that fails, each half is tried on its own, until the one interview is found that stops the
    work. Whatever was refused for the count's sake waits until the count takes interviews again.
    """
    held = batch.submissions.order_by("row")
    if state == BatchState.FAILED:
        ids = list(held.values_list("pk", flat=True))
        if len(ids) == 1:
            held.update(state=SubmissionState.REJECTED, touched_at=timezone.now())
            Issue.objects.filter(batch=batch, row=None).update(row=1)
            return
        middle = (len(ids) + 1) // 2
        for half in filter(None, (ids[:middle], ids[middle:])):
            _queue(make_batch(batch.enumeration, batch.version, half, decided_by=batch.sent_by_id))
    else:
        held.update(batch=None, row=None)
    Batch.objects.filter(pk=batch.pk).update(rows=0)


def _queue(batch: Batch) -> None:
    from enumerations.services.batches import queue_batch

    transaction.on_commit(lambda: queue_batch(batch.pk))


def take_back(batch: Batch, restored: list[int]) -> None:
    """Its interviews leave the register with it and do not come back by themselves; what they replaced does.

    `restored` are the households that are again as they were before the batch.
    """
    own = batch.submissions.filter(
        state__in=[SubmissionState.IN_REGISTER, SubmissionState.REPLACED, SubmissionState.CONFLICT]
    )
    rows = list(own.values_list("row", flat=True))
    own.update(state=SubmissionState.REJECTED, household=None, touched_at=timezone.now())
    Issue.objects.bulk_create(
        Issue(batch=batch, row=row, code="taken_back", severity=Severity.ERROR) for row in rows
    )
    staging.execute(
        """
        UPDATE enumerations_submission SET state = %(taken)s WHERE id IN (
            SELECT DISTINCT ON (h.id) s.id FROM enumerations_household h
            JOIN enumerations_submission s ON s.household_id = h.id AND s.root_instance_id = h.instance_id
            WHERE h.id = ANY(%(restored)s) AND s.state = %(replaced)s AND NOT s.is_test
            ORDER BY h.id, s.id DESC)
        """,
        {
            "restored": restored,
            "taken": SubmissionState.IN_REGISTER.value,
            "replaced": SubmissionState.REPLACED.value,
        },
    )
