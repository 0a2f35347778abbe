"""What stands on a zone and who was counted there, a row for each structure; and the whole settlement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from enumerations.choices import DoorState, TenureRole
from enumerations.indicators.words import COMPLETED, IN_USE, LIVED_IN, OWNS, RENTS, STANDING
from enumerations.models import Enumeration
from enumerations.services.summaries import VISIT, VISITED
from mapping.affected.zone import Zone, limited
from settlements.models import Settlement

WHOLE, CUT, POINT = "whole", "cut", "point"
# Where PostGIS can turn degrees into the metres of the map's tiles.
FARTHEST_NORTH = 85.0

# The drawn rows have the index of footprints. A footprint that only touches the zone's edge loses nothing;
# what is taken of one that is cut is added up over small pieces, for a zone may have thousands of corners.
INSIDE = f"""
WITH zone AS MATERIALIZED (SELECT ST_GeomFromEWKB(%(zone)s) AS area),
pieces AS MATERIALIZED (SELECT ST_Subdivide(area, 64) AS piece FROM zone),
hit AS MATERIALIZED (
    SELECT s.id, s.code, s.cluster_id, s.footprint, {LIVED_IN} AS is_lived_in,
        CASE WHEN s.footprint IS NULL THEN '{POINT}'
            WHEN ST_Covers(zone.area, s.footprint) THEN '{WHOLE}' ELSE '{CUT}' END AS how
    FROM zone, enumerations_structuresummary d JOIN settlements_structure s ON s.id = d.structure_id
    WHERE d.settlement_id = %(settlement)s AND {STANDING}
      AND d.shape && ST_Transform(
          ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 3857)
      AND ST_Intersects(zone.area, coalesce(s.footprint, s.location))
),
cuts AS (
    SELECT hit.id, sum(ST_Area(ST_Intersection(hit.footprint, piece)::geography)) AS m2
    FROM hit JOIN pieces ON hit.footprint && piece AND ST_Intersects(hit.footprint, piece)
    WHERE how = '{CUT}' GROUP BY hit.id
),
homes AS (
    SELECT {VISITED}, h.members_total, {RENTS} AS rents, {OWNS} AS owns
    FROM enumerations_household h JOIN hit ON hit.id = h.structure_id
    WHERE h.enumeration_id = %(count)s
),
homes_in AS (
    SELECT structure_id, {VISIT} AS visit, count(*) FILTER (WHERE is_completed) AS households,
        coalesce(sum(members_total) FILTER (WHERE is_completed), 0) AS people,
        count(*) FILTER (WHERE is_completed AND members_total IS NULL) AS of_unknown_size,
        count(*) FILTER (WHERE is_completed AND rents) AS tenants,
        coalesce(sum(members_total) FILTER (WHERE is_completed AND rents), 0) AS tenants_people,
        count(*) FILTER (WHERE is_completed AND owns) AS owners,
        coalesce(sum(members_total) FILTER (WHERE is_completed AND owns), 0) AS owners_people
    FROM homes GROUP BY structure_id
),
absentees AS (
    SELECT DISTINCT c.structure_id
    FROM enumerations_tenureclaim c JOIN hit ON hit.id = c.structure_id
    LEFT JOIN enumerations_household h ON h.id = c.household_id
    WHERE c.enumeration_id = %(count)s AND c.role = '{TenureRole.OWNER_ABSENTEE}' AND c.valid_to IS NULL
      AND (h.id IS NULL OR {IN_USE})
)
SELECT hit.id, hit.code, hit.cluster_id, hit.how,
    CASE hit.how WHEN '{CUT}' THEN cuts.m2 / nullif(ST_Area(hit.footprint::geography), 0) ELSE 1 END,
    hit.is_lived_in, coalesce(homes_in.visit, '{DoorState.NOT_VISITED}'),
    coalesce(households, 0), coalesce(people, 0), coalesce(of_unknown_size, 0),
    coalesce(tenants, 0), coalesce(tenants_people, 0), coalesce(owners, 0), coalesce(owners_people, 0),
    absentees.structure_id IS NOT NULL
FROM hit LEFT JOIN cuts USING (id) LEFT JOIN homes_in ON homes_in.structure_id = hit.id
LEFT JOIN absentees ON absentees.structure_id = hit.id
WHERE hit.how <> '{CUT}' OR cuts.m2 > 0
ORDER BY hit.cluster_id NULLS LAST, substring(hit.code FROM '([0-9]+)[A-Z]?$')::int, hit.code
"""

# Every structure of the settlement with its completed households; those of no structure come at the end.
GROUND = f"""
WITH homes AS MATERIALIZED (
    SELECT h.structure_id, count(*) AS households, coalesce(sum(h.members_total), 0) AS people,
        min(h.interviewed_on) AS first_day, max(h.interviewed_on) AS last_day
    FROM enumerations_household h
    WHERE h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED} GROUP BY h.structure_id
)
SELECT s.id, s.cluster_id, ST_X(s.location), ST_Y(s.location), {STANDING},
    coalesce(households, 0), coalesce(people, 0), first_day, last_day
FROM settlements_structure s LEFT JOIN homes ON homes.structure_id = s.id
WHERE s.settlement_id = %(settlement)s
UNION ALL
SELECT NULL, NULL, NULL, NULL, false, households, people, first_day, last_day
FROM homes WHERE structure_id IS NULL
"""


class Door(NamedTuple):
    """A structure on the zone. `share` is what part of its footprint is taken, from 0 to 1."""

    pk: int
    code: str
    cluster: int | None
    how: str
    share: float
    is_lived_in: bool
    visit: str
    households: int
    people: int
    of_unknown_size: int
    tenants: int
    tenants_people: int
    owners: int
    owners_people: int
    is_absentee_owned: bool

    @property
    def is_open(self) -> bool:
        """Whether people should live here and not all of them are counted yet."""
        if self.visit == DoorState.NOT_VISITED:
            return self.is_lived_in
        return self.visit in (DoorState.NOT_HOME, DoorState.REFUSED)


class Spot(NamedTuple):
    """A structure anywhere in the settlement; without an id, the households that no structure is known of."""

    pk: int | None
    cluster: int | None
    lon: float | None
    lat: float | None
    stands: bool
    households: int
    people: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Ground:
    """The whole settlement as a count found it."""

    spots: list[Spot]

    @property
    def homeless(self) -> int:
        """Households of the count that no structure is known of: nobody can say where they live."""
        return sum(spot.households for spot in self.spots if spot.pk is None)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last interview."""
        first = [spot.first_day for spot in self.spots if spot.first_day]
        last = [spot.last_day for spot in self.spots if spot.last_day]
        return (min(first), max(last)) if first else None


def doors_on(zone: Zone, settlement: Settlement, count: Enumeration | None) -> list[Door]:
    """Every standing structure that the zone takes, in whole or in part, in the order of a walk."""
    west, south, east, north = zone.area.extent
    asked = {
        "zone": zone.area.ewkb,
        "settlement": settlement.pk,
        "count": count.pk if count else 0,
        "west": west,
        "east": east,
        "south": max(-FARTHEST_NORTH, min(FARTHEST_NORTH, south)),
        "north": max(-FARTHEST_NORTH, min(FARTHEST_NORTH, north)),
    }
    return [Door(*row) for row in _ask(INSIDE, asked)]


def ground_of(settlement: Settlement, count: Enumeration | None) -> Ground:
    """What the zone's part is a part of."""
    asked = {"settlement": settlement.pk, "count": count.pk if count else 0}
    return Ground([Spot(*row) for row in _ask(GROUND, asked)])


def _ask(statement: str, asked: dict[str, Any]) -> Iterable[tuple[Any, ...]]:
    with limited("too_slow"), connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
