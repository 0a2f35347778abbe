"""Two pieces of work on the database at once, on two of its cores."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

Work = Callable[[], None]


@contextmanager
def beside(work: Work, *, apart: bool) -> Iterator[None]:
    """While the body runs, `work` is done on a connection of its own; after it, both are.

    What one of them writes the other does not see, and neither may wait for a lock that the other holds. Not
    `apart`, the work is done here, once the body is: nobody else sees what is not yet committed.
    """
    if not apart:
        yield
        work()
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside") as executor:
        done = executor.submit(_on_its_own, work)
        yield
        done.result()


def _on_its_own(work: Work) -> None:
    """A thread's connection is its own: it ends with the thread."""
    try:
        work()
    finally:
        connection.close()
