"""Take a whole set of changes back, out of the history the database keeps, unless something builds on it."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.because import because
from accounts.models import User
from settlements.choices import EditAction
from settlements.editing.keeping import ITEMS, before, keep
from settlements.editing.layers import KEPT, NOTES, EditLayer
from settlements.editing.passing import held, may_pass, waiting_code
from settlements.editing.problems import EditRefused, Problem
from settlements.editing.references import referred_to
from settlements.editing.saving import one_at_a_time
from settlements.models import GroundEdit, Settlement, StructureChange

# What stands on something goes before it, and comes after it.
UP = ("boundary", "clusters", "structures", "services", "lanes", "overlays", "notes")


def undo(*, edit: GroundEdit, user: User) -> GroundEdit:
    """Undo a set; the undoing is a set too, so it can be undone itself. Raises EditRefused."""
    try:
        with transaction.atomic():
            one_at_a_time(edit.settlement)
            if GroundEdit.objects.filter(undoes=edit).exists():
                raise EditRefused([Problem("undone_already")])
            new = GroundEdit.objects.create(settlement=edit.settlement, made_by=user, undoes=edit)
            with because(user=user.pk, edit=new.pk, undoes=edit.pk):
                take_back(edit, new)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return new
    except IntegrityError as error:
        raise EditRefused([Problem("database_refused")]) from error


def take_back(edit: GroundEdit, new: GroundEdit) -> None:
    by_layer = {name: items_of(edit, name) for name in UP}
    problems = [problem for name in UP for problem in built_upon(edit, KEPT[name], by_layer[name])]
    if problems:
        raise EditRefused(problems)
    for name in reversed(UP):
        remove(KEPT[name], by_layer[name][EditAction.CREATED])
    for name in UP:
        restore(edit, KEPT[name], by_layer[name][EditAction.CHANGED])
        bring_back(edit, KEPT[name], by_layer[name][EditAction.DELETED])
    for name in UP:
        items = by_layer[name]
        touched = [*items[EditAction.CREATED], *items[EditAction.CHANGED]]
        keep(new, KEPT[name], created=items[EditAction.DELETED], touched=touched)


def items_of(edit: GroundEdit, layer: str) -> dict[str, list[int]]:
    """The ids of a layer's rows by what the set did to them."""
    found: dict[str, list[int]] = {action: [] for action in EditAction}
    for action, pk in edit.items.filter(layer=layer).order_by("object_id").values_list("action", "object_id"):
        found[action].append(pk)
    return found


def built_upon(edit: GroundEdit, layer: EditLayer, items: dict[str, list[int]]) -> Iterable[Problem]:
    """What stands in the way: rows that are no longer as the set left them, or that something refers to."""
    if any(items.values()):
        yield from changed_since(edit, layer)
    if items[EditAction.CREATED] and layer is not NOTES:
        # Notes of the set itself go with it; those of others would have changed what it left.
        own = [StructureChange] if layer.name == "structures" else []
        used = referred_to(layer.model, items[EditAction.CREATED], but=own) | noted_since(edit, layer, items)
        yield from (Problem("referred_since", params={"what": what}) for what in named(layer, used))
    if layer.code:
        yield from given_since(edit, layer, items)


def changed_since(edit: GroundEdit, layer: EditLayer) -> Iterable[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT i.object_id FROM {ITEMS} i LEFT JOIN {layer.table} t ON t.id = i.object_id,"
            f" LATERAL (SELECT {layer.hashes()} AS now) n WHERE i.edit_id = %(edit)s AND i.layer = %(layer)s"
            f" AND CASE WHEN i.action = '{EditAction.DELETED}' THEN t.id IS NOT NULL"
            " ELSE t.id IS NULL OR NOT (n.now @> i.left_as) END",
            {"edit": edit.pk, "layer": layer.name},
        )
        changed = {row[0] for row in cursor.fetchall()}
    yield from (Problem("built_upon", params={"what": what}) for what in named(layer, changed))


def noted_since(edit: GroundEdit, layer: EditLayer, items: dict[str, list[int]]) -> set[int]:
    """Structures of the set of which others noted something."""
    if layer.name != "structures":
        return set()
    own = set(edit.items.filter(layer=NOTES.name).values_list("object_id", flat=True))
    made = items[EditAction.CREATED]
    notes = StructureChange.objects.exclude(pk__in=own)
    sides = [*notes.filter(structure__in=made).values_list("structure_id", flat=True)]
    return {*sides, *notes.filter(became__in=made).values_list("became_id", flat=True)}


def given_since(edit: GroundEdit, layer: EditLayer, items: dict[str, list[int]]) -> Iterable[Problem]:
    """Numbers that rows of the set had before, and that others have by now."""
    had = [*items[EditAction.DELETED], *items[EditAction.CHANGED]]
    if not had:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT was.{layer.code} FROM ({before(layer)}) was JOIN {layer.table} t"
            f" ON t.settlement_id = was.settlement_id AND t.{layer.code} = was.{layer.code}"
            " WHERE t.id <> ALL(%(own)s)",
            {"ids": had, "edit": edit.pk, "own": [*had, *items[EditAction.CREATED]]},
        )
        yield from (Problem("number_given", params={"what": row[0]}) for row in cursor.fetchall())


def named(layer: EditLayer, ids: set[int]) -> list[str]:
    """What people call these rows."""
    if not ids:
        return []
    if layer.model is Settlement or layer is NOTES:
        return [str(layer.one).capitalize()]
    found: Any = layer.model._default_manager.in_bulk(list(ids))
    return [str(found.get(pk) or str(layer.one).capitalize()) for pk in sorted(ids)]


def remove(layer: EditLayer, ids: list[int]) -> None:
    if ids:
        run(f"DELETE FROM {layer.table} WHERE id = ANY(%(ids)s)", {"ids": ids})


def restore(edit: GroundEdit, layer: EditLayer, ids: list[int]) -> None:
    """Put back the columns that the set wrote; what others wrote beside them stays."""
    if not ids:
        return
    columns = {
        column: f"CASE WHEN i.left_as ? '{column}' THEN was.{column} ELSE t.{column} END"
        for column in layer.columns
    }
    if layer.model is Settlement:
        columns["data_version"] = "t.data_version + 1"
    asked: dict[str, Any] = {"ids": ids, "edit": edit.pk, "layer": layer.name}
    rows = (
        f"({before(layer)}) was JOIN {ITEMS} i ON i.object_id = was.pgh_obj_id"
        " AND i.edit_id = %(edit)s AND i.layer = %(layer)s"
    )
    these = " WHERE t.id = was.pgh_obj_id"
    waiting = found(held(layer, f"FROM {layer.table} t, {rows}{these}"), asked) if may_pass(layer) else []
    if waiting:
        columns["code"], more = waiting_code(waiting, edit.settlement, columns["code"])
        asked |= more
    pairs = ", ".join(f"{column} = {value}" for column, value in columns.items())
    run(f"UPDATE {layer.table} t SET {pairs} FROM {rows}{these}", asked)
    if waiting:
        step_in = f"UPDATE {layer.table} t SET code = was.code FROM {rows}{these}"
        run(f"{step_in} AND t.id = ANY(%(waiting)s)", asked)


def bring_back(edit: GroundEdit, layer: EditLayer, ids: list[int]) -> None:
    if not ids:
        return
    columns = [column for column in layer.stored if column != "id"]
    values = ", ".join(f"was.{column}" for column in columns)
    run(
        f"INSERT INTO {layer.table} (id, {', '.join(columns)})"
        f" SELECT was.pgh_obj_id, {values} FROM ({before(layer)}) was",
        {"ids": ids, "edit": edit.pk},
    )


def found(sql: str, params: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def run(sql: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
