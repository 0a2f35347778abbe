"""The team leader's word on interviews: accepted, or returned with a reason. Many at once, in one statement.

A returned interview stays in the register until its correction comes, and why: see
docs/decisions/0014-review-and-supervision.md.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.because import because
from accounts.models import User
from enumerations.collecting import Review, SubmissionState
from enumerations.models import Enumeration, Submission

REASON_LENGTH = 500
# What a correction replaced, and what was only a try, has nothing to be said about.
SETTLED = (SubmissionState.REPLACED, SubmissionState.TEST)


class ReasonNeeded(Exception):
    """Nothing is returned without saying why."""


def reviewable(user: User, enumeration: Enumeration) -> "QuerySet[Submission]":
    """The interviews of a count that the user may review: real ones, of each chain the last."""
    found = Submission.objects.reviewable_by(user).filter(enumeration=enumeration)
    return found.counted().exclude(state__in=SETTLED)


def accept_many(*, user: User, enumeration: Enumeration, ids: Iterable[int]) -> int:
    """Accept those that are in the register; what is not cannot be accepted. How many it were."""
    found = reviewable(user, enumeration).filter(pk__in=list(ids), state=SubmissionState.IN_REGISTER)
    return _say(found, user, Review.ACCEPTED, "")


def return_many(*, user: User, enumeration: Enumeration, ids: Iterable[int], reason: str) -> int:
    """Return them to their enumerators, who read the reason. How many it were. Raises ReasonNeeded."""
    said = " ".join(reason.split())[:REASON_LENGTH]
    if not said:
        raise ReasonNeeded
    return _say(reviewable(user, enumeration).filter(pk__in=list(ids)), user, Review.RETURNED, said)


def _say(found: "QuerySet[Submission]", user: User, review: Review, reason: str) -> int:
    """Write it, where it is not said already: what was said twice is no change."""
    changed: Any = found.exclude(review=review, review_reason=reason)
    # The reason itself is in the row; the history says what was done.
    with transaction.atomic(), because(user=user.pk, task=f"enumerations.{review}"):
        return int(
            changed.update(review=review, review_reason=reason, reviewed_by=user, reviewed_at=timezone.now())
        )


def returned_and_open(enumeration: Enumeration) -> int:
    """How many interviews wait for their correction."""
    open_ones = Submission.objects.filter(enumeration=enumeration, review=Review.RETURNED).counted()
    return int(open_ones.exclude(state__in=SETTLED).count())
