"""Three-line doors from the queue into the services."""

from celery import shared_task

from enumerations.models import Enumeration
from enumerations.tasks import away
from verification.services import certificate_works, lists, making_lists, suspicions


@shared_task(name="verification.work_on_certificates", **away)
def work_on_certificates(work_id: int) -> None:
    certificate_works.run(work_id)


@shared_task(name="verification.sweep_certificates", expires=60)
def sweep_certificates() -> None:
    certificate_works.sweep()


@shared_task(name="verification.find_suspicions", **away)
def find_suspicions(enumeration_id: int) -> None:
    for count in Enumeration.objects.filter(pk=enumeration_id).select_related("settlement"):
        suspicions.find(count)


@shared_task(name="verification.search_what_changed", expires=60)
def search_what_changed() -> None:
    suspicions.search_what_changed()


@shared_task(name="verification.make_lists", **away)
def make_lists(posting_id: int) -> None:
    making_lists.make(posting_id)


@shared_task(name="verification.sweep_lists", expires=60)
def sweep_lists() -> None:
    lists.sweep_lists()
