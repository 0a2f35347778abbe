"""Lanes, hazards and plans from files: kept whole, known again, checked by pyproj and shapely."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod

from settlements.choices import LaneKind, OverlayKind
from settlements.imports import Layer, Options, apply_ground, plan_ground
from settlements.imports.kinds import kind_of
from settlements.models import Lane, Overlay
from tests import factories
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db
SPHEROID: Any = Geod(ellps="WGS84")
LANES, OVERLAYS = Options(Layer.LANES), Options(Layer.OVERLAYS)
NOTHING = {"created": 0, "updated": 0, "unchanged": 0, "rejected": 0}
WEST, SOUTH, M = files.WEST, files.SOUTH, files.M


def line(*places: tuple[float, float]) -> shapely.LineString:
    """A line through places in metres from the settlement's south-west corner."""
    return shapely.LineString([(WEST + east * M, SOUTH + north * M) for east, north in places])


LANE = line((20, 50), (120, 55), (220, 48))
RIVER = line((-200, 5), (60, 12), (500, 4))
ROWS: files.Rows = [
    (LANE, {"name": "Njia ya Soko", "highway": "footway", "width": 2.5, "surface": "murram"}),
    (RIVER, {"name": "Mto Kijani", "highway": "river", "width": 8.0, "surface": ""}),
]
UTM_ROWS: files.Rows = [(files.moved(shape, "EPSG:32737"), said) for shape, said in ROWS]

WRITERS: dict[str, tuple[Callable[[Path], Path], dict[str, Any]]] = {
    "geojson": (lambda path: files.geojson(path, ROWS), {}),
    "gpkg": (lambda path: files.gdal(path, UTM_ROWS, "GPKG", "EPSG:32737"), {}),
    "zip": (lambda path: files.zipped_shapefile(path, UTM_ROWS, "EPSG:32737"), {}),
    "kml": (lambda path: files.gdal(path, ROWS, "KML", "EPSG:4326"), {}),
    "csv": (
        lambda path: files.table(
            path,
            [("name", "highway", "width", "surface", "WKT"),
             *((*said.values(), shape.wkt) for shape, said in ROWS)],
        ),
        {"crs": "EPSG:4326"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_the_same_lanes(settlement: Any, tmp_path: Path, name: str) -> None:
    write, options = WRITERS[name]
    path, decided = write(tmp_path / f"x.{name}"), Options(Layer.LANES, **options)
    plan = apply_ground(settlement, path, decided)
    assert plan.counts == NOTHING | {"created": 2}
    assert [row.code for row in plan.rows] == ["Njia ya Soko", "Mto Kijani"]
    lane, river = Lane.objects.get(name="Njia ya Soko"), Lane.objects.get(name="Mto Kijani")
    assert (lane.kind, river.kind) == (LaneKind.FOOTPATH, LaneKind.RIVER)
    assert (float(lane.width_m or 0), float(river.width_m or 0)) == (2.5, 8)
    assert (lane.properties["surface"], lane.properties["source_kind"]) == ("murram", "footway")
    # Whole, also where it leaves the settlement; to a millimetre.
    assert shapely.hausdorff_distance(files.shape(river.path), RIVER) < 0.001 * M
    assert plan_ground(settlement, path, decided).counts == NOTHING | {"unchanged": 2}


def test_a_lane_is_known_again_by_name_or_by_shape(settlement: Any, tmp_path: Path) -> None:
    def brought(*rows: tuple[Any, dict[str, Any]]) -> dict[str, int]:
        return apply_ground(settlement, files.geojson(tmp_path / "x.geojson", rows), LANES).counts

    bent, other = line((20, 50), (220, 60)), line((20, 80), (220, 80))
    assert brought((LANE, {"name": "Njia ya Soko"}), (other, {"name": ""})) == NOTHING | {"created": 2}
    first = Lane.objects.get(name="Njia ya Soko").pk
    assert brought((bent, {"name": "njia ya soko", "width": 3})) == NOTHING | {"updated": 1}
    assert brought((other, {"name": "Kona Mbili"})) == NOTHING | {"updated": 1}
    moved = Lane.objects.get(pk=first)
    assert (moved.width_m, files.shape(moved.path).length) == (3, pytest.approx(bent.length))
    assert set(Lane.objects.values_list("name", flat=True)) == {"njia ya soko", "Kona Mbili"}
    # A blank never erases, and two lanes of one name are not one.
    assert brought((bent, {"name": "njia ya soko"})) == NOTHING | {"unchanged": 1}
    assert brought((bent, {"name": "X"}), (bent, {"name": "x"})) == NOTHING | {"updated": 1, "rejected": 1}


def test_what_is_no_line_is_no_lane(settlement: Any, tmp_path: Path) -> None:
    nowhere = line((10, 10), (10, 10))
    path = files.geojson(tmp_path / "x.geojson", [
        (files.house(3, 3), {"name": "a house"}),
        (shapely.Point(WEST, SOUTH), {"name": "a tree"}),
        (shapely.MultiLineString([LANE, RIVER]), {"name": "two parts"}),
        (shapely.GeometryCollection([LANE, shapely.Point(WEST, SOUTH)]), {"name": "a line and a point"}),
        (nowhere, {"name": "of no length"}),
    ])  # fmt: skip
    plan = apply_ground(settlement, path, LANES)
    said = [(row.action, [problem.code for problem in row.problems]) for row in plan.rows]
    assert said == [
        ("rejected", ["wrong_shape"]), ("rejected", ["wrong_shape"]), ("created", []), ("created", []),
        ("rejected", ["not_repairable"]),
    ]  # fmt: skip
    assert files.shape(Lane.objects.get(name="a line and a point").path).geom_type == "MultiLineString"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[(word, LaneKind.MAIN_ROAD) for word in ("motorway", "trunk_link", "Primary", "barabara kuu")],
        *[(word, LaneKind.ACCESS_ROAD) for word in ("residential", "Service", "barabara", "access road")],
        *[(word, LaneKind.FOOTPATH) for word in ("footway", "path", "njia ya miguu")],
        *[(word, LaneKind.DRAIN) for word in ("ditch", "mtaro", "Drain")],
        *[(word, LaneKind.RIVER) for word in ("stream", "mto", "River or stream")],
        *[(word, LaneKind.RAILWAY) for word in ("rail", "reli")],
        ("kichochoro", LaneKind.LANE),
        ("ngazi", LaneKind.STEPS),
        ("daraja", LaneKind.BRIDGE),
        ("cliff", None),
    ],
)
def test_what_surveys_and_openstreetmap_call_a_way(text: str, kind: LaneKind | None) -> None:
    assert kind_of(text, Layer.LANES) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Floodplain", OverlayKind.FLOODING),
        ("mafuriko", OverlayKind.FLOODING),
        ("proposed", OverlayKind.PROPOSED_ROAD),
        ("power_line_wayleave", OverlayKind.WAYLEAVE),
        ("riparian reserve", OverlayKind.RIPARIAN_BUFFER),
        ("ubomoaji", OverlayKind.CLEARANCE),
        ("road reserve", None),  # of a road that is there: not a proposed one
    ],
)
def test_what_people_call_a_hazard_or_a_plan(text: str, kind: OverlayKind | None) -> None:
    assert kind_of(text, Layer.OVERLAYS) == kind


def test_openstreetmaps_columns_are_read_together(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", [
        (LANE, {"highway": "residential"}), (RIVER, {"waterway": "stream"}),
        (line((0, 90), (300, 90)), {"railway": "rail"}), (line((0, 20), (300, 20)), {"highway": "cliff"}),
    ])  # fmt: skip
    plan = apply_ground(settlement, path, LANES)
    assert plan.kinds == {"residential": "access_road", "stream": "river", "rail": "railway", "cliff": ""}
    assert [lane.kind for lane in Lane.objects.order_by("pk")] == [
        "access_road", "river", "railway", "other",
    ]  # fmt: skip
    assert [problem.code for problem in plan.rows[3].problems] == ["unknown_kind"]
    corrected = Options(Layer.LANES, kinds={"cliff": "steps"})
    assert apply_ground(settlement, path, corrected).counts["updated"] == 1
    assert Lane.objects.filter(kind="steps").count() == 1


def test_lines_elsewhere_are_warned_of_and_kept(settlement: Any, tmp_path: Path) -> None:
    near = line((-500, -40), (500, -40))  # the outline is taken 30 m wider
    rows = [(LANE, {"name": "here"}), (near, {"name": "past it"}), (RIVER, {"name": "through"})]
    for options, layer in ((LANES, Lane), (OVERLAYS, Overlay)):
        plan = apply_ground(settlement, files.geojson(tmp_path / "x.geojson", rows), options)
        missing = {row.code for row in plan.rows for p in row.problems if p.code == "misses_settlement"}
        assert (missing, layer.objects.count()) == ({"past it"}, 3)


def test_a_plan_is_its_line_and_the_metres_beside_it(settlement: Any, tmp_path: Path) -> None:
    road = line((-100, 100), (400, 140))
    path = files.geojson(tmp_path / "plans.geojson", [
        (files.moved(road, "EPSG:32737"), {
            "project": "Link road", "type": "proposed road", "buffer": 15, "authority": "County roads",
            "date": "2026/09/02", "remarks": "Heard on the radio", "lot": 7,
        }),
    ], "EPSG:32737")  # fmt: skip
    plan = apply_ground(settlement, path, OVERLAYS)
    assert plan.counts == NOTHING | {"created": 1}
    plan_of_others = Overlay.objects.get()
    told = [str(getattr(plan_of_others, name)) for name in ("name", "kind", "reach_m", "source", "said_on")]
    assert told == ["Link road", "proposed_road", "15.0", "County roads", "2026-09-02"]
    assert (plan_of_others.note, plan_of_others.properties["lot"]) == ("Heard on the radio", 7)
    assert plan_of_others.is_public is False
    length = SPHEROID.geometry_length(road)
    area = abs(SPHEROID.geometry_area_perimeter(files.shape(plan_of_others.zone))[0])
    assert area == pytest.approx(30 * length + math.pi * 15**2, rel=0.005)
    assert plan_ground(settlement, path, OVERLAYS).counts == NOTHING | {"unchanged": 1}


def test_a_file_never_shows_a_plan_to_the_public(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(files.house(3, 3, 50), {"kind": "fire", "is_public": 1})])
    apply_ground(settlement, path, OVERLAYS)
    assert Overlay.objects.get().is_public is False
    Overlay.objects.update(is_public=True)
    changed = [(files.house(3, 3, 50), {"kind": "fire", "is_public": 0, "note": "new"})]
    apply_ground(settlement, files.geojson(path, changed), OVERLAYS)
    assert (Overlay.objects.get().is_public, Overlay.objects.get().note) == (True, "new")


def test_a_width_in_all_is_halved_and_metres_are_asked_for(settlement: Any, tmp_path: Path) -> None:
    spot = shapely.Point(WEST + 100 * M, SOUTH + 100 * M)
    closed = line((10, 10), (60, 10), (60, 60), (10, 10))
    path = files.geojson(tmp_path / "x.geojson", [
        (LANE, {"kind": "wayleave", "width": 30}), (RIVER, {"kind": "riparian"}),
        (spot, {"kind": "high voltage"}), (closed, {"kind": "flood"}), (spot, {"kind": "fire", "reach": 20}),
    ])  # fmt: skip
    plan = apply_ground(settlement, path, OVERLAYS)
    assert [(row.action, row.code, [p.code for p in row.problems]) for row in plan.rows] == [
        ("created", "Wayleave", ["half_of_width"]),
        ("created", "Riparian buffer", ["no_metres"]),
        ("rejected", "", ["point_without_metres"]),
        ("created", "Flooding", []),
        ("created", "Fire", []),
    ]
    assert float(Overlay.objects.get(kind="wayleave").reach_m) == 15
    assert files.shape(Overlay.objects.get(kind="flooding").shape).geom_type == "Polygon"
    disc = abs(SPHEROID.geometry_area_perimeter(files.shape(Overlay.objects.get(kind="fire").zone))[0])
    assert disc == pytest.approx(math.pi * 400, rel=0.02)


def test_kiberas_boundary_as_a_planning_area(tmp_path: Path) -> None:
    """Real data: its area on the spheroid by pyproj."""
    path = files.real("kibera/boundary.geojson")
    kibera: Any = factories.SettlementFactory.create(code="KBR", boundary=None)
    apply_ground(kibera, path, Options(Layer.BOUNDARY))
    kibera.refresh_from_db()
    options = Options(Layer.OVERLAYS, columns={"kind": ""})
    plan = apply_ground(kibera, path, options)
    assert [(row.action, [p.code for p in row.problems]) for row in plan.rows] == [("created", [])]
    zone = files.shape(Overlay.objects.get().zone)
    drawn = shapely.force_2d(shapely.from_geojson(path.read_text()))
    expected = abs(SPHEROID.geometry_area_perimeter(shapely.get_geometry(drawn, 0))[0])
    assert abs(SPHEROID.geometry_area_perimeter(zone)[0]) == pytest.approx(expected, rel=1e-6)


def test_arc_1960_taken_for_wgs_84_is_asked_about(settlement: Any, tmp_path: Path) -> None:
    """The trap of old surveys, for lanes as for houses: 300 m beside the ground."""
    lanes = [
        (files.moved(line((20, 20 * n), (300, 20 * n)), "EPSG:21037"), {"name": f"{n}"}) for n in range(2, 15)
    ]
    path = files.geojson(tmp_path / "x.geojson", lanes, "EPSG:32737")
    plan = plan_ground(settlement, path, LANES)
    assert plan.question is not None
    assert plan.question.code in ("arc_1960", "elsewhere")
    assert plan.proposals[0]["crs"] == "EPSG:21037"
    assert not Lane.objects.exists()


def test_the_page_offers_the_layers_own_kinds(
    client_of: Any, subira: Any, settlement: Any, tmp_path: Path
) -> None:
    path = files.geojson(tmp_path / "x.geojson", [(LANE, {"kind": "cliff"})])
    client = client_of(subira)
    with path.open("rb") as file:
        answer = client.post("/import/", {"settlement": settlement.pk, "layer": "lanes", "file": file})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert '<option value="footpath">Footpath</option>' in page
    assert "toilet_block" not in page
    assert client.post(answer["Location"], {"apply": "1"}).status_code == 302
    assert Lane.objects.get().kind == "other"
