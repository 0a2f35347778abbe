"""Reads a PDF back: not by the code that wrote it, but as the specification says content streams are read.

Millimetres from the upper left corner of each page.
"""

import math
import pathlib
import re
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import shapely

MM = 72 / 25.4
TOKEN = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|\[|\]|/[^\s/\[\]()<>]+|[^\s/\[\]()<>]+", re.DOTALL)
Matrix = tuple[float, float, float, float, float, float]
ASCENT = 0.729  # of DejaVu's capitals
OPERANDS = {"g": "fill", "rg": "fill", "G": "stroke", "RG": "stroke"}


def times(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


@dataclass
class Look:
    """The state of drawing that q keeps and Q brings back."""

    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    fill: tuple[float, ...] = (0,)
    stroke: tuple[float, ...] = (0,)
    mode: int = 0


@dataclass(frozen=True)
class Path:
    """A path that was painted: its parts, and how."""

    parts: list[list[tuple[float, float]]]
    how: str
    fill: tuple[float, ...]
    stroke: tuple[float, ...]


@dataclass(frozen=True)
class Written:
    """A text: its box about capitals, turned as it is."""

    text: str
    size: float  # mm
    box: Any  # shapely.Polygon
    angle: float  # degrees
    mode: int


@dataclass
class Page:
    """What was drawn on one page."""

    width: float
    height: float
    paths: list[Path] = field(default_factory=list)
    texts: list[Written] = field(default_factory=list)

    @property
    def seen(self) -> list[Written]:
        """Without the white that is drawn round letters first."""
        return [text for text in self.texts if text.mode == 0]


def pages_of(content: bytes) -> list[Page]:
    """All pages."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", content, re.DOTALL)
    }
    fonts = {
        number: _unicode_of(objects, number) for number, body in objects.items() if b"/ToUnicode" in body
    }
    return [_page(objects, fonts, body) for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]


def _page(objects: dict[int, bytes], fonts: dict[int, Any], body: bytes) -> Page:
    box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", body) or _inherited(objects)
    _x, _y, width, height = (float(part) for part in box[1].split())
    resources = _resources(objects, body)
    named = {
        name.decode(): fonts[int(number)] for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources)
    }
    stream = re.search(rb"/Contents (\d+) 0 R", body)
    assert stream is not None
    page = Page(width / MM, height / MM)
    _run(_stream(objects[int(stream[1])]), page, named)
    return page


def _inherited(objects: dict[int, bytes]) -> re.Match[bytes]:
    for body in objects.values():
        found = re.search(rb"/MediaBox\s*\[([^\]]*)\]", body)
        if found and b"/Kids" in body:
            return found
    raise AssertionError("a page without a size")


def _resources(objects: dict[int, bytes], body: bytes) -> bytes:
    found = re.search(rb"/Resources (\d+) 0 R", body)
    text = objects[int(found[1])] if found else body
    inner = re.search(rb"/Font (\d+) 0 R", text)
    return objects[int(inner[1])] if inner else text


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)\nendstream", body, re.DOTALL)
    assert found is not None
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _unicode_of(objects: dict[int, bytes], number: int) -> tuple[dict[int, str], dict[int, float]]:
    """Of a font: the characters of its codes, and their widths in parts of the size."""
    body = objects[number]
    to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", body)
    descendant = re.search(rb"/DescendantFonts\s*\[\s*(\d+) 0 R", body)
    assert to_unicode is not None
    assert descendant is not None
    told = _stream(objects[int(to_unicode[1])]).decode("latin-1")
    chars = {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*(?:\n|$)", told)
    }
    listed = re.search(rb"/W\s*\[(.*)\]", objects[int(descendant[1])], re.DOTALL)
    assert listed is not None
    return chars, _widths(listed[1].decode())


def _widths(listed: str) -> dict[int, float]:
    """`first [w w w]` and `first last w`, one after the other."""
    widths: dict[int, float] = {}
    for first, run, start, end, width in re.findall(r"(\d+)\s*\[([^\]]*)\]|(\d+)\s+(\d+)\s+(\d+)", listed):
        if run:
            widths |= {int(first) + nth: float(each) / 1000 for nth, each in enumerate(run.split())}
        else:
            widths |= dict.fromkeys(range(int(start), int(end) + 1), float(width) / 1000)
    return widths


def _run(stream: bytes, page: Page, fonts: dict[str, Any]) -> None:
    look, kept = Look(), []
    operands: list[bytes] = []
    parts: list[list[tuple[float, float]]] = []
    font, size, stretch = "", 0.0, 1.0
    text_matrix: Matrix = (1, 0, 0, 1, 0, 0)

    def at(x: float, y: float) -> tuple[float, float]:
        m = look.matrix
        return (x * m[0] + y * m[2] + m[4]) / MM, page.height - (x * m[1] + y * m[3] + m[5]) / MM

    for token in TOKEN.findall(stream):
        if token[:1] in b"([/<]" or re.fullmatch(rb"[-+.\d]+", token):
            operands.append(token)
            continue
        op = token.decode()
        n = [float(each) for each in operands if re.fullmatch(rb"[-+.\d]+", each)]
        if op == "q":
            kept.append(Look(look.matrix, look.fill, look.stroke, look.mode))
        elif op == "Q":
            look = kept.pop()
        elif op == "cm":
            look.matrix = times((n[0], n[1], n[2], n[3], n[4], n[5]), look.matrix)
        elif op in OPERANDS:
            setattr(look, OPERANDS[op], tuple(n))
        elif op == "m":
            parts.append([at(*n)])
        elif op == "l":
            parts[-1].append(at(*n))
        elif op == "c":
            parts[-1].append(at(*n[4:]))
        elif op == "h":
            parts[-1].append(parts[-1][0])
        elif op == "re":
            x, y, w, h = n
            parts.append([at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)])
        elif op in ("S", "s", "f", "f*", "B", "B*", "n"):
            page.paths.append(Path(parts, op, look.fill, look.stroke))
            parts = []
        elif op == "Tf":
            font, size = operands[-2][1:].decode(), n[-1]
        elif op == "Tz":
            stretch = n[0] / 100
        elif op == "Tr":
            look.mode = int(n[0])
        elif op == "Tm":
            text_matrix = (n[0], n[1], n[2], n[3], n[4], n[5])
        elif op == "Tj":
            page.texts.append(
                _written(
                    operands[-1], fonts[font], size, stretch, times(text_matrix, look.matrix), page, look.mode
                )
            )
        operands = []


def _written(
    raw: bytes, font: Any, size: float, stretch: float, matrix: Matrix, page: Page, mode: int
) -> Written:
    chars, widths = font
    text = re.sub(
        rb"\\(.)",
        lambda found: {b"r": b"\r", b"n": b"\n"}.get(found[1], found[1]),
        raw[1:-1],
        flags=re.DOTALL,
    )
    codes = [int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2)]
    wide = sum(widths[code] for code in codes) * size * stretch
    corners = [(0.0, 0.0), (wide, 0.0), (wide, ASCENT * size), (0.0, ASCENT * size)]
    a, b, c, d, e, f = matrix
    placed = [((x * a + y * c + e) / MM, page.height - (x * b + y * d + f) / MM) for x, y in corners]
    scale = math.hypot(c, d) / MM
    angle = -math.degrees(math.atan2(b, a))
    return Written("".join(chars[code] for code in codes), size * scale, shapely.Polygon(placed), angle, mode)


def words_in(path: pathlib.Path) -> Iterator[tuple[int, str, float, float, float, float]]:
    """Page, word and box in points, as poppler sees them."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, text=True)
    page = -1
    for line in done.stdout.splitlines():
        if "<page " in line:
            page += 1
        found = re.search(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>', line
        )
        if found:
            x0, y0, x1, y1 = (float(found[n]) for n in range(1, 5))
            yield page, found[5], x0, y0, x1, y1
