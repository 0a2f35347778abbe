"""A file in the test → what the readers make of it."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from enumerations.intake.readers import RowProblem, open_file
from enumerations.intake.refusal import Refusal

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Read:
    """One sheet, read whole."""

    name: str
    headings: list[str]
    rows: dict[int, Cells]
    problems: list[RowProblem]


def read(path: Path, content: bytes | str | None = None) -> list[Read]:
    """Write the content, where there is any, and read the file."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    sheets = []
    with open_file(path, name="survey") as opened:
        for sheet in opened:
            rows: dict[int, Cells] = {}
            for frame in sheet.frames():
                assert frame.columns == ["_row", *sheet.headings]
                assert frame.height <= 20_000
                rows |= {row: tuple(cells) for row, *cells in frame.iter_rows()}
            sheets.append(Read(sheet.name, sheet.headings, rows, list(sheet.problems)))
    return sheets


def refusal(path: Path, content: bytes | str | None = None) -> Refusal:
    """The refusal that the content earns."""
    with pytest.raises(Refusal) as caught:
        read(path, content)
    return caught.value


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()
