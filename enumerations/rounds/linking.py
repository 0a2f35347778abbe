"""Find for each household of a count which one it was in the count before: in sets, as often as one likes."""

from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from enumerations.choices import EnumerationState
from enumerations.likeness import PARTICLES
from enumerations.models import Enumeration, Household, RoundLinking
from enumerations.rounds import drawing, gathering, pairing
from enumerations.services.staging import room_for_temporary_tables

# First number of the advisory lock of a settlement's links.
LOCK = 0x57A7_0003
DAYS_A_YEAR = 365.25
# From here on a count has most of its interviews.
LINKED_FROM = (
    EnumerationState.CHECKING,
    EnumerationState.POSTED,
    EnumerationState.OBJECTIONS,
    EnumerationState.VERIFIED,
    EnumerationState.ADOPTED,
    EnumerationState.HANDED_OVER,
    EnumerationState.CLOSED,
)


def before(count: Enumeration) -> Enumeration | None:
    """The nearest earlier round of the settlement in which somebody was counted."""
    counted = Household.objects.filter(enumeration=OuterRef("pk"))
    earlier: Any = Enumeration.objects.begun().filter(settlement=count.settlement_id, round__lt=count.round)
    found: Enumeration | None = earlier.filter(Exists(counted)).order_by("-round").first()
    return found


def day_of(count: Enumeration) -> date:
    """The day a count stands for."""
    return count.starts_on or count.ends_on or count.adopted_on or count.created_at.date()


def years_between(then: Enumeration, now: Enumeration) -> float:
    """How much older people are in the later count."""
    return max(0.0, (day_of(now) - day_of(then)).days / DAYS_A_YEAR)


def link(count: Enumeration) -> RoundLinking | None:
    """Link a count to the one before it and colour its structures; None where there is none before.

    What people confirmed or rejected stays, and so do links to households whose names are cleared meanwhile:
    they cannot be found again.
    """
    began = monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, count.settlement_id % 2**31])
        then = before(count)
        if then is None:
            return None
        _pair(cursor, then, count)
        drawing.draw(cursor, then, count)
        linking: RoundLinking = RoundLinking.objects.update_or_create(
            enumeration=count,
            defaults={"earlier": then, "linked_at": timezone.now(), "seconds": monotonic() - began},
        )[0]
    return linking


def _pair(cursor: Any, then: Enumeration, now: Enumeration) -> None:
    room_for_temporary_tables()
    # Everything here is joined whole; right after a first batch PostgreSQL takes tables for empty.
    cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off")
    scope = {
        "settlement": now.settlement_id,
        "now": now.pk,
        "then": then.pk,
        "gap": years_between(then, now),
        "particles": list(PARTICLES),
    }
    for statement in (*gathering.STATEMENTS, *pairing.BEFORE):
        cursor.execute(statement, scope)
    cursor.execute(pairing.TAKE)
    while cursor.rowcount:
        cursor.execute(pairing.TAKE)
    for statement in pairing.AFTER:
        cursor.execute(statement, scope)
    for table in ("door", "kept", "home", "person", "word", "token", "key", "met", "pair", "named", "size",
                  "roster", "score", "taken", "door_of"):  # fmt: skip
        cursor.execute(f"DROP TABLE round_{table}")
    cursor.execute("SET LOCAL enable_nestloop = on")


def link_what_changed() -> list[int]:
    """Link the counts whose figures were made anew since, for a sweep; the ids of those that were linked.

    A count that is still being counted is linked on demand only. The figures' own time lets a row of batches
    pass first.
    """
    made = Max("statistics__made_at")
    due: Any = Enumeration.objects.filter(state__in=LINKED_FROM, round__gt=1).annotate(made=made)
    due = due.filter(made__lt=timezone.now() - timedelta(minutes=2))
    # The figures of all counts are made anew every night; the register of an adopted one stays as it is.
    since_adopted = Q(adopted_on__isnull=False, linking__linked_at__date__gt=F("adopted_on"))
    due = due.exclude(linking__linked_at__gte=F("made")).exclude(since_adopted).select_related("settlement")
    return [count.pk for count in due.order_by("pk") if link(count) is not None]
