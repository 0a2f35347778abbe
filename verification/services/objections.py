"""Taking an objection, hearing it, and what becomes of it without a decision."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from verification.choices import ObjectionState
from verification.models import Hearing, Objection
from verification.receipts import new_receipt

# From the day the lists hang; what is said after the adoption leads to the register's next version.
TAKEN_IN = frozenset(
    {
        EnumerationState.POSTED,
        EnumerationState.OBJECTIONS,
        EnumerationState.VERIFIED,
        EnumerationState.ADOPTED,
        EnumerationState.HANDED_OVER,
    }
)
# Two of a settlement's objections drew one number: once in many years, and then it is drawn again.
DRAWS = 5


class AlreadyEnded(Exception):
    """Somebody else decided or withdrew the objection meanwhile."""


def takes_objections(count: Enumeration) -> bool:
    """Whether people may object to this count now."""
    return count.state in TAKEN_IN or (count.state == EnumerationState.CLOSED and count.is_adopted)


def undecided(count: Enumeration) -> int:
    """How many objections to the count still wait for a decision: a condition of its verification."""
    waiting: int = Objection.objects.filter(enumeration=count).undecided().count()
    return waiting


def take(
    *, enumeration: Enumeration, by: User, draw: Callable[[str], str] = new_receipt, **said: Any
) -> Objection:
    """Write an objection down under a receipt number of its own; `said` are its columns."""
    objection = Objection(enumeration=enumeration, settlement=enumeration.settlement, taken_by=by, **said)
    for _ in range(DRAWS):
        objection.receipt = draw(enumeration.settlement.code)
        try:
            with transaction.atomic():
                objection.save(force_insert=True)
        except IntegrityError:
            if not Objection.objects.filter(receipt=objection.receipt).exists():
                raise
        else:
            return objection
    raise RuntimeError("no receipt number was free")


def set_hearing(*, objection: Objection, by: User, **when: Any) -> Hearing:
    """Say when and where it is heard. Raises AlreadyEnded."""
    with transaction.atomic():
        waiting(objection)
        hearing = Hearing.objects.create(
            objection=objection, settlement=objection.settlement, created_by=by, **when
        )
        Objection.objects.filter(pk=objection.pk).update(state=ObjectionState.HEARING)
    return hearing


def withdraw(*, objection: Objection, by: User, on: date, reason: str) -> None:
    """Whoever objected no longer does. Raises AlreadyEnded."""
    with transaction.atomic():
        waiting(objection)
        Objection.objects.filter(pk=objection.pk).update(
            state=ObjectionState.WITHDRAWN, withdrawn_on=on, decision=reason, decided_by=by
        )


def waiting(objection: Objection) -> Objection:
    """The objection, locked, as long as it waits for a decision. Raises AlreadyEnded."""
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if not held.is_open:
        raise AlreadyEnded
    return held
