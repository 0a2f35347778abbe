"""Postings: when, where and how lists hang; asking for them, and what is left of one whose time is over."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.indicators.words import IN_USE
from enumerations.models import Enumeration, Household
from enumerations.services import staging
from enumerations.services.locks import enumeration_locked
from verification.models import PostedList, Posting

logger = logging.getLogger(__name__)

DAYS_TO_OBJECT = 14
# A draft is posted once it is checked, and again while people object; what is adopted is no draft.
POSTABLE = frozenset({EnumerationState.CHECKING, EnumerationState.POSTED, EnumerationState.OBJECTIONS})


class NotPostable(Exception):
    """The count is not at the point where its draft is posted."""


def latest_posting(count: Enumeration) -> Posting | None:
    """The posting that people read: the newest whose lists were made; None before the first."""
    made = Posting.objects.filter(enumeration=count, ready_at__isnull=False)
    newest: Posting | None = made.order_by("-number").first()
    return newest


def may_be_posted(count: Enumeration) -> bool:
    return count.state in POSTABLE


def create_posting(*, enumeration: Enumeration, user: User, **chosen: Any) -> Posting:
    """Keep what was decided, as the count's next list version, and ask for its lists. Raises NotPostable."""
    with enumeration_locked(enumeration.pk) as count:
        if not may_be_posted(count):
            raise NotPostable
        last = Posting.objects.filter(enumeration=count).aggregate(number=Max("number"))["number"]
        posting: Posting = Posting.objects.create(
            settlement=count.settlement,
            enumeration=count,
            number=(last or 0) + 1,
            created_by=user,
            **chosen,
        )
        transaction.on_commit(lambda: queue_lists(posting.pk))
    return posting


def queue_lists(posting_id: int) -> None:
    """Ask for a worker; where the queue is away, the sweep will find the posting."""
    from verification.tasks import make_lists

    try:
        make_lists.delay(posting_id)
    except QueueError:
        logger.warning(
            "The lists of posting %s wait: the queue is away; the sweep will find them", posting_id
        )


def make_again(posting: Posting) -> None:
    """Make all lists anew from the register as it is now. The old ones stay until each is replaced."""
    with transaction.atomic():
        posting.lists.update(is_stale=True)
        _ask(posting)


def _ask(posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(asked_at=timezone.now(), attempts=0, failed="")
    transaction.on_commit(lambda: queue_lists(posting.pk))


def note_copies(posting: Posting, copies: int) -> None:
    """How many sets were printed."""
    Posting.objects.filter(pk=posting.pk).update(copies=copies)


def sweep_lists() -> int:
    """Queue again every posting whose lists are not there and whose worker shows no life; how many."""
    silent = timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS)
    waiting = Posting.objects.filter(Q(ready_at=None) | Q(asked_at__gt=F("ready_at")), failed="")
    stalled = waiting.filter(Q(begun_at=None) | Q(begun_at__lt=silent), asked_at__lt=silent)
    found = list(stalled.order_by("pk").values_list("pk", flat=True))
    Posting.objects.filter(pk__in=found).update(begun_at=timezone.now())
    for posting_id in found:
        queue_lists(posting_id)
    return len(found)


# --- What changed since, and what must go ---------------------------------------------------------


def changed_since(posting: Posting) -> int:
    """How many households stand on the stored lists as they should not any more.

    They are no longer in use, or took their name back. Sheets that hang already carry them until they are
    taken down.
    """
    return int(
        staging.fetch(
            f"""
            SELECT count(DISTINCT h.id) FROM verification_postedlist l
            CROSS JOIN LATERAL (
                SELECT id, false AS is_name FROM unnest(l.carries) AS id
                UNION ALL SELECT id, true FROM unnest(l.named) AS id
            ) stands
            JOIN enumerations_household h ON h.id = stands.id
            WHERE l.posting_id = %(posting)s
              AND (NOT {IN_USE} OR h.consent IS FALSE OR (stands.is_name AND h.consent_list IS NOT TRUE))
            """,
            {"posting": posting.pk},
        )[0][0]
    )


def take_out(households: Iterable[int]) -> None:
    """Take away every stored list on which one of these stands; while people may object, it is made anew."""
    ids = list(households)
    counts = Household.objects.filter(pk__in=ids).values("enumeration")
    carrying = PostedList.objects.filter(posting__enumeration__in=counts, carries__overlap=ids)
    postings = set(carrying.values_list("posting", flat=True))
    clear_lists(carrying)
    for posting in Posting.objects.filter(pk__in=postings).select_related("enumeration"):
        latest = latest_posting(posting.enumeration)
        is_latest = latest is None or latest.number <= posting.number
        if is_latest and posting.is_open and may_be_posted(posting.enumeration):
            _ask(posting)


def clear_lists(lists: QuerySet[PostedList]) -> None:
    """Take away the files and whoever they carry; how long they were and when they were made stays.

    The bytes go first: a run that is cut short then finds the rest again.
    """
    found = list(lists.exclude(file="").values_list("pk", "file"))
    for _pk, name in found:
        default_storage.delete(name)
    emptied = PostedList.objects.filter(pk__in=[pk for pk, _name in found])
    emptied.update(file="", carries=[], named=[], is_stale=True)


def clear_count(enumeration_id: int) -> None:
    """Take away every list of a count, also what a killed worker left behind."""
    clear_lists(PostedList.objects.filter(posting__enumeration=enumeration_id))
    for posting_id in Posting.objects.filter(enumeration=enumeration_id).values_list("pk", flat=True):
        folder = folder_of(posting_id)
        if default_storage.exists(folder):
            for name in default_storage.listdir(folder)[1]:
                default_storage.delete(f"{folder}/{name}")


def folder_of(posting_id: int) -> str:
    """Where the lists of a posting are stored."""
    return f"lists/{posting_id}"
