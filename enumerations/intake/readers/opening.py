"""Which reader a file needs, by its first bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enumerations.intake.readers.delimited import read_delimited
from enumerations.intake.readers.sheet import Sheet
from enumerations.intake.refusal import Refusal


@contextmanager
def open_file(path: Path, *, name: str) -> Iterator[list[Sheet]]:
    """The sheets of a file, ready to be read while the context lasts.

    `name` is the sender's and serves messages only. Raises Refusal, here or while frames are read.
    """
    if path.stat().st_size == 0:
        raise Refusal("empty")
    yield [read_delimited(path)]
