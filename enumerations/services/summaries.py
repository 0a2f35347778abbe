"""What the current enumeration says of each structure, written to its drawn row: no names."""

from django.db import transaction

from enumerations import packed
from enumerations.choices import DoorState, VisitResult
from enumerations.classes import HOUSEHOLDS
from enumerations.indicators.words import COMPLETED, IN_USE, one_of
from enumerations.models import StructureSummary
from enumerations.services.staging import execute, joined_whole

TABLE = StructureSummary._meta.db_table
SAID = ("enumeration_id", "households", "people", "visit", "answers")

# Of each question the most common class among those who answered; of equally common ones, the first.
ANSWERS = " + ".join(
    f"coalesce(mode() WITHIN GROUP (ORDER BY nullif(answers & {packed.mask(question.column)}, 0)) "
    "FILTER (WHERE is_completed), 0)"
    for question in HOUSEHOLDS
)

# What is left to do at a door goes before what is done. Who answered but did not agree refused. What is kept
# but not used was visited all the same, and nobody need go again.
NOBODY = one_of(
    "result", VisitResult.NOT_HOME_1, VisitResult.NOT_HOME_2, VisitResult.NOT_HOME_3, VisitResult.LOCKED
)
VISIT = f"""CASE WHEN NOT bool_or(is_used) THEN '{DoorState.VISITED}'
        WHEN bool_or(is_used AND {NOBODY}) THEN '{DoorState.NOT_HOME}'
        WHEN bool_or(is_used AND NOT is_completed AND result IS DISTINCT FROM '{VisitResult.VACANT}')
            THEN '{DoorState.REFUSED}'
        WHEN bool_or(is_completed) THEN '{DoorState.VISITED}'
        ELSE '{DoorState.VACANT}' END"""

# What VISIT asks of each record.
VISITED = f"h.structure_id, h.result, {IN_USE} AS is_used, {IN_USE} AND {COMPLETED} AS is_completed"

# Only what differs is written: a row that stays as it is must not raise the data version, for that would
# make every tile anew. One statement, so that the version rises once. A structure nobody lives in any more
# keeps its row, for it is drawn all the same.
REBUILD = f"""
WITH said AS (
    SELECT structure_id, count(*) FILTER (WHERE is_completed) AS households,
        least(coalesce(sum(members_total) FILTER (WHERE is_completed), 0), 32767) AS people,
        {VISIT} AS visit, {ANSWERS} AS answers
    FROM (
        SELECT {VISITED}, h.members_total, {packed.of_household()} AS answers
        FROM enumerations_household h
        WHERE h.enumeration_id = ANY(%(enumerations)s) AND h.structure_id IS NOT NULL
        OFFSET 0  -- pack what a household says once, not once for each question
    ) records
    GROUP BY structure_id
)
UPDATE {TABLE} old SET {", ".join(f"{column} = wanted.{column}" for column in SAID)}
FROM (
    SELECT drawn.structure_id, scope.id AS enumeration_id, coalesce(said.households, 0) AS households,
        coalesce(said.people, 0) AS people,
        coalesce(said.visit, '{DoorState.NOT_VISITED}') AS visit,
        coalesce(said.answers, 0) AS answers
    FROM {TABLE} drawn
    JOIN unnest(%(settlements)s, %(enumerations)s) AS scope (settlement_id, id) USING (settlement_id)
    LEFT JOIN said USING (structure_id)
    WHERE drawn.settlement_id = ANY(%(settlements)s)
) wanted
WHERE old.settlement_id = ANY(%(settlements)s) AND old.structure_id = wanted.structure_id
    AND ({", ".join(f"old.{column}" for column in SAID)})
    IS DISTINCT FROM ({", ".join(f"wanted.{column}" for column in SAID)})
"""


def rebuild(current: dict[int, int]) -> None:
    """Write the summaries of settlements anew: `current` is {enumeration: settlement}."""
    if current:
        scope = {"enumerations": list(current), "settlements": list(current.values())}
        with transaction.atomic(), joined_whole():
            execute(REBUILD, scope)
