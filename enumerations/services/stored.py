"""Files as they were sent, as long as they are kept."""

import hashlib
import os
from pathlib import Path

from django.core.files import File

from enumerations.intake.refusal import Refusal
from enumerations.models import Batch


def path_of(batch: Batch) -> Path:
    """Where the bytes are. Raises Refusal once they were cleared, for their time was over."""
    if not batch.file:
        raise Refusal("file_gone")
    return Path(batch.file.path)


def digest_of(content: File) -> str:
    """SHA-256, read piece by piece."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def flush_to_disk(path: str) -> None:
    """The sender hears of success only when a power cut can no longer lose the bytes."""
    for place in (path, os.path.dirname(path)):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
