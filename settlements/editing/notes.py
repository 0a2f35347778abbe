"""What happened to structures, written down with a change on the map: split, made one, taken down."""

from collections.abc import Iterable, Iterator

from accounts.models import User
from settlements.changes import ChangeRefused, note
from settlements.choices import ChangeKind
from settlements.editing.layers import LAYERS
from settlements.editing.problems import Problem
from settlements.editing.reading import OF_STRUCTURES, Change
from settlements.editing.staging import TABLE, EditStage
from settlements.models import Structure, StructureChange

# Each is written with care, one by one: a set of so many takes some seconds.
MOST_NOTES = 500


def check_notes(changes: Iterable[Change], rounds: frozenset[int]) -> Iterator[Problem]:
    """Whether all that happened can be written down; `rounds` are those of the settlement's counts."""
    noted = [change for change in changes if change.action in OF_STRUCTURES]
    if sum(1 + len(change.parts) for change in noted) > MOST_NOTES:
        yield Problem("too_many_notes", params={"limit": MOST_NOTES})
    for change in noted:
        if change.round is not None and change.round not in rounds:
            change.is_bad = True
            yield Problem("unknown_round", change.key)


def write_notes(stage: EditStage, changes: Iterable[Change], user: User) -> list[StructureChange]:
    """Note every split, merge and demolition of the set, once what they became is written."""
    waiting = [change for change in changes if change.action in OF_STRUCTURES and not change.is_bad]
    if not waiting:
        return []
    became = parts_of(stage)
    made: list[StructureChange] = []
    for change in waiting:
        try:
            made += noted(change, became.get(change.key, []), user)
        except ChangeRefused as refused:
            stage.problems.append(Problem("note_refused", change.key, {"said": str(refused)}))
    return made


def parts_of(stage: EditStage) -> dict[str, list[int]]:
    """The structures that each change made or took in, by its key, in the order they were drawn."""
    found: dict[str, list[int]] = {}
    layer = LAYERS["structures"].name
    for key, pk in stage.fetch(
        f"SELECT parent, id FROM {TABLE} WHERE layer = '{layer}' AND parent IS NOT NULL AND NOT bad"
        " ORDER BY n"
    ):
        found.setdefault(key, []).append(pk)
    return found


def noted(change: Change, parts: list[int], user: User) -> list[StructureChange]:
    """The notes of one change. Raises ChangeRefused."""
    by_id = Structure.objects.in_bulk([change.id, *parts])
    whole, others = by_id.get(change.id), [by_id[pk] for pk in parts if pk in by_id]
    if whole is None:
        return []
    wanted: list[tuple[Structure, ChangeKind, list[Structure]]] = [(whole, ChangeKind.DEMOLISHED, [])]
    if change.action == "split":
        wanted = [(whole, ChangeKind.SPLIT, others)]
    elif change.action == "merge":
        wanted = [(other, ChangeKind.MERGED, [whole]) for other in others]
    assert change.noted_on is not None  # or it would be bad
    made: list[StructureChange] = []
    for structure, kind, became in wanted:
        made += note(
            structure=structure, kind=kind, became=became, user=user, on=change.noted_on,
            round_seen=change.round, reason=change.reason,
        )  # fmt: skip
    return made
