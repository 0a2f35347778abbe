"""A page to draw on: millimetres from the upper left corner, straight into the PDF's own language.

A wall map is tens of thousands of short lines and numbers. fpdf2's own calls say colour, width and matrix
anew for each of them; here things that look alike are written one after the other, and a page of an A0 sheet
takes a second. `_out`, `_resource_catalog` and `encode_text` are fpdf2's, which is pinned.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from mapping.wall.boxes import Place
from mapping.wall.letters import NARROW, width_of
from mapping.wall.paper import POINT, Rect
from verification.paper.fonts import font_files

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
ROUND = 0.5523  # of a radius: how far a Bézier's handles reach to make a quarter of a circle


def number(value: float) -> str:
    """A hundredth of a millimetre is finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


class Canvas:
    """The sheets of one map. Raises NoFont."""

    def __init__(self, title: str) -> None:
        from fpdf import FPDF  # half a second, for which the site need not wait
        from fpdf.enums import PDFResourceType

        self.font_resource = PDFResourceType.FONT
        self.pdf = FPDF(unit="mm", format="a4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(title)
        self.pdf.set_creator("Pamoja")
        regular, bold = font_files()
        self.pdf.add_font("Sans", "", regular)
        self.pdf.add_font("Sans", "B", bold)
        self.fonts = {False: self.pdf.fonts["sans"], True: self.pdf.fonts["sansB"]}

    def begin(self, width: float, height: float) -> None:
        """A new page; what follows is in millimetres of it."""
        short, long = sorted((width, height))
        self.pdf.add_page(format=(short, long), orientation="L" if width > height else "P")
        # The other way up: a place's y is counted from above.
        self.say(f"{1 / POINT:.6f} 0 0 {-1 / POINT:.6f} 0 {height / POINT:.4f} cm 1 J 1 j")

    def say(self, text: str) -> None:
        self.pdf._out(text)

    def finished(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())

    @property
    def pages(self) -> int:
        return int(self.pdf.page)

    # --- How it looks -----------------------------------------------------------------------------

    def pen(self, colour: Colour = BLACK, width: float = 0.2, dash: Sequence[float] = ()) -> None:
        """Lines from here on."""
        self.say(f"{_colour(colour)} RG {number(width)} w [{' '.join(map(number, dash))}] 0 d")

    def brush(self, colour: Colour) -> None:
        """Areas and letters from here on."""
        self.say(f"{_colour(colour)} rg")

    @contextmanager
    def only_in(self, rect: Rect) -> Iterator[None]:
        """What is drawn is cut at the edges of a part of the page; afterwards all looks as before."""
        self.say(f"q {_rect(rect)} W n")
        yield
        self.say("Q")

    # --- Lines and areas ---------------------------------------------------------------------------

    def lines(self, paths: Iterable[Sequence[Place]], *, closed: bool = False) -> None:
        """Stroke them, with the pen as it is."""
        for path in paths:
            self.say(f"{_path(path)} {'s' if closed else 'S'}")

    def fill(self, rings: Sequence[Sequence[Place]], *, outlined: bool = False) -> None:
        """Fill an area (even and odd, so holes are left), and stroke its edge."""
        self.say(" ".join(f"{_path(ring)} h" for ring in rings) + (" B*" if outlined else " f*"))

    def polygon(self, corners: Sequence[Place], how: str = "f") -> None:
        """`s` strokes it, `f` fills it, `B` both."""
        self.say(f"{_path(corners)} h {how}")

    def rect(self, rect: Rect, how: str = "S") -> None:
        """`S` strokes it, `f` fills it, `B` both."""
        self.say(f"{_rect(rect)} {how}")

    def stroke(self, strokes: Iterable[tuple[Place, Place]]) -> None:
        """Many short lines that look alike."""
        told = [f"{_at(a)} m {_at(b)} l" for a, b in strokes]
        if told:
            self.say("\n".join(told) + " S")

    def disc(self, x: float, y: float, radius: float, how: str = "f") -> None:
        r, c = radius, radius * ROUND
        quarters = (
            (x + r, y + c, x + c, y + r, x, y + r),
            (x - c, y + r, x - r, y + c, x - r, y),
            (x - r, y - c, x - c, y - r, x, y - r),
            (x + c, y - r, x + r, y - c, x + r, y),
        )
        curves = " ".join(f"{' '.join(map(number, quarter))} c" for quarter in quarters)
        self.say(f"{number(x + r)} {number(y)} m {curves} {how}")

    def specks(self, places: Iterable[Place], radius: float) -> None:
        """Dots: lines of no length with round ends."""
        told = [f"{_at(place)} m {_at(place)} l" for place in places]
        if told:
            self.say(f"q {number(2 * radius)} w [] 0 d\n" + "\n".join(told) + " S Q")

    # --- Letters ------------------------------------------------------------------------------------

    def write(
        self, x: float, y: float, text: str, points: float, *, bold: bool = False, align: str = "L",
        angle: float = 0.0, narrow: float = 1.0,
    ) -> None:  # fmt: skip
        """A line of text whose baseline begins (L), has its middle (C) or ends (R) there."""
        wide = width_of(text, points, bold=bold) * narrow
        back = {"L": 0.0, "C": wide / 2, "R": wide}[align]
        self.say(self.told(x - back * math.cos(angle), y - back * math.sin(angle), text, points, bold=bold,
                           angle=angle, narrow=narrow))  # fmt: skip

    def told(
        self, x: float, y: float, text: str, points: float, *, bold: bool = False, angle: float = 0.0,
        narrow: float = NARROW,
    ) -> str:  # fmt: skip
        """A text as the PDF says it, to be written with others."""
        font = self.fonts[bold]
        self.pdf._resource_catalog.add(self.font_resource, font.i, self.pdf.page)
        cos, sin = math.cos(angle), math.sin(angle)
        # The page is upside down; letters are not.
        matrix = " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in (cos, sin, sin, -cos))
        return (
            f"BT /F{font.i} {points * POINT:.3f} Tf {narrow * 100:.0f} Tz {matrix} {_at((x, y))} Tm "
            f"{font.encode_text(text)} ET"
        )

    def halo(self, told: Iterable[str], width: float = 0.5) -> None:
        """White round letters that stand on lines."""
        texts = list(told)
        if texts:
            self.say(f"q 1 Tr 1 1 1 RG {number(width)} w [] 0 d\n" + "\n".join(texts) + "\nQ")


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in colour)


def _at(place: Place) -> str:
    return f"{number(place[0])} {number(place[1])}"


def _rect(rect: Rect) -> str:
    return f"{number(rect.x)} {number(rect.y)} {number(rect.w)} {number(rect.h)} re"


def _path(path: Sequence[Place]) -> str:
    return f"{_at(path[0])} m " + " ".join(f"{_at(place)} l" for place in path[1:])
