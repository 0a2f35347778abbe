"""The one thing that is to be done next about a count, where, and who can do it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from settlements.choices import Role
from settlements.roles import MAY, Act
from verification.conditions import Condition, Offer
from verification.conditions.counted import (
    CONFLICTS,
    COVERAGE,
    HOUSEHOLDS,
    NOTHING_WAITING,
    RETURNED,
    SUSPICIONS,
)
from verification.conditions.posted import DAY_OF_POSTING, LISTS, OBJECTIONS, WINDOW
from verification.conditions.ready import BOUNDARY, STRUCTURES
from verification.lifecycle import Way, moves_from

# Who can put right what a step still needs, and where; of the others the office, on the page of steps.
WHO: dict[str, Act] = {
    BOUNDARY.code: Act.CHANGE_GROUND,
    STRUCTURES.code: Act.CHANGE_GROUND,
    HOUSEHOLDS.code: Act.SEND_BATCHES,
    COVERAGE.code: Act.SEND_BATCHES,
    NOTHING_WAITING.code: Act.CHANGE_BATCHES,
    CONFLICTS.code: Act.REVIEW_INTERVIEWS,
    RETURNED.code: Act.SEND_BATCHES,
    SUSPICIONS.code: Act.DECIDE_OBJECTIONS,
    LISTS.code: Act.POST_LISTS,
    OBJECTIONS.code: Act.DECIDE_OBJECTIONS,
    DAY_OF_POSTING.code: Act.PRINT_LISTS,
    WINDOW.code: Act.TAKE_OBJECTIONS,
}
# These come of themselves, with the day.
ONLY_TIME = {DAY_OF_POSTING.code, WINDOW.code}


@dataclass(frozen=True)
class Next:
    """What is next in a sentence, the page where it is done, and who can."""

    says: str
    link: str
    act: Act
    is_mine: bool

    @property
    def who(self) -> list[str]:
        """The roles that can do it, in the order of the table of roles."""
        return [str(role.label) for role in Role if role in MAY[self.act]]


def next_of(count: Enumeration, acts: Collection[Act]) -> Next | None:
    """The next thing, as somebody with these rights reads it; none where a count is closed."""
    move = next((each for each in moves_from(count.state) if each.way == Way.ON), None)
    if move is None:
        return None
    steps = reverse("verification:steps", args=[count.pk])
    left = [each for each in move.conditions(count, Offer()) if not each.met and not each.is_of_form]
    if left:
        first = min(left, key=_urgency)
        act = WHO.get(first.code, Act.MANAGE_COUNTS)
        return Next(first.says, first.link or steps, act, act in acts)
    says = _("All is there for the next step: %(state)s.") % {"state": EnumerationState(move.end).label}
    return Next(says, steps, Act.MANAGE_COUNTS, Act.MANAGE_COUNTS in acts)


def _urgency(condition: Condition) -> int:
    """What must be put right, then what should, then what only time brings."""
    if condition.code in ONLY_TIME:
        return 2
    return 0 if condition.must else 1
