"""Structures are split, made one and taken down with their history, and rounds can be compared after it."""

from datetime import date
from typing import Any

import pytest
from shapely import LineString, Polygon
from shapely.geometry import shape
from shapely.ops import split

from settlements.choices import ChangeKind
from settlements.editing import EditRefused, join_structures, split_structure
from settlements.models import Structure, StructureChange
from tests import factories
from tests.settlements.editing.conftest import Send, box, built, line, of, place, point, read

pytestmark = pytest.mark.django_db
SEEN = {"noted_on": "2026-11-02", "reason": "Two doors by now"}


def parts_of(structure: Any, cut: Any) -> list[dict[str, Any]]:
    drawn = read(structure.settlement, "structures", structure.pk)["geometry"]
    return split_structure(structure, drawn, cut)


def sent(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As a browser sends them."""
    return [
        {"geometry": part["geometry"], **({"keeps": True} if part["keeps"] else {"code": part["code"]})}
        for part in parts
    ]


def test_a_line_across_makes_two_with_letters(house_one: Any) -> None:
    west, east = parts_of(house_one, line((2, -1), (3, 5)))
    whole = Polygon(box(0, 0)["coordinates"][0])
    cut = LineString([place(2, -1), place(3, 5)])
    expected = sorted(split(whole, cut).geoms, key=lambda part: part.bounds[0])
    for part, shapely_part in zip((west, east), expected, strict=True):
        assert shape(part["geometry"]).symmetric_difference(shapely_part).area < 1e-18
    assert [west["code"], east["code"]] == ["KMT/B/465A", "KMT/B/465B"]
    assert west["m2"] + east["m2"] == pytest.approx(24, rel=0.01)
    assert not west["keeps"]


def test_a_line_that_ends_inside_is_drawn_on(house_one: Any) -> None:
    assert len(parts_of(house_one, line((3, 1), (3, 2)))) == 2


def test_a_line_beside_cuts_nothing(house_one: Any) -> None:
    with pytest.raises(EditRefused, match="too_few_parts"):
        parts_of(house_one, line((20, -1), (20, 5)))


def test_a_unit_keeps_its_letter_and_no_letter_comes_twice(cluster: Any) -> None:
    unit = built(cluster, "KMT/B/465A", 0)
    factories.StructureFactory(cluster=cluster, code="KMT/B/465B", status="demolished")
    parts = parts_of(unit, line((3, -1), (3, 5)))
    assert [(part["code"], part["keeps"]) for part in parts] == [("KMT/B/465A", True), ("KMT/B/465C", False)]


def test_a_split_leaves_the_number_behind(send: Send, house_one: Any) -> None:
    parts = parts_of(house_one, line((3, -1), (3, 5)))
    send(of(house_one, "split", parts=sent(parts), round=2, **SEEN), rounds=frozenset({1, 2}))
    a, b = Structure.objects.filter(code__in=["KMT/B/465A", "KMT/B/465B"]).order_by("code")
    whole = Structure.objects.get(pk=house_one.pk)
    assert (whole.status, whole.merged_into) == ("merged_into", None)
    assert (a.roof, a.uses, a.cluster_id) == (house_one.roof, house_one.uses, house_one.cluster_id)
    assert (a.status, a.rooms_total) == ("numbered", None)
    notes = StructureChange.objects.order_by("pk")
    assert [(n.kind, n.structure, n.became, n.round) for n in notes] == [
        (ChangeKind.SPLIT, whole, a, 2),
        (ChangeKind.SPLIT, whole, b, 2),
    ]
    assert {(n.noted_on, n.reason, n.status_before) for n in notes} == {
        (date(2026, 11, 2), "Two doors by now", "numbered")
    }


def test_a_part_may_stay_under_the_number(send: Send, house_one: Any) -> None:
    send(
        of(house_one, "split", **SEEN, parts=[
            {"keeps": True, "geometry": box(0, 0, 3)}, {"code": "KMT/B/470", "geometry": box(3, 0, 3)},
        ])
    )  # fmt: skip
    kept, new = Structure.objects.get(pk=house_one.pk), Structure.objects.get(code="KMT/B/470")
    assert (kept.status, kept.code) == ("numbered", "KMT/B/465")
    assert shape_of(kept).equals(shape(box(0, 0, 3)))
    assert {change.became for change in kept.changes.all()} == {kept, new}


def test_a_point_becomes_two_points(send: Send, cluster: Any) -> None:
    hut: Any = factories.StructureFactory(cluster=cluster, code="KMT/B/9", location="POINT(36.8475 -1.2615)")
    parts = [{"code": "9A", "geometry": point(0, 0)}, {"code": "KMT/B/9B", "geometry": point(3, 0)}]
    parts[0]["code"] = "KMT/B/9A"
    send(of(hut, "split", parts=parts, **SEEN))
    assert hut.changes.count() == 2


def shape_of(structure: Any) -> Any:
    return Polygon(structure.footprint.coords[0])


def test_neighbours_become_one(send: Send, house_one: Any, house_two: Any) -> None:
    joined = join_structures(house_one.settlement, [box(0, 0), box(6, 0)])
    assert shape(joined["geometry"]).symmetric_difference(shape(box(0, 0, 12))).area < 1e-18
    assert joined["m2"] == pytest.approx(48, rel=0.01)
    others = [of(house_two)]
    send(of(house_one, "merge", geometry=joined["geometry"], others=others, **SEEN))
    one, gone = Structure.objects.get(pk=house_one.pk), Structure.objects.get(pk=house_two.pk)
    assert (one.status, shape_of(one).area) == ("numbered", pytest.approx(shape(box(0, 0, 12)).area))
    assert (gone.status, gone.merged_into) == ("merged_into", one)
    assert [(n.kind, n.structure, n.became) for n in StructureChange.objects.all()] == [
        (ChangeKind.MERGED, gone, one)
    ]


def test_a_wall_between_two_is_closed_but_a_lane_is_not(settlement: Any) -> None:
    wall = join_structures(settlement, [box(0, 0), box(6.2, 0)])
    assert wall["m2"] == pytest.approx(12.2 * 4, rel=0.01)
    with pytest.raises(EditRefused, match="not_joined"):
        join_structures(settlement, [box(0, 0), box(7, 0)])


def test_what_is_taken_down_keeps_its_number(send: Send, house_one: Any) -> None:
    factories.HouseholdFactory(
        structure=house_one, enumeration=factories.EnumerationFactory(settlement=house_one.settlement)
    )
    send(of(house_one, "demolish", **SEEN))
    gone = Structure.objects.get(pk=house_one.pk)
    assert (gone.status, gone.changes.get().kind) == ("demolished", ChangeKind.DEMOLISHED)


def test_what_happened_needs_a_day_and_a_round_that_was(send: Send, house_one: Any) -> None:
    for said, expected in (
        ({"noted_on": "2099-01-01"}, "note_day"),
        ({}, "note_day"),
        (SEEN | {"round": 7}, "unknown_round"),
    ):
        with pytest.raises(EditRefused, match=expected):
            send(of(house_one, "demolish", **said), rounds=frozenset({1}))
    assert Structure.objects.get(pk=house_one.pk).status == "numbered"
