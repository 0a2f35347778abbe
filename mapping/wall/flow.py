"""Text and signs in columns: measured first, so that the sheet knows how much room is left for the map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mapping.wall.canvas import BLACK, Canvas
from mapping.wall.entries import Entry
from mapping.wall.letters import shortened, width_of
from mapping.wall.paper import POINT, Letters, Rect

GUTTER = 5.0  # mm between columns
SUB_GUTTER = 2.2
ENTRY = 3.5  # width of an index entry, mm for each point of its letters


@dataclass(frozen=True)
class Item:
    """Something of a height (mm) that draws itself, its upper left corner given; `keep` it with the next."""

    height: float
    draw: Callable[[Canvas, float, float], None]
    keep: bool = False


@dataclass(frozen=True)
class Placed:
    """Where items stand, the parts of the columns that are left, and whether all found room."""

    items: list[tuple[Item, float, float]]
    free: list[Rect]
    fits: bool


@dataclass(frozen=True)
class Columns:
    """A part of a sheet, in columns about as wide as its letters ask for."""

    rect: Rect
    letters: Letters

    @property
    def count(self) -> int:
        return max(1, int((self.rect.w + GUTTER) / (self.letters.column + GUTTER)))

    @property
    def width(self) -> float:
        return (self.rect.w - (self.count - 1) * GUTTER) / self.count

    def x(self, n: int) -> float:
        return self.rect.x + n * (self.width + GUTTER)

    def place(self, items: Sequence[Item]) -> Placed:
        """One below the other, column after column."""
        placed: list[tuple[Item, float, float]] = []
        column, y = 0, self.rect.y
        for nth, item in enumerate(items):
            needed = item.height
            for follower in items[nth + 1 :] if item.keep else ():
                needed += follower.height
                if not follower.keep:
                    break
            if y > self.rect.y and y + needed > self.rect.bottom + 0.01:
                column, y = column + 1, self.rect.y
            placed.append((item, self.x(column), y))
            y += item.height
            if column >= self.count or y > self.rect.bottom + 0.01:
                return Placed(placed, [], fits=False)
        rest = [Rect(self.x(column), y, self.width, self.rect.bottom - y)] if y < self.rect.bottom else []
        others = [
            Rect(self.x(n), self.rect.y, self.width, self.rect.h) for n in range(column + 1, self.count)
        ]
        return Placed(placed, rest + others, fits=True)

    # --- The index ----------------------------------------------------------------------------------

    @property
    def entry_width(self) -> float:
        return ENTRY * self.letters.index

    def per_line(self, rect: Rect) -> int:
        return max(1, int((rect.w + SUB_GUTTER) / (self.entry_width + SUB_GUTTER)))

    def capacity(self, free: Sequence[Rect]) -> int:
        """How many entries of an index the free parts hold."""
        return sum(self.per_line(rect) * int(rect.h / self.letters.index_line) for rect in free)

    def index(self, canvas: Canvas, free: Sequence[Rect], entries: Sequence[Entry]) -> list[Entry]:
        """Write entries down narrow columns; those that found no room are handed back."""
        rest = list(entries)
        for rect in free:
            rows, across = int(rect.h / self.letters.index_line), self.per_line(rect)
            if not rest or rows < 1:
                continue
            # The last part is filled evenly, so that nobody looks for more at its foot.
            rows = min(rows, -(-len(rest) // across)) if len(rest) < rows * across else rows
            width = (rect.w - (across - 1) * SUB_GUTTER) / across
            for nth, entry in enumerate(rest[: rows * across]):
                x = rect.x + nth // rows * (width + SUB_GUTTER)
                self._entry(canvas, x, rect.y + (nth % rows + 0.8) * self.letters.index_line, width, entry)
            rest = rest[rows * across :]
        return rest

    def _entry(self, canvas: Canvas, x: float, y: float, width: float, entry: Entry) -> None:
        points = self.letters.index
        if not entry.cell:
            canvas.write(x, y, shortened(entry.text, points, width, bold=True), points, bold=True)
            return
        narrow = min(
            1.0, (width - width_of(entry.cell, points, bold=True) - 1) / width_of(entry.text, points)
        )
        canvas.write(x, y, entry.text, points, narrow=narrow)
        canvas.write(x + width, y, entry.cell, points, bold=True, align="R")


def draw_items(canvas: Canvas, placed: Placed) -> None:
    canvas.brush(BLACK)
    for item, x, y in placed.items:
        item.draw(canvas, x, y)


def text_item(
    lines: Sequence[str], points: float, *, bold: bool = False, above: float = 0.0, below: float = 0.0,
    indent: float = 0.0, keep: bool = False,
) -> Item:  # fmt: skip
    """Lines that were wrapped already."""
    step = points * POINT * 1.28

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.brush(BLACK)
        for n, line in enumerate(lines):
            canvas.write(x + indent, y + above + (n + 0.82) * step, line, points, bold=bold)

    return Item(above + len(lines) * step + below, draw, keep)
