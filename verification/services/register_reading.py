"""Reading what a version of the register holds: for who may see the people, never what is closed now."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from enumerations.models import Household
from enumerations.querysets import settlements_of_people
from settlements.models import Settlement
from verification.models import RegisterSnapshot, SnapshotEntry


def may_read(user: User, settlement: Settlement) -> bool:
    """Whether the user may see the settlement's people now: always, or by a disclosure that still runs."""
    return bool(settlements_of_people(user).filter(pk=settlement.pk).exists())


def entries_of(snapshot: RegisterSnapshot) -> QuerySet[Any]:
    """All entries of a version, each with `is_open`: kept, and not closed since at the household's wish.

    Who took back the agreement to be counted, or asked that the record be kept unused, is in no download; the
    digest stays.
    """
    # Also of those that were found to be another household since: what the assembly adopted named them.
    agreed = Household.objects.exclude(consent=False).filter(restricted_at__isnull=True)
    found: Any = SnapshotEntry.objects.filter(snapshot=snapshot)
    return found.annotate(is_open=Exists(agreed.filter(pk=OuterRef("household"))) & Q(salt__isnull=False))


def at_door(snapshot: RegisterSnapshot, door: str) -> list[SnapshotEntry]:
    """The households of a version at a numbered door, or under a number of their own."""
    named = Q(structure_code=door) | Q(key=door)
    return list(entries_of(snapshot).filter(named, is_open=True).order_by("key")[:50])


def line_of(entry: SnapshotEntry) -> str:
    """An entry as a line of JSON: what is closed is its digest alone."""
    said = {"digest": bytes(entry.digest).hex()}
    if entry.is_open and entry.salt is not None and entry.record is not None:  # type: ignore[attr-defined]
        said |= {"salt": bytes(entry.salt).hex(), "record": bytes(entry.record).decode()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) + "\n"


def lines(snapshot: RegisterSnapshot) -> Iterator[str]:
    """The whole register, a household a line, in the order of the list of digests."""
    for entry in entries_of(snapshot).order_by("digest").iterator(chunk_size=1_000):
        yield line_of(entry)
