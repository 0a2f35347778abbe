"""The pages of a count's verification: which there are, who may use them, from when on. One table."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.choices import EnumerationState as State
from enumerations.models import Enumeration
from settlements.roles import Act
from verification.services.progress import Numbers

STATES = list(State)
EVERYBODY = None  # who acts in the settlement at all


@dataclass(frozen=True)
class Page:
    """One page as a count's page offers it. `waits`: which number of the count waits there."""

    name: str
    label: str | Promise
    about: str | Promise
    act: Act | None
    since: State = State.PLANNED
    shown: Callable[[Enumeration], bool] = lambda count: True
    waits: str = ""
    of_settlement: bool = False  # not of the count alone

    def address(self, count: Enumeration) -> str:
        return reverse(self.name, args=[count.settlement.code if self.of_settlement else count.pk])


@dataclass(frozen=True)
class Link:
    """A page that this person may open now, and how much waits there."""

    page: Page
    address: str
    waiting: int


CHECK = (
    Page("verification:suspicion-list", _("Suspected duplicates"), _("Counted twice? Doors missed?"),
         Act.REVIEW_INTERVIEWS, State.ENUMERATING, waits="suspected"),
)  # fmt: skip
VERIFY = (
    Page("verification:steps", _("Steps"), _("What the next step needs, and the steps taken"),
         EVERYBODY),
    Page("verification:lists", _("Lists to post"), _("To print for every village, and when they hang"),
         Act.PRINT_LISTS, State.CHECKING),
    Page("verification:objection-list", _("Objections"), _("What people say is wrong, and what was decided"),
         Act.SEE_OBJECTIONS, State.POSTED, waits="objections"),
)  # fmt: skip
ADOPTED = (
    Page("verification:register", _("The adopted register"), _("Its versions and what changed between them"),
         EVERYBODY, shown=lambda count: count.is_adopted),
    Page("verification:certificates", _("Certificates"), _("A paper for every household that was counted"),
         Act.SEE_OBJECTIONS, shown=lambda count: count.is_adopted),
    Page("reports:settlement-hand-overs", _("Hand-overs"), _("What was given to whom, under which agreement"),
         Act.SEE_HAND_OVERS, shown=lambda count: count.is_adopted, of_settlement=True),
    Page("enumerations:rounds", _("Then and now"), _("What changed?"),
         EVERYBODY, State.CHECKING, shown=lambda count: count.round > 1, of_settlement=True),
)  # fmt: skip


def links_to(
    pages: Collection[Page], count: Enumeration, acts: Collection[Act], waiting: Numbers | None = None
) -> list[Link]:
    """Those of the pages that somebody with these rights may open of this count."""
    found = []
    for page in pages:
        may = bool(acts) if page.act is EVERYBODY else page.act in acts
        is_time = STATES.index(State(count.state)) >= STATES.index(page.since)
        if may and is_time and page.shown(count):
            found.append(
                Link(page, page.address(count), getattr(waiting, page.waits, 0) if page.waits else 0)
            )
    return found
