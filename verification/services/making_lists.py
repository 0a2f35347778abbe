"""The worker's part of a posting: one list after the other, each made once and put in place at once.

A run holds a lock named after its posting, so that two workers never make one. Whatever kills a run, the
next one finds every list either as it was or made, and makes the rest.
"""

import errno
import logging
import os
import traceback
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from enumerations.services.locks import LISTS, enumeration_locked, try_lock, unlock
from enumerations.services.stored import flush_to_disk
from settlements.models import Cluster
from verification.models import PostedList, Posting
from verification.paper.fonts import NoFont
from verification.paper.posted import Posted
from verification.services.doors import Lane, lanes_of, rows_of
from verification.services.lists import clear_lists, folder_of

logger = logging.getLogger(__name__)

# Lists that stop their worker this often are at fault themselves.
MAX_ATTEMPTS = 8


class NothingToList(Exception):
    """The settlement has no numbered door and the count no household."""


def make(posting_id: int) -> None:
    """Make whatever lists are missing. Safe to call at any time, any number of times."""
    if not try_lock(LISTS, posting_id):
        return
    try:
        posting = Posting.objects.select_related("enumeration", "settlement").filter(pk=posting_id).first()
        if posting is not None and posting.is_being_made:
            _attempt(posting)
    finally:
        unlock(LISTS, posting_id)


def _attempt(posting: Posting) -> None:
    if posting.attempts >= MAX_ATTEMPTS:
        _fail(posting, "too_many_attempts")
        return
    Posting.objects.filter(pk=posting.pk).update(attempts=F("attempts") + 1, begun_at=timezone.now())
    try:
        _make_all(posting)
    except NothingToList:
        _fail(posting, "nothing_to_list")
    except NoFont:
        _fail(posting, "no_font")
    except (OperationalError, InterfaceError):
        # The database went away: the posting is found again when it is back.
        raise
    except Exception as error:
        # An error's message may quote a row; where it happened is enough to find the fault.
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Posting %s failed with %s:\n%s", posting.pk, type(error).__name__, place)
        is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        _fail(posting, "disk_full" if is_full else "internal_error")


def _fail(posting: Posting, code: str) -> None:
    Posting.objects.filter(pk=posting.pk).update(failed=code)


def _make_all(posting: Posting) -> None:
    newer = Posting.objects.filter(enumeration=posting.enumeration_id, number__gt=posting.number)
    if newer.filter(ready_at__isnull=False).exists():
        _fail(posting, "replaced")
        return
    lanes = lanes_of(posting.enumeration)
    if not lanes:
        raise NothingToList
    there = set(posting.lists.filter(is_stale=False).values_list("cluster", flat=True))
    for lane in lanes:
        if lane.cluster not in there:
            _make_one(posting, lane)
    clusters = [lane.cluster for lane in lanes if lane.cluster is not None]
    gone = posting.lists.exclude(cluster__in=clusters)
    if None in [lane.cluster for lane in lanes]:
        gone = gone.exclude(cluster=None)
    clear_lists(gone)
    gone.delete()
    older = Posting.objects.filter(enumeration=posting.enumeration_id, number__lt=posting.number)
    clear_lists(PostedList.objects.filter(posting__in=older))
    # What was asked for meanwhile is not made yet: it is newer than what this run began with.
    ready = Posting.objects.filter(pk=posting.pk, asked_at=posting.asked_at)
    ready.update(ready_at=timezone.now(), attempts=0)


def _make_one(posting: Posting, lane: Lane) -> None:
    """Nobody is erased or corrected meanwhile: who was before is not on it, who is after finds it made."""
    from verification.paper.printing import print_list  # loads fpdf2, for which the site need not wait

    made_at = timezone.now()
    with enumeration_locked(posting.enumeration_id) as count:
        rows = rows_of(count, lane, names=posting.names)
        printed = print_list(posted_of(posting, lane), rows.listed)
        name = f"{folder_of(posting.pk)}/{lane.cluster or 'none'}.pdf"
        _store(name, printed.content)
        PostedList.objects.update_or_create(
            posting=posting,
            cluster=lane.cluster and Cluster(pk=lane.cluster),
            defaults={
                "settlement": posting.settlement,
                "households": len(rows.carries),
                "pages": printed.pages,
                "file": name,
                "sha256": printed.sha256,
                "made_at": made_at,
                "is_stale": False,
                "carries": rows.carries,
                "named": rows.named,
            },
        )
        Posting.objects.filter(pk=posting.pk).update(begun_at=made_at)


def _store(name: str, content: bytes) -> None:
    """Under its name all at once: whoever reads gets the old file or the new one, never half of it."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    flush_to_disk(str(part))
    os.replace(part, path)
    flush_to_disk(str(path))


def posted_of(posting: Posting, lane: Lane) -> Posted:
    """What every page of a list says."""
    return Posted(
        settlement=posting.settlement.name,
        settlement_code=posting.settlement.code,
        cluster=lane.label,
        count=posting.enumeration.name,
        version=posting.number,
        language=posting.language,
        paper=posting.paper,
        has_names=posting.names,
        posted_on=posting.posted_on,
        place=posting.place,
        closes_on=posting.closes_on,
        where_to_object=posting.where_to_object,
        contact=posting.contact,
        made_at=timezone.now(),
        ask_at=settings.SITE_URL.rstrip("/") + reverse("verification:objection-ask"),
    )
