"""Say who changes rows and why: the database writes it beside each row it keeps.

    with because(task="enumerations.process_batch", batch=7, user=3): ...

It holds numbers, codes, paths and reasons, never what a record says.
"""

import json
from collections.abc import Callable
from contextlib import ContextDecorator
from contextvars import ContextVar, Token
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from psycopg2.extensions import adapt

WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "WITH")

_said: ContextVar[dict[str, Any]] = ContextVar("said", default={})  # noqa: B039 - never changed


class because(ContextDecorator):
    """While it lasts, every row that this thread changes is kept together with these words.

    Within another it adds to it, and replaces what both say. A word may be a function, asked when something
    is written: who signed in may be known only late in a request.
    """

    def __init__(self, **words: Any) -> None:
        self.words = words
        self.outer: list[Token[dict[str, Any]]] = []

    def __enter__(self) -> None:
        self.outer.append(_said.set({**_said.get(), **self.words}))

    def __exit__(self, *problem: Any) -> None:
        _said.reset(self.outer.pop())


@receiver(connection_created)
def listen(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Have every connection pass its statements through `_write_down`, before any other wrapper."""
    if _write_down not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _write_down)


def _write_down(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Put the words before a statement that writes, in the same round trip and for its transaction only.

    Nothing stays with the connection, so it may be shared through a pooler.
    """
    asked = context["connection"]
    writes = isinstance(sql, str) and sql.lstrip()[:6].upper().startswith(WRITES)
    # Words stay until the transaction ends: where it outlasts them they are taken back.
    if writes and (_said.get() or getattr(asked, "has_words", False)):
        asked.has_words = bool(_said.get())
        quoted = adapt(json.dumps(words()) if asked.has_words else "")
        quoted.prepare(asked.connection)
        text = quoted.getquoted().decode()
        if params is not None:
            text = text.replace("%", "%%")
        sql = f"SELECT set_config('pghistory.context_metadata', {text}, true); {sql}"
    return execute(sql, params, many, context)


def words() -> dict[str, Any]:
    """What is being said now; what is not known is left out."""
    said = {name: value() if callable(value) else value for name, value in _said.get().items()}
    return {name: value for name, value in said.items() if value not in (None, "")}
