"""How wide a text is, before there is a page to write it on."""

from functools import cache

from fontTools.ttLib import TTFont

from mapping.wall.paper import POINT
from verification.paper.fonts import font_files

CAPITAL = 0.729  # height of a capital or a digit of DejaVu Sans, of its size
# A number is drawn a little narrower than the letters are: it reads as well and needs less room.
NARROW = 0.86


@cache
def _widths(bold: bool) -> tuple[dict[int, float], float]:
    """Of each character, in parts of the size; and of one that the font does not have. Raises NoFont."""
    with TTFont(font_files()[bold], lazy=True) as font:
        units, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        known = {code: advances[name][0] / units for code, name in font.getBestCmap().items()}
        return known, advances[".notdef"][0] / units


def width_of(text: str, points: float, *, bold: bool = False) -> float:
    """Millimetres."""
    known, other = _widths(bold)
    return sum(known.get(ord(char), other) for char in text) * points * POINT


def shortened(text: str, points: float, room: float, *, bold: bool = False) -> str:
    """The text, cut where it does not fit."""
    if width_of(text, points, bold=bold) <= room:
        return text
    while len(text) > 1 and width_of(f"{text}…", points, bold=bold) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def wrapped(text: str, points: float, room: float, *, bold: bool = False) -> list[str]:
    """The lines that a text takes."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, points, bold=bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shortened(line, points, room, bold=bold) for line in lines]
