"""Numbers that structures of one set pass on to each other: two doors mixed up, a row numbered anew.

The database looks at each row for itself, so two rows cannot exchange a number at once. Who takes a number
that another still has gets one that nobody ever paints, until all of them are free.
"""

from collections.abc import Sequence
from typing import Any

from settlements.editing.layers import EditLayer
from settlements.editing.staging import TABLE, EditStage
from settlements.models import Settlement

MEANWHILE = ("ZZZZ", "YYYY")  # the first, unless it is the settlement's own


def between(settlement: Settlement) -> str:
    """What stands before the numbers that are had for a moment."""
    return next(f"{letters}/" for letters in MEANWHILE if letters != settlement.code)


def passes_on(layer: EditLayer, row: str = "t") -> str:
    """SQL: whether the set takes its number from this row, and leaves the row or the number nowhere."""
    moved = f" OR d.action = 'change' AND d.vals ->> 'code' <> {row}.code" if may_pass(layer) else ""
    return (
        f"EXISTS (SELECT 1 FROM {TABLE} d WHERE d.layer = '{layer.name}' AND d.id = {row}.id"
        f" AND (d.action = 'delete'{moved}))"
    )


def may_pass(layer: EditLayer) -> bool:
    """The code of a cluster stands on its doors: it is not passed on."""
    return layer.name == "structures"


def taken_over(layer: EditLayer) -> str:
    """SQL: the changes `s` to a number that a row `t` has."""
    return (
        f"{TABLE} s JOIN {layer.table} t ON t.settlement_id = %(settlement)s AND t.code = s.vals ->> 'code'"
        f" AND t.id IS DISTINCT FROM s.id WHERE s.layer = '{layer.name}' AND NOT s.bad"
    )


def spoil_what_leans(stage: EditStage, layer: EditLayer) -> None:
    """Where somebody keeps a number after all, nobody takes one over: the set is refused for that already."""
    kept = (
        f"SELECT 1 FROM {taken_over(layer)} AND NOT EXISTS (SELECT 1 FROM {TABLE} d"
        f" WHERE d.layer = s.layer AND d.id = t.id AND NOT d.bad) LIMIT 1"
    )
    if stage.fetch(kept):
        stage.spoil(row[0] for row in stage.fetch(f"SELECT s.key FROM {taken_over(layer)}"))


def step_aside(stage: EditStage, layer: EditLayer) -> None:
    """Before they are written: let those wait that take over a number; `then` is the one they get."""
    stage.run(
        f"UPDATE {TABLE} s SET vals = s.vals || jsonb_build_object('then', s.vals ->> 'code',"
        " 'code', %(between)s || waiting.place)"
        " FROM (SELECT s.n, row_number() OVER (ORDER BY s.n) AS place"
        f" FROM {taken_over(layer)} AND s.action = 'change') waiting WHERE waiting.n = s.n",
        {"between": between(stage.settlement)},
    )


def step_in(stage: EditStage, layer: EditLayer) -> None:
    stage.run(
        f"UPDATE {layer.table} t SET code = s.vals ->> 'then' FROM {TABLE} s"
        f" WHERE s.layer = '{layer.name}' AND s.id = t.id AND NOT s.bad AND s.vals ? 'then'"
    )


def held(layer: EditLayer, rows: str) -> str:
    """SQL: the ids of the `rows` (`was`, `t`, `i`) that get back a number which another row has now."""
    return (
        f"SELECT t.id {rows} AND i.left_as ? 'code' AND EXISTS (SELECT 1 FROM {layer.table} o"
        " WHERE o.settlement_id = t.settlement_id AND o.code = was.code AND o.id <> t.id) ORDER BY t.id"
    )


def waiting_code(ids: Sequence[int], settlement: Settlement, otherwise: str) -> tuple[str, dict[str, Any]]:
    """SQL of the number a row `t` has while it waits, with its parameters; `otherwise` for the others."""
    place = "array_position(%(waiting)s::bigint[], t.id::bigint)"
    sql = f"CASE WHEN {place} IS NOT NULL THEN %(between)s || {place} ELSE {otherwise} END"
    return sql, {"waiting": list(ids), "between": between(settlement)}
