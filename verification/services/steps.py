"""Taking a step: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.because import because
from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from enumerations.services.counts import move_count
from enumerations.services.locks import enumeration_locked
from settlements.shield import refuse_frozen
from verification.conditions import Condition, Offer
from verification.lifecycle import Move, move_between
from verification.models import Step, StepFile
from verification.services import register
from verification.services.papers import Paper, drop_papers, keep_papers

REFUSALS: dict[str, tuple[str | Promise, str | Promise]] = {
    "no_such_step": (
        _("This step cannot be taken from here: somebody may have moved the count meanwhile."),
        _("Look where the count stands now."),
    ),
    "not_ready": (_("Something is missing for this step."), _("Look at the list above the form.")),
    "reason_needed": (
        _("Something that should be done first is not done."),
        _("Do it first, or write why you go on all the same."),
    ),
}


class StepRefused(Exception):
    """A step that was not taken: a code, a sentence, a remedy, and what was missing."""

    def __init__(self, code: str, missing: Sequence[Condition] = ()) -> None:
        super().__init__(code)
        self.code, self.missing = code, missing
        self.sentence, self.remedy = REFUSALS[code]


@dataclass(frozen=True)
class Met:
    """Who came to a meeting, where that was written down."""

    women: int | None = None
    men: int | None = None


def take(
    count: Enumeration,
    to: EnumerationState,
    *,
    by: User,
    offer: Offer,
    met: Met | None = None,
    papers: Sequence[Paper] = (),
) -> Step:
    """Move a count on: its step with its papers, its state, and what the step brings with it.

    Adopting freezes the first version of the register. That `by` may do it is the caller's check. Raises
    StepRefused, settlements.shield.Frozen, services.register.NothingToFreeze.
    """
    kept: list[StepFile] = []
    try:
        with because(user=by.pk, task=f"verification.{to}"), enumeration_locked(count.pk) as locked:
            move = move_between(locked.state, to)
            if move is None:
                raise StepRefused("no_such_step")
            step = _write(locked, move, by, offer, met or Met())
            kept = keep_papers(step, papers)
            _move(locked, move, by, offer)
    except Exception:
        drop_papers(kept)
        raise
    return step


def _write(count: Enumeration, move: Move, by: User, offer: Offer, met: Met) -> Step:
    """The step, if its conditions hold; those that only should hold may be missing for a reason."""
    missing = [condition for condition in move.conditions(count, offer) if not condition.met]
    if any(condition.must for condition in missing):
        raise StepRefused("not_ready", missing)
    if missing and not offer.note.strip():
        raise StepRefused("reason_needed", missing)
    return Step.objects.create(
        settlement_id=count.settlement_id,
        enumeration=count,
        from_state=move.start,
        to_state=move.end,
        held_on=offer.held_on,
        place=offer.place,
        women=met.women,
        men=met.men,
        given_to=offer.given_to,
        note=offer.note,
        unmet=[condition.code for condition in missing],
        taken_by=by,
    )


def _move(count: Enumeration, move: Move, by: User, offer: Offer) -> None:
    adopted_on = offer.held_on if move.end == EnumerationState.ADOPTED else None
    move_count(count, move.end, adopted_on=adopted_on)
    if move.end == EnumerationState.ADOPTED:
        register.freeze(count, by)
    if move.end == EnumerationState.HANDED_OVER:
        refuse_frozen(count.settlement)
        record(
            by,
            AccessKind.HANDED_OVER,
            subject=f"enumeration {count.pk}",
            settlement=count.settlement.code,
            reason=offer.given_to,
        )
