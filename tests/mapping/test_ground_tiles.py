"""Lanes, hazards and plans in tiles: decoded by GDAL, compared with what pyproj and shapely computed."""

import math
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiLineString, Point, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyproj import Geod, Transformer

from mapping.layers import LAYERS
from mapping.tiles import Tile, render_tile
from tests import factories
from tests.mapping.conftest import HERE
from tests.mapping.decoded import decode, tile_at, units_apart

pytestmark = pytest.mark.django_db
SPHEROID: Any = Geod(ellps="WGS84")
TO_MERCATOR: Any = Transformer.from_crs(4326, 3857, always_xy=True).transform
FROM_MERCATOR: Any = Transformer.from_crs(3857, 4326, always_xy=True).transform
TILE = tile_at(*HERE, 16)
LINE = LineString((36.8470, -1.2620), (36.8482, -1.2611), srid=4326)


def drawn(layer: str, settlement: Any, tile: Tile = TILE) -> list[dict[str, Any]]:
    with CaptureQueriesContext(connection) as asked:
        _version, body = render_tile(LAYERS[layer], settlement.pk, tile)
    assert len(asked) == 1
    return decode(body, tile, layer) if body else []


def in_mercator(shape: Any) -> Any:
    return shapely.transform(shapely.from_wkb(bytes(shape.wkb)), TO_MERCATOR, interleaved=False)


def of_type(features: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [feature for feature in features if feature["geom"].geom_type.removeprefix("Multi") == kind]


def said(feature: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in feature.items() if name not in {"geom", "mvt_id"}}


@pytest.mark.parametrize("zoom", [14, 16, 18])
def test_a_lane_lies_where_people_walk(settlement: Any, zoom: int) -> None:
    lane: Any = factories.LaneFactory(settlement=settlement, kind="drain", name="Mto wa Bondeni", width_m=2.5)
    tile = tile_at(36.8475, -1.2619, zoom)
    [feature] = drawn("lanes", settlement, tile)
    assert said(feature) == {"k": "drain", "n": "Mto wa Bondeni", "w": 2.5}
    assert feature["mvt_id"] == lane.pk
    assert units_apart(feature["geom"], in_mercator(lane.path), tile) < 1.5


def test_a_lane_without_a_name_has_none(settlement: Any) -> None:
    factories.LaneFactory(settlement=settlement, name="")
    assert [said(feature) for feature in drawn("lanes", settlement)] == [{"k": "lane"}]


def test_from_far_away_only_large_ways_are_drawn(settlement: Any) -> None:
    for kind in ("main_road", "river", "railway", "lane", "footpath", "drain"):
        factories.LaneFactory(settlement=settlement, kind=kind)
    far, near = (drawn("lanes", settlement, tile_at(*HERE, zoom)) for zoom in (13, 14))
    assert {feature["k"] for feature in far} == {"main_road", "river", "railway"}
    assert len(near) == 6


def test_a_long_winding_river_is_cut_at_the_tile(settlement: Any) -> None:
    corners = [
        (36.80 + n * 0.0001, -1.2615 + 0.0002 * math.sin(n)) for n in range(1000)
    ]  # 11 km, a thousand corners
    river = MultiLineString(LineString(corners), srid=4326)
    factories.LaneFactory(settlement=settlement, kind="river", path=river)
    [feature] = drawn("lanes", settlement)
    west, _south, east, _north = feature["geom"].bounds
    assert east - west < TILE.size_m * 1.2
    assert shapely.get_num_coordinates(feature["geom"]) < 100
    # What is left lies on the river.
    assert feature["geom"].within(in_mercator(river).buffer(2 * TILE.size_m / 4096))


def test_a_line_with_metres_is_a_zone_and_the_line(settlement: Any) -> None:
    """The zone's ground is the strip, the two half discs at its ends included, on the spheroid."""
    road: Any = factories.OverlayFactory(
        settlement=settlement, kind="proposed_road", name="Link road", shape=LINE, reach_m=15
    )
    features = drawn("plans", settlement, tile_at(*HERE, 17))
    [zone], [line] = of_type(features, "Polygon"), of_type(features, "LineString")
    assert said(zone) == {"k": "proposed_road", "p": "plan", "r": 15}
    assert said(line) == {"k": "proposed_road", "n": "Link road", "p": "plan", "r": 15}
    assert {zone["mvt_id"], line["mvt_id"]} == {road.pk}
    ground = shapely.transform(zone["geom"], FROM_MERCATOR, interleaved=False)
    area = abs(SPHEROID.geometry_area_perimeter(ground)[0])
    length = SPHEROID.line_length(*zip(*LINE.coords, strict=True))
    assert area == pytest.approx(30 * length + math.pi * 15**2, rel=0.01)


def test_an_area_is_a_zone_and_a_place_for_its_name(settlement: Any) -> None:
    flooded: Any = factories.OverlayFactory(settlement=settlement, name="Floods of April", shape=area(0.001))
    features = drawn("hazards", settlement)
    [zone], [name] = of_type(features, "Polygon"), of_type(features, "Point")
    assert said(zone) == {"k": "flooding", "p": "hazard", "r": 0}
    assert name["n"] == "Floods of April"
    assert zone["geom"].contains(name["geom"])
    assert units_apart(zone["geom"], in_mercator(flooded.shape), TILE) < 1.5


def test_a_point_with_metres_is_a_disc(settlement: Any) -> None:
    factories.OverlayFactory(
        settlement=settlement, kind="fire", shape=Point(*HERE, srid=4326), reach_m=20, name="Transformer"
    )
    features = drawn("hazards", settlement, tile_at(*HERE, 18))
    [zone] = of_type(features, "Polygon")
    ground = shapely.transform(zone["geom"], FROM_MERCATOR, interleaved=False)
    area_m2 = abs(SPHEROID.geometry_area_perimeter(ground)[0])
    assert area_m2 == pytest.approx(math.pi * 400, rel=0.02)


def test_hazards_and_plans_are_layers_apart(settlement: Any) -> None:
    factories.OverlayFactory(settlement=settlement, kind="landslide", shape=area(0.001))
    factories.OverlayFactory(settlement=settlement, kind="wayleave", shape=area(0.001))
    told = {layer: {feature["k"] for feature in drawn(layer, settlement)} for layer in ("hazards", "plans")}
    assert told == {"hazards": {"landslide"}, "plans": {"wayleave"}}


def test_a_large_area_is_cut_at_the_tiles_margin(settlement: Any) -> None:
    factories.OverlayFactory(settlement=settlement, shape=area(0.1))
    [zone] = of_type(drawn("hazards", settlement), "Polygon")
    west, _south, east, _north = zone["geom"].bounds
    margin = LAYERS["hazards"].margin
    assert (east - west) / TILE.size_m * 4096 == pytest.approx(4096 + 2 * margin, abs=2)


def test_nothing_of_a_neighbour_is_drawn(settlement: Any) -> None:
    neighbour: Any = factories.SettlementFactory(code="MSH")
    factories.LaneFactory(settlement=neighbour)
    factories.OverlayFactory(settlement=neighbour)
    for layer in ("lanes", "hazards", "plans", "hazards-public", "plans-public", "lanes-public"):
        assert drawn(layer, settlement) == []


def area(side: float) -> Polygon:
    """A square about HERE, degrees."""
    west, south = HERE[0] - side / 2, HERE[1] - side / 2
    return Polygon.from_bbox((west, south, west + side, south + side))
