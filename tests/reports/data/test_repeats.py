"""A community's own repeated questions as a table of their own: whose they are, and in which envelope."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pandas
import pyreadstat
import pytest

from accounts.models import User
from enumerations.models import AnswerRow, Batch, Enumeration, Household
from reports.data.datasets import DATASETS
from reports.data.envelopes import columns_of
from reports.data.product import DataProduct
from reports.products import Envelope
from settlements.models import Settlement
from tests.enumerations.rows import Row, household
from tests.reports.data.conftest import NASTY, Export
from tests.reports.data.test_csv import unzipped

SHOPS: list[Row] = [
    {"hh_code": "KMT/A/1/01", "kind": "kiosk", "goods": NASTY[0], "status": "open"},
    {"hh_code": "KMT/A/1/01", "kind": "tailor", "goods": NASTY[4], "status": None},
    {"hh_code": "KMT/A/3/01", "kind": "kiosk", "goods": None, "status": "shut"},
]
ANIMALS: list[Row] = [{"hh_code": "KMT/A/2/01", "animal": "goat", "heads": 3}]


def book(**sheets: list[Row]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, lines in sheets.items():
        page = made.create_sheet(title)
        headings = list(dict.fromkeys(heading for line in lines for heading in line))
        page.append(headings)
        for at, line in enumerate(lines, start=2):
            for place, heading in enumerate(headings, start=1):
                cell = page.cell(at, place, line.get(heading))
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def shops(send: Callable[..., Batch], count: Enumeration) -> Enumeration:
    """Three households; two have shops, one has goats."""
    homes = [household(f"KMT/A/{n}/01") for n in (1, 2, 3)]
    batch = send(book(households=homes, shops=SHOPS, animals=ANIMALS), "shops.xlsx")
    assert (batch.created, AnswerRow.objects.count()) == (3, 4)
    return count


def rows(export: Export, **chosen: Any) -> list[tuple[Any, ...]]:
    made = export("repeats", **chosen)
    table = pandas.read_csv(io.StringIO(unzipped(made.path, "repeats.csv")), dtype=str, keep_default_na=False)
    assert made.rows == len(table)
    names = ["hh_code", "repeat", "line_no", "kind", "goods", "animal", "heads", "status"]
    return list(table[names].itertuples(index=False, name=None))


def test_each_row_stands_with_its_household(shops: Enumeration, export: Export) -> None:
    assert sorted(rows(export)) == [
        ("KMT/A/1/01", "shops", "1", "kiosk", f"'{NASTY[0]}", "", "", "open"),
        ("KMT/A/1/01", "shops", "2", "tailor", NASTY[4], "", "", ""),
        ("KMT/A/2/01", "animals", "1", "", "", "goat", "3", ""),
        ("KMT/A/3/01", "shops", "1", "kiosk", "", "", "", "shut"),
    ]


def test_they_are_joined_to_the_households_by_their_id(shops: Enumeration, export: Export) -> None:
    made = export("households", "repeats", format="xlsx")
    homes, repeats = (pandas.read_excel(made.path, sheet_name=name) for name in ("households", "repeats"))
    joined = repeats.merge(homes, left_on="household", right_on="pamoja_id")
    assert (joined["hh_code_x"] == joined["hh_code_y"]).all()
    assert len(joined) == AnswerRow.objects.count()


def test_spss_reads_them_too(shops: Enumeration, export: Export) -> None:
    table, meta = pyreadstat.read_sav(export("repeats", format="sav").path)
    assert sorted(table["repeat"]) == ["animals", "shops", "shops", "shops"]
    assert meta.column_names_to_labels["repeat"] == "What is asked for again"


@pytest.mark.parametrize("change", [{"consent": False}, {"restricted_at": "2026-10-06T00:00Z"}])
def test_who_wants_no_use_is_not_in_it(shops: Enumeration, export: Export, change: dict[str, Any]) -> None:
    Household.objects.filter(key="KMT/A/1/01").update(**change)
    found = pandas.read_excel(export("repeats", format="xlsx").path, sheet_name="repeats")
    assert sorted(found["hh_code"]) == ["KMT/A/2/01", "KMT/A/3/01"]


def test_they_are_filtered_as_their_households_are(shops: Enumeration, export: Export) -> None:
    assert [export("repeats", clusters=[code]).rows for code in ("A", "B")] == [4, 0]


def test_they_are_for_whoever_may_have_names(kmt: Settlement, tabitha: User) -> None:
    table = DATASETS["repeats"]
    assert (table.lowest, table.own_lowest) == (Envelope.PERSONAL, Envelope.PERSONAL)
    assert columns_of(table, Envelope.STAFF) == []
    ask = {"datasets": ["repeats"], "settlements": [kmt.pk], "envelope": int(Envelope.STAFF)}
    assert [refusal.code for refusal in DataProduct().refusals(tabitha, ask)] == ["not_in_envelope"]
