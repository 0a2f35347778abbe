"""The one table of the steps of a count: from which state to which, and what must hold before.

A count goes forward step by step, back only with a reason, and never back from adopted. Before it is adopted
it may be closed from anywhere, with a reason: it then never counts.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from settlements.roles import Act
from verification.choices import StepFileKind
from verification.conditions import Condition, Offer, Rule, asked
from verification.conditions.adoption import (
    ASSEMBLY,
    FROZEN,
    MINUTES,
    NOT_HIDDEN,
    REASON,
    RECEIPT,
    RECEIVER,
)
from verification.conditions.counted import (
    CONFLICTS,
    COVERAGE,
    HOUSEHOLDS,
    NOTHING_WAITING,
    RETURNED,
    SUSPICIONS,
)
from verification.conditions.posted import DAY_OF_POSTING, LISTS, OBJECTIONS, WINDOW
from verification.conditions.ready import BOUNDARY, MEETING, PURPOSE, QUESTIONNAIRE, STRUCTURES
from verification.conditions.rosters import HEADS, SIZES

S, F = EnumerationState, StepFileKind


class Way(StrEnum):
    """Where a step leads."""

    ON = "on"
    BACK = "back"
    CLOSE = "close"


@dataclass(frozen=True)
class Move:
    """A step that may be taken. `papers`: what can go with it; `meets`: whether a meeting belongs to it.

    `act` is what somebody must be allowed to do in the settlement to take it.
    """

    start: EnumerationState
    end: EnumerationState
    way: Way = Way.ON
    rules: tuple[Rule, ...] = ()
    meets: bool = False
    papers: tuple[StepFileKind, ...] = field(default=(F.OTHER,))
    act: Act = Act.MANAGE_COUNTS

    def conditions(self, count: Enumeration, offer: Offer) -> list[Condition]:
        """What holds of this count now, with what is brought, and what does not."""
        return [asked(rule, count, offer) for rule in self.rules]

    @property
    def needs_receiver(self) -> bool:
        return RECEIVER in self.rules


CAME_IN = (NOTHING_WAITING, CONFLICTS, RETURNED, SUSPICIONS, HEADS, SIZES)
MEETING_PAPERS = (F.MINUTES, F.ATTENDANCE, F.AGREEMENT, F.OTHER)

ON = (
    Move(S.PLANNED, S.MOBILISED, rules=(PURPOSE, MEETING), meets=True, papers=MEETING_PAPERS),
    Move(S.MOBILISED, S.NUMBERING, rules=(BOUNDARY,)),
    Move(S.NUMBERING, S.ENUMERATING, rules=(BOUNDARY, STRUCTURES, QUESTIONNAIRE)),
    Move(S.ENUMERATING, S.CHECKING, rules=(HOUSEHOLDS, NOTHING_WAITING, COVERAGE)),
    Move(S.CHECKING, S.POSTED, rules=(HOUSEHOLDS, *CAME_IN, LISTS)),
    Move(S.POSTED, S.OBJECTIONS, rules=(DAY_OF_POSTING,)),
    Move(S.OBJECTIONS, S.VERIFIED, rules=(WINDOW, OBJECTIONS, *CAME_IN)),
    Move(
        S.VERIFIED,
        S.ADOPTED,
        rules=(HOUSEHOLDS, NOTHING_WAITING, CONFLICTS, OBJECTIONS, HEADS, SIZES, ASSEMBLY, MINUTES),
        meets=True,
        papers=MEETING_PAPERS,
    ),
    Move(
        S.ADOPTED,
        S.HANDED_OVER,
        rules=(FROZEN, NOT_HIDDEN, RECEIVER, RECEIPT),
        meets=True,
        papers=(F.RECEIPT, F.AGREEMENT, F.OTHER),
        act=Act.HAND_OVER,
    ),
    Move(S.HANDED_OVER, S.CLOSED),
)
BACK = tuple(
    Move(start, end, Way.BACK, (REASON,))
    for start, end in (
        (S.MOBILISED, S.PLANNED),
        (S.NUMBERING, S.MOBILISED),
        (S.ENUMERATING, S.NUMBERING),
        (S.CHECKING, S.ENUMERATING),
        (S.POSTED, S.CHECKING),
        (S.OBJECTIONS, S.CHECKING),
        (S.VERIFIED, S.CHECKING),
    )
)
NOT_ADOPTED = tuple(move.start for move in ON[:8])
CLOSE = tuple(Move(state, S.CLOSED, Way.CLOSE, (REASON,)) for state in NOT_ADOPTED)

STEPS: tuple[Move, ...] = (*ON, *BACK, *CLOSE)
RULES: dict[str, Rule] = {rule.code: rule for move in STEPS for rule in move.rules}


def moves_from(state: str) -> tuple[Move, ...]:
    """Where a count in this state may go: on first, then back, then closed."""
    return tuple(move for move in STEPS if move.start == state)


def move_between(start: str, end: str) -> Move | None:
    """The step from one state to the other, if there is one."""
    return next((move for move in STEPS if (move.start, move.end) == (start, end)), None)
