"""Save a set of changes: all of it, or nothing and every reason why."""

import logging
from dataclasses import dataclass

from django.db import DataError, IntegrityError, connection, transaction
from django.db.utils import OperationalError

from accounts.because import because
from accounts.models import User
from settlements.editing.checks import check, refuse_referred
from settlements.editing.doubts import doubt
from settlements.editing.keeping import keep
from settlements.editing.layers import LAYERS, NOTES
from settlements.editing.notes import check_notes, write_notes
from settlements.editing.numbers import read_numbers
from settlements.editing.problems import EditRefused, Level, Problem
from settlements.editing.reading import Sent, read
from settlements.editing.staging import TABLE, EditStage
from settlements.editing.writing import delete, write
from settlements.models import Cluster, GroundEdit, Settlement, StructureChange

logger = logging.getLogger(__name__)
DEADLOCK = "40P01"
TRIES = 3


@dataclass(frozen=True)
class Saved:
    """The kept set, and the ids of what it made, by the key of the change."""

    edit: GroundEdit
    created: dict[str, int]


def save(*, settlement: Settlement, user: User, body: bytes, rounds: frozenset[int] = frozenset()) -> Saved:
    """Check the changes in a request's body (JSON) and write them in one transaction.

    Raises EditRefused with everything there is to say; then nothing was written. Warnings that were accepted
    are let pass.
    """
    clusters = dict(settlement.clusters.values_list("code", "name"))
    sent = read(body, clusters)
    drawn = {change.values.get("code", "") for change in sent.changes if change.layer.name == "clusters"}
    sent.problems += read_numbers(sent.changes, settlement, set(clusters) | drawn)
    sent.problems += check_notes(sent.changes, rounds)
    for attempt in range(TRIES):
        try:
            return save_once(settlement, user, sent)
        except (IntegrityError, DataError) as error:
            # What it quotes may be what people wrote: only the kind is logged.
            logger.warning("Changes on the map were refused by the database: %s", type(error).__name__)
            raise EditRefused([*sent.problems, Problem("database_refused")]) from None
        except OperationalError as error:
            is_last = attempt == TRIES - 1
            if is_last or getattr(error.__cause__, "pgcode", "") != DEADLOCK:
                raise
    raise AssertionError


def save_once(settlement: Settlement, user: User, sent: Sent) -> Saved:
    with transaction.atomic():
        one_at_a_time(settlement)
        edit = GroundEdit.objects.create(settlement=settlement, made_by=user, reason=sent.reason)
        with because(user=user.pk, edit=edit.pk, reason=sent.reason):
            stage = EditStage(settlement)
            stage.problems += sent.problems
            stage.fill(sent.changes)
            check(stage)
            notes = apply(stage, sent, user)
            refuse(stage, sent)
            keep_all(stage, edit, notes)
            created = dict(new_rows(stage))
            stage.drop()
            with connection.cursor() as cursor:  # or a broken reference would be found after the answer
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return Saved(edit, created)


def one_at_a_time(settlement: Settlement) -> None:
    """Sets of one settlement wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ground edit'), %s)", [settlement.pk])


def apply(stage: EditStage, sent: Sent, user: User) -> list[StructureChange]:
    """Write what is sound, so that doubts about it can be told together with what is wrong elsewhere."""
    write(stage, user.pk)
    notes = write_notes(stage, sent.changes, user)
    clusters = LAYERS["clusters"]
    if clusters in stage.layers:
        refuse_referred(stage, clusters, Cluster, "cluster_in_use")
        delete(stage, clusters)
    doubt(stage)
    return notes


def refuse(stage: EditStage, sent: Sent) -> None:
    """Raise EditRefused unless all that is left are doubts which the person has accepted."""
    open_problems = [
        problem
        for problem in stage.problems
        if problem.level != Level.WARNING or (problem.key, problem.code) not in sent.accepted
    ]
    if open_problems:
        raise EditRefused(open_problems)


def keep_all(stage: EditStage, edit: GroundEdit, notes: list[StructureChange]) -> None:
    for layer in stage.layers:
        everything = stage.ids(layer, "change", "delete", "demolish", "split", "merge", "retire")
        keep(edit, layer, created=stage.ids(layer, "create"), touched=everything)
    keep(edit, NOTES, created=[row.pk for row in notes], touched=[])


def new_rows(stage: EditStage) -> list[tuple[str, int]]:
    found = stage.fetch(f"SELECT key, id FROM {TABLE} WHERE action = 'create' AND parent IS NULL ORDER BY n")
    return [(key, pk) for key, pk in found]
