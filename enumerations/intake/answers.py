"""Columns to one JSON object per row; what is null is left out."""

from collections.abc import Mapping

import polars as pl


def encode(columns: Mapping[str, pl.Series], height: int) -> pl.Series:
    """One JSON text per row, `{}` where every column is null."""
    if not columns:
        return pl.Series("answers", ["{}"], dtype=pl.String).new_from_index(0, height)
    members = [_member(name, values) for name, values in columns.items()]
    frame = pl.DataFrame(
        [series.alias(str(place)) for place, series in enumerate(members)]  # names are not ours: number them
    )
    joined = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
    return frame.select(answers=pl.concat_str(pl.lit("{"), joined, pl.lit("}"))).to_series()


def _member(name: str, values: pl.Series) -> pl.Series:
    """`"name":"value"`, or null: polars writes (and escapes) `{"name":"value"}`, and the braces come off."""
    written = values.alias(name).to_frame().select(pl.struct(pl.all()).struct.json_encode()).to_series()
    bare = written.str.slice(1).str.head(-1)
    if values.null_count() == 0:
        return bare
    return (
        pl.DataFrame({"bare": bare, "given": values.is_not_null()})
        .select(pl.when("given").then("bare"))
        .to_series()
    )
