"""What belongs together in a file and in the register, put beside each other in further staging tables."""

from typing import Any

from enumerations.rights import Purpose
from enumerations.services import staging


def named_by(table: str, unless: str, said: str) -> str:
    """The rows that name a household of this table as it was named before, by its number or its interview."""
    return " UNION ".join(
        f"""
        SELECT s.row, {said} FROM staged_household s
        JOIN {table} w ON w.enumeration_id = %(enumeration)s AND w.{name} = s.{name} AND {unless}
        """
        for name in ("key", "instance_id")
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


def reject() -> None:
    """Gather the rows that an error keeps out, for the merge."""
    staging.execute(
        """
        CREATE TEMPORARY TABLE staged_rejected AS
        SELECT DISTINCT household_row AS row FROM staged_issue
        WHERE severity = 'error' AND household_row IS NOT NULL AND household_row > 0
        """
    )
