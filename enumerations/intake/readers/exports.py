"""What other systems do to a table when they export it, undone.

Ona writes a repeat's rows as columns of the household (`person[2]/p_age`) and "n/a" for no answer; Ona and
Kobo can put a second row of labels or of HXL tags under the headings. Source: onadata's `csv_builder.py`
(`_reindex`, NA_REP, include_labels, include_hxl) and formpack's `export.py` (get_header_rows_for_tag_cols).
"""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from enumerations.intake.readers.records import INDEX, PARENT
from enumerations.intake.readers.sheet import ROW, RowProblem, Sheet, with_any_value

REPEATED = re.compile(r"^(?P<path>.*?[^\[\]/])\[(?P<number>[1-9]\d{0,3})\](?P<rest>[/.:].+)$")
NOT_ASKED = "n/a"
ONA = frozenset({"_media_all_received", "_total_media"})
# Columns that only an export has; a row of labels is looked for in nothing else.
EXPORTED = ONA | {"_uuid", "_submission_time", "_index", "KEY", "meta/instanceID", "meta.instanceID"}
# So many labels under their own headings are no answers.
LABELS = 3


def undone(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets as they would be without these habits; other files' are handed on untouched."""
    found: list[Sheet] = []
    for sheet in sheets:
        if EXPORTED.intersection(sheet.headings):
            sheet = _without_second_heading(sheet)
        found += _parted(_without_not_asked(sheet))
    return found


# --- "n/a" ------------------------------------------------------------------------------------------


def _without_not_asked(sheet: Sheet) -> Sheet:
    if not ONA.intersection(sheet.headings):
        return sheet

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        for frame in sheet.read(problems):
            cells = pl.exclude(ROW)
            yield with_any_value(frame.with_columns(pl.when(cells != NOT_ASKED).then(cells)))

    return Sheet(sheet.name, sheet.headings, read)


# --- A second row of headings -----------------------------------------------------------------------


def _without_second_heading(sheet: Sheet) -> Sheet:
    first = next(iter(sheet.frames()), None)
    if first is None or not _is_heading(sheet.headings, first.row(0)[1:]):
        return sheet
    row = first[ROW][0]

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        for frame in sheet.read(problems):
            yield frame.filter(pl.col(ROW) != row)

    return Sheet(sheet.name, sheet.headings, read)


def _is_heading(headings: Sequence[str], cells: Sequence[str | None]) -> bool:
    """Whether cells are HXL tags, or say the same as the headings above them."""
    from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS
    from enumerations.intake.headings import recognise

    written = [cell for cell in cells if cell]
    if written and all(cell.startswith("#") for cell in written):
        return True
    for columns in (HOUSEHOLD_COLUMNS, PERSON_COLUMNS):
        fields = tuple(columns.values())
        above = recognise(headings, fields)
        pairs = [
            (above[heading].field, cell)
            for heading, cell in zip(headings, cells, strict=True)
            if cell and heading in above and cell != heading
        ]
        same = sum(
            field in {each.field for each in recognise([cell], fields).values()} for field, cell in pairs
        )
        if same >= LABELS and 2 * same > len(pairs):
            return True
    return False


# --- Repeats as columns -----------------------------------------------------------------------------

# The number of a record -> (heading in the wide sheet, heading in the repeat's own).
Columns = dict[int, list[tuple[str, str]]]


def _parted(sheet: Sheet) -> list[Sheet]:
    """The sheet, and one for each repeat that stands in its columns; repeats inside of those follow them."""
    repeats: dict[str, Columns] = {}
    for heading in sheet.headings:
        if found := REPEATED.match(heading):
            own = found["path"] + found["rest"]
            columns = repeats.setdefault(found["path"], {})
            columns.setdefault(int(found["number"]), []).append((heading, own))
    if not repeats:
        return [sheet]
    parts = [_rest(sheet)]
    for path, columns in repeats.items():
        parts += _parted(_rows_of(sheet, path, columns))
    return parts


def _rest(sheet: Sheet) -> Sheet:
    """The sheet without its repeats, and with the number by which their rows name it."""
    kept = [heading for heading in sheet.headings if not REPEATED.match(heading) and heading != INDEX]

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        return (frame.select(ROW, _index(frame), *kept) for frame in sheet.read(problems))

    return Sheet(sheet.name, [INDEX, *kept], read)


def _index(frame: pl.DataFrame) -> pl.Series:
    """The record's own number: the one it was given, else that of its row."""
    return frame[INDEX] if INDEX in frame.columns else frame[ROW].cast(pl.String).alias(INDEX)


def _rows_of(sheet: Sheet, path: str, columns: Columns) -> Sheet:
    """A repeat's records, in the order of the households, counted below a heading of their own."""
    own = list(dict.fromkeys(name for number in sorted(columns) for _, name in columns[number]))

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        start = 2
        for frame in sheet.read([]):  # what could not be read is told with the households
            rows = _melted(frame, columns, own)
            numbered = pl.int_range(start, start + rows.height, dtype=pl.UInt32, eager=True).alias(ROW)
            start += rows.height
            yield rows.select(numbered, numbered.cast(pl.String).alias(INDEX), PARENT, *own)

    return Sheet(re.split(r"[/.:]", path)[-1], [INDEX, PARENT, *own], read)


def _melted(frame: pl.DataFrame, columns: Columns, own: list[str]) -> pl.DataFrame:
    """One row per record in which something is written."""
    number = "_number"
    parts = [
        frame.select(
            ROW,
            _index(frame).alias(PARENT),
            pl.lit(at, dtype=pl.UInt32).alias(number),
            *(pl.col(heading).alias(name) for heading, name in columns[at]),
        ).filter(pl.any_horizontal(pl.col(name).is_not_null() for _, name in columns[at]))
        for at in sorted(columns)
    ]
    rows = pl.concat(parts, how="diagonal").sort(ROW, number, maintain_order=True)
    missing = [name for name in own if name not in rows.columns]
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
