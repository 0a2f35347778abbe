"""The one way to write a CSV that people open in a spreadsheet: no cell of it becomes a formula.

Workbooks (XLSX) need no such care: `write_string` says that a cell is text, and so it stays text.
"""

import csv
from collections.abc import Iterable
from typing import Any, Protocol

# What makes a spreadsheet calculate, in its wide East Asian form too, or hides such a sign behind a blank.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class TextFile(Protocol):
    def write(self, text: str, /) -> object: ...


def harmless(cell: Any) -> Any:
    """The cell as text that no spreadsheet calculates; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(STARTS) else cell


class PlainWriter:
    """A CSV writer that makes every cell harmless."""

    def __init__(self, file: TextFile) -> None:
        self._writer = csv.writer(file)

    def writerow(self, cells: Iterable[Any]) -> None:
        self._writer.writerow([harmless(cell) for cell in cells])
