"""Making a workbook and reading it back as others do: with openpyxl and with pandas."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas
from django.utils import timezone

from enumerations.models import Enumeration
from enumerations.services.statistics import rebuild_all
from reports.products import Envelope
from reports.workbook.product import WorkbookProduct
from tests.enumerations.survey import Survey

PRODUCT = WorkbookProduct()


def surveyed(settlement: Any, folder: Path, *, adopted: bool = False, **more: Any) -> Survey:
    """A survey with its figures made; adopted, it may be shown to others."""
    folder.mkdir(exist_ok=True)
    survey = Survey(settlement, folder, **more)
    if adopted:
        Enumeration.objects.filter(pk=survey.enumeration.pk).update(
            state="adopted", adopted_on=timezone.localdate()
        )
    rebuild_all()
    return survey


def ask(*codes: str, envelope: Envelope = Envelope.STAFF, **more: Any) -> dict[str, Any]:
    return {"level": "settlements", "settlements": list(codes), "envelope": int(envelope)} | more


def made(user: Any, wish: dict[str, Any], folder: Path) -> bytes:
    """The file."""
    folder.mkdir(exist_ok=True)
    return PRODUCT.make(user, wish, folder, lambda done, total: None).path.read_bytes()


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def tables(content: bytes) -> dict[str, pandas.DataFrame]:
    """Every named table as pandas reads it from its sheet, by the table's name."""
    found = {}
    for page in opened(content).worksheets:
        for table in page.tables.values():
            head = openpyxl.utils.range_boundaries(table.ref)[1] - 1
            found[table.name.removeprefix("Pamoja_")] = pandas.read_excel(
                BytesIO(content), sheet_name=page.title, header=head, keep_default_na=False
            )
    return found


def cover(content: bytes) -> dict[str, Any]:
    """What stands beside each word of the cover; how to read it comes last."""
    rows = list(opened(content).worksheets[0].iter_rows(values_only=True))
    return {row[0]: row[1] for row in reversed(rows) if row[0]}
