"""The ground of the whole country: every structure once at every zoom, for those who act there, no more."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import Point
from django.test import Client
from pyproj import Transformer

from mapping import country_tiles, density
from mapping.layers import LAYERS
from mapping.models import GroundDensity
from mapping.tiles import Tile, render_tile
from settlements.models import Membership, Structure
from tests import factories
from tests.mapping.conftest import HERE, house
from tests.mapping.decoded import decode, tile_at
from tests.mapping.test_tile_view import queries

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
LON, LAT = factories.SOUTH_WEST
FAR = (39.67, -4.04)  # Mombasa


@pytest.fixture
def ground(settlement: Any) -> dict[str, list[int]]:
    """Two settlements beside each other and one far away: points and footprints, by the settlement's code."""
    stands: dict[str, list[int]] = {}
    place: Any
    for code, west, south, many in (
        ("KMT", LON, LAT, 400),
        ("MSH", LON + 0.003, LAT, 150),
        ("FAR", *FAR, 60),
    ):
        place = settlement if code == "KMT" else factories.SettlementFactory(code=code)
        made = Structure.objects.bulk_create(
            Structure(
                settlement=place,
                code=f"{code}/{n + 1}",
                location=Point(west + n % 20 * 0.00013, south + n // 20 * 0.00011, srid=4326),
                footprint=house(west + n % 20 * 0.00013, south + n // 20 * 0.00011, 9) if n % 2 else None,
            )
            for n in range(many)
        )
        stands[code] = sorted(structure.pk for structure in made)
        factories.StructureFactory(
            settlement=place, code=f"{code}/999", location=Point(west, south, srid=4326), status="demolished"
        )
    return stands


def every_tile(zoom: int, *codes: str) -> set[Tile]:
    """Each tile of a zoom in which something of these settlements can stand: where one does, and round it."""
    structures = Structure.objects.filter(settlement__code__in=codes or ["KMT", "MSH", "FAR"])
    places = {tile_at(place.x, place.y, zoom) for place in structures.values_list("location", flat=True)}
    around = {Tile(zoom, at.x + dx, at.y + dy) for at in places for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    return {tile for tile in around if tile.exists and tile.x >= 0 and tile.y >= 0}


def drawn(client: Client, tile: Tile) -> list[dict[str, Any]]:
    answer = client.get(f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.mvt", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code in {200, 204}
    return decode(gzip.decompress(answer.content), tile, "ground") if answer.content else []


def version_for(*codes: str) -> int:
    from settlements.models import Settlement

    return country_tiles.state(list(Settlement.objects.filter(code__in=codes).values_list("pk", flat=True)))


def test_cells_add_up_to_all_structures_at_every_zoom(
    client_of: ClientOf, subira: Any, ground: dict[str, list[int]]
) -> None:
    client, everywhere = client_of(subira), sum(map(len, ground.values()))
    for zoom in range(15):
        cells = [cell for tile in every_tile(zoom) for cell in drawn(client, tile)]
        assert (zoom, sum(cell["c"] for cell in cells)) == (zoom, everywhere)
        assert all(set(cell) == {"c", "geom"} for cell in cells)


def test_so_do_the_cells_of_a_settlements_own_map(settlement: Any, ground: dict[str, list[int]]) -> None:
    for zoom in (9, 11, 12, 13):
        counted = 0
        for tile in every_tile(zoom, "KMT"):
            _version, body = render_tile(LAYERS["structures-plain"], settlement.pk, tile)
            counted += sum(cell["c"] for cell in decode(body, tile, "structures-plain")) if body else 0
        assert (zoom, counted) == (zoom, len(ground["KMT"]))


def test_near_each_structure_is_drawn_with_its_settlement(
    client_of: ClientOf, subira: Any, ground: dict[str, list[int]]
) -> None:
    client = client_of(subira)
    for zoom in (15, 17):
        found: dict[str, set[int]] = {code: set() for code in ground}
        for tile in every_tile(zoom):
            for shape in drawn(client, tile):
                assert set(shape) == {"mvt_id", "s", "geom"}
                found[shape["s"]].add(shape["mvt_id"])
        assert {code: sorted(ids) for code, ids in found.items()} == ground


def test_a_cell_lies_where_its_structures_stand(
    client_of: ClientOf, subira: Any, ground: dict[str, list[int]]
) -> None:
    to_mercator: Any = Transformer.from_crs(4326, 3857, always_xy=True).transform
    for zoom in (9, 12, 14):
        tile = tile_at(*FAR, zoom)
        side = tile.size_m / 64
        cells = drawn(client_of(subira), tile)
        for cell in cells:
            box = cell["geom"].buffer(side / 2, cap_style="square")
            stands = sum(
                box.contains(shapely.Point(to_mercator(*middle_of(structure))))
                for structure in Structure.objects.filter(pk__in=ground["FAR"])
            )
            assert cell["c"] == stands


def middle_of(structure: Structure) -> tuple[float, float]:
    west, south, east, north = (structure.footprint or structure.location).extent
    return (west + east) / 2, (south + north) / 2


def test_a_member_of_one_sees_that_one(
    client_of: ClientOf, baraka: Any, ground: dict[str, list[int]]
) -> None:
    client = client_of(baraka)
    for zoom in (6, 12, 14):
        cells = [cell for tile in every_tile(zoom, "KMT") for cell in drawn(client, tile)]
        assert sum(cell["c"] for cell in cells) == len(ground["KMT"])
    near = [shape for tile in every_tile(16, "KMT", "MSH") for shape in drawn(client, tile)]
    assert {shape["s"] for shape in near} == {"KMT"}
    assert drawn(client, tile_at(*FAR, 12)) == drawn(client, tile_at(*FAR, 16)) == []


def test_who_acts_nowhere_gets_nothing(client_of: ClientOf, ground: dict[str, list[int]]) -> None:
    from settlements.models import Settlement

    Settlement.objects.update(access_level="public")
    nobody = factories.UserFactory()
    for person in (None, nobody):
        client = client_of(person)
        for zoom in (6, 12, 16):
            tile = tile_at(*HERE, zoom)
            path = f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.mvt"
            # The second time too, when an answer is remembered.
            assert [client.get(path).status_code for _ in range(2)] == [404, 404]


@pytest.mark.parametrize("address", ["23/0/0", "3/8/0", "3/0/8", "-1/0/0", "1.5/0/0"])
@pytest.mark.parametrize("kind", ["mvt", "json"])
def test_what_is_no_tile_is_404(client_of: ClientOf, subira: Any, address: str, kind: str) -> None:
    assert client_of(subira).get(f"/tiles/country/{address}.{kind}").status_code == 404


def test_an_empty_tile_has_no_content(client_of: ClientOf, subira: Any, ground: dict[str, list[int]]) -> None:
    client = client_of(subira)
    for tile in (tile_at(20.0, 20.0, 12), tile_at(20.0, 20.0, 16)):
        url = f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.mvt?v={version_for(*ground)}"
        for _ in range(2):
            answer = client.get(url)
            assert (answer.status_code, answer.content) == (204, b"")


def test_a_membership_that_ends_ends_at_once(
    client_of: ClientOf, baraka: Any, ground: dict[str, list[int]], django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(baraka)
    tile = tile_at(LON, LAT, 14)
    url = f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.mvt?v={version_for('KMT')}"
    first = client.get(url)
    assert first.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        Membership.objects.get(user=baraka).delete()
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 404


# How long it may be kept, and what it costs


def test_a_tile_of_the_wanted_version_never_changes(
    client_of: ClientOf, subira: Any, ground: dict[str, list[int]]
) -> None:
    client = client_of(subira)
    for zoom in (12, 16):
        tile = tile_at(LON, LAT, zoom)
        url = f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.mvt"
        wanted = client.get(f"{url}?v={version_for(*ground)}")
        assert wanted["Cache-Control"] == "private, max-age=86400, immutable"
        for other in ("", "1", "x", "١٢"):
            assert client.get(f"{url}?v={other}")["Cache-Control"] == "private, no-cache"
        again = client.get(f"{url}?v={version_for(*ground)}", headers={"If-None-Match": wanted["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_change_makes_new_tiles_of_all_zooms(
    client_of: ClientOf, subira: Any, ground: dict[str, list[int]]
) -> None:
    client = client_of(subira)
    before = version_for(*ground)
    assert sum(cell["c"] for tile in every_tile(12, "FAR") for cell in drawn(client, tile)) == 60
    Structure.objects.filter(pk__in=ground["FAR"][:7]).delete()
    assert version_for(*ground) != before
    assert sum(cell["c"] for tile in every_tile(12, "FAR") for cell in drawn(client, tile)) == 53
    near = {shape["mvt_id"] for tile in every_tile(16, "FAR") for shape in drawn(client, tile)}
    assert near == set(ground["FAR"][7:])


def test_only_what_changed_is_counted_anew(ground: dict[str, list[int]], settlement: Any) -> None:
    from settlements.models import Settlement

    places = list(Settlement.objects.values_list("pk", flat=True))
    assert density.refresh(places) == len(places)
    with queries(1):
        assert density.refresh(places) == 0
    Structure.objects.filter(pk=ground["KMT"][0]).update(wall="bricks")
    assert density.refresh(places) == 1
    assert sum(GroundDensity.objects.get(settlement=settlement).counts) == len(ground["KMT"])


def test_what_a_tile_costs(client_of: ClientOf, subira: Any, ground: dict[str, list[int]]) -> None:
    client, tile = client_of(subira), tile_at(LON, LAT, 12)
    url = f"/tiles/country/{tile.z}/{tile.x}/{tile.y}.mvt?v={version_for(*ground)}"
    # The user, where she may; what is stale; locked: what is stale, the count; the tile.
    with queries(9):
        client.get(url)
    with queries(0):
        client.get(url)
    with queries(2):  # another one: what is stale, the tile
        client.get(url.replace(f"/{tile.x}/", f"/{tile.x + 1}/"))
