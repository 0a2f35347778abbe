"""Note what happened to a structure, and take a note back. Numbers are never used again."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.because import because
from accounts.models import User
from settlements.choices import ChangeKind, StructureStatus
from settlements.models import Structure, StructureChange

STATUS = {
    ChangeKind.DEMOLISHED: StructureStatus.DEMOLISHED,
    ChangeKind.SPLIT: StructureStatus.MERGED_INTO,
    ChangeKind.MERGED: StructureStatus.MERGED_INTO,
    ChangeKind.RENUMBERED: StructureStatus.MERGED_INTO,
}
NO_DOOR = (StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)


class ChangeRefused(Exception):
    """What is noted cannot be so; the text says why and what to do."""


def note(
    *,
    structure: Structure,
    kind: ChangeKind,
    became: Sequence[Structure],
    user: User,
    on: date,
    round_seen: int | None,
    reason: str = "",
) -> list[StructureChange]:
    """Write down what happened and set the status. Raises ChangeRefused.

    Of a split, `became` may hold the structure itself: its number stays on one part. A number that was made
    one with another, or given another, points there: what still comes under it is counted there.
    """
    with because(user=user.pk), transaction.atomic():
        held = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
        _check(held, kind, became)
        before, at = held.status, timezone.now()
        if kind in STATUS and held not in became:
            held.status = STATUS[kind]
            held.merged_into = became[0] if kind in (ChangeKind.MERGED, ChangeKind.RENUMBERED) else None
            held.save(update_fields=["status", "merged_into"])
        parts: list[Structure | None] = [*became] or [None]
        rows = [
            StructureChange(
                settlement_id=held.settlement_id,
                kind=kind,
                structure=held,
                became=each,
                round=round_seen,
                reason=reason.strip(),
                noted_on=on,
                noted_at=at,
                noted_by=user,
                status_before=before,
            )
            for each in parts
        ]
        return list(StructureChange.objects.bulk_create(rows))


def _check(structure: Structure, kind: ChangeKind, became: Sequence[Structure]) -> None:
    if structure.status in NO_DOOR:
        raise ChangeRefused(_("This number is no longer in use. Take back what was noted first."))
    wanted = {ChangeKind.MERGED: 1, ChangeKind.RENUMBERED: 1}.get(kind, 0)
    if kind == ChangeKind.SPLIT:
        if len(set(became)) < 2:
            raise ChangeRefused(_("A split has two parts at least. Name the numbers of all of them."))
    elif len(became) != wanted:
        raise ChangeRefused(_("Name the one number that it is now."))
    for each in became:
        if each == structure and kind == ChangeKind.SPLIT:
            continue
        if each == structure or each.settlement_id != structure.settlement_id:
            raise ChangeRefused(_("Name another structure of this settlement."))
        if each.status in NO_DOOR:
            raise ChangeRefused(
                _("%(number)s is no longer in use. Name a number that stands.") % {"number": each.code}
            )


def newest(structure: Structure) -> StructureChange | None:
    """The note that would be taken back next."""
    found: StructureChange | None = (
        StructureChange.objects.in_force().filter(structure=structure).order_by("-noted_at", "-pk").first()
    )
    return found


def take_back(*, structure: Structure, user: User) -> bool:
    """Take the newest note of a structure back, with the status it had; whether there was one.

    A status that was changed by other hands since then stays.
    """
    with because(user=user.pk), transaction.atomic():
        held = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
        last = newest(held)
        if last is None:
            return False
        if held.status == STATUS.get(ChangeKind(last.kind)):
            held.status, held.merged_into = last.status_before, None
            held.save(update_fields=["status", "merged_into"])
        same = StructureChange.objects.in_force().filter(structure=held, noted_at=last.noted_at)
        same.update(undone_at=timezone.now(), undone_by=user)
        return True
