"""Asking for a file: the same wish twice is one work; one person has only so many in the making."""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from kombu.exceptions import OperationalError as QueueError

from accounts.choices import AccessKind
from accounts.models import User
from reports.choices import GOING_ON, ExportState
from reports.clicks import one_click_at_a_time
from reports.models import Export, SavedExport
from reports.models.export import key_of
from reports.products import PRODUCTS, Ask, Product, Refusal, Refused
from reports.rights import refusals as rights_refusals
from reports.works.failures import AT_ONCE, FAILURES, REASON_MISSING
from reports.works.log import note

logger = logging.getLogger(__name__)
SHORTEST_REASON = 10
TITLE_LENGTH = 200


class TooManyAtOnce(Refused):
    """The person waits for as many files as one person may."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)


def ask_for(
    *,
    user: User,
    product: str,
    ask: Ask,
    reason: str = "",
    mail: bool = False,
    language: str = "",
    saved: SavedExport | None = None,
) -> tuple[Export, bool]:
    """The export of this wish, and whether it is a new one: the same in the making is not made twice.

    Raises Refused where the person's rights or the product stand against it, TooManyAtOnce.
    """
    found = PRODUCTS.get(product)
    if found is None:
        raise Refused(FAILURES["unknown_product"])
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    against = standing_against(user, found, ask)
    envelope = found.envelope(ask)
    if envelope.needs_reason and len(reason.strip()) < SHORTEST_REASON:
        against.append(REASON_MISSING)
    if against:
        raise Refused(*against)
    key = key_of(product, ask, language, reason.strip())
    with transaction.atomic():
        one_click_at_a_time(user)
        mine = Export.objects.going_on().filter(asked_by=user)
        same: Export | None = mine.filter(key=key).first()
        if same is not None:
            return _asked_again(same, mail, saved), False
        if saved is None and mine.filter(saved__isnull=True).count() >= settings.EXPORTS_AT_ONCE:
            raise TooManyAtOnce
        export: Export = Export.objects.create(
            product=product, title=_title(found, ask, language), ask=ask, language=language,
            envelope=envelope, reason=reason.strip(),
            asked_by=user, saved=saved, mail=mail, key=key, places=places_of(found, ask),
        )  # fmt: skip
        note(export, user, AccessKind.EXPORTED)
        transaction.on_commit(lambda: queue(export.pk))
    return export, True


def _title(product: Product, ask: Ask, language: str) -> str:
    with translation.override(language):
        return product.title(ask)[:TITLE_LENGTH]


def _asked_again(export: Export, mail: bool, saved: SavedExport | None) -> Export:
    """Whoever asks again may want a mail too, or it for a saved one."""
    export.mail, export.saved = export.mail or mail, export.saved or saved
    export.save(update_fields=["mail", "saved"])
    return export


def standing_against(user: User, product: Product, ask: Ask, *, is_made: bool = False) -> list[Refusal]:
    """What the person's rights, and then the product, say against it now.

    `is_made`: the file is there. Of a product whose files stay as they were made (`refusals_of_made`), what
    stands against making another one does not keep it back.
    """
    against = getattr(product, "refusals_of_made", product.refusals) if is_made else product.refusals
    rights = rights_refusals(user, product.settlements(ask), product.envelope(ask), product.name)
    return rights or list(against(user, ask))


def places_of(product: Product, ask: Ask) -> list[int]:
    """The ids of the settlements whose data is in it."""
    return sorted(product.settlements(ask).order_by().values_list("pk", flat=True).distinct())


def queue(export_id: int) -> None:
    """Ask for a worker; where the queue is away, the sweep will find the export."""
    from reports.tasks import make_export

    try:
        make_export.delay(export_id)
    except QueueError:
        logger.warning("Export %s waits: the queue is away; the sweep will find it", export_id)


def cancel(export: Export) -> bool:
    """Nobody wants it any more; False where it has ended already. Its worker hears of it within a second."""
    ended = Export.objects.filter(pk=export.pk, state__in=GOING_ON).update(
        state=ExportState.CANCELLED, ended_at=timezone.now()
    )
    export.refresh_from_db()
    return bool(ended)


def before(export: Export) -> int:
    """How many wait longer for their turn."""
    waiting: Any = Export.objects.filter(state=ExportState.WAITING)
    return int(waiting.filter(asked_at__lt=export.asked_at).count())
