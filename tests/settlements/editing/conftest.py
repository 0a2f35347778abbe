"""A settlement with a cluster, two numbered houses and a tap, and how a browser says what it changed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from settlements.editing import LAYERS, EditRefused, Saved, in_view, save
from settlements.models import Settlement
from tests import factories

HERE = (36.8475, -1.2615)
M = factories.M
EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)

Send = Callable[..., Saved]
Said = Callable[..., list[tuple[str, str]]]


def place(east: float, north: float) -> list[float]:
    """So many metres from HERE, as GeoJSON wants it."""
    return [HERE[0] + east * M, HERE[1] + north * M]


def box(east: float, north: float, wide: float = 6, high: float = 4) -> dict[str, Any]:
    """A rectangle of metres, its south-west corner so many metres from HERE."""
    corners = [(0, 0), (wide, 0), (wide, high), (0, high), (0, 0)]
    return {"type": "Polygon", "coordinates": [[place(east + x, north + y) for x, y in corners]]}


def point(east: float, north: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": place(east, north)}


def line(*places: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [place(*each) for each in places]}


def create(layer: str, geometry: Any, key: str = "a", **values: Any) -> dict[str, Any]:
    return {"key": key, "layer": layer, "action": "create", "geometry": geometry, "values": values}


def read(settlement: Settlement, layer: str, pk: int) -> dict[str, Any]:
    """The thing as the map reads it."""
    found = in_view(settlement, LAYERS[layer], EVERYWHERE).features
    return next(each for each in found if each["id"] == pk)


def of(thing: Any, action: str = "change", key: str = "a", **more: Any) -> dict[str, Any]:
    """A change of a thing that stands in the register, at the version it has now."""
    layer = next(name for name, each in LAYERS.items() if each.model is type(thing))
    settlement = thing if layer == "boundary" else thing.settlement
    version = read(settlement, layer, thing.pk)["properties"]["version"]
    return {"key": key, "layer": layer, "action": action, "id": thing.pk, "version": version, **more}


@pytest.fixture
def cluster(settlement: Any) -> Any:
    """Cluster B: the settlement's whole ground."""
    boundary = MultiPolygon(factories.square(), srid=4326)
    return factories.ClusterFactory(settlement=settlement, code="B", name="Bondeni", boundary=boundary)


@pytest.fixture
def house_one(cluster: Any) -> Any:
    """KMT/B/465, 6 × 4 m at HERE; nobody was counted in it."""
    return built(cluster, "KMT/B/465", 0)


@pytest.fixture
def house_two(cluster: Any) -> Any:
    """KMT/B/466, its western wall the eastern one of KMT/B/465."""
    return built(cluster, "KMT/B/466", 6)


def built(cluster: Any, code: str, east: float) -> Any:
    footprint = GEOSGeometry(json.dumps(box(east, 0)), srid=4326)
    return factories.StructureFactory(
        cluster=cluster, code=code, footprint=footprint, location=footprint.centroid, location_source="file"
    )


@pytest.fixture
def send(settlement: Any, subira: Any) -> Send:
    """`send(change, change …)`: save as Subira does, warnings accepted where `accepted` says so."""

    def sends(*changes: Any, user: Any = None, rounds: frozenset[int] = frozenset(), **more: Any) -> Saved:
        body = json.dumps({"changes": list(changes), **more}).encode()
        return save(settlement=settlement, user=user or subira, body=body, rounds=rounds)

    return sends


@pytest.fixture
def said(send: Send) -> Said:
    """What is said of a set that is refused: key and code of each problem, in order."""

    def refused(*changes: Any, **more: Any) -> list[tuple[str, str]]:
        with pytest.raises(EditRefused) as problem:
            send(*changes, **more)
        return sorted((each.key, each.code) for each in problem.value.problems)

    return refused
