"""A count at three doors whose register was written by the intake, as a file of nasty texts and gaps."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.files.base import ContentFile

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Batch, Enumeration
from enumerations.services.batches import create_batch
from enumerations.services.run import run_batch
from reports.data.product import DataProduct
from reports.products import Envelope, Made
from settlements.models import Settlement, Structure
from tests import factories
from tests.enumerations import rows

NASTY = (
    '=1+1 "quoted", and\na second line',
    "'=already quoted",
    "@SUM(A1)",
    "  -leading sign",
    "مرحبا بالعالم",
    "👩🏾‍🌾 emoji; semi, comma\ttab",
    "\\N",
    "<b>&amp;</b>",
)

Export = Callable[..., Made]


@pytest.fixture
def kmt(settlement: Settlement) -> Settlement:
    """Kiamutisya with a boundary of about 440 m by 440 m round its doors."""
    settlement.boundary = MultiPolygon(Polygon.from_bbox((36.845, -1.263, 36.849, -1.259)))
    settlement.save()
    return settlement


@pytest.fixture
def doors(kmt: Settlement) -> list[Structure]:
    """KMT/A/1 to 4, ten metres apart; the second one has a footprint, the third another number too."""
    cluster = factories.ClusterFactory(settlement=kmt, code="A", name="Kosovo")
    made = [
        factories.StructureFactory.create(
            settlement=kmt, cluster=cluster, code=f"KMT/A/{n}", location=Point(36.8470 + n * 0.0001, -1.2610),
            footprint=None, rooms_total=4, rooms_occupied=3, uses=["residential", "business"],
            wall="iron_sheets", location_source="walked",
        )
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    made[1].footprint = Polygon.from_bbox((36.84715, -1.26105, 36.84725, -1.26095))
    made[1].save()
    made[2].other_numbers = {"KPLC": "1234"}
    made[2].properties = {"painted": "blue", "status": "old", "n": 5}
    made[2].save()
    return made


@pytest.fixture
def count(kmt: Settlement, doors: list[Structure]) -> Enumeration:
    return factories.EnumerationFactory.create(settlement=kmt, state=EnumerationState.ENUMERATING)


@pytest.fixture
def send(count: Enumeration, tabitha: User) -> Callable[..., Batch]:
    """Send a file and work on it at once, as the worker would."""

    def _send(content: bytes, name: str = "batch.csv", **options: Any) -> Batch:
        upload = ContentFile(content, name=name)
        batch = create_batch(enumeration=count, user=tabitha, upload=upload, name=name, **options)
        run_batch(batch.pk)
        batch.refresh_from_db()
        return batch

    return _send


def sent_households() -> list[rows.Row]:
    return [
        rows.household(
            "KMT/A/1/01",
            instance_id="uuid:11111111-1111-4111-8111-111111111111",
            phone="0712345678",
            head_id_kind="alien_refugee_doc",
            head_id_number="=2+5",
            rent_includes="water toilet",
            assets="radio television",
            started_at="2026-10-05T08:00:00.123+03:00",
            interviewed_on="2026-10-05",
            previous_county="042",
            note=NASTY[0],
            **{"shop/kind": NASTY[1], "status": "tall", "Door colour": NASTY[4]},
        ),
        rows.household(
            "KMT/A/2/01",
            rooms_used="-98",
            savings_group="-99",
            phone="+254712000111",
            occupancy_status="owner_resident",
            rent_month_kes=None,
            location="-1.261000123456789 36.847200987654321",
            note=NASTY[2],
            **{"shop/kind": NASTY[5], "status": NASTY[3], "Door colour": NASTY[6]},
        ),
        rows.household("KMT/A/3/01", note=NASTY[7], water_price_20l_kes="7.50"),
        {"hh_code": "KMT/A/4/01", "result": "vacant"},
    ]


def sent_persons() -> list[rows.Row]:
    return [
        rows.person("KMT/A/1/01", 1, name="Wanjiru", **{"own/skill": NASTY[0]}),
        rows.child("KMT/A/1/01", 2, name="=cmd"),
        rows.person("KMT/A/2/01", 1, id_holder="yes", age=70),
        rows.child("KMT/A/2/01", 2),
        rows.person("KMT/A/3/01", 1),
        rows.child("KMT/A/3/01", 2),
    ]


def as_workbook(households: list[rows.Row], persons: list[rows.Row]) -> bytes:
    """Both sheets; what looks like a formula is text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    for name, sheet in (("households", households), ("persons", persons)):
        page = book.add_worksheet(name)
        headings = list(dict.fromkeys(heading for row in sheet for heading in row))
        page.write_row(0, 0, headings)
        for at, row in enumerate(sheet, start=1):
            page.write_row(at, 0, [row.get(heading) for heading in headings])
    book.close()
    return out.getvalue()


@pytest.fixture
def counted(send: Callable[..., Batch], count: Enumeration) -> Enumeration:
    """Four doors visited; the answers as they came."""
    batch = send(as_workbook(sent_households(), sent_persons()), "first.xlsx")
    assert (batch.created, batch.rejected) == (4, 0), list(batch.issues.values_list("row", "field", "code"))
    return count


@pytest.fixture
def export(kmt: Settlement, tabitha: User, tmp_path: Path) -> Export:
    """Make a file of the data, as a worker would."""

    def _export(*datasets: str, **chosen: Any) -> Made:
        ask = {
            "datasets": list(datasets),
            "settlements": [kmt.pk],
            "envelope": int(Envelope.RESTRICTED),
            "format": "csv",
        } | chosen
        folder = tmp_path / f"export-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return DataProduct().make(tabitha, ask, folder, lambda done, total: None)

    return _export
