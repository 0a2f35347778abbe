"""The same household counted twice: which pairs are compared, and what speaks for and against each."""

from verification.finding.evidence import likelihood, piece, reasons
from verification.finding.weights import ALIKE, FAR_M, HEARD_M, HOUSEHOLDS, NAMES, NEAR_M, WORTH_A_LOOK

W = HOUSEHOLDS

# A phone that more than a few households give is lent, or the landlord's: it brings no pairs together.
SHARED_BY_MOST = 6
# Two heads of one name in different lanes are looked at where the name is rarer than chance brings together.
RARE = "(SELECT 5 + greatest(0, ln(count(*) / 1000.0)) FROM twice_home)"
CLOSE = "abs(x.x - y.x) <= {metres} AND abs(x.y - y.y) <= {metres}"
ALIKE_HEADS = "(x.sex = y.sex) IS NOT FALSE AND (abs(x.age - y.age) <= 3) IS NOT FALSE"
TOGETHER = f"""
CREATE TEMPORARY TABLE twice_pair ON COMMIT DROP AS
SELECT m.a, m.b FROM twice_met m
JOIN twice_home x ON x.id = m.a JOIN twice_home y ON y.id = m.b
WHERE m.heads AND m.shared > {RARE} OR {CLOSE.format(metres=HEARD_M)}
    OR m.heads AND {CLOSE.format(metres=FAR_M)}
UNION
SELECT a, b FROM twice_met GROUP BY a, b HAVING count(*) > 1
UNION
SELECT a.id, b.id FROM twice_home a JOIN twice_home b ON b.phone = a.phone AND b.id > a.id
WHERE a.phone IN (SELECT phone FROM twice_home GROUP BY phone HAVING count(*) <= {SHARED_BY_MOST})
UNION
SELECT a.id, b.id FROM twice_home a JOIN twice_home b ON b.ident = a.ident AND b.id > a.id
WHERE a.ident IN (SELECT ident FROM twice_home GROUP BY ident HAVING count(*) <= {SHARED_BY_MOST})
UNION
SELECT a.id, b.id FROM twice_home a JOIN twice_home b ON b.id > a.id AND b.day = a.day
    AND b.enumerator = a.enumerator AND b.device = a.device
    AND b.started_at BETWEEN a.started_at - interval '2 minutes' AND a.started_at + interval '2 minutes'
WHERE a.enumerator <> '' OR a.device <> ''
UNION
-- Neighbours, and those of one structure, who share a word of the head's name; cells of {HEARD_M} m.
SELECT DISTINCT least(a.household, b.household), greatest(a.household, b.household)
FROM twice_place a
JOIN twice_place b ON b.cell_x = a.near_x AND b.cell_y = a.near_y AND b.rep = a.rep AND b.is_home
JOIN twice_home x ON x.id = a.household JOIN twice_home y ON y.id = b.household
WHERE a.household <> b.household AND {ALIKE_HEADS} AND {CLOSE.format(metres=HEARD_M)}
UNION
SELECT a.household, b.household FROM twice_inside a
JOIN twice_inside b ON b.structure_id = a.structure_id AND b.rep = a.rep AND b.household > a.household
JOIN twice_home x ON x.id = a.household JOIN twice_home y ON y.id = b.household
WHERE {ALIKE_HEADS}
"""
PLACES = f"""
CREATE TEMPORARY TABLE twice_place ON COMMIT DROP AS
SELECT t.household, t.rep, floor(h.x / {HEARD_M})::int AS cell_x, floor(h.y / {HEARD_M})::int AS cell_y,
    floor(h.x / {HEARD_M})::int + dx AS near_x, floor(h.y / {HEARD_M})::int + dy AS near_y,
    dx = 0 AND dy = 0 AS is_home
FROM twice_token t JOIN twice_home h ON h.id = t.household,
    generate_series(-1, 1) dx, generate_series(-1, 1) dy
WHERE t.is_head AND h.x IS NOT NULL AND length(t.rep) > 1
"""
INSIDE = """
CREATE TEMPORARY TABLE twice_inside ON COMMIT DROP AS
SELECT t.household, t.rep, h.structure_id FROM twice_token t JOIN twice_home h ON h.id = t.household
WHERE t.is_head AND h.structure_id IS NOT NULL AND length(t.rep) > 1
"""
# Each word of the shorter name with the word of the other name that is most like it.
NAMED = f"""
CREATE TEMPORARY TABLE twice_heads ON COMMIT DROP AS
WITH sides AS (
    SELECT p.a, p.b, CASE WHEN na.words <= nb.words THEN p.a ELSE p.b END AS short,
        CASE WHEN na.words <= nb.words THEN p.b ELSE p.a END AS long
    FROM twice_pair p JOIN twice_named na ON na.household = p.a AND na.is_head
    JOIN twice_named nb ON nb.household = p.b AND nb.is_head
), word AS (
    SELECT s.a, s.b, t.tok, max(t.weight) AS weight, max(CASE
        WHEN t.tok = o.tok THEN 1
        WHEN length(t.tok) = 1 OR length(o.tok) = 1
            THEN CASE WHEN left(t.tok, 1) = left(o.tok, 1) THEN 0.3 ELSE 0 END
        WHEN t.rep = o.rep THEN greatest(0.85, similarity(t.tok, o.tok))
        WHEN similarity(t.tok, o.tok) >= {ALIKE} THEN similarity(t.tok, o.tok) ELSE 0 END) AS likeness
    FROM sides s JOIN twice_token t ON t.household = s.short AND t.is_head
    JOIN twice_token o ON o.household = s.long AND o.is_head GROUP BY 1, 2, 3
)
SELECT a, b, count(*) AS words, avg(CASE WHEN likeness = 0.3 THEN 0.7 ELSE likeness END) AS alike,
    sum(CASE WHEN likeness = 1 THEN weight
        WHEN likeness = 0.3 THEN {NAMES["initial"]}
        WHEN likeness > 0.3 THEN weight * {NAMES["misspelt"]} * likeness
        ELSE {NAMES["other_word"]} END) AS points
FROM word GROUP BY a, b
"""
# Of the people besides the heads: how many are of the same sex and age, and of the same name too.
ROSTERS = """
CREATE TEMPORARY TABLE twice_rosters ON COMMIT DROP AS
SELECT p.a, p.b, least(count(DISTINCT pa.line), count(DISTINCT pb.line)) AS alike,
    least(count(DISTINCT pa.line) FILTER (WHERE same), count(DISTINCT pb.line) FILTER (WHERE same)) AS named,
    coalesce(bool_or(same AND pa.is_head <> pb.is_head), false) AS other_head
FROM twice_pair p
JOIN twice_person pa ON pa.household = p.a
JOIN twice_person pb ON pb.household = p.b AND pb.sex = pa.sex AND abs(pb.age - pa.age) <= 1
LEFT JOIN twice_named na ON na.household = pa.household AND na.line = pa.line
LEFT JOIN twice_named nb ON nb.household = pb.household AND nb.line = pb.line
CROSS JOIN LATERAL (SELECT NOT (pa.is_head AND pb.is_head) AND na.reps && nb.reps AND (
    SELECT count(*) FROM unnest(na.reps) word WHERE word = ANY(nb.reps)
    ) >= least(2, na.words, nb.words) AS same
) named
GROUP BY p.a, p.b
"""
FEATURES = """
CREATE TEMPORARY TABLE twice_features ON COMMIT DROP AS
SELECT p.a, p.b, n.points AS name_points, n.alike, n.words,
    ha.name_words <> hb.name_words AND ha.sorted = hb.sorted AS other_order,
    x.phone = y.phone AS same_phone, x.ident = y.ident AS same_ident, x.sex = y.sex AS same_sex,
    abs(x.age - y.age) AS years_apart,
    coalesce(r.alike, 0) AS people_alike, coalesce(r.named, 0) AS people_named,
    coalesce(r.other_head, false) AS other_head, (SELECT count(*) FROM twice_home) AS homes,
    least(ca.n, cb.n) AS fewer, greatest(ca.n, cb.n) AS more,
    x.structure_id = y.structure_id AS same_door, sqrt((x.x - y.x) ^ 2 + (x.y - y.y) ^ 2) AS metres,
    x.day = y.day AND x.enumerator = y.enumerator AND x.device = y.device AND x.enumerator || x.device <> ''
        AS same_round,
    abs(extract(epoch FROM x.started_at - y.started_at)) / 60 AS minutes,
    x.tenure = y.tenure AS same_tenure, abs(x.years - y.years) AS years_differ,
    x.rent = y.rent AND x.rooms = y.rooms AS same_home
FROM twice_pair p
JOIN twice_home x ON x.id = p.a JOIN twice_home y ON y.id = p.b
LEFT JOIN twice_heads n ON n.a = p.a AND n.b = p.b
LEFT JOIN twice_rosters r ON r.a = p.a AND r.b = p.b
LEFT JOIN twice_size ca ON ca.household = p.a LEFT JOIN twice_size cb ON cb.household = p.b
LEFT JOIN twice_order ha ON ha.household = p.a LEFT JOIN twice_order hb ON hb.household = p.b
"""
SIZES = (
    "CREATE TEMPORARY TABLE twice_size ON COMMIT DROP AS "
    "SELECT household, count(*) AS n FROM twice_person GROUP BY household"
)
ORDERS = (
    "CREATE TEMPORARY TABLE twice_order ON COMMIT DROP AS SELECT household, words AS name_words, "
    "ARRAY(SELECT unnest(words) ORDER BY 1) AS sorted FROM twice_person WHERE is_head"
)

EVIDENCE = (
    piece(
        "names",
        "alike IS NOT NULL AND NOT other_head",
        W,
        "name_points",
        percent="round(100 * alike)",
        order="other_order",
    ),
    piece("other_head", "other_head", W),
    piece("phone", "same_phone", W),
    piece("other_phone", "NOT same_phone", W),
    piece("id", "same_ident", W),
    piece("other_id", "NOT same_ident", W),
    piece("age", "years_apart <= 1 AND NOT other_head", W),
    piece("age_near", "years_apart BETWEEN 2 AND 3 AND NOT other_head", W),
    piece("other_age", "years_apart > 5 AND NOT other_head", W, years="years_apart"),
    piece("other_sex", "NOT same_sex AND NOT other_head", W),
    piece(
        "people",
        "people_named > 0",
        W,
        f"least({W['people_most']}, {W['people_each']} * people_named)",
        people="people_named",
    ),
    piece("roster", "fewer >= 3 AND people_alike >= more - 1", W, people="people_alike"),
    piece("other_roster", "fewer >= 2 AND people_alike <= more / 4", W),
    piece("same_door", "same_door", W),
    piece("near", f"same_door IS NOT TRUE AND metres <= {NEAR_M}", W, metres="round(metres)"),
    piece("far", f"metres > {FAR_M}", W, metres="round(metres)"),
    piece(
        "chance",
        "same_door IS NOT TRUE AND metres > 30 AND homes > 1000",
        W,
        f"{W['chance']} * ln(homes / 1000.0)",
        homes="homes",
    ),
    piece("minute", "same_round AND minutes <= 2", W),
    piece("same_visit", "same_round AND (minutes > 2 OR minutes IS NULL)", W),
    piece("tenure", "same_tenure", W),
    piece("other_tenure", "NOT same_tenure", W),
    piece("years", "years_differ <= 1", W),
    piece("other_years", "years_differ > 5", W),
    piece("home", "same_home", W),
)
FOUND = f"""
CREATE TEMPORARY TABLE twice_found ON COMMIT DROP AS
SELECT a, b, score, {reasons(EVIDENCE)} AS reasons
FROM (SELECT *, {likelihood(W["start"], EVIDENCE)} AS score FROM twice_features) f
WHERE score >= {WORTH_A_LOOK}
"""
STATEMENTS = (
    PLACES,
    INSIDE,
    "ANALYZE twice_place",
    "ANALYZE twice_inside",
    TOGETHER,
    "CREATE INDEX ON twice_pair (a, b)",
    "ANALYZE twice_pair",
    NAMED,
    "CREATE INDEX ON twice_person (household)",
    "ANALYZE twice_person",
    ROSTERS,
    SIZES,
    ORDERS,
    "ANALYZE twice_heads",
    "ANALYZE twice_rosters",
    "ANALYZE twice_size",
    "ANALYZE twice_order",
    FEATURES,
    FOUND,
)
