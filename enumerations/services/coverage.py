"""Which doors of a settlement a count has reached, by village, and which are still to be visited."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from enumerations.choices import DoorState
from enumerations.indicators.words import LIVED_IN
from enumerations.models import Enumeration
from enumerations.services.summaries import VISIT, VISITED

# Doors behind which people live by the register of the ground, and any others where a visit was made. Whose
# record is not used was visited all the same.
DOORS = f"""
    SELECT s.id, s.code, s.cluster_id, c.code AS cluster, c.name AS cluster_name,
        coalesce(visits.visit, '{DoorState.NOT_VISITED}') AS visit
    FROM settlements_structure s
    LEFT JOIN settlements_cluster c ON c.id = s.cluster_id
    LEFT JOIN (
        SELECT structure_id, {VISIT} AS visit
        FROM (
            SELECT {VISITED} FROM enumerations_household h
            WHERE h.enumeration_id = %(count)s AND h.structure_id IS NOT NULL
        ) homes GROUP BY structure_id
    ) visits ON visits.structure_id = s.id
    WHERE s.settlement_id = %(settlement)s AND ({LIVED_IN} OR visits.visit IS NOT NULL)
"""
BY_CLUSTER = f"""
SELECT cluster_id, cluster, cluster_name, visit, count(*) FROM ({DOORS}) doors
GROUP BY 1, 2, 3, 4 ORDER BY cluster NULLS LAST
"""
LIST = f"""
SELECT id, code FROM ({DOORS}) doors
WHERE visit = %(visit)s AND (%(cluster)s = '' OR cluster = %(cluster)s)
ORDER BY cluster NULLS LAST, substring(code FROM '([0-9]+)[A-Z]?$')::int, code
LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Reached:
    """How many doors of a village (or of all together) are in which state."""

    code: str
    name: str
    doors: dict[str, int]

    @property
    def numbered(self) -> int:
        return sum(self.doors.values())

    @property
    def not_visited(self) -> int:
        return self.doors.get(DoorState.NOT_VISITED, 0)

    @property
    def visited(self) -> int:
        return self.numbered - self.not_visited

    @property
    def interviewed(self) -> int:
        return self.doors.get(DoorState.VISITED, 0)

    @property
    def not_home(self) -> int:
        return self.doors.get(DoorState.NOT_HOME, 0)

    @property
    def refused(self) -> int:
        return self.doors.get(DoorState.REFUSED, 0)

    @property
    def vacant(self) -> int:
        return self.doors.get(DoorState.VACANT, 0)

    @property
    def percent(self) -> float:
        """Of the doors, those where somebody was."""
        return 100 * self.visited / self.numbered if self.numbered else 0.0


@dataclass(frozen=True)
class Door:
    """A structure in a list of doors."""

    pk: int
    code: str


def reached_by(enumeration: Enumeration) -> tuple[Reached, list[Reached]]:
    """The whole settlement, and each village of it that has a numbered door."""
    clusters: dict[int | None, Reached] = {}
    whole = Reached("", "", {})
    for cluster, code, name, visit, n in _ask(BY_CLUSTER, enumeration):
        clusters.setdefault(cluster, Reached(code or "", name or "", {})).doors[visit] = n
        whole.doors[visit] = whole.doors.get(visit, 0) + n
    return whole, list(clusters.values())


def doors_in(
    enumeration: Enumeration, visit: str, *, cluster: str = "", offset: int = 0, limit: int = 100
) -> list[Door]:
    """The doors in this state, in the order of a walk, from `offset` on."""
    asked = {"visit": visit, "cluster": cluster, "offset": offset, "limit": limit}
    return [Door(pk, code) for pk, code in _ask(LIST, enumeration, **asked)]


def _ask(statement: str, enumeration: Enumeration, **asked: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        context = {"count": enumeration.pk, "settlement": enumeration.settlement_id}
        cursor.execute(statement, context | asked)
        return list(cursor.fetchall())
