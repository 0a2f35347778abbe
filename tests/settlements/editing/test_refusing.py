"""What cannot be is said of each change, all at once and in words; then nothing is written."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from settlements.editing import EditRefused, Problem, save
from settlements.editing.problems import CATALOGUE, Level
from settlements.models import Cluster, GroundEdit, ServicePoint, Structure
from tests import factories
from tests.settlements.editing.conftest import Said, Send, box, create, line, of, place, point, read

pytestmark = pytest.mark.django_db

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[place(20, 0), place(26, 4), place(26, 0), place(20, 4), place(20, 0)]],
}


def problem_of(send: Send, *changes: Any, **more: Any) -> Problem:
    """The one thing said of a set that is refused."""
    with pytest.raises(EditRefused) as refused:
        send(*changes, **more)
    (problem,) = refused.value.problems
    return problem


def test_all_that_is_wrong_is_said_at_once(said: Said, house_one: Any, house_two: Any) -> None:
    problems = said(
        create("structures", box(20, 0), "taken", code="KMT/B/465"),
        create("structures", box(30, 0), "unreadable", code="12/34/56"),
        create("structures", BOW_TIE, "crossed", code="77"),
        create("services", point(3, 9), "kind", kind="cinema"),
        create("structures", point(900, 0), "far", code="78"),
        {"key": "what", "layer": "stars", "action": "create"},
        of(house_two, key="rooms", values={"rooms_occupied": 7}),
    )
    assert problems == [
        ("crossed", "crosses_itself"),
        ("far", "outside_settlement"),
        ("kind", "field"),
        ("rooms", "part_above_total"),
        ("taken", "number_taken"),
        ("unreadable", "bad_number"),
        ("what", "not_understood"),
    ]
    assert Structure.objects.count() == 2
    assert not ServicePoint.objects.exists()
    assert not GroundEdit.objects.exists()


def test_it_shows_where_an_outline_crosses_itself(send: Send, settlement: Any) -> None:
    problem = problem_of(send, create("structures", BOW_TIE, code="77"))
    corners = BOW_TIE["coordinates"][0]
    crossing: Any = shape({"type": "LineString", "coordinates": corners[:2]}).intersection(
        shape({"type": "LineString", "coordinates": corners[2:4]})
    )
    assert problem.at == pytest.approx((crossing.x, crossing.y), abs=1e-9)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", "field"),
        ("KMT/B/465/02", "household_in_number"),
        ("465 A/B", "several_numbers"),
        ("MSH/12", "other_settlement"),
        ("KMT/Q/12", "unknown_cluster"),
        ("KMT/B/9", "number_retired"),
        ("KMT/B/0", "bad_number"),
    ],
)
def test_a_number_must_be_one(said: Said, cluster: Any, code: str, expected: str) -> None:
    factories.StructureFactory(cluster=cluster, code="KMT/B/9", status="demolished")
    assert said(create("structures", box(20, 0), code=code)) == [("a", expected)]


def test_one_number_is_given_once(said: Said, cluster: Any) -> None:
    twice = [
        create("structures", box(n * 20, 0), f"h{n}", code=code) for n, code in enumerate(["12", "kmt/012"])
    ]
    assert said(*twice) == [("h0", "number_twice"), ("h1", "number_twice")]


def test_what_counts_refer_to_stays(said: Said, house_one: Any, house_two: Any, cluster: Any) -> None:
    count = factories.EnumerationFactory(settlement=cluster.settlement)
    factories.HouseholdFactory(structure=house_one, enumeration=count)
    assert said(
        of(house_one, "delete", "counted"),
        of(house_two, "delete", "not"),
        of(cluster, "delete", "cluster"),
    ) == [("cluster", "cluster_in_use"), ("counted", "counted")]
    assert said(of(house_one, values={"code": "KMT/B/470"})) == [("a", "number_counted")]
    assert said(of(cluster, values={"code": "C"})) == [("a", "cluster_in_numbers")]


def test_doubts_are_told_and_may_be_accepted(send: Send, said: Said, house_one: Any, cluster: Any) -> None:
    near = create("structures", point(3.4, 2), "near", code="KMT/B/7")
    far = create("structures", point(500, 0), "far", code="KMT/B/8")
    over = create("structures", box(4, 0), "over", code="KMT/B/9")
    large = create("structures", box(-60, 20, 30, 15), "large", code="KMT/B/10")
    assert said(near, far, over, large) == [
        ("far", "outside_settlement"),
        ("large", "unusual_size"),
        ("near", "near_another"),
        ("over", "overlaps"),
    ]
    accepted = [["near", "near_another"], ["far", "outside_settlement"], ["over", "overlaps"]]
    assert said(near, far, over, large, accepted=accepted) == [("large", "unusual_size")]
    send(near, far, over, large, accepted=[*accepted, ["large", "unusual_size"]])
    assert Structure.objects.count() == 5


def test_two_units_of_one_roof_are_no_doubt(send: Send, cluster: Any) -> None:
    send(
        create("structures", point(20, 0), "a", code="KMT/B/12A"),
        create("structures", point(20.3, 0), "b", code="KMT/B/12B"),
    )
    assert Structure.objects.count() == 2


def test_an_overlap_is_measured_on_the_ground(send: Send, house_one: Any) -> None:
    problem = problem_of(send, create("structures", box(4, 0), code="KMT/B/9"))
    assert problem.params == {"other": "KMT/B/465", "m2": 8.0}  # 2 m × 4 m


def test_a_boundary_that_leaves_homes_out_says_how_many(send: Send, settlement: Any, house_one: Any) -> None:
    factories.StructureFactory(settlement=settlement, code="KMT/8", location="POINT(36.8489 -1.2615)")
    settlement.stated_area_acres = 30
    settlement.save()
    with pytest.raises(EditRefused) as refused:
        send(of(settlement, geometry=box(-60, -60, 120, 120)))
    found = {problem.code: problem.params for problem in refused.value.problems}
    assert found["left_outside"] == {"count": 1}
    acres = 120 * 120 / 4046.8564
    assert float(found["area_not_as_told"]["acres"]) == pytest.approx(acres, rel=0.02)


def test_a_line_without_reach_is_doubted(said: Said, settlement: Any) -> None:
    road = create("overlays", line((0, 0), (50, 0)), kind="proposed_road", name="Ring road")
    assert said(road) == [("a", "line_without_reach")]


# --- Somebody else was there ------------------------------------------------------------------------


def test_who_comes_second_sees_both(send: Send, house_one: Any) -> None:
    mine = of(house_one, geometry=box(1, 0))
    send(of(house_one, geometry=box(0, 1)))
    problem = problem_of(send, mine)
    assert (problem.code, problem.level) == ("changed_meanwhile", Level.CONFLICT)
    assert problem.theirs == read(house_one.settlement, "structures", house_one.pk)
    kept = mine | {"version": problem.theirs["properties"]["version"]}
    send(kept)
    after: Any = Structure.objects.get(pk=house_one.pk)
    assert after.footprint.coords[0][0] == tuple(place(1, 0))


def test_words_and_place_may_change_apart(send: Send, house_one: Any) -> None:
    words, shape = of(house_one, values={"roof": "tiles"}), of(house_one, geometry=box(0, 1))
    send(words)
    send(shape)
    after: Any = Structure.objects.get(pk=house_one.pk)
    assert (after.roof, after.footprint.coords[0][0]) == ("tiles", tuple(place(0, 1)))


def test_what_is_gone_is_said(send: Send, said: Said, house_one: Any, house_two: Any) -> None:
    moved, renamed = of(house_one, geometry=box(0, 1)), of(house_two, key="b", values={"roof": "tiles"})
    Structure.objects.filter(pk=house_two.pk).update(status="demolished")
    send(of(house_one, "delete"))
    assert said(moved, renamed) == [("a", "gone_meanwhile"), ("b", "gone_meanwhile")]


def test_nobody_changes_the_ground_of_another_settlement(said: Said, settlement: Any) -> None:
    other: Any = factories.StructureFactory(settlement=factories.SettlementFactory(code="MSH"), code="MSH/1")
    assert said(of(other, "delete"), of(other.settlement, key="b", geometry=box(0, 0))) == [
        ("a", "gone_meanwhile"),
        ("b", "gone_meanwhile"),
    ]
    Structure.objects.get(pk=other.pk)


# --- Anything at all --------------------------------------------------------------------------------

POLYGON = {"type": "Polygon"}
HOSTILE: list[Any] = [
    b"", b"\xff", b"[", b"[]", b"null", b"{}", b'{"changes": {}}', b'{"changes": []}', b"[" * 100_000,
    b'{"changes": [1], "reason": 7}', b'{"changes": [1], "reason": "\\u0000"}', b'{"changes": ["\\ud800"]}',
    b'{"changes": [1], "accepted": "all"}', b'{"changes": [null, 1, "a", [], {}]}', b"9" * 9999,
    *(
        json.dumps({"changes": [change]}).encode()
        for change in (
            {"layer": "structures", "action": "create", "key": None},
            {"layer": ["structures"], "action": {"create": 1}},
            {"layer": "lanes", "action": "split", "id": 1, "version": "a"},
            {"layer": "structures", "action": "change", "id": 2**70, "version": ""},
            {"layer": "structures", "action": "change", "id": True, "version": ""},
            {"layer": "structures", "action": "delete", "id": 1, "version": {}},
            {"layer": "structures", "action": "split", "id": 1, "version": "a", "parts": [1, None]},
            {"layer": "structures", "action": "split", "id": 1, "version": "", "parts": [{"keeps": 1}, {}]},
            {"layer": "structures", "action": "merge", "id": 1, "version": "a", "others": [{"id": "x"}]},
            {"layer": "structures", "action": "demolish", "id": 1, "version": "a", "noted_on": "31.12."},
            {"layer": "structures", "action": "demolish", "id": 1, "version": "a", "round": 10**9},
            {"layer": "boundary", "action": "delete", "id": 1, "version": "a"},
            {"layer": "boundary", "action": "create", "geometry": box(0, 0)},
            create("structures", None, code="1"),
            create("structures", {"type": "Polygon", "coordinates": "x"}, code="1"),
            create("structures", POLYGON | {"coordinates": []}, code="1"),
            create("structures", POLYGON | {"coordinates": [[]]}, code="1"),
            create("structures", POLYGON | {"coordinates": [[[0, 0], [1, 1], [0, 0]]]}, code="1"),
            create("structures", POLYGON | {"coordinates": [[[0], 1, "a", None]]}, code="1"),
            create("structures", POLYGON | {"coordinates": [[["0", "0"], ["1", "1"], ["0", "1"]]]}, code="1"),
            create("structures", POLYGON | {"coordinates": [[[1e308, 10**400], [0, 0], [1, 1]]]}, code="1"),
            create("structures", {"type": "Point", "coordinates": [float("nan"), float("inf")]}, code="1"),
            create("structures", {"type": "Point", "coordinates": [True, False]}, code="1"),
            create("structures", {"type": "GeometryCollection", "geometries": []}, code="1"),
            create("lanes", {"type": "LineString", "coordinates": [[36.8, -1.2], [36.8, -1.2]]}, kind="lane"),
            create("lanes", {"type": "MultiLineString", "coordinates": [[[36.8, -1.2]]]}, kind="lane"),
            create("services", box(0, 0), kind="tank"),
            create("services", point(0, 0), kind="tank", taps="9" * 400),
            create("services", point(0, 0), kind="tank", taps=10**12),
            create("services", point(0, 0), kind="tank", cost_kes="NaN"),
            create("services", point(0, 0), kind="tank", checked_on="yesterday"),
            create("services", point(0, 0), kind="tank", name="x" * 5000),
            create("services", point(0, 0), kind={"a": 1}),
            create("services", point(0, 0), kind="tank", id=1, settlement_id=2),
            create("structures", point(0, 0), code="1", uses="mixed"),
            create("structures", point(0, 0), code="1", uses=["palace"]),
            create("structures", point(0, 0), code="1", status="demolished"),
            create("structures", point(0, 0), code="1", cluster="'; DROP TABLE x; --"),
            create("clusters", box(0, 0), code="lower", name="x", kind="zone"),
            create("overlays", line((0, 0), (9, 9)), kind="fire", name="x", reach_m=-1),
            create("overlays", line((0, 0), (9, 9)), kind="fire", name="x", reach_m=1e9),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_is_written_or_breaks(settlement: Any, subira: Any, body: bytes) -> None:
    with pytest.raises(EditRefused) as refused:
        save(settlement=settlement, user=subira, body=body)
    said = [problem.to_json() for problem in refused.value.problems]
    assert all(each["sentence"] and each["remedy"] for each in said)
    assert refused.value.status in (409, 422)
    assert "database_refused" not in {each["code"] for each in said}
    assert not GroundEdit.objects.exists()
    assert not Structure.objects.exists()
    assert not Cluster.objects.exists()


WORDS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
NAMES = st.text(max_size=9)
JSON = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["Point", "Polygon", "MultiPolygon", "LineString"])
FIELDS = st.sampled_from(["code", "kind", "name", "cluster", "taps", "uses", "reach_m"])
CHANGES = st.fixed_dictionaries(
    {
        "layer": st.sampled_from(["structures", "services", "overlays", "lanes", "clusters", "boundary"]),
        "action": st.sampled_from(["create", "change", "delete", "demolish", "split", "merge"]),
    },
    optional={
        "key": WORDS,
        "id": st.integers(-1, 2**64),
        "version": WORDS,
        "geometry": JSON | st.fixed_dictionaries({"type": KINDS, "coordinates": JSON}),
        "values": JSON | st.dictionaries(FIELDS, JSON, max_size=4),
        "parts": JSON,
        "others": JSON,
        "noted_on": WORDS | st.just(date(2026, 1, 1).isoformat()),
        "round": JSON,
        "reason": JSON,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_whatever_is_sent_is_answered(settlement: Any, subira: Any, changes: list[Any]) -> None:
    """Nothing of this can be right: there are no such things, and no shape is one."""
    body = json.dumps({"changes": changes}).encode()
    with pytest.raises(EditRefused) as refused:
        save(settlement=settlement, user=subira, body=body)
    assert refused.value.problems
    assert all(problem.sentence and problem.remedy for problem in refused.value.problems)


def test_more_than_a_set_holds_is_refused(said: Said, settlement: Any) -> None:
    assert said(*({"key": "a"} for _n in range(5001))) == [("", "too_many")]


def test_every_problem_has_a_sentence_and_a_remedy() -> None:
    assert all(sentence and remedy for sentence, remedy in CATALOGUE.values())
