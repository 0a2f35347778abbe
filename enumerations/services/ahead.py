"""Do the next piece while the last one is on its way."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
END = object()


def ahead(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces, each made in a thread while the one before is being used; at most one waits.

    For pieces that are pure computation: the thread has no database connection to use.
    """
    making = iter(pieces)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as executor:
        coming = executor.submit(next, making, END)
        while (piece := coming.result()) is not END:
            coming = executor.submit(next, making, END)
            yield piece  # type: ignore[misc]
