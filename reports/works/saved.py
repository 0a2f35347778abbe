"""Saved exports: made by the calendar or when their address is fetched, always with their owner's rights."""

import calendar
import logging
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from reports.choices import GOING_ON, Every, ExportState, Gone
from reports.clicks import one_click_at_a_time
from reports.models import Export, SavedExport
from reports.models.export import kept_until
from reports.products import PRODUCTS, Ask, Refusal, Refused
from reports.works.ask import ask_for, standing_against
from reports.works.clear import clear
from reports.works.failures import FAILURES, NO_NAMES_AGAIN, TOO_MANY_SAVED

logger = logging.getLogger(__name__)
FILES_KEPT = 3
AT_NIGHT = time(2, 0)  # the office sleeps, and the evening's interviews are in


def save(
    *, user: User, title: str, product: str, ask: Ask, language: str, every: str, mail: bool
) -> SavedExport:
    """Keep a wish. Raises Refused: names are asked for case by case, and nobody keeps too many."""
    found = PRODUCTS.get(product)
    if found is None:
        raise Refused(FAILURES["unknown_product"])
    envelope = found.envelope(ask)
    if envelope.needs_reason:
        raise Refused(NO_NAMES_AGAIN)
    if against := standing_against(user, found, ask):
        raise Refused(*against)
    with transaction.atomic():
        one_click_at_a_time(user)
        if SavedExport.objects.filter(owner=user).count() >= settings.SAVED_EXPORTS_MOST:
            raise Refused(TOO_MANY_SAVED)
        saved: SavedExport = SavedExport.objects.create(
            owner=user, title=title, product=product, ask=ask, language=language, envelope=envelope,
            every=every, mail=mail, next_at=next_time(every, timezone.now()),
        )  # fmt: skip
    return saved


def adopt(saved: SavedExport, export: Export) -> None:
    """The file that it was saved from is its first one."""
    unsaved = Export.objects.filter(pk=export.pk, saved=None, state__in=(*GOING_ON, ExportState.READY))
    unsaved.update(saved=saved, expires_at=None)


def address_of(token: str) -> str:
    return reverse("reports:saved-export-file", args=[token])


def change(saved: SavedExport, *, title: str, every: str, mail: bool) -> None:
    """What of it may change: what is in it may not, for then it is another one."""
    saved.title, saved.mail = title, mail
    if every != saved.every:
        saved.every, saved.next_at = every, next_time(every, timezone.now())
    saved.save(update_fields=["title", "mail", "every", "next_at"])


def next_time(every: str, after: datetime) -> datetime | None:
    """The next night on which it is made; None where the calendar has no part in it.

    Weekly: in the night to Monday. Monthly: in the night to the first.
    """
    here = timezone.localtime(after)
    day = here.date() + timedelta(days=1)
    if every == Every.NEVER:
        return None
    while (every == Every.WEEK and day.weekday() != calendar.MONDAY) or (
        every == Every.MONTH and day.day != 1
    ):
        day += timedelta(days=1)
    return datetime.combine(day, AT_NIGHT, tzinfo=here.tzinfo)


def make_due() -> list[int]:
    """Ask for every saved export whose time has come; which."""
    now = timezone.now()
    made = []
    for saved in SavedExport.objects.due(now).select_related("owner"):
        # Moved on first: what fails is tried again the next time, not every minute.
        SavedExport.objects.filter(pk=saved.pk).update(next_at=next_time(saved.every, now))
        if run(saved) is not None:
            made.append(saved.pk)
    return made


def run(saved: SavedExport) -> Export | None:
    """Ask for it now, as its owner may. None where the owner may not any more: it pauses, and says why."""
    try:
        export, _is_new = ask_for(
            user=saved.owner, product=saved.product, ask=saved.ask, mail=saved.mail,
            language=saved.language, saved=saved,
        )  # fmt: skip
    except Refused as refused:
        pause(saved, refused.refusals)
        return None
    if saved.paused:
        SavedExport.objects.filter(pk=saved.pk).update(paused="")
        saved.paused = ""
    return export


def pause(saved: SavedExport, refusals: tuple[Refusal, ...]) -> None:
    """Remember what stands against it, for its page."""
    saved.paused = refusals[0].code if refusals else "refused"
    SavedExport.objects.filter(pk=saved.pk).update(paused=saved.paused)


def against(saved: SavedExport) -> list[Refusal]:
    """What stands against it for its owner, now."""
    product = PRODUCTS.get(saved.product)
    if product is None:
        return [FAILURES["unknown_product"]]
    if product.envelope(saved.ask).needs_reason:
        return [NO_NAMES_AGAIN]
    return standing_against(saved.owner, product, saved.ask)


def newest(saved: SavedExport) -> Export | None:
    """Its newest file that is kept."""
    found: Export | None = saved.runs.filter(state=ExportState.READY).order_by("-ended_at", "-pk").first()
    return found


def is_old(saved: SavedExport, export: Export | None) -> bool:
    """Whether whoever fetches it now should find a newer one soon; what the calendar makes stays."""
    if export is None or export.ended_at is None:
        return True
    fresh = timedelta(minutes=settings.SAVED_EXPORT_FRESH_MINUTES)
    return saved.every == Every.NEVER and timezone.now() - export.ended_at > fresh


def replace_older(export: Export) -> None:
    """The newest file of a saved export stays until the next; the ones before go in time, or at once."""
    older: QuerySet[Any] = Export.objects.ready().filter(saved=export.saved_id).exclude(pk=export.pk)
    kept = list(older.order_by("-ended_at", "-pk").values_list("pk", flat=True)[: FILES_KEPT - 1])
    older.filter(pk__in=kept, expires_at=None).update(expires_at=kept_until(export.meant_for, timezone.now()))
    clear(older.exclude(pk__in=kept), Gone.REPLACED)


def delete(saved: SavedExport) -> None:
    """The wish goes, and its address with it; its files go in time like any others."""
    Export.objects.filter(saved=saved, expires_at=None).update(
        expires_at=kept_until(saved.meant_for, timezone.now())
    )
    saved.delete()
