"""Structures: their numbers, units, clusters, and being recognised by their place."""

import csv
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import Point

from settlements.imports import Layer, Options, Plan, apply_ground, plan_ground
from settlements.imports.walk import serpentine
from settlements.models import Cluster, Structure
from tests import factories
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db

STRUCTURES = Options(Layer.STRUCTURES)
NUMBERED = Options(Layer.STRUCTURES, make_numbers=True)
AT = (36.8475, -1.2615)


def doors(tmp_path: Path, *numbers: Any, **more: Any) -> Path:
    """A house for each number."""
    rows = [(files.house(3 + at, 3), {"number": number, **more}) for at, number in enumerate(numbers)]
    return files.geojson(tmp_path / "doors.geojson", rows)


def said(plan: Plan) -> list[tuple[str, str, list[str]]]:
    return [(row.code, row.action, [problem.code for problem in row.problems]) for row in plan.rows]


def test_numbers_are_read_as_painted(settlement: Any, tmp_path: Path) -> None:
    plan = apply_ground(
        settlement, doors(tmp_path, "KMT / 465 A/B", "0012", "kmt/13", 14.0, "KMT/15/02"), STRUCTURES
    )
    assert said(plan) == [
        ("KMT/465A", "created", []),
        ("KMT/465B", "created", []),
        ("KMT/12", "created", []),
        ("KMT/13", "created", []),
        ("KMT/14", "created", []),
        ("KMT/15", "created", ["household_in_number"]),
    ]
    first, second = Structure.objects.filter(code__startswith="KMT/465")
    assert first.footprint == second.footprint


def test_wrong_numbers_are_rejected_one_by_one(settlement: Any, tmp_path: Path) -> None:
    path = doors(tmp_path, "1", "2", "3", "4", "5", "6", "7", "8", "RMS/9", "no 5", None, "01")
    plan = apply_ground(settlement, path, STRUCTURES)
    assert said(plan)[8:] == [
        ("", "rejected", ["other_settlement"]),
        ("", "rejected", ["bad_number"]),
        ("", "rejected", ["no_number"]),
        ("KMT/1", "rejected", ["twice_in_file"]),
    ]
    assert "row 1" in plan.rows[-1].problems[0].sentence
    assert Structure.objects.count() == 8


def test_a_blank_never_erases_what_is_known(settlement: Any, tmp_path: Path) -> None:
    factories.StructureFactory.create(
        settlement=settlement, code="KMT/1", rooms_total=7, roof="tiles", properties={"a": 1}
    )
    plan = apply_ground(settlement, doors(tmp_path, 1, rooms=None, roof="Iron sheets", b=2), STRUCTURES)
    assert said(plan) == [("KMT/1", "updated", [])]
    structure = Structure.objects.get()
    assert (structure.rooms_total, structure.roof, structure.properties) == (
        7,
        "iron_sheets",
        {"a": 1, "b": 2},
    )


def test_fewer_rooms_than_are_occupied_are_rejected(settlement: Any, tmp_path: Path) -> None:
    factories.StructureFactory.create(settlement=settlement, code="KMT/1", rooms_total=7, rooms_occupied=5)
    plan = apply_ground(settlement, doors(tmp_path, 1, 2, rooms=3), STRUCTURES)
    assert said(plan) == [("KMT/1", "rejected", ["part_above_total"]), ("KMT/2", "created", [])]


def test_the_number_of_a_structure_that_is_gone_is_not_used_again(settlement: Any, tmp_path: Path) -> None:
    factories.StructureFactory.create(settlement=settlement, code="KMT/1", status="demolished")
    assert said(apply_ground(settlement, doors(tmp_path, 1), STRUCTURES)) == [
        ("KMT/1", "rejected", ["number_retired"])
    ]
    plan = apply_ground(
        settlement, files.geojson(tmp_path / "x.geojson", [(files.house(20, 20), {})]), NUMBERED
    )
    assert said(plan) == [("KMT/2", "created", [])]


def test_doubtful_places_are_taken_with_a_warning(settlement: Any, tmp_path: Path) -> None:
    rows = [
        (files.house(100, 100), {"number": 1}),  # 270 m beyond the fence
        (files.house(3, 3, size_m=30), {"number": 2}),  # 900 m²
        *((files.house(10 + n, 10), {"number": 10 + n}) for n in range(8)),
    ]
    plan = apply_ground(settlement, files.geojson(tmp_path / "x.geojson", rows), STRUCTURES)
    assert said(plan)[:3] == [
        ("KMT/1", "created", ["outside_settlement"]),
        ("KMT/2", "created", ["unusual_size"]),
        ("KMT/10", "created", []),
    ]


def test_two_numbers_within_a_metre_are_told(settlement: Any, tmp_path: Path) -> None:
    """At the equator a thousandth of a degree is 111 m: 0.000008 is 0.9 m, 0.000010 is 1.1 m."""
    factories.StructureFactory.create(settlement=settlement, code="KMT/9", location=Point(*AT, srid=4326))
    points = {"1": (0.000008, 0), "2": (0.000018, 0), "3": (0.0002, 0), "4A": (0.0003, 0), "4B": (0.0003, 0)}
    rows = [
        (shapely.Point(AT[0] + east, AT[1] + north), {"number": number})
        for number, (east, north) in points.items()
    ]
    plan = plan_ground(settlement, files.geojson(tmp_path / "near.geojson", rows), STRUCTURES)
    assert said(plan) == [
        ("KMT/1", "created", ["near_another"]),
        ("KMT/2", "created", []),
        ("KMT/3", "created", []),
        ("KMT/4A", "created", []),
        ("KMT/4B", "created", []),
    ]
    assert "KMT/9" in plan.rows[0].problems[0].sentence


def test_footprints_find_the_numbered_points_that_stand_in_them(settlement: Any, tmp_path: Path) -> None:
    """A surveyed point keeps its place; two units under one roof get it both; the rest is numbered."""
    for code, column in (("KMT/7", 3), ("KMT/9A", 4), ("KMT/9B", 4)):
        place = shapely.Point(files.house(column, 3).centroid.x + files.M, files.house(column, 3).centroid.y)
        factories.StructureFactory.create(
            settlement=settlement, code=code, location=Point(place.x, place.y, srid=4326)
        )
    before = dict(Structure.objects.values_list("code", "location"))
    path = files.geojson(tmp_path / "x.geojson", [(files.house(column, 3), {}) for column in (3, 4, 5)])
    plan = apply_ground(settlement, path, NUMBERED)
    assert sorted(said(plan)) == [
        ("KMT/10", "created", []), ("KMT/7", "updated", []),
        ("KMT/9A", "updated", []), ("KMT/9B", "updated", []),
    ]  # fmt: skip
    for structure in Structure.objects.exclude(code="KMT/10"):
        assert structure.location == before[structure.code]
        assert files.shape(structure.footprint).contains(files.shape(structure.location))
    assert {action for _code, action, _problems in said(plan_ground(settlement, path, NUMBERED))} == {
        "unchanged"
    }


def test_without_numbers_and_without_being_asked_nothing_is_numbered(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(
        tmp_path / "x.geojson", [(house, {"id": n}) for n, house in enumerate(files.houses())]
    )
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "no_number_column"


def test_numbers_are_given_by_cluster(settlement: Any, tmp_path: Path) -> None:
    west = shapely.MultiPolygon(
        [shapely.box(files.WEST, files.SOUTH, files.WEST + 0.0015, files.SOUTH + 0.003)]
    )
    factories.ClusterFactory.create(settlement=settlement, code="W", boundary=west.wkt)
    path = files.geojson(tmp_path / "x.geojson", [(files.house(column, 5), {}) for column in (2, 3, 40, 41)])
    apply_ground(settlement, path, NUMBERED)
    assert list(Structure.objects.values_list("code", "cluster__code").order_by("code")) == [
        ("KMT/1", None), ("KMT/2", None), ("KMT/W/1", "W"), ("KMT/W/2", "W"),
    ]  # fmt: skip


def test_there_are_9999_numbers_and_no_more(settlement: Any, tmp_path: Path) -> None:
    factories.StructureFactory.create(settlement=settlement, code="KMT/9997")
    path = files.geojson(tmp_path / "x.geojson", [(house, {}) for house in files.houses(2, 2)])
    plan = apply_ground(settlement, path, NUMBERED)
    assert sorted(said(plan)) == [
        ("", "rejected", ["numbers_used_up"]), ("", "rejected", ["numbers_used_up"]),
        ("KMT/9998", "created", []), ("KMT/9999", "created", []),
    ]  # fmt: skip


def test_the_same_place_twice_is_one_structure(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(files.house(3, 3), {})] * 2)
    assert said(apply_ground(settlement, path, NUMBERED)) == [
        ("KMT/1", "created", []), ("", "rejected", ["twice_in_file"]),
    ]  # fmt: skip


def test_villages_of_a_column_become_clusters_on_request(settlement: Any, tmp_path: Path) -> None:
    factories.ClusterFactory.create(settlement=settlement, code="K", name="Kosovo")
    rows = [(files.house(3 + n, 3), {"number": 1, "village": name})
            for n, name in enumerate(["Kosovo", "kambi moto", "Village 2", "12", "K"])]  # fmt: skip
    path = files.geojson(tmp_path / "x.geojson", rows)
    plan = plan_ground(settlement, path, STRUCTURES)
    assert [problem.code for row in plan.rows for problem in row.problems].count("unknown_cluster") == 3
    plan = apply_ground(settlement, path, Options(Layer.STRUCTURES, make_clusters=True))
    assert plan.new_clusters == {"K2": "Kambi Moto", "Z2": "Village 2", "Z12": "12"}
    assert set(Structure.objects.values_list("code", "cluster__name")) == {
        ("KMT/K/1", "Kosovo"), ("KMT/K2/1", "Kambi Moto"), ("KMT/Z2/1", "Village 2"), ("KMT/Z12/1", "12"),
    }  # fmt: skip


def test_clusters_come_with_their_boundaries(settlement: Any, tmp_path: Path) -> None:
    half = shapely.box(files.WEST, files.SOUTH, files.WEST + 0.0015, files.SOUTH + 0.003)
    beyond = shapely.box(files.WEST + 0.0015, files.SOUTH, files.WEST + 0.006, files.SOUTH + 0.003)
    path = files.geojson(
        tmp_path / "x.geojson", [(half, {"name": "Mashariki"}), (beyond, {"name": "Magharibi"})]
    )
    plan = apply_ground(settlement, path, Options(Layer.CLUSTERS))
    assert said(plan) == [("M", "created", []), ("M2", "created", ["outside_boundary"])]
    assert files.shape(Cluster.objects.get(code="M").boundary).equals(half)
    assert plan_ground(settlement, path, Options(Layer.CLUSTERS)).counts["unchanged"] == 2


def test_a_list_of_clusters_needs_no_places(settlement: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("w") as file:
        csv.writer(file).writerows([("code", "name"), ("A", "Mabatini"), ("1", "Kwanza"), ("", "")])
    plan = apply_ground(settlement, path, Options(Layer.CLUSTERS))
    assert said(plan) == [("A", "created", []), ("Z1", "created", ["bad_cluster_code"])]


def test_a_boundary_is_one_of_all_polygons(settlement: Any, tmp_path: Path) -> None:
    west, south = files.WEST, files.SOUTH
    parts = [shapely.box(west + n * 0.001, south, west + (n + 1) * 0.001, south + 0.003) for n in range(3)]
    path = files.geojson(tmp_path / "x.geojson", [(part, {}) for part in parts])
    plan = apply_ground(settlement, path, Options(Layer.BOUNDARY), source="walked")
    assert plan.counts["unchanged"] == 1  # the square there was
    smaller = files.geojson(tmp_path / "y.geojson", [(part, {}) for part in parts[:2]])
    version = settlement.data_version
    assert apply_ground(settlement, smaller, Options(Layer.BOUNDARY), source="walked").counts["updated"] == 1
    settlement.refresh_from_db()
    assert files.shape(settlement.boundary).equals(shapely.union_all(parts[:2]))
    assert (settlement.boundary_source, settlement.data_version) == ("walked", version + 1)


def test_a_walk_goes_to_the_neighbour() -> None:
    places = [(row * 20 + column, column * 1e-4, row * 1e-4) for row in range(20) for column in range(20)]
    where = {number: (x, y) for number, x, y in places}
    order = serpentine(places)
    assert sorted(order) == sorted(where)
    steps = [math.dist(where[one], where[two]) for one, two in pairwise(order)]
    assert max(steps) < 3e-4
    assert serpentine([]) == []
    assert serpentine([(1, 36.0, -1.0)]) == [1]
    assert sorted(serpentine([(n, 36.0, -1.0) for n in range(5)])) == list(range(5))
