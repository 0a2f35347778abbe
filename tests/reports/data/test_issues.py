"""What was wrong, told as the pages tell it: a code for programs, the sentence and the remedy for people."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pandas
import pyogrio
import pyreadstat
import pytest

from enumerations.models import Batch, Enumeration, Issue
from reports.products import Envelope
from tests.enumerations import rows
from tests.reports.data.conftest import Export
from tests.reports.data.test_csv import unzipped

STAFF = int(Envelope.STAFF)
NOBODYS = (
    "Nothing says to which household this row of “=1+1” belongs.",
    "Write the household's number into the row, or export the file once more with all its sheets.",
)


@pytest.fixture
def faults(send: Callable[..., Batch], count: Enumeration) -> list[Issue]:
    """A row of nobody, whose sheet is called as a spreadsheet would calculate it, and a room too many."""
    batch = send(rows.as_csv([rows.household("KMT/A/1/01", rooms_used=99)]))
    Issue.objects.create(batch=batch, row=7, code="orphan_row", severity="error", params={"repeat": "=1+1"})
    return list(Issue.objects.order_by("pk"))


def read(format: str, path: Any) -> list[dict[str, Any]]:
    """The table as programs of others read it."""
    if format == "csv":
        return list(csv.DictReader(io.StringIO(unzipped(path, "issues.csv"))))
    table = {
        "xlsx": lambda: pandas.read_excel(path, sheet_name="issues"),
        "gpkg": lambda: pyogrio.read_arrow(path, layer="issues")[1].to_pandas(),
        "parquet": lambda: pandas.read_parquet(path),
        "sav": lambda: pyreadstat.read_sav(path)[0],
    }[format]()
    return list(table.to_dict("records"))


@pytest.mark.parametrize("format", ["csv", "xlsx", "gpkg", "parquet", "sav"])
def test_every_format_says_it_in_words(format: str, faults: list[Issue], export: Export) -> None:
    found = read(format, export("issues", envelope=STAFF, format=format, language="en").path)
    assert len(found) == len(faults)
    assert (found[-1]["sentence"], found[-1]["remedy"]) == NOBODYS
    assert [row["issue"] for row in found][-1] == "orphan_row"


def test_in_the_language_of_the_file(faults: list[Issue], export: Export) -> None:
    said: dict[str, str] = {}
    for language in ("en", "sw", "en"):
        book = openpyxl.load_workbook(export("issues", envelope=STAFF, format="xlsx", language=language).path)
        headings, first, *_others = book["issues"].iter_rows(values_only=True)
        told = dict(zip(headings, first, strict=True))
        said.setdefault(language, told["sentence"])
        assert told["sentence"] == said[language]
    assert said["en"] != said["sw"]
    assert "99" in said["en"]


def test_no_sentence_is_calculated(faults: list[Issue], export: Export) -> None:
    Issue.objects.update(code="=1+1", params={})
    found = read("csv", export("issues", envelope=STAFF).path)
    assert {row["issue"] for row in found} == {"=1+1"}
    assert {row["sentence"] for row in found} == {"Something is wrong here (=1+1)."}
