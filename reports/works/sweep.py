"""Find what stalled: the queue may forget an export, the database does not."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from reports.choices import ExportState
from reports.models import Export
from reports.works.ask import queue


def sweep() -> list[int]:
    """Queue again what shows no sign of life, and who has waited longest; which.

    One that is merely slow is in no danger: whoever comes second finds its lock taken and leaves.
    """
    silent = Export.objects.filter(
        touched_at__lt=timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS)
    )
    working = silent.filter(state=ExportState.WORKING).order_by("pk").values_list("pk", flat=True)
    waiting = silent.filter(state=ExportState.WAITING).order_by("asked_at", "pk").values_list("pk", flat=True)
    found = [*working, *waiting[: settings.EXPORT_WORKERS]]
    Export.objects.filter(pk__in=found).update(touched_at=timezone.now())
    for export_id in found:
        queue(export_id)
    return found
