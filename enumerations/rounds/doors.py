"""What became of each structure between two rounds: by what the office noted, by visits and by links."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from enumerations.choices import DoorChange
from enumerations.indicators.words import COMPLETED, IN_USE
from enumerations.models import Enumeration
from enumerations.rounds.asking import ask
from enumerations.rounds.gathering import DOOR_OF
from enumerations.rounds.households import CHAIN

# Of structures without a row nobody said anything in either round.
CHANGES = f"""
WITH RECURSIVE {DOOR_OF}, {CHAIN},
note AS (
    SELECT structure_id, became_id, kind, noted_at FROM settlements_structurechange
    WHERE settlement_id = %(settlement)s AND undone_at IS NULL AND CASE WHEN round IS NULL
        THEN noted_on > %(since)s AND noted_on <= %(until)s
        ELSE round > %(then_round)s AND round <= %(now_round)s END
), noted AS (
    SELECT DISTINCT ON (structure_id) structure_id, kind FROM note ORDER BY structure_id, noted_at DESC
), part AS (SELECT DISTINCT became_id AS structure_id FROM note
    WHERE kind IN ('split', 'renumbered') AND became_id <> structure_id
), seen AS (
    SELECT structure_id, bool_or(enumeration_id = %(then)s) AS was, bool_or(enumeration_id = %(now)s) AS now,
        bool_or(enumeration_id = %(then)s AND {IN_USE} AND {COMPLETED})
            AND bool_or(enumeration_id = %(now)s AND {IN_USE} AND {COMPLETED}) AS homes
    FROM enumerations_household h
    WHERE enumeration_id IN (%(then)s, %(now)s) AND structure_id IS NOT NULL GROUP BY structure_id
), kept AS (
    SELECT DISTINCT door_now AS structure_id FROM chain LEFT JOIN door a ON a.structure_id = door_was
    LEFT JOIN door b ON b.structure_id = door_now
    WHERE coalesce(a.door, door_was) = coalesce(b.door, door_now)
), change AS (
    SELECT s.id AS structure_id, CASE
        WHEN noted.kind = 'demolished' THEN 'gone'
        WHEN noted.kind IN ('split', 'merged', 'renumbered') THEN noted.kind
        WHEN part.structure_id IS NOT NULL THEN 'part'
        WHEN noted.kind = 'new' THEN 'new'
        WHEN seen.was AND seen.now THEN
            CASE WHEN %(linked)s AND seen.homes AND kept.structure_id IS NULL THEN 'changed' ELSE 'stayed' END
        WHEN seen.now THEN 'new'
        WHEN seen.was AND s.status = 'demolished' THEN 'gone'
        WHEN seen.was AND s.status = 'merged_into' THEN 'merged'
        WHEN seen.was THEN 'not_found' END AS kind
    FROM settlements_structure s LEFT JOIN seen ON seen.structure_id = s.id
    LEFT JOIN noted ON noted.structure_id = s.id LEFT JOIN part ON part.structure_id = s.id
    LEFT JOIN kept ON kept.structure_id = s.id
    WHERE s.settlement_id = %(settlement)s
)
"""
COUNTED = f"{CHANGES} SELECT kind, count(*) FROM change WHERE kind IS NOT NULL GROUP BY kind"
LISTED = f"""{CHANGES}
SELECT s.id, s.code, coalesce(c.name, ''), ARRAY(
    SELECT DISTINCT t.code FROM note n JOIN settlements_structure t ON t.id = n.became_id
    WHERE n.structure_id = s.id UNION SELECT t.code FROM settlements_structure t WHERE t.id = s.merged_into_id
    ORDER BY 1)
FROM change JOIN settlements_structure s ON s.id = change.structure_id
LEFT JOIN settlements_cluster c ON c.id = s.cluster_id
WHERE change.kind = %(kind)s ORDER BY c.code, s.id LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Door:
    """A structure of a list, and the numbers it became."""

    pk: int
    code: str
    cluster: str
    became: list[str]


def scope_of(then: Enumeration, now: Enumeration, *, linked: bool) -> dict[str, Any]:
    """The parameters of the statements. What no count saw belongs between the days two counts ended."""
    return {
        "settlement": now.settlement_id,
        "then": then.pk,
        "now": now.pk,
        "then_round": then.round,
        "now_round": now.round,
        "since": end_of(then),
        "until": end_of(now) if now.adopted_on else date.max,
        "linked": linked,
    }


def end_of(count: Enumeration) -> date:
    """The day a count ended, or the best that is known of it."""
    return count.ends_on or count.adopted_on or count.starts_on or count.created_at.date()


def counted(scope: dict[str, Any]) -> Counter[str]:
    """How many structures each DoorChange has."""
    return Counter(dict(ask(COUNTED, scope)))


def listed(scope: dict[str, Any], kind: DoorChange, *, offset: int, limit: int) -> list[Door]:
    """The structures of one kind, by village and number."""
    found = ask(LISTED, scope | {"kind": kind.value, "offset": offset, "limit": limit})
    return [Door(*row) for row in found]
