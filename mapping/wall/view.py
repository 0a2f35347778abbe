"""A part of the ground in a frame on a sheet: metres in, millimetres out."""

from collections.abc import Iterable
from dataclasses import dataclass

from mapping.wall.boxes import Bounds
from mapping.wall.paper import Rect
from mapping.wall.plane import Box
from mapping.wall.shapes import Place


@dataclass(frozen=True)
class View:
    """A frame on paper, the place in its upper left corner, and one to how many."""

    frame: Rect
    west: float
    north: float
    scale: int

    @classmethod
    def about(cls, frame: Rect, middle: Place, scale: int) -> "View":
        """With a place in the middle of the frame."""
        x, y = middle
        return cls(frame, x - frame.w * scale / 2_000, y + frame.h * scale / 2_000, scale)

    @property
    def window(self) -> Box:
        """The ground that is seen."""
        width, height = self.frame.w * self.scale / 1_000, self.frame.h * self.scale / 1_000
        return Box(self.west, self.north - height, self.west + width, self.north)

    def place(self, x: float, y: float) -> Place:
        """Where a place is on the sheet."""
        factor = 1_000 / self.scale
        return self.frame.x + (x - self.west) * factor, self.frame.y + (self.north - y) * factor

    def ground(self, x: float, y: float) -> Place:
        """What place is there on the sheet."""
        metres = self.scale / 1_000
        return self.west + (x - self.frame.x) * metres, self.north - (y - self.frame.y) * metres

    def path(self, places: Iterable[Place]) -> list[Place]:
        left, top, west, north, factor = self.frame.x, self.frame.y, self.west, self.north, 1_000 / self.scale
        return [(left + (x - west) * factor, top + (north - y) * factor) for x, y in places]

    def bounds(self, box: Box) -> Bounds:
        left, top = self.place(box.west, box.north)
        right, bottom = self.place(box.east, box.south)
        return left, top, right, bottom

    def length(self, metres: float) -> float:
        return metres * 1_000 / self.scale

    def sees(self, box: Box) -> bool:
        return self.window.meets(box)
