"""What was exported and is sent back changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Polygon
from django.db.models import Model

from enumerations.models import Batch, Enumeration, Household, Person
from reports.products import Envelope
from settlements import models
from settlements.imports import Layer, Options, plan_ground
from settlements.models import Settlement, Structure
from tests import factories
from tests.reports.data.conftest import Export


def everything(*tables: type[Model]) -> list[Any]:
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("format", ["csv", "xlsx", "geojson", "gpkg"])
@pytest.mark.parametrize(("values", "language"), [("codes", "en"), ("labels", "sw")])
def test_households_and_persons_are_unchanged(
    counted: Enumeration, export: Export, send: Callable[..., Batch], format: str, values: str, language: str
) -> None:
    before = everything(Household, Person, Structure)
    made = export("households", "persons", format=format, values=values, language=language)
    batch = send(made.path.read_bytes(), made.name, replace_conflicts=True)
    told = list(batch.issues.filter(severity="error").values_list("sheet", "row", "field", "code"))
    assert (batch.state, batch.unchanged, batch.rows, told) == ("done", 4, 4, [])
    assert everything(Household, Person, Structure) == before


def test_without_the_places_nothing_is_taken(
    counted: Enumeration, export: Export, send: Callable[..., Batch]
) -> None:
    """The door's place in a GeoPackage is not where the household answered."""
    before = everything(Household, Person)
    made = export("households", "persons", format="gpkg", envelope=int(Envelope.PERSONAL))
    batch = send(made.path.read_bytes(), made.name, replace_conflicts=True)
    assert (batch.state, batch.updated) == ("refused", 0)
    assert everything(Household, Person) == before


@pytest.fixture
def ground(kmt: Settlement, doors: list[Structure]) -> Settlement:
    """Everything there is on the ground, with what files said beside it."""
    cluster = kmt.clusters.get()
    cluster.boundary = MultiPolygon(Polygon.from_bbox((36.8465, -1.2615, 36.8485, -1.2605)))
    cluster.save()
    taps = factories.ServicePointFactory.create(
        settlement=kmt, cluster=cluster, kind="water_kiosk", name="=Mama's kiosk", taps=4, taps_working=3,
        cost_kes="5.50", details={"source_kind": "kiosk", "shade": True, "n": 2.5},
    )  # fmt: skip
    taps.save()
    factories.ServicePointFactory.create(settlement=kmt, kind="school", name="")
    way = MultiLineString(LineString((36.846, -1.2621), (36.8461, -0.00000123456789), (36.8473, -1.2605)))
    models.Lane.objects.create(
        settlement=kmt, kind="lane", path=way, width_m="2.5", properties={"oneway": "no"}
    )
    models.Lane.objects.create(settlement=kmt, kind="drain", name="Mtaro", path=way)
    models.Overlay.objects.create(
        settlement=kmt, kind="flooding", name="River", reach_m="30",
        shape=LineString((36.846, -1.2621), (36.8473, -1.2605)),
        source="WRA", note="since 2018", properties={"source_kind": "floodplain"},
    )  # fmt: skip
    models.Overlay.objects.create(
        settlement=kmt, kind="proposed_road", name="Bypass", reach_m=0,
        shape=Polygon.from_bbox((36.846, -1.262, 36.847, -1.2605)),
    )  # fmt: skip
    return kmt


LAYERS = {
    "structures": (Layer.STRUCTURES, 4),
    "service_points": (Layer.SERVICE_POINTS, 2),
    "clusters": (Layer.CLUSTERS, 1),
    "boundaries": (Layer.BOUNDARY, 1),
    "lanes": (Layer.LANES, 2),
    "overlays": (Layer.OVERLAYS, 2),
}


@pytest.mark.parametrize("dataset", LAYERS)
@pytest.mark.parametrize(
    ("format", "chosen"),
    [
        ("csv", {}),
        ("csv", {"crs": 32737}),
        ("geojson", {"values": "labels", "language": "sw"}),
        ("gpkg", {}),
        ("gpkg", {"crs": 32737, "values": "labels"}),
    ],
)
def test_ground_is_unchanged(
    ground: Settlement, export: Export, dataset: str, format: str, chosen: dict[str, Any]
) -> None:
    made = export(dataset, format=format, envelope=int(Envelope.STAFF), **chosen)
    layer, rows = LAYERS[dataset]
    found: dict[str, int] = {}
    for source in sources(made.path, dataset):
        plan = plan_ground(ground, made.path, Options(layer=layer, source_layer=source))
        assert plan.question is None
        for row in plan.rows:
            found[row.action] = found.get(row.action, 0) + 1
    assert found == {"unchanged": rows}


def sources(path: Path, dataset: str) -> list[str]:
    """A GeoPackage has a layer for each kind of shape; structures are all in the first one."""
    if path.suffix != ".gpkg" or dataset == "structures":
        return [""]
    return [name for name, _kind in pyogrio.list_layers(path) if name.startswith(dataset)]


@pytest.mark.parametrize("dataset", ["service_points", "clusters", "boundaries", "lanes"])
def test_ground_of_a_shapefile_is_unchanged(ground: Settlement, export: Export, dataset: str) -> None:
    """What the county gets: a community's own columns may have longer names than a shapefile allows."""
    made = export(dataset, format="shp", envelope=int(Envelope.COUNTY))
    layer, rows = LAYERS[dataset]
    plan = plan_ground(ground, made.path, Options(layer=layer))
    assert [row.action for row in plan.rows] == ["unchanged"] * rows
