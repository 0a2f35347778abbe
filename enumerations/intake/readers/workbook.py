"""XLSX, XLS and ODS: every sheet that has headings, with what a cell shows as plain text."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow as pa

from enumerations.intake.readers import unpack_workbook
from enumerations.intake.readers.sheet import (
    ROW,
    RowProblem,
    Sheet,
    blanks_to_null,
    is_own_help,
    unique_headings,
    with_any_value,
)
from enumerations.intake.refusal import Refusal

# 100,000 rows of 60 columns unpack in about 500 MB.
MEMORY_LIMIT_MB = 700
TIME_LIMIT_S = 300

# calamine's text of a date without time, and of a time without date.
DATES = (
    (" 00:00:00", r"^(\d{4}-\d\d-\d\d) 00:00:00$", "$1"),
    ("1899-12-31 ", r"^1899-12-31 (\d\d:\d\d:\d\d)", "$1"),
)


@contextmanager
def open_workbook(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook. Raises Refusal where it is encrypted, broken or too large to open."""
    with TemporaryDirectory(prefix="pamoja-") as folder:
        names = _unpack(path, Path(folder))
        sheets = []
        for at, name in enumerate(names):
            unpacked = Path(folder) / f"{at}.arrow"
            sheet = _sheet(name, unpacked) if unpacked.exists() else None
            if sheet is not None and not is_own_help(sheet):
                sheets.append(sheet)
        if not sheets:
            raise Refusal("empty")
        yield sheets


def raw_sheets(
    path: Path, *, max_rows: int, max_columns: int, max_cells: int
) -> list[tuple[str, list[list[str | None]]]]:
    """Every sheet's name and cells as text, from the first row on: for workbooks that hold no table of data.

    Raises Refusal as `open_workbook` does, and where a sheet is larger than the limits.
    """
    with TemporaryDirectory(prefix="pamoja-") as folder:
        sheets = []
        for at, name in enumerate(_unpack(path, Path(folder))):
            unpacked = Path(folder) / f"{at}.arrow"
            frames = [frame for _, frame in _batches(unpacked)] if unpacked.exists() else []
            frame = pl.concat(frames) if frames else pl.DataFrame()
            if frame.height > max_rows:
                raise Refusal("too_many_rows", sheet=name, limit=f"{max_rows:,}")
            if frame.width > max_columns:
                filled = [column for column in frame if column.null_count() < frame.height]
                if len(filled) > max_columns:
                    raise Refusal("too_many_columns", sheet=name, limit=f"{max_columns:,}")
                frame = frame.select(filled) if filled else pl.DataFrame()
            max_cells -= frame.height * frame.width
            if max_cells < 0:
                raise Refusal("too_large_inside", sheet=name)
            sheets.append((name, [list(row) for row in _plain_dates(frame).iter_rows()]))
        return sheets


def _unpack(path: Path, folder: Path) -> list[str]:
    """Let a process of its own take the workbook apart, see there; it answers with the sheets' names."""
    command = [sys.executable, "-P", unpack_workbook.__file__, str(path), str(folder), str(MEMORY_LIMIT_MB)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise Refusal("too_large_inside", limit_mb=MEMORY_LIMIT_MB) from error
    if done.returncode:
        code = "too_large_inside" if "memory" in done.stderr else "broken"
        raise Refusal(code, **_limit(code))
    answer = json.loads(done.stdout)
    if code := answer.get("refusal"):
        raise Refusal(code, **_limit(code))
    return answer["sheets"]


def _limit(code: str) -> dict[str, int]:
    return {"limit_mb": MEMORY_LIMIT_MB} if code == "too_large_inside" else {}


def _sheet(name: str, unpacked: Path) -> Sheet | None:
    """A sheet whose headings are its first row with anything in it; none where there is no such row."""
    for start, frame in _batches(unpacked):
        filled = with_any_value(frame.with_row_index(ROW, start))
        if filled.height:
            heading_row, *cells = filled.row(0)
            break
    else:
        return None
    kept = _used_columns(unpacked, cells)
    headings = unique_headings(cells[:kept])

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        return _frames(unpacked, headings, heading_row)

    return Sheet(name, headings, read)


def _used_columns(unpacked: Path, cells: list[str | None]) -> int:
    """How many columns there are, without those at the right that are blank from top to bottom."""
    blank = set(range(len(cells)))
    for _, frame in _batches(unpacked):
        blank = {at for at in blank if frame.to_series(at).null_count() == frame.height}
    return max((at + 1 for at in range(len(cells)) if at not in blank), default=0)


def _frames(unpacked: Path, headings: list[str], heading_row: int) -> Iterator[pl.DataFrame]:
    for start, whole in _batches(unpacked):
        frame = whole.select(pl.nth(range(len(headings)))).rename(
            dict(zip(whole.columns, headings, strict=False))
        )
        frame = _plain_dates(frame).with_row_index(ROW, start).filter(pl.col(ROW) > heading_row)
        yield with_any_value(frame)


def _batches(unpacked: Path) -> Iterator[tuple[int, pl.DataFrame]]:
    """Pieces of the unpacked sheet, each with the number of its first row."""
    start = 1
    with pa.OSFile(str(unpacked)) as source, pa.ipc.open_file(source) as file:
        for at in range(file.num_record_batches):
            frame = pl.DataFrame(file.get_batch(at))
            yield start, blanks_to_null(frame)
            start += frame.height


def _plain_dates(frame: pl.DataFrame) -> pl.DataFrame:
    for mark, pattern, text in DATES:
        marked = frame.select(pl.all().str.contains(mark, literal=True).any())
        names = [name for name in marked.columns if marked[name][0]]
        frame = frame.with_columns(pl.col(names).str.replace(pattern, text))
    return frame
