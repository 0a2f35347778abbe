"""How densely settlements are built, in cells of a grid: kept by settlement and data version.

Counting 300,000 structures in a grid reads every one of them, for each tile that shows them; adding up what
was counted before reads a row for each settlement. So each settlement's count is kept until its data version
is another one.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from mapping.layers.structures import GONE
from mapping.tiles import HALF_WORLD_M

FINEST = 20  # the zoom whose tiles are the kept cells: 38 m along an edge
SIZE_M = 2 * HALF_WORLD_M / 2**FINEST
LOCK = 0x67726964  # "grid": who counts is alone, and who waited finds it done

STALE = """
SELECT s.id FROM settlements_settlement s LEFT JOIN mapping_grounddensity d ON d.settlement_id = s.id
WHERE s.id = ANY(%(settlements)s) AND d.version IS DISTINCT FROM s.data_version
"""
# Every structure that stands is counted in one cell, that of the middle of its box: it costs least.
COUNT = f"""
INSERT INTO mapping_grounddensity (settlement_id, version, columns, rows, counts, west, east, north, south)
SELECT id, data_version,
    coalesce(array_agg(x) FILTER (WHERE n > 0), '{{}}'), coalesce(array_agg(y) FILTER (WHERE n > 0), '{{}}'),
    coalesce(array_agg(n) FILTER (WHERE n > 0), '{{}}'), min(x), max(x), min(y), max(y)
FROM (
    SELECT s.id, s.data_version, count(d.structure_id)::int AS n,
        floor(((ST_XMin(shape) + ST_XMax(shape)) / 2 + {HALF_WORLD_M}) / {SIZE_M})::int AS x,
        floor(({HALF_WORLD_M} - (ST_YMin(shape) + ST_YMax(shape)) / 2) / {SIZE_M})::int AS y
    FROM settlements_settlement s
        LEFT JOIN enumerations_structuresummary d ON d.settlement_id = s.id AND NOT {GONE}
    WHERE s.id = ANY(%(settlements)s)
    GROUP BY 1, 2, 4, 5
) cell
GROUP BY 1, 2 ORDER BY 1
ON CONFLICT (settlement_id) DO UPDATE SET version = excluded.version, columns = excluded.columns,
    rows = excluded.rows, counts = excluded.counts, west = excluded.west, east = excluded.east,
    north = excluded.north, south = excluded.south
"""


def refresh(settlements: Sequence[int]) -> int:
    """Count anew where something changed; how many settlements that were. One query where nothing did."""
    if not _stale(settlements):
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        stale = _stale(settlements)
        if stale:
            cursor.execute(COUNT, {"settlements": stale})
    return len(stale)


def _stale(settlements: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(STALE, {"settlements": list(settlements)})
        return [row[0] for row in cursor.fetchall()]
