"""Where several settlements lie, on one small map: numbers in their places, names beside them.

A settlement whose ground the reader may not see is a mark somewhere in its cell of 5.5 km, as on the map of
the country: neither the mark, nor the frame, nor the scale knows more of it than the cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, dist, floor, radians

from django.contrib.gis.geos import MultiPolygon

from mapping.places import CELL_DEGREES, coarse, spread
from mapping.wall import furniture
from mapping.wall.canvas import BLACK, WHITE
from mapping.wall.letters import CAPITAL, width_of
from mapping.wall.paper import POINT, Rect
from reports.documents.svg import SvgCanvas
from settlements.models import Settlement

KM_IN_DEGREE = 111.2
LEAST_KM = 3.0  # across: a map of two neighbours still shows where in the town they are
PAD = 0.12  # of the extent, on each side
COLUMN, GUTTER, LINE = 52.0, 4.0, 4.0  # mm
MARK, STEM = 2.1, 4.4  # mm, radius and how far above its place
NAMED_AT_MOST = 12  # names beside their numbers; of more they would lie on each other
POINTS = 6.5
INK, GROUND, VEIL = (0.08, 0.33, 0.18), (0.78, 0.88, 0.80), (0.94, 0.91, 0.84)
GRID_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
BARS_KM = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)
ROUND_SCALES = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
Place = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True)
class Lying:
    """A settlement on it: `cell` where only that is told, `outline` where the ground is."""

    number: int
    name: str
    ward: str
    at: Place
    cell: Place | None = None
    outline: MultiPolygon | None = None


@dataclass(frozen=True)
class Located:
    """A drawn locator: `veiled` are told by their cell alone, `missing` lie nobody knows where."""

    svg: str
    width: float
    height: float
    scale: int
    names: tuple[str, ...]
    veiled: tuple[str, ...]
    missing: tuple[str, ...]


def locate(
    settlements: Sequence[Settlement], shown: set[int], *, width: float, height: float
) -> Located | None:
    """The map of these settlements; of those not in `shown` the cell. None of fewer than two places."""
    lying, missing = lying_of(settlements, shown)
    if len(lying) < 2:
        return None
    has_names = LINE * len(lying) <= height
    frame = Rect(0.2, 0.2, width - 0.4 - (COLUMN + GUTTER if has_names else 0), height - 0.4)
    view = View.of(lying, frame)
    canvas = SvgCanvas(width, height, "locator")
    with canvas.only_in(frame):
        _grid(canvas, view)
        for one in lying:
            _ground(canvas, view, one)
    for together in _together(lying, view):
        _pin(canvas, together, view, has_names=len(lying) <= NAMED_AT_MOST)
    furniture.frame(canvas, frame)
    _bar(canvas, view)
    furniture.north_arrow(canvas, frame.right - 6, frame.y + 14, 7, "N")
    if has_names:
        _names(canvas, lying, frame.right + GUTTER)
    return Located(
        canvas.svg(", ".join(one.name for one in lying[:6])), width, height, view.scale,
        tuple(one.name for one in lying), tuple(one.name for one in lying if one.cell), tuple(missing),
    )  # fmt: skip


def lying_of(settlements: Sequence[Settlement], shown: set[int]) -> tuple[list[Lying], list[str]]:
    """Numbered as they come; those of which no place is known, by name."""
    exact: dict[int, Place] = {}
    hidden: list[tuple[int, Place]] = []
    for each in settlements:
        middle = each.centre or (each.boundary.centroid if each.boundary else None)
        if middle is not None and each.pk in shown:
            exact[each.pk] = (middle.x, middle.y)
        elif middle is not None:
            hidden.append((each.pk, (middle.x, middle.y)))
    cells = {pk: coarse(*point) for pk, point in hidden}
    veiled = dict(zip((pk for pk, _at in hidden), spread([point for _pk, point in hidden]), strict=True))
    lying: list[Lying] = []
    missing: list[str] = []
    for each in settlements:
        at = exact.get(each.pk) or veiled.get(each.pk)
        if at is None:
            missing.append(each.name)
            continue
        outline = each.boundary if each.pk in exact else None
        ward = each.ward.name if each.ward else ""
        lying.append(Lying(len(lying) + 1, each.name, ward, at, cells.get(each.pk), outline))
    return lying, missing


@dataclass(frozen=True)
class View:
    """A window of degrees on a frame of millimetres, true to distances in its middle."""

    frame: Rect
    middle: Place
    scale: int  # 1 : so many

    @classmethod
    def of(cls, lying: Sequence[Lying], frame: Rect) -> "View":
        """The roundest scale at which all of it is in the frame."""
        west, south, east, north = _extent(lying)
        middle = ((west + east) / 2, (south + north) / 2)
        wide = max((east - west) * KM_IN_DEGREE * cos(radians(middle[1])), LEAST_KM)
        high = max((north - south) * KM_IN_DEGREE, LEAST_KM * frame.h / frame.w)
        needed = max(wide / frame.w, high / frame.h) * (1 + 2 * PAD) * 1_000_000
        power = 10 ** floor(len(str(int(needed))) - 1)
        scale = next(int(step * power) for step in ROUND_SCALES if step * power >= needed)
        return cls(frame, middle, scale)

    @property
    def mm_in_degree(self) -> float:
        return KM_IN_DEGREE * 1_000_000 / self.scale

    def place(self, at: Place) -> Place:
        x = (at[0] - self.middle[0]) * self.mm_in_degree * cos(radians(self.middle[1]))
        y = (at[1] - self.middle[1]) * self.mm_in_degree
        return self.frame.x + self.frame.w / 2 + x, self.frame.y + self.frame.h / 2 - y


def _extent(lying: Sequence[Lying]) -> tuple[float, float, float, float]:
    """Of what is drawn: whole cells, and outlines."""
    half = CELL_DEGREES / 2
    boxes = [
        (one.cell[0] - half, one.cell[1] - half, one.cell[0] + half, one.cell[1] + half)
        if one.cell
        else one.outline.extent
        if one.outline
        else (*one.at, *one.at)
        for one in lying
    ]
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _ground(canvas: SvgCanvas, view: View, one: Lying) -> None:
    if one.cell:
        half = CELL_DEGREES / 2
        x, y = one.cell
        corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        canvas.brush(VEIL)
        canvas.pen((0.45, 0.4, 0.3), 0.25, (1.2, 0.9))
        canvas.fill([[view.place(corner) for corner in corners]], outlined=True)
    elif one.outline:
        canvas.brush(GROUND)
        canvas.pen(INK, 0.25)
        rings = [[view.place(at) for at in ring] for part in one.outline.coords for ring in part]
        canvas.fill(rings, outlined=True)


def _together(lying: Sequence[Lying], view: View) -> list[list[Lying]]:
    """Those whose marks would lie on each other are one mark."""
    found: list[list[Lying]] = []
    for one in lying:
        x, y = view.place(one.at)
        near = next((each for each in found if dist(view.place(each[0].at), (x, y)) < 2 * MARK), None)
        if near is None:
            found.append([one])
        else:
            near.append(one)
    return found


def _pin(canvas: SvgCanvas, together: Sequence[Lying], view: View, *, has_names: bool) -> None:
    """A number above its place, so that the outline beneath is seen; in a cell, the number alone."""
    first = together[0]
    x, y = view.place(first.at)
    is_veiled = all(one.cell is not None for one in together)
    if not is_veiled:
        canvas.brush(INK)
        canvas.pen(INK, 0.2)
        canvas.polygon([(x - 1.3, y - STEM + 1.2), (x + 1.3, y - STEM + 1.2), (x, y)])
        y -= STEM
    is_one = len(together) == 1
    _mark(canvas, x, y, str(first.number) if is_one else "+", is_veiled=is_veiled)
    name = first.name if has_names and is_one else ""
    said = name if is_one else ", ".join(str(one.number) for one in together)
    if said:
        at = (x + MARK + 0.8, y + CAPITAL * POINTS * POINT / 2)
        canvas.halo([canvas.told(*at, said, POINTS, bold=True)], 0.9)
        canvas.brush(BLACK)
        canvas.write(*at, said, POINTS, bold=True)


def _mark(canvas: SvgCanvas, x: float, y: float, text: str, *, is_veiled: bool) -> None:
    canvas.brush(WHITE if is_veiled else INK)
    canvas.pen(INK, 0.3)
    canvas.disc(x, y, MARK, "B")
    canvas.brush(BLACK if is_veiled else WHITE)
    canvas.write(x, y + CAPITAL * POINTS * POINT / 2, text, POINTS, bold=True, align="C")


def _grid(canvas: SvgCanvas, view: View) -> None:
    """Meridians and parallels at round degrees, named at the edge, to find it on any other map."""
    frame = view.frame
    step = next((s for s in GRID_STEPS if s * view.mm_in_degree >= 24), GRID_STEPS[-1])
    wide = frame.w / view.mm_in_degree / cos(radians(view.middle[1]))
    high = frame.h / view.mm_in_degree
    west, south = view.middle[0] - wide / 2, view.middle[1] - high / 2
    decimals = 2 if step < 0.1 else 1
    strokes, names = [], []
    for n in range(ceil(west / step), floor((west + wide) / step) + 1):
        x, _y = view.place((n * step, view.middle[1]))
        strokes.append(((x, frame.y), (x, frame.bottom)))
        names.append((x + 0.8, frame.y + 2.4, f"{n * step:.{decimals}f}° E"))
    for n in range(ceil(south / step), floor((south + high) / step) + 1):
        _x, y = view.place((view.middle[0], n * step))
        strokes.append(((frame.x, y), (frame.right, y)))
        side = " S" if n < 0 else " N" if n else ""
        names.append((frame.x + 0.8, y - 0.6, f"{abs(n * step):.{decimals}f}°{side}"))
    canvas.pen((0.75, 0.75, 0.75), 0.12)
    canvas.stroke(strokes)
    canvas.brush((0.4, 0.4, 0.4))
    for x, y, name in names:
        canvas.write(x, y, name, 5)


def _bar(canvas: SvgCanvas, view: View) -> None:
    """A round length in kilometres, in the lower right corner."""
    mm_in_km = 1_000_000 / view.scale
    km = max((each for each in BARS_KM if each * mm_in_km <= 40), default=BARS_KM[0])
    long = km * mm_in_km
    x, y = view.frame.right - long - 10, view.frame.bottom - 6
    canvas.brush(WHITE)
    canvas.pen(WHITE, 0.2)
    canvas.rect(Rect(x - 3, y - 4.2, long + 12, 8), "B")
    canvas.pen(BLACK, 0.15)
    for n in range(2):
        canvas.brush(BLACK if n == 0 else WHITE)
        canvas.rect(Rect(x + n * long / 2, y, long / 2, furniture.BAR), "B")
    canvas.brush(BLACK)
    for part, text in ((0.0, "0"), (1.0, f"{km:g} km")):
        canvas.write(x + part * long, y - 0.8, text, POINTS, align="L" if not part else "C")


def _names(canvas: SvgCanvas, lying: Sequence[Lying], x: float) -> None:
    room = COLUMN - 2 * MARK - 2
    for n, one in enumerate(lying):
        y = LINE * n + MARK + 0.4
        _mark(canvas, x + MARK, y, str(one.number), is_veiled=one.cell is not None)
        canvas.brush(BLACK)
        name = one.name if not one.ward or one.ward == one.name else f"{one.name}, {one.ward}"
        while width_of(name, POINTS) > room and len(name) > 4:
            name = name[:-2].rstrip(" ,") + "…"
        canvas.write(x + 2 * MARK + 1.5, y + CAPITAL * POINTS * POINT / 2, name, POINTS)
