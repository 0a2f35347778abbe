"""From what was drawn or sent to the ground it takes: repaired, thinned out, with metres on either side."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import DataError, InternalError, OperationalError, connection, transaction

from mapping.affected.problems import Remark, ShapeRefused

# Nobody waits longer for an answer, and no shape may hold a worker.
SECONDS = 8
# Corners beyond which a shape is thinned out, and those that may remain; a broken one may have fewer, for
# repairing takes with the square of them.
MANY_CORNERS = 2_000
MOST_CORNERS = 20_000
MOST_BROKEN = 2_000
# Degrees: less than a quarter of a metre in Kenya.
THINNER = 0.000002

THIN = """
SELECT ST_AsBinary(shape), ST_NPoints(shape), ST_IsValid(shape) FROM (
    SELECT CASE WHEN ST_NPoints(given) > %(many)s THEN ST_Simplify(given, %(thinner)s, true) ELSE given END
        AS shape
    FROM (SELECT ST_GeomFromWKB(%(shape)s, 4326) AS given) AS sent
) AS thinned
"""
# Each part is made valid by itself, so that areas that overlap are one area and not a hole.
TAKE = """
WITH parts AS (
    SELECT CASE WHEN ST_IsValid(geom) THEN geom
        WHEN ST_Dimension(geom) = 2 THEN ST_CollectionExtract(ST_MakeValid(geom), 3)
        ELSE ST_MakeValid(geom) END AS geom
    FROM ST_Dump(ST_GeomFromWKB(%(shape)s, 4326))
),
one AS (SELECT ST_UnaryUnion(ST_Collect(geom)) AS shape FROM parts WHERE NOT ST_IsEmpty(geom))
SELECT ST_AsEWKB(shape), ST_AsEWKB(area), ST_Area(area::geography),
    ST_AsGeoJSON(shape, 8), ST_AsGeoJSON(area, 6),
    ST_Dimension(shape) = 2 AND NOT ST_Equals(shape, ST_CollectionExtract(shape, 3))
FROM one, LATERAL (SELECT CASE WHEN %(reach)s > 0 THEN ST_Buffer(shape::geography, %(reach)s)::geometry
    ELSE ST_CollectionExtract(shape, 3) END AS area) AS taken
WHERE shape IS NOT NULL
"""


@dataclass(frozen=True)
class Zone:
    """Ground that something takes. `shape` is what was drawn or sent, `area` with its metres; EPSG:4326.

    `drawn` and `outline` are the same as GeoJSON, for a form to send along and for a map.
    """

    shape: GEOSGeometry
    reach_m: Decimal
    area: GEOSGeometry
    area_m2: float
    drawn: str
    outline: str
    remarks: tuple[Remark, ...] = ()
    name: str = ""
    overlay: int | None = None


def take(shape: bytes, reach_m: Decimal, remarks: Sequence[Remark] = (), **more: Any) -> Zone:
    """The zone of a shape (WKB, EPSG:4326) with so many metres on either side. Raises ShapeRefused."""
    said = list(remarks)
    with limited("tangled"), connection.cursor() as cursor:
        cursor.execute(THIN, {"shape": shape, "many": MANY_CORNERS, "thinner": THINNER})
        thinned, corners, is_valid = cursor.fetchone()
        if corners > (MOST_CORNERS if is_valid else MOST_BROKEN):
            raise ShapeRefused("too_detailed" if is_valid else "tangled", limit=f"{MOST_CORNERS:,}")
        if bytes(thinned) != shape:
            said.append(Remark("simplified"))
        if not is_valid:
            said.append(Remark("repaired"))
        cursor.execute(TAKE, {"shape": thinned, "reach": reach_m})
        found = cursor.fetchone()
    if found is None:
        raise ShapeRefused("unreadable")
    one, area, area_m2, drawn, outline, has_lines = found
    ground = GEOSGeometry(memoryview(area))
    if ground.empty:
        raise ShapeRefused("no_width" if not reach_m else "unreadable")
    if has_lines and not reach_m:
        said.append(Remark("lines_left_out"))
    whole = GEOSGeometry(memoryview(one))
    return Zone(whole, reach_m, ground, float(area_m2), drawn, outline, tuple(said), **more)


@contextmanager
def limited(code: str) -> Iterator[None]:
    """Statements that may take a few seconds and no more; what geometry makes of them is said in words."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
            yield
    except (DataError, InternalError, OperationalError) as error:
        raise ShapeRefused(code) from error
