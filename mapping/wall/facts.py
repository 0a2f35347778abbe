"""What a map says of itself: whose it is, from when, from which register, and who may have it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from mapping.wall import words
from settlements.models import Settlement
from verification.paper.words import Text
from verification.services.register import latest


@dataclass(frozen=True)
class Facts:
    """Taken once, when the map is made."""

    code: str
    name: str
    where: str
    boundary_by: str
    status: Text
    is_final: bool
    round: int | None
    register: tuple[int, date] | None  # version and day of the adopted register
    version: int
    made_on: date
    is_hidden: bool


def facts_of(settlement: Settlement) -> Facts:
    counts: Any = Enumeration.objects.filter(settlement=settlement)
    count = counts.current().first()
    snapshot = latest(count) if count is not None and count.is_adopted else None
    places = [settlement.ward.name] if settlement.ward else []
    return Facts(
        code=settlement.code,
        name=settlement.name,
        where=", ".join([*places, settlement.county.name]),
        boundary_by=settlement.boundary_source,
        status=status_of(count),
        is_final=count is not None and (count.is_adopted or count.state == EnumerationState.VERIFIED),
        round=count.round if count else None,
        register=(snapshot.version, count.adopted_on) if snapshot and count.adopted_on else None,
        version=settlement.data_version,
        made_on=timezone.localdate(),
        is_hidden=settlement.is_shielded,
    )


def status_of(count: Enumeration | None) -> Text:
    """How far the newest count has come: what is stamped on the map."""
    if count is None:
        return words.NOT_COUNTED
    if count.is_adopted:
        return words.ADOPTED
    return {
        EnumerationState.VERIFIED: words.VERIFIED,
        EnumerationState.POSTED: words.POSTED,
        EnumerationState.OBJECTIONS: words.POSTED,
        EnumerationState.CLOSED: words.GIVEN_UP,
    }.get(EnumerationState(count.state), words.DRAFT)
