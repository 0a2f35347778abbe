"""The map of a settlement for a page: the ground and the styles of the wall maps, small, and nobody's door.

No number of people, no number of a door. Structures are coloured by their walls, which whoever passes sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapping.wall import furniture, words
from mapping.wall.canvas import Canvas
from mapping.wall.choices import Drawn
from mapping.wall.drawing import Drawing
from mapping.wall.flow import Columns, Item, draw_items
from mapping.wall.grid import Grid
from mapping.wall.ground import Ground, read_ground
from mapping.wall.legend import Legend
from mapping.wall.look import Look
from mapping.wall.paper import COARSEST, SCALES, Letters, Rect
from mapping.wall.plane import Box
from mapping.wall.refusals import NothingToDraw
from mapping.wall.scene import Sizes, compose
from mapping.wall.view import View
from reports.documents.svg import SvgCanvas
from settlements.choices import LaneKind as Lane
from settlements.choices import ServiceKind as K
from settlements.models import Settlement
from verification.paper.words import Speech

LETTERS = Letters(title=9, heading=7, body=6.2, index=5.5, column=46)
SIZES = Sizes(sign=1.5, lane=5, letter=8, name=4.8, line=0.55)
PAD, GUTTER, ARROW = 3.0, 4.0, 9.0  # mm
STEP = 4.0
THEME = "materials"
# What a small map has room for.
KEY_SERVICES = frozenset(
    {
        K.TOILET_BLOCK, K.WATER_POINT, K.WATER_KIOSK, K.BOREHOLE, K.TANK, K.SCHOOL, K.HEALTH_FACILITY,
        K.WASTE_COLLECTION, K.STREETLIGHT_HIGHMAST,
    }
)  # fmt: skip


KEY_WAYS = frozenset({Lane.MAIN_ROAD, Lane.ACCESS_ROAD, Lane.LANE, Lane.RIVER, Lane.RAILWAY})


@dataclass(frozen=True)
class Made:
    """A drawn map: `shows` are codes of reports.documents.words.MAP_PARTS."""

    code: str
    name: str
    svg: str
    width: float
    height: float
    scale: int
    shows: tuple[str, ...]
    villages: int
    is_themed: bool = True


@dataclass(frozen=True)
class Wish:
    """What a map is for: how much room there is (mm), and what may be seen on it."""

    language: str
    width: float = 174.0
    height: float = 165.0
    has_structures: bool = True
    has_kept: bool = False  # dangers and plans that are not public
    is_small: bool = False


def draw(settlement: Settlement, wish: Wish) -> Made | None:
    """The map; None where nothing is known of the place."""
    try:
        ground = _ground(settlement, wish)
        extent = ground.extent
    except NothingToDraw:
        return None
    look = Look.of(
        is_coloured=True,
        theme=THEME if wish.has_structures and not wish.is_small else "",
        villages=ground.villages,
        has_grid=False,
    )
    layout = _best(ground, look, extent, wish)
    canvas = SvgCanvas(wish.width, layout.height, f"map-{settlement.code.lower()}")
    view = View.about(layout.frame, extent.middle, layout.scale)
    scene = compose(ground, Grid.over(ground.plane, extent), view, SIZES, has_numbers=False)
    Drawing(canvas, scene, look, SIZES, layout.frame).draw()
    furniture.frame(canvas, layout.frame)
    columns = Columns(layout.panel, LETTERS)
    draw_items(canvas, columns.place(_items(ground, look, columns.width, layout.scale, wish.language)))
    title = settlement.name
    return Made(
        settlement.code, settlement.name, canvas.svg(title), wish.width, layout.height, layout.scale,
        _shows(ground, wish), len(ground.villages), look.theme is not None,
    )  # fmt: skip


def _ground(settlement: Settlement, wish: Wish) -> Ground:
    drawn: list[str] = [Drawn.LANES, Drawn.SERVICES, Drawn.HAZARDS, Drawn.PLANS]
    ground = read_ground(settlement, [*drawn, Drawn.KEPT] if wish.has_kept else drawn)
    if not wish.has_structures:
        ground = replace(ground, houses=[], far=[])
    if wish.is_small:
        ground = replace(
            ground,
            services=[each for each in ground.services if each.kind in KEY_SERVICES],
            ways=[each for each in ground.ways if each.kind in KEY_WAYS],
        )
    return ground


def _shows(ground: Ground, wish: Wish) -> tuple[str, ...]:
    there: dict[str, Sequence[Any]] = {
        "boundary": ground.boundary.areas,
        "villages": ground.villages,
        "structures": ground.houses,
        "services": ground.services,
        "lanes": ground.ways,
        "hazards": ground.zones,
    }
    return tuple(name for name, found in there.items() if found)


# --- Where things stand ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """The map's frame and what is beside or below it."""

    frame: Rect
    panel: Rect
    scale: int
    height: float


def _best(ground: Ground, look: Look, extent: Box, wish: Wish) -> Layout:
    """The largest scale that fits with the whole legend; beside the map rather than below it."""
    for scale in SCALES:
        for found in (_beside(ground, look, extent, wish, scale), _below(ground, look, extent, wish, scale)):
            if found is not None:
                return found
    return _cramped(wish)


def _needed(extent: Box, scale: int) -> tuple[float, float]:
    return extent.width * 1_000 / scale + 2 * PAD, extent.height * 1_000 / scale + 2 * PAD


def _beside(ground: Ground, look: Look, extent: Box, wish: Wish, scale: int) -> Layout | None:
    wide, high = _needed(extent, scale)
    width = LETTERS.column
    room = wish.width - width - GUTTER
    if wide > room or high > wish.height:
        return None
    items = _items(ground, look, width, scale, wish.language)
    height = max(high, sum(item.height for item in items) + 1)
    if height > wish.height:
        return None
    return Layout(Rect(0.2, 0.2, room, height - 0.4), Rect(room + GUTTER, 0, width, height), scale, height)


def _below(ground: Ground, look: Look, extent: Box, wish: Wish, scale: int) -> Layout | None:
    wide, high = _needed(extent, scale)
    if wide > wish.width or high > wish.height:
        return None
    panel_height = 12.0
    while high + GUTTER + panel_height <= wish.height:
        panel = Rect(0, high + GUTTER, wish.width, panel_height)
        columns = Columns(panel, LETTERS)
        if columns.place(_items(ground, look, columns.width, scale, wish.language)).fits:
            frame = Rect(0.2, 0.2, wish.width - 0.4, high - 0.4)
            return Layout(frame, panel, scale, high + GUTTER + panel_height)
        panel_height += STEP
    return None


def _cramped(wish: Wish) -> Layout:
    """A place as wide as a district: what fits of the legend."""
    room = wish.width - LETTERS.column - GUTTER
    return Layout(
        Rect(0.2, 0.2, room, wish.height - 0.4),
        Rect(room + GUTTER, 0, LETTERS.column, wish.height),
        COARSEST,
        wish.height,
    )


def _items(ground: Ground, look: Look, width: float, scale: int, language: str) -> list[Item]:
    speech = Speech((language,))
    legend = SmallLegend(ground, look, LETTERS, speech, width)
    return [_bar(width, scale, speech), *legend.items(is_of_village=False)]


def _bar(width: float, scale: int, speech: Speech) -> Item:
    """Scale bar and the arrow to the north."""

    def put(canvas: Canvas, x: float, y: float) -> None:
        furniture.scale_bar(canvas, x + 0.5, y + 3.5, scale, width - 18, LETTERS.body)
        north = words.said(speech, words.NORTH)[0]
        furniture.north_arrow(canvas, x + width - 5, y + ARROW + 2, ARROW * 0.8, north)

    return Item(ARROW + 4, put)


class SmallLegend(Legend):
    """Without what says how numbers are written: there are none."""

    def _structures(self, *, is_of_village: bool) -> list[Item]:
        return super()._structures(is_of_village=is_of_village)[: self._lines_and_areas()]

    def _lines_and_areas(self) -> int:
        """The heading, the boundary and the villages."""
        outlined = any(village.shape.areas for village in self.ground.villages)
        return 1 + bool(self.ground.boundary.areas) + outlined
