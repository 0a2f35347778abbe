"""Who is compared between two rounds: temporary tables of homes, people and the words of their names.

`then` is the earlier count and `now` the later one; whoever was counted then is as much older now as the two
counts lie apart. All is gone with the transaction.
"""

from accounts.encryption.columns import mark_of
from enumerations.indicators.words import COMPLETED, IN_USE
from enumerations.likeness import folded

# Numbers that became each other are one door: the smallest id of all that hang together.
DOOR_OF = """
became (a, b) AS (
    SELECT structure_id, became_id FROM settlements_structurechange
    WHERE settlement_id = %(settlement)s AND undone_at IS NULL AND became_id IS NOT NULL
    UNION
    SELECT id, merged_into_id FROM settlements_structure
    WHERE settlement_id = %(settlement)s AND merged_into_id IS NOT NULL
), edge AS (SELECT a, b FROM became UNION SELECT b, a FROM became
), reach (a, b) AS (
    SELECT a, a FROM edge UNION SELECT r.a, e.b FROM reach r JOIN edge e ON e.a = r.b
), door AS (SELECT a AS structure_id, min(b) AS door FROM reach GROUP BY a)
"""
DOORS = f"""
CREATE TEMPORARY TABLE round_door ON COMMIT DROP AS
WITH RECURSIVE {DOOR_OF} SELECT structure_id, door FROM door
"""
# What people have judged stays, and so does what was found while there were names to compare.
KEPT = """
CREATE TEMPORARY TABLE round_kept ON COMMIT DROP AS
SELECT l.household_id AS now, l.previous_id AS was, l.kind, l.state FROM enumerations_roundlink l
JOIN enumerations_household a ON a.id = l.previous_id JOIN enumerations_household b ON b.id = l.household_id
WHERE l.enumeration_id = %(now)s AND l.earlier_id = %(then)s
  AND (l.state <> 'found' OR (NOT l.is_thin AND (a.cleared_at IS NOT NULL OR b.cleared_at IS NOT NULL)))
"""
HOMES = f"""
CREATE TEMPORARY TABLE round_home ON COMMIT DROP AS
SELECT h.id, h.enumeration_id = %(now)s AS is_now, coalesce(d.door, h.structure_id) AS door,
    nullif({mark_of("h.phone")}, '') AS phone, nullif({mark_of("h.head_id_number")}, '') AS ident,
    coalesce(p.sex, h.head_sex) AS sex,
    p.age + CASE WHEN h.enumeration_id = %(then)s THEN %(gap)s ELSE 0 END AS age,
    coalesce(p.name, h.head_name) AS name, coalesce(p.line_no, 0) AS head_line,
    h.years_in_structure AS years_here, h.years_in_settlement AS years_there, h.members_total AS members
FROM enumerations_household h
LEFT JOIN enumerations_person p ON p.household_id = h.id AND p.relation = 'head'
LEFT JOIN round_door d ON d.structure_id = h.structure_id
WHERE h.enumeration_id IN (%(now)s, %(then)s) AND {IN_USE} AND {COMPLETED}
  AND h.id NOT IN (SELECT now FROM round_kept WHERE kind = 'same' AND state <> 'rejected')
  AND h.id NOT IN (SELECT was FROM round_kept WHERE kind = 'same' AND state <> 'rejected')
"""
# Of everybody, also of those whose link is kept: a part may have split off from them.
PEOPLE = f"""
CREATE TEMPORARY TABLE round_person ON COMMIT DROP AS
SELECT p.household_id AS household, p.line_no AS line, p.enumeration_id = %(now)s AS is_now, false AS is_head,
    p.sex, p.age + CASE WHEN p.enumeration_id = %(then)s THEN %(gap)s ELSE 0 END AS age,
    {folded("p.name")} AS words
FROM enumerations_person p JOIN enumerations_household h ON h.id = p.household_id
WHERE h.enumeration_id IN (%(now)s, %(then)s) AND {IN_USE} AND {COMPLETED}
  AND p.relation IS DISTINCT FROM 'head'
UNION ALL
SELECT id, head_line, is_now, true, sex, age, {folded("name")} FROM round_home
"""
WORDS = """
CREATE TEMPORARY TABLE round_word ON COMMIT DROP AS
SELECT word, count(*) AS n, NULL::text AS rep, NULL::float8 AS weight
FROM round_person, unnest(words) word WHERE word <> ALL(%(particles)s) GROUP BY word
"""
# The commonest word that this one may be a misspelling of.
REPRESENTATIVES = """
UPDATE round_word w SET rep = coalesce((
    SELECT o.word FROM round_word o
    WHERE left(o.word, 2) = left(w.word, 2) AND o.n >= 3 * w.n AND length(w.word) > 3
      AND abs(length(o.word) - length(w.word)) <= 2 AND similarity(o.word, w.word) >= 0.5
    ORDER BY similarity(o.word, w.word) DESC, o.n DESC, o.word LIMIT 1), w.word)
"""
# A rare word says more than a common one.
RARITY = """
UPDATE round_word w SET weight = CASE WHEN length(w.word) = 1 THEN 0.3 ELSE
    least(3.5, 0.5 * ln((SELECT greatest(count(*), 1) FROM round_person)::float8 / r.n)) END
FROM (SELECT rep, sum(n) AS n FROM round_word GROUP BY rep) r WHERE r.rep = w.rep
"""
TOKENS = """
CREATE TEMPORARY TABLE round_token ON COMMIT DROP AS
SELECT p.household, p.line, p.is_now, p.is_head, p.sex, p.age, w.rep, max(w.weight) AS weight
FROM round_person p, unnest(p.words) word JOIN round_word w USING (word) GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
# Two words of a name in whatever order: who shares them, is of one sex and grew as old, may be the same.
KEYS = """
CREATE TEMPORARY TABLE round_key ON COMMIT DROP AS
SELECT a.household, a.line, a.is_now, a.is_head, a.sex, a.age, a.rep || ' ' || b.rep AS key,
    a.weight + b.weight AS weight
FROM round_token a JOIN round_token b ON b.household = a.household AND b.line = a.line AND b.rep > a.rep
WHERE length(a.rep) > 1 AND length(b.rep) > 1
"""
MET = """
CREATE TEMPORARY TABLE round_met ON COMMIT DROP AS
SELECT a.household AS was, b.household AS now, a.is_head AS head_was, b.is_head AS head_now,
    max(a.weight) AS weight, min(abs(a.age - b.age)) AS apart
FROM round_key a JOIN round_key b ON b.key = a.key AND b.is_now AND b.sex = a.sex
WHERE NOT a.is_now AND (a.is_head OR b.is_head)
  AND (abs(a.age - b.age) <= 3 OR (a.is_head AND b.is_head AND coalesce(a.age, b.age) IS NULL))
GROUP BY 1, 2, 3, 4
"""
STATEMENTS = (
    DOORS,
    KEPT,
    HOMES,
    PEOPLE,
    WORDS,
    "ANALYZE round_word",
    REPRESENTATIVES,
    RARITY,
    "ANALYZE round_person",
    TOKENS,
    "CREATE INDEX ON round_token (household, line)",
    "ANALYZE round_token",
    KEYS,
    "ANALYZE round_key",
    MET,
    "CREATE INDEX ON round_home (id)",
    "CREATE INDEX ON round_person (household)",
    "CREATE INDEX ON round_met (now, was)",
    "ANALYZE round_home",
    "ANALYZE round_met",
)
