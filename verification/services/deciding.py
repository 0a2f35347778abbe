"""Deciding about what was counted twice: make one of two, say that they are two, and take that back.

Whatever is changed is written into `undo` as ids and codes, so that it can be put back as it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from django.db import connection, transaction
from django.utils import timezone

from accounts.because import because
from accounts.models import User
from enumerations.choices import Relation
from enumerations.intake.refusal import Refusal
from enumerations.models import Household, Person, TenureClaim, Withdrawal
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.requests import count_again
from enumerations.services.run import refuse_closed
from settlements.choices import StructureStatus
from settlements.models import Structure
from verification.choices import SuspicionKind, SuspicionState
from verification.models import Suspicion

K, S = SuspicionKind, SuspicionState
NOT_STANDING = (StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)
Undo = dict[str, Any]


def merge(suspicion: Suspicion, *, keep: Household | Structure, by: User, reason: str) -> None:
    """Make one of the two; of a person `keep` is the household where they are counted. Raises Refusal.

    already_decided    somebody was quicker
    enumeration_closed the register takes no more changes
    not_in_use         one of the two does not count any more
    taken_back         the other one's household took an agreement back, and this one's did not
    head_stays         the person is the head of the other household, or claims its structure
    """
    with _deciding(suspicion, S.OPEN, by) as held:
        refuse_closed(held.enumeration)
        one, other = _pair(held)
        if keep.pk not in (one, other):
            raise Refusal("not_in_use")
        gone = other if keep.pk == one else one
        made: dict[str, Callable[[Suspicion, int, int], Undo]] = {
            K.HOUSEHOLD_TWICE: _merge_households,
            K.PERSON_TWICE: _take_from_roster,
            K.STRUCTURE_TWICE: _merge_structures,
        }
        earlier = held.undo.get("earlier", [])
        held.undo = made[held.kind](held, keep.pk, gone) | {"earlier": earlier}
        if held.kind == K.HOUSEHOLD_TWICE:
            _revoke_certificate(gone, by)
        _write(held, S.MERGED, by, reason)


def _revoke_certificate(household: int, by: User) -> None:
    """What the other one holds is no longer valid."""
    # Certificates ask the register, whose step asks for suspicions.
    from verification.services.certifiable import REASONS
    from verification.services.certificates import revoke_of

    revoke_of([household], reason=str(REASONS["counted_again"].sentence), by=by)


def dismiss(suspicion: Suspicion, *, by: User, reason: str) -> None:
    """Say that they are two; the finder does not ask again. Raises Refusal."""
    with _deciding(suspicion, S.OPEN, by) as held:
        _write(held, S.DISMISSED, by, reason)


def undo(suspicion: Suspicion, *, by: User, reason: str = "") -> None:
    """Take a decision back: everything is as it was before. Raises Refusal.

    not_undone: something was changed meanwhile that builds on it.
    """
    with _deciding(suspicion, suspicion.state, by) as held:
        if held.state == S.OPEN:
            raise Refusal("already_decided")
        if held.state == S.MERGED:
            refuse_closed(held.enumeration)
            back: dict[str, Callable[[Suspicion], None]] = {
                K.HOUSEHOLD_TWICE: _part_households,
                K.PERSON_TWICE: _put_back_into_roster,
                K.STRUCTURE_TWICE: _part_structures,
            }
            back[held.kind](held)
            count_again(held.enumeration_id)
        held.undo = _past(held, by, reason)
        held.state, held.decided_at, held.decided_by, held.reason = S.OPEN, None, None, ""
        held.save(update_fields=["undo", "state", "decided_at", "decided_by", "reason"])


@contextmanager
def _deciding(suspicion: Suspicion, state: str, by: User) -> Iterator[Suspicion]:
    """The suspicion, read again, while nobody else writes to the register of its count."""
    with (
        because(user=by.pk, suspicion=suspicion.pk),
        enumeration_locked(suspicion.enumeration_id) as count,
    ):
        held = Suspicion.objects.select_for_update(of=("self",)).filter(pk=suspicion.pk).first()
        if held is None or held.state != state:
            raise Refusal("already_decided")
        held.enumeration = count
        yield held


def _write(held: Suspicion, state: SuspicionState, by: User, reason: str) -> None:
    held.state, held.decided_at, held.decided_by, held.reason = state, timezone.now(), by, reason
    held.save(update_fields=["undo", "state", "decided_at", "decided_by", "reason"])
    if state == S.MERGED:
        count_again(held.enumeration_id)


def _past(held: Suspicion, by: User, reason: str) -> Undo:
    """What was decided before and taken back: who, when and why."""
    decision = {
        "state": held.state,
        "by": held.decided_by_id,
        "at": held.decided_at.isoformat() if held.decided_at else None,
        "reason": held.reason,
        "undone_by": by.pk,
        "undone_at": timezone.now().isoformat(),
        "undone_because": reason,
    }
    return {"earlier": [*held.undo.get("earlier", []), decision]}


def _pair(held: Suspicion) -> tuple[int, int]:
    if held.kind == K.STRUCTURE_TWICE:
        return cast(int, held.structure_a_id), cast(int, held.structure_b_id)
    return cast(int, held.household_a_id), cast(int, held.household_b_id)


# --- Households -----------------------------------------------------------------------------------


def _merge_households(held: Suspicion, kept: int, gone: int) -> Undo:
    """The other one stays as it is, is known to be this one, and counts no more."""
    used = Household.objects.filter(pk__in=(kept, gone), same_as=None, restricted_at=None)
    if used.count() != 2:
        raise Refusal("not_in_use")
    if _taken_back(gone) - _taken_back(kept):
        raise Refusal("taken_back")
    Household.objects.filter(pk=gone).update(same_as=kept)
    return {"household": gone, "same_as": kept}


def _taken_back(household: int) -> set[str]:
    """What its people no longer agree to: of whichever record they said it, it holds for them."""
    held = Withdrawal.objects.in_force().filter(household=household)
    return {purpose for purposes in held.values_list("purposes", flat=True) for purpose in purposes}


def _part_households(held: Suspicion) -> None:
    changed = Household.objects.filter(pk=held.undo["household"], same_as=held.undo["same_as"])
    if not changed.update(same_as=None):
        raise Refusal("not_undone")


# --- People ---------------------------------------------------------------------------------------


def _take_from_roster(held: Suspicion, kept: int, gone: int) -> Undo:
    """The person leaves the roster of the other household. No old file brings them back into it."""
    line = held.line_b if gone == held.household_b_id else held.line_a
    person = Person.objects.filter(household=gone, line_no=cast(int, line)).first()
    if person is None:
        raise Refusal("not_in_use")
    if person.relation == Relation.HEAD or person.claims.exists():
        raise Refusal("head_stays")
    home = Household.objects.get(pk=gone)
    done = {"household": gone, "person": person.pk, "corrected_at": _text(home.corrected_at)}
    if home.members_total and home.members_total > 1:
        done["members_total"] = home.members_total
        home.members_total -= 1
    home.corrected_at = timezone.now()
    home.save(update_fields=["members_total", "corrected_at"])
    person.delete()
    return done


def _put_back_into_roster(held: Suspicion) -> None:
    """As the history of changes has them: it forgets whoever was erased."""
    home = Household.objects.get(pk=held.undo["household"])
    columns = [str(field.column) for field in Person._meta.concrete_fields if field.column != "id"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO enumerations_person (id, {", ".join(columns)})
            SELECT pgh_obj_id, {", ".join(columns)} FROM enumerations_personevent e
            WHERE pgh_obj_id = %(person)s AND pgh_label = 'delete' AND NOT EXISTS (
                SELECT FROM enumerations_person p
                WHERE p.id = e.pgh_obj_id OR (p.household_id, p.line_no) = (e.household_id, e.line_no))
            ORDER BY pgh_id DESC LIMIT 1
            """,
            {"person": held.undo["person"]},
        )
        if not cursor.rowcount:
            raise Refusal("not_undone")
    home.members_total = held.undo.get("members_total", home.members_total)
    before = held.undo["corrected_at"]
    home.corrected_at = datetime.fromisoformat(before) if before else None
    home.save(update_fields=["members_total", "corrected_at"])


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


# --- Structures -----------------------------------------------------------------------------------


def _merge_structures(held: Suspicion, kept: int, gone: int) -> Undo:
    """What this count found behind the other number belongs to the kept one; the number is never reused."""
    both = Structure.objects.select_for_update().in_bulk([kept, gone])
    if len(both) != 2 or any(each.status in NOT_STANDING for each in both.values()):
        raise Refusal("not_in_use")
    moved = {
        "households": Household.objects.filter(enumeration=held.enumeration_id, structure=gone),
        "claims": TenureClaim.objects.filter(enumeration=held.enumeration_id, structure=gone),
    }
    done: Undo = {"structure": gone, "merged_into": kept, "status": both[gone].status}
    done |= {name: list(rows.order_by("pk").values_list("pk", flat=True)) for name, rows in moved.items()}
    # What was merged into the other one before is now merged into this one.
    done["earlier_merged"] = list(
        Structure.objects.filter(merged_into=gone).order_by("pk").values_list("pk", flat=True)
    )
    for rows in moved.values():
        rows.update(structure=kept)
    Structure.objects.filter(merged_into=gone).update(merged_into=kept)
    Structure.objects.filter(pk=gone).update(status=StructureStatus.MERGED_INTO, merged_into=kept)
    return done


def _part_structures(held: Suspicion) -> None:
    was = held.undo
    back = Structure.objects.filter(pk=was["structure"], merged_into=was["merged_into"])
    if not back.update(status=was["status"], merged_into=None):
        raise Refusal("not_undone")
    Structure.objects.filter(pk__in=was["earlier_merged"], merged_into=was["merged_into"]).update(
        merged_into=was["structure"]
    )
    for name, model in (("households", Household), ("claims", TenureClaim)):
        rows = model.objects.filter(pk__in=was[name], structure=was["merged_into"])
        rows.update(structure=was["structure"])
