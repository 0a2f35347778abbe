"""Where the data lies: the file's coordinate system, doubts about it, and what it could be instead.

Nairobi and Mombasa are in UTM zone 37S, Kisumu in 36S, the north in 36N and 37N; surveys before GPS used
Arc 1960. Arc 1960 read as WGS 84 lies about 300 m south and 90 m west of where it belongs: near enough to be
overlooked, far enough to put every door in another lane.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from math import cos, hypot, radians
from typing import Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from settlements.imports.problems import ImportRefused, Problem
from settlements.imports.reference import NEAR_KM, Reference, on_earth
from settlements.imports.shapes import Coordinates

WGS84 = "EPSG:4326"
KENYA = (33.9, -4.75, 41.95, 5.5)
# WGS 84 and the same on Arc 1960.
TWINS = {
    "EPSG:4326": "EPSG:4210",
    "EPSG:32736": "EPSG:21036",
    "EPSG:32737": "EPSG:21037",
    "EPSG:32636": "EPSG:21096",
    "EPSG:32637": "EPSG:21097",
}
TWIN_OF = TWINS | {arc: wgs for wgs, arc in TWINS.items()}
CANDIDATES = (WGS84, "EPSG:3857", "EPSG:32737", "EPSG:32736", "EPSG:32637", "EPSG:32636",
              "EPSG:21037", "EPSG:21036", "EPSG:21097", "EPSG:21096", "EPSG:4210")  # fmt: skip
# A fit must be this much better before a file's own word is doubted.
CLEARLY_BETTER = 0.1
TOWNS = (
    ("Nairobi", 36.82, -1.29), ("Kisumu", 34.76, -0.09), ("Mombasa", 39.67, -4.05), ("Nakuru", 36.07, -0.30),
    ("Eldoret", 35.27, 0.52), ("Thika", 37.07, -1.04), ("Malindi", 40.12, -3.22), ("Kitale", 35.00, 1.02),
    ("Garissa", 39.65, -0.45), ("Nyeri", 36.95, -0.42), ("Meru", 37.65, 0.05), ("Kisii", 34.77, -0.68),
    ("Kakamega", 34.75, 0.28), ("Machakos", 37.26, -1.52), ("Kericho", 35.28, -0.37), ("Lodwar", 35.60, 3.12),
    ("Isiolo", 37.58, 0.35), ("Marsabit", 37.99, 2.33), ("Wajir", 40.06, 1.75), ("Mandera", 41.86, 3.94),
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """One way to read the coordinates, and where it would put the data."""

    crs: str
    swap: bool
    name: str
    lon: float
    lat: float
    inside: float | None = None  # share of the data inside the settlement
    fit: float | None = None  # the same, and what lies on structures we know counts twice
    distance_km: float | None = None

    @property
    def where(self) -> str:
        return place_name(self.lon, self.lat)

    @property
    def key(self) -> str:
        """What the form sends: `EPSG:32737` or `EPSG:4326 swapped`."""
        return f"{self.crs} swapped" if self.swap else self.crs

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"key": self.key, "where": self.where}


@dataclass(frozen=True)
class Located:
    """How the coordinates are to be read. A question means: not before a person has answered."""

    crs: str
    swap: bool
    question: Problem | None
    proposals: tuple[Proposal, ...]
    warnings: tuple[Problem, ...]


@lru_cache(maxsize=64)
def to_degrees(crs: str) -> Transformer:
    """From a system to longitude and latitude (WGS 84), in this order."""
    return Transformer.from_crs(CRS.from_user_input(crs), CRS.from_user_input(WGS84), always_xy=True)


def known(crs: str) -> str:
    """The system under its EPSG number where it has one. Raises ImportRefused."""
    text = str(crs).strip()
    try:
        system = CRS.from_user_input(int(text) if text.isdigit() else text)
    except (CRSError, ValueError) as error:
        raise ImportRefused("unknown_crs", crs=text[:60]) from error
    if not (system.is_geographic or system.is_projected):
        raise ImportRefused("unknown_crs", crs=text[:60])
    number = system.to_epsg(min_confidence=70)
    if system.is_geographic and (number is None or number == 4326 or "CRS84" in system.name):
        number = 4326 if system.name in ("WGS 84", "WGS 84 (CRS84)", "GCS_WGS_1984", "OGC:CRS84") else number
    return f"EPSG:{number}" if number else text


def name_of(crs: str) -> str:
    """`WGS 84 / UTM zone 37S (EPSG:32737)`."""
    name = CRS.from_user_input(crs).name
    return f"{name} ({crs})" if crs.startswith("EPSG:") else name


def move(points: Coordinates, crs: str, *, swap: bool = False) -> Coordinates:
    """The points in degrees (lon, lat); infinite where a place cannot exist."""
    pairs = points[:, ::-1] if swap else points
    if crs == WGS84:
        moved = pairs.copy()
    else:
        try:
            moved = np.column_stack(to_degrees(crs).transform(pairs[:, 0], pairs[:, 1], errcheck=False))
        except ProjError:
            return np.full_like(pairs, np.inf)
    moved[~(np.abs(moved) <= np.array([180.0, 90.0])).all(axis=1)] = np.inf
    return moved


def proposal(points: Coordinates, reference: Reference, crs: str, swap: bool) -> Proposal | None:
    """Where this reading puts the data; None where it puts it nowhere on earth."""
    moved = move(points, crs, swap=swap)
    moved = moved[np.isfinite(moved).all(axis=1)]
    if len(moved) < 0.9 * len(points) or not on_earth(moved):
        return None
    lon, lat = np.median(moved, axis=0)
    inside, on_structures = reference.share_inside(moved), reference.share_on_structures(moved)
    return Proposal(
        crs, swap, name_of(crs), round(float(lon), 6), round(float(lat), 6), inside=inside,
        fit=None if inside is None else inside + (on_structures or 0),
        distance_km=reference.distance_km(moved),
    )  # fmt: skip


def plausible(each: Proposal) -> bool:
    """Near the settlement; in Kenya where we do not know the settlement's place."""
    if each.distance_km is not None:
        return each.distance_km <= NEAR_KM
    return in_kenya(each.lon, each.lat)


def proposals(points: Coordinates, reference: Reference) -> tuple[Proposal, ...]:
    """All plausible readings, the best first; the possible ones where none is plausible."""
    every = [
        found
        for swap in (False, True)
        for crs in CANDIDATES
        if (found := proposal(points, reference, crs, swap)) is not None
    ]
    good = [each for each in every if plausible(each)]
    unswapped = [each for each in every if not each.swap]
    chosen = good or unswapped or every
    return tuple(sorted(chosen, key=lambda each: (each.swap, -(each.fit or 0), CANDIDATES.index(each.crs))))


def locate(
    points: Coordinates, reference: Reference, *, declared: str | None, crs: str | None, swap: bool | None
) -> Located:
    """Decide how to read the coordinates, or ask. What a person chose is taken, with warnings."""
    chosen = known(crs) if crs else known(declared) if declared else None
    if chosen is None:
        return question("crs_missing", proposals(points, reference), swap=swap)
    taken = proposal(points, reference, chosen, bool(swap))
    if taken is None:
        if crs or chosen != WGS84:
            return elsewhere(points, reference, chosen, "not_degrees")
        return question("not_degrees", proposals(points, reference), crs=chosen, swap=swap)
    if crs is None and swap is None and (doubt := doubts(points, reference, taken)):
        return doubt
    return Located(chosen, bool(swap), None, (), tuple(warnings(taken)))


def doubts(points: Coordinates, reference: Reference, taken: Proposal) -> Located | None:
    """Whether another reading fits clearly better than the file's own word."""
    twin = TWIN_OF.get(taken.crs)
    other = proposal(points, reference, twin, False) if twin else None
    if other and better(other, taken):
        metres = round(apart_m(other, taken))
        params = {"metres": metres, "crs": taken.name, "other": other.name}
        return question("arc_1960", (other, taken), crs=taken.crs, params=params)
    if plausible(taken):
        return None
    swapped = proposal(points, reference, taken.crs, True)
    if swapped and plausible(swapped):
        return question("swapped", (swapped, taken), crs=taken.crs, params={"where": taken.where})
    others = tuple(each for each in proposals(points, reference) if plausible(each) and better(each, taken))
    if others:
        params = {"where": taken.where, "crs": taken.name}
        return question("elsewhere", (*others, taken), crs=taken.crs, params=params)
    return None


def better(one: Proposal, other: Proposal) -> bool:
    """Whether one reading puts clearly more of the data on the settlement."""
    return one.fit is not None and one.fit >= 0.5 and one.fit - (other.fit or 0) > CLEARLY_BETTER


def elsewhere(points: Coordinates, reference: Reference, crs: str, code: str) -> Located:
    """The system that was named cannot hold these numbers: ask again."""
    return question(code, proposals(points, reference), crs=crs)


def question(
    code: str,
    offered: tuple[Proposal, ...],
    *,
    crs: str = "",
    swap: bool | None = None,
    params: dict[str, Any] | None = None,
) -> Located:
    return Located(crs, bool(swap), Problem(code, params or {}), offered, ())


def warnings(taken: Proposal) -> list[Problem]:
    """What is odd about the place, though it may be meant."""
    found = []
    if not in_kenya(taken.lon, taken.lat):
        found.append(Problem("outside_kenya", {"where": taken.where}))
    if taken.distance_km is not None and taken.distance_km > 1:
        found.append(Problem("far_away", {"km": f"{taken.distance_km:,.0f}"}))
    return found


def in_kenya(lon: float, lat: float) -> bool:
    return KENYA[0] <= lon <= KENYA[2] and KENYA[1] <= lat <= KENYA[3]


def apart_m(one: Proposal, other: Proposal) -> float:
    """Metres between two readings, on a plane: they are near each other."""
    east = (one.lon - other.lon) * 111_320 * cos(radians(one.lat))
    return hypot(east, (one.lat - other.lat) * 110_574)


def place_name(lon: float, lat: float) -> str:
    """`1.2900° S, 36.8200° E (4 km from Nairobi)`."""
    text = f"{abs(lat):.4f}° {'S' if lat < 0 else 'N'}, {abs(lon):.4f}° {'W' if lon < 0 else 'E'}"
    km, town = min(
        (hypot((lon - x) * 111.3 * cos(radians(y)), (lat - y) * 110.6), town) for town, x, y in TOWNS
    )
    return f"{text} ({km:.0f} km from {town})" if km <= 150 else text
