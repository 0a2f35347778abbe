"""Looking for what was counted twice: the whole count at once; what people decided stays decided."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from enumerations.choices import BatchState
from enumerations.models import Batch, Enumeration
from enumerations.models.enumeration import OPEN_STATES
from enumerations.services.staging import room_for_temporary_tables
from verification.choices import SuspicionKind, SuspicionState
from verification.finding import gathering, households, persons, structures
from verification.models import Search, Suspicion
from verification.services.deciding import dismiss, merge, undo

__all__ = ["Found", "dismiss", "find", "merge", "open_suspicions", "search_what_changed", "undo"]

# The second key of an advisory lock has four bytes; two counts that share one only wait for each other.
LOCK = 0x57A7_0003
# A count is searched once its batches have been silent for so long.
SETTLED = timedelta(seconds=60)

FOUND = f"""
CREATE TEMPORARY TABLE twice_all ON COMMIT DROP AS
SELECT '{SuspicionKind.HOUSEHOLD_TWICE}' AS kind, a AS household_a, b AS household_b,
    NULL::smallint AS line_a, NULL::smallint AS line_b,
    NULL::bigint AS structure_a, NULL::bigint AS structure_b, score, reasons
FROM twice_found
UNION ALL
SELECT '{SuspicionKind.PERSON_TWICE}', a, b, line_a, line_b, NULL, NULL, score, reasons
FROM twice_person_found
UNION ALL
SELECT '{SuspicionKind.STRUCTURE_TWICE}', NULL, NULL, NULL, NULL, a, b, score, reasons
FROM twice_structure_found
"""
PAIR = ("kind", "household_a", "household_b", "line_a", "line_b", "structure_a", "structure_b")
COLUMNS = {name: name if name.startswith(("kind", "line")) else f"{name}_id" for name in PAIR}
ADD = f"""
INSERT INTO verification_suspicion (settlement_id, enumeration_id, {", ".join(COLUMNS.values())},
    score, reasons, state, found_at, reason, undo)
SELECT %(settlement)s, %(count)s, {", ".join(PAIR)},
    score, reasons, '{SuspicionState.OPEN}', now(), '', '{{}}'
FROM twice_all
ON CONFLICT ON CONSTRAINT suspicion_once DO UPDATE SET score = excluded.score, reasons = excluded.reasons
WHERE verification_suspicion.state = '{SuspicionState.OPEN}'
    AND (verification_suspicion.score, verification_suspicion.reasons)
        IS DISTINCT FROM (excluded.score, excluded.reasons)
"""
SAME = " AND ".join(f"f.{name} IS NOT DISTINCT FROM s.{column}" for name, column in COLUMNS.items())
GONE = f"""
DELETE FROM verification_suspicion s
WHERE s.enumeration_id = %(count)s AND s.state = '{SuspicionState.OPEN}' AND NOT EXISTS (
    SELECT FROM twice_all f WHERE {SAME})
"""
STATEMENTS = (
    *gathering.STATEMENTS,
    *households.STATEMENTS,
    *persons.STATEMENTS,
    *structures.STATEMENTS,
    FOUND,
    GONE,
    ADD,
)


@dataclass(frozen=True)
class Found:
    """What a search brought: suspicions that wait for a decision, and how long it took."""

    open: int
    seconds: float


def find(count: Enumeration) -> Found:
    """Search a count anew: pairs for which nothing speaks any more go, those that were decided stay.

    May run twice, also at the same time.
    """
    begun, clock = timezone.now(), time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, count.pk % 2**31])
        room_for_temporary_tables()
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        names: dict[str, Any] = {"count": count.pk, "settlement": count.settlement_id, **gathering.PARAMETERS}
        for statement in filter(str.strip, STATEMENTS):
            cursor.execute(statement, names)
        seconds = time.monotonic() - clock
        done = {"begun_at": begun, "found_at": begun, "seconds": seconds}
        Search.objects.update_or_create(enumeration=count, defaults=done)
        for table in _tables():
            cursor.execute(f"DROP TABLE {table}")
    return Found(open_suspicions(count), seconds)


def _tables() -> list[str]:
    """What the statements left: a test, or whoever searches within a transaction, may search again."""
    words = [statement.split() for statement in STATEMENTS]
    return [each[3] for each in words if each[:3] == ["CREATE", "TEMPORARY", "TABLE"]]


def open_suspicions(count: Enumeration) -> int:
    """How many wait for a decision."""
    return int(Suspicion.objects.filter(enumeration=count).undecided().count())


def search_what_changed() -> list[int]:
    """Search the open counts whose batches settled since they were last searched; which these are."""
    now = timezone.now()
    moving = Batch.objects.filter(touched_at__gt=now - SETTLED).values("enumeration")
    searched = dict(Search.objects.values_list("enumeration", "found_at"))
    changed: dict[int, object] = {}
    settled = Batch.objects.filter(
        state__in=[BatchState.DONE, BatchState.REVERTED], enumeration__state__in=OPEN_STATES
    ).exclude(enumeration__in=moving)
    for pk, finished, reverted in settled.values_list("enumeration", "finished_at", "reverted_at"):
        last = max(filter(None, (finished, reverted)), default=None)
        known = searched.get(pk)
        if last is not None and (known is None or last > known):
            changed[pk] = last
    for count in Enumeration.objects.filter(pk__in=changed).select_related("settlement").order_by("pk"):
        find(count)
    return sorted(changed)
