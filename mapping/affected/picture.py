"""The zone and what stands on it and around it, as an SVG: for paper, and for who has no script."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.db import connection

from mapping.affected.answer import Answer
from mapping.affected.doors import CUT, POINT, WHOLE

WIDTH = 1000  # units of the picture
HEIGHTS = (480, 780)
MARGIN = 0.08
LEAST_M = 60  # a frame is never smaller, or one house would fill it
# Beyond so many, what is not affected is left out: grey dust, and seconds to draw.
MOST_AROUND = 6_000
HALF_OF_POINT_M = 3
FARTHEST_NORTH = 85.0  # where Web Mercator ends
BAR_LENGTHS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)

# Web Mercator keeps angles: a small piece of it is a picture in true proportions.
FRAME = """
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (
    SELECT coalesce(
        (SELECT ST_Extent(shape) FROM enumerations_structuresummary WHERE structure_id = ANY(%(ids)s)),
        ST_Extent(ST_Transform(ST_Intersection(ST_GeomFromEWKB(%(zone)s),
            ST_MakeEnvelope(-180, -%(north)s, 180, %(north)s, 4326)), 3857))) AS box
) AS frame
"""
PATHS = """
WITH frame AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(top)s, 3857) AS box),
drawn AS (
    SELECT CASE WHEN structure_id = ANY(%(whole)s) THEN 'whole' WHEN structure_id = ANY(%(cut)s) THEN 'cut'
        ELSE 'around' END AS kind,
        CASE WHEN ST_Dimension(shape) = 0 THEN ST_Expand(shape, %(half)s) ELSE shape END AS shape,
        count(*) OVER () AS total
    FROM enumerations_structuresummary, frame WHERE settlement_id = %(settlement)s AND shape && box
),
lines AS (
    SELECT kind, shape FROM drawn WHERE kind <> 'around' OR total <= %(most)s
    UNION ALL SELECT 'zone', ST_CollectionExtract(ST_Intersection(ST_Transform(
        ST_Intersection(ST_GeomFromEWKB(%(zone)s), ST_Transform(box, 4326)), 3857), box), 3) FROM frame
    UNION ALL SELECT 'boundary', ST_CollectionExtract(
        ST_Intersection(ST_Boundary(ST_Transform(boundary, 3857)), box), 2)
        FROM settlements_settlement, frame WHERE id = %(settlement)s AND boundary IS NOT NULL
)
SELECT kind, string_agg(ST_AsSVG(ST_Scale(ST_Translate(shape, -%(west)s, -%(top)s), %(scale)s, %(scale)s),
    0, 1), ' ') FROM lines WHERE NOT ST_IsEmpty(shape) GROUP BY kind
"""


@dataclass(frozen=True)
class Picture:
    """Paths by what they show, in units of the picture; a bar of so many metres."""

    height: int
    paths: dict[str, str]
    bar: float
    bar_m: int
    width: int = WIDTH

    @property
    def bar_y(self) -> int:
        return self.height - 20

    @property
    def bar_ground(self) -> float:
        """The width of the white ground under the bar and its number."""
        return max(self.bar, 90) + 24

    @property
    def north_x(self) -> int:
        return self.width - 34


def picture_of(answer: Answer) -> Picture | None:
    """What is affected, framed with a little of what is round it; None of nothing."""
    drawn = answer.drawn
    whole, cut = [*drawn[WHOLE], *drawn[POINT]], drawn[CUT]
    latitude = max(-FARTHEST_NORTH, min(FARTHEST_NORTH, answer.zone.area.centroid.y))
    metre = 1 / cos(radians(latitude))  # units of Web Mercator
    asked: dict[str, Any] = {"ids": [*whole, *cut], "zone": answer.zone.area.ewkb, "north": FARTHEST_NORTH}
    with connection.cursor() as cursor:
        cursor.execute(FRAME, asked)
        found = cursor.fetchone()
        if found is None or found[0] is None:
            return None
        west, south, east, north, height = framed(found, metre)
        scale = WIDTH / (east - west)
        asked |= {
            "west": west, "south": south, "east": east, "top": north, "scale": scale,
            "whole": whole, "cut": cut, "half": HALF_OF_POINT_M * metre,
            "settlement": answer.settlement.pk, "most": MOST_AROUND,
        }  # fmt: skip
        cursor.execute(PATHS, asked)
        paths = dict(cursor.fetchall())
    bar_m = max(length for length in BAR_LENGTHS if length * metre * scale <= WIDTH / 4 or length == 5)
    return Picture(height=height, paths=paths, bar=bar_m * metre * scale, bar_m=bar_m)


def framed(box: tuple[float, float, float, float], metre: float) -> tuple[float, float, float, float, int]:
    """The box with a margin, neither flatter nor taller than paper has room for; and its picture's height."""
    west, south, east, north = box
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    across = max(east - west, LEAST_M * metre) * (1 + 2 * MARGIN)
    up = max(north - south, LEAST_M * metre) * (1 + 2 * MARGIN)
    flat, tall = (height / WIDTH for height in HEIGHTS)
    across, up = max(across, up / tall), max(up, across * flat)
    return (
        middle_x - across / 2, middle_y - up / 2, middle_x + across / 2, middle_y + up / 2,
        round(WIDTH * up / across),
    )  # fmt: skip
