"""A settlement with numbered structures, and a cache that belongs to one test."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from tests import factories

HERE = (36.8475, -1.2615)


def house(west: float, south: float, metres: float = 20) -> Polygon:
    """A square footprint, EPSG:4326."""
    side = metres * factories.M
    return Polygon.from_bbox((west, south, west + side, south + side))


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    """Tiles are kept under code and version, which every test uses anew."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": f"test-{uuid4().hex}"}}


@pytest.fixture
def cluster(settlement: Any) -> Any:
    """Cluster B: the settlement's whole ground."""
    return factories.ClusterFactory(
        settlement=settlement, code="B", name="Bondeni", boundary=MultiPolygon(factories.square(), srid=4326)
    )


@pytest.fixture
def structure(cluster: Any) -> Any:
    """KMT/B/123, with a footprint, counted: tenants, public tap, paid toilet."""
    footprint = house(*HERE)
    found = factories.StructureFactory(
        cluster=cluster,
        code="KMT/B/123",
        footprint=footprint,
        location=GEOSGeometry(footprint.centroid.wkt, srid=4326),
        wall="mud_cowdung",
        uses=["mixed"],
    )
    factories.StructureSummaryFactory(
        structure=found,
        enumeration=factories.EnumerationFactory(settlement=found.settlement),
        households=2,
        people=7,
        occupancy_status="tenant",
        water_source="public_tap_standpipe",
        toilet_place="public_paid",
    )
    return found


@pytest.fixture
def point_structure(cluster: Any) -> Any:
    """KMT/B/7, known as a point only, not counted yet."""
    return factories.StructureFactory(
        cluster=cluster, code="KMT/B/7", location=GEOSGeometry("POINT(36.8478 -1.2613)", srid=4326)
    )


@pytest.fixture
def address() -> Callable[..., str]:
    """The address of a tile: `address(settlement, "structures", tile)`."""

    def make(settlement: Any, layer: str, tile: Any, version: Any = None) -> str:
        settlement.refresh_from_db()
        v = settlement.data_version if version is None else version
        return f"/tiles/{settlement.code}/{layer}/{tile.z}/{tile.x}/{tile.y}.mvt?v={v}"

    return make
