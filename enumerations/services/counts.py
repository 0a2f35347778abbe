"""Opening a count and moving it on."""

import logging
from datetime import date

from django.db import transaction
from kombu.exceptions import OperationalError as QueueError

from enumerations.choices import EnumerationSource, EnumerationState
from enumerations.models import Enumeration
from enumerations.services.questionnaires import start_standard

logger = logging.getLogger(__name__)


def save_count(count: Enumeration, *, changed: list[str]) -> None:
    """Save what a person changed of a count, and nothing else: a batch may be setting its mapping meanwhile.

    A new one of the standard questionnaire has it, for phones too, from its first moment.
    """
    with transaction.atomic():
        is_new = count.pk is None
        count.save(update_fields=None if is_new else changed)
        if is_new and count.source == EnumerationSource.STANDARD:
            start_standard(count, count.created_by)


def move_count(count: Enumeration, to: EnumerationState, *, adopted_on: date | None = None) -> None:
    """Set the state, and nothing else; whether it may be set is for the steps to say.

    Another state can make another round the current one, so its figures and its map are then made anew.
    """
    count.state = to
    count.adopted_on = adopted_on or count.adopted_on
    with transaction.atomic():
        count.save(update_fields=["state", "adopted_on"])
        transaction.on_commit(lambda: _rebuild_current(count.settlement_id))


def _rebuild_current(settlement_id: int) -> None:
    from enumerations.tasks import rebuild_statistics

    for current in Enumeration.objects.filter(settlement=settlement_id).current():
        try:
            rebuild_statistics.delay(current.pk)
        except QueueError:
            logger.warning("The queue is away; the nightly rebuild will see to count %s", current.pk)
