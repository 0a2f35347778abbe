"""CSV with longitude and latitude, or WKT, in its columns."""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, WKTReader

from settlements import exported
from settlements.imports import shapes
from settlements.imports.problems import ImportRefused, Problem

MAX_COLUMNS = 1000
MAX_CELL = 10_000_000  # a boundary in WKT is one long cell
SRID = re.compile(r"^\s*SRID\s*=\s*(\d+)\s*;\s*", re.I)
DECIMAL_COMMA = re.compile(r"^\s*[-+]?\d+,\d+\s*$")


@dataclass
class Table:
    """Headings and rows of text; a row that could not be read has a problem instead of None."""

    headings: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem | None] = field(default_factory=list)


def read(path: Path) -> Table:
    """Read a delimited text of any usual encoding and delimiter. Raises ImportRefused."""
    text = decode(path.read_bytes())
    csv.field_size_limit(MAX_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        headings = unique([cell.strip() for cell in next(lines, [])])
        if exported.is_ours(headings):
            headings = [exported.unquoted(heading) for heading in headings]
        if not 2 <= len(headings) <= MAX_COLUMNS and not is_wkt_only(headings):
            raise ImportRefused("unknown_format")
        table = Table(headings)
        for row, cells in enumerate(lines, start=2):
            add_row(table, row, cells)
    except csv.Error as error:
        raise ImportRefused("unreadable", format="CSV", reason=error) from error
    return table


def is_wkt_only(headings: list[str]) -> bool:
    """A single column is a table only when it holds shapes."""
    return len(headings) == 1 and headings[0].casefold() in ("wkt", "geom", "geometry", "the_geom")


def add_row(table: Table, row: int, cells: list[str]) -> None:
    """Take one row in; blank lines are nothing."""
    values = [cell.strip().replace("\x00", "") for cell in cells]
    if exported.is_ours(table.headings):
        values = [exported.unquoted(value) for value in values]
    if not any(values):
        return
    extra = any(values[len(table.headings) :])
    table.rows.append(row)
    table.problems.append(Problem("unreadable_row") if extra else None)
    table.records.append({heading: value for heading, value in zip(table.headings, values) if value})  # noqa: B905


def decode(content: bytes) -> str:
    """Text of bytes: what a byte order mark says, else UTF-8, else the likeliest."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(content[:200_000], cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
        return content.decode(best.encoding if best else "cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the heading into most cells."""
    heading = text[:100_000].splitlines()[0] if text.strip() else ""
    return max(",;\t|", key=lambda delimiter: len(next(csv.reader([heading], delimiter=delimiter), [])))


def unique(headings: list[str]) -> list[str]:
    """Headings that differ: the second `name` is `name (2)`."""
    seen: dict[str, int] = {}
    result = []
    for number, heading in enumerate(headings, start=1):
        heading = heading or f"column {number}"
        seen[heading] = seen.get(heading, 0) + 1
        result.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return result


def point_of(record: dict[str, Any], lon: str, lat: str) -> shapes.Shape | Problem:
    """The point of two cells."""
    x, y = record.get(lon), record.get(lat)
    if x is None and y is None:
        return Problem("no_place")
    try:
        return shapes.point(number(x), number(y))
    except shapes.ShapeError as error:
        return error.problem
    except ValueError:
        return Problem("not_a_number")


def number(cell: Any) -> float:
    """A number as people write it: `36.82`, `36,82`."""
    text = str(cell or "")
    return float(text.replace(",", ".") if DECIMAL_COMMA.match(text) else text)


def shape_of(wkt: Any) -> shapes.Shape | Problem:
    """The shape of a WKT (or EWKT) cell."""
    if not wkt:
        return Problem("no_place")
    if re.search(r"\b(nan|inf)", str(wkt), re.I):
        return Problem("not_a_number")
    try:
        return shapes.read(bytes(WKTReader().read(SRID.sub("", str(wkt))).wkb))
    except shapes.ShapeError as error:
        return error.problem
    except (GEOSException, GDALException, ValueError, TypeError):
        return Problem("bad_wkt")


def srid_of(wkt: Any) -> str | None:
    """The coordinate system an EWKT cell names."""
    match = SRID.match(str(wkt or ""))
    return f"EPSG:{match[1]}" if match else None
