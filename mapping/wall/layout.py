"""Where map and text stand on a sheet, and the largest scale at which the place fits into what is left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from mapping.wall.content import Content
from mapping.wall.flow import GUTTER, Columns, Item
from mapping.wall.paper import (
    POINT,
    SCALES,
    Letters,
    Rect,
    edge_of,
    letters_of,
    pencil_of,
    size_of,
    ways_to_lie,
)
from mapping.wall.plane import Box
from mapping.wall.refusals import DoesNotFit
from mapping.wall.view import View

PAD = 4.0  # mm of ground round the place
STEP = 3.0  # mm by which a panel grows until all that is in it fits
SPARE = 60  # entries of the index, for numbers that find no room


class Beside(IntEnum):
    """What stands on the sheet with the map; the rest is on sheets that follow."""

    ALL = 0
    LEGEND = 1  # the index follows
    FACTS = 2  # legend and index follow


@dataclass(frozen=True)
class Layout:
    """One sheet: millimetres."""

    paper: str
    is_wide: bool
    scale: int
    extent: Box
    title: Rect
    frame: Rect
    panel: Columns
    beside: Beside

    @property
    def size(self) -> tuple[float, float]:
        return size_of(self.paper, is_wide=self.is_wide)

    @property
    def letters(self) -> Letters:
        return letters_of(self.paper)

    @property
    def slack(self) -> float:
        """How many times larger than needed the frame is, in the direction in which it is scarcest."""
        metre = 1_000 / self.scale
        return min(
            self.frame.w / (self.extent.width * metre + 1), self.frame.h / (self.extent.height * metre + 1)
        )

    @property
    def view(self) -> View:
        return View.about(self.frame, self.extent.middle, self.scale)


@dataclass
class Sought:
    """One search: items are made once for each width."""

    paper: str
    content: Content
    extent: Box
    entries: int
    made: dict[tuple[float, Beside], list[Item]] = field(default_factory=dict)

    @property
    def letters(self) -> Letters:
        return letters_of(self.paper)

    def items(self, width: float, beside: Beside) -> list[Item]:
        key = round(width, 2), beside
        if key not in self.made:
            # The scale's own line is as long at any scale.
            self.made[key] = self.content.items(
                self.letters, width, 10_000, has_legend=beside is not Beside.FACTS
            )
        return self.made[key]

    def fits(self, panel: Columns, beside: Beside) -> bool:
        placed = panel.place(self.items(panel.width, beside))
        if not placed.fits or beside is not Beside.ALL:
            return placed.fits
        return panel.capacity(placed.free) >= self.entries + min(SPARE, self.entries)

    def layouts(self, scale: int, is_wide: bool, beside: Beside) -> Iterator[Layout]:
        """With the text on the right, and below; none where map or text do not fit."""
        title, body = parts_of(self.paper, is_wide=is_wide)
        pencil = pencil_of(self.paper)
        wide = self.extent.width * 1_000 / scale + 2 * PAD + 2 * pencil
        high = self.extent.height * 1_000 / scale + 2 * PAD + 2 * pencil
        make: Callable[[Rect, Rect], Layout] = lambda ground, panel: Layout(  # noqa: E731
            self.paper,
            is_wide,
            scale,
            self.extent,
            title,
            ground.inset(pencil),
            Columns(panel, self.letters),
            beside,
        )
        if wide > body.w or high > body.h:
            return
        for width in self._widths(body.w - wide - GUTTER):
            panel = Rect(body.right - width, body.y, width, body.h)
            if self.fits(Columns(panel, self.letters), beside):
                yield make(Rect(body.x, body.y, body.w - width - GUTTER, body.h), panel)
                break
        for height in _heights(body.h - high - GUTTER):
            panel = Rect(body.x, body.bottom - height, body.w, height)
            if self.fits(Columns(panel, self.letters), beside):
                yield make(Rect(body.x, body.y, body.w, body.h - height - GUTTER), panel)
                break

    def _widths(self, most: float) -> Iterator[float]:
        column, n = self.letters.column, 1
        while n * (column + GUTTER) - GUTTER <= most:
            yield n * (column + GUTTER) - GUTTER
            n += 1

    def best(self, scales: Sequence[int], ways: Sequence[bool], beside: Beside) -> Layout | None:
        """At the largest scale; of several the one in whose frame the place lies best."""
        for scale in scales:
            found = [layout for is_wide in ways for layout in self.layouts(scale, is_wide, beside)]
            if found:
                return max(found, key=lambda layout: layout.slack)
        return None


def _heights(most: float) -> Iterator[float]:
    height = 24.0
    while height <= most:
        yield height
        height += STEP


def parts_of(paper: str, *, is_wide: bool) -> tuple[Rect, Rect]:
    """The strip for the title, and all below it."""
    width, height = size_of(paper, is_wide=is_wide)
    edge, letters = edge_of(paper), letters_of(paper)
    sheet = Rect(0, 0, width, height).inset(edge)
    strip = (letters.title * 1.15 + letters.heading * 1.5) * POINT + 2
    return (
        Rect(sheet.x, sheet.y, sheet.w, strip),
        Rect(sheet.x, sheet.y + strip, sheet.w, sheet.h - strip),
    )


def choose(content: Content, extent: Box, paper: str, orientation: str, scale: int | None = None) -> Layout:
    """The layout with the largest scale, or with the scale that is asked for. Raises DoesNotFit.

    The index stands on the sheet where that costs no more than one step of scale.
    """
    sought = Sought(paper, content, extent, len(content.index()))
    ways = ways_to_lie(orientation)
    scales = (scale,) if scale else SCALES
    full, apart = sought.best(scales, ways, Beside.ALL), sought.best(scales, ways, Beside.LEGEND)
    if full and (apart is None or SCALES.index(full.scale) <= SCALES.index(apart.scale) + 1):
        return full
    found = apart or sought.best(scales, ways, Beside.FACTS)
    if found is not None:
        return found
    if scale is None:
        raise DoesNotFit(None)
    try:
        raise DoesNotFit(choose(content, extent, paper, orientation).scale)
    except DoesNotFit as refused:
        raise DoesNotFit(refused.scale) from None
