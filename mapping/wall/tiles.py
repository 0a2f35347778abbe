"""A map on many small sheets that are glued together, and a key that says which lies where.

Numbers are placed once, on the whole; each sheet is a piece of it, one centimetre of it twice. Who cuts a
sheet along the marks on its left and above, and lays it on the one before, has a map without gaps.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from mapping.wall import furniture, words
from mapping.wall.boxes import Tilted
from mapping.wall.canvas import BLACK, WHITE, Canvas
from mapping.wall.choices import Orientation
from mapping.wall.content import Content
from mapping.wall.drawing import Drawing
from mapping.wall.ground import Ground
from mapping.wall.labels import Footprint
from mapping.wall.layout import Layout, choose
from mapping.wall.letters import CAPITAL, width_of
from mapping.wall.options import OPEN_SCALE
from mapping.wall.paper import POINT, Rect, edge_of, letters_of, size_of, ways_to_lie
from mapping.wall.plane import Box
from mapping.wall.prepared import Prepared, Tell
from mapping.wall.refusals import NothingInFrame, TooManySheets
from mapping.wall.scene import Scene, compose
from mapping.wall.shapes import Place
from mapping.wall.sheets import draw_sheet, index_sheets, sizes_of, warning_of
from mapping.wall.view import View

OVERLAP = 10.0  # mm that two neighbours share
MARKS = 5.5  # mm round the frame, for marks and the grid's names
FOOT = 7.0  # mm below it, for what the sheet is
PAD = 5.0  # mm of ground round the place
MOST_SHEETS = 300


@dataclass(frozen=True)
class Tile:
    """One sheet by its column and row, and its number."""

    column: int
    row: int
    number: int


@dataclass(frozen=True)
class Tiling:
    """How a place is cut into sheets; `whole` is the view of all of it, as if the paper were large enough."""

    paper: str
    is_wide: bool
    scale: int
    whole: View
    columns: int
    rows: int
    tiles: tuple[Tile, ...]

    @property
    def frame(self) -> Rect:
        """The same on every sheet."""
        return frame_of(self.paper, is_wide=self.is_wide)

    @property
    def step(self) -> tuple[float, float]:
        """From one sheet to the next, mm."""
        return self.frame.w - OVERLAP, self.frame.h - OVERLAP

    def shift(self, tile: Tile) -> tuple[float, float]:
        """From the whole's millimetres to the sheet's."""
        across, down = self.step
        return self.frame.x - tile.column * across, self.frame.y - tile.row * down

    def view(self, tile: Tile) -> View:
        across, down = self.step
        metres = self.scale / 1_000
        return View(
            self.frame,
            self.whole.west + tile.column * across * metres,
            self.whole.north - tile.row * down * metres,
            self.scale,
        )

    def at(self, column: int, row: int) -> Tile | None:
        return next((tile for tile in self.tiles if (tile.column, tile.row) == (column, row)), None)


def frame_of(paper: str, *, is_wide: bool) -> Rect:
    width, height = size_of(paper, is_wide=is_wide)
    around = edge_of(paper) + MARKS
    return Rect(around, around, width - 2 * around, height - 2 * around - FOOT)


def tile(ground: Ground, extent: Box, paper: str, orientation: str, scale: int) -> Tiling:
    """Cut a place into as few sheets as possible; sheets on which nothing would stand are left out."""
    tilings = [_tiling(ground, extent, paper, is_wide, scale) for is_wide in ways_to_lie(orientation)]
    return min(tilings, key=lambda tiling: len(tiling.tiles))


def _tiling(ground: Ground, extent: Box, paper: str, is_wide: bool, scale: int) -> Tiling:
    frame = frame_of(paper, is_wide=is_wide)
    counts = [
        max(1, math.ceil((metres * 1_000 / scale + 2 * PAD - OVERLAP) / (side - OVERLAP)))
        for metres, side in ((extent.width, frame.w), (extent.height, frame.h))
    ]
    columns, rows = counts
    return _laid(ground, extent, extent.middle, paper, is_wide, scale, columns, rows)


def _laid(
    ground: Ground, extent: Box | None, middle: Place, paper: str, is_wide: bool, scale: int,
    columns: int, rows: int,
) -> Tiling:  # fmt: skip
    """Sheets about a place; those on which nothing of the extent would stand are left out."""
    frame = frame_of(paper, is_wide=is_wide)
    width = columns * (frame.w - OVERLAP) + OVERLAP
    height = rows * (frame.h - OVERLAP) + OVERLAP
    whole = View.about(Rect(0, 0, width, height), middle, scale)
    bare = Tiling(paper, is_wide, scale, whole, columns, rows, ())
    there = there_in(ground, extent or whole.window)
    kept = [
        (column, row)
        for row in range(rows)
        for column in range(columns)
        if there(bare.view(Tile(column, row, 0)).window)
    ]
    tiles = tuple(Tile(column, row, n) for n, (column, row) in enumerate(kept, 1))
    return replace(bare, tiles=tiles)


def there_in(ground: Ground, extent: Box) -> Callable[[Box], bool]:
    """Whether there is anything of the settlement in a window."""
    areas = ground.boundary.areas or [area for village in ground.villages for area in village.shape.areas]
    outlines = []
    for area in areas:
        xs, ys = [x for x, _y in area[0]], [y for _x, y in area[0]]
        outlines.append(Footprint("", area, area[0][0], (min(xs), min(ys), max(xs), max(ys))))

    def there(window: Box) -> bool:
        common = Box(
            max(window.west, extent.west), max(window.south, extent.south),
            min(window.east, extent.east), min(window.north, extent.north),
        )  # fmt: skip
        if common.width <= 0 or common.height <= 0:
            return False
        x, y = common.middle
        box = Tilted(x, y, common.width / 2, common.height / 2)
        return (
            any(outline.meets(box) for outline in outlines)
            or any(common.meets(house.box) for house in ground.houses)
            or any(common.holds(*service.at) for service in ground.services)
        )

    return there


def plan_tiles(prepared: Prepared) -> Tiling:
    """Raises TooManySheets, NothingInFrame."""
    options = prepared.options
    scale = options.scale or OPEN_SCALE
    if prepared.middle is None:
        tiling = tile(prepared.ground, prepared.extent, options.paper, options.orientation, scale)
    else:
        is_wide = ways_to_lie(options.orientation)[0]
        tiling = _laid(
            prepared.ground, None, prepared.middle, options.paper, is_wide, scale,
            options.across, options.down,
        )  # fmt: skip
        if not tiling.tiles:
            raise NothingInFrame
    if len(tiling.tiles) > MOST_SHEETS:
        raise TooManySheets(len(tiling.tiles))
    return tiling


def key_of(prepared: Prepared, tiling: Tiling) -> tuple[Content, Layout]:
    """What stands on the key, and how: all of the place, or all sheets about a chosen one."""
    options = prepared.options
    window = tiling.whole.window if options.is_framed else None
    content = prepared.content(options.village, within=window)
    return content, choose(content, window or prepared.extent, options.paper, Orientation.EITHER)


def draw_tiles(canvas: Canvas, prepared: Prepared, tell: Tell) -> tuple[int, int]:
    """The key, the sheets, and what found no room on the key."""
    options, tiling = prepared.options, plan_tiles(prepared)
    sizes = sizes_of(options.paper, tiling.scale)
    total = len(tiling.tiles) + 1
    scene = compose(prepared.ground, prepared.grid, tiling.whole, sizes, only=options.village)
    tell(0, total)
    content, layout = key_of(prepared, tiling)
    small = sizes_of(options.paper, layout.scale)
    reserved = [box for _tile, _rect, box, _points in outlines(tiling, layout.view)]
    key = compose(
        prepared.ground, prepared.grid, layout.view, small, only=options.village, has_numbers=False,
        reserved=reserved,
    )  # fmt: skip
    left = draw_sheet(
        canvas, layout, content, key, prepared.said(words.KEY),
        missing=scene, overlay=lambda canvas: draw_outlines(canvas, tiling, layout.view),
    )  # fmt: skip
    for done, each in enumerate(tiling.tiles, 1):
        draw_tile(canvas, prepared, tiling, each, scene)
        tell(done, total)
    index_sheets(canvas, options.paper, content, left)
    tell(total, total)
    return tiling.scale, len(scene.unplaced)


def outlines(tiling: Tiling, view: View) -> list[tuple[Tile, Rect, Tilted, float]]:
    """Each sheet on the key: its edges, and the box of its number with the size of that."""
    found = []
    for each in tiling.tiles:
        left, top, right, bottom = view.bounds(tiling.view(each).window)
        points = min(14.0, (right - left) * 0.9)
        half = max(width_of(str(each.number), points, bold=True), CAPITAL * points * POINT) / 2 + 1
        box = Tilted((left + right) / 2, (top + bottom) / 2, half, half)
        found.append((each, Rect(left, top, right - left, bottom - top), box, points))
    return found


def draw_outlines(canvas: Canvas, tiling: Tiling, view: View) -> None:
    """Where each sheet lies, with its number."""
    canvas.pen(BLACK, 0.3)
    sheets = outlines(tiling, view)
    for _each, rect, _box, _points in sheets:
        canvas.rect(rect)
    for each, _rect, box, points in sheets:
        canvas.brush(WHITE)
        canvas.disc(box.x, box.y, box.half_w, "B")
        canvas.brush(BLACK)
        canvas.write(
            box.x, box.y + CAPITAL * points * POINT / 2, str(each.number), points, bold=True, align="C"
        )


def draw_tile(canvas: Canvas, prepared: Prepared, tiling: Tiling, each: Tile, scene: Scene) -> None:
    """One sheet."""
    options, frame = prepared.options, tiling.frame
    canvas.begin(*size_of(options.paper, is_wide=tiling.is_wide))
    look = prepared.look
    Drawing(canvas, scene, look, sizes_of(options.paper, tiling.scale), frame, tiling.shift(each)).draw()
    furniture.frame(canvas, frame)
    if options.has_grid:
        furniture.grid_names(canvas, tiling.view(each), prepared.grid, letters_of(options.paper))
    _marks(canvas, tiling, each)
    _foot(canvas, prepared, tiling, each)


def _marks(canvas: Canvas, tiling: Tiling, each: Tile) -> None:
    """Where to cut (left, above), where the next sheet begins (right, below), and which sheet that is."""
    frame, (across, down) = tiling.frame, tiling.step
    canvas.pen(BLACK, 0.25)
    strokes = []
    for column, x in ((-1, frame.x), (1, frame.x + across)):
        if tiling.at(each.column + column, each.row):
            strokes += [((x, frame.y - MARKS), (x, frame.y)), ((x, frame.bottom), (x, frame.bottom + MARKS))]
    for row, y in ((-1, frame.y), (1, frame.y + down)):
        if tiling.at(each.column, each.row + row):
            strokes += [((frame.x - MARKS, y), (frame.x, y)), ((frame.right, y), (frame.right + MARKS, y))]
    canvas.stroke(strokes)
    canvas.brush(BLACK)
    sides = (
        (-1, 0, "←{}", frame.x - 0.8, frame.y + 9, "R"),
        (1, 0, "{}→", frame.right + 0.8, frame.y + 9, "L"),
        (0, -1, "↑{}", frame.x + 9, frame.y - 1.4, "C"),
        (0, 1, "↓{}", frame.x + 9, frame.bottom + 3.4, "C"),
    )
    for column, row, text, x, y, align in sides:
        neighbour = tiling.at(each.column + column, each.row + row)
        if neighbour:
            canvas.write(x, y, text.format(neighbour.number), 6.5, bold=True, align=align, narrow=0.8)


def _foot(canvas: Canvas, prepared: Prepared, tiling: Tiling, each: Tile) -> None:
    """What the sheet is, and a bar to measure."""
    facts, frame = prepared.facts, tiling.frame
    y = frame.bottom + MARKS + 4.2
    sheet = prepared.said(words.SHEET, n=each.number, all=len(tiling.tiles))
    canvas.write(frame.x, y, sheet, 8, bold=True)
    wide = width_of(sheet, 8, bold=True)
    what = f"{facts.name} ({facts.code}) · 1:{tiling.scale:,} · {prepared.said(facts.status)}"
    warning = warning_of(prepared.content())
    room = frame.w - wide - 4 - 118
    text = f"{what} · {warning}" if warning else what
    narrow = min(1.0, room / width_of(text, 6.5))
    canvas.write(frame.x + wide + 4, y, text, 6.5, narrow=max(narrow, 0.6))
    furniture.ten_centimetres(canvas, frame.right - 112, y)
