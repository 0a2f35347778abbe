"""Splitting a structure and making several one: the shapes, from the database, before anybody saves them."""

import json
from typing import Any

from django.db import connection

from settlements.editing.geometry import BadShape, ewkb_of
from settlements.editing.numbers import numbers_of_parts
from settlements.editing.problems import EditRefused, Problem
from settlements.models import Settlement, Structure

# Parts from the west: the first letter stands where one begins to read. A line that ends within the
# footprint is drawn on to its edge and beyond, as a finger would have meant it.
CUT = """
WITH drawn AS (
    SELECT ST_GeomFromEWKB(decode(%(shape)s, 'hex')) AS shape,
        ST_GeomFromEWKB(decode(%(line)s, 'hex')) AS line
), longer AS (
    SELECT shape, CASE WHEN ST_NPoints(line) < 2 OR ST_Length(line) = 0 THEN line ELSE ST_MakeLine(ARRAY[
        ST_Translate(ST_StartPoint(line),
            (ST_X(ST_StartPoint(line)) - ST_X(ST_PointN(line, 2))) * far.times_a,
            (ST_Y(ST_StartPoint(line)) - ST_Y(ST_PointN(line, 2))) * far.times_a),
        line,
        ST_Translate(ST_EndPoint(line),
            (ST_X(ST_EndPoint(line)) - ST_X(ST_PointN(line, -2))) * far.times_z,
            (ST_Y(ST_EndPoint(line)) - ST_Y(ST_PointN(line, -2))) * far.times_z)
    ]) END AS line
    FROM drawn, LATERAL (SELECT
        CASE WHEN ST_Intersects(shape, ST_StartPoint(line)) THEN 2 * ST_Perimeter(ST_Envelope(shape))
            / greatest(ST_Distance(ST_StartPoint(line), ST_PointN(line, 2)), 1e-9) ELSE 0 END AS times_a,
        CASE WHEN ST_Intersects(shape, ST_EndPoint(line)) THEN 2 * ST_Perimeter(ST_Envelope(shape))
            / greatest(ST_Distance(ST_EndPoint(line), ST_PointN(line, -2)), 1e-9) ELSE 0 END AS times_z
    ) far
)
SELECT ST_AsGeoJSON(part.geom, 15), ST_Area(part.geom::geography)
FROM longer, LATERAL ST_Dump(ST_CollectionExtract(ST_Split(shape, line), 3)) part
ORDER BY ST_XMin(part.geom), ST_YMin(part.geom)
"""
# A gap of a hand's breadth between two drawn edges is a wall, not a lane.
GAP_M = 0.3
JOIN = f"""
WITH drawn AS (
    SELECT ST_Union(ST_GeomFromEWKB(decode(each, 'hex'))) AS shape FROM unnest(%(shapes)s::text[]) AS each
), closed AS (
    SELECT CASE WHEN ST_NumGeometries(shape) = 1 THEN shape
        ELSE ST_Buffer(ST_Buffer(shape::geography, {GAP_M / 2}, 'join=mitre')::geography,
            {-GAP_M / 2}, 'join=mitre')::geometry END AS shape
    FROM drawn
)
SELECT ST_AsGeoJSON(shape, 15), ST_NumGeometries(shape), ST_Area(shape::geography) FROM closed
"""


def split_structure(structure: Structure, drawn: Any, line: Any) -> list[dict[str, Any]]:
    """The parts of a footprint cut along a line: shape, size and a proposed number each.

    `drawn` is the footprint as it is on the map now. The part that may keep the structure's number says so.
    Raises EditRefused.
    """
    found = ask(CUT, {"shape": sound(drawn, "Polygon"), "line": sound(line, "LineString")})
    if len(found) < 2:
        raise EditRefused([Problem("too_few_parts")])
    numbers = numbers_of_parts(structure, len(found))
    return [
        {
            "geometry": json.loads(shape),
            "m2": round(area, 1),
            "code": code,
            "keeps": code == structure.code,
        }
        for (shape, area), code in zip(found, numbers, strict=True)
    ]


def join_structures(settlement: Settlement, shapes: list[Any]) -> dict[str, Any]:
    """The footprint of several that are one. Raises EditRefused where they do not touch."""
    drawn = [sound(shape, "Polygon") for shape in shapes]
    if len(drawn) < 2:
        raise EditRefused([Problem("too_few_merged")])
    (shape, parts, area), *_rest = ask(JOIN, {"shapes": drawn})
    if parts != 1:
        raise EditRefused([Problem("not_joined")])
    joined = json.loads(shape)
    if joined["type"] == "MultiPolygon":
        joined = {"type": "Polygon", "coordinates": joined["coordinates"][0]}
    return {"geometry": joined, "m2": round(area, 1)}


def sound(drawn: Any, kind: str) -> str:
    """A valid shape of this kind, as hex EWKB."""
    try:
        shape = ewkb_of(drawn, (kind,))
    except BadShape as bad:
        raise EditRefused([bad.problem]) from bad
    ((reason, x, y),) = ask(
        "SELECT CASE WHEN d.valid THEN '' ELSE d.reason END, ST_X(d.location), ST_Y(d.location)"
        " FROM ST_IsValidDetail(ST_GeomFromEWKB(decode(%(shape)s, 'hex'))) d",
        {"shape": shape},
    )
    if reason:
        at = None if x is None else (x, y)
        code = "crosses_itself" if "elf-intersection" in reason else "invalid_shape"
        raise EditRefused([Problem(code, params={"reason": reason}, at=at)])
    return shape


def ask(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
