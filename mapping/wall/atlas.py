"""A book of the settlement: an overview, and a page for each village at the largest scale that it fits at."""

from dataclasses import dataclass

from mapping.wall import words
from mapping.wall.canvas import Canvas
from mapping.wall.layout import Layout, choose
from mapping.wall.prepared import Prepared, Tell
from mapping.wall.scene import compose
from mapping.wall.sheets import Left, draw_sheet, index_sheets, sizes_of


@dataclass(frozen=True)
class Atlas:
    """The layouts of its pages, the villages' in their order; "" is what lies in none."""

    overview: Layout
    pages: dict[str, Layout]


def plan_atlas(prepared: Prepared) -> Atlas:
    """Raises DoesNotFit."""
    options = prepared.options
    overview = choose(prepared.content(), prepared.extent, options.paper, options.orientation)
    codes = [village.code for village in prepared.ground.villages]
    codes += [""] if any(not house.cluster for house in prepared.ground.houses) else []
    extents = {code: prepared.ground.of_village(code) for code in codes}
    pages = {
        code: choose(prepared.content(code, is_page=True), extent, options.paper, options.orientation)
        for code, extent in extents.items()
        if extent is not None
    }
    return Atlas(overview, pages)


def draw_atlas(canvas: Canvas, prepared: Prepared, tell: Tell) -> tuple[int, int]:
    """Overview and pages; then, on sheets of their own, what found no room beside the maps."""
    options, atlas = prepared.options, plan_atlas(prepared)
    total = len(atlas.pages) + 1
    sizes = sizes_of(options.paper, atlas.overview.scale)
    numbers = {code: n for n, code in enumerate(atlas.pages, 2)}
    notes = {code: prepared.said(words.NEIGHBOUR, n=n) for code, n in numbers.items()}
    whole = compose(
        prepared.ground, prepared.grid, atlas.overview.view, sizes, has_numbers=False, notes=notes
    )
    heading = prepared.said(words.ATLAS)
    left = draw_sheet(canvas, atlas.overview, prepared.content(), whole, heading)
    tell(1, total)
    unplaced = 0
    missing: list[tuple[str, Left]] = []
    for code, layout in atlas.pages.items():
        content = prepared.content(code, is_page=True)
        sizes = sizes_of(options.paper, layout.scale)
        scene = compose(prepared.ground, prepared.grid, layout.view, sizes, only=code)
        page = prepared.said(words.SHEET, n=numbers[code], all=total)
        missing.append(
            (code, draw_sheet(canvas, layout, content, scene, f"{prepared.village(code)} · {page}"))
        )
        unplaced += len(scene.unplaced)
        tell(numbers[code], total)
    # The whole index has every number of the villages' own.
    index_sheets(canvas, options.paper, prepared.content(), left)
    for code, rest in missing:
        rest.entries = []
        index_sheets(canvas, options.paper, prepared.content(code, is_page=True), rest)
    return max((layout.scale for layout in atlas.pages.values()), default=atlas.overview.scale), unplaced
