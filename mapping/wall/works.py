"""Maps on paper are made by a worker: asked for, followed, begun again where it died, cleared in time."""

import errno
import logging
import os
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from accounts.models import User
from enumerations.services.locks import try_lock, unlock
from enumerations.services.stored import flush_to_disk
from mapping.wall.models import WallMap
from mapping.wall.refusals import NotDrawn, code_of
from settlements.models import Settlement
from verification.paper.fonts import NoFont

logger = logging.getLogger(__name__)
WORK_LOCK = 12  # the first number of its advisory locks; see enumerations.services.locks
MOST_ATTEMPTS = 3
KEPT = timedelta(days=30)
KEPT_OF_ONE = 20  # maps of one settlement
AT_ONCE = 3  # that one person may have in the making


class TooManyAtOnce(Exception):
    """The person waits for as many maps as one person may."""


def ask(*, settlement: Settlement, user: User, **chosen: Any) -> WallMap:
    """Ask for a map, or get the one that was asked for already. Raises TooManyAtOnce."""
    with transaction.atomic():
        # Whoever clicks twice waits here for the first click.
        locked = (
            Settlement.objects.select_for_update(of=("self",), no_key=True)
            .only("pk", "data_version", "shielded_at")
            .get(pk=settlement.pk)
        )
        same = _same(locked, chosen)
        if same is not None:
            return same
        if WallMap.objects.going_on().filter(asked_by=user).count() >= AT_ONCE:
            raise TooManyAtOnce
        made: WallMap = WallMap.objects.create(settlement=settlement, asked_by=user, **chosen)
        transaction.on_commit(lambda: queue(made.pk))
    return made


def _same(settlement: Settlement, chosen: dict[str, Any]) -> WallMap | None:
    """A map of the same ground, day and choices, in the making or made."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    since = max(midnight, settlement.shielded_at or midnight)
    maps: QuerySet[WallMap] = WallMap.objects.filter(
        settlement=settlement, failed="", asked_at__gte=since, **chosen
    )
    for found in maps:
        if found.is_going_on or (found.file and found.version == settlement.data_version):
            return found
    return None


def queue(map_id: int) -> None:
    """Ask for a worker; where the queue is away, the sweep will find the map."""
    from mapping.tasks import make_wall_map

    try:
        make_wall_map.delay(map_id)
    except QueueError:
        logger.warning("Wall map %s waits: the queue is away; the sweep will find it", map_id)


def sweep() -> list[int]:
    """Queue again what shows no sign of life, and say what; clear what is over."""
    silent = timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS)
    stalled = WallMap.objects.going_on().filter(touched_at__lt=silent)
    found = list(stalled.order_by("pk").values_list("pk", flat=True))
    WallMap.objects.filter(pk__in=found).update(touched_at=timezone.now())
    for map_id in found:
        queue(map_id)
    clear(WallMap.objects.over(timezone.now() - KEPT).filter(ended_at__isnull=False))
    return found


def is_kept(work: WallMap) -> bool:
    """Whether its file may be fetched: the sweep may not have come round yet."""
    hidden_since = work.settlement.shielded_at
    return work.asked_at >= timezone.now() - KEPT and not (hidden_since and hidden_since > work.asked_at)


def clear(maps: QuerySet[WallMap]) -> None:
    """Take away files and rows; the bytes first, so that a run that is cut short finds the rest again."""
    found = list(maps.values_list("pk", "file"))
    for _pk, name in found:
        if name:
            default_storage.delete(name)
    WallMap.objects.filter(pk__in=[pk for pk, _name in found]).delete()


# --- The worker's part ----------------------------------------------------------------------------


def make(map_id: int) -> None:
    """Make a map, unless another worker does. Safe to call at any time, any number of times."""
    if not try_lock(WORK_LOCK, map_id):
        return
    try:
        found = WallMap.objects.select_related("settlement__ward", "settlement__county", "cluster")
        work = found.filter(pk=map_id, ended_at__isnull=True).first()
        if work is not None:
            _attempt(work)
    finally:
        unlock(WORK_LOCK, map_id)


def _attempt(work: WallMap) -> None:
    mine = WallMap.objects.filter(pk=work.pk)
    if work.attempts >= MOST_ATTEMPTS:
        mine.update(failed="too_many_attempts", ended_at=timezone.now())
        return
    mine.update(attempts=F("attempts") + 1, touched_at=timezone.now(), version=work.settlement.data_version)
    try:
        _make(work)
    except (NotDrawn, NoFont) as refused:
        mine.update(failed=code_of(refused), ended_at=timezone.now())
    except (OperationalError, InterfaceError):
        # The database went away: the map is found again when it is back.
        raise
    except Exception as error:
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Wall map %s failed with %s:\n%s", work.pk, type(error).__name__, place)
        is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        mine.update(failed="disk_full" if is_full else "internal_error", ended_at=timezone.now())


def _make(work: WallMap) -> None:
    from mapping.wall.printing import print_map  # loads fpdf2, for which the site need not wait

    printed = print_map(work.settlement, work.options, lambda done, total: _told(work, done, total))
    name = f"wall-maps/{work.settlement_id}/{work.pk}.pdf"
    _store(name, printed.content)
    WallMap.objects.filter(pk=work.pk).update(
        file=name,
        sha256=printed.sha256,
        size=len(printed.content),
        pages=printed.pages,
        drawn_scale=printed.scale,
        unplaced=printed.unplaced,
        ended_at=timezone.now(),
    )
    older = WallMap.objects.filter(settlement=work.settlement, ended_at__isnull=False)
    clear(WallMap.objects.filter(pk__in=list(older.values_list("pk", flat=True)[KEPT_OF_ONE:])))


def _told(work: WallMap, done: int, total: int) -> None:
    WallMap.objects.filter(pk=work.pk).update(done=done, total=total, touched_at=timezone.now())


def _store(name: str, content: bytes) -> None:
    """Under its name all at once."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    flush_to_disk(str(part))
    os.replace(part, path)
    flush_to_disk(str(path))
