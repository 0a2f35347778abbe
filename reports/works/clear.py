"""Taking files away: their time is over, or what is in them may not be kept any more."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from reports.choices import GOING_ON, ExportState, Gone
from reports.models import Export, SavedExport
from reports.products import Envelope
from reports.rights import covers
from reports.works import files
from settlements.models import Settlement

CHUNK = 200
ROWS_KEPT = timedelta(days=90)  # the list says for so long what there was


def clear(exports: QuerySet[Export], because: Gone) -> int:
    """Take away these finished files; how many.

    The bytes go once it is certain; were that cut short, the next look at what lies about finds them.
    """
    found = list(exports.filter(state=ExportState.READY).values_list("pk", flat=True))
    Export.objects.filter(pk__in=found, state=ExportState.READY).update(
        state=ExportState.GONE, gone=because, file="", touched_at=timezone.now()
    )
    transaction.on_commit(lambda: files.drop_all(found))
    return len(found)


def clear_held(settlements: Iterable[int], because: Gone, least: Envelope = Envelope.PUBLIC) -> None:
    """Whatever holds something of these settlements, in this envelope or a wider one.

    What a worker is reading now it reads again from the start. Saved exports are made anew soon.
    """
    holding = Export.objects.holding(list(settlements)).filter(envelope__gte=least)
    with transaction.atomic():
        # Whoever is about to end one waits here, and finds afterwards that it read too early.
        list(
            holding.select_for_update(of=("self",))
            .filter(state__in=(*GOING_ON, ExportState.READY))
            .only("pk")
        )
        holding.going_on().update(generation=F("generation") + 1)
        saved = list(holding.ready().exclude(saved=None).values_list("saved", flat=True))
        clear(holding, because)
        SavedExport.objects.filter(pk__in=saved, next_at__isnull=False).update(next_at=timezone.now())


def clear_over() -> int:
    """Files whose time is over, and those that nobody may fetch any more."""
    now = timezone.now()
    count = clear(Export.objects.filter(expires_at__lte=now), Gone.EXPIRED)
    count += clear(Export.objects.filter(Q(asked_by=None) | Q(asked_by__is_active=False)), Gone.ACCESS_ENDED)
    count += clear(Export.objects.filter(pk__in=_no_longer_theirs()), Gone.ACCESS_ENDED)
    count += clear(Export.objects.filter(pk__in=_hidden_since()), Gone.SHIELDED)
    _cancel_of_the_gone()
    _forget_old(now - ROWS_KEPT)
    _drop_leftovers()
    return count


def _no_longer_theirs() -> list[int]:
    """Those whose asker holds no role any more that covers what is in them."""
    ready: Any = Export.objects.ready().filter(envelope__gt=Envelope.PUBLIC, asked_by__is_active=True)
    lost = []
    for export in ready.select_related("asked_by").iterator(chunk_size=CHUNK):
        places = Settlement.objects.filter(pk__in=export.places)
        if not covers(export.asked_by, places, export.meant_for, export.product):
            lost.append(export.pk)
    return lost


def _hidden_since() -> list[int]:
    """Those made before a settlement in them was hidden: they do not say so."""
    hidden = Settlement.objects.filter(shielded_at__isnull=False).values_list("pk", "shielded_at")
    return [
        pk
        for settlement, since in hidden
        for pk in Export.objects.ready()
        .filter(places__contains=[settlement], started_at__lt=since)
        .values_list("pk", flat=True)
    ]


def _cancel_of_the_gone() -> None:
    """Nobody waits for the files of somebody who is out."""
    Export.objects.going_on().filter(Q(asked_by=None) | Q(asked_by__is_active=False)).update(
        state=ExportState.CANCELLED, ended_at=timezone.now()
    )


def _forget_old(before: Any) -> None:
    Export.objects.exclude(state__in=(*GOING_ON, ExportState.READY)).filter(asked_at__lt=before).delete()


def _drop_leftovers() -> None:
    """Bytes of exports that were cancelled or killed, and of those that are not there any more."""
    lying = files.folders()
    kept = Export.objects.filter(pk__in=lying, state__in=(*GOING_ON, ExportState.READY))
    recent = Export.objects.filter(
        pk__in=lying, touched_at__gt=timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS)
    )
    for pk in set(lying) - set(kept.values_list("pk", flat=True)) - set(recent.values_list("pk", flat=True)):
        files.drop(pk)
