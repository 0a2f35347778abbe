"""Django's PostGIS, with a cheaper look at whether a connection that was kept still lives."""

import select

from django.contrib.gis.db.backends.postgis import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks `SELECT 1` at the start of every request; we only where there is a reason to."""

    def is_usable(self) -> bool:
        """Whether the connection still answers.

        A server that ends one says so: the socket of an idle connection has something to read, or was hung
        up. A silent one is alive as far as anybody can tell without a round trip.
        """
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0) or super().is_usable()
