"""A person in two households: the same names, sex and age, where that is more than chance."""

from verification.finding.evidence import likelihood, piece, reasons
from verification.finding.weights import FAR_M, PERSONS, WORTH_A_LOOK

W = PERSONS

# Pairs of households that may be one are decided as such: their people are not named once more.
FEATURES = f"""
CREATE TEMPORARY TABLE twice_person_pair ON COMMIT DROP AS
SELECT m.a, m.line_a, m.b, m.line_b, m.same_age, m.shared AS points, m.words, m.moves, m.heads,
    (SELECT count(*) FROM twice_home) AS homes,
    x.phone = y.phone AS same_phone, sqrt((x.x - y.x) ^ 2 + (x.y - y.y) ^ 2) AS metres
FROM twice_met m
JOIN twice_home x ON x.id = m.a JOIN twice_home y ON y.id = m.b
WHERE m.line_a > 0 AND m.line_b > 0 AND NOT m.heads
  AND NOT EXISTS (SELECT FROM twice_found f WHERE f.a = m.a AND f.b = m.b)
  AND (m.shared > {-W["start"] - 3} OR x.phone = y.phone
    OR abs(x.x - y.x) <= 30 AND abs(x.y - y.y) <= 30)
"""
EVIDENCE = (
    piece("same_names", "points IS NOT NULL", W, "points", words="words"),
    piece("same_age", "same_age", W, str(W["age"])),
    piece("near", "metres <= 30", W, metres="round(metres)"),
    piece("far", f"metres > {FAR_M}", W, metres="round(metres)"),
    piece(
        "chance",
        "metres > 30 AND homes > 1000",
        W,
        f"{W['chance']} * ln(homes / 1000.0)",
        homes="homes",
    ),
    piece("phone", "same_phone", W),
    piece("related", "moves", W),
)
FOUND = f"""
CREATE TEMPORARY TABLE twice_person_found ON COMMIT DROP AS
SELECT a, line_a, b, line_b, score, {reasons(EVIDENCE)} AS reasons
FROM (SELECT *, {likelihood(W["start"], EVIDENCE)} AS score FROM twice_person_pair) f
WHERE score >= {WORTH_A_LOOK}
"""
STATEMENTS = ("ANALYZE twice_found", FEATURES, FOUND)
