"""Structures pass their numbers on to each other in one save, and get them back."""

from typing import Any

import pytest

from enumerations.services.history import of_row, page_of
from settlements.editing import undo
from settlements.models import Structure
from tests import factories
from tests.settlements.editing.conftest import Said, Send, box, built, create, of

pytestmark = pytest.mark.django_db


def numbers() -> dict[int, str]:
    return dict(Structure.objects.values_list("pk", "code"))


def given(structure: Any, code: str, key: str, **more: Any) -> dict[str, Any]:
    return of(structure, key=key, values={"code": code} | more)


def test_two_that_were_mixed_up_are_put_right(
    send: Send, house_one: Any, house_two: Any, subira: Any
) -> None:
    before = numbers()
    saved = send(given(house_one, "KMT/B/466", "a"), given(house_two, "KMT/B/465", "b"))
    swapped = {house_one.pk: "KMT/B/466", house_two.pk: "KMT/B/465"}
    assert numbers() == swapped
    taken_back = undo(edit=saved.edit, user=subira)
    assert numbers() == before
    undo(edit=taken_back, user=subira)
    assert numbers() == swapped


def test_a_new_one_takes_the_number_of_one_that_is_numbered_anew(
    send: Send, house_one: Any, house_two: Any, subira: Any
) -> None:
    before = numbers()
    new = create("structures", box(30, 0), "new", code="KMT/B/465")
    saved = send(given(house_one, "KMT/B/466", "a", roof="tiles"), given(house_two, "KMT/B/467", "b"), new)
    assert numbers() == {
        house_one.pk: "KMT/B/466", house_two.pk: "KMT/B/467", saved.created["new"]: "KMT/B/465",
    }  # fmt: skip
    assert Structure.objects.get(pk=house_one.pk).roof == "tiles"
    undo(edit=saved.edit, user=subira)
    assert numbers() == before


def test_a_row_is_numbered_anew(send: Send, cluster: Any) -> None:
    """Each takes the next one's number, the last a new one; and three in a ring."""
    row = [built(cluster, f"KMT/B/{n}", 10 * n) for n in range(1, 7)]
    send(*(given(house, f"KMT/B/{n + 2}", f"k{n}") for n, house in enumerate(row)))
    assert numbers() == {house.pk: f"KMT/B/{n + 2}" for n, house in enumerate(row)}
    ring = Structure.objects.order_by("pk")[:3]
    send(*(given(house, f"KMT/B/{(n + 1) % 3 + 2}", f"k{n}") for n, house in enumerate(ring)))
    assert [numbers()[house.pk] for house in row[:3]] == ["KMT/B/3", "KMT/B/4", "KMT/B/2"]


def test_who_keeps_a_number_is_the_only_thing_wrong(
    send: Send, said: Said, house_one: Any, house_two: Any
) -> None:
    count = factories.EnumerationFactory(settlement=house_one.settlement)
    factories.HouseholdFactory(structure=house_two, enumeration=count)
    swap = (given(house_one, "KMT/B/466", "a"), given(house_two, "KMT/B/465", "b"))
    assert said(*swap) == [("b", "number_counted")]
    assert said(swap[0], of(house_two, "delete", "b")) == [("b", "counted")]
    # One that changes in other ways keeps its number.
    assert said(swap[0], of(house_two, key="b", values={"roof": "tiles"})) == [("a", "number_taken")]
    assert set(numbers().values()) == {"KMT/B/465", "KMT/B/466"}


def test_the_history_knows_the_two_numbers_and_no_other(
    send: Send, house_one: Any, house_two: Any, subira: Any
) -> None:
    Structure.objects.filter(pk=house_one.pk).update(roof="tiles")
    saved = send(given(house_one, "KMT/B/466", "a"), given(house_two, "KMT/B/465", "b"))
    undo(edit=saved.edit, user=subira)
    told = page_of(of_row(Structure, house_one.pk), None, frozenset())
    assert [[(change.old, change.new) for change in entry.changes][-1] for entry in told][:2] == [
        ("KMT/B/466", "KMT/B/465"), ("KMT/B/465", "KMT/B/466"),
    ]  # fmt: skip
    assert len(told) == 3
