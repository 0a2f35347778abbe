"""What a format is, and what it is given to write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reports.data.about import About, Facts, about
from reports.data.asked import Asked
from reports.data.columns import Column, Words
from reports.data.stream import Progress
from reports.data.table import Table

README = "README.txt"


@dataclass
class Work:
    """The tables that are wanted, a folder for the files, and what was learnt while they were written."""

    asked: Asked
    tables: Sequence[Table]
    folder: Path
    progress: Progress
    notes: Facts = field(default_factory=list)

    def about(self, columns: Sequence[tuple[Table, Sequence[Column]]], *, crs: int | None = None) -> About:
        return about(
            self.asked,
            self.tables,
            columns,
            crs=self.asked.crs if crs is None else crs,
            notes=self.notes,
        )

    def readme(self, columns: Sequence[tuple[Table, Sequence[Column]]], *, crs: int | None = None) -> Path:
        """What explains the tables, as a file beside them."""
        path = self.folder / README
        path.write_text(self.about(columns, crs=crs).text(), encoding="utf-8")
        return path


@dataclass(frozen=True)
class Format:
    """One format. `write` gives the files it made, the data first; several, or not `is_one_file`, are zipped.

    `crs` is the coordinate system that its specification fixes. `needs_shapes`: tables without any cannot be
    written. `says` is for whom it is good, on the form.
    """

    name: str
    label: Words
    extension: str
    content_type: str
    write: Callable[[Work], list[Path]]
    says: Words = ""
    crs: int | None = None
    needs_shapes: bool = False
    holds_several: bool = False  # tables, in one file
    most_rows: int | None = None
