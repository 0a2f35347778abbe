"""Three-line doors from the queue into the services."""

from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError

from enumerations.models import Enumeration
from enumerations.rounds import linking
from enumerations.services import batches, interviews, retention, statistics, sweep

# The database may be away for a moment; the sweep would find the work too, later.
away: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 2,
    "max_retries": 5,
}


@shared_task(name="enumerations.process_batch", **away)
def process_batch(batch_id: int) -> None:
    batches.run_batch(batch_id)


@shared_task(name="enumerations.sweep_batches", expires=60)
def sweep_batches() -> None:
    sweep.sweep_batches()


@shared_task(name="enumerations.gather_interviews", **away)
def gather_interviews(enumeration_id: int | None = None) -> None:
    interviews.gather(enumeration_id)


@shared_task(name="enumerations.sweep_interviews", expires=60)
def sweep_interviews() -> None:
    interviews.gather()


@shared_task(name="enumerations.rebuild_statistics", **away)
def rebuild_statistics(enumeration_id: int) -> None:
    statistics.rebuild_statistics(enumeration_id)


@shared_task(name="enumerations.rebuild_all_statistics", **away)
def rebuild_all_statistics() -> None:
    statistics.rebuild_all()


@shared_task(name="enumerations.retain", **away)
def retain() -> None:
    retention.retain()


@shared_task(name="enumerations.link_rounds", **away)
def link_rounds(enumeration_id: int) -> None:
    for count in Enumeration.objects.filter(pk=enumeration_id).select_related("settlement"):
        linking.link(count)


@shared_task(name="enumerations.link_what_changed", expires=60)
def link_what_changed() -> None:
    linking.link_what_changed()
