"""From degrees to metres on the ground, so that a length on paper is a length in the lane.

UTM shortens lengths by 0.04 % in the middle of a zone and stretches them towards its edges (0.1 % and more):
a sheet that is drawn from UTM's own metres is that much too small or too large. Here every coordinate is
divided by the scale factor at the middle of the settlement. UTM is conformal, so one factor holds in every
direction, and over the few kilometres of a settlement it changes by less than a millionth for each hundred
metres: a length on paper times the scale is the geodesic length to within 0.01 %. (Lengths on the ellipsoid:
in Nairobi, 1,700 m above the sea, a tape measures another 0.03 % more.)
"""

from dataclasses import dataclass
from functools import cached_property

from pyproj import Proj, Transformer

NORTH, SOUTH = 32600, 32700  # EPSG's UTM zones on WGS 84


@dataclass(frozen=True)
class Box:
    """A part of the plane, metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south

    @property
    def middle(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def grown(self, by: float) -> "Box":
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)

    def joined(self, other: "Box") -> "Box":
        return Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def meets(self, other: "Box") -> bool:
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def holds(self, x: float, y: float) -> bool:
        return self.west <= x <= self.east and self.south <= y <= self.north


@dataclass(frozen=True)
class Plane:
    """True metres east and north of a corner near the place; `longitude` and `latitude` are its middle."""

    longitude: float
    latitude: float

    @property
    def zone(self) -> int:
        return int((self.longitude + 180) // 6) % 60 + 1

    @property
    def srid(self) -> int:
        return (NORTH if self.latitude >= 0 else SOUTH) + self.zone

    @property
    def name(self) -> str:
        """`UTM 37S`, as a GPS calls it."""
        return f"UTM {self.zone}{'N' if self.latitude >= 0 else 'S'}"

    @cached_property
    def factor(self) -> float:
        """UTM's metres for one true metre, here."""
        factors = Proj(f"EPSG:{self.srid}").get_factors(self.longitude, self.latitude)
        return float(factors.meridional_scale)

    @cached_property
    def origin(self) -> tuple[float, float]:
        """UTM's easting and northing of the corner, on full kilometres."""
        to_utm = Transformer.from_crs(4326, self.srid, always_xy=True)
        east, north = to_utm.transform(self.longitude, self.latitude)
        return float(east // 1_000 * 1_000 - 10_000), float(north // 1_000 * 1_000 - 10_000)

    def from_utm(self, east: float, north: float) -> tuple[float, float]:
        return (east - self.origin[0]) / self.factor, (north - self.origin[1]) / self.factor

    def to_utm(self, x: float, y: float) -> tuple[float, float]:
        return x * self.factor + self.origin[0], y * self.factor + self.origin[1]

    def of_degrees(self, longitude: float, latitude: float) -> tuple[float, float]:
        """A place on the plane."""
        return self.from_utm(
            *Transformer.from_crs(4326, self.srid, always_xy=True).transform(longitude, latitude)
        )

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a place on the plane."""
        longitude, latitude = self._to_degrees.transform(*self.to_utm(x, y))
        return float(longitude), float(latitude)

    @cached_property
    def _to_degrees(self) -> Transformer:
        return Transformer.from_crs(self.srid, 4326, always_xy=True)

    def sql(self, shape: str) -> str:
        """A shape of the database (EPSG:4326) as GeoJSON in true metres, to the centimetre."""
        east, north = self.origin
        factor = 1 / self.factor
        return (
            f"ST_AsGeoJSON(ST_Affine(ST_Transform({shape}, {self.srid}), "
            f"{factor!r}, 0, 0, {factor!r}, {-east * factor!r}, {-north * factor!r}), 2, 0)"
        )
