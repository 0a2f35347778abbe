"""What waits for somebody to do it, over all the counts under way where they act."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.choices import BatchState, EnumerationState
from enumerations.collecting import Review, SubmissionState
from enumerations.models import Batch, Enumeration, HeldSending, RightsRequest, Submission
from enumerations.services.conflicts import ALONG
from settlements.models import Settlement
from verification.models import Objection

MOST_COUNTS = 5
MOST = 4
# What leads to the next step, and how far it is, is asked for while there is a next step.
UNDER_WAY = (
    EnumerationState.MOBILISED,
    EnumerationState.NUMBERING,
    EnumerationState.ENUMERATING,
    EnumerationState.CHECKING,
    EnumerationState.POSTED,
    EnumerationState.OBJECTIONS,
    EnumerationState.VERIFIED,
)


@dataclass(frozen=True)
class Waiting:
    """One kind of thing, how many of it wait, in which settlement, and the page where it is done."""

    what: str | Promise
    n: int
    place: str
    address: str


@dataclass(frozen=True)
class Kind:
    """Something that waits in a count: how many for this person by the count's id, and where it is done."""

    what: str | Promise
    route: str
    query: str
    counted: Callable[[User, list[int]], Counter[int]]


def waiting_for(user: User) -> list[Waiting]:
    """The most urgent first, four at most: what came back to the person, then what holds up others."""
    counts = {count.pk: count for count in counts_under_way(user)}
    found = [*came_back(user)]
    for kind in KINDS:
        for pk, n in kind.counted(user, list(counts)).most_common():
            address = reverse(kind.route, args=[pk]) + kind.query
            found.append(Waiting(kind.what, n, counts[pk].settlement.name, address))
    return [*found, *requests(user)][:MOST]


def counts_under_way(user: User) -> QuerySet[Enumeration]:
    """The newest few where the person acts."""
    own = Settlement.objects.of_member(user)
    under_way = Enumeration.objects.filter(settlement__in=own, state__in=UNDER_WAY)
    return under_way.select_related("settlement").order_by("-pk")[:MOST_COUNTS]


def came_back(user: User) -> Iterable[Waiting]:
    """Interviews of their own that were returned."""
    mine = Submission.objects.visible_to(user).filter(sent_by=user, review=Review.RETURNED).counted()
    if n := mine.count():
        yield Waiting(_("Interviews that came back to you"), n, "", reverse("enumerations:my-interviews"))


def requests(user: User) -> Iterable[Waiting]:
    """Of people who asked about their data, by settlement."""
    asked = RightsRequest.objects.visible_to(user).unanswered().order_by()
    places = asked.values_list("settlement__code", "settlement__name").annotate(n=Count("pk"))
    for code, name, n in places.order_by("-n", "settlement__name")[:MOST]:
        address = reverse("enumerations:rights-desk", args=[code])
        yield Waiting(_("Requests of the counted to answer"), n, name, address)


def _by_count(rows: QuerySet[Any], counts: list[int]) -> Counter[int]:
    found = rows.filter(enumeration__in=counts).order_by().values_list("enumeration").annotate(n=Count("pk"))
    return Counter(dict(found))


def _conflicts(user: User, counts: list[int]) -> Counter[int]:
    held = HeldSending.objects.visible_to(user).undecided().exclude(ALONG)
    held_back = Submission.objects.reviewable_by(user).filter(state=SubmissionState.CONFLICT, is_test=False)
    return _by_count(held, counts) + _by_count(held_back, counts)


def _unmapped(user: User, counts: list[int]) -> Counter[int]:
    return _by_count(Batch.objects.changeable_by(user).filter(state=BatchState.MAPPING), counts)


def _objections(user: User, counts: list[int]) -> Counter[int]:
    return _by_count(Objection.objects.changeable_by(user).undecided(), counts)


def _unread(user: User, counts: list[int]) -> Counter[int]:
    sent = Submission.objects.reviewable_by(user).counted()
    return _by_count(sent.filter(review=Review.PENDING, state=SubmissionState.IN_REGISTER), counts)


KINDS = (
    Kind(_("Contradictions to decide"), "enumerations:conflict-list", "", _conflicts),
    Kind(
        _("Files whose columns wait for their meaning"),
        "enumerations:enumeration-detail",
        "#batches",
        _unmapped,
    ),
    Kind(_("Objections to decide"), "verification:objection-list", "", _objections),
    Kind(
        _("Interviews to look at"),
        "enumerations:interview-list",
        "?review=pending&state=in_register",
        _unread,
    ),
)
