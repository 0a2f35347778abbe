"""One vector tile: layer + settlement + z/x/y → bytes, by one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from mapping.layers import Layer

EXTENT = 4096  # units along a tile's edge
MAX_ZOOM = 22
HALF_WORLD_M = 20_037_508.342789244  # from the centre to the edge of EPSG:3857

# A tile is one short index scan: compiling it or sharing it among processes costs more than it saves.
# SET LOCAL in the same message as the query lasts exactly as long as the query.
PLANNING = "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; "


@dataclass(frozen=True)
class Tile:
    """A tile's address in the usual scheme: x from the west, y from the north."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        return self.z <= MAX_ZOOM and self.x < 2**self.z and self.y < 2**self.z

    @property
    def size_m(self) -> float:
        """Length of an edge, in the metres of EPSG:3857."""
        return 2 * HALF_WORLD_M / 2**self.z

    def params(self, margin_units: int) -> dict[str, float]:
        """What a query asks: the tile's box with a margin, and the way from EPSG:3857 to its units."""
        west = self.x * self.size_m - HALF_WORLD_M
        north = HALF_WORLD_M - self.y * self.size_m
        scale = EXTENT / self.size_m
        margin = margin_units / scale
        return {
            "west": west - margin,
            "south": north - self.size_m - margin,
            "east": west + self.size_m + margin,
            "north": north + margin,
            "scale": scale,
            "x_off": -west * scale,
            "y_off": north * scale,
            "extent": EXTENT,
            "margin": margin_units,
        }


def render_tile(layer: "Layer", settlement_id: int, tile: Tile) -> tuple[int, bytes]:
    """The settlement's data version and the tile of that version (empty where nothing is drawn).

    Both come from one snapshot, so a tile is never kept under a newer version than it shows.
    """
    answer = BytesIO()
    with connection.cursor() as cursor:
        asked = cursor.mogrify(statement(layer, tile.z), asked_of(layer, settlement_id, tile))
        cursor.copy_expert(asked.decode(), answer)
    version, body = row_of(answer.getvalue())
    return int.from_bytes(version), body


def asked_of(layer: "Layer", settlement_id: int, tile: Tile) -> dict[str, float]:
    """What its statement asks."""
    return {"settlement": settlement_id, **tile.params(layer.margin)}


def statement(layer: "Layer", zoom: int) -> str:
    """The SQL of a tile. COPY hands it over as it is; a SELECT would write each byte as two letters."""
    return f"""{PLANNING} COPY (SELECT
        (SELECT data_version FROM settlements_settlement WHERE id = %(settlement)s),
        (SELECT ST_AsMVT(drawn, '{layer.name}', %(extent)s, 'geom', 'id') FROM ({layer.query(zoom)}) drawn)
    ) TO STDOUT (FORMAT binary)"""


def row_of(copied: bytes) -> Iterator[bytes]:
    """The values of the first row of a binary COPY, nulls as no bytes (PostgreSQL's manual, COPY)."""
    (extension,) = unpack_from("!i", copied, 15)
    at = 19 + extension
    (count,) = unpack_from("!h", copied, at)
    at += 2
    for _ in range(count):
        (length,) = unpack_from("!i", copied, at)
        at += 4
        yield copied[at : at + max(length, 0)]
        at += max(length, 0)


def tiles_within(west: float, south: float, east: float, north: float, z: int) -> Iterator[Tile]:
    """Every tile of a zoom that touches a box in EPSG:3857 metres."""
    size = 2 * HALF_WORLD_M / 2**z
    for x in range(int((west + HALF_WORLD_M) // size), int((east + HALF_WORLD_M) // size) + 1):
        for y in range(int((HALF_WORLD_M - north) // size), int((HALF_WORLD_M - south) // size) + 1):
            yield Tile(z, x, y)
