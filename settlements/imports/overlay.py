"""A small picture of the plan: the ground we know, and the new data on it, as GeoJSON in EPSG:4326."""

import json
from typing import Any

import numpy as np
from django.db import connection

from settlements.imports.crs import Proposal, move
from settlements.imports.shapes import Coordinates
from settlements.imports.staging import TABLE, Stage
from settlements.models import Settlement

MOST_SHAPES = 3000
MOST_POINTS = 200
# Sampled evenly, so that a large file is drawn thinner and not cut off.
NEW = f"""
SELECT ST_AsGeoJSON(geom, 6), action, COALESCE(code, ''), row FROM (
    SELECT *, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS total FROM {TABLE}
    WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)
) AS every WHERE n %% GREATEST(1, total / %(most)s) = 0 LIMIT %(most)s
"""
EXISTING = """
SELECT ST_AsGeoJSON(boundary, 6), 'boundary', name FROM settlements_settlement
WHERE id = %(settlement)s AND boundary IS NOT NULL
UNION ALL
SELECT ST_AsGeoJSON(boundary, 6), 'cluster', name FROM settlements_cluster
WHERE settlement_id = %(settlement)s AND boundary IS NOT NULL
UNION ALL
(SELECT ST_AsGeoJSON(COALESCE(footprint, location), 6), 'structure', code FROM settlements_structure
WHERE settlement_id = %(settlement)s ORDER BY id LIMIT %(most)s)
UNION ALL
(SELECT ST_AsGeoJSON(location, 6), 'service', name FROM settlements_servicepoint
WHERE settlement_id = %(settlement)s ORDER BY id LIMIT %(most)s)
UNION ALL
(SELECT ST_AsGeoJSON(path, 6), 'lane', name FROM settlements_lane
WHERE settlement_id = %(settlement)s ORDER BY id LIMIT %(most)s)
UNION ALL
(SELECT ST_AsGeoJSON(zone, 6), 'overlay', name FROM settlements_overlay
WHERE settlement_id = %(settlement)s ORDER BY id LIMIT %(most)s)
"""


def existing(settlement: Settlement) -> list[dict[str, Any]]:
    """The settlement's ground as features: kind and label."""
    with connection.cursor() as cursor:
        cursor.execute(EXISTING, {"settlement": settlement.pk, "most": MOST_SHAPES})
        return [feature(shape, kind=kind, label=label) for shape, kind, label in cursor.fetchall()]


def staged(stage: Stage) -> list[dict[str, Any]]:
    """The new data as features: action and label."""
    found = stage.fetch(NEW, {"most": MOST_SHAPES})
    return [feature(shape, action=action, label=code or str(row)) for shape, action, code, row in found]


def feature(shape: str, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(shape), "properties": properties}


def proposed(points: Coordinates, offered: tuple[Proposal, ...]) -> dict[str, list[list[float]]]:
    """Where each reading puts a sample of the data: [lat, lon] by the proposal's key."""
    sample = points[:: max(1, len(points) // MOST_POINTS)][:MOST_POINTS]
    result = {}
    for each in offered:
        moved = move(sample, each.crs, swap=each.swap)
        moved = moved[np.isfinite(moved).all(axis=1)]
        result[each.key] = np.round(moved[:, ::-1], 6).tolist()
    return result
