"""Sheets of paper in millimetres: sizes, margins and letters, and the scales that people can reckon with."""

from dataclasses import dataclass

from mapping.wall.choices import Orientation, Paper

POINT = 25.4 / 72  # mm
SIZES = {
    Paper.A4: (210.0, 297.0),
    Paper.A3: (297.0, 420.0),
    Paper.A2: (420.0, 594.0),
    Paper.A1: (594.0, 841.0),
    Paper.A0: (841.0, 1189.0),
}
SCALES = (
    100, 150, 200, 250, 300, 400, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000,
    7_500, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 75_000, 100_000,
)  # fmt: skip
FINEST, COARSEST = SCALES[0], SCALES[-1]


@dataclass(frozen=True)
class Rect:
    """A part of a sheet: millimetres from its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def inset(self, by: float) -> "Rect":
        return Rect(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)


@dataclass(frozen=True)
class Letters:
    """Sizes in points of what stands round a map; the numbers on it have sizes of their own (`labels`)."""

    title: float
    heading: float
    body: float
    index: float
    column: float  # mm, of the legend

    @property
    def line(self) -> float:
        """Height of a line of body text, mm."""
        return self.body * POINT * 1.3

    @property
    def index_line(self) -> float:
        return self.index * POINT * 1.22


LETTERS = {
    Paper.A4: Letters(14, 7.5, 6.5, 5.5, 58),
    Paper.A3: Letters(18, 8, 7, 6, 60),
    Paper.A2: Letters(24, 9, 7.5, 6, 64),
    Paper.A1: Letters(32, 10.5, 8.5, 6.5, 72),
    Paper.A0: Letters(40, 12, 9.5, 7, 80),
}
# What printers and plotters cannot reach, and what is left white round the frame to write on with a pencil.
EDGE = {Paper.A4: 6.0, Paper.A3: 6.0, Paper.A2: 10.0, Paper.A1: 12.0, Paper.A0: 14.0}
PENCIL = {Paper.A4: 5.0, Paper.A3: 6.0, Paper.A2: 8.0, Paper.A1: 11.0, Paper.A0: 14.0}


def letters_of(paper: str) -> Letters:
    return LETTERS[Paper(paper)]


def edge_of(paper: str) -> float:
    """What no printer reaches, mm."""
    return EDGE[Paper(paper)]


def pencil_of(paper: str) -> float:
    """What is left white round a frame, mm."""
    return PENCIL[Paper(paper)]


def size_of(paper: str, *, is_wide: bool) -> tuple[float, float]:
    """Width and height, mm."""
    short, long = SIZES[Paper(paper)]
    return (long, short) if is_wide else (short, long)


def ways_to_lie(orientation: str) -> tuple[bool, ...]:
    """Whether the paper lies on its side: one way, or both to choose from."""
    if orientation == Orientation.EITHER:
        return (False, True)
    return (orientation == Orientation.LANDSCAPE,)
