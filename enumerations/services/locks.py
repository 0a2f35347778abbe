"""Who works on what: locks of the database itself, gone with the connection that held them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection, transaction

from enumerations.models import Enumeration
from enumerations.services import staging
from enumerations.services.used_less import is_used_less, newest_change
from enumerations.signals import use_ended

# First number of the advisory locks, so that a batch and an enumeration of one id are two locks.
BATCH, ENUMERATION, GATHERING, LISTS = 1, 2, 3, 4


def try_lock(kind: int, pk: int) -> bool:
    """Take a batch, a count's gathering or a posting for this connection, unless another worker has it."""
    return bool(
        staging.fetch("SELECT pg_try_advisory_lock(%(kind)s, %(id)s)", {"kind": kind, "id": pk})[0][0]
    )


def unlock(kind: int, pk: int) -> None:
    """Give it back. A connection that died, or cannot answer, has given it back already."""
    try:
        staging.execute("SELECT pg_advisory_unlock(%(kind)s, %(id)s)", {"kind": kind, "id": pk})
    except (OperationalError, InterfaceError):
        connection.close()


@contextmanager
def enumeration_locked(enumeration_id: int) -> Iterator[Enumeration]:
    """A transaction in which nobody else writes to the register of this enumeration.

    Whoever keeps files of it hears at the end if a record may be used for less than at the beginning.
    """
    with transaction.atomic():
        staging.execute(
            "SELECT pg_advisory_xact_lock(%(kind)s, %(id)s)", {"kind": ENUMERATION, "id": enumeration_id}
        )
        before = newest_change()
        yield Enumeration.objects.select_related("settlement").get(pk=enumeration_id)
        if is_used_less(enumeration_id, before):
            use_ended.send(Enumeration, enumeration=enumeration_id)
