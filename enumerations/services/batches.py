"""What people do with a batch: send it, say what its columns mean, try it again, take it back."""

import logging
import os
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError

from accounts.because import because
from accounts.models import User
from enumerations.choices import BatchPhase, BatchState
from enumerations.intake.columns import Mapping
from enumerations.intake.refusal import Refusal
from enumerations.models import Batch, Enumeration
from enumerations.services.run import refuse_closed, run_batch, run_decided
from enumerations.services.stored import digest_of, flush_to_disk, path_of

__all__ = ["create_batch", "queue_batch", "retry_batch", "run_batch", "set_mapping", "take_decided"]

logger = logging.getLogger(__name__)


def create_batch(
    *,
    enumeration: Enumeration,
    user: User,
    upload: File,
    name: str,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    replace_conflicts: bool = False,
) -> Batch:
    """Store what was sent, durably, and queue the work. Raises Refusal when the count takes no batches."""
    refuse_closed(enumeration)
    batch = _stored(
        enumeration, user, upload, name,
        dry_run=dry_run, all_or_nothing=all_or_nothing, replace_conflicts=replace_conflicts,
    )  # fmt: skip
    transaction.on_commit(lambda: queue_batch(batch.pk))
    return batch


def take_decided(*, enumeration: Enumeration, user: User, upload: File, name: str) -> Batch:
    """Take what a decision brings into the register at once, by the checks of any batch: all, or nothing.

    To be called in a transaction; a batch that was refused, with its issues, is for the caller to undo, its
    file too. Raises Refusal, NeedsMapping.
    """
    batch = _stored(enumeration, user, upload, name, all_or_nothing=True)
    try:
        with because(batch=batch.pk):
            run_decided(batch)
    except BaseException:
        batch.file.storage.delete(str(batch.file.name))  # the row goes with the transaction
        raise
    batch.refresh_from_db()
    transaction.on_commit(lambda: queue_batch(batch.pk))  # for the figures
    return batch


def _stored(enumeration: Enumeration, user: User, upload: File, name: str, **options: bool) -> Batch:
    batch = Batch(
        enumeration=enumeration,
        settlement=enumeration.settlement,
        sent_by=user,
        name=os.path.basename(name.replace("\x00", "").replace("\\", "/"))[-200:] or "batch",
        size=upload.size,
        sha256=digest_of(upload),
        **options,
    )
    batch.file.save("", upload, save=False)
    flush_to_disk(batch.file.path)
    batch.save()
    return batch


def queue_batch(batch_id: int) -> None:
    """Ask for a worker. If the queue is away the batch waits for the sweep: it is stored, so not lost."""
    from enumerations.tasks import process_batch

    try:
        process_batch.delay(batch_id)
    except QueueError:
        logger.warning("Batch %s is stored but the queue is away; the sweep will find it", batch_id)


def set_mapping(*, batch: Batch, mapping: Mapping, user: User) -> None:
    """Use this mapping for the batch, remember it for the next ones of the count, and go on."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.state != BatchState.MAPPING:
            raise Refusal("not_waiting_for_mapping", state=str(held.state))
        Enumeration.objects.filter(pk=batch.enumeration_id).update(column_mapping=mapping.to_json())
        _requeue(held, mapping=mapping.to_json())


def retry_batch(*, batch: Batch) -> None:
    """Start a failed batch, or one that was refused, once more from its stored file."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.state not in {BatchState.FAILED, BatchState.REFUSED}:
            raise Refusal("not_failed", state=str(held.state))
        if not held.is_from_phones:
            path_of(held)
        _requeue(held)


def _requeue(batch: Batch, **values: Any) -> None:
    Batch.objects.filter(pk=batch.pk).update(
        state=BatchState.RECEIVED,
        phase=BatchPhase.WAITING,
        phase_done=0,
        attempts=0,
        touched_at=timezone.now(),
        finished_at=None,
        **values,
    )
    batch.issues.all().delete()
    transaction.on_commit(lambda: queue_batch(batch.pk))
