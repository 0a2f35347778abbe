"""One structure numbered twice: two numbers at one place, and what was counted behind them."""

from enumerations.indicators.words import STANDING
from verification.finding.evidence import likelihood, piece, reasons
from verification.finding.weights import APART_M, STRUCTURES, WORTH_A_LOOK

W = STRUCTURES

# Units under one roof share their number but for the letter; they are no others.
BASE = "rtrim({0}.code, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"
NUMBER = "substring({0}.code FROM '([0-9]+)[A-Z]?$')::int"
STANDS = f"""
CREATE TEMPORARY TABLE twice_structure ON COMMIT DROP AS
SELECT s.id, s.code, s.cluster_id, s.location, s.footprint, coalesce(s.footprint, s.location) AS shape,
    s.roof, s.wall, s.storeys,
    (SELECT count(*) FROM twice_home h WHERE h.structure_id = s.id) AS homes
FROM settlements_structure s WHERE s.settlement_id = %(settlement)s AND {STANDING}
"""
FEATURES = f"""
CREATE TEMPORARY TABLE twice_structure_pair ON COMMIT DROP AS
SELECT a.id AS a, b.id AS b, metres, coalesce(overlap, 0) AS overlap, a.homes AS homes_a, b.homes AS homes_b,
    EXISTS (SELECT FROM twice_found f JOIN twice_home x ON x.id = f.a JOIN twice_home y ON y.id = f.b
        WHERE (x.structure_id = a.id AND y.structure_id = b.id)
            OR (x.structure_id = b.id AND y.structure_id = a.id)) AS same_people,
    a.cluster_id IS NOT DISTINCT FROM b.cluster_id AND abs({NUMBER.format("a")} - {NUMBER.format("b")}) = 1
        AS walk,
    (a.roof, a.wall) = (b.roof, b.wall) AS same_materials, a.roof || a.wall <> '' AND b.roof || b.wall <> ''
        AS materials_known
FROM twice_structure a
JOIN twice_structure b ON b.id > a.id AND b.shape && ST_Expand(a.shape, {APART_M} / 100000.0)
CROSS JOIN LATERAL (
    SELECT ST_Distance(a.location::geography, b.location::geography) AS metres,
        CASE WHEN a.footprint && b.footprint THEN ST_Area(ST_Intersection(a.footprint, b.footprint))
            / least(ST_Area(a.footprint), ST_Area(b.footprint)) END AS overlap
) found
WHERE {BASE.format("a")} <> {BASE.format("b")} AND (metres <= {APART_M} OR overlap > 0.3)
"""
EVIDENCE = (
    piece("overlap", "overlap > 0.5", W, percent="round(100 * overlap)"),
    piece("touching", f"overlap <= 0.5 AND metres <= {APART_M / 2}", W, metres="round(metres::numeric, 1)"),
    piece("one_unused", "(homes_a = 0) <> (homes_b = 0)", W),
    piece("same_people", "same_people", W),
    piece("other_people", "NOT same_people AND homes_a > 0 AND homes_b > 0", W),
    piece("walk", "walk", W),
    piece("materials", "same_materials AND materials_known", W),
    piece("other_materials", "NOT same_materials AND materials_known", W),
)
FOUND = f"""
CREATE TEMPORARY TABLE twice_structure_found ON COMMIT DROP AS
SELECT a, b, score, {reasons(EVIDENCE)} AS reasons
FROM (SELECT *, {likelihood(W["start"], EVIDENCE)} AS score FROM twice_structure_pair) f
WHERE score >= {WORTH_A_LOOK}
"""
STATEMENTS = (
    STANDS,
    "CREATE INDEX ON twice_structure USING gist (shape)",
    "ANALYZE twice_structure",
    FEATURES,
    FOUND,
)
