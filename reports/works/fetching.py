"""Handing a file out: asked anew whether the person may have it, and written down."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.choices import AccessKind
from accounts.models import User
from reports.choices import ExportState, Gone
from reports.models import Export
from reports.products import Envelope, Refusal, Refused
from reports.works.ask import standing_against
from reports.works.clear import clear
from reports.works.failures import CANCELLED, FAILURES, NOT_READY, why_failed, why_gone
from reports.works.log import note
from settlements.models import Settlement
from settlements.shield import Frozen, refuse_frozen_among

# Parts of one file, fetched one after the other on a bad line, are one fetch.
ONE_FETCH = timedelta(hours=1)


class NotThere(Refused):
    """There is no file: not yet, not any more, or never."""


class NotAllowed(Refused):
    """There is a file, and something stands against handing it out now."""


def refuse(export: Export, user: User) -> None:
    """Raises NotThere, NotAllowed: with what is so, and what to do."""
    if not export.is_ready or export.is_over:
        raise NotThere(*_why_not_there(export))
    product = export.made_of
    if product is None:
        raise NotAllowed(FAILURES["unknown_product"])
    if against := standing_against(user, product, export.ask, is_made=True):
        raise NotAllowed(*against)
    if _hidden_since(export):
        raise NotThere(why_gone(Export(gone=Gone.SHIELDED)))


def _why_not_there(export: Export) -> list[Refusal]:
    if export.is_going_on:
        return [NOT_READY]
    if export.state == ExportState.CANCELLED:
        return [CANCELLED]
    return why_failed(export) if export.state == ExportState.FAILED else [why_gone(export)]


def _hidden_since(export: Export) -> bool:
    """Whether a settlement in it was hidden after it was begun: it does not say so."""
    places = Settlement.objects.filter(pk__in=export.places)
    return bool(places.filter(shielded_at__gt=export.started_at or export.asked_at).exists())


def hand_out(export: Export, user: User, *, begins: bool = True, is_fetch: bool = True) -> Any:
    """The open file, after everything was asked anew. Raises NotThere, NotAllowed.

    `begins`: whether the first byte is asked for; a part of what was begun within the hour is no new fetch.
    `is_fetch`: whether anything leaves, and so is written down.
    """
    with transaction.atomic():
        refuse(export, user)
        if export.meant_for == Envelope.COUNTY:
            _refuse_frozen(export)
        try:
            file = export.file.open("rb")
        except FileNotFoundError:
            file = None
        if file is not None and is_fetch:
            _note_fetch(export, user, begins)
    if file is None:
        clear(Export.objects.filter(pk=export.pk), Gone.LOST)
        raise NotThere(why_gone(Export(gone=Gone.LOST)))
    return file


def _refuse_frozen(export: Export) -> None:
    """Hold the settlements, so that none is hidden in between."""
    try:
        refuse_frozen_among(Settlement.objects.filter(pk__in=export.places).only("pk"))
    except Frozen as frozen:
        raise NotAllowed(Refusal(frozen.code, frozen.sentence, frozen.remedy)) from frozen


def _note_fetch(export: Export, user: User, begins: bool) -> None:
    now = timezone.now()
    if not begins and export.fetched_at and now - export.fetched_at < ONE_FETCH:
        return
    note(export, user, AccessKind.DOWNLOADED)
    Export.objects.filter(pk=export.pk).update(fetched_at=now)
