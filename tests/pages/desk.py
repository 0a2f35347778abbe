"""A household at the desk of rights: sent, found, and what is asked of its pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.files.base import ContentFile
from django.test import Client

from enumerations.models import Household
from enumerations.services.batches import create_batch
from enumerations.services.disclosure import open_records
from enumerations.services.run import run_batch
from settlements.models import Settlement
from tests import factories
from tests.enumerations.rows import as_xlsx, child, household, person
from tests.pages.markup import faults_of

ClientOf = Callable[[Any], Client]
DESK = "/settlements/KMT/rights/"
SAID = {"how": "phone", "on": "2026-10-20", "reason": "Called the office"}
ROWS = [
    household(
        head_name="Zawadi Mwakio",
        phone="0722000111",
        head_id_kind="national_id",
        head_id_number="27418852",
        note="behind the red kiosk",
        own_question="nickname",
    )
]
PEOPLE = [person(name="Zawadi Mwakio"), child(name="Neema")]


@pytest.fixture
def send(settlement: Settlement, baraka: Any) -> Callable[..., Any]:
    """Send a file to the count as Baraka, and work on it at once."""
    Settlement.objects.filter(pk=settlement.pk).update(
        boundary=MultiPolygon(Polygon.from_bbox((36.845, -1.263, 36.849, -1.259)))
    )
    cluster = factories.ClusterFactory(settlement=settlement, code="A")
    factories.StructureFactory(
        settlement=settlement, cluster=cluster, code="KMT/A/1", location=Point(36.8471, -1.2610)
    )
    count = factories.EnumerationFactory.create(settlement=settlement)

    def _send(content: bytes, **options: Any) -> Any:
        file = ContentFile(content, name="a.xlsx")
        batch = create_batch(enumeration=count, user=baraka, upload=file, name="a.xlsx", **options)
        run_batch(batch.pk)
        batch.refresh_from_db()
        return batch

    return _send


@pytest.fixture
def zawadi(send: Any) -> Household:
    assert send(as_xlsx(ROWS, PEOPLE)).created == 1
    return Household.objects.get()


@pytest.fixture
def staff(subira: Any, settlement: Settlement, client_of: ClientOf) -> Client:
    """Subira, who gave a reason."""
    open_records(subira, settlement, "Zawadi asked for her data")
    return client_of(subira)


@pytest.fixture
def manager(tabitha: Any, client_of: ClientOf) -> Client:
    return client_of(tabitha)


def of(held: Household, more: str = "") -> str:
    return f"{DESK}households/{held.pk}/{more}"


def deed(name: str, **more: Any) -> dict[str, Any]:
    return {"deed": name} | {f"{name}-{field}": value for field, value in (SAID | more).items()}


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    assert faults_of(page) == []
    return page
