"""A small drawing of bars: SVG for a page with a strict policy, for paper, and for black and white.

Only elements and presentation attributes: no style, no script, text as text. What stands for other places is
hatched, so that a copy in grey still tells it apart. The drawing is as wide as a phone; on paper it is as
sharp as the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

WIDTH = 360
EDGE = 2
ROW, BAR, TEXT = 44, 16, 14
# How large a label is drawn beside its value, by how many letters it has at most.
LABELS = ((34, TEXT), (40, 12), (50, 10))
SIDE_LETTERS = 15  # of what a side of a pyramid is called, at full size
INK, PAPER = "#14532d", "#ffffff"
# Lines of a hatch in a square of eight: each another way, the first is solid.
HATCHES = {
    "back": "M-2 2l4 -4M0 8l8 -8M6 10l4 -4",
    "down": "M-2 6l4 4M0 0l8 8M6 -2l4 4",
    "upright": "M2 0v8M6 0v8",
    "level": "M0 2h8M0 6h8",
    "cross": "M0 4h8M4 0v8",
}
SOLID = "solid"


@dataclass(frozen=True)
class Bar:
    """One row: its words, its length in the figure's unit, and how it is filled."""

    label: str
    value: float
    text: str
    fill: str = SOLID


@dataclass(frozen=True)
class Mark:
    """A standard: a line across all bars."""

    value: float
    text: str


def bars(name: str, title: str, description: str, rows: Sequence[Bar], mark: Mark | None = None) -> str:
    """Rows of bars from one zero. `name` makes ids that are unique on a page."""
    foot = ROW * len(rows) + 8
    height = foot + (22 if mark else 0)
    longest = nice_end(max([*(row.value for row in rows), mark.value if mark else 0]))
    scale = (WIDTH - 2 * EDGE) / longest
    drawn = [_patterns(name, {row.fill for row in rows} - {SOLID})]
    drawn += [_row(name, row, number * ROW, scale) for number, row in enumerate(rows)]
    if mark:
        x = EDGE + mark.value * scale
        ends = [(number * ROW + TEXT + 3, number * ROW + TEXT + BAR + 10) for number in range(len(rows))]
        drawn.append(_dashes("".join(f"M{x:.1f} {top}V{end}" for top, end in ends)))
        drawn.append(_dashes(f"M{EDGE} {foot + 10}h24"))
        is_long = len(mark.text) > 44
        drawn.append(_text(EDGE + 30, foot + 14, shortened(mark.text, 58), size=10 if is_long else 12))
    return _svg(name, title, description, height, "".join(drawn))


def _dashes(path: str) -> str:
    """A standard's line: light beneath, so that it shows on a dark bar."""
    return (
        f'<path d="{path}" stroke="{PAPER}" stroke-width="5" fill="none"/>'
        f'<path class="mark" d="{path}" stroke="#8c1515" stroke-width="2.5" stroke-dasharray="4 3" '
        'fill="none"/>'
    )


def _row(name: str, row: Bar, y: float, scale: float) -> str:
    length = max(row.value * scale, 1) if row.value > 0 else 0
    fill = INK if row.fill == SOLID else f"url(#{name}-{row.fill})"
    return (
        _label(y + TEXT, row.label)
        + _text(WIDTH - EDGE, y + TEXT, row.text, anchor="end", weight="bold")
        + f'<rect class="bar {row.fill}" x="{EDGE}" y="{y + TEXT + 6}" width="{length:.1f}" height="{BAR}" '
        f'fill="{fill}" stroke="{INK}"/>'
    )


def columns(name: str, title: str, description: str, rows: Sequence[Bar], unit: str) -> str:
    """A histogram: columns beside each other, each labelled beneath where there is room."""
    height, base = 220, 176
    most = max((row.value for row in rows), default=0)
    each = (WIDTH - 2 * EDGE) / max(len(rows), 1)
    every = max(1, -(-len(rows) // 6))
    drawn = []
    for number, row in enumerate(rows):
        tall = (base - 20) * row.value / most if most else 0
        x = EDGE + number * each
        drawn.append(
            f'<rect class="bar solid" x="{x:.1f}" y="{base - tall:.1f}" width="{each - 1.5:.1f}" '
            f'height="{tall:.1f}" fill="{INK}"/>'
        )
        if number % every == 0:
            drawn.append(_text(x, base + 18, row.label, size=12))
        if row.value == most:
            drawn.append(_text(x + each / 2, base - tall - 5, row.text, anchor="middle", size=12))
    drawn.append(f'<path d="M{EDGE} {base}H{WIDTH - EDGE}" stroke="currentColor"/>')
    drawn.append(_text(WIDTH - EDGE, base + 38, unit, anchor="end", size=12))
    return _svg(name, title, description, height, "".join(drawn))


def pyramid(
    name: str,
    title: str,
    description: str,
    sides: tuple[str, str],
    rows: Sequence[tuple[str, float, float, str, str]],
) -> str:
    """Two sides from a middle, the youngest at the foot: the left hatched, the right solid."""
    row_height, top, gap = 20, 26, 44
    height = top + row_height * len(rows) + 6
    half = (WIDTH - gap) / 2
    most = max((max(left, right) for _, left, right, *_ in rows), default=0)
    scale = (half - 40) / most if most else 0
    drawn = [_patterns(name, {"back"})]
    size = TEXT if max(map(len, sides)) <= SIDE_LETTERS else 10
    drawn.append(_text(half, 14, sides[0], anchor="end", weight="bold", size=size))
    drawn.append(_text(WIDTH - half, 14, sides[1], weight="bold", size=size))
    for number, (label, left, right, left_text, right_text) in enumerate(reversed(rows)):
        y = top + number * row_height
        long, short = left * scale, right * scale
        drawn.append(
            f'<rect class="bar back" x="{half - long:.1f}" y="{y}" width="{long:.1f}" height="15" '
            f'fill="url(#{name}-back)" stroke="{INK}"/>'
            f'<rect class="bar solid" x="{WIDTH - half:.1f}" y="{y}" width="{short:.1f}" height="15" '
            f'fill="{INK}" stroke="{INK}"/>'
        )
        drawn.append(_text(WIDTH / 2, y + 12, label, anchor="middle", size=12))
        drawn.append(_text(half - long - 4, y + 12, left_text, anchor="end", size=11))
        drawn.append(_text(WIDTH - half + short + 4, y + 12, right_text, size=11))
    return _svg(name, title, description, height, "".join(drawn))


def _svg(name: str, title: str, description: str, height: float, inside: str) -> str:
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" aria-labelledby="{name}-t {name}-d" '
        f'font-family="sans-serif"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{inside}</svg>'
    )


def _patterns(name: str, fills: set[str]) -> str:
    made = "".join(
        f'<pattern id="{name}-{fill}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{PAPER}"/><path d="{HATCHES[fill]}" stroke="{INK}" '
        f'stroke-width="1.6" fill="none"/></pattern>'
        for fill in sorted(fills)
    )
    return f"<defs>{made}</defs>" if made else ""


def _text(x: float, y: float, words: str, *, anchor: str = "", size: int = TEXT, weight: str = "") -> str:
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="currentColor"{more}>{escape(words)}</text>'
    )


def _label(y: float, words: str) -> str:
    letters, size = next((one for one in LABELS if len(words) <= one[0]), LABELS[-1])
    return _text(EDGE, y, shortened(words, letters), size=size)


def shortened(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def nice_end(most: float) -> float:
    """A little more than the longest bar, so that none touches the edge: 1, 2 or 5 of some power of ten."""
    if most <= 0:
        return 1
    power = 10 ** floor(log10(most))
    return next(step * power for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= most)
