"""One statement for one table: its columns as a file will hold them, its rows as they were chosen."""

import json
from dataclasses import dataclass, field
from typing import Any

from enumerations.intake.fields import Kind
from enumerations.intake.texts import DECLINED as DECLINED_WORD
from enumerations.intake.texts import DONT_KNOW as DONT_KNOW_WORD
from reports.data import envelopes
from reports.data.asked import BLANK, DEGREES, LABELS, Asked
from reports.data.columns import DECLINED, DONT_KNOW, Column
from reports.data.dataset import Dataset, Filter, Geometry
from settlements.exported import CALCULATES

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
# Kenya's clock has no summer time.
MOMENT = (
    "rtrim(rtrim(to_char({} AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.')"
    " || '+03:00'"
)
GEOMETRY = "geometry"


@dataclass
class Params:
    """The values of a statement, named as they are met."""

    values: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> str:
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"

    def add_json(self, value: Any) -> str:
        return f"{self.add(json.dumps(value, ensure_ascii=False))}::jsonb"


@dataclass(frozen=True)
class Selection:
    """Which columns of a table are read, and how each is written.

    `harmless` makes texts that no spreadsheet calculates. Without `geometry` shapes are left out; `as_text`
    gives them as WKT, else they are WKB in hex digits, the last column.
    """

    dataset: Dataset
    columns: tuple[Column, ...]
    asked: Asked
    geometry: Geometry | None = None
    as_text: bool = False
    harmless: bool = False
    crs: int = DEGREES

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def statement(self, *, ordered: bool = True) -> tuple[str, dict[str, Any]]:
        """SQL and its values, for a SELECT or a COPY."""
        params = Params()
        cells = [f'{self.cell(column, params)} AS "{place}"' for place, column in enumerate(self.columns)]
        if self.geometry is not None and not self.as_text:
            cells.append(f"encode(ST_AsBinary({self.shape()}), 'hex') AS {GEOMETRY}")
        where = self.where(params)
        order = f" ORDER BY {self.dataset.order}" if ordered and self.dataset.order else ""
        return f"SELECT {', '.join(cells)} FROM {self.dataset.source} WHERE {where}{order}", params.values

    def count(self) -> tuple[str, dict[str, Any]]:
        params = Params()
        return f"SELECT count(*) FROM {self.dataset.source} WHERE {self.where(params)}", params.values

    def shape(self) -> str:
        assert self.geometry is not None
        return self.geometry.sql if self.crs == DEGREES else f"ST_Transform({self.geometry.sql}, {self.crs})"

    def where(self, params: Params) -> str:
        dataset, asked = self.dataset, self.asked
        parts = [
            f"{dataset.place} = ANY({params.add(list(asked.settlements))})",
            envelopes.rows_of(dataset, asked.envelope),
        ]
        if dataset.rows_of is not None:
            params.values["given"] = asked.given(dataset)
        parts += self.of_rounds(params)
        for chosen, values in asked.filters().items():
            if chosen in dataset.filters:
                params.values |= values
                parts.append(dataset.filters[chosen])
        if self.geometry is not None and self.geometry.where:
            parts.append(self.geometry.where)
        return " AND ".join(parts)

    def of_rounds(self, params: Params) -> list[str]:
        """Of which counts the rows are; nothing where all are meant, or where rows are of no count."""
        rounds = self.asked.round_ids if Filter.ROUND in self.dataset.filters else None
        if rounds is None:
            return []
        params.values["rounds"] = rounds
        return [self.dataset.filters[Filter.ROUND]]

    # Cells

    def cell(self, column: Column, params: Params) -> str:
        """SQL for one cell: numbers as numbers, everything else as text; null where it is blank."""
        value = self.value(column, params)
        if not column.reason or self.asked.missing == BLANK or column.kind in (Kind.DATE, Kind.MOMENT):
            return value
        text = column.kind not in NUMBERS
        codes = [f"'{code}'" if text else str(code) for code in (DONT_KNOW, DECLINED)]
        missing = (
            f"CASE {column.reason} WHEN '{DONT_KNOW_WORD}' THEN {codes[0]}"
            f" WHEN '{DECLINED_WORD}' THEN {codes[1]} END"
        )
        return f"coalesce({value}, {missing})"

    def value(self, column: Column, params: Params) -> str:
        sql, labels = column.sql, self.labels(column)
        match column.kind:
            case Kind.INTEGER:
                return sql
            case Kind.DECIMAL:
                return sql if column.plain else f"trim_scale(({sql})::numeric)"
            case Kind.YES_NO:
                yes, no = (params.add(labels.get(code, code)) for code in ("yes", "no"))
                return f"CASE WHEN {sql} THEN {yes} WHEN NOT {sql} THEN {no} END"
            case Kind.CODE:
                if labels:
                    return f"coalesce({params.add_json(labels)} ->> {sql}, nullif({sql}, ''))"
                return f"nullif({sql}, '')"
            case Kind.CODES:
                return self.codes(column, labels, params)
            case Kind.DATE:
                return f"({sql})::date"
            case Kind.MOMENT:
                return MOMENT.format(f"({sql})")
            case Kind.TEXT if self.harmless and not column.plain and column.reader is None:
                return harmless(f"({sql})::text", params)
            case _:
                return f"({sql})::text"

    def codes(self, column: Column, labels: dict[str, str], params: Params) -> str:
        """Several answers in one cell; a community's own are kept with blanks between."""
        sql = f"string_to_array({column.sql}, ' ')" if column.own else column.sql
        if not labels:
            return column.sql if column.own else f"nullif(array_to_string({sql}, '{column.parting}'), '')"
        known = params.add_json(labels)
        return (
            f"(SELECT string_agg(coalesce({known} ->> code, code), '; ' ORDER BY place)"
            f" FROM unnest({sql}) WITH ORDINALITY AS each (code, place))"
        )

    def labels(self, column: Column) -> dict[str, str]:
        if self.asked.values != LABELS or not column.is_coded:
            return {}
        return column.labels_in(self.asked.language)


def harmless(sql: str, params: Params) -> str:
    """The text with a quote before it where a spreadsheet would calculate: see settlements.spreadsheets.

    Of a text that begins with a Latin letter, as nearly all do, none would: a fraction of the pattern's cost.
    """
    is_plain = f"{sql} COLLATE \"C\" BETWEEN 'A' AND '~'"
    calculates = f"NOT ({is_plain}) AND {sql} ~ {params.add(CALCULATES)}"
    return f"CASE WHEN {calculates} THEN '''' || {sql} ELSE {sql} END"
