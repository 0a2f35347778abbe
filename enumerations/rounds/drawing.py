"""Write to each drawn structure what it is since the round before: the map's theme of change."""

from typing import Any

from enumerations.choices import DoorChange
from enumerations.models import Enumeration, RoundLinking, StructureSummary
from enumerations.rounds.doors import CHANGES, scope_of

# Only what differs is written: every write makes tiles anew.
DRAW = f"""{CHANGES}
UPDATE {StructureSummary._meta.db_table} drawn SET change = wanted.change
FROM (SELECT structure_id, array_position(%(codes)s, kind) AS change FROM change) wanted
WHERE drawn.settlement_id = %(settlement)s AND drawn.structure_id = wanted.structure_id
    AND drawn.change IS DISTINCT FROM wanted.change
"""


def draw(cursor: Any, then: Enumeration, now: Enumeration) -> None:
    """Colour the structures of the settlement, unless a later round has coloured them."""
    later = RoundLinking.objects.filter(
        enumeration__settlement=now.settlement_id, enumeration__round__gt=now.round
    )
    if not later.exists():
        cursor.execute(DRAW, scope_of(then, now, linked=True) | {"codes": DoorChange.values})
