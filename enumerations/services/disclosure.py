"""Staff open personal records case by case: for an hour, with a reason that is kept."""

from datetime import timedelta

from django.utils import timezone

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Disclosure
from settlements.models import Settlement

LASTS = timedelta(minutes=60)


def open_records(user: User, settlement: Settlement, reason: str) -> Disclosure:
    """Let the user see the settlement's people from now on; that the user may ask is the caller's check."""
    record(
        user,
        AccessKind.OPENED,
        subject=f"settlement {settlement.code}",
        settlement=settlement.code,
        reason=reason,
    )
    return Disclosure.objects.create(
        user=user, settlement=settlement, reason=reason.strip(), until=timezone.now() + LASTS
    )


def close_records(user: User, settlement: Settlement) -> None:
    """End what still runs."""
    Disclosure.objects.running().filter(user=user, settlement=settlement).update(until=timezone.now())
