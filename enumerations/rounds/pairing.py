"""What speaks for two households of two rounds being one, added up, and the best pairs taken one to one.

The points are logarithms of odds, set by hand; `tests/enumerations/rounds_world.py` says how often they are
right on an invented settlement.
"""

# A phone that more than a few give is lent, or the landlord's.
SHARED_BY_MOST = 6
# Pairs at one door: of a building of hundreds of rooms only those who share a name are compared.
PAIRS_AT_A_DOOR = 10_000
LIKELY = 0.5
# Without any name nobody is sure.
THIN_MOST = 0.85

CANDIDATES = f"""
CREATE TEMPORARY TABLE round_pair ON COMMIT DROP AS
SELECT p.was, p.now FROM (
    SELECT was, now FROM round_met WHERE head_was AND head_now
    UNION
    SELECT a.id, b.id FROM round_home a JOIN round_home b ON b.door = a.door AND b.is_now
    WHERE NOT a.is_now AND a.door IN (
        SELECT door FROM round_home GROUP BY door
        HAVING count(*) FILTER (WHERE is_now) * count(*) FILTER (WHERE NOT is_now) <= {PAIRS_AT_A_DOOR})
    UNION
    SELECT a.id, b.id FROM round_home a JOIN round_home b ON b.phone = a.phone AND b.is_now
    WHERE NOT a.is_now AND a.phone NOT IN (
        SELECT phone FROM round_home WHERE phone IS NOT NULL GROUP BY phone, is_now
        HAVING count(*) > {SHARED_BY_MOST})
    UNION
    SELECT a.id, b.id FROM round_home a JOIN round_home b ON b.ident = a.ident AND b.is_now
    WHERE NOT a.is_now
) p
LEFT JOIN round_kept k ON k.was = p.was AND k.now = p.now
WHERE k.now IS NULL
"""
NAMED = """
CREATE TEMPORARY TABLE round_named ON COMMIT DROP AS
SELECT p.was, p.now, count(*) AS common, sum(a.weight) AS weight
FROM round_pair p JOIN round_token a ON a.household = p.was AND a.is_head
JOIN round_token b ON b.household = p.now AND b.is_head AND b.rep = a.rep
GROUP BY 1, 2
"""
SIZES = """
CREATE TEMPORARY TABLE round_size ON COMMIT DROP AS
SELECT household, count(*) FILTER (WHERE NOT is_head) AS others, coalesce(max(n), 0) AS words
FROM round_person LEFT JOIN (
    SELECT household, line, count(*) AS n FROM round_token WHERE is_head GROUP BY 1, 2
) w USING (household, line)
GROUP BY household
"""
# People besides the heads who are of one sex and grew as old: how many, and how many of like names.
ROSTERS = """
CREATE TEMPORARY TABLE round_roster ON COMMIT DROP AS
SELECT p.was, p.now, least(count(DISTINCT a.line), count(DISTINCT b.line)) AS alike,
    least(count(DISTINCT a.line) FILTER (WHERE a.words && b.words),
          count(DISTINCT b.line) FILTER (WHERE a.words && b.words)) AS named
FROM round_pair p JOIN round_person a ON a.household = p.was AND NOT a.is_head
JOIN round_person b ON b.household = p.now AND NOT b.is_head AND b.sex = a.sex AND abs(b.age - a.age) <= 2
GROUP BY 1, 2
"""
# Each line: the code of a reason, when it holds, its points.
EVIDENCE = (
    ("door", "same_door", "4"),
    ("names", "common > 0", "weight - 2.5 * (least(words_then, words_now) - common)"),
    ("other_names", "common = 0 AND words_then > 0 AND words_now > 0 AND NOT inherited", "-4.5"),
    ("inherited", "inherited", "2"),
    ("phone", "same_phone", "4.5"),
    ("other_phone", "NOT same_phone", "-0.7"),
    ("id", "same_ident", "9"),
    ("other_id", "NOT same_ident", "-5"),
    ("other_sex", "NOT same_sex AND NOT inherited", "-3"),
    ("age", "apart <= 1.5", "1.2"),
    ("age_near", "apart > 1.5 AND apart <= 3", "0.3"),
    ("other_age", "apart > 3 AND NOT inherited", "-2.5"),
    ("years", "same_door AND years_here >= %(gap)s - 0.5", "0.5"),
    ("came_later", "same_door AND years_here < %(gap)s - 1", "-2.5"),
    ("came_later", "NOT same_door AND years_there < %(gap)s - 1", "-3"),
    ("was_here", "NOT same_door AND years_here > %(gap)s + 1", "-1.5"),
    ("people", "named > 0", "least(1.4 * named, 4.2)"),
    ("ages", "is_thin AND alike > 0", "least(0.5 * alike, 1.5)"),
    ("other_people", "alike = 0 AND others_then > 1 AND others_now > 1", "-1.5"),
)
POINTS = " + ".join(f"CASE WHEN {holds} THEN ({points})::float8 ELSE 0 END" for _, holds, points in EVIDENCE)
SAID = ", ".join(f"CASE WHEN {holds} THEN '{code}' END" for code, holds, _ in EVIDENCE)
SCORES = f"""
CREATE TEMPORARY TABLE round_score ON COMMIT DROP AS
SELECT was, now, is_thin, to_jsonb(array_remove(ARRAY[{SAID}], NULL)) AS reasons,
    least(CASE WHEN is_thin THEN {THIN_MOST} ELSE 1 END, 1 / (1 + exp(-greatest(-30, least(30,
        -5 + {POINTS}))))) AS score
FROM (
    SELECT p.was, p.now, coalesce(n.common, 0) AS common, n.weight,
        coalesce(sa.words, 0) AS words_then, coalesce(sb.words, 0) AS words_now,
        coalesce(sa.words, 0) = 0 OR coalesce(sb.words, 0) = 0 AS is_thin,
        coalesce(sa.others, 0) AS others_then, coalesce(sb.others, 0) AS others_now,
        coalesce(a.door = b.door, false) AS same_door, a.phone = b.phone AS same_phone,
        a.ident = b.ident AS same_ident, a.sex = b.sex AS same_sex, abs(a.age - b.age) AS apart,
        b.years_here, b.years_there, coalesce(r.alike, 0) AS alike, coalesce(r.named, 0) AS named,
        -- Somebody else of the household is its head now.
        coalesce(a.door = b.door, false) AND coalesce(n.common, 0) = 0 AND EXISTS (
            SELECT FROM round_met m WHERE m.was = p.was AND m.now = p.now AND m.head_was <> m.head_now
        ) AS inherited
    FROM round_pair p JOIN round_home a ON a.id = p.was JOIN round_home b ON b.id = p.now
    LEFT JOIN round_named n ON n.was = p.was AND n.now = p.now
    LEFT JOIN round_roster r ON r.was = p.was AND r.now = p.now
    LEFT JOIN round_size sa ON sa.household = p.was LEFT JOIN round_size sb ON sb.household = p.now
) pair
"""
TAKEN = "CREATE TEMPORARY TABLE round_taken (was bigint, now bigint, score float8) ON COMMIT DROP"
DROP_UNLIKELY = f"DELETE FROM round_score WHERE score < {LIKELY}"
# The best of both: repeated until there is none left, it is the greedy choice by likelihood.
TAKE = """
WITH ranked AS (
    SELECT was, now, score,
        row_number() OVER (PARTITION BY was ORDER BY score DESC, now, was) AS of_then,
        row_number() OVER (PARTITION BY now ORDER BY score DESC, was, now) AS of_now
    FROM round_score s
    WHERE NOT EXISTS (SELECT FROM round_taken t WHERE t.was = s.was)
      AND NOT EXISTS (SELECT FROM round_taken t WHERE t.now = s.now)
)
INSERT INTO round_taken SELECT was, now, score FROM ranked WHERE of_then = 1 AND of_now = 1
"""
FORGET = """
DELETE FROM enumerations_roundlink l WHERE l.enumeration_id = %(now)s
  AND (l.earlier_id <> %(then)s OR NOT EXISTS (
    SELECT FROM round_kept k WHERE k.now = l.household_id AND k.was = l.previous_id))
"""
WRITE_SAME = """
INSERT INTO enumerations_roundlink
    (settlement_id, enumeration_id, earlier_id, household_id, previous_id,
        kind, score, reasons, is_thin, state)
SELECT %(settlement)s, %(now)s, %(then)s, t.now, t.was, 'same', s.score, s.reasons, s.is_thin, 'found'
FROM round_taken t JOIN round_score s USING (was, now) ORDER BY t.now
"""


def parted(kind: str, lone: str, other: str) -> str:
    """SQL that links who is left over on the side `lone`: its head lived in a household that has a link."""
    link = {"now": "household_id", "was": "previous_id"}
    return f"""
    INSERT INTO enumerations_roundlink
        (settlement_id, enumeration_id, earlier_id, household_id, previous_id,
            kind, score, reasons, is_thin, state)
    SELECT %(settlement)s, %(now)s, %(then)s, now, was, '{kind}', score,
        CASE WHEN same_door THEN '["inside", "door"]'::jsonb ELSE '["inside"]'::jsonb END, false, 'found'
    FROM (
        SELECT DISTINCT ON (m.{lone}) m.now, m.was, a.door = b.door AS same_door,
            1 / (1 + exp(4.5 - m.weight - CASE WHEN m.apart <= 1.5 THEN 1.2 ELSE 0.3 END
                - CASE WHEN a.door = b.door THEN 2.5 ELSE 0 END)) AS score
        FROM round_met m
        JOIN round_door_of a ON a.id = m.was JOIN round_door_of b ON b.id = m.now
        WHERE m.head_{lone} AND NOT m.head_{other}
          AND NOT EXISTS (SELECT FROM enumerations_roundlink l WHERE l.{link[lone]} = m.{lone}
              AND l.enumeration_id = %(now)s AND l.state <> 'rejected')
          AND NOT EXISTS (SELECT FROM enumerations_roundlink l
              WHERE l.household_id = m.now AND l.previous_id = m.was)
          AND EXISTS (SELECT FROM enumerations_roundlink l WHERE l.{link[other]} = m.{other}
              AND l.enumeration_id = %(now)s AND l.kind = 'same' AND l.state <> 'rejected')
        ORDER BY m.{lone}, score DESC, m.{other}
    ) best WHERE score >= {LIKELY}
    """


# The doors of everybody, also of those who are linked already.
DOORS_OF = """
CREATE TEMPORARY TABLE round_door_of ON COMMIT DROP AS
SELECT h.id, coalesce(d.door, h.structure_id) AS door FROM enumerations_household h
LEFT JOIN round_door d ON d.structure_id = h.structure_id WHERE h.enumeration_id IN (%(now)s, %(then)s)
"""
BEFORE = (
    CANDIDATES,
    "ANALYZE round_pair",
    NAMED,
    SIZES,
    ROSTERS,
    "ANALYZE round_named",
    "ANALYZE round_roster",
    "ANALYZE round_size",
    SCORES,
    DROP_UNLIKELY,
    TAKEN,
    "CREATE INDEX ON round_taken (was)",
    "CREATE INDEX ON round_taken (now)",
    "ANALYZE round_score",
)
AFTER = (
    FORGET,
    WRITE_SAME,
    DOORS_OF,
    "CREATE INDEX ON round_door_of (id)",
    "ANALYZE round_door_of",
    parted("split", "now", "was"),
    parted("joined", "was", "now"),
)
