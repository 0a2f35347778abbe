"""What only the whole file, the ground and the register together can tell: checks in SQL.

Every check finds rows of `staged_household` (aliased `s`) or `staged_person` and writes `staged_issue`.
"""

from dataclasses import dataclass
from typing import Any

from accounts.encryption.columns import mark_of
from enumerations.choices import EnumerationSource, Severity
from enumerations.intake.columns import Mapping, SheetMapping, heading_of
from enumerations.models import Enumeration
from enumerations.rights import Purpose
from enumerations.services import staging

# How far a phone's point may lie outside, on top of its own accuracy.
OUTSIDE_SETTLEMENT_M = 30
OUTSIDE_STRUCTURE_M = 20

# At most, in any direction: what is near in degrees is near, and costs a twentieth to find out.
METRES_IN_DEGREE = 111_700.0

POINT = "ST_SetSRID(ST_MakePoint(s.location_lon, s.location_lat), 4326)"
SLACK = "least(coalesce(s.location_accuracy_m, 0), 100)"


# Encrypted answers are compared by their keyed hashes.
PHONE, ID_NUMBER = mark_of("s.phone"), mark_of("s.head_id_number")


@dataclass(frozen=True)
class SetCheck:
    """`find` selects `household_row, row` and `params` (jsonb) of the rows with the problem.

    In a foreign export an error that `foreign_warns` only warns: such a file was not made for our ground.
    """

    code: str
    find: str
    severity: Severity = Severity.ERROR
    field: str = ""
    persons: bool = False
    foreign_warns: bool = False
    needs: str = ""  # the question to persons without which it says nothing


@dataclass(frozen=True)
class PlaceCheck:
    """Whether a row is `broken` where it stands: on the settlement's ground (`zone`), at its structure (`t`).

    Both are null where there is none, and what is null is not broken. `params` are made of broken rows only.
    """

    code: str
    broken: str
    params: str = "'{}'::jsonb"
    severity: Severity = Severity.ERROR
    field: str = "location"
    foreign_warns: bool = False


def repeated(name: str, *expressions: str, unless: str = "false") -> str:
    """The later of several rows that agree in every expression (nulls agree with nothing).

    Grouped by hash and joined back: sorting all keys for a window takes several times as long.
    """
    keys = ", ".join(f"{expression} AS k{at}" for at, expression in enumerate(expressions))
    grouped = ", ".join(f"k{at}" for at in range(len(expressions)))
    same = " AND ".join(f"({expression}) = same.k{at}" for at, expression in enumerate(expressions))
    return f"""
        SELECT s.row, s.row, jsonb_build_object('{name}', same.first)
        FROM (
            SELECT {grouped}, min(row) AS first FROM (SELECT s.row, {keys} FROM staged_household s) said
            GROUP BY {grouped} HAVING count(*) > 1
        ) same
        JOIN staged_household s ON {same} AND s.row <> same.first
        JOIN staged_household f ON f.row = same.first AND ({unless}) IS NOT TRUE
    """


KEYS = (
    SetCheck("duplicate_in_file", repeated("other_row", "s.hh_code"), field="hh_code"),
    SetCheck(
        "duplicate_in_file",
        repeated("other_row", "s.instance_id", unless="f.hh_code = s.hh_code"),
        field="instance_id",
    ),
    # Rows that only their content tells apart, and that are the same.
    SetCheck(
        "duplicate_in_file",
        repeated("other_row", "s.key", unless="s.hh_code IS NOT NULL OR s.instance_id IS NOT NULL"),
    ),
)

HAS_POINT = "s.location_lat IS NOT NULL"
HAS_CODE = "s.structure_code IS NOT NULL"
SWAPPED_POINT = "ST_SetSRID(ST_MakePoint(s.location_lat, s.location_lon), 4326)"
SWAPPED = f"{HAS_POINT} AND NOT zone.wide && {POINT} AND zone.wide && {SWAPPED_POINT}"
OUTSIDE = (
    f"{HAS_POINT} AND NOT ST_Covers(zone.near, {POINT}) "
    f"AND NOT ST_DWithin(zone.boundary::geography, {POINT}::geography, {OUTSIDE_SETTLEMENT_M} + {SLACK}) "
    f"AND NOT zone.wide && {SWAPPED_POINT}"
)
SHAPE = "coalesce(t.footprint, t.location)::geography"

PLACES = (
    PlaceCheck("lat_lon_swapped", SWAPPED, foreign_warns=True),
    PlaceCheck(
        "outside_settlement",
        OUTSIDE,
        f"jsonb_build_object('metres', round(ST_Distance(zone.boundary::geography, {POINT}::geography)))",
        foreign_warns=True,
    ),
    PlaceCheck(
        "structure_unknown",
        f"{HAS_CODE} AND t.id IS NULL AND NOT %(creates)s AND %(numbered)s",
        "jsonb_build_object('value', s.structure_code)",
        field="structure_code",
        foreign_warns=True,
    ),
    PlaceCheck(
        "structure_created",
        f"{HAS_CODE} AND t.id IS NULL AND {HAS_POINT} AND %(creates)s",
        "jsonb_build_object('value', s.structure_code)",
        Severity.WARNING,
        field="structure_code",
    ),
    PlaceCheck(
        "far_from_structure",
        f"{HAS_POINT} AND NOT ST_DWithin(t.location, {POINT}, {OUTSIDE_STRUCTURE_M} / {METRES_IN_DEGREE}) "
        f"AND NOT ST_DWithin({SHAPE}, {POINT}::geography, {OUTSIDE_STRUCTURE_M} + {SLACK}, false) "
        f"AND ({SWAPPED} OR {OUTSIDE}) IS NOT TRUE",
        f"jsonb_build_object('value', t.code, 'metres', round(ST_Distance({SHAPE}, {POINT}::geography)))",
        Severity.WARNING,
    ),
    PlaceCheck(
        "rooms_over_structure",
        "s.rooms_used > t.rooms_total",
        "jsonb_build_object('rooms', s.rooms_used, 'total', t.rooms_total)",
        Severity.WARNING,
        field="rooms_used",
    ),
)

# Where interviews make structures.
NEW_STRUCTURES = (
    SetCheck(
        "structure_needs_point",
        """
        SELECT s.row, s.row, jsonb_build_object('value', s.structure_code) FROM staged_household s
        WHERE s.structure_code IS NOT NULL
          AND NOT EXISTS (
            SELECT FROM settlements_structure t
            WHERE t.settlement_id = %(settlement)s AND t.code = s.structure_code)
          AND NOT EXISTS (
            SELECT FROM staged_household o
            WHERE o.structure_code = s.structure_code AND o.location_lat IS NOT NULL)
        """,
        field="structure_code",
    ),
)

DUPLICATES = (
    # One person, two households: the same name and phone, or the same identity document.
    SetCheck(
        "possible_duplicate_in_file",
        f"""
        {repeated("other_row", "lower(s.head_name)", PHONE, unless="f.key = s.key")}
        UNION
        {repeated("other_row", ID_NUMBER, unless="f.key = s.key")}
        """,
        Severity.WARNING,
        field="head_name",
    ),
    SetCheck(
        "possible_duplicate",
        f"""
        SELECT DISTINCT s.row, s.row, '{{}}'::jsonb FROM staged_household s
        JOIN enumerations_household h ON h.enumeration_id = %(enumeration)s AND h.key <> s.key
         AND lower(h.head_name) = lower(s.head_name) AND {mark_of("h.phone")} = {PHONE}
         AND (h.instance_id = s.instance_id) IS NOT TRUE
        WHERE EXISTS (SELECT FROM enumerations_household e WHERE e.enumeration_id = %(enumeration)s)
        """,
        Severity.WARNING,
        field="head_name",
    ),
)


def named_by(table: str, unless: str, said: str) -> str:
    """The rows that name a household of this table as it was named before, by its number or its interview."""
    return " UNION ".join(
        f"""
        SELECT s.row, {said} FROM staged_household s
        JOIN {table} w ON w.enumeration_id = %(enumeration)s AND w.{name} = s.{name} AND {unless}
        """
        for name in ("key", "instance_id")
    )


# An old interview that is sent again does not undo what its people asked for since: `staged_withdrawn`.
WITHDRAWN = (
    SetCheck(
        "withdrawn",
        f"SELECT row, row, '{{}}'::jsonb FROM staged_withdrawn WHERE purpose = '{Purpose.COUNTED}'",
        field="hh_code",
    ),
    *(
        SetCheck(
            "agreement_withdrawn",
            f"""
            SELECT row, row, '{{}}'::jsonb FROM staged_withdrawn JOIN staged_household s USING (row)
            WHERE purpose = '{purpose}' AND s.{purpose}
            """,
            Severity.WARNING,
            field=str(purpose),
        )
        for purpose in Purpose
        if purpose != Purpose.COUNTED
    ),
)
RESTRICTED = SetCheck(
    "restricted",
    named_by("enumerations_household", "w.restricted_at IS NOT NULL", "s.row, '{}'::jsonb"),
    field="hh_code",
)


def gather_withdrawn(context: dict[str, Any]) -> int:
    """Find what the households of the file took back, a row for each purpose; how many."""
    return staging.execute(
        "CREATE TEMPORARY TABLE staged_withdrawn (row, purpose) AS "
        + named_by("enumerations_withdrawal", "w.lifted_at IS NULL", "unnest(w.purposes)"),
        context,
    )


def keep_withdrawn() -> None:
    """What was taken back stays so, whatever the file says; the rest of its row goes in."""
    for purpose in Purpose:
        staging.execute(
            f"UPDATE staged_household SET {purpose} = false WHERE {purpose} "
            f"AND row IN (SELECT row FROM staged_withdrawn WHERE purpose = '{purpose}')"
        )


ROSTER = (
    SetCheck(
        "orphan_person",
        """
        SELECT NULL::integer, m.row, '{}'::jsonb FROM staged_member m JOIN staged_person p USING (row)
        WHERE m.household_row IS NULL AND p.parent IS NOT NULL
        """,
        field="parent",
        persons=True,
    ),
    SetCheck(
        "duplicate_line",
        """
        SELECT household_row, row, jsonb_build_object('line', line_no) FROM (
            SELECT m.*, row_number() OVER (PARTITION BY household_row, line_no ORDER BY row) AS nth
            FROM staged_member m WHERE m.household_row IS NOT NULL
        ) lines WHERE nth > 1
        """,
        field="line_no",
        persons=True,
    ),
    SetCheck(
        "head_count",
        """
        SELECT s.row, s.row, jsonb_build_object('heads', coalesce(r.heads, 0))
        FROM staged_household s LEFT JOIN (
            SELECT household_row, count(*) FILTER (WHERE relation = 'head') AS heads
            FROM staged_member GROUP BY household_row
        ) r ON r.household_row = s.row
        WHERE s.members_total IS NOT NULL AND coalesce(r.heads, 0) <> 1
        """,
        field="relation",
        foreign_warns=True,
        needs="relation",
    ),
    SetCheck(
        "members_mismatch",
        """
        SELECT s.row, s.row, jsonb_build_object('members', s.members_total, 'people', coalesce(r.people, 0))
        FROM staged_household s LEFT JOIN (
            SELECT household_row, count(*) AS people FROM staged_member GROUP BY household_row
        ) r ON r.household_row = s.row
        WHERE s.members_total IS NOT NULL AND s.members_total <> coalesce(r.people, 0)
        """,
        field="members_total",
        foreign_warns=True,
    ),
    SetCheck(
        "years_over_age",
        """
        SELECT s.row, s.row, '{}'::jsonb
        FROM staged_household s
        JOIN staged_member head ON head.household_row = s.row AND head.relation = 'head'
        WHERE s.years_in_settlement > head.age
        """,
        Severity.WARNING,
        field="years_in_settlement",
    ),
    SetCheck(
        "mother_too_young",
        """
        SELECT m.household_row, m.row, jsonb_build_object('years', head.age - m.age)
        FROM staged_member m
        JOIN staged_member head ON head.household_row = m.household_row
         AND head.relation = 'head' AND head.sex = 'female'
        WHERE m.relation = 'son_daughter' AND head.age - m.age < 12
        """,
        Severity.WARNING,
        field="age",
        persons=True,
    ),
)


def find_issues(enumeration: Enumeration, mapping: Mapping, *, from_phones: bool = False) -> None:
    """Run every set check that applies to this count and file.

    Interviews from phones are gathered as they come: that two of a group name one household is no fault of a
    file but a conflict, as if they had come one after the other; and their questionnaire may ask less.
    """
    settlement = enumeration.settlement
    context = {
        "settlement": settlement.pk,
        "enumeration": enumeration.pk,
        "creates": enumeration.creates_structures,
        "numbered": settlement.structures.exists(),
    }
    foreign = enumeration.source == EnumerationSource.FOREIGN
    checks = [*(() if from_phones else KEYS), *DUPLICATES, RESTRICTED]
    if enumeration.creates_structures:
        checks += NEW_STRUCTURES
    has_withdrawn = gather_withdrawn(context) > 0
    if has_withdrawn:
        checks += WITHDRAWN
    if mapping.persons is not None:
        gather_members()
        asked = mapping.persons.fields
        checks += [check for check in ROSTER if not from_phones or check.needs in {"", *asked}]
    gather_answer_rows()
    _check_places(mapping.households, context, foreign=foreign)
    for check in checks:
        sheet = mapping.persons if check.persons and mapping.persons else mapping.households
        named = {"sheet": sheet.sheet, "column": heading_of(sheet, check.field)}
        _run(check, context | named, foreign=foreign)
    if has_withdrawn:
        keep_withdrawn()


def _check_places(sheet: SheetMapping, context: dict[str, Any], *, foreign: bool) -> None:
    """All of PLACES in one pass: only rows in which any of them is broken are asked again for which."""
    columns = {f"in_{check.field}": heading_of(sheet, check.field) for check in PLACES}
    found = " UNION ALL ".join(
        f"""
        SELECT %(in_{check.field})s, '{check.field}', '{check.code}', '{_severity(check, foreign=foreign)}',
            {check.params}
        WHERE {check.broken}"""
        for check in PLACES
    )
    staging.execute(
        f"""
        {ZONE} INSERT INTO staged_issue (sheet, row, household_row, "column", field, code, severity, params)
        SELECT %(sheet)s, s.row, s.row, found.*
        FROM staged_household s
        CROSS JOIN zone
        LEFT JOIN settlements_structure t
            ON t.settlement_id = %(settlement)s AND t.code = s.structure_code
        CROSS JOIN LATERAL ({found}) found
        WHERE {" OR ".join(f"({check.broken})" for check in PLACES)}
        """,
        context | columns | {"sheet": sheet.sheet},
    )


def _severity(check: SetCheck | PlaceCheck, *, foreign: bool) -> Severity:
    return Severity.WARNING if foreign and check.foreign_warns else check.severity


def _run(check: SetCheck, context: dict[str, Any], *, foreign: bool) -> None:
    severity = _severity(check, foreign=foreign)
    staging.execute(
        f"""
        INSERT INTO staged_issue (sheet, row, household_row, "column", field, code, severity, params)
        SELECT %(sheet)s, found.row, found.household_row, %(column)s, %(field)s, %(code)s, %(severity)s,
            found.params
        FROM ({check.find}) AS found (household_row, row, params)
        """,
        context | {"field": check.field, "code": check.code, "severity": str(severity)},
    )


# The settlement's ground, computed once: exactly, with the usual slack, and as far as an honest mistake goes.
ZONE = f"""
WITH zone AS MATERIALIZED (
    SELECT boundary, ST_Buffer(boundary::geography, {OUTSIDE_SETTLEMENT_M})::geometry AS near,
           ST_Expand(boundary, 0.05) AS wide  -- a box
    FROM settlements_settlement WHERE id = %(settlement)s
)
"""


def gather_answer_rows() -> None:
    """Find the household of each row of repeated answers, and number its rows; say which have none."""
    staging.execute(
        """
        CREATE TEMPORARY TABLE staged_answer_row AS
        SELECT a.sheet, a.row, a.repeat, a.answers, s.row AS household_row,
               row_number() OVER (PARTITION BY s.row, a.repeat ORDER BY a.row)::smallint AS line_no
        FROM staged_answers a
        LEFT JOIN (
            SELECT repeat_link, min(row) AS row FROM staged_household WHERE repeat_link IS NOT NULL GROUP BY 1
        ) s ON s.repeat_link = a.parent
        """
    )
    staging.execute(
        """
        INSERT INTO staged_issue (sheet, row, code, severity, params)
        SELECT sheet, row, 'orphan_row', 'error', jsonb_build_object('repeat', repeat)
        FROM staged_answer_row WHERE household_row IS NULL
        """
    )


def gather_members() -> None:
    """Find each person's household in the file; a person without a line gets the next free one by order."""
    staging.execute(
        """
        CREATE TEMPORARY TABLE staged_member AS
        SELECT p.row, s.row AS household_row, p.relation, p.sex, p.age,
               coalesce(p.line_no, row_number() OVER (PARTITION BY s.row ORDER BY p.row))::smallint AS line_no
        FROM staged_person p
        LEFT JOIN (SELECT link, min(row) AS row FROM staged_household WHERE link IS NOT NULL GROUP BY link) s
          ON s.link = p.parent
        """
    )
    # A problem of a person keeps its whole household out: a household goes in complete or not at all.
    staging.execute(
        """
        UPDATE staged_issue i SET household_row = m.household_row FROM staged_member m
        WHERE i.household_row = -1 AND i.row = m.row
        """
    )


def reject() -> None:
    """Gather the rows that an error keeps out, for the merge."""
    staging.execute(
        """
        CREATE TEMPORARY TABLE staged_rejected AS
        SELECT DISTINCT household_row AS row FROM staged_issue
        WHERE severity = 'error' AND household_row IS NOT NULL AND household_row > 0
        """
    )
