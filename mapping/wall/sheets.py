"""One sheet: title and stamp, the map in its frame, and beside it what is needed to read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mapping.wall import furniture, words
from mapping.wall.canvas import BLACK, Canvas
from mapping.wall.choices import Paper
from mapping.wall.content import Content
from mapping.wall.drawing import Drawing
from mapping.wall.entries import Entry
from mapping.wall.flow import Columns, Item, Placed, draw_items
from mapping.wall.layout import Beside, Layout, parts_of
from mapping.wall.letters import CAPITAL, shortened, width_of
from mapping.wall.paper import POINT, Letters, Rect, letters_of, size_of
from mapping.wall.scene import Scene, Sizes

SIZES = {
    Paper.A4: Sizes(sign=1.6, lane=5.5, letter=11, name=5.5, line=0.7),
    Paper.A3: Sizes(sign=1.7, lane=6, letter=12, name=6, line=0.8),
    Paper.A2: Sizes(sign=1.9, lane=6.5, letter=14, name=7, line=0.9),
    Paper.A1: Sizes(sign=2.1, lane=7, letter=17, name=8),
    Paper.A0: Sizes(sign=2.3, lane=7.5, letter=20, name=9, line=1.15),
}
FINE, SMALLER = 1_000, 0.75
Overlay = Callable[[Canvas], None]


@dataclass
class Left:
    """What found no room beside a map, for the sheets that follow."""

    entries: list[Entry] = field(default_factory=list)
    has_legend: bool = False
    missing: list[Scene] = field(default_factory=list)

    def items(self, content: Content, letters: Letters, width: float) -> list[Item]:
        items = [item for scene in self.missing for item in content.missing(scene, letters, width)]
        return items + (content.legend_and_lists(letters, width) if self.has_legend else [])


def sizes_of(paper: str, scale: int) -> Sizes:
    """Signs become smaller with the map, so that they do not bury what they stand among."""
    sizes = SIZES[Paper(paper)]
    return sizes if scale <= FINE else replace(sizes, sign=sizes.sign * SMALLER)


def draw_sheet(
    canvas: Canvas, layout: Layout, content: Content, scene: Scene, heading: str, *,
    missing: Scene | None = None, overlay: Overlay | None = None,
) -> Left:  # fmt: skip
    """Draw it, and hand back what found no room.

    `missing` is the scene whose unplaced numbers are listed, where it is another one; `overlay` draws over
    the map.
    """
    canvas.begin(*layout.size)
    title(canvas, layout.title, content, heading, layout.letters)
    Drawing(canvas, scene, content.look, sizes_of(layout.paper, layout.scale), layout.frame).draw()
    if overlay:
        with canvas.only_in(layout.frame):
            overlay(canvas)
    furniture.frame(canvas, layout.frame)
    if content.options.has_grid:
        furniture.grid_names(canvas, layout.view, content.grid, layout.letters)
    return panel(canvas, layout, content, missing or scene)


def panel(canvas: Canvas, layout: Layout, content: Content, scene: Scene) -> Left:
    """The text beside the map: as much of it as there is room for."""
    columns, letters = layout.panel, layout.letters
    has_legend = layout.beside is not Beside.FACTS

    def items(missing: Scene | None) -> list[Item]:
        return content.items(letters, columns.width, layout.scale, has_legend=has_legend, missing=missing)

    # The room for corrections gives way first, then the list of what found none.
    placed = fitting(columns, (items(scene), items(scene)[:-1], items(None)))
    draw_items(canvas, placed)
    left = Left(content.index(), not has_legend)
    if len(placed.items) <= len(items(None)) and (scene.unplaced or scene.unsigned):
        left.missing.append(scene)
    if layout.beside is Beside.ALL and left.entries:
        left.entries = index(canvas, layout, content, list(placed.free), left.entries)
    return left


def index(
    canvas: Canvas, layout: Layout, content: Content, free: list[Rect], entries: list[Entry]
) -> list[Entry]:
    """Written into what is left of the panel; those for which there is no room are handed back."""
    columns, letters = layout.panel, layout.letters
    head = content.heading(words.INDEX, letters, columns.width)
    while free and free[0].h < head.height + 2 * letters.index_line:
        free.pop(0)
    if not free:
        return entries
    first = free[0]
    head.draw(canvas, first.x, first.y)
    free[0] = Rect(first.x, first.y + head.height, first.w, first.h - head.height)
    return columns.index(canvas, free, entries)


def fitting(columns: Columns, choices: Sequence[list[Item]]) -> Placed:
    """The first of them that fits; where none does, the last as far as it goes."""
    for items in choices:
        placed = columns.place(items)
        if placed.fits:
            return placed
    return Placed([each for each in placed.items if is_within(each, columns.rect)], [], fits=False)


def title(canvas: Canvas, rect: Rect, content: Content, heading: str, letters: Letters) -> None:
    """Whose map it is, and on the right how far its register has come: solid where it is verified."""
    facts = content.facts
    status = content.said(facts.status)
    if facts.round:
        status = f"{status} · {content.said(words.ROUND, n=facts.round)}"
    points = letters.heading
    wide = width_of(status, points, bold=True) + 5
    high = CAPITAL * points * POINT + 3.2
    box = Rect(rect.right - wide, rect.y + 0.5, wide, high)
    canvas.pen(BLACK, 0.5, () if facts.is_final else (1.6, 1.1))
    canvas.rect(box)
    canvas.brush(BLACK)
    canvas.write(
        box.x + wide / 2,
        box.y + high / 2 + CAPITAL * points * POINT / 2,
        status,
        points,
        bold=True,
        align="C",
    )
    room = rect.w - wide - 4
    name = shortened(f"{facts.name} ({facts.code})", letters.title, room, bold=True)
    base = rect.y + CAPITAL * letters.title * POINT + 0.5
    canvas.write(rect.x, base, name, letters.title, bold=True)
    under = f"{heading} · {facts.where}"
    canvas.write(rect.x, base + points * POINT * 1.5, shortened(under, points, room), points)
    warning = warning_of(content)
    if warning:
        told = shortened(warning, points, rect.w * 0.7, bold=True)
        canvas.write(rect.right, base + points * POINT * 1.5, told, points, bold=True, align="R")


def warning_of(content: Content) -> str:
    """Who may not have the sheet, where that is so."""
    if content.facts.is_hidden:
        return content.said(words.HIDDEN)
    if any(not zone.is_public for zone in content.ground.zones):
        return content.said(words.MEMBERS)
    return ""


def index_sheets(canvas: Canvas, paper: str, content: Content, left: Left) -> int:
    """What did not stand on the map, on as many upright sheets as it takes, none larger than A3; how many."""
    small = Paper(paper) if paper in (Paper.A4, Paper.A3) else Paper.A4
    letters = letters_of(small)
    strip, body = parts_of(small, is_wide=False)
    columns = Columns(body, letters)
    items, entries, sheets = left.items(content, letters, columns.width), left.entries, 0
    while items or entries:
        canvas.begin(*size_of(small, is_wide=False))
        title(canvas, strip, content, content.said(words.INDEX), letters)
        placed = columns.place(items)
        drawn = [each for each in placed.items if is_within(each, body)]
        draw_items(canvas, Placed(drawn, [], fits=True))
        if not items or placed.fits:
            entries = columns.index(canvas, placed.free, entries)
        items = items[max(1, len(drawn)) :]
        sheets += 1
    return sheets


def is_within(placed: tuple[Item, float, float], rect: Rect) -> bool:
    item, x, y = placed
    return x < rect.right and y + item.height <= rect.bottom + 0.1
