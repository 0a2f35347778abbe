"""A set of changes in a temporary table, beside the register: compared and written by statements."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from settlements.editing.layers import LAYERS, EditLayer
from settlements.editing.problems import Level, Problem
from settlements.editing.reading import Change
from settlements.models import Settlement

TABLE = "edit_stage"
COLUMNS = ("key", "layer", "action", "id", "version", "geom", "vals", "parent", "bad")
WRITES = ("change", "merge")


class EditStage:
    """The staged set of one save; use it inside a transaction."""

    def __init__(self, settlement: Settlement) -> None:
        self.settlement = settlement
        self.problems: list[Problem] = []
        self.layers: list[EditLayer] = []

    def fill(self, changes: list[Change]) -> None:
        """Make the table and COPY the changes into it."""
        names = {change.layer.name for change in changes}
        self.layers = [layer for layer in LAYERS.values() if layer.name in names]
        self.run(f"DROP TABLE IF EXISTS {TABLE}")
        self.run(
            f"CREATE TEMP TABLE {TABLE} (n serial PRIMARY KEY, key text NOT NULL, layer text NOT NULL,"
            " action text NOT NULL, id bigint, version text, geom geometry(Geometry, 4326),"
            " vals jsonb NOT NULL, parent text, bad boolean NOT NULL) ON COMMIT DROP"
        )
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(row for each in changes for row in rows_of(each))
        text.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv)", text)
        self.run(f"ANALYZE {TABLE}")

    def drop(self) -> None:
        self.run(f"DROP TABLE IF EXISTS {TABLE}")

    def run(self, sql: str, params: dict[str, Any] | None = None) -> int:
        """Run one statement; `%(settlement)s` is always known. Returns the rows touched."""
        with connection.cursor() as cursor:
            cursor.execute(sql, {"settlement": self.settlement.pk, **(params or {})})
            return int(cursor.rowcount)

    def fetch(self, sql: str, params: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"settlement": self.settlement.pk, **(params or {})})
            return list(cursor.fetchall())

    def say(
        self,
        code: str,
        found: str,
        params: dict[str, Any] | None = None,
        *,
        level: Level = Level.ERROR,
        field: str = "",
    ) -> list[str]:
        """Say a problem of each change that the query finds: key, what fills the sentence, perhaps x and y.

        Returns the keys; what is wrong is not written.
        """
        rows = self.fetch(found, params)
        for key, said, *at in rows:
            place = (at[0], at[1]) if at and at[0] is not None else None
            self.problems.append(Problem(code, key, loaded(said), level, field=field, at=place))
        keys = [row[0] for row in rows]
        if level != Level.WARNING:
            self.spoil(keys)
        return keys

    def spoil(self, keys: Iterable[str]) -> None:
        """Take changes out of what will be written."""
        wanted = list(keys)
        if wanted:
            self.run(f"UPDATE {TABLE} SET bad = true WHERE key = ANY(%(keys)s)", {"keys": wanted})

    def ids(self, layer: EditLayer, *actions: str) -> list[int]:
        """The rows of a layer that were written (or will be) by one of these actions."""
        found = self.fetch(
            f"SELECT id FROM {TABLE} WHERE layer = %(layer)s AND action = ANY(%(actions)s)"
            " AND NOT bad ORDER BY n",
            {"layer": layer.name, "actions": list(actions)},
        )
        return [row[0] for row in found]


def rows_of(change: Change) -> Iterator[tuple[Any, ...]]:
    """A change and its parts, as COPY takes them."""
    yield row_of(change, None)
    for part in change.parts:
        yield row_of(part, change.key, is_bad=change.is_bad)


def row_of(change: Change, parent: str | None, *, is_bad: bool = False) -> tuple[Any, ...]:
    return (
        change.key, change.layer.name, change.action, change.id, change.version, change.shape,
        json.dumps(change.values), parent, is_bad or change.is_bad,
    )  # fmt: skip


def loaded(value: Any) -> dict[str, Any]:
    """Django leaves jsonb to be read by its fields: a raw cursor gives text."""
    found = json.loads(value) if isinstance(value, str) else value
    return found or {}
