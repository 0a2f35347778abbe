"""Take a batch back: what it created goes, what it changed is as before."""

from typing import Any

from django.utils import timezone

from accounts.because import because
from accounts.models import User
from enumerations.choices import BatchState
from enumerations.models import AnswerRow, Batch, Household, Person, Revision
from enumerations.rights import Purpose
from enumerations.services import outcomes, staging
from enumerations.services.locks import enumeration_locked
from enumerations.services.merge import insert_claims
from enumerations.services.merge_columns import structure_source
from enumerations.services.statistics import rebuild_statistics


class RevertRefused(Exception):
    """The batch cannot be taken back; `code` is in the catalogue of issues."""

    def __init__(self, code: str, params: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def revert_batch(*, batch: Batch, user: User) -> None:
    """Undo a merged batch in one transaction, then count again. Raises RevertRefused."""
    with because(user=user.pk, reverted=batch.pk), enumeration_locked(batch.enumeration_id) as enumeration:
        batch.refresh_from_db()
        if batch.state not in {BatchState.DONE, BatchState.COUNTING}:
            raise RevertRefused("revert_not_done", {"state": str(batch.state)})
        if not enumeration.is_open:
            raise RevertRefused("enumeration_closed", {"state": str(enumeration.state)})
        if later := _later_batches(batch):
            raise RevertRefused("revert_later_changes", {"batches": ", ".join(str(pk) for pk in later)})
        if doors := _made_one(batch):
            raise RevertRefused("revert_made_one", {"doors": ", ".join(doors)})
        changed = _restore_changed(batch)
        _delete_created(batch)
        if batch.is_from_phones:
            outcomes.take_back(batch, changed)
        batch.state, batch.reverted_at, batch.reverted_by = BatchState.REVERTED, timezone.now(), user
        batch.save(update_fields=["state", "reverted_at", "reverted_by"])
    rebuild_statistics(batch.enumeration_id)


def _later_batches(batch: Batch) -> list[int]:
    """Batches that changed what this one wrote."""
    rows = staging.fetch(
        """
        SELECT DISTINCT h.batch_id FROM enumerations_household h
        WHERE h.enumeration_id = %(enumeration)s AND h.batch_id <> %(batch)s AND (
            h.created_by_batch_id = %(batch)s
            OR h.id IN (SELECT household_id FROM enumerations_revision WHERE batch_id = %(batch)s))
        ORDER BY 1
        """,
        {"batch": batch.pk, "enumeration": batch.enumeration_id},
    )
    return [batch_id for (batch_id,) in rows]


def _made_one(batch: Batch) -> list[str]:
    """Households and structures this batch made that were made one with others: to be undone first."""
    rows = staging.fetch(
        """
        SELECT h.key FROM enumerations_household h
        WHERE h.enumeration_id = %(enumeration)s AND h.created_by_batch_id = %(batch)s
          AND (h.same_as_id IS NOT NULL
            OR EXISTS (SELECT FROM enumerations_household o WHERE o.same_as_id = h.id))
        UNION ALL
        SELECT t.code FROM settlements_structure t
        WHERE t.settlement_id = %(settlement)s AND t.location_source = %(source)s
          AND (t.merged_into_id IS NOT NULL
            OR EXISTS (SELECT FROM settlements_structure o
                       WHERE o.settlement_id = t.settlement_id AND o.merged_into_id = t.id))
        ORDER BY 1 LIMIT 10
        """,
        {
            "batch": batch.pk,
            "enumeration": batch.enumeration_id,
            "settlement": batch.settlement_id,
            "source": structure_source(batch),
        },
    )
    return [door for (door,) in rows]


def _columns(model: type[Household] | type[Person] | type[AnswerRow]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]


def _restore_changed(batch: Batch) -> list[int]:
    """Put every changed household and its people back as they were; which households these are.

    But for what its people asked for meanwhile: a record they had corrected or restricted stays as it is, and
    what they no longer agree to is not agreed to again. Nor is it said anew which household it is.
    """
    context = {"batch": batch.pk}
    staging.execute(
        """
        WITH kept AS (
            DELETE FROM enumerations_revision r USING enumerations_household h
            WHERE r.batch_id = %(batch)s AND h.id = r.household_id
                AND (h.corrected_at IS NOT NULL OR h.restricted_at IS NOT NULL)
            RETURNING r.household_id, r.previous_batch_id
        )
        UPDATE enumerations_household h SET batch_id = kept.previous_batch_id
        FROM kept WHERE h.id = kept.household_id
        """,
        context,
    )
    changed = "SELECT household_id FROM enumerations_revision WHERE batch_id = %(batch)s"
    stays = {"id", "settlement_id", "enumeration_id", "same_as_id"}
    columns = [column for column in _columns(Household) if column not in stays]
    assigned = ", ".join(f"{column} = old.{column}" for column in columns)
    staging.execute(
        f"""
        UPDATE enumerations_household h SET {assigned}
        FROM enumerations_revision r, jsonb_populate_record(NULL::enumerations_household, r.before) old
        WHERE r.batch_id = %(batch)s AND h.id = r.household_id
        """,
        context,
    )
    # A number that was made one with another meanwhile stays that other one.
    staging.execute(
        f"""
        UPDATE enumerations_household h SET structure_id = t.merged_into_id
        FROM settlements_structure t
        WHERE h.id IN ({changed}) AND t.id = h.structure_id AND t.merged_into_id IS NOT NULL
        """,
        context,
    )
    for purpose in Purpose:
        staging.execute(
            f"""
            UPDATE enumerations_household SET {purpose} = false
            WHERE id IN ({changed}) AND id IN (
                SELECT household_id FROM enumerations_withdrawal
                WHERE lifted_at IS NULL AND '{purpose}' = ANY(purposes))
            """,
            context,
        )
    staging.execute(f"DELETE FROM enumerations_tenureclaim WHERE household_id IN ({changed})", context)
    staging.execute(f"DELETE FROM enumerations_person WHERE household_id IN ({changed})", context)
    staging.execute(f"DELETE FROM enumerations_answerrow WHERE household_id IN ({changed})", context)
    for model, kept in ((Person, "persons_before"), (AnswerRow, "rows_before")):
        table, columns = model._meta.db_table, _columns(model)
        staging.execute(
            f"""
            INSERT INTO {table} ({", ".join(columns)})
            SELECT {", ".join(f"old.{column}" for column in columns)}
            FROM enumerations_revision r, jsonb_populate_recordset(NULL::{table}, r.{kept}) old
            WHERE r.batch_id = %(batch)s
            """,
            context,
        )
    insert_claims(changed, context)
    restored = list(Revision.objects.filter(batch=batch).values_list("household_id", flat=True))
    Revision.objects.filter(batch=batch).delete()
    return restored


def _delete_created(batch: Batch) -> None:
    """Remove the households this batch created, then the structures only it had found."""
    context = {
        "batch": batch.pk,
        "enumeration": batch.enumeration_id,
        "settlement": batch.settlement_id,
        "source": structure_source(batch),
    }
    created = (
        "SELECT id FROM enumerations_household "
        "WHERE enumeration_id = %(enumeration)s AND created_by_batch_id = %(batch)s"
    )
    # What was asked is kept, and so is what phones sent, also of a household that goes.
    for table in ("withdrawal", "rightsrequest", "submission"):
        staging.execute(
            f"UPDATE enumerations_{table} SET household_id = NULL WHERE household_id IN ({created})", context
        )
    for table in ("tenureclaim", "person", "answerrow"):
        staging.execute(f"DELETE FROM enumerations_{table} WHERE household_id IN ({created})", context)
    staging.execute(f"DELETE FROM enumerations_household WHERE id IN ({created})", context)
    staging.execute(
        """
        DELETE FROM settlements_structure t
        WHERE t.settlement_id = %(settlement)s AND t.location_source = %(source)s
          AND NOT EXISTS (SELECT FROM enumerations_household h WHERE h.structure_id = t.id)
          AND NOT EXISTS (SELECT FROM enumerations_tenureclaim c WHERE c.structure_id = t.id)
        """,
        context,
    )
