"""From staging to the register, in one transaction: what is new, what changed, what must wait.

Call everything here with the enumeration locked: a plan holds only as long as nobody else writes.
"""

from dataclasses import dataclass
from typing import Any

from accounts.encryption.columns import mark_of
from enumerations.choices import RowOutcome
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind
from enumerations.models import Batch
from enumerations.services import staging
from enumerations.services.sealing import ENCRYPTED

POINT = "ST_SetSRID(ST_MakePoint(s.location_lon, s.location_lat), 4326)"


@dataclass(frozen=True)
class Shape:
    """Which fields the file has: an update changes these and no others."""

    household_fields: frozenset[str]
    has_persons: bool
    repeats: frozenset[str] = frozenset()


def _filled(fields: tuple[Field, ...], staged: str) -> dict[str, str]:
    """Each column of the register with the expression over staging that fills it."""
    values: dict[str, str] = {}
    for field in fields:
        if field.kind is Kind.POINT:
            values |= {"location": POINT, "location_accuracy_m": f"{staged}.location_accuracy_m"}
        elif field.kind is Kind.DECIMAL:
            values[field.name] = f"{staged}.{field.name}::numeric(10, 2)"
        else:
            values[field.name] = f"{staged}.{field.name}"
    return values


HOUSEHOLD_VALUES = _filled(HOUSEHOLD_FIELDS, "s")
PERSON_VALUES = {
    **_filled(PERSON_FIELDS, "p"),
    "answers": "coalesce(p.answers, '{}')",
    "not_given": "coalesce(p.not_given, '{}')",
}


def _sent(shape: Shape) -> dict[str, str]:
    """The columns of a household that this file fills."""
    asked = {"location_accuracy_m": "location"}
    return {
        column: value
        for column, value in HOUSEHOLD_VALUES.items()
        if asked.get(column, column) in shape.household_fields
    }


def _context(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "enumeration": batch.enumeration_id,
        "settlement": batch.settlement_id,
        "replace": batch.replace_conflicts,
        "phones": batch.is_from_phones,
        "source": structure_source(batch),
    }


def structure_source(batch: Batch) -> str:
    """How a structure says that an interview of this batch made it: reverting the batch finds it by this."""
    return f"interview, batch {batch.pk}"


# --- Plan -----------------------------------------------------------------------------------------


def create_structures(batch: Batch) -> int:
    """Make the structures that interviews found and the register lacks; how many."""
    return staging.execute(
        f"""
        INSERT INTO settlements_structure (
            settlement_id, cluster_id, code, location, location_source, uses, roof, wall, floor,
            related_structures, utilities, ownership_type, other_numbers, status, properties)
        SELECT DISTINCT ON (s.structure_code) %(settlement)s, c.id, s.structure_code, {POINT}, %(source)s,
            '{{}}', '', '', '', '{{}}', '{{}}', '', '{{}}', 'numbered', '{{}}'
        FROM staged_household s
        LEFT JOIN staged_rejected r ON r.row = s.row
        LEFT JOIN settlements_cluster c ON c.settlement_id = %(settlement)s
            AND c.code = substring(s.structure_code FROM '^[A-Z]+/([A-Z][A-Z0-9]*)/')
        WHERE r.row IS NULL AND s.structure_code IS NOT NULL AND s.location_lat IS NOT NULL
        ORDER BY s.structure_code, s.row
        ON CONFLICT DO NOTHING
        """,
        _context(batch),
    )


def plan(batch: Batch, shape: Shape) -> dict[str, int]:
    """Decide for every row that no error keeps out what becomes of it: `staged_plan`. Rows by outcome.

    A file finds its household by number first, an interview from a phone by itself: it may be corrected to
    another number, and never writes what another interview, or a file, said of the household there.
    """
    staging.execute("ANALYZE staged_household (row, key, structure_code)")
    staging.execute(
        """
        CREATE TEMPORARY TABLE staged_plan AS
        SELECT s.row, coalesce(t.merged_into_id, t.id) AS structure_id,
               coalesce(k.id, i.id, nextval('enumerations_household_id_seq')) AS household_id,
               CASE WHEN k.id IS NULL AND i.id IS NULL THEN 'created'
                    WHEN k.id <> i.id THEN 'conflict'
                    WHEN k.id IS NULL AND NOT %(replace)s AND NOT %(phones)s THEN 'conflict'
                    WHEN i.id IS NULL AND NOT %(replace)s AND %(phones)s THEN 'conflict'
                    WHEN k.instance_id <> s.instance_id AND NOT %(replace)s THEN 'conflict'
                    ELSE 'matched' END AS outcome,
               CASE WHEN %(phones)s THEN 'number_taken'
                    WHEN i.id IS NOT NULL AND k.id IS DISTINCT FROM i.id THEN 'instance_elsewhere'
                    ELSE 'other_instance' END AS conflict
        FROM staged_household s
        LEFT JOIN staged_rejected r ON r.row = s.row
        LEFT JOIN settlements_structure t ON t.settlement_id = %(settlement)s AND t.code = s.structure_code
        LEFT JOIN enumerations_household k ON k.enumeration_id = %(enumeration)s AND k.key = s.key
        LEFT JOIN enumerations_household i
            ON i.enumeration_id = %(enumeration)s AND i.instance_id = s.instance_id
        WHERE r.row IS NULL AND s.key IS NOT NULL
        """,
        _context(batch),
    )
    staging.execute("ANALYZE staged_plan")
    if batch.is_from_phones:
        _hold_later()
    staging.execute(
        """
        UPDATE staged_plan SET outcome = 'conflict', conflict = 'instance_elsewhere'
        WHERE row IN (
            SELECT row FROM (
                SELECT row, row_number() OVER (PARTITION BY household_id ORDER BY row) AS nth
                FROM staged_plan WHERE outcome = 'matched'
            ) claims WHERE nth > 1)
        """
    )
    if _compare_households(shape):
        if shape.has_persons:
            _compare_rosters()
        if shape.repeats:
            _compare_answer_rows(shape)
        if batch.is_from_phones or not batch.replace_conflicts:
            _hold_corrected(batch)
    counted = dict(staging.fetch("SELECT outcome, count(*) FROM staged_plan GROUP BY outcome"))
    return {str(outcome): int(counted.get(outcome, 0)) for outcome in RowOutcome}


def _hold_later() -> None:
    """Of several interviews that name one household, and come at once, the first one has its number."""
    staging.execute(
        """
        WITH named AS (
            SELECT row, first_value(plan.row) OVER same AS first,
                first_value(plan.household_id) OVER same AS household_id
            FROM staged_plan plan JOIN staged_household s USING (row)
            WHERE plan.outcome IN ('created', 'matched')
            WINDOW same AS (PARTITION BY s.key ORDER BY plan.row)
        )
        UPDATE staged_plan plan SET outcome = 'conflict', household_id = named.household_id
        FROM named WHERE plan.row = named.row AND named.row <> named.first
        """
    )


def _compare_households(shape: Shape) -> int:
    """A matched row is unchanged where the register has every answer it carries. How many matched."""
    differs = [
        "h.structure_id IS DISTINCT FROM coalesce(plan.structure_id, h.structure_id)",
        "h.key <> s.key",
        "s.instance_id IS NOT NULL AND h.instance_id IS DISTINCT FROM s.instance_id",
        "NOT h.answers @> s.answers",
        "NOT h.not_given @> s.not_given",
        *(_differs(column, value) for column, value in _sent(shape).items()),
    ]
    return staging.execute(
        f"""
        UPDATE staged_plan plan
        SET outcome = CASE WHEN {" OR ".join(differs)} THEN 'updated' ELSE 'unchanged' END
        FROM staged_household s, enumerations_household h
        WHERE plan.outcome = 'matched' AND s.row = plan.row AND h.id = plan.household_id
        """
    )


def _differs(column: str, value: str) -> str:
    """What is encrypted reads differently every time: what it is known by does not."""
    if column in ENCRYPTED:
        return f"{mark_of(f'h.{column}')} IS DISTINCT FROM {mark_of(value)}"
    return f"h.{column} IS DISTINCT FROM {value}"


def _compare_rosters() -> None:
    """A household whose own answers stand but whose people changed is updated too."""
    sent = ", ".join(["m.line_no", *PERSON_VALUES.values()])
    held = ", ".join(["p.line_no", *(f"p.{column}" for column in PERSON_VALUES)])
    staging.execute(
        f"""
        WITH known AS MATERIALIZED (SELECT row, household_id FROM staged_plan WHERE outcome = 'unchanged'),
        sent AS (
            SELECT known.row, sum(hash_record_extended(ROW({sent}), 0)) AS people
            FROM known
            JOIN staged_member m ON m.household_row = known.row
            JOIN staged_person p ON p.row = m.row
            GROUP BY 1
        ),
        held AS (
            SELECT known.row, sum(hash_record_extended(ROW({held}), 0)) AS people
            FROM known JOIN enumerations_person p USING (household_id)
            GROUP BY 1
        )
        UPDATE staged_plan plan SET outcome = 'updated'
        FROM known LEFT JOIN sent USING (row) LEFT JOIN held USING (row)
        WHERE plan.row = known.row AND sent.people IS DISTINCT FROM held.people
        """
    )


def _compare_answer_rows(shape: Shape) -> None:
    """The same of its repeated answers, of those repeats that the file has."""
    staging.execute(
        """
        WITH known AS MATERIALIZED (SELECT row, household_id FROM staged_plan WHERE outcome = 'unchanged'),
        sent AS (
            SELECT known.row, sum(hash_record_extended(ROW(a.repeat, a.line_no, a.answers), 0)) AS said
            FROM known JOIN staged_answer_row a ON a.household_row = known.row GROUP BY 1
        ),
        held AS (
            SELECT known.row, sum(hash_record_extended(ROW(a.repeat::text, a.line_no, a.answers), 0)) AS said
            FROM known JOIN enumerations_answerrow a USING (household_id)
            WHERE a.repeat = ANY(%(repeats)s) GROUP BY 1
        )
        UPDATE staged_plan plan SET outcome = 'updated'
        FROM known LEFT JOIN sent USING (row) LEFT JOIN held USING (row)
        WHERE plan.row = known.row AND sent.said IS DISTINCT FROM held.said
        """,
        {"repeats": list(shape.repeats)},
    )


def _hold_corrected(batch: Batch) -> None:
    """What a household had corrected at the desk is not undone by what says otherwise.

    A supervisor may take an interview all the same that was sent after the correction.
    """
    staging.execute(
        """
        UPDATE staged_plan plan SET outcome = 'conflict', conflict = 'corrected_by_request'
        FROM enumerations_household h
        WHERE plan.outcome = 'updated' AND h.id = plan.household_id AND h.corrected_at IS NOT NULL
          AND NOT (%(replace)s AND EXISTS (
            SELECT FROM enumerations_submission sent
            WHERE sent.batch_id = %(batch)s AND sent.row = plan.row AND sent.received_at > h.corrected_at))
        """,
        _context(batch),
    )


def note_conflicts(sheet: str, column: str) -> None:
    """Say of every row that is held why it is."""
    staging.execute(
        """
        INSERT INTO staged_issue (sheet, row, household_row, "column", field, code, severity, params)
        SELECT %(sheet)s, row, row, %(column)s, 'instance_id', conflict, 'error', '{}'::jsonb
        FROM staged_plan WHERE outcome = 'conflict'
        """,
        {"sheet": sheet, "column": column},
    )


# --- Write ----------------------------------------------------------------------------------------


def write(batch: Batch, shape: Shape) -> None:
    """Carry out the plan."""
    # Everything is written after what it refers to. Checked statement by statement, the references cost a
    # quarter less than when half a million of them wait for the commit.
    staging.execute("SET CONSTRAINTS ALL IMMEDIATE")
    context = _context(batch)
    has_updated = _remember(context) > 0
    _insert_households(context)
    if has_updated:
        _update_households(context, shape)
        _delete_claims()
    if shape.has_persons:
        _replace_persons(context)
    if shape.repeats:
        _replace_answer_rows(context | {"repeats": list(shape.repeats)})
    # A claim is a person's: where the file lists none, only households known before have people.
    if shape.has_persons or has_updated:
        insert_claims("SELECT household_id FROM staged_plan WHERE outcome IN ('created', 'updated')")


def _insert_households(context: dict[str, Any]) -> None:
    columns, values = ", ".join(HOUSEHOLD_VALUES), ", ".join(HOUSEHOLD_VALUES.values())
    staging.execute(
        f"""
        INSERT INTO enumerations_household (id, settlement_id, enumeration_id, structure_id, key, instance_id,
            created_by_batch_id, batch_id, answers, not_given, {columns})
        SELECT plan.household_id, %(settlement)s, %(enumeration)s, plan.structure_id, s.key, s.instance_id,
            %(batch)s, %(batch)s, s.answers, s.not_given, {values}
        FROM staged_plan plan JOIN staged_household s USING (row)
        WHERE plan.outcome = 'created'
        """,
        context,
    )


def _remember(context: dict[str, Any]) -> int:
    """Keep each household that will change as it is now, so that the batch can be reverted; how many."""
    return staging.execute(
        """
        INSERT INTO enumerations_revision (
            batch_id, household_id, previous_batch_id, before, persons_before, rows_before)
        SELECT %(batch)s, h.id, h.batch_id, to_jsonb(h), coalesce((
            SELECT jsonb_agg(to_jsonb(p) ORDER BY p.line_no)
            FROM enumerations_person p WHERE p.household_id = h.id), '[]'::jsonb), coalesce((
            SELECT jsonb_agg(to_jsonb(a) ORDER BY a.repeat, a.line_no)
            FROM enumerations_answerrow a WHERE a.household_id = h.id), '[]'::jsonb)
        FROM staged_plan plan JOIN enumerations_household h ON h.id = plan.household_id
        WHERE plan.outcome = 'updated'
        """,
        context,
    )


def _update_households(context: dict[str, Any], shape: Shape) -> None:
    sent = "".join(f", {column} = {value}" for column, value in _sent(shape).items())
    staging.execute(
        f"""
        UPDATE enumerations_household h SET
            batch_id = %(batch)s, key = s.key, structure_id = coalesce(plan.structure_id, h.structure_id),
            instance_id = coalesce(s.instance_id, h.instance_id),
            corrected_at = NULL,
            answers = h.answers || s.answers, not_given = h.not_given || s.not_given{sent}
        FROM staged_plan plan JOIN staged_household s USING (row)
        WHERE plan.outcome = 'updated' AND h.id = plan.household_id
        """,
        context,
    )


def _replace_persons(context: dict[str, Any]) -> None:
    """The roster of a household is what its last interview lists."""
    staging.execute(
        """
        DELETE FROM enumerations_person WHERE household_id IN (
            SELECT household_id FROM staged_plan WHERE outcome = 'updated')
        """
    )
    columns, values = ", ".join(PERSON_VALUES), ", ".join(PERSON_VALUES.values())
    staging.execute(
        f"""
        INSERT INTO enumerations_person (settlement_id, enumeration_id, household_id, line_no, {columns})
        SELECT %(settlement)s, %(enumeration)s, plan.household_id, m.line_no, {values}
        FROM staged_plan plan
        JOIN staged_member m ON m.household_row = plan.row
        JOIN staged_person p ON p.row = m.row
        WHERE plan.outcome IN ('created', 'updated')
        """,
        context,
    )


def _replace_answer_rows(context: dict[str, Any]) -> None:
    """The rows of a repeat are those of its household's last interview."""
    staging.execute(
        """
        DELETE FROM enumerations_answerrow WHERE repeat = ANY(%(repeats)s) AND household_id IN (
            SELECT household_id FROM staged_plan WHERE outcome = 'updated')
        """,
        context,
    )
    staging.execute(
        """
        INSERT INTO enumerations_answerrow (
            settlement_id, enumeration_id, household_id, repeat, line_no, answers)
        SELECT %(settlement)s, %(enumeration)s, plan.household_id, a.repeat, a.line_no, a.answers
        FROM staged_plan plan JOIN staged_answer_row a ON a.household_row = plan.row
        WHERE plan.outcome IN ('created', 'updated')
        """,
        context,
    )


def _delete_claims() -> None:
    staging.execute(
        """
        DELETE FROM enumerations_tenureclaim WHERE household_id IN (
            SELECT household_id FROM staged_plan WHERE outcome = 'updated')
        """
    )


# The head of a household claims its structure in the way the household holds its home.
INSERT_CLAIMS = """
INSERT INTO enumerations_tenureclaim (
    settlement_id, enumeration_id, structure_id, household_id, person_id, role, since_year,
    evidence, in_dispute)
SELECT h.settlement_id, h.enumeration_id, h.structure_id, h.id, p.id, h.occupancy_status,
    extract(year FROM coalesce(h.interviewed_on, h.started_at::date, current_date)) - h.years_in_structure,
    '{}', false
FROM enumerations_household h
JOIN enumerations_person p ON p.household_id = h.id AND p.relation = 'head'
WHERE h.structure_id IS NOT NULL AND h.occupancy_status IS NOT NULL AND h.id IN
"""


def insert_claims(households: str, context: dict[str, Any] | None = None) -> None:
    """Make the claims of the households that the query `households` selects."""
    staging.execute(f"{INSERT_CLAIMS} ({households})", context)


def save_issues(batch: Batch) -> None:
    """Keep every problem found, by row and column; of a second attempt only its own."""
    staging.execute("DELETE FROM enumerations_issue WHERE batch_id = %(batch)s", _context(batch))
    staging.execute(
        """
        INSERT INTO enumerations_issue (batch_id, sheet, row, "column", field, code, severity, params)
        SELECT %(batch)s, left(sheet, 60),
            -- An interview's number is its row, also where one of its people is meant.
            CASE WHEN %(phones)s AND household_row > 0 THEN household_row ELSE row END,
            left(coalesce("column", ''), 200), coalesce(field, ''), code, severity, coalesce(params, '{}')
        FROM staged_issue ORDER BY row NULLS FIRST, sheet
        """,
        _context(batch),
    )
