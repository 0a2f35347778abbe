"""What stands on the lists: every numbered door once, and behind it the households that may be named."""

from dataclasses import dataclass

from enumerations.indicators.words import COMPLETED, IN_USE, quoted
from enumerations.models import Enumeration
from enumerations.rights import Purpose
from enumerations.services import staging
from settlements.choices import StructureStatus
from verification.paper.listed import Listed, shortened

# Only what goes on the paper leaves the database; a name only where the meeting chose names, the household
# agreed to it, and did not take that back. Visits that met nobody, and whoever is not in use or was cleared,
# are no households here: their door says the same as an empty one.
HOMES = f"""
    SELECT h.id, h.structure_id, h.key, h.occupancy_status, h.members_total,
        CASE WHEN %(names)s AND h.consent_list AND h.key <> ALL (ARRAY(
            SELECT w.key FROM enumerations_withdrawal w
            WHERE w.enumeration_id = %(count)s AND w.lifted_at IS NULL
              AND w.purposes && ARRAY[{quoted((Purpose.LIST, Purpose.COUNTED))}]::varchar[]
        )) THEN h.head_name END AS head_name
    FROM enumerations_household h
    WHERE h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED} AND h.cleared_at IS NULL
"""
# Doors that are gone, or are another one's, stand on the list only while somebody is still counted there.
GONE = quoted((StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO))
ROWS = f"""
    SELECT s.cluster_id, s.code, homes.id, homes.key, homes.occupancy_status, homes.members_total,
        homes.head_name
    FROM settlements_structure s LEFT JOIN ({HOMES}) homes ON homes.structure_id = s.id
    WHERE s.settlement_id = %(settlement)s AND (s.status NOT IN ({GONE}) OR homes.id IS NOT NULL)
    UNION ALL
    SELECT NULL, '', id, key, occupancy_status, members_total, head_name
    FROM ({HOMES}) homes WHERE structure_id IS NULL
"""
# As people walk: by number, then unit. Households without a door come last.
WALK = """
    ORDER BY code = '', substring(code FROM '([0-9]+)[A-Z]?$')::int, code COLLATE "C", key COLLATE "C"
"""
OF_CLUSTER = f"SELECT * FROM ({ROWS}) rows WHERE cluster_id IS NOT DISTINCT FROM %(cluster)s {WALK}"
CLUSTERS = f"""
    SELECT c.id, coalesce(c.code, ''), coalesce(c.name, '')
    FROM (SELECT DISTINCT cluster_id FROM ({ROWS}) rows) lanes
    LEFT JOIN settlements_cluster c ON c.id = lanes.cluster_id
    ORDER BY c.code NULLS LAST
"""


@dataclass(frozen=True)
class Lane:
    """What one list is of: a cluster, or all that lies in none."""

    cluster: int | None
    code: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """B · Bondeni; empty outside of clusters."""
        return " · ".join(part for part in (self.code, self.name) if part)


@dataclass(frozen=True)
class Rows:
    """The rows of a list, and which households they are of."""

    listed: list[Listed]
    carries: list[int]
    named: list[int]


def lanes_of(count: Enumeration) -> list[Lane]:
    """The lists that a posting of this count needs: one for each cluster in which there is a door."""
    said = {"count": count.pk, "settlement": count.settlement_id, "names": False}
    return [Lane(*row) for row in staging.fetch(CLUSTERS, said)]


def rows_of(count: Enumeration, lane: Lane, *, names: bool) -> Rows:
    """What stands on one list, in the order of a walk."""
    said = {"count": count.pk, "settlement": count.settlement_id, "names": names, "cluster": lane.cluster}
    rows = Rows([], [], [])
    for _cluster, door, household, key, status, size, name in staging.fetch(OF_CLUSTER, said):
        if household is None:
            rows.listed.append(Listed(door))
            continue
        rows.carries.append(household)
        if name:
            rows.named.append(household)
        number = key.removeprefix(f"{door}/") if door and key.startswith(f"{door}/") else ""
        rows.listed.append(Listed(door, number, status or "", shortened(name or ""), size, is_household=True))
    return rows
