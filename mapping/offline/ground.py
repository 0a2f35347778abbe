"""Which tiles a phone needs of a settlement: those of its own ground, at few zooms."""

from django.db import connection

from mapping.layers.structures import PlainStructureLayer
from mapping.tiles import EXTENT, Tile

# A phone cuts every other zoom out of these: the whole from afar, shapes, and shapes with their numbers.
AFAR, SHAPES, NUMBERS = 12, PlainStructureLayer.SHAPES_FROM, PlainStructureLayer.NUMBERS_FROM
MARGIN_UNITS = 64  # signs and outlines reach so far over a tile's edge

GROUND = """
    SELECT ST_Transform(boundary, 3857) AS shape FROM settlements_settlement
    WHERE id = %(settlement)s AND boundary IS NOT NULL
    UNION ALL
    SELECT shape FROM enumerations_structuresummary WHERE settlement_id = %(settlement)s AND shape IS NOT NULL
    UNION ALL
    SELECT ST_Transform(location, 3857) FROM settlements_servicepoint WHERE settlement_id = %(settlement)s
"""
# Of each shape the tiles that its box touches, of these the ones that it touches itself. y is from the north.
TOUCHED = f"""
    WITH ground AS ({GROUND}),
    boxed AS (
        SELECT shape, ST_Expand(shape, %(margin)s) AS box, %(size)s::float8 AS size, %(half)s::float8 AS half
        FROM ground
    )
    SELECT DISTINCT x, y FROM boxed
    CROSS JOIN LATERAL generate_series(
        floor((ST_XMin(box) + half) / size)::int, floor((ST_XMax(box) + half) / size)::int
    ) x
    CROSS JOIN LATERAL generate_series(
        floor((half - ST_YMax(box)) / size)::int, floor((half - ST_YMin(box)) / size)::int
    ) y
    WHERE ST_Intersects(
        shape,
        ST_MakeEnvelope(
            x * size - half - %(margin)s, half - (y + 1) * size - %(margin)s,
            (x + 1) * size - half + %(margin)s, half - y * size + %(margin)s, 3857
        )
    )
    ORDER BY x, y
"""


def tiles_of_ground(settlement_id: int, zoom: int) -> list[Tile]:
    """The tiles of a zoom that touch the boundary, a structure or a service point."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, {"settlement": settlement_id, **measures(zoom)})
        return [Tile(zoom, x, y) for x, y in cursor.fetchall()]


def measures(zoom: int) -> dict[str, float]:
    """Metres of EPSG:3857: a tile's edge, what reaches over it, half of the world."""
    size = Tile(zoom, 0, 0).size_m
    half = size * 2**zoom / 2
    return {"size": size, "half": half, "margin": size * MARGIN_UNITS / EXTENT}
