"""CSV: what it holds, and that nothing in it is calculated."""

import csv
import io
import zipfile
from pathlib import Path

import pandas

from enumerations.models import Enumeration, Household
from tests.reports.data.conftest import Export


def unzipped(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8-sig")


def test_every_household_is_in_it_with_its_answers(counted: Enumeration, export: Export) -> None:
    made = export("households")
    table = pandas.read_csv(io.StringIO(unzipped(made.path, "households.csv")), dtype=str)
    assert made.rows == len(table) == Household.objects.count()
    assert list(table["hh_code"]) == ["KMT/A/1/01", "KMT/A/2/01", "KMT/A/3/01", "KMT/A/4/01"]
    assert table["rooms_used"].tolist()[:3] == ["1", "-98", "1"]
    assert table["phone"].tolist()[:2] == ["0712345678", "'+254712000111"]


def test_no_cell_is_calculated(counted: Enumeration, export: Export) -> None:
    text = unzipped(export("households", "persons").path, "households.csv")
    signs = "=+@\t\r\n"
    for row in csv.reader(io.StringIO(text)):
        assert not [cell for cell in row if cell.lstrip(" ").startswith(tuple(signs))]
