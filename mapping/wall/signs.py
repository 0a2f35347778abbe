"""Signs of services that need no language: what it is by picture and frame, whether it works by filling.

Dark: it works. White with one stroke: partly. White with a cross: it does not work, or is closed. A dashed
frame: under construction. White: nobody knows. All of it survives a photocopier.
"""

import math

from mapping.wall.boxes import Place
from mapping.wall.canvas import BLACK, WHITE, Canvas, Colour
from mapping.wall.letters import CAPITAL
from mapping.wall.paper import POINT
from mapping.wall.style import BLUE, GREEN, ORANGE, RED, Ink, darkened, mixed
from settlements.choices import ServiceKind as K
from settlements.choices import ServiceStatus

Picture = tuple[tuple[Place, ...], ...]


def _drawn(*paths: tuple[float, ...]) -> Picture:
    """Pictures are drawn on sixteen by sixteen squares."""
    return tuple(
        tuple(((x - 8) / 8, (y - 8) / 8) for x, y in zip(path[::2], path[1::2], strict=True))
        for path in paths
    )


def _ring(x: float, y: float, radius: float) -> tuple[float, ...]:
    turns = [n * math.pi / 6 for n in range(12)]
    return tuple(
        part for turn in turns for part in (x + radius * math.cos(turn), y + radius * math.sin(turn))
    )


DROP = _drawn((8, 0.5, 11, 4.6, 12.8, 8.4, 12.6, 11.4, 10.8, 14, 8, 15, 5.2, 14, 3.4, 11.4, 3.2, 8.4, 5, 4.6))
CROSS = _drawn(
    (6, 1.5, 10, 1.5, 10, 6, 14.5, 6, 14.5, 10, 10, 10, 10, 14.5, 6, 14.5, 6, 10, 1.5, 10, 1.5, 6, 6, 6)
)
CAP = _drawn((8, 2.5, 16, 6.2, 8, 10, 0, 6.2), (3.4, 9, 8, 11.4, 12.6, 9, 12.6, 12.4, 8, 14.4, 3.4, 12.4))
BIN = _drawn((6, 1, 10, 1, 10, 3, 14, 3, 14, 5, 2, 5, 2, 3, 6, 3), (3, 6, 13, 6, 12, 15, 4, 15))
BOLT = _drawn((9.5, 0, 3, 9, 7, 9, 6, 16, 13, 6.6, 9, 6.6))
LAMP = _drawn((7, 16, 7, 6, 2.5, 6, 8, 0.5, 13.5, 6, 9, 6, 9, 16))
TOWER = _drawn((8, 0, 9, 2.5, 13, 7, 13, 15, 9.7, 15, 9.7, 11, 6.3, 11, 6.3, 15, 3, 15, 3, 7, 7, 2.5))
STALL = _drawn(
    (2, 2, 14, 2, 16, 6.2, 0, 6.2), (2, 7.2, 14, 7.2, 14, 15, 9.7, 15, 9.7, 10, 6.3, 10, 6.3, 15, 2, 15)
)
PEOPLE = _drawn(
    _ring(4.6, 3.6, 2.3),
    _ring(11.4, 3.6, 2.3),
    (1, 14.5, 2, 7, 7.2, 7, 7.6, 14.5),
    (8.6, 14.5, 9, 7, 14, 7, 15, 14.5),
)
SHIELD = _drawn((8, 1, 14, 3, 14, 8, 12.4, 12, 8, 15, 3.6, 12, 2, 8, 2, 3))
FLAME = _drawn((8.5, 0.5, 11.6, 4.4, 13.4, 9, 12, 13, 8, 15.4, 4, 13, 2.6, 9.4, 4.6, 6, 6.4, 8, 7.8, 4.4))
ARCH = _drawn((0.5, 5, 15.5, 5, 15.5, 13, 12.6, 13, 11, 10, 8, 8.8, 5, 10, 3.4, 13, 0.5, 13))
BUS = _drawn(
    (2.5, 2, 13.5, 2, 13.5, 12.4, 2.5, 12.4),
    (4, 4, 12, 4, 12, 8, 4, 8),
    _ring(5, 14, 1.5),
    _ring(11, 14, 1.5),
)
BALL = _drawn(_ring(8, 8, 6.6), _ring(8, 8, 3.4))
DOT = _drawn(_ring(8, 8, 3.6))
WC: Picture = ()  # written, not drawn

ROUND, SQUARE, DIAMOND, SIX, HOUSE = "round", "square", "diamond", "six", "house"
DARK = mixed(BLACK, 0.12)
WATER, EARTH, CARE, LEARN = BLUE, darkened(GREEN, 0.3), darkened(RED, 0.25), darkened(ORANGE, 0.45)
# No two kinds have the same picture in the same frame.
SIGNS: dict[str, tuple[Picture, str, Colour]] = {
    K.TOILET_BLOCK: (WC, ROUND, DARK),
    K.WATER_POINT: (DROP, ROUND, WATER),
    K.WATER_KIOSK: (DROP, HOUSE, WATER),
    K.BOREHOLE: (DROP, DIAMOND, WATER),
    K.TANK: (DROP, SIX, WATER),
    K.HANDWASHING: (DROP, SQUARE, WATER),
    K.WASTE_COLLECTION: (BIN, ROUND, EARTH),
    K.DUMPSITE: (BIN, SQUARE, EARTH),
    K.DRAIN_BLOCKAGE: (BIN, DIAMOND, EARTH),
    K.SEWER_MANHOLE: (BALL, SQUARE, EARTH),
    K.STREETLIGHT_HIGHMAST: (LAMP, ROUND, LEARN),
    K.TRANSFORMER: (BOLT, SQUARE, LEARN),
    K.SCHOOL: (CAP, ROUND, LEARN),
    K.ECD_CENTRE: (CAP, SQUARE, LEARN),
    K.HEALTH_FACILITY: (CROSS, ROUND, CARE),
    K.CHEMIST: (CROSS, SQUARE, CARE),
    K.CHP_BASE: (CROSS, HOUSE, CARE),
    K.POLICE_POST: (SHIELD, ROUND, DARK),
    K.CHIEF_OFFICE: (SHIELD, HOUSE, DARK),
    K.COURT_OR_AJS_POINT: (SHIELD, SQUARE, DARK),
    K.WORSHIP: (TOWER, ROUND, DARK),
    K.MARKET: (STALL, ROUND, DARK),
    K.SOCIAL_HALL: (PEOPLE, SQUARE, DARK),
    K.PLAYGROUND: (BALL, ROUND, EARTH),
    K.FIRE_POINT: (FLAME, ROUND, CARE),
    K.BRIDGE: (ARCH, SQUARE, DARK),
    K.BUS_STAGE: (BUS, ROUND, DARK),
    K.SAVINGS_GROUP_BASE: (PEOPLE, ROUND, DARK),
    K.OTHER: (DOT, ROUND, DARK),
}
BROKEN = frozenset({ServiceStatus.NOT_WORKING, ServiceStatus.CLOSED})
FRAMES: dict[str, tuple[Place, ...]] = {
    SQUARE: ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    DIAMOND: ((0, -1.12), (1.12, 0), (0, 1.12), (-1.12, 0)),
    SIX: ((-0.55, -1), (0.55, -1), (1.1, 0), (0.55, 1), (-0.55, 1), (-1.1, 0)),
    HOUSE: ((0, -1.15), (1, -0.35), (1, 0.95), (-1, 0.95), (-1, -0.35)),
}
PICTURE = 0.6  # of the radius


def sign(canvas: Canvas, kind: str, status: str, x: float, y: float, radius: float, ink: Ink) -> None:
    """One sign about its middle."""
    picture, frame, colour = SIGNS.get(kind, SIGNS[K.OTHER])
    colour = ink.dark(colour)
    works = status == ServiceStatus.WORKING
    canvas.pen(WHITE, radius * 0.55)
    _frame(canvas, frame, x, y, radius, "S")
    dash = (radius * 0.45, radius * 0.35) if status == ServiceStatus.UNDER_CONSTRUCTION else ()
    canvas.pen(colour, max(0.15, radius * 0.14), dash)
    canvas.brush(colour if works else WHITE)
    _frame(canvas, frame, x, y, radius, "B")
    canvas.brush(WHITE if works else colour)
    _picture(canvas, picture, x, y, radius)
    if status in BROKEN or status == ServiceStatus.PARTLY:
        arm = radius * 0.95
        canvas.pen(WHITE, radius * 0.5)
        strokes = [((x - arm, y + arm), (x + arm, y - arm))]
        if status in BROKEN:
            strokes.append(((x - arm, y - arm), (x + arm, y + arm)))
        canvas.stroke(strokes)
        canvas.pen(ink.dark(RED), radius * 0.24)
        canvas.stroke(strokes)


def _frame(canvas: Canvas, frame: str, x: float, y: float, radius: float, how: str) -> None:
    if frame == ROUND:
        canvas.disc(x, y, radius, how)
    else:
        canvas.polygon([(x + dx * radius, y + dy * radius) for dx, dy in FRAMES[frame]], how)


def _picture(canvas: Canvas, picture: Picture, x: float, y: float, radius: float) -> None:
    if not picture:
        points = radius * 0.92 / POINT
        canvas.write(x, y + CAPITAL * points * POINT / 2, "WC", points, bold=True, align="C", narrow=0.8)
        return
    size = radius * PICTURE
    canvas.fill([[(x + dx * size, y + dy * size) for dx, dy in path] for path in picture])
