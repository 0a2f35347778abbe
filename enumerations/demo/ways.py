"""What runs through and across a made-up settlement: lanes and water with names, hazards, plans of others.

Names are of the kind people give (what is sold there, what happened there); all are invented.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString, Polygon

from enumerations.demo.layout import Layout
from enumerations.demo.shapes import XY, Plane
from settlements.choices import Hazard, LaneKind, OverlayKind, Regularisation

LANE_NAMES = (
    "Njia ya Chapati", "Kichochoro cha Ukuta", "Mtaa wa Mbao", "Njia ya Cherehani", "Kona ya Chai",
    "Njia ya Bomba", "Mtaa wa Kinyozi", "Njia ya Samaki", "Kichochoro cha Giza", "Njia ya Duka Nne",
    "Mtaa wa Viatu", "Njia ya Mwembe", "Kona Mbili", "Njia ya Makaa", "Mtaa wa Jua Kali", "Njia ya Maziwa",
    "Kichochoro cha Paka", "Njia ya Posho", "Mtaa wa Redio", "Njia ya Kuku",
)  # fmt: skip
ROAD, PATHS, DRAIN = "Barabara ya Soko", ("Njia ya Shule", "Ngazi ya Mtoni", "Njia ya Kanisa"), "Mtaro Mkuu"
RIVER, RAILWAY = "Mto Kijani", "Reli ya zamani"
BEYOND_M = 70.0  # how far roads, rivers and other people's lines go on outside
STEP_M = 6.0
TOLD_ON = date(2026, 9, 2)


@dataclass(frozen=True)
class Board:
    """The drawing board in metres, and how it comes onto the ground."""

    plane: Plane
    outline: Polygon

    @classmethod
    def of(cls, layout: Layout) -> "Board":
        ring = layout.place.outline
        return cls(layout.place.plane, Polygon([*ring, ring[0]]))

    @property
    def box(self) -> tuple[float, float, float, float]:
        west, south, east, north = self.outline.extent
        return west, south, east, north

    def edge(self, east: float, *, north: bool) -> float:
        """Where the outline's southern or northern edge runs at this easting; its end's beyond the ends."""
        west, south, last, top = self.box
        at = min(max(east, west + 1), last - 1)
        inside: Any = self.outline.intersection(LineString((at, south - 1), (at, top + 1)))
        return float(inside.extent[3 if north else 1])

    def beside(self, *, north: bool, aside: float) -> list[XY]:
        """A line along an edge of the settlement, as a river or a railway runs, and beyond its ends."""
        west, _south, east, _north = self.box
        sign = 1 if north else -1
        places = [west - BEYOND_M + i * STEP_M for i in range(int((east - west + 2 * BEYOND_M) / STEP_M) + 1)]
        edges = [self.edge(x, north=north) for x in places]
        # A walked boundary has corners, a river has bends.
        smooth = [sum(near) / len(near) for i in range(len(edges)) for near in [edges[max(0, i - 6) : i + 7]]]
        return [(x, y + sign * aside + 2.2 * math.sin(x / 23)) for x, y in zip(places, smooth, strict=True)]

    def on_ground(self, shape: Any) -> Any:
        """The same in EPSG:4326; to the centimetre."""

        def moved(part: Any) -> Any:
            if isinstance(part[0], float):
                return tuple(round(value, 7) for value in self.plane.degrees((part[0], part[1])))
            return tuple(moved(each) for each in part)

        if isinstance(shape, MultiLineString):
            return MultiLineString([LineString(moved(line)) for line in shape.coords], srid=4326)
        return type(shape)(*moved(shape.coords), srid=4326)


def lanes(layout: Layout) -> Iterator[dict[str, Any]]:
    """Fields of Lane: what people walk along, and the water."""
    board, builder = Board.of(layout), layout.builder
    names = iter(LANE_NAMES)
    for lane in builder.lanes:
        is_road = lane.half > 2
        reach = BEYOND_M if is_road else 0.0
        line: Any = LineString(lane.points(builder.west - reach, builder.east + reach))
        inside = line if is_road else line.intersection(board.outline)
        if inside.empty or inside.length < 2 * STEP_M:
            continue
        kind = LaneKind.ACCESS_ROAD if is_road else LaneKind.LANE
        name = ROAD if is_road else next(names, "")
        yield lane_of(board, kind, name, inside, round(2 * lane.half, 1))
    for path, name in zip(layout.dividers, PATHS, strict=False):
        inside = LineString(path).intersection(board.outline)
        kind = LaneKind.STEPS if name.startswith("Ngazi") else LaneKind.FOOTPATH
        yield lane_of(board, kind, name, inside, 1.5)
    hazards = layout.place.about.get("hazards", [])
    if Hazard.FLOODING in hazards:
        yield lane_of(board, LaneKind.RIVER, RIVER, LineString(river(board)), 7)
        if layout.dividers:
            drain = LineString([(x + 2, y) for x, y in layout.dividers[-1]])
            yield lane_of(board, LaneKind.DRAIN, DRAIN, drain.intersection(board.outline), 1)
    if Hazard.RAILWAY in hazards:
        yield lane_of(board, LaneKind.RAILWAY, RAILWAY, LineString(railway(board)), 3)


def lane_of(board: Board, kind: LaneKind, name: str, line: Any, width: float) -> dict[str, Any]:
    whole = line if isinstance(line, MultiLineString) else MultiLineString(line)
    return {"kind": kind, "name": name, "path": board.on_ground(whole), "width_m": width}


def river(board: Board) -> list[XY]:
    return board.beside(north=False, aside=9)


def railway(board: Board) -> list[XY]:
    return board.beside(north=True, aside=14)


def overlays(layout: Layout) -> Iterator[dict[str, Any]]:
    """Fields of Overlay: the dangers people know, and lines that others drew across the place."""
    board = Board.of(layout)
    hazards = layout.place.about.get("hazards", [])
    if Hazard.FLOODING in hazards:
        water = LineString(river(board))
        # Everybody may know how far the water came.
        yield overlay(board, OverlayKind.FLOODING, "Mafuriko ya Aprili", flooded(water), public=True,
                      source="Walk with residents", note="The water of April 2024.")  # fmt: skip
        yield overlay(board, OverlayKind.RIPARIAN_BUFFER, "Kandokando ya Mto Kijani", water, reach=15,
                      source="Water resources office (demonstration)")  # fmt: skip
    if Hazard.RAILWAY in hazards:
        yield overlay(board, OverlayKind.RAILWAY_RESERVE, "Hifadhi ya reli", LineString(railway(board)),
                      reach=30, source="Railway company (demonstration)")  # fmt: skip
    if Hazard.QUARRY in hazards:
        west, south, _east, north = board.box
        pit = LineString((west + 25, south + 20), (west + 45, (south + north) / 2)).buffer(14)
        yield overlay(board, OverlayKind.QUARRY, "Shimo la mawe", pit, source="Walk with residents")
    if layout.place.about.get("tenure_regularisation") == Regularisation.SPECIAL_PLANNING_AREA:
        yield overlay(board, OverlayKind.PLANNING_AREA, "Special planning area", board.outline, public=True,
                      source="County gazette (demonstration)")  # fmt: skip
        return
    yield overlay(board, OverlayKind.PROPOSED_ROAD, "Link road", across(board, 0.12, 0.62), reach=9,
                  source="County roads department (demonstration)",
                  note="Announced at a meeting; no compensation was spoken of.")  # fmt: skip
    yield overlay(board, OverlayKind.WAYLEAVE, "66 kV", across(board, 0.93, 0.72), reach=10,
                  source="Power company (demonstration)")  # fmt: skip


def flooded(water: Any) -> Any:
    """More on the low ground than on the high: an area with an edge of its own."""
    low = [
        LineString(part).buffer(26) for part in (water.coords[18:40], water.coords[44:66]) if len(part) > 1
    ]
    whole: Any = water.buffer(14)
    for part in low:
        whole = whole.union(part)
    return whole.simplify(0.8)


def across(board: Board, top: float, bottom: float) -> LineString:
    """A line right across, from one share of the width in the north to another in the south."""
    west, south, east, north = board.box
    start, end = (west + (east - west) * share for share in (top, bottom))
    middle = ((start + end) / 2 + 12, (south + north) / 2)
    return LineString((start, north + BEYOND_M), middle, (end, south - BEYOND_M))


def overlay(
    board: Board,
    kind: OverlayKind,
    name: str,
    shape: Any,
    *,
    source: str,
    reach: float = 0,
    note: str = "",
    public: bool = False,
) -> dict[str, Any]:
    return {
        "kind": kind, "name": name, "shape": board.on_ground(shape), "reach_m": reach, "source": source,
        "said_on": TOLD_ON, "note": note, "is_public": public,
    }  # fmt: skip
