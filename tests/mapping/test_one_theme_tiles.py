"""Tiles from afar for one theme: alike structures are one feature, small ones squares, large ones shapes."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from enumerations import packed
from mapping.layers import LAYERS
from mapping.tiles import render_tile
from settlements.models import Structure
from tests import factories
from tests.mapping.conftest import HERE, house
from tests.mapping.decoded import decode, tile_at

pytestmark = pytest.mark.django_db
WATER = packed.mask("water_source", "use", "status")


def drawn(settlement: Any, theme: str, zoom: int = 15, layer: str = "structures") -> list[dict[str, Any]]:
    tile = tile_at(*HERE, zoom)
    _version, body = render_tile(LAYERS[layer].coloured_by(theme, zoom), settlement.pk, tile)
    return decode(body, tile, layer) if body else []


@pytest.mark.parametrize("zoom", [14, 15])
def test_it_tells_the_theme_and_what_is_filtered_by_and_nothing_else(structure: Any, zoom: int) -> None:
    type(structure.summary).objects.update(change=2)
    [feature] = drawn(structure.settlement, "water", zoom)
    structure.summary.refresh_from_db()
    assert {name for name in feature if name not in {"geom", "mvt_id"}} <= {"a", "k", "w"}
    assert (feature["a"], feature["k"]) == (structure.summary.packed & WATER, structure.cluster_id)
    assert packed.unpack(feature["a"], "water_source") == 2
    assert feature.get("mvt_id") is None


def test_alike_structures_are_one_feature(cluster: Any) -> None:
    for n in range(1, 41):
        use = "residential" if n % 4 else "business"
        where = factories.place_of(n)
        factories.StructureFactory(
            cluster=cluster,
            code=f"KMT/B/{n}",
            location=where,
            footprint=house(where.x, where.y, 6),
            uses=[use],
        )
    features = drawn(cluster.settlement, "water")
    counted = {packed.unpack(one["a"], "use"): len(getattr(one["geom"], "geoms", "1")) for one in features}
    assert len(features) == 2
    assert sorted(counted.values()) == [10, 30]


def test_small_ones_are_squares_as_wide_as_they_are(cluster: Any) -> None:
    """At zoom 15 a unit of a tile is 0.3 m near the equator; a house of 7 m takes 24 of them."""
    factories.StructureFactory(cluster=cluster, code="KMT/B/1", footprint=house(*HERE, 7))
    [feature] = drawn(cluster.settlement, "use")
    assert (feature["geom"].geom_type, feature["w"]) == ("Point", 24)


def test_large_ones_keep_their_shape(cluster: Any) -> None:
    factories.StructureFactory(cluster=cluster, code="KMT/B/1", footprint=house(*HERE, 40))
    [feature] = drawn(cluster.settlement, "use")
    assert feature["geom"].area == pytest.approx(40**2, rel=0.05)
    assert "w" not in feature


@pytest.mark.parametrize("status", ["demolished", "merged_into"])
def test_what_no_longer_stands_is_not_in_it(structure: Any, status: str) -> None:
    type(structure.summary).objects.update(status=status, change=4)
    assert drawn(structure.settlement, "water") == []


def test_only_those_of_all_statuses_no_longer_stand(structure: Any) -> None:
    """The statuses that are not drawn are told by their bits."""
    seen = {}
    for status in Structure._meta.get_field("status").choices or []:
        type(structure.summary).objects.update(status=status[0])
        seen[status[0]] = bool(drawn(structure.settlement, "water"))
    assert [status for status, is_drawn in seen.items() if not is_drawn] == ["demolished", "merged_into"]


def test_far_away_a_cell_tells_the_theme_alone(structure: Any) -> None:
    [cell] = drawn(structure.settlement, "water", 12)
    structure.summary.refresh_from_db()
    assert (cell["c"], cell["a"]) == (1, structure.summary.packed & WATER)


@pytest.mark.parametrize("theme", ["occupancy", "rent", "", "nothing", "KMT"])
@pytest.mark.parametrize("zoom", [12, 15])
def test_a_theme_the_reader_does_not_have_is_not_told(structure: Any, theme: str, zoom: int) -> None:
    plain = LAYERS["structures-plain"]
    assert plain.coloured_by(theme, zoom) is plain
    [feature] = drawn(structure.settlement, theme, zoom, "structures-plain")
    assert packed.unpack(feature["a"], "occupancy_status") == 0


def test_near_each_structure_is_told_apart(structure: Any) -> None:
    [feature] = drawn(structure.settlement, "water", 16)
    assert feature["mvt_id"] == structure.pk


def test_tiles_of_themes_are_kept_apart(
    client_of: Any, amina: Any, structure: Any, address: Callable[..., str]
) -> None:
    tile, client = tile_at(*HERE, 15), client_of(amina)
    url = address(structure.settlement, "structures", tile)
    bodies = [client.get(url + of).content for of in ("&of=occupancy", "&of=water", "", "&of=nothing")]
    # The second time out of Redis.
    assert bodies == [client.get(url + of).content for of in ("&of=occupancy", "&of=water", "", "&of=x")]
    told = [decode(body, tile, "structures")[0]["a"] for body in bodies]
    assert [packed.unpack(a, "occupancy_status") > 0 for a in told] == [True, False, True, True]
    assert [packed.unpack(a, "water_source") > 0 for a in told] == [False, True, True, True]


def test_the_first_tiles_of_a_large_settlement_are_small(cluster: Any) -> None:
    """Of 2,500 houses that differ in use and village; told one by one they are five times as much."""
    Structure.objects.bulk_create(
        Structure(
            settlement=cluster.settlement,
            cluster=cluster,
            code=f"KMT/B/{n}",
            location=factories.place_of(n),
            footprint=house(factories.place_of(n).x, factories.place_of(n).y, 6),
            uses=[("residential", "business", "mixed")[n % 3]],
        )
        for n in range(1, 2501)
    )
    tile = tile_at(*HERE, 14)
    layer = LAYERS["structures"]
    whole, one = (
        len(gzip.compress(render_tile(each, cluster.settlement.pk, tile)[1]))
        for each in (layer, layer.coloured_by("use", 14))
    )
    assert one < 10_000
    assert one < whole / 3
