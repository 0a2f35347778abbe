"""The register of requests: when each came, when it is due, what became of it."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Household, RightsRequest
from enumerations.rights import DAYS_TO_ANSWER, RequestKind, RequestOutcome, Route
from settlements.models import Settlement

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """How a wish reached us: by which way, on which day, who took it and why it is acted on."""

    how: Route
    on: date
    taken_by: User
    reason: str


def note_request(
    *, settlement: Settlement, household: Household | None, kind: RequestKind, wish: Wish
) -> RightsRequest:
    """Write a request down, to be answered within thirty days."""
    request = RightsRequest.objects.create(
        settlement=settlement,
        household=household,
        kind=kind,
        received_on=wish.on,
        how=wish.how,
        received_by=wish.taken_by,
        due_on=wish.on + timedelta(days=DAYS_TO_ANSWER),
    )
    _log(request, wish.taken_by, wish.reason)
    return request


def close_request(*, request: RightsRequest, outcome: RequestOutcome, by: User, reason: str) -> None:
    """Answer a request that asks for nothing to be changed, or not any more."""
    with transaction.atomic():
        _answer(request, by, outcome)
        _log(request, by, reason)


def answer_with_deed(household: Household, kind: RequestKind, wish: Wish, **details: Any) -> RightsRequest:
    """The request that a deed at the desk answers: the oldest open one of its kind, else one made now."""
    request = (
        RightsRequest.objects.unanswered()
        .filter(household=household, kind=kind)
        .order_by("received_on")
        .first()
    )
    if request is None:
        request = note_request(settlement=household.settlement, household=household, kind=kind, wish=wish)
    _answer(request, wish.taken_by, RequestOutcome.DONE, **details)
    return request


def _answer(request: RightsRequest, by: User, outcome: RequestOutcome, **details: Any) -> None:
    values = {"outcome": outcome, "answered_at": timezone.now(), "answered_by": by, **details}
    for name, value in values.items():
        setattr(request, name, value)
    request.save(update_fields=list(values))


def _log(request: RightsRequest, user: User, reason: str) -> None:
    record(
        user,
        AccessKind.ANSWERED,
        subject=f"request {request.pk}",
        settlement=request.settlement.code,
        reason=reason,
    )


def log_deed(kind: AccessKind, household_id: int, settlement: Settlement, wish: Wish) -> None:
    """Say in the log what was done to which household, by whom and why."""
    record(
        wish.taken_by,
        kind,
        subject=f"household {household_id}",
        settlement=settlement.code,
        reason=wish.reason,
    )


def count_again(enumeration_id: int) -> None:
    """Make the figures anew once this is committed; the nightly rebuild does it where the queue is away."""
    transaction.on_commit(partial(_queue_count, enumeration_id))


def _queue_count(enumeration_id: int) -> None:
    from enumerations.tasks import rebuild_statistics

    try:
        rebuild_statistics.delay(enumeration_id)
    except QueueError:
        logger.warning("The queue is away; the nightly rebuild will see to count %s", enumeration_id)
