"""Made-up settlements in large numbers, by set-based SQL: dense grids of structures."""

from dataclasses import dataclass
from typing import Any

from benchmarks import answers
from benchmarks.sql import one, run

# A plot's edges in degrees (about 7.5 m by 9 m) and plots in a row: what makes a tile dense.
PLOT = (0.0000675, 0.000081)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    structures: int = 300_000
    households: int = 500_000
    settlements: int = 40
    rows: int = 100_000  # of the batch
    mapped: int = 30_000  # structures of the settlement on the first map
    known: int = 1_200  # settlements of the country beside those with structures
    listed: int = 50_000  # households on posted lists

    @classmethod
    def quick(cls) -> "Size":
        return cls(
            structures=12_000,
            households=20_000,
            settlements=4,
            rows=5_000,
            mapped=2_000,
            known=100,
            listed=2_000,
        )


def build(size: Size) -> None:
    """Settlements AA, AB ... with structures, households and people, and fresh planner statistics."""
    if one("SELECT count(*) FROM settlements_settlement"):
        return
    add_ground(size)
    answers.add_households(
        wanted=size.households // size.settlements, each=size.structures // size.settlements
    )
    run("ANALYZE")


def add_ground(size: Size) -> None:
    """The settlements with their structures alone."""
    for n in range(size.settlements):
        add_settlement(
            code_of(n),
            size.structures // size.settlements,
            west=36.0 + 0.05 * (n % 20),
            south=-1.5 + 0.05 * (n // 20),
        )


def code_of(n: int) -> str:
    return chr(65 + n // 26) + chr(65 + n % 26)


def add_settlement(
    code: str,
    structures: int,
    *,
    west: float,
    south: float,
    plot: tuple[float, float] = PLOT,
    across: int = 0,
    villages: int = 0,
) -> int:
    """One settlement with its clusters and a count that has begun; the id of the count."""
    if there := one(NEWEST_COUNT, code=code):  # in a database that was kept
        return int(there)
    across = across or round(structures**0.5 * plot[1] / plot[0])
    place: dict[str, Any] = {
        "code": code,
        "west": west,
        "south": south,
        "wide": plot[0],
        "deep": plot[1],
        "across": across,
        "n": structures,
        "rows": -(-structures // across),
        "clusters": villages or max(4, -(-structures // 9000)),
    }
    run(SETTLEMENT, **place)
    run(CLUSTERS, **place)
    run(STRUCTURES, **place)
    enumeration: int = one(ENUMERATION, **place)
    run(BATCH, enumeration=enumeration)
    return enumeration


NEWEST_COUNT = """
SELECT max(e.id) FROM enumerations_enumeration e
JOIN settlements_settlement s ON s.id = e.settlement_id WHERE s.code = %(code)s
"""

SETTLEMENT = """
INSERT INTO settlements_settlement (code, name, other_names, county_id, boundary, boundary_source,
    settlement_type, land_owner_types, land_reference, tenure_regularisation, eviction_threat_now, hazards,
    access_level, data_version, smallest_cell, shielded_because)
SELECT %(code)s, 'Settlement ' || %(code)s, '{}', id, ST_Multi(ST_MakeEnvelope(
        %(west)s - 0.0005, %(south)s - 0.0005,
        %(west)s + %(across)s * %(wide)s + 0.0005, %(south)s + %(rows)s * %(deep)s + 0.0005, 4326)),
    'made up', 'informal_settlement', '{}', '', 'none', 'none', '{}', 'public', 1, 5, ''
FROM settlements_county WHERE code = '047'
"""

CLUSTERS = """
INSERT INTO settlements_cluster (settlement_id, code, name, kind, leader_name, boundary)
SELECT s.id, 'C' || g, 'Village ' || g, 'village', '', NULL
FROM settlements_settlement s, generate_series(0, %(clusters)s - 1) g WHERE s.code = %(code)s
"""

# Rectangles of 5-7 m by 4-8 m, turned a little, in rows along lanes.
STRUCTURES = """
INSERT INTO settlements_structure (settlement_id, cluster_id, code, location, location_source, footprint,
    measured_m2, storeys, rooms_total, rooms_occupied, uses, roof, wall, floor, related_structures, utilities,
    ownership_type, other_numbers, status, properties)
SELECT settlement_id, cluster_id, %(code)s || '/' || cluster || '/' || (n / %(clusters)s + 1),
    ST_SetSRID(ST_MakePoint(x, y), 4326), 'made up',
    ST_SetSRID(ST_MakePolygon(ST_MakeLine(ARRAY[
        ST_MakePoint(x - w * c + d * s, y - w * s - d * c),
        ST_MakePoint(x + w * c + d * s, y + w * s - d * c),
        ST_MakePoint(x + w * c - d * s, y + w * s + d * c),
        ST_MakePoint(x - w * c - d * s, y - w * s + d * c),
        ST_MakePoint(x - w * c + d * s, y - w * s - d * c)])), 4326),
    30, 1, 6, 5, ARRAY[(ARRAY['residential', 'rental_only', 'mixed', 'rental_only', 'business'])[1 + n %% 5]],
    'iron_sheets', (ARRAY['iron_sheets', 'mud_cowdung', 'stone_lime_cement', 'iron_sheets'])[1 + n %% 4],
    (ARRAY['earth_sand', 'concrete_cement_terrazzo'])[1 + n %% 2], '{}', '{}', 'private_individual', '{}',
    'numbered', '{}'
FROM (
    SELECT c.settlement_id, c.id AS cluster_id, c.code AS cluster, n,
        %(west)s + (n %% %(across)s + 0.5) * %(wide)s AS x,
        %(south)s + (n / %(across)s + 0.5) * %(deep)s AS y,
        0.000022 + 0.000009 * random() AS w, 0.000018 + 0.000015 * random() AS d,
        cos(t) AS c, sin(t) AS s
    FROM (SELECT n, 0.1 * sin(n / 7.0) AS t FROM generate_series(0, %(n)s - 1) n) plots
    JOIN settlements_cluster c ON c.code = 'C' || (n %% %(clusters)s)
    JOIN settlements_settlement p ON p.id = c.settlement_id AND p.code = %(code)s
) placed
"""

ENUMERATION = """
INSERT INTO enumerations_enumeration (settlement_id, round, name, purpose, state, starts_on, source,
    creates_structures, column_mapping, created_at)
SELECT id, 1 + (SELECT count(*) FROM enumerations_enumeration e WHERE e.settlement_id = s.id),
    name, '', 'enumerating', '2025-01-06', 'standard', false, '{}', now()
FROM settlements_settlement s WHERE code = %(code)s RETURNING id
"""

BATCH = """
INSERT INTO enumerations_batch (settlement_id, enumeration_id, received_at, file, name, size, sha256, dry_run,
    all_or_nothing, replace_conflicts, source, state, phase, phase_done, phase_total, attempts, touched_at,
    rows, created, updated, unchanged, rejected, conflict, structures_created)
SELECT settlement_id, id, now(), 'none', 'made up', 0, '', false, false, false, 'file', 'done', 'finished', 0,
    0, 1,
    now(), 0, 0, 0, 0, 0, 0, 0
FROM enumerations_enumeration WHERE id = %(enumeration)s
"""
