"""What a merge will do with each staged row: what is new, what changed, what must wait.

Call everything here with the enumeration locked: a plan holds only as long as nobody else writes.
"""

from accounts.encryption.columns import mark_of
from enumerations.choices import RowOutcome
from enumerations.models import Batch
from enumerations.services import staging
from enumerations.services.merge_columns import PERSON_VALUES, POINT, Shape, names_of, sent_columns
from enumerations.services.sealing import ENCRYPTED


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
        names_of(batch),
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
        names_of(batch),
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
        *(_differs(column, value) for column, value in sent_columns(shape).items()),
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
        names_of(batch),
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
