"""How a worker tells how far it is, and hears that nobody wants the file any more."""

import time
from typing import Any

from django.db import connection
from django.utils import timezone

from reports.choices import ExportState
from reports.models import Export
from reports.products import Cancelled

EVERY_SECONDS = 0.5


class Teller:
    """Called by the product after each piece of work, as often as it likes: it asks the database seldom.

    It has a connection of its own, for a product may read in one long transaction, which would keep to itself
    what it says. Only inside somebody else's transaction (tests) it speaks through that.
    """

    def __init__(self, export: Export) -> None:
        self.export = export
        self.last = 0.0
        self.own: Any = None if connection.in_atomic_block else connection.copy()

    def __call__(self, done: int, total: int) -> None:
        """Raises Cancelled where it was cancelled, or begins anew because something in it was cleared."""
        now = time.monotonic()
        if now - self.last < EVERY_SECONDS:
            return
        self.last = now
        if not self.tell(done, total):
            raise Cancelled

    def tell(self, done: int, total: int) -> bool:
        """Write it down; False where nobody waits for this attempt any more."""
        with (self.own or connection).cursor() as cursor:
            cursor.execute(
                "UPDATE reports_export SET done = %s, total = %s, touched_at = %s "
                "WHERE id = %s AND state = %s AND generation = %s",
                [max(0, int(done)), max(0, int(total)), timezone.now(), self.export.pk, ExportState.WORKING,
                 self.export.generation],
            )  # fmt: skip
            return bool(cursor.rowcount)

    def close(self) -> None:
        if self.own is not None:
            self.own.close()
