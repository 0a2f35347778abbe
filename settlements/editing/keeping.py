"""What a set of changes did, row by row and without content: enough to undo it out of the history."""

from collections.abc import Iterable

from django.db import connection

from settlements.choices import EditAction
from settlements.editing.layers import EditLayer
from settlements.models import GroundEdit, GroundEditItem

ITEMS = GroundEditItem._meta.db_table
HEAD = f"INSERT INTO {ITEMS} (edit_id, layer, object_id, action, left_as)"


def before(layer: EditLayer) -> str:
    """SQL: the rows of a layer as they were before a set touched them, by its number and their ids.

    Only the first of a row's changes in the set tells what it was.
    """
    return (
        f"SELECT DISTINCT ON (e.pgh_obj_id) e.* FROM {layer.events} e"
        " WHERE e.pgh_obj_id = ANY(%(ids)s) AND e.pgh_label <> 'insert'"
        " AND (e.pgh_context ->> 'edit')::bigint = %(edit)s ORDER BY e.pgh_obj_id, e.pgh_id"
    )


def keep(edit: GroundEdit, layer: EditLayer, *, created: Iterable[int], touched: Iterable[int]) -> None:
    """Write down the rows that were made, and of the touched ones those that really changed or went."""
    new, old = list(created), list(touched)
    with connection.cursor() as cursor:
        if new:
            cursor.execute(
                f"{HEAD} SELECT %(edit)s, %(layer)s, t.id, '{EditAction.CREATED}', {layer.hashes()}"
                f" FROM {layer.table} t WHERE t.id = ANY(%(ids)s)",
                {"edit": edit.pk, "layer": layer.name, "ids": new},
            )
        if old:
            cursor.execute(
                f"{HEAD} SELECT %(edit)s, %(layer)s, was.pgh_obj_id,"
                f" CASE WHEN t.id IS NULL THEN '{EditAction.DELETED}' ELSE '{EditAction.CHANGED}' END,"
                f" CASE WHEN t.id IS NULL THEN '{{}}'::jsonb ELSE {changed_only(layer)} END"
                f" FROM ({before(layer)}) was LEFT JOIN {layer.table} t ON t.id = was.pgh_obj_id",
                {"edit": edit.pk, "layer": layer.name, "ids": old},
            )


def changed_only(layer: EditLayer) -> str:
    """SQL: the hashes of the columns in which row `t` differs from what it was."""
    pairs = (
        f"'{column}', CASE WHEN t.{column} IS DISTINCT FROM was.{column}"
        f" THEN md5(coalesce(t.{column}::text, '')) END"
        for column in layer.columns
    )
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(pairs)}))"
