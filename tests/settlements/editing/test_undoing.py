"""A saved set is taken back as a whole, out of the history, unless something later builds on it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from settlements.editing import EditRefused, undo
from settlements.editing.layers import LAYERS
from settlements.models import GroundEdit, Structure, StructureChange
from tests import factories
from tests.settlements.editing.conftest import Send, box, create, line, of, point

pytestmark = pytest.mark.django_db
SEEN = {"noted_on": "2026-11-02"}


def ground() -> dict[str, list[Any]]:
    """Every row of the ground as it stands, column by column; the count of its changes is no ground."""
    found = {}
    for layer in LAYERS.values():
        rows = [
            {name: str(value) for name, value in row.items() if name != "data_version"}
            for row in layer.model._default_manager.order_by("pk").values()
        ]
        found[layer.name] = rows
    return found


def everything(settlement: Any, cluster: Any, one: Any, two: Any, tap: Any) -> list[dict[str, Any]]:
    return [
        of(settlement, key="b", geometry=box(-150, -150, 320, 320), values={"boundary_source": "Walk"}),
        of(cluster, key="c", values={"name": "Bondeni Juu"}),
        create("clusters", box(-150, -150, 20, 20), "d", code="D", name="Dandora", kind="zone"),
        of(one, key="one", geometry=box(0, 1), values={"roof": "tiles"}),
        of(two, "delete", "two"),
        create("structures", box(30, 0), "new", code="KMT/B/466"),
        of(tap, "delete", "tap"),
        create("lanes", line((0, 20), (30, 20)), "lane", kind="lane", name="Njia"),
    ]


@pytest.fixture
def tap(settlement: Any) -> Any:
    return factories.ServicePointFactory(settlement=settlement, code="W1", name="Bomba", taps=3)


ACCEPTED = [["d", "clusters_overlap"]]


def test_all_of_it_is_as_it_was(
    send: Send, settlement: Any, cluster: Any, house_one: Any, house_two: Any, tap: Any, subira: Any
) -> None:
    before = ground()
    changes = everything(settlement, cluster, house_one, house_two, tap)
    saved = send(*changes, accepted=[*ACCEPTED, ["d", "outside_boundary"]])
    after = ground()
    assert after != before
    taken_back = undo(edit=saved.edit, user=subira)
    assert ground() == before
    assert taken_back.undoes == saved.edit
    undo(edit=taken_back, user=subira)
    assert ground() == after


def test_it_is_undone_once(send: Send, house_one: Any, subira: Any) -> None:
    saved = send(of(house_one, values={"roof": "tiles"}))
    undo(edit=saved.edit, user=subira)
    with pytest.raises(EditRefused, match="undone_already"):
        undo(edit=saved.edit, user=subira)


def test_what_others_wrote_beside_it_stays(send: Send, house_one: Any, subira: Any) -> None:
    saved = send(of(house_one, values={"roof": "tiles"}))
    Structure.objects.filter(pk=house_one.pk).update(status="enumerated", wall="bricks")
    undo(edit=saved.edit, user=subira)
    after = Structure.objects.get(pk=house_one.pk)
    assert (after.roof, after.wall, after.status) == ("iron_sheets", "bricks", "enumerated")


def test_later_changes_stand_in_the_way(send: Send, house_one: Any, house_two: Any, subira: Any) -> None:
    first = send(
        of(house_one, values={"roof": "tiles"}),
        of(house_two, "delete", "b"),
        create("structures", box(30, 0), "c", code="KMT/B/500"),
    )
    send(of(house_one, values={"roof": "other"}), create("structures", box(50, 0), "x", code="KMT/B/466"))
    made = Structure.objects.get(code="KMT/B/500")
    factories.HouseholdFactory(
        structure=made, enumeration=factories.EnumerationFactory(settlement=made.settlement)
    )
    with pytest.raises(EditRefused) as refused:
        undo(edit=first.edit, user=subira)
    assert [(each.code, each.params["what"]) for each in refused.value.problems] == [
        ("built_upon", "KMT/B/465"),
        ("referred_since", "KMT/B/500"),
        ("number_given", "KMT/B/466"),
    ]
    assert GroundEdit.objects.filter(undoes__isnull=False).count() == 0
    assert Structure.objects.get(pk=house_one.pk).roof == "other"


def test_a_split_is_undone_with_its_notes(send: Send, house_one: Any, subira: Any) -> None:
    before = ground()
    parts = [
        {"code": "KMT/B/465A", "geometry": box(0, 0, 3)},
        {"code": "KMT/B/465B", "geometry": box(3, 0, 3)},
    ]
    saved = send(of(house_one, "split", parts=parts, **SEEN))
    undone = undo(edit=saved.edit, user=subira)
    assert ground() == before
    assert not StructureChange.objects.exists()
    undo(edit=undone, user=subira)
    assert StructureChange.objects.in_force().count() == 2
    assert Structure.objects.get(pk=house_one.pk).status == "merged_into"


def test_a_merge_is_undone(send: Send, house_one: Any, house_two: Any, subira: Any) -> None:
    before = ground()
    saved = send(of(house_one, "merge", geometry=box(0, 0, 12), others=[of(house_two)], **SEEN))
    undo(edit=saved.edit, user=subira)
    assert ground() == before


def test_a_note_that_was_taken_back_since_stands_in_the_way(send: Send, house_one: Any, subira: Any) -> None:
    from settlements.changes import take_back

    saved = send(of(house_one, "demolish", **SEEN))
    take_back(structure=house_one, user=subira)
    with pytest.raises(EditRefused, match="built_upon"):
        undo(edit=saved.edit, user=subira)


def test_a_large_set_is_undone_with_no_more_queries(send: Send, cluster: Any, subira: Any) -> None:
    def asked(first: int, many: int) -> int:
        saved = send(
            *(
                create("services", point(n % 50, n // 50), f"s{n}", kind="tank")
                for n in range(first, first + many)
            )
        )
        with CaptureQueriesContext(connection) as queries:
            undo(edit=saved.edit, user=subira)
        return len(queries)

    assert asked(0, 2) == asked(2, 200)


def test_the_history_of_an_undoing_names_it(send: Send, house_one: Any, subira: Any) -> None:
    saved = send(of(house_one, values={"roof": "tiles"}))
    taken_back = undo(edit=saved.edit, user=subira)
    context = house_one.events.order_by("pgh_id").last().pgh_context
    assert (context["edit"], context["undoes"]) == (taken_back.pk, saved.edit.pk)
