"""Figures derived from the records: rebuilt as a whole from them, never edited."""

from typing import Any

from django.db import connection, transaction

from enumerations.indicators.statement import QUERY
from enumerations.models import Enumeration, SettlementStatistics
from enumerations.services import summaries

# Advisory locks of this service, apart from those of the intake. Rebuilding one enumeration excludes
# rebuilding it or all of them at the same time; two different enumerations do not wait for each other.
LOCK_ALL, LOCK_ONE = 0x57A7_0001, 0x57A7_0002

TABLE = SettlementStatistics._meta.db_table

# A rebuild that finds nothing new still says when it looked.
UPSERT = f"""
INSERT INTO {TABLE}
    (settlement_id, enumeration_id, cluster_id, figures, households, coverage_percent, made_at)
SELECT settlement_id, enumeration_id, cluster_id, figures, households, coverage, now()
FROM ({QUERY}) made
ON CONFLICT (enumeration_id, cluster_id) DO UPDATE SET
    settlement_id = excluded.settlement_id, figures = excluded.figures, households = excluded.households,
    coverage_percent = excluded.coverage_percent, made_at = excluded.made_at
"""
# A deleted cluster takes its rows with it; one that moved to another settlement leaves them behind.
SWEEP = f"""
DELETE FROM {TABLE} f USING enumerations_enumeration e, settlements_cluster c
WHERE e.id = f.enumeration_id AND c.id = f.cluster_id AND c.settlement_id <> e.settlement_id AND {{scope}}
"""


def rebuild_statistics(enumeration_id: int) -> None:
    """Make the figures of one enumeration anew: its settlement's, each cluster's, and its structures'.

    To be called after the records were committed. May run twice, also at the same time. An enumeration that
    is no longer there is no error.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK_ALL])
        # The second key has four bytes; two enumerations that share one only wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_ONE, enumeration_id % 2**31])
        _rebuild(cursor, "e.id = %(enumeration)s", enumeration_id)


def rebuild_all() -> None:
    """Make the figures of every enumeration of every settlement anew, in one pass over the records."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ALL])
        _rebuild(cursor, "true", None)


def _rebuild(cursor: Any, scope: str, enumeration_id: int | None) -> None:
    """All statements of a rebuild; the locks are held, so each sees what the last rebuild wrote."""
    params = {"enumeration": enumeration_id}
    # Compiling costs more than it saves here, and hashing half a million doors needs room.
    cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
    cursor.execute(SWEEP.replace("{scope}", scope), params)
    cursor.execute(UPSERT.replace("{scope}", scope), params)
    summaries.rebuild(cursor, Enumeration.objects.current(), enumeration_id)
