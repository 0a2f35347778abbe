"""The ground of all settlements a reader acts in, as one layer of tiles: cells from afar, structures near.

Nothing is left out at any zoom: far away every structure that stands is counted in one cell of one tile.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from mapping import density
from mapping.layers.base import BOX, MOVED
from mapping.layers.structures import GONE
from mapping.tiles import EXTENT, PLANNING, Tile

LAYER = "ground"
SHAPES_FROM = 15
CELLS = 6  # a tile has 2^6 cells along its edge: four pixels each, where a tile is 256
MARGIN = 64  # units beyond the edge: what crosses it is drawn on both sides

# Which settlements in which state: changes when one of them does, or when there are others.
STATE = "('x' || left(md5(string_agg({of}, ',' ORDER BY {of})), 15))::bit(60)::bigint"
OF_SETTLEMENTS = f"""
SELECT {STATE.format(of="id || '.' || data_version")} FROM settlements_settlement
WHERE id = ANY(%(settlements)s)
"""
# Of what was counted, which may be older by what has just changed: a tile is kept as what it shows.
OF_DENSITY = f"""
SELECT {STATE.format(of="settlement_id || '.' || version")} FROM mapping_grounddensity
WHERE settlement_id = ANY(%(settlements)s)
"""

GRID = f"""
SELECT sum(n)::int AS c,
    ST_MakePoint((((x >> %(to_cell)s) & {2**CELLS - 1}) + 0.5) * %(unit)s,
        (((y >> %(to_cell)s) & {2**CELLS - 1}) + 0.5) * %(unit)s) AS geom
FROM mapping_grounddensity, unnest(columns, rows, counts) AS cell (x, y, n)
WHERE settlement_id = ANY(%(settlements)s)
    AND %(x)s BETWEEN west >> %(to_tile)s AND east >> %(to_tile)s
    AND %(y)s BETWEEN north >> %(to_tile)s AND south >> %(to_tile)s
    AND x >> %(to_tile)s = %(x)s AND y >> %(to_tile)s = %(y)s
GROUP BY x >> %(to_cell)s, y >> %(to_cell)s
"""
SHAPES = f"""
SELECT structure_id AS id, p.code AS s, {MOVED.format(shape="shape")} AS geom
FROM enumerations_structuresummary JOIN settlements_settlement p ON p.id = settlement_id
WHERE settlement_id = ANY(%(settlements)s) AND shape && {BOX} AND NOT {GONE}
"""


def state(settlements: Sequence[int]) -> int:
    """A number for these settlements as they are now: tiles are kept under it."""
    with connection.cursor() as cursor:
        cursor.execute(OF_SETTLEMENTS, {"settlements": list(settlements)})
        found: int | None = cursor.fetchone()[0]
    return found or 0


def render(settlements: Sequence[int], tile: Tile) -> tuple[int, bytes]:
    """The state of these settlements and the tile that shows it; empty bytes where nothing stands.

    c is how many structures a cell holds, s the code of a structure's settlement; there is nothing else.
    """
    is_near = tile.z >= SHAPES_FROM
    if not is_near:
        density.refresh(settlements)
    shown: dict[str, Any] = {
        "settlements": list(settlements),
        "x": tile.x,
        "y": tile.y,
        "to_tile": density.FINEST - tile.z,
        "to_cell": density.FINEST - tile.z - CELLS,
        "unit": EXTENT >> CELLS,
        **tile.params(MARGIN),
    }
    query = f"""{PLANNING} SELECT ({OF_SETTLEMENTS if is_near else OF_DENSITY}),
        (SELECT ST_AsMVT(drawn, '{LAYER}', {EXTENT}, 'geom'{", 'id'" if is_near else ""})
         FROM ({SHAPES if is_near else GRID}) drawn)
    """
    with connection.cursor() as cursor:
        cursor.execute(query, shown)
        found, body = cursor.fetchone()
    return found or 0, bytes(body or b"")
