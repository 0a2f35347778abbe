"""Figures derived from the records: rebuilt as a whole from them, never edited."""

from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet

from enumerations.indicators.statement import HOME, QUERY
from enumerations.models import Enumeration, SettlementStatistics
from enumerations.services import summaries
from enumerations.services.beside import beside
from enumerations.services.staging import execute, joined_whole, room_for_temporary_tables

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
    apart = not connection.in_atomic_block
    with transaction.atomic():
        execute("SELECT pg_advisory_xact_lock_shared(%(all)s)", {"all": LOCK_ALL})
        # The second key has four bytes; two enumerations that share one only wait for each other.
        one = {"kind": LOCK_ONE, "id": enumeration_id % 2**31}
        execute("SELECT pg_advisory_xact_lock(%(kind)s, %(id)s)", one)
        _rebuild(Enumeration.objects.filter(pk=enumeration_id), apart=apart)


def rebuild_all() -> None:
    """Make the figures of every enumeration of every settlement anew, in one pass over the records."""
    apart = not connection.in_atomic_block
    with transaction.atomic():
        execute("SELECT pg_advisory_xact_lock(%(all)s)", {"all": LOCK_ALL})
        _rebuild(Enumeration.objects.all(), apart=apart)


def _rebuild(counts: QuerySet[Enumeration], *, apart: bool) -> None:
    """All statements of a rebuild; the locks are held, so each sees what the last rebuild wrote.

    What is drawn of the structures is made beside the figures: neither needs the other.
    """
    places = dict(counts.values_list("pk", "settlement_id"))
    if not places:
        return
    current = places.keys() & set(Enumeration.objects.current().values_list("pk", flat=True))
    drawn = {count: places[count] for count in current}
    room_for_temporary_tables()
    scope = {"enumerations": list(places), "settlements": list(set(places.values()))}
    with beside(partial(summaries.rebuild, drawn), apart=apart), joined_whole():
        execute(SWEEP, scope)
        execute(HOME, scope)
        execute(UPSERT, scope)
        execute("DROP TABLE home")
