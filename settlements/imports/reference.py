"""The ground we already know, to hold new data against: boundary, clusters, structures, or just a centre."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from settlements.imports.shapes import Coordinates
from settlements.models import Settlement

TOLERANCE_M = 30
NEAR_STRUCTURE_DEGREES = 0.00008  # about 9 m
NEAR_KM = 20

# The boundary, else what the clusters and the structures cover.
OUTLINE = """
SELECT ST_AsBinary(ST_Buffer(outline::geography, %(metres)s)::geometry) FROM (
    SELECT COALESCE(
        s.boundary,
        (SELECT ST_Union(c.boundary) FROM settlements_cluster c WHERE c.settlement_id = s.id),
        (SELECT ST_ConvexHull(ST_Collect(t.location)) FROM settlements_structure t
            WHERE t.settlement_id = s.id HAVING count(*) > 2),
        (SELECT ST_ConvexHull(ST_Collect(p.location)) FROM settlements_servicepoint p
            WHERE p.settlement_id = s.id HAVING count(*) > 2)
    ) AS outline
    FROM settlements_settlement s WHERE s.id = %(settlement)s
) AS ground WHERE outline IS NOT NULL
"""
INSIDE = """
SELECT avg(ST_Intersects(outline, point)::int)
FROM (SELECT ST_GeomFromWKB(%(outline)s, 4326) AS outline) AS ground,
     LATERAL (SELECT ST_SetSRID(ST_MakePoint(x, y), 4326) AS point
              FROM unnest(%(xs)s::float8[], %(ys)s::float8[]) AS sample(x, y)) AS points
"""
NEAR_STRUCTURES = """
SELECT avg(EXISTS (
    SELECT 1 FROM settlements_structure t WHERE t.settlement_id = %(settlement)s
      AND ST_DWithin(t.location, ST_SetSRID(ST_MakePoint(x, y), 4326), %(near)s))::int)
FROM unnest(%(xs)s::float8[], %(ys)s::float8[]) AS sample(x, y)
"""
DISTANCE = """
SELECT ST_Distance(ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326)::geography,
                   ST_GeomFromWKB(%(outline)s, 4326)::geography) / 1000
"""


@dataclass(frozen=True)
class Reference:
    """What new data should lie on. `outline` is WKB, EPSG:4326, already 30 m wider; `sure` else a centre."""

    settlement_id: int
    outline: bytes | None
    sure: bool
    structures: int

    def share_inside(self, points: Coordinates) -> float | None:
        """The share of points (lon, lat) inside the outline; None when there is nothing to compare with."""
        if not self.sure or not on_earth(points):
            return None
        return ask(INSIDE, {"outline": self.outline, **columns(points)})

    def share_on_structures(self, points: Coordinates) -> float | None:
        """The share of points within about 9 m of a structure we know; None where there are too few."""
        if self.structures < 20 or not on_earth(points):
            return None
        return ask(NEAR_STRUCTURES, {
            "settlement": self.settlement_id, "near": NEAR_STRUCTURE_DEGREES, **columns(points)
        })  # fmt: skip

    def distance_km(self, points: Coordinates) -> float | None:
        """How far the middle of the points is from the settlement; 0 inside."""
        if self.outline is None or not on_earth(points):
            return None
        x, y = np.median(points, axis=0)
        return ask(DISTANCE, {"x": float(x), "y": float(y), "outline": self.outline})


def reference_of(settlement: Settlement) -> Reference:
    """Gather what is known of the settlement's ground."""
    structures = settlement.structures.count()
    outline = ask(OUTLINE, {"settlement": settlement.pk, "metres": TOLERANCE_M})
    if outline is not None:
        return Reference(settlement.pk, bytes(outline), True, structures)
    centre = bytes(settlement.centre.wkb) if settlement.centre else None
    return Reference(settlement.pk, centre, False, structures)


def on_earth(points: Coordinates) -> bool:
    """Whether the points can be degrees at all."""
    return bool(len(points)) and bool((np.abs(points) <= np.array([180.0, 90.0])).all())


def columns(points: Coordinates) -> dict[str, Any]:
    return {"xs": points[:, 0].tolist(), "ys": points[:, 1].tolist()}


def ask(sql: str, params: dict[str, Any]) -> Any:
    """One value."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    value = row[0] if row else None
    return value if value is None or isinstance(value, (bytes, memoryview)) else float(value)
