"""What the current enumeration says of each structure, written to its drawn row: no names.

Reads the table `home` that the figures are made of.
"""

from typing import Any

from enumerations.models import StructureSummary

TABLE = StructureSummary._meta.db_table
ANSWERS = ("occupancy_status", "water_source", "toilet_place")
SAID = ("enumeration_id", "households", "people", *ANSWERS)

# The most common answer; of equally common ones, the first by code.
MODES = ", ".join(f'mode() WITHIN GROUP (ORDER BY {answer} COLLATE "C") AS {answer}' for answer in ANSWERS)

# Only what differs is written: a row that stays as it is must not raise the data version, for that would
# make every tile anew. One statement, so that the version rises once. A structure nobody lives in any more
# keeps its row, for it is drawn all the same.
REBUILD = f"""
WITH said AS (
    SELECT structure_id, count(*) AS households,
        least(coalesce(sum(members_total), 0), 32767) AS people, {MODES}
    FROM home
    WHERE enumeration_id = ANY(%(enumerations)s) AND structure_id IS NOT NULL AND is_completed
    GROUP BY structure_id
)
UPDATE {TABLE} old SET {", ".join(f"{column} = wanted.{column}" for column in SAID)}
FROM (
    SELECT drawn.structure_id, scope.id AS enumeration_id, coalesce(said.households, 0) AS households,
        coalesce(said.people, 0) AS people, {", ".join(f"said.{answer}" for answer in ANSWERS)}
    FROM {TABLE} drawn
    JOIN unnest(%(settlements)s, %(enumerations)s) AS scope (settlement_id, id) USING (settlement_id)
    LEFT JOIN said USING (structure_id)
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
