"""Kibera's boundary and facilities and Kampala's footprints, checked by pyproj and shapely."""

import json
import math
from collections import Counter
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from settlements.imports import Layer, Options, apply_ground, plan_ground
from settlements.models import Cluster, ServicePoint, Settlement, Structure
from tests import factories
from tests.settlements import ground_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture
def kibera() -> Any:
    return factories.SettlementFactory.create(code="KBR", name="Kibera", boundary=None)


def features_of(path: Any) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text())["features"])


def test_kibera_s_boundary(kibera: Any) -> None:
    path = files.real("kibera/boundary.geojson")
    assert (
        apply_ground(kibera, path, Options(Layer.BOUNDARY), source="after OpenStreetMap").counts["created"]
        == 1
    )
    kibera.refresh_from_db()
    assert kibera.boundary_source == "after OpenStreetMap"
    drawn = shapely.geometry.shape(features_of(path)[0]["geometry"])
    kept = files.shape(kibera.boundary)
    assert kept.equals(shapely.force_2d(drawn))
    area, _length = Geod(ellps="WGS84").geometry_area_perimeter(shapely.force_2d(drawn))
    assert kibera.area_acres() == pytest.approx(abs(area) / 4046.8564224, rel=1e-6)
    assert plan_ground(kibera, path, Options(Layer.BOUNDARY)).counts["unchanged"] == 1


def test_kibera_s_facilities_by_village(kibera: Any) -> None:
    apply_ground(kibera, files.real("kibera/boundary.geojson"), Options(Layer.BOUNDARY))
    path = files.real("kibera/facilities.geojson")
    options = Options(Layer.SERVICE_POINTS, make_clusters=True)
    plan = plan_ground(kibera, path, options)
    assert plan.crs == "EPSG:3857"
    assert plan.columns["kind"] == "layer"  # facility_type calls water points waste points
    assert not ServicePoint.objects.exists()
    applied = apply_ground(kibera, path, options, expected=plan.digest)
    assert applied.counts == {"created": 1159, "updated": 0, "unchanged": 0, "rejected": 0}

    source = features_of(path)
    assert len(source) == ServicePoint.objects.count() == 1159
    x, y = np.array([each["geometry"]["coordinates"][:2] for each in source]).T
    lons, lats = Transformer.from_crs(3857, 4326, always_xy=True).transform(x, y)
    kept = np.array([point.coords for point in ServicePoint.objects.values_list("location", flat=True)])
    assert np.allclose(np.sort(kept[:, 0]), np.sort(lons), atol=1e-9)
    assert np.allclose(np.sort(kept[:, 1]), np.sort(lats), atol=1e-9)
    # The sphere's own formula, for one point, without any library.
    radius = 6378137.0
    lat = math.degrees(2 * math.atan(math.exp(y[0] / radius)) - math.pi / 2)
    assert (lons[0], lats[0]) == pytest.approx((math.degrees(x[0] / radius), lat), abs=1e-9)

    layers = Counter(each["properties"]["layer"] for each in source)
    kinds = Counter(ServicePoint.objects.values_list("kind", flat=True))
    assert kinds["toilet_block"] == layers["Sanitation"] == 310
    assert kinds["water_point"] == layers["Water_Points"] == 72
    assert kinds["waste_collection"] == layers["Waste_Points"] == 72
    assert kinds["other"] == layers["Local__NGO"] + layers["Public_Spaces"] == 56
    assert set(ServicePoint.objects.filter(kind="other").values_list("details__source_kind", flat=True)) == {
        "Local__NGO",
        "Public_Spaces",
    }

    villages = Counter(each["properties"].get("village") for each in source)
    assert Cluster.objects.count() == len([name for name in villages if name]) == 19
    found = Counter(
        name.casefold() for name in ServicePoint.objects.values_list("cluster__name", flat=True) if name
    )
    assert found == {name.casefold(): count for name, count in villages.items() if name}
    one = ServicePoint.objects.get(name="MART2 CENTA")
    assert one.details["altitude"] == 1746
    assert one.operator == "community_group"


def test_kibera_s_facilities_twice_change_nothing(kibera: Any) -> None:
    path = files.real("kibera/facilities.geojson")
    options = Options(Layer.SERVICE_POINTS, make_clusters=True)
    apply_ground(kibera, path, options)
    version = Settlement.objects.get(pk=kibera.pk).data_version
    before = list(ServicePoint.objects.order_by("pk").values())
    again = apply_ground(kibera, path, options)
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 1159, "rejected": 0}
    assert again.new_clusters == {}
    assert list(ServicePoint.objects.order_by("pk").values()) == before
    assert Settlement.objects.get(pk=kibera.pk).data_version == version


def test_kampala_s_footprints_as_numbered_structures() -> None:
    kampala = factories.SettlementFactory.create(code="KPL", boundary=None)
    path = files.real("kampala/buildings.geojson")
    assert plan_ground(kampala, path, Options(Layer.STRUCTURES)).question is not None  # nothing to number by
    options = Options(Layer.STRUCTURES, make_numbers=True)
    plan = apply_ground(kampala, path, options)
    assert plan.counts == {"created": 4840, "updated": 0, "unchanged": 0, "rejected": 0}
    assert [problem.code for problem in plan.warnings] == ["outside_kenya"]

    source = features_of(path)
    drawn = {each["properties"]["building_id"]: shapely.geometry.shape(each["geometry"]) for each in source}
    structures = Structure.objects.filter(settlement=kampala)
    assert {int(code.split("/")[1]) for code in structures.values_list("code", flat=True)} == set(
        range(1, 4841)
    )
    walked = {}
    for structure in structures.only("code", "footprint", "location", "properties"):
        shape = files.shape(structure.footprint)
        assert shape.equals(drawn[structure.properties["building_id"]])
        assert shape.covers(shapely.Point(structure.location.coords))
        walked[int(structure.code.split("/")[1])] = structure.location.coords
    # Neighbours have neighbouring numbers: a step is far shorter than in the order of the file.
    lons, lats = np.array([walked[number] for number in sorted(walked)]).T
    steps = Geod(ellps="WGS84").inv(lons[:-1], lats[:-1], lons[1:], lats[1:])[2]
    spacing = math.sqrt((np.ptp(lons) * 111_320) * (np.ptp(lats) * 110_574) / len(lons))
    assert np.median(steps) < 1.5 * spacing

    again = apply_ground(kampala, path, options)
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 4840, "rejected": 0}
