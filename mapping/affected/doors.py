"""What stands on a zone and who was counted there: a row for each structure."""

from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from enumerations.choices import DoorState, TenureRole
from enumerations.indicators.words import IN_USE, LIVED_IN, OWNS, RENTS, STANDING
from enumerations.models import Enumeration
from enumerations.services.summaries import VISIT, VISITED
from mapping.affected.zone import Zone
from settlements.models import Settlement

WHOLE, CUT, POINT = "whole", "cut", "point"
# Degrees: some metres beyond the outermost structures, and how far corners of the pieces lie apart.
SPARE = 0.0001
STEP = 0.0004

# The zone is cut to where structures are, and into small pieces whose boxes hug it: a road across a place has
# a box as large as the place. A footprint that only touches the zone's edge loses nothing; what is taken of
# one that is cut is added up over the pieces, for a zone may have thousands of corners.
INSIDE = f"""
WITH zone AS MATERIALIZED (
    SELECT ST_CollectionExtract(ST_Intersection(ST_GeomFromEWKB(%(zone)s), ST_Expand(
        ST_Transform(ST_SetSRID(ST_Extent(shape)::geometry, 3857), 4326), {SPARE})), 3) AS area
    FROM enumerations_structuresummary WHERE settlement_id = %(settlement)s
),
pieces AS MATERIALIZED (SELECT ST_Subdivide(ST_Segmentize(area, {STEP}), 16) AS piece FROM zone),
near AS MATERIALIZED (
    SELECT DISTINCT d.structure_id
    FROM pieces JOIN enumerations_structuresummary d ON d.shape && ST_Transform(ST_Envelope(piece), 3857)
    WHERE d.settlement_id = %(settlement)s
),
hit AS MATERIALIZED (
    SELECT s.id, s.code, s.cluster_id, s.footprint, {LIVED_IN} AS is_lived_in,
        CASE WHEN s.footprint IS NULL THEN '{POINT}'
            WHEN ST_Covers(zone.area, s.footprint) THEN '{WHOLE}' ELSE '{CUT}' END AS how
    FROM zone, near,
    -- One by one: a planner that expects more of them reads the structures of the whole country.
    LATERAL (SELECT * FROM settlements_structure t WHERE t.id = near.structure_id OFFSET 0) s
    WHERE {STANDING} AND ST_Intersects(zone.area, coalesce(s.footprint, s.location))
),
cuts AS (
    SELECT hit.id, sum(ST_Area(ST_Intersection(hit.footprint, piece)::geography)) AS m2
    FROM hit JOIN pieces ON hit.footprint && piece AND ST_Intersects(hit.footprint, piece)
    WHERE how = '{CUT}' GROUP BY hit.id
),
homes AS (
    SELECT {VISITED}, h.members_total, h.interviewed_on, {RENTS} AS rents, {OWNS} AS owns
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
        coalesce(sum(members_total) FILTER (WHERE is_completed AND owns), 0) AS owners_people,
        min(interviewed_on) FILTER (WHERE is_completed) AS first_day,
        max(interviewed_on) FILTER (WHERE is_completed) AS last_day
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
    -- A count of which no such owner is written down does not know of any: that is not none.
    CASE WHEN EXISTS (
        SELECT FROM enumerations_tenureclaim c
        WHERE c.enumeration_id = %(count)s AND c.role = '{TenureRole.OWNER_ABSENTEE}'
    ) THEN absentees.structure_id IS NOT NULL END,
    first_day, last_day
FROM hit LEFT JOIN cuts USING (id) LEFT JOIN homes_in ON homes_in.structure_id = hit.id
LEFT JOIN absentees ON absentees.structure_id = hit.id
WHERE hit.how <> '{CUT}' OR cuts.m2 > 0
ORDER BY hit.cluster_id NULLS LAST, substring(hit.code FROM '([0-9]+)[A-Z]?$')::int, hit.code
"""


class Door(NamedTuple):
    """A structure on the zone. `share` is what part of its footprint is taken, from 0 to 1.

    `is_absentee_owned` is None where the count knows of no owner who lives elsewhere.
    """

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
    is_absentee_owned: bool | None
    first_day: date | None
    last_day: date | None

    @property
    def is_open(self) -> bool:
        """Whether people should live here and not all of them are counted yet."""
        if self.visit == DoorState.NOT_VISITED:
            return self.is_lived_in
        return self.visit in (DoorState.NOT_HOME, DoorState.REFUSED)


def doors_on(zone: Zone, settlement: Settlement, count: Enumeration | None) -> list[Door]:
    """Every standing structure that the zone takes, in whole or in part, in the order of a walk."""
    asked: dict[str, Any] = {
        "zone": zone.area.ewkb,
        "settlement": settlement.pk,
        "count": count.pk if count else 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSIDE, asked)
        return [Door(*row) for row in cursor.fetchall()]
