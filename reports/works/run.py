"""The worker's part: make the file, unless another worker does; told apart what is whose fault."""

import errno
import logging
import traceback
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from accounts.models import User
from enumerations.services.locks import try_lock, unlock
from reports.choices import GOING_ON, ExportState
from reports.models import Export
from reports.models.export import kept_until
from reports.products import PRODUCTS, Cancelled, Made, Product, Refused
from reports.works import files
from reports.works.ask import places_of, queue, standing_against
from reports.works.failures import as_dict
from reports.works.mail import mail_result
from reports.works.telling import Teller

logger = logging.getLogger(__name__)
# First numbers of its advisory locks: of an export, and of the places where one is worked on.
WORK_LOCK, PLACE_LOCK = 13, 14
MOST_ATTEMPTS = 3


def make(export_id: int) -> None:
    """Make a file, unless another worker does. Safe to call at any time, any number of times."""
    place = _free_place()
    if place is None:
        return  # whoever ends next calls the next; the sweep, should they all be killed
    try:
        was_mine = _with_lock(export_id)
    finally:
        unlock(PLACE_LOCK, place)
    if was_mine:
        _call_next()


def _with_lock(export_id: int) -> bool:
    """False where another worker has it."""
    if not try_lock(WORK_LOCK, export_id):
        return False
    try:
        export = Export.objects.going_on().filter(pk=export_id).select_related("asked_by").first()
        if export is not None:
            _attempt(export)
    finally:
        unlock(WORK_LOCK, export_id)
    return True


def _free_place() -> int | None:
    """A place to work in; None where as many are worked on as may be."""
    return next((n for n in range(settings.EXPORT_WORKERS) if try_lock(PLACE_LOCK, n)), None)


def _call_next() -> None:
    """Who has waited longest is next."""
    waiting = Export.objects.filter(state=ExportState.WAITING).order_by("asked_at", "pk")
    following = waiting.values_list("pk", flat=True).first()
    if following is not None:
        queue(following)


def _attempt(export: Export) -> None:
    mine = Export.objects.filter(pk=export.pk, state__in=GOING_ON)
    if export.attempts >= MOST_ATTEMPTS:
        mine.update(state=ExportState.FAILED, failed="too_many_attempts", ended_at=timezone.now())
        files.drop(export.pk)
        mail_result(export.pk)
        return
    now = timezone.now()
    mine.update(
        state=ExportState.WORKING, attempts=F("attempts") + 1, started_at=now, touched_at=now, done=0, total=0
    )
    export.refresh_from_db()
    try:
        _end(export, _make(export))
    except (OperationalError, InterfaceError) as error:
        if _is_wanted(export):
            # The database went away, or closed the connection: the export is found again when it is back.
            _check_fault(export, error)
    except Cancelled:
        pass
    except Exception as error:
        if _is_wanted(export):
            _fail(export, error)
    finally:
        files.drop_work(export)
    _begin_again(export)
    mail_result(export.pk)


def _make(export: Export) -> Made:
    """Let the product make the file. Raises whatever it raises; Refused where the rights went meanwhile."""
    product, user = PRODUCTS.get(export.product), export.asked_by
    if product is None or user is None:
        raise KeyError(export.product)
    with translation.override(export.language):
        _settle(export, user, product)
        folder = files.work_folder(export)
        teller = Teller(export)
        try:
            made = product.make(user, export.ask, folder, teller)
        finally:
            teller.close()
    if not made.path.resolve().is_relative_to(folder.resolve()):
        raise ValueError("a product works in the folder it is given")
    return made


def _settle(export: Export, user: User, product: Product) -> None:
    """What was so when it was asked for may be so no more."""
    if against := standing_against(user, product, export.ask):
        raise Refused(*against)
    export.places = places_of(product, export.ask)
    Export.objects.filter(pk=export.pk).update(places=export.places)


def _end(export: Export, made: Made) -> None:
    """Keep it, unless it was cancelled or something in it was cleared since it was read."""
    name, size, sha256 = files.keep(export, made)
    now = timezone.now()
    with transaction.atomic():
        kept = Export.objects.filter(
            pk=export.pk, state=ExportState.WORKING, generation=export.generation
        ).update(
            state=ExportState.READY, file=name, name=made.name, content_type=made.content_type, size=size,
            sha256=sha256, rows=made.rows, ended_at=now, touched_at=now, refusals=[], failed="",
            expires_at=None if export.saved_id else kept_until(export.meant_for, now),
        )  # fmt: skip
    if not kept:
        files.drop(export.pk)
    elif export.saved_id:
        from reports.works.saved import replace_older

        replace_older(export)


def _is_wanted(export: Export) -> bool:
    """Whether this attempt was neither cancelled nor overtaken: what it raises then is its own."""
    if not connection.in_atomic_block and not connection.is_usable():
        connection.close()
    return bool(
        Export.objects.filter(pk=export.pk, state=ExportState.WORKING, generation=export.generation).exists()
    )


def _check_fault(export: Export, error: Exception) -> None:
    """A lost connection is the sweep's; what the database refused for good is an error like any other."""
    code = getattr(error.__cause__, "pgcode", None) or ""
    if code.startswith(("53", "22", "42")):  # out of disk or memory, impossible values, a wrong statement
        _fail(export, error)
    else:
        raise error


def _fail(export: Export, error: Exception) -> None:
    mine = Export.objects.filter(pk=export.pk, state=ExportState.WORKING)
    ended = {"state": ExportState.FAILED, "ended_at": timezone.now()}
    if isinstance(error, Refused):
        with translation.override(export.language):
            said = [as_dict(refusal) for refusal in error.refusals]
        mine.update(**ended, failed=said[0]["code"][:60] if said else "refused", refusals=said)
        return
    # The message may quote a record: only where it happened is written down.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Export %s failed with %s:\n%s", export.pk, type(error).__name__, place)
    mine.update(**ended, failed=_code_of(export, error))


def _code_of(export: Export, error: Exception) -> str:
    if isinstance(error, KeyError) and error.args == (export.product,):
        return "unknown_product"
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    full = full or getattr(error.__cause__, "pgcode", None) == "53100"
    # A library may say in its own words that it could not write.
    return "disk_full" if full or not files.has_room(Path(settings.MEDIA_ROOT)) else "internal_error"


def _begin_again(export: Export) -> None:
    """What was cleared while it was read: it waits for another attempt, which is no fault of its own."""
    again = Export.objects.filter(
        pk=export.pk, state=ExportState.WORKING, generation__gt=export.generation
    ).update(state=ExportState.WAITING, attempts=0, done=0, total=0, touched_at=timezone.now())
    if again:
        files.drop(export.pk)
        queue(export.pk)
