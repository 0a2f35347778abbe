"""The list of what a phone keeps of a settlement: its page, what that loads, its tiles, and their bytes.

Nothing is in it that a member without a further role may not see: no tenure, no disputes, nobody's name.
The list is an allow-list; what is not named here is never kept.
"""

import gzip
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from mapping.layers import LAYERS, Layer
from mapping.offline import ground
from mapping.tile_views import KEPT_SECONDS, draw_and_keep, kept_key
from mapping.tiles import Tile
from settlements.models import Settlement

# Ground that every member sees. A test holds that no other right is needed for any of them.
KEPT_LAYERS = ("structures-plain", "clusters", "service-points", "lanes", "hazards", "plans")
ZOOMS = (ground.AFAR, ground.SHAPES, ground.NUMBERS)
# What a cheap phone and a small bundle bear. Beyond it the numbers stay behind, which are half of it.
MAX_BYTES = 3_000_000
MAX_TILES = 500  # of one zoom, 46 km² with numbers: to draw more would keep the phone waiting


@dataclass(frozen=True)
class Part:
    """One thing to fetch: its address, its bytes on the way, and a print that changes with its content."""

    address: str
    bytes: int
    print: str


@dataclass(frozen=True)
class Tiles:
    """The tiles to keep, by zoom; `has_numbers` is whether the zoom with the numbers is among them."""

    zooms: tuple[int, ...]
    parts: list[Part]
    has_numbers: bool
    is_too_large: bool

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.parts)


def kept_tiles(settlement: Settlement) -> Tiles:
    """The settlement's tiles as they are now, drawn where nobody asked for them yet."""
    key = f"kept-tiles:{settlement.code}:{settlement.data_version}"
    found: Tiles | None = cache.get(key)
    if found is None:
        found = choose(settlement)
        cache.set(key, found, KEPT_SECONDS)
    return found


def choose(settlement: Settlement) -> Tiles:
    """All zooms, or those without the numbers, if that is what a phone bears."""
    parts: dict[int, list[Part]] = {}
    for zoom in ZOOMS:
        tiles = ground.tiles_of_ground(settlement.pk, zoom)
        if len(tiles) > MAX_TILES:
            break
        parts[zoom] = list(drawn(settlement, tiles))
        if sum(part.bytes for of_zoom in parts.values() for part in of_zoom) > MAX_BYTES:
            del parts[zoom]
            break
    zooms = tuple(parts)
    return Tiles(
        zooms=zooms,
        parts=[part for of_zoom in parts.values() for part in of_zoom],
        has_numbers=ground.NUMBERS in zooms,
        is_too_large=ground.SHAPES not in zooms,
    )


def drawn(settlement: Settlement, tiles: Sequence[Tile]) -> list[Part]:
    """Of these tiles those in which something lies; from Redis what was drawn before."""
    wanted = [(LAYERS[name], tile) for name in KEPT_LAYERS for tile in tiles]
    version = str(settlement.data_version)
    keys = [kept_key(settlement.code, version, layer, tile) for layer, tile in wanted]
    known = cache.get_many(keys)
    parts = []
    for key, (layer, tile) in zip(keys, wanted, strict=True):
        body = known.get(key)
        if body is None:
            body = draw_and_keep(settlement.code, settlement.pk, layer, tile)[1]
        if body:
            parts.append(Part(tile_address(settlement, layer, tile), len(body), print_of(body)))
    return parts


def tile_address(settlement: Settlement, layer: Layer, tile: Tile) -> str:
    return reverse("mapping:tile", args=[settlement.code, layer.name, tile.z, tile.x, tile.y])


def print_of(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def packed_size(content: bytes) -> int:
    """Bytes on the way to the phone."""
    return len(gzip.compress(content, 6))


def as_json(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]
