"""What is in a tile, and where: decoded by GDAL, compared with positions that pyproj computed."""

from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString
from pyproj import Transformer

from mapping.layers import LAYERS
from mapping.tiles import HALF_WORLD_M, Tile, render_tile, tiles_within
from tests import factories
from tests.mapping.conftest import HERE, house
from tests.mapping.decoded import decode, tile_at, units_apart

pytestmark = pytest.mark.django_db
# The class of each answer in its legend, counted by hand, at the bits of its question.
MIXED, MUD, NUMBERED, TAP, PAID, TENANT = 2, 3 << 3, 1 << 11, 2 << 26, 3 << 34, 2 << 20
TWO_HOMES = 2 << 17
IRON_ROOF, EARTH_FLOOR = 2 << 6, 3 << 9  # as the factory builds
COUNTED = MIXED | MUD | IRON_ROOF | EARTH_FLOOR | NUMBERED | TWO_HOMES
SHOWN_TO_ALL = COUNTED | TAP | PAID
TO_MERCATOR: Any = Transformer.from_crs(4326, 3857, always_xy=True).transform


def drawn(layer: str, settlement: Any, tile: Tile) -> list[dict[str, Any]]:
    version, body = render_tile(LAYERS[layer], settlement.pk, tile)
    settlement.refresh_from_db()
    assert version == settlement.data_version
    return decode(body, tile, layer) if body else []


def in_mercator(shape: Any) -> Any:
    return shapely.transform(shapely.from_wkb(bytes(shape.wkb)), TO_MERCATOR, interleaved=False)


@pytest.mark.parametrize("zoom", [14, 15, 16, 17, 18])
def test_a_footprint_lies_where_it_stands(structure: Any, zoom: int) -> None:
    tile = tile_at(*HERE, zoom)
    [feature] = drawn("structures", structure.settlement, tile)
    assert units_apart(feature["geom"], in_mercator(structure.footprint), tile) < 1
    assert feature["mvt_id"] == structure.pk


def test_a_structure_without_footprint_is_a_point(point_structure: Any) -> None:
    tile = tile_at(36.8478, -1.2613, 17)
    [feature] = drawn("structures", point_structure.settlement, tile)
    assert feature["geom"].geom_type == "Point"
    assert units_apart(feature["geom"], in_mercator(point_structure.location), tile) < 1


def test_leaders_tiles_carry_number_and_answers(structure: Any) -> None:
    [feature] = drawn("structures", structure.settlement, tile_at(*HERE, 17))
    told = {name: feature[name] for name in feature if name not in {"geom", "mvt_id"}}
    assert told == {"n": "B/123", "a": SHOWN_TO_ALL | TENANT, "k": structure.cluster_id}


@pytest.mark.parametrize("zoom", [12, 14, 17])
def test_other_members_tiles_do_not_say_who_rents(structure: Any, zoom: int) -> None:
    [feature] = drawn("structures-plain", structure.settlement, tile_at(*HERE, zoom))
    assert feature["a"] == SHOWN_TO_ALL
    [feature] = drawn("structures", structure.settlement, tile_at(*HERE, zoom))
    assert feature["a"] == SHOWN_TO_ALL | TENANT


def test_a_structure_nobody_counted_is_drawn_too(point_structure: Any) -> None:
    [feature] = drawn("structures", point_structure.settlement, tile_at(36.8478, -1.2613, 17))
    assert feature["n"] == "B/7"
    assert feature["a"] >> 14 == 0


def test_numbers_are_in_the_finest_tiles_only(structure: Any) -> None:
    [feature] = drawn("structures", structure.settlement, tile_at(*HERE, 16))
    assert "n" not in feature


def test_a_code_of_no_list_is_not_known(structure: Any) -> None:
    type(structure.summary).objects.update(use="sea", wall=None)
    [feature] = drawn("structures", structure.settlement, tile_at(*HERE, 16))
    assert feature["a"] == SHOWN_TO_ALL - MIXED - MUD | TENANT


def test_rings_turn_as_the_tile_format_asks(structure: Any) -> None:
    """Clockwise on the screen, which is clockwise in EPSG:3857 too; else holes and shapes change places."""
    footprint: Any = shapely.from_wkb(bytes(structure.footprint.wkb))
    ring = footprint.exterior
    for turned in (ring, ring.reverse()):
        structure.footprint = GEOSGeometry(shapely.Polygon(turned).wkt, srid=4326)
        structure.save()
        structure.refresh_from_db()
        shape: Any = shapely.from_wkb(bytes(structure.shape_3857.wkb))
        assert not shape.exterior.is_ccw
        [feature] = drawn("structures", structure.settlement, tile_at(*HERE, 16))
        assert feature["geom"].area > 0


def test_only_the_settlements_own_structures_are_drawn(structure: Any) -> None:
    neighbour = factories.SettlementFactory(code="MSH")
    factories.StructureFactory(settlement=neighbour, code="MSH/1", footprint=house(HERE[0], HERE[1] + 0.0002))
    features = drawn("structures", structure.settlement, tile_at(*HERE, 17))
    assert [feature["n"] for feature in features] == ["B/123"]


def test_a_structure_on_the_edge_is_in_both_tiles(cluster: Any) -> None:
    tile = tile_at(*HERE, 17)
    edge = (tile.x + 1) * tile.size_m - HALF_WORLD_M
    longitude, latitude = Transformer.from_crs(3857, 4326, always_xy=True).transform(
        edge, in_mercator(house(*HERE)).centroid.y
    )
    factories.StructureFactory(
        cluster=cluster, code="KMT/B/9", footprint=house(longitude - 4 * factories.M, latitude)
    )
    for part in (tile, Tile(17, tile.x + 1, tile.y)):
        assert [feature["n"] for feature in drawn("structures", cluster.settlement, part)] == ["B/9"]


def test_far_away_structures_are_gathered_in_cells(cluster: Any) -> None:
    for n in range(1, 201):
        factories.StructureFactory(cluster=cluster, code=f"KMT/B/{n}", location=factories.place_of(n))
    tile = tile_at(*HERE, 12)
    features = drawn("structures", cluster.settlement, tile)
    assert sum(feature["c"] for feature in features) == 200
    assert len(features) < 60
    assert {feature["geom"].geom_type for feature in features} == {"Point"}
    assert "n" not in features[0]


def test_a_cell_tells_the_most_common_answers_that_are_known(structure: Any) -> None:
    """Three neighbours nobody counted do not silence what is known, nor does one outvote two."""
    for n, toilet in enumerate((None, None, None, "none", "none"), start=1):
        neighbour = factories.StructureFactory(
            cluster=structure.cluster, code=f"KMT/B/{n}", footprint=structure.footprint, wall="", uses=[]
        )
        factories.StructureSummaryFactory(
            structure=neighbour, enumeration=structure.summary.enumeration, toilet_place=toilet
        )
    [cell] = drawn("structures", structure.settlement, tile_at(*HERE, 12))
    ONE_HOME = 1 << 17
    shown = COUNTED - TWO_HOMES | ONE_HOME | TAP | 6 << 34 | TENANT
    assert (cell["c"], cell["a"], cell["k"]) == (6, shown, structure.cluster_id)


@pytest.mark.parametrize("status", ["demolished", "merged_into"])
@pytest.mark.parametrize("zoom", [12, 14, 17])
def test_what_no_longer_stands_is_not_drawn_as_standing(structure: Any, zoom: int, status: str) -> None:
    """Only the theme of change tells of it, where there was a round before."""
    factories.TenureClaimFactory(
        structure=structure, enumeration=structure.settlement.enumerations.get(), in_dispute=True
    )
    into = factories.StructureFactory(settlement=structure.settlement, location="POINT(36.9 -1.2)")
    structure.status, structure.merged_into = status, into if status == "merged_into" else None
    structure.save()
    tile = tile_at(*HERE, zoom)
    assert drawn("structures", structure.settlement, tile) == []
    assert drawn("structures-plain", structure.settlement, tile) == []
    assert drawn("disputes", structure.settlement, tile) == []
    type(structure.summary).objects.filter(structure=structure).update(change=4)
    told = drawn("structures", structure.settlement, tile)
    assert [(one["x"], one["d"]) for one in told] == ([(1, 4)] if zoom >= 14 else [])


def test_a_country_tile_of_a_large_settlement_is_small(cluster: Any) -> None:
    from settlements.models import Structure

    Structure.objects.bulk_create(
        Structure(
            settlement=cluster.settlement,
            cluster=cluster,
            code=f"KMT/B/{n}",
            location=factories.place_of(n),
            footprint=house(*factories.place_of(n).coords),
        )
        for n in range(1, 2501)
    )
    sizes = {
        zoom: len(render_tile(LAYERS["structures"], cluster.settlement.pk, tile_at(*HERE, zoom))[1])
        for zoom in (6, 10, 13)
    }
    assert sizes[6] < 500
    assert sizes[10] < 2_000
    assert sizes[13] < 20_000


def test_a_cluster_is_an_outline_and_a_letter(cluster: Any) -> None:
    tile = tile_at(*HERE, 15)
    outline, letter = sorted(drawn("clusters", cluster.settlement, tile), key=lambda one: -one["geom"].area)
    assert (outline["n"], letter["n"], letter["name"]) == ("B", "B", "Bondeni")
    assert units_apart(outline["geom"], in_mercator(cluster.boundary), tile) < 2
    assert outline["geom"].contains(letter["geom"])


def test_a_cluster_is_cut_at_the_tiles_margin(cluster: Any) -> None:
    tile = tile_at(*HERE, 18)
    west = tile.x * tile.size_m - HALF_WORLD_M
    north = HALF_WORLD_M - tile.y * tile.size_m
    margin = LAYERS["clusters"].margin * tile.size_m / 4096
    box = shapely.box(
        west - margin, north - tile.size_m - margin, west + tile.size_m + margin, north + margin
    )
    outline = next(f for f in drawn("clusters", cluster.settlement, tile) if f["geom"].area)
    assert units_apart(outline["geom"], in_mercator(cluster.boundary).intersection(box), tile) < 2


def test_a_service_point_says_what_it_is_and_whether_it_works(settlement: Any) -> None:
    service: Any = factories.ServicePointFactory.create(
        settlement=settlement, kind="water_kiosk", status="not_working", name="Mama Njeri's kiosk"
    )
    tile = tile_at(service.location.x, service.location.y, 16)
    [feature] = drawn("service-points", settlement, tile)
    assert (feature["k"], feature["s"], feature["mvt_id"]) == ("water_kiosk", "not_working", service.pk)
    assert units_apart(feature["geom"], in_mercator(service.location), tile) < 1


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("zoom", [4, 11, 14, 17])
def test_no_tile_names_anybody(structure: Any, layer: str, zoom: int) -> None:
    """Names, phones and documents planted wherever a person is recorded occur in no layer."""
    planted = {"head_name": "Siri Mwanaidi", "phone": "+254700111222", "head_id_number": "31313131"}
    household: Any = factories.HouseholdFactory.create(structure=structure, **planted)
    factories.PersonFactory(household=household, name="Siri Mtoto")
    factories.TenureClaimFactory(
        structure=structure,
        enumeration=household.enumeration,
        claimant_name="Siri Mwenye",
        in_dispute=True,
    )
    structure.cluster.leader_name = "Siri Kiongozi"
    structure.cluster.save()
    factories.ServicePointFactory(
        cluster=structure.cluster, location=structure.location, details={"caretaker": "Siri Mlinzi"}
    )
    plant_in_lines(structure.settlement)
    _version, body = render_tile(LAYERS[layer], structure.settlement.pk, tile_at(*HERE, zoom))
    assert body
    for secret in (b"Siri", b"siri", b"700111222", b"31313131", household.key.encode()):
        assert secret not in body


def plant_in_lines(settlement: Any) -> None:
    """A river that is seen from far away, a hazard and a plan, with a name in all that no tile holds."""
    river = MultiLineString(LineString((36.5, -1.2615), (37.2, -1.2615)), srid=4326)
    told = {"informant": "Siri Shahidi"}
    factories.LaneFactory(settlement=settlement, kind="river", path=river, properties=told)
    for kind in ("flooding", "proposed_road"):
        factories.OverlayFactory(
            settlement=settlement, kind=kind, is_public=True, source="Siri Mwalimu", note="Siri said so",
            properties=told, made_by=factories.UserFactory(first_name="Siri"),
        )  # fmt: skip


def test_tiles_at_the_edges_of_the_world_are_empty(structure: Any) -> None:
    corners = [Tile(z, x, y) for z in (1, 5, 22) for x in (0, 2**z - 1) for y in (0, 2**z - 1)]
    for tile in corners:
        for layer in LAYERS.values():
            body = render_tile(layer, structure.settlement.pk, tile)[1]
            assert tile.z == 1 or not body


def test_tiles_within_a_box_cover_it(settlement: Any) -> None:
    box = in_mercator(settlement.boundary)
    west, south, east, north = box.bounds
    tiles = list(tiles_within(west, south, east, north, 17))
    edge = min(tile.x for tile in tiles) * tiles[0].size_m - HALF_WORLD_M
    assert edge <= west < edge + tiles[0].size_m
    assert len(tiles) == len(set(tiles))
