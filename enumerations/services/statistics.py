"""Figures derived from the records: rebuilt as a whole from them, never edited."""

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from enumerations.indicators.statement import HOME, QUERY
from enumerations.models import Enumeration, SettlementStatistics
from enumerations.services import summaries
from enumerations.services.staging import room_for_temporary_tables

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
WHERE e.id = f.enumeration_id AND c.id = f.cluster_id AND c.settlement_id <> e.settlement_id
    AND e.id = ANY(%(enumerations)s)
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
        _rebuild(cursor, Enumeration.objects.filter(pk=enumeration_id))


def rebuild_all() -> None:
    """Make the figures of every enumeration of every settlement anew, in one pass over the records."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ALL])
        _rebuild(cursor, Enumeration.objects.all())


def _rebuild(cursor: Any, counts: QuerySet[Enumeration]) -> None:
    """All statements of a rebuild; the locks are held, so each sees what the last rebuild wrote."""
    places = dict(counts.values_list("pk", "settlement_id"))
    if not places:
        return
    room_for_temporary_tables()
    # Compiling costs more than it saves here, and hashing half a million doors needs room. Right after a
    # first batch PostgreSQL takes the tables for empty, and a loop within a loop for cheap: that has taken
    # minutes. Everything here is joined whole, and found by lists without a join.
    cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off")
    scope = {"enumerations": list(places), "settlements": list(set(places.values()))}
    cursor.execute(SWEEP, scope)
    cursor.execute(HOME, scope)
    cursor.execute(UPSERT, scope)
    current = places.keys() & set(Enumeration.objects.current().values_list("pk", flat=True))
    summaries.rebuild(cursor, {count: places[count] for count in current})
    cursor.execute("DROP TABLE home; SET LOCAL enable_nestloop = on")
