"""Twelve hundred settlements whose counts were adopted, round the towns, and the tiles of all ground."""

from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

from benchmarks.report import Report
from benchmarks.sql import one, run
from mapping import country_tiles, density
from mapping.layers.base import BOX
from mapping.tiles import Tile, tiles_within

# Where the people of the made-up settlements live: longitude, latitude, a share of them.
TOWNS = (
    (36.82, -1.29, 40), (39.67, -4.04, 15), (34.76, -0.10, 12), (36.07, -0.30, 10), (35.27, 0.52, 8),
    (37.65, 0.05, 5), (34.56, 0.28, 4), (36.95, -0.42, 3), (39.64, -0.45, 2), (35.60, 3.12, 1),
)  # fmt: skip

SETTLEMENTS = """
WITH town AS (
    SELECT *, row_number() OVER () AS n FROM unnest(%(lon)s::float[], %(lat)s::float[], %(share)s::int[])
        AS t (lon, lat, share), generate_series(1, share)
), placed AS (
    SELECT each AS n, t.lon + 0.3 * (random() - 0.5) AS x, t.lat + 0.3 * (random() - 0.5) AS y
    FROM generate_series(0, %(n)s - 1) each
    JOIN town t ON t.n = 1 + each %% (SELECT count(*) FROM town)
)
INSERT INTO settlements_settlement (code, name, other_names, county_id, boundary, boundary_source,
    settlement_type, land_owner_types, land_reference, tenure_regularisation, eviction_threat_now, hazards,
    access_level, data_version, smallest_cell, shielded_because)
SELECT 'Y' || chr(65 + n / 676) || chr(65 + n / 26 %% 26) || chr(65 + n %% 26), 'Kijiji cha ' || n, '{}',
    c.id, ST_Multi(ST_Buffer(ST_MakePoint(x, y)::geography, 80 + 200 * random(), 6)::geometry),
    'made up', 'informal_settlement', '{}', '', 'none',
    CASE WHEN n %% 10 = 0 THEN 'written_notice' ELSE 'none' END,
    '{}', 'public', 1, 5, ''
FROM placed, settlements_county c WHERE c.code = '047'
"""
COUNTS = """
INSERT INTO enumerations_enumeration (settlement_id, round, name, purpose, state, adopted_on, starts_on,
    source, creates_structures, column_mapping, created_at)
SELECT id, 1, name, '', 'adopted', '2025-06-01', '2025-01-06', 'standard', false, '{}', now()
FROM settlements_settlement WHERE code LIKE 'Y___'
"""
# What a count of a few hundred households found, as it was computed for one of the large ones.
FIGURES = """
INSERT INTO enumerations_settlementstatistics (settlement_id, enumeration_id, figures, households, made_at)
SELECT e.settlement_id, e.id, jsonb_build_object(
        'population', jsonb_build_object('value', 4 * h, 'n', h),
        'households', jsonb_build_object('value', h, 'n', h),
        'structures', jsonb_build_object('value', h / 2, 'n', h / 2),
        'coverage_percent', jsonb_build_object('value', 100, 'n', h / 2)), h, now()
FROM enumerations_enumeration e
JOIN settlements_settlement s ON s.id = e.settlement_id AND s.code LIKE 'Y___',
LATERAL (SELECT 100 + 37 * e.id % 700 AS h) many
"""


def add(wanted: int) -> None:
    """So many settlements with adopted totals; a tenth of them are threatened, and their places coarse."""
    if one("SELECT count(*) FROM settlements_settlement WHERE code LIKE 'Y___'"):
        return
    longitudes, latitudes, shares = map(list, zip(*TOWNS, strict=True))
    run(SETTLEMENTS, n=wanted, lon=longitudes, lat=latitudes, share=shares)
    run(COUNTS)
    run(FIGURES)


SLOWEST_MS = 100
# The same cells without what is kept: every structure read, and counted in its cell.
UNKEPT = f"""
SELECT ST_AsMVT(drawn, 'ground', 4096, 'geom') FROM (
    SELECT count(*)::int AS c, cell AS geom FROM enumerations_structuresummary,
    LATERAL (SELECT ST_SnapToGrid(ST_Affine(ST_Centroid(shape), %(scale)s, 0, 0, -%(scale)s, %(x_off)s,
        %(y_off)s), 32, 32, 64, 64) AS cell) placed
    WHERE shape && {BOX} GROUP BY cell
) drawn
"""


def measure_ground(report: Report, *, repeat: int) -> None:
    """Tiles of all structures of the country: with what is kept, without, and when all of it is stale.

    Tile by tile, of those that show something: a reader who moves waits for the slowest of a few, never for
    all of the country's. A bare count of a tile where nothing stands is a look into an index; ours may cost
    what it costs to know of how things are, which is little too.
    """
    ids = [row[0] for row in rows("SELECT id FROM settlements_settlement ORDER BY id")]
    n = one("SELECT count(*) FROM enumerations_structuresummary")
    box = rows("SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(shape) AS e "
               "FROM enumerations_structuresummary) extent")[0]  # fmt: skip
    run("DELETE FROM mapping_grounddensity")
    report.add("map", f"counting {n:,} structures in cells", timed(lambda: density.refresh(ids)), "ms")
    for zoom in (6, 11, 13):
        measure_zoom(report, zoom, ids, box, repeat)


def measure_zoom(report: Report, zoom: int, ids: list[int], box: Any, repeat: int) -> None:
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    west, south, east, north = box
    for tile in tiles_within(west, south, east, north, zoom):
        is_shown = bool(country_tiles.render(ids, tile)[1])
        ours = median(timed(partial(country_tiles.render, ids, tile)) for _ in range(repeat))
        found[is_shown].append((ours, median(timed(partial(unkept, tile)) for _ in range(repeat))))
    # At 13 a tile has so few structures that they may as well be counted.
    limit = 0.5 if zoom < 12 else 1
    ours, bare = (median(times) for times in zip(*found[True], strict=True))
    report.add(
        "map", f"the country's ground, z{zoom}, one of {len(found[True])} tiles, cold", ours, "ms",
        ratio=ours / bare, beside="counting in SQL", at_most=limit,
    )  # fmt: skip
    slowest = max(ours for ours, _bare in found[True])
    report.add("map", f"the country's ground, z{zoom}, the slowest tile", slowest, "ms", at_most=SLOWEST_MS)
    if found[False]:
        empty = median(ours for ours, _bare in found[False])
        report.add(
            "map", f"the country's ground, z{zoom}, one of {len(found[False])} empty tiles", empty, "ms"
        )


def unkept(tile: Tile) -> Any:
    return one("SET LOCAL jit = off; " + UNKEPT, **tile.params(0))


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds."""
    began = perf_counter()
    work()
    return 1000 * (perf_counter() - began)
