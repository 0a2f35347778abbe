"""Rows come out whole and in order, however they are cut on their way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import psycopg2
import pytest
from django.db import connection, transaction
from openpyxl import load_workbook

from accounts.models import User
from enumerations.intake.fields import Kind
from enumerations.models import Enumeration, Household
from reports.data import stream
from reports.data.asked import Asked
from reports.data.columns import Column
from reports.data.dataset import Geometry, Shapes
from reports.data.datasets import DATASETS
from reports.data.product import DataProduct
from reports.data.query import Selection
from reports.data.stream import Progress
from reports.data.table import Table
from reports.products import Envelope
from settlements.models import Structure
from tests.reports.data.conftest import Export

READ: dict[str, Callable[[Path], Any]] = {
    "csv": Path.read_bytes,
    "geojson": Path.read_bytes,
    "kml": Path.read_bytes,
    "parquet": lambda path: pl.read_parquet(path).rows(),
    "xlsx": lambda path: [[cell.value for cell in row] for row in load_workbook(path)["structures"]],
}


@pytest.mark.parametrize("format", READ)
def test_a_row_may_be_larger_than_a_block(
    counted: Enumeration, export: Export, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outline of a hundred thousand corners is one cell; here a block is one byte."""
    made = export("structures", format=format, alone=True)
    monkeypatch.setattr(stream, "BLOCK", 1)
    again = export("structures", format=format, alone=True)
    assert made.rows == again.rows == 4
    assert READ[format](again.path) == READ[format](made.path)


def structures(counted: Enumeration) -> Table:
    asked = Asked(("structures",), (counted.settlement_id,), Envelope.STAFF)
    return Table.of(DATASETS["structures"], asked)


def read(selection: Selection) -> pl.DataFrame:
    with transaction.atomic():
        return pl.concat([pl.DataFrame(each) for each in stream.batches(selection, Progress(print))])


def test_shapes_are_the_databases_and_gaps_stay_gaps(counted: Enumeration) -> None:
    """Of four structures one has an outline."""
    outline = Geometry("ST_Multi(s.footprint)", Shapes.AREA)
    found = read(structures(counted).selection(geometry=outline))["geometry"].to_list()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_AsBinary(ST_Multi(footprint)) FROM settlements_structure ORDER BY id")
        shapes = [None if shape is None else bytes(shape) for (shape,) in cursor.fetchall()]
    assert [shape is None for shape in found] == [True, False, True, True]
    assert found == shapes


def test_no_shape_at_all_is_read(counted: Enumeration) -> None:
    nothing = Geometry("NULL::geometry", Shapes.AREA)
    assert read(structures(counted).selection(geometry=nothing))["geometry"].to_list() == [None] * 4


def test_what_the_database_refuses_is_told(counted: Enumeration) -> None:
    """Also where it is refused after rows have come."""
    wrong = Column("wrong", "", Kind.INTEGER, "1 / (s.id - (SELECT max(id) FROM settlements_structure))", 1)  # type: ignore[arg-type]
    with pytest.raises(psycopg2.errors.DivisionByZero):
        read(structures(counted).selection(columns=(wrong,)))
    assert Household.objects.count() == 4


def test_how_far_it_is_counts_rows_and_not_lines(
    counted: Enumeration, tabitha: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes have lines of their own; with the end of a table it is right again."""
    monkeypatch.setattr(stream, "EACH", 1)
    Household.objects.update(note="a\nb\nc")
    told: list[tuple[int, int]] = []
    ask = {
        "datasets": ["households", "structures"], "settlements": [counted.settlement_id], "format": "csv",
        "envelope": int(Envelope.PERSONAL),
    }  # fmt: skip
    DataProduct().make(tabitha, ask, tmp_path, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 8)
    assert told[-1] == (8, 8)


def test_rows_come_in_order_unless_they_are_very_many(
    counted: Enumeration, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is changed lies behind the others in the table."""
    Structure.objects.filter(pk=Structure.objects.earliest("pk").pk).update(storeys=3)

    def codes() -> list[str]:
        return pl.read_csv(export("structures", alone=True).path)["structure_code"].to_list()

    in_order = list(Structure.objects.order_by("pk").values_list("code", flat=True))
    assert codes() == in_order
    monkeypatch.setattr(stream, "MOST_IN_ORDER", 3)
    assert sorted(codes()) == in_order  # each once, wherever it lies
