"""What the current enumeration says of each structure, written to its drawn row: no names.

Reads the table `home` that the figures are made of.
"""

from typing import Any

from enumerations.choices import DoorState, VisitResult
from enumerations.indicators.words import IN_USE, one_of
from enumerations.models import StructureSummary

TABLE = StructureSummary._meta.db_table
ANSWERS = ("occupancy_status", "water_source", "toilet_place")
SAID = ("enumeration_id", "households", "people", "visit", *ANSWERS)

# The most common answer; of equally common ones, the first by code.
MODES = ", ".join(
    f'mode() WITHIN GROUP (ORDER BY {answer} COLLATE "C") FILTER (WHERE is_completed) AS {answer}'
    for answer in ANSWERS
)

# What is left to do at a door goes before what is done. Who answered but did not agree refused.
NOBODY = one_of(
    "result", VisitResult.NOT_HOME_1, VisitResult.NOT_HOME_2, VisitResult.NOT_HOME_3, VisitResult.LOCKED
)
VISIT = f"""CASE WHEN bool_or({NOBODY}) THEN '{DoorState.NOT_HOME}'
        WHEN bool_or(NOT is_completed AND result IS DISTINCT FROM '{VisitResult.VACANT}')
            THEN '{DoorState.REFUSED}'
        WHEN bool_or(is_completed) THEN '{DoorState.VISITED}'
        ELSE '{DoorState.VACANT}' END"""

# Only what differs is written: a row that stays as it is must not raise the data version, for that would
# make every tile anew. One statement, so that the version rises once. A structure nobody lives in any more
# keeps its row, for it is drawn all the same.
REBUILD = f"""
WITH said AS (
    SELECT structure_id, count(*) FILTER (WHERE is_completed) AS households,
        least(coalesce(sum(members_total) FILTER (WHERE is_completed), 0), 32767) AS people,
        {VISIT} AS visit, {MODES}
    FROM home
    WHERE enumeration_id = ANY(%(enumerations)s) AND structure_id IS NOT NULL
    GROUP BY structure_id
), unused AS (
    -- Kept, but not used: the door was visited all the same, and nobody need go again.
    SELECT DISTINCT structure_id FROM enumerations_household h
    WHERE enumeration_id = ANY(%(enumerations)s) AND NOT {IN_USE} AND structure_id IS NOT NULL
)
UPDATE {TABLE} old SET {", ".join(f"{column} = wanted.{column}" for column in SAID)}
FROM (
    SELECT drawn.structure_id, scope.id AS enumeration_id, coalesce(said.households, 0) AS households,
        coalesce(said.people, 0) AS people,
        coalesce(said.visit, CASE WHEN unused.structure_id IS NULL THEN '{DoorState.NOT_VISITED}'
            ELSE '{DoorState.VISITED}' END) AS visit,
        {", ".join(f"said.{answer}" for answer in ANSWERS)}
    FROM {TABLE} drawn
    JOIN unnest(%(settlements)s, %(enumerations)s) AS scope (settlement_id, id) USING (settlement_id)
    LEFT JOIN said USING (structure_id) LEFT JOIN unused USING (structure_id)
    WHERE drawn.settlement_id = ANY(%(settlements)s)
) wanted
WHERE old.settlement_id = ANY(%(settlements)s) AND old.structure_id = wanted.structure_id
    AND ({", ".join(f"old.{column}" for column in SAID)})
    IS DISTINCT FROM ({", ".join(f"wanted.{column}" for column in SAID)})
"""


def rebuild(cursor: Any, current: dict[int, int]) -> None:
    """Write the summaries of settlements by what is in `home`: `current` is {enumeration: settlement}."""
    if current:
        cursor.execute(REBUILD, {"enumerations": list(current), "settlements": list(current.values())})
