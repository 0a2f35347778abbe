"""The panel's word on an objection, and in the same step what it corrects: all of it, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.because import because
from accounts.models import User
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.requests import count_again
from verification.choices import ObjectionState, Outcome
from verification.models import Objection
from verification.services.corrections import Ledger, end_dispute, note_dispute
from verification.services.objections import AlreadyEnded, waiting

Correct = Callable[[Ledger], object]


@dataclass(frozen=True)
class Verdict:
    """What was decided, by whom, on which day and why; `referred_to` where others must decide."""

    outcome: Outcome
    reasons: str
    panel: str
    on: date
    referred_to: str = ""


def decide(*, objection: Objection, by: User, verdict: Verdict, correct: Correct | None = None) -> Ledger:
    """Write the decision down and carry out what it corrects. Raises AlreadyEnded, and what `correct` raises.

    A dispute that is referred is noted on the claims until it is settled.
    """
    with because(objection=objection.pk), enumeration_locked(objection.enumeration_id):
        held = waiting(objection)
        ledger = Ledger(held, by, verdict.reasons)
        if correct is not None:
            correct(ledger)
        if verdict.outcome == Outcome.REFERRED and held.is_dispute:
            note_dispute(ledger)
        Objection.objects.filter(pk=held.pk).update(
            state=ObjectionState.DECIDED,
            outcome=verdict.outcome,
            referred_to=verdict.referred_to,
            decision=verdict.reasons,
            panel=verdict.panel,
            decided_on=verdict.on,
            decided_by=by,
        )
        if ledger.rows:
            count_again(held.enumeration_id)
    return ledger


def settle(*, objection: Objection, by: User, on: date, how: str, correct: Correct | None = None) -> Ledger:
    """Whoever it was referred to has settled it. Raises AlreadyEnded, and what `correct` raises."""
    with because(objection=objection.pk), enumeration_locked(objection.enumeration_id):
        held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        if not held.waits_for_others:
            raise AlreadyEnded
        ledger = Ledger(held, by, how)
        Objection.objects.filter(pk=held.pk).update(settled_on=on, settled_how=how, settled_by=by)
        if held.is_dispute:
            end_dispute(ledger)
        if correct is not None:
            correct(ledger)
        if ledger.rows:
            count_again(held.enumeration_id)
    return ledger
