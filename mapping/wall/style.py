"""Colours of paper maps, and what says the same without them: every map must survive a photocopier.

With colours off everything is black or grey; what told things apart by colour is told by pattern, dashes,
letters and thickness anyway. The colours are Okabe and Ito's, as on the screen.
"""

import math
from dataclasses import dataclass

from mapping import themes
from mapping.wall.canvas import BLACK, WHITE, Colour
from settlements.choices import LaneKind, OverlayKind


def rgb(code: str) -> Colour:
    """#rrggbb"""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def mixed(colour: Colour, white: float) -> Colour:
    """The colour with so much white in it."""
    red, green, blue = (part + (1 - part) * white for part in colour)
    return red, green, blue


def darkened(colour: Colour, black: float) -> Colour:
    """The colour with so much black in it."""
    red, green, blue = (part * (1 - black) for part in colour)
    return red, green, blue


def grey(colour: Colour) -> Colour:
    """As light as the colour is."""
    light = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
    return light, light, light


BLUE, SKY, GREEN, ORANGE, RED, PINK = (
    rgb(code) for code in (themes.BLUE, themes.SKY, themes.GREEN, themes.ORANGE, themes.RED, themes.PINK)
)
HOUSE, WALL = mixed(BLACK, 0.93), mixed(BLACK, 0.35)
CLUSTERS = (BLUE, RED, GREEN, PINK, ORANGE, mixed(BLACK, 0.3), SKY)
# The outlines of neighbouring villages differ without colours too: mm drawn, mm left.
DASHES: tuple[tuple[float, ...], ...] = (
    (5, 1.6),
    (2.2, 1.2),
    (6, 1.2, 1.2, 1.2),
    (1, 1),
    (9, 1.6),
    (3, 2),
    (4, 1, 1, 1, 1, 1),
)


@dataclass(frozen=True)
class Hatch:
    """How an area is filled: lines at an angle (radians) every so many mm, or dots."""

    angles: tuple[float, ...] = ()
    gap: float = 2.4
    dots: bool = False


UP, DOWN, LEVEL, STEEP = -math.pi / 4, math.pi / 4, 0.0, math.pi / 2
# Of a theme's classes in their order: on paper no two share a pattern, so that no colour is needed.
PATTERNS = (
    Hatch(),
    Hatch((UP,), 1.5),
    Hatch(gap=1.3, dots=True),
    Hatch((DOWN,), 1.5),
    Hatch((LEVEL, STEEP), 1.7),
    Hatch((LEVEL,), 0.8),
    Hatch((UP, DOWN), 1.5),
    Hatch((STEEP,), 1.2),
)
HAZARDS: dict[str, tuple[Colour, Hatch]] = {
    OverlayKind.FLOODING: (BLUE, Hatch((LEVEL,), 2.2)),
    OverlayKind.FIRE: (RED, Hatch((UP, DOWN), 4.0)),
    OverlayKind.LANDSLIDE: (RED, Hatch((STEEP,), 2.6)),
    OverlayKind.RIVER_EROSION: (BLUE, Hatch((STEEP,), 2.6)),
    OverlayKind.INDUSTRIAL_POLLUTION: (PINK, Hatch(gap=2.6, dots=True)),
    OverlayKind.DUMPSITE: (PINK, Hatch((UP, DOWN), 3.0)),
    OverlayKind.HIGH_VOLTAGE: (RED, Hatch((UP,), 2.2)),
    OverlayKind.PIPELINE: (ORANGE, Hatch((DOWN,), 2.2)),
    OverlayKind.QUARRY: (mixed(BLACK, 0.3), Hatch((LEVEL, STEEP), 3.6)),
}
PLANS: dict[str, tuple[Colour, Hatch]] = {
    OverlayKind.PROPOSED_ROAD: (RED, Hatch((UP,), 3.4)),
    OverlayKind.WAYLEAVE: (ORANGE, Hatch((DOWN,), 3.4)),
    OverlayKind.RIPARIAN_BUFFER: (BLUE, Hatch((LEVEL,), 4.2)),
    OverlayKind.RAILWAY_RESERVE: (PINK, Hatch((STEEP,), 3.4)),
    OverlayKind.CLEARANCE: (RED, Hatch((UP, DOWN), 5.0)),
}
OTHERWISE = (mixed(BLACK, 0.4), Hatch(gap=3.6, dots=True))


@dataclass(frozen=True)
class Line:
    """How a way is drawn: never thinner than `least` mm, filled between its edges or one stroke."""

    colour: Colour
    least: float
    dash: tuple[float, ...] = ()
    fill: Colour | None = None  # between two edges


EDGE = 0.3  # mm, both together
ROAD = mixed(ORANGE, 0.72)
WAYS: dict[str, Line] = {
    LaneKind.MAIN_ROAD: Line(mixed(BLACK, 0.25), 2.2, fill=ROAD),
    LaneKind.ACCESS_ROAD: Line(mixed(BLACK, 0.35), 1.5, fill=mixed(ROAD, 0.4)),
    LaneKind.LANE: Line(mixed(BLACK, 0.35), 0.9, fill=WHITE),
    LaneKind.FOOTPATH: Line(mixed(BLACK, 0.2), 0.3, (1.6, 0.9)),
    LaneKind.STEPS: Line(mixed(BLACK, 0.2), 1.0, (0.3, 0.5)),
    LaneKind.BRIDGE: Line(BLACK, 1.6, fill=WHITE),
    LaneKind.DRAIN: Line(BLUE, 0.35, (2.4, 0.7, 0.4, 0.7)),
    LaneKind.RIVER: Line(BLUE, 0.9, fill=mixed(SKY, 0.55)),
    LaneKind.RAILWAY: Line(BLACK, 0.9, (2.0, 2.0)),
    LaneKind.OTHER: Line(mixed(BLACK, 0.4), 0.3, (0.6, 0.9)),
}
# Those whose width on the ground is not drawn.
THIN = frozenset({LaneKind.FOOTPATH, LaneKind.STEPS, LaneKind.DRAIN, LaneKind.RAILWAY, LaneKind.OTHER})


@dataclass(frozen=True)
class Ink:
    """Colours as they are, or what is left of them in black and white."""

    is_coloured: bool = True

    def of(self, colour: Colour) -> Colour:
        return colour if self.is_coloured else grey(colour)

    def dark(self, colour: Colour) -> Colour:
        """Of lines that must stand out: black where there are no colours."""
        return colour if self.is_coloured else BLACK

    def tint(self, colour: Colour, white: float) -> Colour:
        """Of areas under other things: white where there are no colours."""
        return mixed(colour, white) if self.is_coloured else WHITE


def zone_style(kind: str, *, is_hazard: bool) -> tuple[Colour, Hatch]:
    return (HAZARDS if is_hazard else PLANS).get(kind, OTHERWISE)
