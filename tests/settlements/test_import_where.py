"""Where the data lies: what the file says, what is doubted, what is asked. Compared with pyproj."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod

from settlements.imports import ImportRefused, Layer, Options, apply_ground, plan_ground
from settlements.imports.crs import place_name
from settlements.models import Structure
from tests import factories
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db

HOUSES = files.houses(50, 45)  # fills the settlement's square
STRUCTURES = Options(Layer.STRUCTURES)


def numbered(shapes: list[Any]) -> files.Rows:
    return [(shape, {"number": n}) for n, shape in enumerate(shapes, start=1)]


def written(path: Path, shapes: list[Any], crs: str | None, says: str | None = None) -> Path:
    """The shapes in one system, in a file that says another."""
    rows = numbered([files.moved(shape, crs) for shape in shapes] if crs else shapes)
    return files.gdal(path, rows, "GPKG", says or crs)


def test_arc_1960_read_as_wgs_84_is_caught(settlement: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "old.gpkg", HOUSES, "EPSG:21037", says="EPSG:32737")
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "arc_1960"
    assert [each["crs"] for each in plan.proposals] == ["EPSG:21037", "EPSG:32737"]
    assert plan.proposals[0]["inside"] == 1
    # The shift DOMAIN gives: about 300 m north, 85 to 97 m east.
    assert 300 < float(plan.question.params["metres"]) < 330
    geod = Geod(ellps="WGS84")
    right, wrong = plan.proposals
    _azimuth, _back, metres = geod.inv(wrong["lon"], wrong["lat"], right["lon"], right["lat"])
    assert metres == pytest.approx(float(plan.question.params["metres"]), abs=2)
    with pytest.raises(ImportRefused, match="question"):
        apply_ground(settlement, path, STRUCTURES)
    assert not Structure.objects.exists()
    answered = apply_ground(settlement, path, Options(Layer.STRUCTURES, crs="EPSG:21037"))
    assert answered.counts["created"] == len(HOUSES)
    first = files.shape(Structure.objects.get(code="KMT/1").footprint)
    assert first.distance(HOUSES[0].centroid) < 1 * files.M


def test_wgs_84_that_says_arc_1960_is_caught_too(settlement: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "new.gpkg", HOUSES, "EPSG:32737", says="EPSG:21037")
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "arc_1960"
    assert plan.proposals[0]["crs"] == "EPSG:32737"


def test_arc_1960_degrees_are_caught(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(
        tmp_path / "x.geojson", numbered([files.moved(shape, "EPSG:4210") for shape in HOUSES])
    )
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert (plan.question.code, plan.proposals[0]["crs"]) == ("arc_1960", "EPSG:4210")


def test_arc_1960_is_caught_on_structures_where_the_outline_is_wide(settlement: Any, tmp_path: Path) -> None:
    """A few doors amid a large settlement lie inside it either way, but not on their own structures."""
    wide = shapely.box(36.83, -1.28, 36.87, -1.24)
    type(settlement).objects.update(boundary=shapely.MultiPolygon([wide]).wkt)
    settlement.refresh_from_db()
    houses = files.houses(6, 5)
    apply_ground(settlement, files.geojson(tmp_path / "a.geojson", numbered(houses)), STRUCTURES)
    path = written(tmp_path / "again.gpkg", houses, "EPSG:21037", says="EPSG:32737")
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "arc_1960"


def test_swapped_degrees_are_caught(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", numbered([files.swapped(shape) for shape in HOUSES]))
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "swapped"
    assert [(each["swap"], each["inside"]) for each in plan.proposals] == [(True, 1), (False, 0)]
    applied = apply_ground(settlement, path, Options(Layer.STRUCTURES, swap=True))
    assert applied.counts["created"] == len(HOUSES)
    first = Structure.objects.get(code="KMT/1")
    assert files.shape(first.footprint).bounds == pytest.approx(HOUSES[0].bounds)


def test_swapped_degrees_are_caught_where_nothing_is_known_of_the_place(tmp_path: Path, db: None) -> None:
    unknown = factories.SettlementFactory.create(code="UNK", boundary=None)
    path = files.geojson(tmp_path / "x.geojson", numbered([files.swapped(shape) for shape in HOUSES]))
    plan = plan_ground(unknown, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "swapped"


def test_metres_without_a_word_are_asked_about(tmp_path: Path, db: None) -> None:
    """Kisumu's survey in zone 36S, in a table: x and y, and no system."""
    obunga = factories.SettlementFactory.create(code="OBU", boundary=None)
    points = [files.moved(shapely.Point(34.764 + n * 5 * files.M, -0.081), "EPSG:32736") for n in range(20)]
    path = files.table(
        tmp_path / "doors.csv", [("no", "x", "y"), *((n, p.x, p.y) for n, p in enumerate(points, start=1))]
    )
    plan = plan_ground(obunga, path, STRUCTURES)
    assert plan.question is not None
    assert plan.question.code == "crs_missing"
    where = {each["crs"]: each["where"] for each in plan.proposals}
    assert "Kisumu" in where["EPSG:32736"]
    assert "Kisumu" in where["EPSG:21036"]
    plan = plan_ground(obunga, path, Options(Layer.STRUCTURES, crs="EPSG:32736"))
    assert plan.counts["created"] == 20


def test_degrees_of_a_table_that_names_no_degrees_are_asked_about(settlement: Any, tmp_path: Path) -> None:
    path = files.table(
        tmp_path / "doors.csv", [("no", "x", "y"), ("1", "36.847", "-1.262"), ("2", "36.8471", "-1.262")]
    )
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert plan.proposals[0]["crs"] == "EPSG:4326"


def test_metres_that_claim_to_be_degrees_are_asked_about(settlement: Any, tmp_path: Path) -> None:
    path = files.geojson(tmp_path / "x.geojson", numbered([files.moved(s, "EPSG:32737") for s in HOUSES]))
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert (plan.question.code, plan.proposals[0]["crs"]) == ("not_degrees", "EPSG:32737")


def test_the_wrong_zone_is_doubted(settlement: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "x.gpkg", HOUSES, "EPSG:32737", says="EPSG:32736")
    plan = plan_ground(settlement, path, STRUCTURES)
    assert plan.question is not None
    assert (plan.question.code, plan.proposals[0]["crs"]) == ("elsewhere", "EPSG:32737")


def test_outside_kenya_is_a_warning_and_no_refusal(tmp_path: Path, db: None) -> None:
    kampala = factories.SettlementFactory.create(code="KPL", boundary=None)
    path = files.geojson(tmp_path / "x.geojson", numbered([shapely.Point(32.61, 0.34)]))
    plan = apply_ground(kampala, path, STRUCTURES)
    assert [problem.code for problem in plan.warnings] == ["outside_kenya"]
    assert plan.counts["created"] == 1


def test_a_chosen_system_is_not_asked_about_again_but_said_to_be_far(settlement: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "x.gpkg", HOUSES, "EPSG:32737", says="EPSG:32737")
    plan = plan_ground(settlement, path, Options(Layer.STRUCTURES, crs="EPSG:32736"))
    assert plan.question is None
    assert "far_away" in [problem.code for problem in plan.warnings]


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense", "EPSG:5773", "-1", "0", "PROJCS[", "EPSG:"])
def test_what_is_no_system_is_refused(settlement: Any, tmp_path: Path, crs: str) -> None:
    path = files.geojson(tmp_path / "x.geojson", numbered(HOUSES[:2]))
    with pytest.raises(ImportRefused, match="coordinate system"):
        plan_ground(settlement, path, Options(Layer.STRUCTURES, crs=crs))


def test_places_are_named_by_the_nearest_town() -> None:
    assert place_name(36.82, -1.29) == "1.2900° S, 36.8200° E (0 km from Nairobi)"
    assert place_name(-0.1, 51.5) == "51.5000° N, 0.1000° W"
