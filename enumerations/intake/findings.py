"""The issues of one chunk while they are being gathered."""

from collections.abc import Mapping as Dictionary
from typing import Any

import polars as pl

from enumerations.choices import Severity
from enumerations.intake.columns import SheetMapping, heading_of
from enumerations.intake.fields import Field

SCHEMA = {
    "at": pl.UInt32,
    "_row": pl.UInt32,
    "column": pl.String,
    "field": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "params": pl.String,
}
SHOWN = 60  # characters of a value that a sentence repeats

# Nothing shorter than the whole file can help where a column is absent: one issue per row names them all.
ABSENT = "missing_columns"


class Findings:
    """Gathers issues by position; knows which values may be repeated in a sentence.

    `lenient`, for a foreign export: what a standard interview must get right is only a warning.
    """

    def __init__(
        self, frame: pl.DataFrame, mapping: SheetMapping, fields: Dictionary[str, Field], *, lenient: bool
    ) -> None:
        self.rows = frame["_row"].cast(pl.UInt32)
        self.source = frame
        self.mapping = mapping
        self.fields = fields
        self.lenient = lenient
        self.found: list[pl.DataFrame] = []
        self.absent: list[tuple[Field, pl.Series]] = []

    def add(self, code: str, severity: Severity, declared: Field, at: pl.Series) -> None:
        """One issue of this code at each position."""
        if not len(at):
            return
        heading = heading_of(self.mapping, declared.name)
        params = self._params(declared, heading, code, at)
        self.found.append(
            self._issues(
                at, heading, declared.name, code, Severity.WARNING if self.lenient else severity, params
            )
        )

    def missing(self, declared: Field, at: pl.Series) -> None:
        """A required answer is not there; where the whole column is not, say so once per row."""
        if not len(at):
            return
        if declared.name in self.mapping.fields:
            self.add("missing", Severity.ERROR, declared, at)
        else:
            self.absent.append((declared, at))

    def frame(self) -> pl.DataFrame:
        """All issues by row, in the order of the fields."""
        found = [*self.found, *self._absent_columns()]
        issues = pl.concat(found) if found else pl.DataFrame(schema=SCHEMA)
        return issues.sort("at", maintain_order=True)

    def _absent_columns(self) -> list[pl.DataFrame]:
        if not self.absent:
            return []
        named = [at.to_frame("at").with_columns(name=pl.lit(each.name)) for each, at in self.absent]
        rows = pl.concat(named).group_by("at", maintain_order=True).agg(pl.col("name").str.join(" "))
        params = rows.select(pl.struct(columns="name").struct.json_encode()).to_series()
        severity = Severity.WARNING if self.lenient else Severity.ERROR
        return [self._issues(rows["at"], "", "", ABSENT, severity, params)]

    def _issues(
        self, at: pl.Series, heading: str, name: str, code: str, severity: Severity, params: pl.Series
    ) -> pl.DataFrame:
        return pl.DataFrame({"at": at.cast(pl.UInt32), "_row": self.rows.gather(at)}).with_columns(
            column=pl.lit(heading),
            field=pl.lit(name),
            code=pl.lit(code),
            severity=pl.lit(severity.value),
            params=params,
        )

    def _params(self, declared: Field, heading: str, code: str, at: pl.Series) -> pl.Series:
        """What fills the sentence: the value unless it is personal, and the limits."""
        fixed: dict[str, Any] = {}
        if code in {"below_minimum", "unusually_low"}:
            fixed["limit"] = declared.minimum if code == "below_minimum" else declared.warn_below
        if code in {"above_maximum", "unusually_high"}:
            fixed["limit"] = declared.maximum if code == "above_maximum" else declared.warn_above
        if code == "too_long":
            fixed["limit"] = declared.max_length
        frame = at.to_frame("at").select(pl.lit(value).alias(name) for name, value in fixed.items())
        if heading in self.source.columns and not declared.is_personal and code != "missing":
            shown = self.source[heading].gather(at).str.slice(0, SHOWN)
            frame = pl.DataFrame(
                [*(series.new_from_index(0, len(at)) for series in frame), shown.alias("value")]
            )
        elif not fixed:
            return pl.Series("params", ["{}"]).new_from_index(0, len(at))
        elif len(frame) != len(at):
            frame = pl.DataFrame([series.new_from_index(0, len(at)) for series in frame])
        return frame.select(pl.struct(pl.all()).struct.json_encode().alias("params")).to_series()
