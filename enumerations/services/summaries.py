"""What the current enumeration says of each structure, written to its drawn row: no names."""

from typing import Any

from django.db.models import QuerySet

from enumerations.indicators.words import COMPLETED
from enumerations.models import StructureSummary

TABLE = StructureSummary._meta.db_table
ANSWERS = ("occupancy_status", "water_source", "toilet_place")
SAID = ("enumeration_id", "households", "people", *ANSWERS)

# Most structures hold one household, or several that say the same: only where answers differ is it worth
# asking which is the most common (of equally common ones, the first by code).
LEAST_AND_MOST = ", ".join(
    f'min(h.{answer} COLLATE "C") AS {answer}_least, max(h.{answer} COLLATE "C") AS {answer}_most'
    for answer in ANSWERS
)
MODES = ", ".join(f'mode() WITHIN GROUP (ORDER BY h.{answer} COLLATE "C") AS {answer}' for answer in ANSWERS)
DIFFER = " OR ".join(f"{answer}_least <> {answer}_most" for answer in ANSWERS)
CHOSEN = ", ".join(f"coalesce(mixed.{answer}, plain.{answer}_least) AS {answer}" for answer in ANSWERS)

WANTED = f"""
    plain AS MATERIALIZED (
        SELECT h.structure_id, h.enumeration_id, count(*) AS households,
            least(coalesce(sum(h.members_total), 0), 32767) AS people, {LEAST_AND_MOST}
        FROM enumerations_household h
        WHERE h.enumeration_id = ANY(%(enumerations)s) AND h.structure_id IS NOT NULL AND {COMPLETED}
        GROUP BY h.structure_id, h.enumeration_id
    ),
    mixed AS (
        SELECT h.structure_id, {MODES}
        FROM plain JOIN enumerations_household h USING (structure_id, enumeration_id)
        WHERE h.enumeration_id = ANY(%(enumerations)s) AND ({DIFFER}) AND {COMPLETED}
        GROUP BY h.structure_id
    ),
    wanted AS (
        SELECT plain.structure_id, plain.households, plain.people, {CHOSEN}
        FROM plain LEFT JOIN mixed USING (structure_id)
    )"""

# Only what differs is written: a row that stays as it is must not raise the data version, for that would
# make every tile anew. One statement, so that the version rises once. A structure nobody lives in any more
# keeps its row, for it is drawn all the same.
REBUILD = f"""
WITH {WANTED}
UPDATE {TABLE} old SET {", ".join(f"{column} = said.{column}" for column in SAID)}
FROM (
    SELECT drawn.structure_id, scope.id AS enumeration_id, coalesce(wanted.households, 0) AS households,
        coalesce(wanted.people, 0) AS people, {", ".join(f"wanted.{answer}" for answer in ANSWERS)}
    FROM {TABLE} drawn
    JOIN unnest(%(settlements)s, %(enumerations)s) AS scope (settlement_id, id) USING (settlement_id)
    LEFT JOIN wanted USING (structure_id)
    WHERE drawn.settlement_id = ANY(%(settlements)s)
) said
WHERE old.structure_id = said.structure_id AND ({", ".join(f"old.{column}" for column in SAID)})
    IS DISTINCT FROM ({", ".join(f"said.{column}" for column in SAID)})
"""


def rebuild(cursor: Any, current: QuerySet[Any], enumeration_id: int | None) -> None:
    """Write the summaries of the settlements whose current enumeration this is (of all: None)."""
    newest = dict(current.values_list("pk", "settlement_id"))
    if enumeration_id is not None:
        newest = {pk: place for pk, place in newest.items() if pk == enumeration_id}
    if not newest:
        return
    # Right after a first batch PostgreSQL takes the tables for empty, and a loop within a loop for cheap:
    # that has taken minutes. Everything here is joined whole, and found by the two lists without a join.
    joined_whole = f"SET LOCAL enable_nestloop = off; {REBUILD}; SET LOCAL enable_nestloop = on"
    cursor.execute(joined_whole, {"enumerations": list(newest), "settlements": list(newest.values())})
