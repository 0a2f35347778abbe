"""What only the whole file, the ground and the register together can tell: checks in SQL.

Every check finds rows of `staged_household` (aliased `s`) or `staged_person` and writes `staged_issue`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.encryption.columns import mark_of
from enumerations.choices import EnumerationSource, Severity
from enumerations.intake.columns import Mapping, heading_of
from enumerations.models import Enumeration
from enumerations.rights import Purpose
from enumerations.services import staging
from enumerations.services.gathering import (
    gather_answer_rows,
    gather_members,
    gather_withdrawn,
    keep_withdrawn,
    named_by,
)
from enumerations.services.place_checks import check_places

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
    twice: frozenset[str] = frozenset()  # finds nothing unless the file says one of these twice


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
    SetCheck(
        "duplicate_in_file",
        repeated("other_row", "s.hh_code"),
        field="hh_code",
        twice=frozenset({"hh_code"}),
    ),
    SetCheck(
        "duplicate_in_file",
        repeated("other_row", "s.instance_id", unless="f.hh_code = s.hh_code"),
        field="instance_id",
        twice=frozenset({"instance_id"}),
    ),
    # Rows that only their content tells apart, and that are the same.
    SetCheck(
        "duplicate_in_file",
        repeated("other_row", "s.key", unless="s.hh_code IS NOT NULL OR s.instance_id IS NOT NULL"),
        twice=frozenset({"fingerprint"}),
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
        twice=frozenset({"phone", "head_id_number"}),
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


class SetChecks:
    """The set checks that apply to a count and a file: of each piece as it is staged, then of all of it.

    Interviews from phones are gathered as they come: that two of a group name one household is no fault of a
    file but a conflict, as if they had come one after the other; and their questionnaire may ask less.
    """

    def __init__(self, enumeration: Enumeration, mapping: Mapping, *, from_phones: bool = False) -> None:
        settlement = enumeration.settlement
        self.mapping = mapping
        self.from_phones = from_phones
        self.creates = enumeration.creates_structures
        self.foreign = enumeration.source == EnumerationSource.FOREIGN
        self.context = {
            "settlement": settlement.pk,
            "enumeration": enumeration.pk,
            "creates": enumeration.creates_structures,
            "numbered": settlement.structures.exists(),
        }
        self._checked = "(0,0)"  # the place in the staging table of the last row that was checked

    def see_piece(self) -> None:
        """Check what each row shows by itself, of those staged since the last time.

        While the database does this, the next piece is being read.
        """
        piece = self.context | {"after": self._checked}
        check_places(self.mapping.households, piece, foreign=self.foreign)
        last = staging.fetch(
            "SELECT max(ctid)::text FROM staged_household WHERE ctid > %(after)s::tid", piece
        )
        self._checked = last[0][0] or self._checked

    def see_all(self, twice: Collection[str]) -> None:
        """Check what only the rows together show; the file says `twice` what is named there."""
        context = self.context
        checks = [*(() if self.from_phones else KEYS), *DUPLICATES]
        if is_any("enumerations_household w", "w.restricted_at IS NOT NULL", context):
            checks.append(RESTRICTED)
        if self.creates:
            checks += NEW_STRUCTURES
        has_withdrawn = is_any("enumerations_withdrawal w", "w.lifted_at IS NULL", context)
        if has_withdrawn:
            gather_withdrawn(context)
            checks += WITHDRAWN
        if self.mapping.persons is not None:
            gather_members()
            asked = self.mapping.persons.fields
            checks += [check for check in ROSTER if not self.from_phones or check.needs in {"", *asked}]
        gather_answer_rows()
        for check in checks:
            if not check.twice or not check.twice.isdisjoint(twice):
                self._run(check)
        if has_withdrawn:
            keep_withdrawn()

    def _run(self, check: SetCheck) -> None:
        sheet = self.mapping.persons if check.persons and self.mapping.persons else self.mapping.households
        severity = Severity.WARNING if self.foreign and check.foreign_warns else check.severity
        named = {"sheet": sheet.sheet, "column": heading_of(sheet, check.field), "field": check.field}
        staging.execute(
            f"""
            INSERT INTO staged_issue (sheet, row, household_row, "column", field, code, severity, params)
            SELECT %(sheet)s, found.row, found.household_row, %(column)s, %(field)s, %(code)s, %(severity)s,
                found.params
            FROM ({check.find}) AS found (household_row, row, params)
            """,
            self.context | named | {"code": check.code, "severity": str(severity)},
        )


def is_any(table: str, where: str, context: dict[str, Any]) -> bool:
    """Whether the count has such a row: most have none, and searching a whole file for them is dear."""
    found = f"SELECT EXISTS (SELECT FROM {table} WHERE w.enumeration_id = %(enumeration)s AND {where})"
    return bool(staging.fetch(found, context)[0][0])
