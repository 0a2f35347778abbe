"""A set of changes on the map is written as a whole, as it was drawn, and the history says who and why."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyproj import Geod

from settlements.choices import EditAction
from settlements.models import Cluster, GroundEditItem, Lane, Overlay, ServicePoint, Structure
from tests import factories
from tests.settlements.editing.conftest import Send, box, create, line, of, place, point

pytestmark = pytest.mark.django_db
GEOD = Geod(ellps="WGS84")


def test_one_of_everything_is_drawn(send: Send, settlement: Any) -> None:
    saved = send(
        create("clusters", box(-150, -150, 300, 300), "c", code="C", name="Cheleta", kind="village"),
        create("structures", box(20, 0), "s", code="12", cluster="C", roof="iron_sheets", uses=["mixed"]),
        create("structures", point(40, 0), "p", code="kmt / c / 0013a"),
        create("services", point(5, 30), "w", kind="water_point", name="Bomba", taps=3, taps_working=2),
        create("lanes", line((0, 10), (30, 12)), "l", kind="drain", name="Mtaro", width_m="1.5"),
        create("overlays", line((0, -9), (60, -9)), "o", kind="wayleave", name="Umeme", reach_m=10),
    )
    house: Any = Structure.objects.get(code="KMT/C/12")
    assert saved.created["s"] == house.pk
    assert house.cluster == Cluster.objects.get(code="C")
    assert (house.roof, house.uses, house.status) == ("iron_sheets", ["mixed"], "numbered")
    assert house.footprint.coords[0] == tuple(map(tuple, box(20, 0)["coordinates"][0]))
    assert house.footprint.contains(house.location)
    hut: Any = Structure.objects.get(code="KMT/C/13A")
    assert (hut.footprint, hut.location.coords, hut.cluster.code) == (None, tuple(place(40, 0)), "C")
    tap = ServicePoint.objects.get()
    assert (tap.kind, tap.name, tap.taps, tap.status) == ("water_point", "Bomba", 3, "unknown")
    assert tap.code.startswith("P-")
    assert Lane.objects.get().path.num_geom == 1
    plan: Any = Overlay.objects.get()
    assert plan.made_by == saved.edit.made_by
    ends = line((0, -9), (60, -9))["coordinates"]
    along = GEOD.line_length([east for east, _north in ends], [north for _east, north in ends])
    east, north = zip(*plan.zone.coords[0], strict=True)
    wide = abs(GEOD.polygon_area_perimeter(east, north)[0])
    assert wide == pytest.approx(along * 20 + 3.1416 * 100, rel=0.005)


def test_only_what_changed_is_written(send: Send, house_one: Any) -> None:
    send(of(house_one, values={"roof": "tiles"}))
    after: Any = Structure.objects.get(pk=house_one.pk)
    assert after.roof == "tiles"
    assert after.footprint.equals_exact(house_one.footprint)
    assert (after.wall, after.rooms_total, after.cluster_id) == ("iron_sheets", 6, house_one.cluster_id)
    kept = GroundEditItem.objects.get()
    assert (kept.layer, kept.object_id, kept.action) == ("structures", house_one.pk, EditAction.CHANGED)
    assert list(kept.left_as) == ["roof"]


def test_a_surveyed_point_stays_as_long_as_it_stands_inside(send: Send, house_one: Any) -> None:
    send(of(house_one, geometry=box(-1, -1, 8, 6)))
    wider: Any = Structure.objects.get(pk=house_one.pk)
    assert wider.location.coords == house_one.location.coords
    assert wider.location_source == "file"
    send(of(wider, geometry=box(50, 0)))
    moved: Any = Structure.objects.get(pk=house_one.pk)
    assert moved.footprint.contains(moved.location)
    assert moved.location_source == "footprint"


def test_the_history_says_who_and_why(send: Send, house_one: Any, subira: Any) -> None:
    saved = send(of(house_one, values={"roof": "tiles"}), reason="Seen on the walk")
    event: Any = house_one.events.get()
    assert event.roof == "iron_sheets"
    assert (event.pgh_context["user"], event.pgh_context["edit"]) == (subira.pk, saved.edit.pk)
    assert event.pgh_context["reason"] == "Seen on the walk"


def test_tiles_are_drawn_anew(send: Send, settlement: Any) -> None:
    settlement.refresh_from_db()
    before = settlement.data_version
    rings = box(-90, -90, 250, 250)["coordinates"]
    send(of(settlement, geometry={"type": "MultiPolygon", "coordinates": [rings]}))
    settlement.refresh_from_db()
    assert settlement.data_version > before
    assert settlement.boundary.coords[0] == tuple(tuple(map(tuple, ring)) for ring in rings)


def test_a_number_freed_in_the_set_may_be_given_in_it(send: Send, house_one: Any) -> None:
    send(of(house_one, "delete", "x"), create("structures", box(30, 0), "y", code="KMT/B/465"))
    assert Structure.objects.get(code="KMT/B/465").pk != house_one.pk


def test_a_cluster_goes_when_its_doors_have_another(send: Send, cluster: Any, house_one: Any) -> None:
    send(
        create("clusters", box(-150, -150, 300, 300), "new", code="D", name="Dandora", kind="zone"),
        of(house_one, key="house", values={"cluster": "D"}),
        of(cluster, "delete", "old"),
        accepted=[["new", "clusters_overlap"]],
    )
    assert list(Cluster.objects.values_list("code", flat=True)) == ["D"]


def queries_of(send: Send, houses: list[Any], first: int) -> int:
    """A third each: drawn, moved, deleted."""
    third = len(houses) // 3
    changes = [of(each, "delete", f"d{each.pk}") for each in houses[:third]]
    changes += [of(each, "change", f"m{each.pk}", values={"storeys": 2}) for each in houses[third:]]
    changes += [
        create(
            "structures", point(-(n % 30) * 3, -6 - first // 100 - n // 30 * 3), f"c{n}", code=str(first + n)
        )
        for n in range(third)
    ]
    with CaptureQueriesContext(connection) as asked:
        send(*changes)
    return len(asked)


def test_a_large_set_asks_no_more_than_a_small_one(send: Send, cluster: Any, settlement: Any) -> None:
    houses = factories.StructureFactory.create_batch(96, cluster=cluster)
    small = queries_of(send, houses[:6], 7000)
    assert queries_of(send, houses[6:], 8000) == small
    assert small < 60
