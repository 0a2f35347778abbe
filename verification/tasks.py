"""Three-line doors from the queue into the services."""

from celery import shared_task

from enumerations.tasks import away
from verification.services import certificate_works


@shared_task(name="verification.work_on_certificates", **away)
def work_on_certificates(work_id: int) -> None:
    certificate_works.run(work_id)


@shared_task(name="verification.sweep_certificates", expires=60)
def sweep_certificates() -> None:
    certificate_works.sweep()
