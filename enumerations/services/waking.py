"""Tell the queue that interviews wait: once for all that come within a second."""

import logging

from celery import current_app
from django.core.cache import cache
from kombu.exceptions import OperationalError as QueueError

logger = logging.getLogger(__name__)

TASK = "enumerations.gather_interviews"
ASKED = "gathering-asked"
# Whoever comes while the mark stands is stored before the task begins, so it need not be asked again.
MARK_S = 1
BEGINS_AFTER_S = 1.5


def ask_to_gather() -> None:
    """Ask for a worker. If the queue is away the sweep will find the interviews: they are stored."""
    if not cache.add(ASKED, 1, timeout=MARK_S):
        return
    try:
        current_app.send_task(TASK, countdown=BEGINS_AFTER_S)
    except QueueError:
        logger.warning("Interviews are stored but the queue is away; the sweep will find them")
