"""Three-line doors from the queue into what makes files."""

from datetime import datetime

from celery import shared_task

from enumerations.tasks import away
from reports.calendar import reminders
from reports.figures.tally import make_stale
from reports.webhooks import delivering
from reports.works import clear, run, saved, sweep


@shared_task(name="reports.make_export", **away)
def make_export(export_id: int) -> None:
    run.make(export_id)


@shared_task(name="reports.sweep_exports", expires=60)
def sweep_exports() -> None:
    sweep.sweep()


@shared_task(name="reports.clear_exports", expires=600)
def clear_exports() -> None:
    clear.clear_over()


@shared_task(name="reports.make_saved_exports", expires=60)
def make_saved_exports() -> None:
    saved.make_due()


@shared_task(name="reports.remind_of_dates", expires=3600)
def remind_of_dates() -> None:
    reminders.remind()


@shared_task(name="reports.sweep_webhooks", expires=60)
def sweep_webhooks() -> None:
    for claim in delivering.due():
        deliver.apply_async((claim.delivery, claim.until.isoformat()), expires=claim.until)


@shared_task(name="reports.deliver", soft_time_limit=40, time_limit=60, **away)
def deliver(delivery_id: int, until: str) -> None:
    delivering.deliver(delivering.Claim(delivery_id, datetime.fromisoformat(until)))


@shared_task(name="reports.make_tallies", expires=600)
def make_tallies() -> None:
    make_stale()
