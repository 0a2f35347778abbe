"""What the rows of a file have in common, learnt while they stream by.

Most files repeat nothing, and the database is then spared a search through all their rows. A hash is kept of
each value, eight bytes; two that are equal by chance cost a search that finds nothing.
"""

import polars as pl

BY_NUMBER, BY_INTERVIEW = pl.col("hh_code"), pl.col("instance_id")


def _mark(column: str) -> pl.Expr:
    """The keyed hash within an encrypted value: equal where the values are alike."""
    return pl.col(column).str.splitn(".", 3).struct.field("field_1")


NAMES = {
    "hh_code": BY_NUMBER,
    "instance_id": BY_INTERVIEW,
    "fingerprint": pl.when(BY_NUMBER.is_null() & BY_INTERVIEW.is_null()).then("key"),
    "phone": _mark("phone"),
    "head_id_number": _mark("head_id_number"),
}


class Twice:
    """Sees chunk after chunk of records as they are staged; knows which of NAMES came more than once."""

    def __init__(self) -> None:
        self._hashes: dict[str, list[pl.Series]] = {name: [] for name in NAMES}

    def see(self, records: pl.DataFrame) -> None:
        for name, values in records.select(**NAMES).to_dict().items():
            self._hashes[name].append(values.drop_nulls().hash())

    def said(self) -> frozenset[str]:
        return frozenset(
            name
            for name, hashes in self._hashes.items()
            if hashes and pl.concat(hashes).is_duplicated().any()
        )
