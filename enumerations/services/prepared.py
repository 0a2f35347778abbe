"""Statements that PostgreSQL plans once for a connection: to plan some takes longer than to run them.

They are written as every other, with `%(name)s`. What a prepared statement writes has no words of
`accounts.because` beside it, so it may only insert where the history keeps no inserts.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

# Gone, there already, or of before a migration: a proxy gave this connection another session's, or it is old.
NOT_AS_PREPARED = {"26000", "42P05", "0A000"}

# What each connection has prepared; None for one that cannot keep it.
_prepared: WeakKeyDictionary[Any, set[str] | None] = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement under a name of its own; `names` are its parameters."""

    name: str
    sql: str
    names: tuple[str, ...]

    def row(self, params: dict[str, Any]) -> tuple[Any, ...] | None:
        """Its first row. Not for use inside of a transaction."""
        with connection.cursor() as cursor:
            made = _prepared.setdefault(connection.connection, set())
            if made is not None:
                try:
                    if self.name not in made:
                        cursor.execute(self._prepare)
                        made.add(self.name)
                    cursor.execute(self._execute, params)
                    return cursor.fetchone()
                except DatabaseError as error:
                    if getattr(error.__cause__, "pgcode", None) not in NOT_AS_PREPARED:
                        raise
                    _prepared[connection.connection] = None
            cursor.execute(self.sql, params)
            return cursor.fetchone()

    @cached_property
    def _prepare(self) -> str:
        numbered = {name: f"${number}" for number, name in enumerate(self.names, 1)}
        return f"PREPARE {self.name} AS {self.sql % numbered}"

    @cached_property
    def _execute(self) -> str:
        return f"EXECUTE {self.name} ({', '.join(f'%({name})s' for name in self.names)})"
