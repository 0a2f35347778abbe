"""One field from one heading or several: parts of a point or a sum, yes/no columns of a choice."""

from collections.abc import Mapping

import polars as pl

from enumerations.intake import values
from enumerations.intake.columns import Target
from enumerations.intake.fields import Field, Kind
from enumerations.intake.values import Column, leftovers

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
Source = tuple[str, Target]


def read_sources(
    frame: pl.DataFrame, declared: Field, sources: list[Source], counties: Mapping[str, str]
) -> Column:
    """The field's column. Numbers of several headings are added; otherwise the first answer counts."""
    if declared.kind is Kind.POINT:
        parts = {target.part: heading for heading, target in sources if target.part}
        whole = [source for source in sources if not source[1].part]
        columns = [_one(frame, declared, source, counties) for source in whole]
        if {"lat", "lon"} <= parts.keys():
            columns.append(_point_of_parts(frame, declared, parts, counties))
    elif declared.kind is Kind.CODES:
        whole = [source for source in sources if not source[1].part]
        columns = [_one(frame, declared, source, counties) for source in whole]
        flags = [source for source in sources if source[1].part]
        if flags:
            columns.append(_codes_of_flags(frame, declared, flags, asked=[heading for heading, _ in whole]))
    else:
        # The ID that stays goes before those that change.
        ordered = sorted(sources, key=lambda source: source[1].part != "root")
        columns = [_one(frame, declared, source, counties) for source in ordered]
    if not columns:
        return Column(pl.Series([None], dtype=values.TYPES[declared.kind]).new_from_index(0, len(frame)))
    return _added(columns) if declared.kind in NUMBERS else _first(columns)


def _one(frame: pl.DataFrame, declared: Field, source: Source, counties: Mapping[str, str]) -> Column:
    heading, target = source
    if target.factor == 1 or declared.kind not in NUMBERS:
        column = values.read(frame[heading], declared, target.values, counties)
    else:
        number = Field(declared.name, declared.label, Kind.DECIMAL)
        column = values.read(frame[heading], number, target.values, counties)
        column.values = column.values * target.factor
        if declared.kind is Kind.INTEGER:
            column.values = column.values.round().cast(pl.Int32, strict=False)
    if declared.kind is Kind.DECIMAL:
        column.values = column.values.round(2)
    return column


def _added(columns: list[Column]) -> Column:
    """The sum of what is given; nothing where a part could not be read."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([column.values.alias(str(place)) for place, column in enumerate(columns)])
    given = pl.any_horizontal(pl.all().is_not_null())
    total = frame.select(pl.when(given).then(pl.sum_horizontal(pl.all()))).to_series()
    left = pl.concat([column.left for column in columns]).unique("at", keep="first", maintain_order=True)
    unread = pl.concat([column.unread["at"] for column in columns])
    return Column(values.blanked(total.cast(columns[0].values.dtype), unread), left)


def _first(columns: list[Column]) -> Column:
    """The first answer of several columns; a complaint only where there is none."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([column.values.alias(str(place)) for place, column in enumerate(columns)])
    found = frame.select(pl.coalesce(pl.all())).to_series()
    left = pl.concat([column.left for column in columns]).unique("at", keep="first", maintain_order=True)
    return Column(found, left.filter(found.gather(left["at"]).is_null()))


def _point_of_parts(
    frame: pl.DataFrame, declared: Field, parts: Mapping[str, str], counties: Mapping[str, str]
) -> Column:
    """A point from a latitude and a longitude column; half a point is no point."""
    text = pl.concat_str(
        pl.col(parts["lat"]), pl.lit(" "), pl.col(parts["lon"]), pl.lit(" 0 "), _accuracy(parts)
    )
    either = pl.col(parts["lat"]).is_not_null() | pl.col(parts["lon"]).is_not_null()
    both = pl.col(parts["lat"]).is_not_null() & pl.col(parts["lon"]).is_not_null()
    written = frame.select(text.alias("point"), (either & ~both).alias("half"))
    column = values.read(written["point"], declared, {}, counties)
    column.add(written["half"].arg_true(), "not_a_point")
    return column


def _accuracy(parts: Mapping[str, str]) -> pl.Expr:
    if "accuracy" not in parts:
        return pl.lit("")
    return pl.col(parts["accuracy"]).fill_null("")


def _codes_of_flags(frame: pl.DataFrame, declared: Field, flags: list[Source], asked: list[str]) -> Column:
    """The codes whose yes/no column says yes; null where no column is answered.

    Beside a column of all the answers (`asked`), nothing but no means that it was blank.
    """
    yes_no = Field(declared.name, declared.label, Kind.YES_NO)
    read = [(target.part, values.read(frame[heading], yes_no, {}, {})) for heading, target in flags]
    table = pl.DataFrame([column.values.alias(code) for code, column in read])
    chosen = pl.concat_list(pl.when(pl.col(code)).then(pl.lit(code)) for code, _ in read).list.drop_nulls()
    answered = pl.any_horizontal(pl.all() if asked else pl.all().is_not_null())
    left = pl.concat([column.left for _, column in read]) if read else leftovers([], [])
    return Column(table.select(pl.when(answered).then(chosen)).to_series(), left.unique("at", keep="first"))
