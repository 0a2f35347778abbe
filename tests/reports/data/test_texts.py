"""Whatever people write comes out of a file as it went in, and nothing of it is calculated."""

import struct
import sys
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from enumerations.models import Enumeration, Household
from reports.data.product import DataProduct
from reports.products import Cancelled, Envelope
from reports.writers import sav
from reports.writers.markup import FORBIDDEN, escaped
from settlements.exported import quoted, unquoted
from settlements.spreadsheets import STARTS
from tests.reports.data.conftest import Export

SIGNS = st.sampled_from(["'", " ", "=", "+", "-", "@", "\t", "\r", "\n", "1", "a", "＝", "ع", "👩🏾‍🌾"])
TEXTS = st.one_of(st.text(max_size=30), st.lists(SIGNS, max_size=6).map("".join))


@given(TEXTS)
def test_a_quote_is_put_and_taken_away(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert not quoted(text).lstrip(" ").startswith(STARTS)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_markup_is_read_as_it_was_written(texts: list[str]) -> None:
    written = escaped(pl.Series(texts)).to_list()
    read = [ElementTree.fromstring(f"<t>{text}</t>").text or "" for text in written]
    assert read == pl.Series(texts).str.replace_all(FORBIDDEN, "").to_list()


# The least of all numbers stands for a missing one in the format itself.
NUMBERS = st.floats(allow_nan=False, width=64).filter(lambda each: each != -sys.float_info.max)


@given(st.lists(st.one_of(st.none(), NUMBERS), min_size=1, max_size=20))
def test_spss_packs_numbers_without_loss(numbers: list[float | None]) -> None:
    """Read back by the rule of the format, written here anew."""
    import io

    import numpy as np

    out = io.BytesIO()
    rows = sav.Rows(out)
    column = np.array([np.nan if each is None else each for each in numbers], "f8")
    rows.add([(sav.words_of_numbers(column), True)])
    rows.end()
    assert unpacked(out.getvalue())[: len(numbers)] == numbers


def unpacked(content: bytes) -> list[float | None]:
    found: list[float | None] = []
    at = 0
    while at < len(content):
        codes, at = content[at : at + 8], at + 8
        for code in codes:
            if code == 253:
                found.append(struct.unpack("<d", content[at : at + 8])[0])
                at += 8
            elif code == 255:
                found.append(None)
            elif code:
                found.append(code - 100.0)
    return found


def test_control_signs_are_left_out_of_what_cannot_hold_them(counted: Enumeration, export: Export) -> None:
    Household.objects.filter(key="KMT/A/1/01").update(answers={"shop/kind": "a\x0b\x1fb _x0041_ \u202eabc"})
    page = openpyxl.load_workbook(export("households", format="xlsx").path)["households"]
    headings = [cell.value for cell in page[1]]
    assert page.cell(2, headings.index("shop/kind") + 1).value == "ab _x005F_x0041_ \u202eabc"


@pytest.mark.parametrize("format", ["csv", "gpkg", "xlsx", "sav"])
def test_who_cancels_stops_it(
    counted: Enumeration, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a table, and the connection can be used afterwards."""
    monkeypatch.setattr("reports.data.stream.EACH", 1)

    def told(done: int, total: int) -> None:
        if done:
            raise Cancelled

    ask = {
        "datasets": ["households"], "settlements": [counted.settlement_id], "format": format,
        "envelope": int(Envelope.STAFF),
    }  # fmt: skip
    with pytest.raises(Cancelled):
        DataProduct().make(counted.created_by, ask, tmp_path, told)  # type: ignore[arg-type]
    assert Household.objects.count() == 4


def test_every_file_explains_itself(counted: Enumeration, export: Export) -> None:
    with zipfile.ZipFile(
        export("households", "structures", statuses=["numbered"], language="sw").path
    ) as archive:
        text = archive.read("README.txt").decode()
        names = archive.namelist()
    assert names == ["households.csv", "structures.csv", "README.txt", "columns.csv"]
    for said in ("Kiamutisya (KMT)", "numbered", "WGS 84 (EPSG:4326)", "-98", "rooms_used"):
        assert said in text
