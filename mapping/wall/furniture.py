"""What makes a drawing a map: frame, the grid's letters and numbers, scale bar, arrow to the north."""

from mapping.wall.canvas import BLACK, WHITE, Canvas
from mapping.wall.grid import Grid
from mapping.wall.letters import CAPITAL, width_of
from mapping.wall.paper import POINT, Letters, Rect
from mapping.wall.view import View

BAR_LENGTHS = (5, 10, 20, 30, 40, 50, 100, 150, 200, 250, 500, 1_000, 2_000, 5_000, 10_000)
BAR = 1.8  # mm high
TICK = 1.2


def frame(canvas: Canvas, rect: Rect) -> None:
    """The neat line."""
    canvas.pen(BLACK, 0.35)
    canvas.rect(rect)


def grid_names(canvas: Canvas, view: View, grid: Grid, letters: Letters) -> None:
    """Letters above and below the frame, numbers on both sides, and a stroke at each line of the grid."""
    rect, window, points = view.frame, view.window, letters.body
    high = CAPITAL * points * POINT
    canvas.brush(BLACK)
    canvas.pen(BLACK, 0.2)
    ticks = []
    for name, west, east in grid.columns_in(window):
        left, right = (min(max(view.place(x, 0)[0], rect.x), rect.right) for x in (west, east))
        ticks += [((x, y), (x, y + way * TICK)) for x in (left, right) if rect.x < x < rect.right
                  for y, way in ((rect.y, -1), (rect.bottom, 1))]  # fmt: skip
        if right - left > width_of(name, points, bold=True) + 1:
            for y in (rect.y - 1.3, rect.bottom + 1.3 + high):
                canvas.write((left + right) / 2, y, name, points, bold=True, align="C")
    for name, north, south in grid.rows_in(window):
        top, bottom = (min(max(view.place(0, y)[1], rect.y), rect.bottom) for y in (north, south))
        ticks += [((x, y), (x + way * TICK, y)) for y in (top, bottom) if rect.y < y < rect.bottom
                  for x, way in ((rect.x, -1), (rect.right, 1))]  # fmt: skip
        if bottom - top > high + 1:
            middle = (top + bottom + high) / 2
            canvas.write(rect.x - 1.2, middle, name, points, bold=True, align="R")
            canvas.write(rect.right + 1.2, middle, name, points, bold=True)
    canvas.stroke(ticks)


def bar_metres(scale: int, most: float) -> int:
    """The longest round length whose bar is at most so many millimetres long."""
    fitting = [metres for metres in BAR_LENGTHS if metres * 1_000 / scale <= most]
    return fitting[-1] if fitting else BAR_LENGTHS[0]


def scale_bar(canvas: Canvas, x: float, y: float, scale: int, most: float, points: float) -> None:
    """Four parts of a round length in metres; its upper left corner at (x, y)."""
    metres = bar_metres(scale, most)
    part = metres * 1_000 / scale / 4
    top = y + points * POINT * 1.1
    canvas.pen(BLACK, 0.15)
    for n in range(4):
        canvas.brush(BLACK if n % 2 == 0 else WHITE)
        canvas.rect(Rect(x + n * part, top, part, BAR), "B")
    canvas.brush(BLACK)
    for n in (0, 2, 4):
        text = f"{metres * n / 4:g}" + (" m" if n == 4 else "")
        canvas.write(x + n * part, top - 0.8, text, points, align="L" if n == 0 else "C")


def ten_centimetres(canvas: Canvas, x: float, y: float) -> None:
    """A bar to lay a ruler on: whether the printer kept the size."""
    canvas.pen(BLACK, 0.25)
    canvas.stroke([((x, y), (x + 100, y)), *(((x + n * 10, y - 1), (x + n * 10, y)) for n in range(11))])
    canvas.brush(BLACK)
    canvas.write(x + 101.5, y, "10 cm", 6)


def north_arrow(canvas: Canvas, x: float, y: float, height: float, letter: str) -> None:
    """Its foot at (x, y). Near the equator the grid's north is the true one to within 0.3°."""
    half = height * 0.19
    canvas.pen(BLACK, 0.2)
    canvas.brush(BLACK)
    canvas.polygon([(x, y - height), (x, y - height * 0.25), (x - half, y)], "B")
    canvas.brush(WHITE)
    canvas.polygon([(x, y - height), (x + half, y), (x, y - height * 0.25)], "B")
    canvas.brush(BLACK)
    points = height * 0.28 / POINT
    canvas.write(x, y - height - 0.8, letter, points, bold=True, align="C")
