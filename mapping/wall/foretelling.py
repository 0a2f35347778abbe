"""What a map will be, said before it is made: sheets, scale, and how well its numbers can be read."""

from dataclasses import dataclass
from math import hypot

from mapping.wall.atlas import plan_atlas
from mapping.wall.choices import Form, Paper
from mapping.wall.entries import Entry
from mapping.wall.flow import Columns
from mapping.wall.framing import plan_sheet
from mapping.wall.ground import House
from mapping.wall.labels import LEAST, PAD_H, PAD_W
from mapping.wall.layout import Beside, Layout, parts_of
from mapping.wall.letters import CAPITAL, NARROW, width_of
from mapping.wall.options import Options
from mapping.wall.paper import POINT, SCALES, letters_of
from mapping.wall.prepared import Prepared
from mapping.wall.seen import Sheets
from mapping.wall.tiles import key_of, plan_tiles
from settlements.models import Settlement

READABLE = 80  # per cent of the numbers that stand inside their structures


@dataclass(frozen=True)
class Foretold:
    """`maps` are sheets with a map, of which one is the key or overview; `lists` follow with the index."""

    form: str
    paper: str
    list_paper: str
    is_wide: bool
    scale: int
    smallest: int  # scale: of an atlas, whose pages have each its own
    maps: int
    lists: int
    houses: int
    inside: int  # per cent of the numbers that will stand inside their structures
    better: int | None  # a scale at which most would
    sheets: "Sheets"

    @property
    def all(self) -> int:
        return self.maps + self.lists

    @property
    def metres(self) -> str:
        """On the ground, of a centimetre."""
        return f"{self.scale / 100:g}"


def foretell(settlement: Settlement, options: Options) -> Foretold:
    """Raises NotDrawn, NoFont."""
    prepared = Prepared.of(settlement, options)
    content = prepared.content(options.village)
    smallest = 0
    if options.form == Form.ATLAS:
        atlas = plan_atlas(prepared)
        scales = [layout.scale for layout in atlas.pages.values()] or [atlas.overview.scale]
        maps, scale, smallest, is_wide = (
            1 + len(atlas.pages),
            min(scales),
            max(scales),
            atlas.overview.is_wide,
        )
        lists = _lists(options, content.index(), atlas.overview)
        sheets = Sheets.of(prepared, {code: page.view for code, page in atlas.pages.items()})
    elif options.form == Form.TILED:
        tiling = plan_tiles(prepared)
        content, key = key_of(prepared, tiling)
        maps, scale, is_wide = 1 + len(tiling.tiles), tiling.scale, tiling.is_wide
        lists = _lists(options, content.index(), key)
        seen = {str(each.number): tiling.view(each) for each in tiling.tiles}
        sheets = Sheets.of(
            prepared, seen, tiling.whole, is_wide=tiling.is_wide, across=tiling.columns, down=tiling.rows
        )
    else:
        content, layout = plan_sheet(prepared)
        maps, scale, is_wide = 1, layout.scale, layout.is_wide
        lists = _lists(options, content.index(), layout)
        sheets = Sheets.of(prepared, {"": layout.view}, layout.view, is_wide=layout.is_wide)
    houses = list(content.houses)
    inside = share_inside(houses, scale)
    return Foretold(
        options.form, Paper(options.paper).label, Paper(list_paper(options.paper)).label, is_wide, scale,
        smallest or scale, maps, lists, len(houses), inside,
        None if inside >= READABLE or not houses else _better(houses, scale), sheets,
    )  # fmt: skip


def list_paper(paper: str) -> str:
    """Lists are never on sheets that only a plotter prints."""
    return paper if paper in (Paper.A4, Paper.A3) else Paper.A4


def _lists(options: Options, index: list[Entry], layout: Layout) -> int:
    """About how many sheets the index takes where it does not stand beside the map."""
    if layout.beside is Beside.ALL:
        return 0
    paper = list_paper(options.paper)
    columns = Columns(parts_of(paper, is_wide=False)[1], letters_of(paper))
    capacity = columns.capacity(columns.place([]).free)
    legend = 1 if layout.beside is Beside.FACTS else 0
    return -(-len(index) // capacity) + legend


def share_inside(houses: list[House], scale: int) -> int:
    """Per cent of the numbers whose smallest letters go into their footprints, by the length of these."""
    drawn = [house for house in houses if house.shape.areas]
    if not drawn:
        return 0
    high = (CAPITAL + PAD_H) * LEAST * POINT
    fitting = 0
    for house in drawn:
        wide = width_of(house.number, LEAST) * NARROW + PAD_W * LEAST * POINT
        width, height = house.box.width * 1_000 / scale, house.box.height * 1_000 / scale
        # Of a crooked one the diagonal tells more than the sides of its box.
        fitting += hypot(width, height) * 0.8 >= wide and min(width, height) >= high
    return round(100 * fitting / len(houses))


def _better(houses: list[House], scale: int) -> int | None:
    finer = [each for each in SCALES if each < scale and share_inside(houses, each) >= READABLE]
    return max(finer, default=None)
