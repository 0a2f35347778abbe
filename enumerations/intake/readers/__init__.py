"""Files in, sheets of text out. The content decides the format, never the name's ending."""

from enumerations.intake.readers.opening import open_file
from enumerations.intake.readers.sheet import (
    CHUNK_ROWS,
    MAX_COLUMNS,
    REASON_HEADINGS,
    RowProblem,
    Sheet,
    unique_headings,
)

__all__ = [
    "CHUNK_ROWS",
    "MAX_COLUMNS",
    "REASON_HEADINGS",
    "RowProblem",
    "Sheet",
    "open_file",
    "unique_headings",
]
