"""Geometry as arrays of coordinates: read from WKB, checked, moved, and written as WKB for the database.

Only what must happen before PostGIS may see a shape is done here: numbers are finite, rings are closed and
have three corners, heights are dropped. Everything else is PostGIS's.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from settlements.imports.problems import Problem

Coordinates = npt.NDArray[np.float64]

POINT, LINE, POLYGON, MULTIPOINT, MULTILINE, MULTIPOLYGON, COLLECTION = range(1, 8)
NAMES = {
    POINT: "point",
    LINE: "line",
    POLYGON: "polygon",
    MULTIPOINT: "multipoint",
    MULTILINE: "multiline",
    MULTIPOLYGON: "multipolygon",
    COLLECTION: "collection",
}
EWKB_Z, EWKB_M, EWKB_SRID = 0x80000000, 0x40000000, 0x20000000
MAX_DEPTH = 16


class ShapeError(ValueError):
    """The shape cannot be used; `problem` says why."""

    def __init__(self, code: str, **params: Any) -> None:
        self.problem = Problem(code, params)
        super().__init__(code)


@dataclass
class Shape:
    """One geometry: its rings (or its single point or line), or for multi kinds its member shapes."""

    kind: int
    rings: list[Coordinates]
    members: list["Shape"]

    def arrays(self) -> Iterator[Coordinates]:
        """Every array of coordinates, in place: writing into them moves the shape."""
        yield from self.rings
        for member in self.members:
            yield from member.arrays()

    def polygons(self) -> bool:
        """Whether anything in it covers ground."""
        return self.kind == POLYGON or any(member.polygons() for member in self.members)

    def lines(self) -> bool:
        """Whether there is a line in it."""
        return self.kind == LINE or any(member.lines() for member in self.members)

    def points(self) -> bool:
        """Whether there is a point in it."""
        return self.kind == POINT or any(member.points() for member in self.members)


class Reader:
    """Walks one WKB (ISO or extended, any byte order)."""

    def __init__(self, wkb: bytes) -> None:
        self.wkb, self.at = wkb, 0

    def number(self, order: str) -> int:
        (value,) = struct.unpack_from(order + "I", self.wkb, self.at)
        self.at += 4
        return int(value)

    def coordinates(self, order: str, count: int, dimensions: int) -> Coordinates:
        size = count * dimensions * 8
        if self.at + size > len(self.wkb):
            raise ShapeError("no_place")
        flat = np.frombuffer(self.wkb, dtype=f"{order}f8", count=count * dimensions, offset=self.at)
        self.at += size
        return flat.reshape(count, dimensions)[:, :2].astype("f8")

    def shape(self, depth: int = 0) -> Shape:
        order = "<" if self.wkb[self.at] else ">"
        self.at += 1
        code = self.number(order)
        kind = (code & 0xFFFF) % 1000
        dimensions = 2 + (1 if code & EWKB_Z else 0) + (1 if code & EWKB_M else 0)
        dimensions += {0: 0, 1: 1, 2: 1, 3: 2}.get((code & 0xFFFF) // 1000, 0)
        if code & EWKB_SRID:
            self.at += 4
        if kind not in NAMES or depth > MAX_DEPTH:
            raise ShapeError("not_repairable", reason=f"WKB {kind}")
        if kind == POINT:
            return Shape(kind, [self.coordinates(order, 1, dimensions)], [])
        count = self.number(order)
        if kind == LINE:
            return Shape(kind, [self.coordinates(order, count, dimensions)], [])
        if kind == POLYGON:
            rings = [self.coordinates(order, self.number(order), dimensions) for _ring in range(count)]
            return Shape(kind, rings, [])
        return Shape(kind, [], [self.shape(depth + 1) for _member in range(count)])


def read(wkb: bytes | None) -> Shape:
    """A sound shape, its rings closed. Raises ShapeError for one that no database could hold."""
    if not wkb:
        raise ShapeError("no_place")
    try:
        shape = Reader(wkb).shape()
    except (struct.error, IndexError) as error:
        raise ShapeError("no_place") from error
    shape = without_nothing(shape)
    for array in shape.arrays():
        if not np.isfinite(array).all():
            raise ShapeError("not_a_number")
    close_rings(shape)
    return shape


def without_nothing(shape: Shape) -> Shape:
    """Leave out empty members and rings; a shape that is all empty is no place."""
    shape.members = [member for member in shape.members if any(array.size for array in member.arrays())]
    shape.rings = [ring for ring in shape.rings if ring.size]
    if not shape.rings and not shape.members:
        raise ShapeError("no_place")
    return shape


def close_rings(shape: Shape) -> None:
    """Close open rings; refuse one with fewer than three corners."""
    for member in shape.members:
        close_rings(member)
    if shape.kind != POLYGON:
        return
    for index, ring in enumerate(shape.rings):
        if not np.array_equal(ring[0], ring[-1]):
            shape.rings[index] = ring = np.vstack([ring, ring[:1]])
        if distinct(ring) < 3:
            raise ShapeError("too_few_corners")


def closed_line_as_polygon(shape: Shape) -> Shape | None:
    """The polygon a closed line draws, as Google Earth's paths do; None when it does not close."""
    if shape.kind == MULTILINE and len(shape.members) == 1:
        return closed_line_as_polygon(shape.members[0])
    if shape.kind != LINE:
        return None
    line = shape.rings[0]
    if len(line) < 4 or not np.array_equal(line[0], line[-1]) or distinct(line) < 3:
        return None
    return Shape(POLYGON, [line], [])


def write(shape: Shape) -> bytes:
    """WKB in two dimensions."""
    head = struct.pack("<BI", 1, shape.kind)
    if shape.kind == POINT:
        return head + shape.rings[0].astype("<f8").tobytes()
    if shape.kind == LINE:
        line = shape.rings[0]
        return head + struct.pack("<I", len(line)) + line.astype("<f8").tobytes()
    if shape.kind == POLYGON:
        rings = [struct.pack("<I", len(ring)) + ring.astype("<f8").tobytes() for ring in shape.rings]
        return head + struct.pack("<I", len(rings)) + b"".join(rings)
    return head + struct.pack("<I", len(shape.members)) + b"".join(map(write, shape.members))


def point(x: float, y: float) -> Shape:
    """A point of two numbers. Raises ShapeError when they are not."""
    array = np.array([[x, y]], dtype="f8")
    if not np.isfinite(array).all():
        raise ShapeError("not_a_number")
    return Shape(POINT, [array], [])


def centre(shape: Shape) -> tuple[float, float]:
    """The middle of the box around it: enough to tell where a shape lies."""
    every = np.vstack(list(shape.arrays()))
    low, high = every.min(axis=0), every.max(axis=0)
    return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2


def distinct(array: Coordinates) -> int:
    """How many different places it names. A set: numpy's `unique` takes ten times as long for a house."""
    return len(set(map(tuple, array.tolist())))
