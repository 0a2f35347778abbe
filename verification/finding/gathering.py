"""Who is compared: the households in use, their people and the words of their names, in temporary tables.

Names are compared as sets of words, spelt as they sound (`enumerations.likeness`). A word that is written
nearly like a much commoner one is taken for it.
Everything is gone with the transaction; nothing of a name leaves it.
"""

from accounts.encryption.columns import mark_of
from enumerations.indicators.words import COMPLETED, IN_USE
from enumerations.likeness import PARTICLES, folded
from verification.finding.weights import NAMES

HOMES = f"""
CREATE TEMPORARY TABLE twice_home ON COMMIT DROP AS
SELECT h.id, h.structure_id, nullif({mark_of("h.phone")}, '') AS phone,
    nullif({mark_of("h.head_id_number")}, '') AS ident,
    coalesce(p.sex, h.head_sex) AS sex, p.age, coalesce(p.name, h.head_name) AS name, p.line_no AS head_line,
    ST_X(place) * cos(radians(ST_Y(place))) * 111320 AS x, ST_Y(place) * 110574 AS y,
    h.members_total, coalesce(h.device, '') AS device, coalesce(h.enumerator, '') AS enumerator,
    h.started_at, coalesce((h.started_at AT TIME ZONE 'Africa/Nairobi')::date, h.interviewed_on) AS day,
    h.years_in_structure AS years, h.occupancy_status AS tenure, h.rent_month_kes AS rent,
    h.rooms_used AS rooms
FROM enumerations_household h
LEFT JOIN enumerations_person p ON p.household_id = h.id AND p.relation = 'head'
LEFT JOIN settlements_structure s ON s.id = h.structure_id,
LATERAL (SELECT CASE WHEN h.location_accuracy_m <= 10 THEN h.location
    ELSE coalesce(s.location, h.location) END AS place) found
WHERE h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED} AND h.cleared_at IS NULL
"""
PEOPLE = f"""
CREATE TEMPORARY TABLE twice_person ON COMMIT DROP AS
SELECT household, line, sex, age, is_head, moves, words FROM (
    SELECT p.household_id AS household, p.line_no AS line, p.sex, p.age, false AS is_head,
        p.relation IN ('grandchild', 'nephew_niece', 'other_relative', 'non_relative') AS moves,
        {folded("p.name")} AS words
    FROM enumerations_person p JOIN twice_home h ON h.id = p.household_id
    WHERE p.relation IS DISTINCT FROM 'head'
    UNION ALL
    SELECT id, coalesce(head_line, 0), sex, age, true, false, {folded("name")} FROM twice_home
) everybody
"""
WORDS = """
CREATE TEMPORARY TABLE twice_word ON COMMIT DROP AS
SELECT tok, count(*) AS n, NULL::text AS rep, NULL::float8 AS weight
FROM twice_person, unnest(words) tok WHERE tok <> ALL(%(particles)s) GROUP BY tok
"""
# The commonest word that this one may be a misspelling of.
REPRESENTATIVES = """
UPDATE twice_word w SET rep = coalesce((
    SELECT o.tok FROM twice_word o
    WHERE left(o.tok, 2) = left(w.tok, 2) AND o.n >= 3 * w.n AND length(w.tok) > 3
      AND abs(length(o.tok) - length(w.tok)) <= 2 AND similarity(o.tok, w.tok) >= 0.5
    ORDER BY similarity(o.tok, w.tok) DESC, o.n DESC, o.tok LIMIT 1), w.tok)
"""
RARITY = f"""
UPDATE twice_word w SET weight = CASE WHEN length(w.tok) = 1 THEN 1 ELSE
    least({NAMES["rarity_most"]},
        {NAMES["rarity"]} * ln((SELECT greatest(count(*), 1) FROM twice_person) / r.n))
END
FROM (SELECT rep, sum(n) AS n FROM twice_word GROUP BY rep) r WHERE r.rep = w.rep
"""
TOKENS = """
CREATE TEMPORARY TABLE twice_token ON COMMIT DROP AS
SELECT DISTINCT ON (p.household, p.line, tok) p.household, p.line, p.is_head, tok, w.rep, w.weight
FROM twice_person p, unnest(p.words) tok JOIN twice_word w USING (tok)
"""
REPS = """
CREATE TEMPORARY TABLE twice_named ON COMMIT DROP AS
SELECT household, line, p.is_head, p.sex, p.age, p.moves, array_agg(rep ORDER BY rep) AS reps,
    count(*)::int AS words, min(t.weight) AS least_weight, sum(t.weight) AS weight
FROM twice_token t JOIN twice_person p USING (household, line) GROUP BY 1, 2, 3, 4, 5, 6
"""
# Two words of a name, in whatever order: who shares them may be the same.
KEYS = """
CREATE TEMPORARY TABLE twice_key ON COMMIT DROP AS
SELECT a.household, a.line, a.rep || ' ' || b.rep AS key, max(a.weight + b.weight) AS weight
FROM twice_token a JOIN twice_token b USING (household, line)
WHERE a.rep < b.rep AND length(a.rep) > 1 AND length(b.rep) > 1
GROUP BY 1, 2, 3
"""
# Of three shared words each is in two keys: `shared` weighs each word once.
MET = """
CREATE TEMPORARY TABLE twice_met ON COMMIT DROP AS
SELECT a.household AS a, a.line AS line_a, b.household AS b, b.line AS line_b,
    na.is_head AND nb.is_head AS heads, na.age = nb.age AS same_age, na.moves OR nb.moves AS moves,
    sum(a.weight) / CASE count(*) WHEN 1 THEN 1 WHEN 3 THEN 2 ELSE 3 END AS shared,
    CASE count(*) WHEN 1 THEN 2 WHEN 3 THEN 3 ELSE 4 END AS words
FROM twice_key a JOIN twice_named na USING (household, line)
JOIN twice_key b ON b.key = a.key AND b.household > a.household
JOIN twice_named nb ON nb.household = b.household AND nb.line = b.line
WHERE (na.sex = nb.sex) IS NOT FALSE
  AND (abs(na.age - nb.age) <= CASE WHEN na.is_head AND nb.is_head THEN 5 ELSE 1 END
       OR (na.is_head AND nb.is_head AND coalesce(na.age, nb.age) IS NULL))
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
INDEXES = """
CREATE INDEX ON twice_home (id);
CREATE INDEX ON twice_token (household, line);
CREATE INDEX ON twice_named (household, line);
CREATE INDEX ON twice_key (household, line);
CREATE INDEX ON twice_met (a, b);
ANALYZE twice_home; ANALYZE twice_token; ANALYZE twice_named; ANALYZE twice_met
"""
# In this order.
STATEMENTS = (
    HOMES,
    PEOPLE,
    WORDS,
    "ANALYZE twice_word",
    REPRESENTATIVES,
    RARITY,
    TOKENS,
    "ANALYZE twice_token",
    REPS,
    KEYS,
    "ANALYZE twice_key; ANALYZE twice_named",
    MET,
    *INDEXES.split(";"),
)
PARAMETERS = {"particles": list(PARTICLES)}
