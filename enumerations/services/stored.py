"""The file of a batch as it was sent, as long as it is kept."""

from pathlib import Path

from enumerations.intake.refusal import Refusal
from enumerations.models import Batch


def path_of(batch: Batch) -> Path:
    """Where the bytes are. Raises Refusal once they were cleared, for their time was over."""
    if not batch.file:
        raise Refusal("file_gone")
    return Path(batch.file.path)
