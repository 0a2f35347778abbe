"""A column of text to a column of one kind.

What is written plainly is cast as a whole column; only the distinct values that this leaves over are read one
by one (`texts`). So a clean column costs next to nothing and a messy one is still understood.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from enumerations.intake import texts
from enumerations.intake.fields import Field, Kind
from enumerations.intake.texts import Reading
from enumerations.intake.vocabulary import choice, code_set, county

TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.CODE: pl.String(),
    Kind.COUNTY: pl.String(),
    Kind.CODES: pl.List(pl.String),
    Kind.INTEGER: pl.Int32(),
    Kind.DECIMAL: pl.Float64(),
    Kind.YES_NO: pl.Boolean(),
    Kind.DATE: pl.Date(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    # While it is read; `checks` parts it into location_lat, location_lon and location_accuracy_m.
    Kind.POINT: pl.List(pl.Float64),
}

# Moments as ODK, Kobo and Excel write them, and whether they carry a zone.
_MOMENT_FORMS = (("%+", True), ("%Y-%m-%d %H:%M:%S%.f", False), ("%Y-%m-%dT%H:%M:%S%.f", False))
_CONTROL = r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029]"


@dataclass
class Column:
    """One read column: typed values, and what could not be read or was not given, by position."""

    values: pl.Series
    # Positions (UInt32) and a code of the issue catalogue, or dont_know/declined, for each.
    left: pl.DataFrame = field(default_factory=lambda: leftovers([], []))

    def add(self, positions: pl.Series, code: str) -> None:
        """Refuse the values at these positions: they become null, for this reason."""
        if len(positions):
            more = leftovers(positions, pl.repeat(code, len(positions), dtype=pl.String, eager=True))
            self.left = pl.concat([self.left, more])
            self.values = blanked(self.values, positions)

    @property
    def unread(self) -> pl.DataFrame:
        """The positions that were refused, with the code of why."""
        if not len(self.left):
            return self.left
        return self.left.filter(~pl.col("code").is_in(list(texts.NOT_GIVEN)))

    def refusals(self) -> Iterator[tuple[str, pl.Series]]:
        """Each code of `unread` with its positions."""
        unread = self.unread
        if len(unread):
            for (code,), found in unread.group_by("code", maintain_order=True):
                yield str(code), found["at"]

    @property
    def not_given(self) -> pl.DataFrame:
        """The positions where the household did not know or did not say."""
        if not len(self.left):
            return self.left
        return self.left.filter(pl.col("code").is_in(list(texts.NOT_GIVEN)))


def leftovers(positions: Any, codes: Any) -> pl.DataFrame:
    return pl.DataFrame({"at": positions, "code": codes}, schema={"at": pl.UInt32, "code": pl.String})


def blanked(values: pl.Series, positions: pl.Series) -> pl.Series:
    """The same values, null at these positions."""
    out = pl.Series([False]).new_from_index(0, len(values)).scatter(positions, True)
    return values.to_frame("v").select(pl.when(~out).then(pl.col("v"))).to_series()


def read(text: pl.Series, declared: Field, mapped: Mapping[str, str], counties: Mapping[str, str]) -> Column:
    """Read a String column as the field declares it, after replacing what `mapped` names."""
    if mapped:
        text = _replaced(text, mapped)
    quick = _plain_codes(text, declared) if declared.kind is Kind.CODES else _QUICK[declared.kind](text)
    reader = _reader(declared, counties)
    if declared.name == "phone" and quick is not None:
        quick = _phones(quick, declared.pattern)
    if quick is None:
        return _by_distinct(text, reader, TYPES[declared.kind])
    waiting = (text.is_not_null() & quick.is_null()).arg_true()
    column = Column(quick)
    if len(waiting):
        rest = _by_distinct(text.gather(waiting), reader, TYPES[declared.kind])
        column.values = _scattered(quick, waiting, rest.values)
        column.left = rest.left.with_columns(at=waiting.gather(rest.left["at"]))
    return column


def _replaced(text: pl.Series, mapped: Mapping[str, str]) -> pl.Series:
    """Text with what a person mapped replaced; compared as written, then by its words."""
    exact = {key.strip(): code for key, code in mapped.items()}
    by_words = {texts.normal(key): code for key, code in mapped.items() if texts.normal(key)}
    found = {}
    for value in text.drop_nulls().unique().to_list():
        code = exact.get(value.strip(), by_words.get(texts.normal(value)))
        if code is not None:
            found[value] = code or None
    return text.replace(list(found), list(found.values())) if found else text


def _by_distinct(text: pl.Series, reader: Callable[[str], Reading], dtype: pl.DataType) -> Column:
    """Read every distinct value once."""
    distinct = text.drop_nulls().unique()
    if not len(distinct):
        return Column(pl.Series(text.name, [None], dtype=dtype).new_from_index(0, len(text)))
    written = distinct.to_list()
    readings = [_given(value, reader) for value in written]
    if dtype == pl.String and written == [value for value, _ in readings]:
        return Column(text)
    values = pl.Series("value", [value for value, _ in readings], dtype=dtype)
    codes = pl.Series("code", [code for _, code in readings], dtype=pl.String)
    index = text.replace_strict(
        distinct, pl.int_range(len(distinct), dtype=pl.UInt32, eager=True), default=None
    )
    column = Column(values.gather(index))
    if codes.ne("").any():
        found = codes.gather(index)
        at = (found.is_not_null() & found.ne("")).arg_true()
        column.left = leftovers(at, found.gather(at))
    return column


def _given(text: str, reader: Callable[[str], Reading]) -> Reading:
    """The reading, or why there is no answer; a choice list's own "does not know" comes first."""
    value, code = reader(text)
    if value in (-98, -99):
        return None, texts.DONT_KNOW if value == -98 else texts.DECLINED
    if value is None and (reason := texts.not_given(text)):
        return None, reason
    return value, code


def _scattered(values: pl.Series, positions: pl.Series, more: pl.Series) -> pl.Series:
    """`values` with `more` at these positions. Lists cannot be scattered, so all go through an index."""
    index = pl.int_range(len(values), dtype=pl.UInt32, eager=True)
    index = index.scatter(positions, pl.int_range(len(values), len(values) + len(more), eager=True))
    return pl.concat([values, more.cast(values.dtype)]).gather(index)


def _reader(declared: Field, counties: Mapping[str, str]) -> Callable[[str], Reading]:
    match declared.kind:
        case Kind.CODE:
            return partial(_choice, declared)
        case Kind.CODES:
            return lambda text: texts.codes(text, partial(choice, declared))
        case Kind.COUNTY:
            return partial(_county, counties)
        case _:
            return _READERS[declared.kind]


def _choice(declared: Field, text: str) -> Reading:
    if not text.strip():
        return texts.BLANK
    code = choice(declared, text)
    return (code, "") if code else (None, "not_a_choice")


def _county(counties: Mapping[str, str], text: str) -> Reading:
    if not text.strip():
        return texts.BLANK
    code = county(counties, text)
    return (code, "") if code else (None, "not_a_county")


_READERS: dict[Kind, Callable[[str], Reading]] = {
    Kind.TEXT: lambda text: texts.BLANK,  # what tidying left over is blank, or -98 or -99
    Kind.INTEGER: texts.integer,
    Kind.DECIMAL: texts.decimal,
    Kind.YES_NO: texts.yes_no,
    Kind.DATE: texts.day,
    Kind.MOMENT: texts.moment,
    Kind.POINT: lambda text: _listed(texts.point(text)),
}


def _listed(reading: Reading) -> Reading:
    value, code = reading
    return (None if value is None else list(value)), code


def _numbers(text: pl.Series, dtype: pl.DataType) -> pl.Series:
    """A plain cast; what is not finite, and the codes for "not given", are left over."""
    values = text.cast(dtype, strict=False)
    good = values >= 0
    if dtype == pl.Float64:
        good = good & values.is_finite()
    return values if good.all() else values.to_frame("v").select(pl.when(good).then("v")).to_series()


def _tidy_text(text: pl.Series) -> pl.Series:
    """Without blanks at the ends and without characters that cannot be printed."""
    if text.str.contains(_CONTROL).any():
        text = text.str.replace_all(_CONTROL, "")
    text = text.str.strip_chars()
    blank = text.eq("") | text.is_in(["-98", "-99"])
    return blanked(text, blank.arg_true()) if blank.any() else text


def _plain_codes(text: pl.Series, declared: Field) -> pl.Series:
    """Codes with one blank between, as ODK and Kobo write several answers."""
    parts = text.str.split(" ")
    known = parts.explode().drop_nulls().unique().is_in(list(code_set(declared)))
    if known.all():
        return parts.list.unique(maintain_order=True)
    good = pl.element().is_in(list(code_set(declared)))
    return (
        parts.to_frame("v")
        .select(
            pl.when(pl.col("v").list.eval(good).list.all()).then(pl.col("v").list.unique(maintain_order=True))
        )
        .to_series()
    )


def _phones(text: pl.Series, pattern: str) -> pl.Series:
    """Kenyan numbers as they are dialled: without blanks, and with the 0 that a spreadsheet took away."""
    odd = (~text.str.contains(pattern)).arg_true()
    if not len(odd):
        return text
    bare = text.gather(odd).str.replace(r"\.0$", "").str.replace_all(r"[\s().-]", "")
    whole = bare.str.replace(r"^(?:\+|00)?254([17])", "+254$1").str.replace(r"^([17][0-9]{8})$", "0$1")
    return text.scatter(odd, whole)


def _dates(text: pl.Series) -> pl.Series:
    whole = text.str.len_bytes() == 10
    return blanked(text.str.to_date("%Y-%m-%d", strict=False), (~whole).arg_true())


def _moments(text: pl.Series) -> pl.Series:
    """Try each form on what the ones before left."""
    values = pl.Series(text.name, [None], dtype=pl.Datetime("us", "UTC")).new_from_index(0, len(text))
    for form, zoned in _MOMENT_FORMS:
        waiting = (text.is_not_null() & values.is_null()).arg_true()
        if not len(waiting):
            break
        some = text.gather(waiting)
        found = some.str.to_datetime(form, time_unit="us", strict=False)
        if not zoned:
            found = found.dt.replace_time_zone("Africa/Nairobi", non_existent="null", ambiguous="earliest")
        values = values.scatter(waiting, found.dt.convert_time_zone("UTC"))
    return values


def _points(text: pl.Series) -> pl.Series | None:
    """`lat lon altitude accuracy` with single blanks, as ODK and Kobo write it."""
    parts = text.str.splitn(" ", 4).struct.unnest().cast(pl.Float64, strict=False)
    lat, lon, altitude, accuracy = parts.get_columns()
    good = (
        lat.abs().le(90) & lon.abs().le(180) & (lat.ne(0) | lon.ne(0)) & accuracy.ge(0) & altitude.is_finite()
    )
    frame = pl.DataFrame({"lat": lat, "lon": lon, "accuracy": accuracy, "good": good & accuracy.is_finite()})
    return frame.select(
        pl.when("good").then(pl.concat_list("lat", "lon", "accuracy")).alias(text.name)
    ).to_series()


_QUICK: dict[Kind, Callable[[pl.Series], pl.Series | None]] = {
    Kind.TEXT: _tidy_text,
    Kind.CODE: lambda text: None,
    Kind.COUNTY: lambda text: None,
    Kind.YES_NO: lambda text: None,
    Kind.INTEGER: partial(_numbers, dtype=pl.Int32()),
    Kind.DECIMAL: partial(_numbers, dtype=pl.Float64()),
    Kind.DATE: _dates,
    Kind.MOMENT: _moments,
    Kind.POINT: _points,
}
