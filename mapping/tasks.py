"""Three-line doors from the queue into what makes maps."""

from celery import shared_task

from enumerations.tasks import away
from mapping.wall import works


@shared_task(name="mapping.make_wall_map", **away)
def make_wall_map(map_id: int) -> None:
    works.make(map_id)


@shared_task(name="mapping.sweep_wall_maps", expires=60)
def sweep_wall_maps() -> None:
    works.sweep()
