"""From a settlement and what was chosen to a PDF."""

import hashlib
from dataclasses import dataclass

from mapping.wall import words
from mapping.wall.atlas import draw_atlas
from mapping.wall.canvas import Canvas
from mapping.wall.choices import Form
from mapping.wall.framing import plan_sheet
from mapping.wall.options import Options
from mapping.wall.prepared import Prepared, Tell
from mapping.wall.scene import compose
from mapping.wall.sheets import draw_sheet, index_sheets, sizes_of
from mapping.wall.tiles import draw_tiles
from settlements.models import Settlement


@dataclass(frozen=True)
class Printed:
    """The file, and what there is to say of it."""

    content: bytes
    pages: int
    scale: int
    unplaced: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def quietly(done: int, total: int) -> None:
    """Nobody listens."""


def print_map(settlement: Settlement, options: Options, tell: Tell = quietly) -> Printed:
    """Make the map. Raises NotDrawn, NoFont."""
    return draw_map(Prepared.of(settlement, options), tell)


def draw_map(prepared: Prepared, tell: Tell = quietly) -> Printed:
    facts = prepared.facts
    canvas = Canvas(f"{facts.code} {facts.name} · {facts.made_on:%Y-%m-%d} · {facts.version}")
    draw = {Form.SHEET: draw_one, Form.TILED: draw_tiles, Form.ATLAS: draw_atlas}
    scale, unplaced = draw[Form(prepared.options.form)](canvas, prepared, tell)
    return Printed(canvas.finished(), canvas.pages, scale, unplaced)


def draw_one(canvas: Canvas, prepared: Prepared, tell: Tell) -> tuple[int, int]:
    """A map on one sheet; its index follows where it has no room."""
    options = prepared.options
    content, layout = plan_sheet(prepared)
    sizes = sizes_of(options.paper, layout.scale)
    scene = compose(prepared.ground, prepared.grid, layout.view, sizes, only=options.village)
    heading = prepared.said(words.TITLE if content.houses else words.TITLE_PLAIN)
    if options.is_framed:
        heading = f"{prepared.said(words.PART)} · {heading}"
    if options.village is not None:
        heading = f"{prepared.village(options.village)} · {heading}"
    left = draw_sheet(canvas, layout, content, scene, heading)
    tell(1, 1)
    index_sheets(canvas, options.paper, content, left)
    return layout.scale, len(scene.unplaced)
