"""From staging to the register by its plan, in one transaction, with the enumeration locked."""

from typing import Any

from enumerations.models import Batch
from enumerations.services import staging
from enumerations.services.merge_columns import HOUSEHOLD_VALUES, PERSON_VALUES, Shape, names_of, sent_columns


def write(batch: Batch, shape: Shape) -> None:
    """Carry out the plan."""
    # Everything is written after what it refers to. Checked statement by statement, the references cost a
    # quarter less than when half a million of them wait for the commit.
    staging.execute("SET CONSTRAINTS ALL IMMEDIATE")
    context = names_of(batch)
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
    sent = "".join(f", {column} = {value}" for column, value in sent_columns(shape).items())
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
    staging.execute("DELETE FROM enumerations_issue WHERE batch_id = %(batch)s", names_of(batch))
    staging.execute(
        """
        INSERT INTO enumerations_issue (batch_id, sheet, row, "column", field, code, severity, params)
        SELECT %(batch)s, left(sheet, 60),
            -- An interview's number is its row, also where one of its people is meant.
            CASE WHEN %(phones)s AND household_row > 0 THEN household_row ELSE row END,
            left(coalesce("column", ''), 200), coalesce(field, ''), code, severity, coalesce(params, '{}')
        FROM staged_issue ORDER BY row NULLS FIRST, sheet
        """,
        names_of(batch),
    )
