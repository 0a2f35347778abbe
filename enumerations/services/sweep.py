"""Find what stalled: the queue may forget a batch, the database does not."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from enumerations.choices import BatchState
from enumerations.models import Batch
from enumerations.services.batches import queue_batch


def sweep_batches() -> int:
    """Queue again every batch that is not finished and shows no sign of life; how many.

    One that is merely slow is in no danger: whoever comes second finds its lock taken and leaves.
    """
    silent_since = timezone.now() - timedelta(seconds=settings.STALLED_AFTER_SECONDS)
    stalled = Batch.objects.filter(
        state__in=[BatchState.RECEIVED, BatchState.WORKING, BatchState.COUNTING], touched_at__lt=silent_since
    )
    found = list(stalled.order_by("pk").values_list("pk", flat=True))
    stalled.filter(pk__in=found).update(touched_at=timezone.now())
    for batch_id in found:
        queue_batch(batch_id)
    return len(found)
