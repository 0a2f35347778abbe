"""A canvas that draws SVG: the maps of a report are drawn by the hands that draw maps for walls.

Only elements and presentation attributes, so that a page with a strict policy shows it as paper does.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

from mapping.wall.boxes import Place
from mapping.wall.canvas import BLACK, Canvas, Colour, number
from mapping.wall.letters import NARROW, width_of
from mapping.wall.paper import POINT, Rect

FONT = "DejaVu Sans, Verdana, sans-serif"


class SvgCanvas(Canvas):
    """One drawing of so many millimetres. `name` keeps its ids apart from those of others on a page."""

    def __init__(self, width: float, height: float, name: str) -> None:
        self.width, self.height, self.name = width, height, name
        self.parts: list[str] = []
        self.stroke_style, self.fill_colour, self.cap = "", "#000", "round"
        self.stroke_colour, self.stroke_width = "#000", 0.2
        self.clips = 0
        self.pen()

    def finished(self, title: str = "") -> bytes:
        return self.svg(title).encode()

    def svg(self, title: str) -> str:
        """The element."""
        w, h = number(self.width), number(self.height)
        return (
            f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}mm" '
            f'height="{h}mm" role="img" aria-label="{escape(title)}" font-family="{FONT}" '
            f'stroke-linejoin="round"><title>{escape(title)}</title>{"".join(self.parts)}</svg>'
        )

    def begin(self, width: float, height: float) -> None:
        """A drawing is one page, and has begun: a second one is for paper. Raises ValueError."""
        raise ValueError("a drawing is one page")

    def say(self, text: str) -> None:
        """What the drawing hands say in the PDF's language: ends of lines; and texts that were told."""
        if text in ("0 J", "1 J"):
            self.cap = "butt" if text == "0 J" else "round"
            self._style()
        else:
            assert text.startswith("<"), "only texts and ends of lines are said"
            self.parts.append(text.replace('fill="?"', f'fill="{self.fill_colour}"'))

    # --- How it looks -----------------------------------------------------------------------------

    def pen(self, colour: Colour = BLACK, width: float = 0.2, dash: Sequence[float] = ()) -> None:
        self.stroke_colour, self.stroke_width, self.dash = hexed(colour), width, tuple(dash)
        self._style()

    def _style(self) -> None:
        dash = f' stroke-dasharray="{" ".join(map(number, self.dash))}"' if self.dash else ""
        self.stroke_style = (
            f'stroke="{self.stroke_colour}" stroke-width="{number(self.stroke_width)}" '
            f'stroke-linecap="{self.cap}"{dash}'
        )

    def brush(self, colour: Colour) -> None:
        self.fill_colour = hexed(colour)

    @contextmanager
    def only_in(self, rect: Rect) -> Iterator[None]:
        self.clips += 1
        clip = f"{self.name}-clip{self.clips}"
        x, y, w, h = (number(each) for each in (rect.x, rect.y, rect.w, rect.h))
        box = f'<rect x="{x}" y="{y}" width="{w}" height="{h}"/>'
        self.parts.append(f'<clipPath id="{clip}">{box}</clipPath><g clip-path="url(#{clip})">')
        yield
        self.parts.append("</g>")
        self.pen()
        self.brush(BLACK)

    # --- Lines and areas ---------------------------------------------------------------------------

    def _path(self, data: str, how: str, *, even: bool = False) -> None:
        strokes = f" {self.stroke_style}" if how in "sSB" else ""
        fill = self.fill_colour if how in "fB" else "none"
        rule = ' fill-rule="evenodd"' if even else ""
        self.parts.append(f'<path d="{data}" fill="{fill}"{rule}{strokes}/>')

    def lines(self, paths: Iterable[Sequence[Place]], *, closed: bool = False) -> None:
        data = " ".join(_data(path, closed=closed) for path in paths)
        if data:
            self._path(data, "S")

    def fill(self, rings: Sequence[Sequence[Place]], *, outlined: bool = False) -> None:
        data = " ".join(_data(ring, closed=True) for ring in rings)
        if data:
            self._path(data, "B" if outlined else "f", even=True)

    def polygon(self, corners: Sequence[Place], how: str = "f") -> None:
        self._path(_data(corners, closed=True), how)

    def rect(self, rect: Rect, how: str = "S") -> None:
        self._path(
            f"M{number(rect.x)} {number(rect.y)}h{number(rect.w)}v{number(rect.h)}h{number(-rect.w)}z", how
        )

    def stroke(self, strokes: Iterable[tuple[Place, Place]]) -> None:
        data = "".join(f"M{_at(a)}L{_at(b)}" for a, b in strokes)
        if data:
            self._path(data, "S")

    def disc(self, x: float, y: float, radius: float, how: str = "f") -> None:
        strokes = f" {self.stroke_style}" if how in "sSB" else ""
        fill = self.fill_colour if how in "fB" else "none"
        self.parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{strokes}/>'
        )

    def specks(self, places: Iterable[Place], radius: float) -> None:
        data = "".join(f"M{_at(place)}h0.01" for place in places)
        if data:
            self.parts.append(
                f'<path d="{data}" fill="none" stroke="{self.stroke_colour}" '
                f'stroke-width="{number(2 * radius)}" stroke-linecap="round"/>'
            )

    # --- Letters ------------------------------------------------------------------------------------

    def write(
        self, x: float, y: float, text: str, points: float, *, bold: bool = False, align: str = "L",
        angle: float = 0.0, narrow: float = 1.0,
    ) -> None:  # fmt: skip
        wide = width_of(text, points, bold=bold) * narrow
        back = {"L": 0.0, "C": wide / 2, "R": wide}[align]
        at = x - back * math.cos(angle), y - back * math.sin(angle)
        self.say(self.told(*at, text, points, bold=bold, angle=angle, narrow=narrow))

    def told(
        self, x: float, y: float, text: str, points: float, *, bold: bool = False, angle: float = 0.0,
        narrow: float = NARROW,
    ) -> str:  # fmt: skip
        """A text; its colour is the brush's when it is said."""
        turned = f' transform="rotate({math.degrees(angle):.2f} {_at((x, y))})"' if angle else ""
        weight = ' font-weight="bold"' if bold else ""
        wide = width_of(text, points, bold=bold) * narrow
        length = f' textLength="{number(wide)}" lengthAdjust="spacingAndGlyphs"' if narrow != 1.0 else ""
        return (
            f'<text x="{number(x)}" y="{number(y)}" font-size="{points * POINT:.3f}" fill="?"{weight}{length}'
            f"{turned}>{escape(text)}</text>"
        )

    def halo(self, told: Iterable[str], width: float = 0.5) -> None:
        texts = "".join(text.replace('fill="?"', 'fill="#fff"') for text in told)
        if texts:
            self.parts.append(
                f'<g stroke="#fff" stroke-width="{number(width)}" stroke-linejoin="round" '
                f'aria-hidden="true">{texts}</g>'
            )


def hexed(colour: Colour) -> str:
    """#rrggbb"""
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in colour)


def _at(place: Place) -> str:
    return f"{number(place[0])} {number(place[1])}"


def _data(path: Sequence[Place], *, closed: bool) -> str:
    if not path:
        return ""
    rest = "".join(f"L{_at(place)}" for place in path[1:])
    return f"M{_at(path[0])}{rest}{'z' if closed else ''}"
