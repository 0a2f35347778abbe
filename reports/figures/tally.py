"""Tallies: what has to be kept of each round so that figures of any places together can be made anew.

Made by the same SQL as the figures (`enumerations.indicators.statement`), for whichever rounds have newer
figures than tallies. So a figure of a county is what the records say, and costs no reading of records.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from enumerations.indicators.statement import HOME, MEDIANS, PLACES, SUMS
from enumerations.models import Enumeration, Household, SettlementStatistics
from enumerations.services.staging import execute, joined_whole, room_for_temporary_tables
from reports.figures.groups import ALL, GROUPS
from reports.models import Tally

TABLE = Tally._meta.db_table
# Rounds whose records are read in one go: a bound on what their temporary table takes.
AT_ONCE = 50
# Households that are read while somebody waits for a page: a second or two.
MOST_AWAITED = 6_000
_awaited: ContextVar[bool] = ContextVar("awaited", default=False)


class Behind(Exception):
    """So many rounds have newer figures than tallies, and nobody should wait until they are made."""

    def __init__(self, rounds: int) -> None:
        super().__init__(f"{rounds} rounds are behind")
        self.rounds = rounds


@contextmanager
def bounded() -> Iterator[None]:
    """Within, no more is computed than somebody may wait for: Behind is raised instead."""
    token = _awaited.set(True)
    try:
        yield
    finally:
        _awaited.reset(token)


GROUP_NUMBERS = ", ".join(f"({group.number}::bigint)" for group in GROUPS.values())
# The groups stand where the clusters of a settlement would: the statement adds them up alike.
PLACES_OF_GROUPS = f"""{PLACES.rsplit("places AS (", 1)[0]}places AS (
        SELECT e.enumeration_id, e.settlement_id, g.number AS cluster_id, g.number AS cluster,
               NULL::float8 AS area_m2
        FROM scope e CROSS JOIN (VALUES {GROUP_NUMBERS}) AS g (number)
    )"""
NAMES = " ".join(f"WHEN {group.number} THEN '{group.code}'" for group in GROUPS.values())
# How often each value was told; a float as text reads back as the same float.
NUMBERS = ", ".join(f"('{each.code}', {each.code}_number)" for each in MEDIANS)
TIMES = f"""
    told AS (
        SELECT home.enumeration_id, {{cluster}} AS cluster, code, number, count(*) AS times
        FROM home CROSS JOIN LATERAL (VALUES {NUMBERS}) AS v (code, number)
        WHERE is_completed AND number IS NOT NULL GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT p.enumeration_id, {{cluster}}, 'age_' || p.sex, p.age, count(*)
        FROM enumerations_person p JOIN home ON home.id = p.household_id AND home.is_completed
        WHERE p.enumeration_id = ANY(%(enumerations)s) AND p.age IS NOT NULL AND p.sex IN ('female', 'male')
        GROUP BY 1, 2, 3, 4
    ),
    by_value AS (
        SELECT enumeration_id, cluster, code, jsonb_object_agg(number::text, times) AS times
        FROM told GROUP BY 1, 2, 3
    ),
    times AS (
        SELECT enumeration_id, cluster, jsonb_object_agg(code, times) AS times FROM by_value GROUP BY 1, 2
    )"""


def _insert(places: str, name: str, cluster: str, only: str) -> str:
    return f"""
    WITH {places}, {SUMS}, {TIMES.format(cluster=cluster)}
    INSERT INTO {TABLE} (settlement_id, enumeration_id, "group", sums, times, made_of)
    SELECT s.settlement_id, s.enumeration_id, {name}, to_jsonb(s), coalesce(t.times, '{{}}'), m.made_at
    FROM sums s
    JOIN unnest(%(enumerations)s, %(made)s) AS m (enumeration_id, made_at) USING (enumeration_id)
    LEFT JOIN times t ON t.enumeration_id = s.enumeration_id AND t.cluster = coalesce(s.cluster_id, 0)
    WHERE {only}
    ON CONFLICT (enumeration_id, "group") DO UPDATE SET
        sums = excluded.sums, times = excluded.times, made_of = excluded.made_of
    """


WHOLES = _insert(PLACES, f"'{ALL}'", "0::bigint", "s.cluster_id IS NULL")
PARTS = _insert(
    PLACES_OF_GROUPS, f"CASE s.cluster_id {NAMES} END", "home.cluster", "s.cluster_id IS NOT NULL"
)


def tallies_of(rounds: Iterable[SettlementStatistics], groups: Sequence[str] = (ALL,)) -> dict[Any, Tally]:
    """By enumeration and group, the tally of each of these rounds; what is missing or old is made first.

    Raises Behind where that is more than whoever waits for it should wait for (`bounded`).
    """
    wanted = {row.enumeration_id: row for row in rounds}
    found = _kept(wanted, groups)
    stale = [row for pk, row in wanted.items() if any((pk, group) not in found for group in groups)]
    if _awaited.get() and stale and _is_much(stale):
        raise Behind(len(stale))
    for start in range(0, len(stale), AT_ONCE):
        make_tallies(stale[start : start + AT_ONCE])
    if stale:
        found = _kept(wanted, groups)
    return found


def _is_much(rounds: Sequence[SettlementStatistics]) -> bool:
    counted = Household.objects.filter(enumeration__in=[row.enumeration_id for row in rounds])
    return counted.order_by()[: MOST_AWAITED + 1].count() > MOST_AWAITED


def _kept(wanted: dict[int, SettlementStatistics], groups: Sequence[str]) -> dict[Any, Tally]:
    rows = Tally.objects.filter(enumeration__in=list(wanted), group__in=groups)
    return {
        (row.enumeration_id, row.group): row
        for row in rows
        if row.made_of == wanted[row.enumeration_id].made_at
    }


def make_tallies(rounds: Sequence[SettlementStatistics]) -> None:
    """Make the tallies of these rounds anew, all groups at once. May run twice, also at the same time."""
    rounds = sorted(rounds, key=lambda row: row.enumeration_id)
    scope: dict[str, Any] = {
        "enumerations": [row.enumeration_id for row in rounds],
        "settlements": sorted({row.settlement_id for row in rounds}),
        "made": [row.made_at for row in rounds],
    }
    room_for_temporary_tables()
    with transaction.atomic(), joined_whole():
        execute(HOME, scope)
        execute(WHOLES, scope)
        _regroup()
        # Structures and service points are of no group: none of them is read.
        execute(PARTS, scope | {"settlements": []})
        execute("DROP TABLE home")


def make_stale() -> int:
    """Make ahead what a page of a county would have to wait for; how many rounds were behind."""
    whole: Any = SettlementStatistics.objects.filter(
        cluster=None, enumeration__in=Enumeration.objects.begun()
    )
    fresh = Tally.objects.filter(enumeration=OuterRef("enumeration"), group=ALL, made_of=OuterRef("made_at"))
    behind = list(whole.filter(~Exists(fresh)).order_by("enumeration_id"))
    for start in range(0, len(behind), AT_ONCE):
        make_tallies(behind[start : start + AT_ONCE])
    return len(behind)


def _regroup() -> None:
    """Each household once for every group it belongs to, where its cluster was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM home LIMIT 0")
        names = [column.name for column in cursor.description or ()]
        kept = ", ".join("g.number AS cluster" if name == "cluster" else f"c.{name}" for name in names)
        belongs = ", ".join(f"({group.number}::bigint, {group.belongs})" for group in GROUPS.values())
        cursor.execute("ALTER TABLE home RENAME TO counted")
        cursor.execute(
            f"CREATE TEMPORARY TABLE home AS SELECT {kept} FROM counted c "
            f"CROSS JOIN LATERAL (VALUES {belongs}) AS g (number, belongs) WHERE g.belongs"
        )
        cursor.execute("DROP TABLE counted")
