"""What a file says twice is noticed over all its chunks, and nothing else is."""

from typing import Any

import polars as pl

from enumerations.services.sealing import sealed
from enumerations.services.twice import Twice

EMPTY: dict[str, Any] = dict.fromkeys(("hh_code", "instance_id", "key", "phone", "head_id_number"))


def said(*chunks: list[dict[str, str]]) -> frozenset[str]:
    """Of the chunks' rows as they are staged."""
    twice = Twice()
    for rows in chunks:
        schema = dict.fromkeys(EMPTY, pl.String)
        twice.see(sealed(pl.DataFrame([EMPTY | row for row in rows], schema=schema)))
    return twice.said()


def test_what_comes_once_is_not_said_twice() -> None:
    rows = [{"hh_code": "KMT/1/01", "key": "KMT/1/01", "phone": "0712345678"}, {"hh_code": "KMT/1/02"}]
    assert said(rows, [{"instance_id": "KMT/1/01"}]) == frozenset()


def test_nothing_at_all_is_not_said_twice() -> None:
    assert said() == frozenset()


def test_a_number_in_two_chunks_is_said_twice() -> None:
    assert said([{"hh_code": "KMT/1/01"}], [{"hh_code": "KMT/1/02"}, {"hh_code": "KMT/1/01"}]) == {"hh_code"}


def test_a_phone_is_the_same_however_it_is_written_and_encrypted() -> None:
    assert said([{"phone": "0712345678"}, {"phone": "+254712345678"}]) == {"phone"}


def test_a_key_is_a_fingerprint_only_where_nothing_else_names_the_household() -> None:
    same = {"key": "a1"}
    assert said([same, same | {"hh_code": "KMT/1/01"}, same | {"instance_id": "i"}]) == frozenset()
    assert said([same, same]) == {"fingerprint"}
