"""One sheet about a place that was chosen: how much it shows depends on the paper and the scale alone."""

from dataclasses import replace

from mapping.wall.content import Content
from mapping.wall.layout import Beside, Layout, Sought, choose
from mapping.wall.options import OPEN_SCALE
from mapping.wall.paper import ways_to_lie
from mapping.wall.plane import Box
from mapping.wall.prepared import Prepared
from mapping.wall.refusals import DoesNotFit, NothingInFrame
from mapping.wall.shapes import Place
from mapping.wall.tiles import there_in

ENOUGH = 0.55  # of the sheet must be map, or the legend follows on a sheet of its own


def plan_sheet(prepared: Prepared) -> tuple[Content, Layout]:
    """What stands on the sheet, and how. Raises DoesNotFit, NothingInFrame."""
    options = prepared.options
    if prepared.middle is None:
        content = prepared.content(options.village)
        return content, choose(content, prepared.extent, options.paper, options.orientation, options.scale)
    layout = _about(prepared.content(options.village), prepared.middle, prepared)
    window = layout.view.window
    if not there_in(prepared.ground, window)(window):
        raise NothingInFrame
    content = prepared.content(options.village, within=window)
    return content, _with_index(content, layout)


def _about(content: Content, middle: Place, prepared: Prepared) -> Layout:
    """The largest frame that leaves room for the text."""
    options = prepared.options
    sought = Sought(options.paper, content, Box(*middle, *middle), 0)
    scale = options.scale or OPEN_SCALE
    found: list[Layout] = []
    for beside in (Beside.LEGEND, Beside.FACTS):
        for is_wide in ways_to_lie(options.orientation):
            found += sought.layouts(scale, is_wide, beside)
        if found and max(map(_share, found)) >= ENOUGH:
            break
    if not found:
        raise DoesNotFit
    return max(found, key=_share)


def _share(layout: Layout) -> float:
    width, height = layout.size
    return layout.frame.w * layout.frame.h / (width * height)


def _with_index(content: Content, layout: Layout) -> Layout:
    """The numbers of the frame stand on the sheet where they find room in what is left of it."""
    if layout.beside is not Beside.LEGEND:
        return layout
    sought = Sought(layout.paper, content, layout.extent, len(content.index()))
    return replace(layout, beside=Beside.ALL) if sought.fits(layout.panel, Beside.ALL) else layout
