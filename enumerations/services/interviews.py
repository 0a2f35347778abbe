"""Interviews from phones on their way into the register, in groups, through the same intake as a file.

The state of each says where it is: what is `received` and of no batch waits for the next group. Every step is
one transaction, so whatever stops a worker, the next one goes on from there.
"""

import logging
import time
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from accounts.because import because
from accounts.models import User
from enumerations.choices import BatchState
from enumerations.collecting import HeldDecision, Review, SubmissionState
from enumerations.intake.refusal import Refusal
from enumerations.models import (
    Batch,
    Enumeration,
    Household,
    Questionnaire,
    QuestionnaireVersion,
    Submission,
)
from enumerations.services import staging
from enumerations.services.batches import queue_batch
from enumerations.services.locks import GATHERING, enumeration_locked, try_lock, unlock
from enumerations.services.outcomes import make_batch
from enumerations.services.run import refuse_closed, run_batch
from enumerations.services.settling import settle
from settlements.numbering import PAINTED

logger = logging.getLogger(__name__)

# Figures are made anew after each group, so a group is as large as it can be read in a second or two.
GROUP = 500
# Other counts and files want the worker too, also while phones go on sending.
GROUPS_AT_ONCE = 10
NOT_TAKEN = (SubmissionState.REJECTED, SubmissionState.CONFLICT)
# A batch that has not yet written its rows.
UNMERGED = (BatchState.RECEIVED, BatchState.WORKING)
WAITING = (SubmissionState.RECEIVED, SubmissionState.WAITING_FILES)


# When each count's interviews will be gathered, as far as this process knows: every sending asks.
_gathered_at: dict[int, float] = {}


def soon(enumeration_id: int) -> None:
    """Have what was received gathered in a few seconds, together with what comes until then.

    Call it after the commit. Where the queue is away the sweep finds it.
    """
    from enumerations.tasks import gather_interviews

    now, seconds, mark = time.time(), settings.GATHER_AFTER_SECONDS, f"gather:{enumeration_id}"
    if now < _gathered_at.get(enumeration_id, 0):
        return
    is_first = cache.add(mark, now + seconds, timeout=seconds)
    _gathered_at[enumeration_id] = now + seconds if is_first else cache.get(mark, 0)
    if not is_first:
        return
    try:
        gather_interviews.apply_async([enumeration_id], countdown=seconds)
    except QueueError:
        logger.warning("The queue is away; the sweep will gather the interviews of count %s", enumeration_id)


def gather(enumeration_id: int | None = None) -> int:
    """Take what waits, of one count or of all, through intake; how many interviews that was.

    May run any number of times, also side by side. One worker gathers for a count at a time, so that what
    comes meanwhile is its next group.
    """
    taken = 0
    for count in _counts(enumeration_id):
        if not try_lock(GATHERING, count.pk):
            continue
        try:
            taken += _gather_for(count)
        finally:
            unlock(GATHERING, count.pk)
        # What came meanwhile gathers a moment longer, or figures would be made anew for a handful.
        if _ready(count).exists():
            soon(count.pk)
    return taken


def _gather_for(count: Enumeration) -> int:
    taken = 0
    settle(count)
    waiting = Submission.objects.filter(enumeration=count, state=SubmissionState.RECEIVED)
    newest = waiting.aggregate(newest=Max("pk"))["newest"] or 0
    for batch in _groups(count, newest):
        run_batch(batch.pk)
        taken += batch.rows
    return taken


def _counts(enumeration_id: int | None) -> list[Enumeration]:
    """The open counts for which something waits, or was not taken because of an unknown door."""
    one = {} if enumeration_id is None else {"pk": enumeration_id}
    theirs = Submission.objects.filter(enumeration=OuterRef("pk"))
    waiting = theirs.filter(state__in=WAITING)
    refused = theirs.filter(state=SubmissionState.REJECTED)
    counts = Enumeration.objects.filter(Exists(waiting) | Exists(refused), **one).order_by("pk")
    return [count for count in counts.select_related("settlement") if count.is_open]


# --- Groups ---------------------------------------------------------------------------------------


def _groups(count: Enumeration, newest: int) -> Iterator[Batch]:
    for _ in range(GROUPS_AT_ONCE):
        batch = _next_group(count, newest)
        if batch is None:
            return
        yield batch


def _next_group(count: Enumeration, newest: int) -> Batch | None:
    """The interviews that waited longest and are alike: of one version; corrections apart from first ones."""
    with transaction.atomic():
        count.refresh_from_db(fields=["state"])
        ready = _ready(count).filter(pk__lte=newest)
        first = ready.order_by("pk").select_related("version").defer("xml").first() if count.is_open else None
        if first is None:
            return None
        alike = ready.filter(version=first.version_id, replaces__isnull=first.replaces_id is None)
        locked = alike.order_by("pk").select_for_update(skip_locked=True)
        ids = list(locked.values_list("pk", flat=True)[:GROUP])
        if not ids:  # another worker has them
            return None
        _keep_given_codes(ids)
        version = first.version or _newest(count)
        return make_batch(count, version, ids)


def _ready(count: Enumeration) -> QuerySet[Submission]:
    """Of each chain of corrections the first that was not looked at, once those before it were."""
    waiting: QuerySet[Submission] = Submission.objects.filter(
        enumeration=count, state=SubmissionState.RECEIVED, is_test=False
    )
    in_hand = Q(state=SubmissionState.RECEIVED) | Q(batch__state__in=UNMERGED)
    before = Submission.objects.filter(
        in_hand,
        enumeration=OuterRef("enumeration"),
        root_instance_id=OuterRef("root_instance_id"),
        pk__lt=OuterRef("pk"),
        is_test=False,
    )
    return waiting.filter(~Exists(before), batch__isnull=True, xml__isnull=False)


def _newest(count: Enumeration) -> QuestionnaireVersion | None:
    """By what is read whatever names a version that nobody knows."""
    questionnaire = Questionnaire.objects.filter(enumeration=count).first()
    return questionnaire.current() if questionnaire else None


def _keep_given_codes(ids: list[int]) -> None:
    """A number that a supervisor gave an interview holds for its corrections too."""
    staging.execute(
        """
        UPDATE enumerations_submission s SET given_code = o.given_code
        FROM enumerations_submission o
        WHERE s.id = ANY(%(ids)s) AND o.id = s.replaces_id AND s.given_code = '' AND o.given_code <> ''
        """,
        {"ids": ids},
    )


# --- What people decide ---------------------------------------------------------------------------


def retry(submissions: QuerySet[Submission]) -> int:
    """Look once more at interviews that were not taken, now that what they lacked may be there; how many."""
    with transaction.atomic():
        again = submissions.filter(state__in=NOT_TAKEN, is_test=False, xml__isnull=False)
        counts = set(again.values_list("enumeration_id", flat=True))
        number = again.update(state=SubmissionState.RECEIVED, batch=None, row=None, touched_at=timezone.now())
        for count in counts:
            transaction.on_commit(partial(soon, count))
    return number


def decide_conflict(
    *, submission: Submission, decision: HeldDecision, user: User, reason: str = ""
) -> Submission:
    """Do with an interview that is held what a supervisor decided. Raises Refusal.

    `kept_first`: it is not taken; `reason`, if given, is told to who sent it. `taken`: its answers replace
    those of the household that has its number. `separate`: it is a household of its own, under the next free
    number of the structure.
    """
    with because(user=user.pk, decided=str(decision)), enumeration_locked(submission.enumeration_id) as count:
        held: Submission = (
            Submission.objects.select_for_update(of=("self",)).select_related("version").get(pk=submission.pk)
        )
        refuse_closed(count)
        if held.state != SubmissionState.CONFLICT or held.xml is None:
            raise Refusal("not_held")
        if decision == HeldDecision.KEPT_FIRST:
            _keep_first(held, user, reason)
        elif decision == HeldDecision.TAKEN:
            _take(held, count, user)
        elif decision == HeldDecision.SEPARATE:
            _count_apart(held, count)
        else:
            raise ValueError(decision)
    return held


def _keep_first(held: Submission, user: User, reason: str) -> None:
    held.state, held.household = SubmissionState.REJECTED, None
    if reason:
        held.review, held.review_reason = Review.RETURNED, reason[:500]
    held.reviewed_by, held.reviewed_at = user, timezone.now()
    held.save(update_fields=["state", "household", "review", "review_reason", "reviewed_by", "reviewed_at"])


def _take(held: Submission, count: Enumeration, user: User) -> None:
    own = Household.objects.filter(enumeration=count, instance_id=held.root_instance_id).first()
    if own is not None and own.pk != held.household_id:
        raise Refusal("another_household")  # one record cannot become two
    version = held.version or _newest(count)
    batch = make_batch(count, version, [held.pk], replace_conflicts=True, decided_by=user.pk)
    transaction.on_commit(lambda: queue_batch(batch.pk))


def _count_apart(held: Submission, count: Enumeration) -> None:
    rival = held.household.key if held.household else ""
    named = PAINTED.match(rival)
    if named is None or named["household"] is None:
        raise Refusal("no_number_to_give")
    held.given_code = _next_number(count, rival.rpartition("/")[0], int(named["household"]))
    held.state, held.batch, held.row, held.household = SubmissionState.RECEIVED, None, None, None
    held.save(update_fields=["given_code", "state", "batch", "row", "household"])
    transaction.on_commit(lambda: soon(count.pk))


def _next_number(count: Enumeration, door: str, number: int) -> str:
    """The first number after this one that no household of the structure has, nor was given."""
    named = Household.objects.filter(enumeration=count, key__startswith=f"{door}/")
    given = Submission.objects.filter(enumeration=count, given_code__startswith=f"{door}/")
    taken = {*named.values_list("key", flat=True), *given.values_list("given_code", flat=True)}
    for free in (*range(number + 1, 100), *range(1, number)):
        if (code := f"{door}/{free:02d}") not in taken:
            return code
    raise Refusal("no_number_to_give")
