"""Where a settlement lies of which neither boundary nor centre is known: where nearly all of it stands."""

from django.db import connection

from settlements.models import Settlement

# One in a hundred on each side may have been written down wrong: a map that held it would show nothing else.
SQL = """
SELECT percentile_disc(ARRAY[0.01, 0.99]) WITHIN GROUP (ORDER BY ST_X(location)),
    percentile_disc(ARRAY[0.01, 0.99]) WITHIN GROUP (ORDER BY ST_Y(location))
FROM (
    SELECT location FROM settlements_structure WHERE settlement_id = %(pk)s
    UNION ALL SELECT location FROM settlements_servicepoint WHERE settlement_id = %(pk)s
) things
"""
AROUND = 0.0005  # degrees, about 55 m


def extent_of(settlement: Settlement) -> list[list[float]] | None:
    """South-west and north-east corner, latitude first as Leaflet asks; None where nothing stands."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"pk": settlement.pk})
        xs, ys = cursor.fetchone()
    if xs is None:
        return None
    (west, east), (south, north) = xs, ys
    return [[south - AROUND, west - AROUND], [north + AROUND, east + AROUND]]
