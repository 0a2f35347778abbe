"""The grid of 100 m: every map of a settlement calls the same place C4, whatever its paper and scale."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.wall.plane import Box, Plane

STEP_M = 100  # of UTM's metres, so that the lines are those of a GPS


def letters(column: int) -> str:
    """A … Z, AA, AB …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True)
class Grid:
    """Letters from the west, numbers from the north, from the settlement's own corner on."""

    plane: Plane
    west: int  # UTM
    north: int
    columns: int
    rows: int

    @classmethod
    def over(cls, plane: Plane, extent: Box) -> "Grid":
        """The cells that an extent touches."""
        west, south = plane.to_utm(extent.west, extent.south)
        east, north = plane.to_utm(extent.east, extent.north)
        left, top = math.floor(west / STEP_M), math.ceil(north / STEP_M)
        return cls(
            plane,
            left * STEP_M,
            top * STEP_M,
            math.ceil(east / STEP_M) - left,
            top - math.floor(south / STEP_M),
        )

    def cell(self, x: float, y: float) -> str:
        """C4: the cell of a place; outside of the grid that of its nearest edge."""
        return self.name(*self.at(x, y))

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of a place, from 0."""
        east, north = self.plane.to_utm(x, y)
        column = min(max(math.floor((east - self.west) / STEP_M), 0), self.columns - 1)
        row = min(max(math.floor((self.north - north) / STEP_M), 0), self.rows - 1)
        return column, row

    @staticmethod
    def name(column: int, row: int) -> str:
        return f"{letters(column)}{row + 1}"

    def columns_in(self, window: Box) -> Iterator[tuple[str, float, float]]:
        """Each column that is seen: its letter, and where it begins and ends."""
        for n in range(self.columns):
            west, east = self.x(n), self.x(n + 1)
            if west < window.east and window.west < east:
                yield letters(n), west, east

    def rows_in(self, window: Box) -> Iterator[tuple[str, float, float]]:
        """Each row that is seen: its number, and where it begins (north) and ends."""
        for n in range(self.rows):
            north, south = self.y(n), self.y(n + 1)
            if south < window.north and window.south < north:
                yield str(n + 1), north, south

    def x(self, column: int) -> float:
        return self.plane.from_utm(self.west + column * STEP_M, self.north)[0]

    def y(self, row: int) -> float:
        return self.plane.from_utm(self.west, self.north - row * STEP_M)[1]
