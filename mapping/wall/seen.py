"""What the sheets will show, before they are made: frames on the screen's map, or on a small picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mapping.wall.plane import Box, Plane
from mapping.wall.prepared import Prepared
from mapping.wall.shapes import Place, Shape
from mapping.wall.view import View

WIDTH = 600  # units of the picture


@dataclass(frozen=True)
class Rectangle:
    """A sheet on the picture."""

    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Place:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Sheets:
    """The windows by the names of their sheets; all together, where they can be moved."""

    prepared: Prepared
    windows: Mapping[str, Box]
    whole: Box | None
    scale: int
    is_wide: bool
    across: int
    down: int

    @classmethod
    def of(
        cls, prepared: Prepared, views: Mapping[str, View], whole: View | None = None, *,
        is_wide: bool = False, across: int = 1, down: int = 1,
    ) -> "Sheets":  # fmt: skip
        """`whole`: all of them as one, where they can be laid elsewhere."""
        windows = {name: view.window for name, view in views.items()}
        about, scale = (whole.window, whole.scale) if whole else (None, 0)
        return cls(prepared, windows, about, scale, is_wide, across, down)

    def for_browser(self) -> dict[str, Any]:
        """Corners as [longitude, latitude]; `middle` where the frame may be moved."""
        plane = self.prepared.ground.plane
        return {
            "sheets": [[name, corners(plane, window)] for name, window in self.windows.items()],
            "middle": plane.degrees(*self.whole.middle) if self.whole else None,
            "isFramed": self.prepared.options.is_framed,
            "scale": self.scale,
            "isWide": self.is_wide,
            "across": self.across,
            "down": self.down,
        }

    @property
    def picture(self) -> dict[str, Any]:
        """Outlines of the settlement and its villages with the sheets over them, as an SVG's numbers."""
        ground = self.prepared.ground
        box = ground.extent
        for window in self.windows.values():
            box = box.joined(window)
        box = box.grown(box.width * 0.02)
        factor = WIDTH / box.width
        outlines = [ground.boundary, *(village.shape for village in ground.villages)]
        return {
            "width": WIDTH,
            "height": round(box.height * factor),
            "outlines": [line for shape in outlines for line in _lines(shape, box, factor)],
            "sheets": [
                Rectangle(
                    name,
                    round((window.west - box.west) * factor, 1),
                    round((box.north - window.north) * factor, 1),
                    round(window.width * factor, 1),
                    round(window.height * factor, 1),
                )
                for name, window in self.windows.items()
            ],
        }


def corners(plane: Plane, window: Box) -> list[Place]:
    """From the north-west on, as the hands of a clock go."""
    west, south, east, north = window.west, window.south, window.east, window.north
    return [plane.degrees(*place) for place in ((west, north), (east, north), (east, south), (west, south))]


def _lines(shape: Shape, box: Box, factor: float) -> list[str]:
    return [
        " ".join(f"{(x - box.west) * factor:.1f},{(box.north - y) * factor:.1f}" for x, y in ring)
        for ring in shape.rings
    ]
