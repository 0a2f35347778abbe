"""A count at three doors, open to batches."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.files.base import ContentFile

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.models import Batch, Enumeration, QuestionnaireVersion, Submission
from enumerations.rights import Route
from enumerations.services.batches import create_batch
from enumerations.services.rights.requests import Wish
from enumerations.services.run import run_batch
from settlements.models import Settlement, Structure
from tests.enumerations import phones
from tests.factories import ClusterFactory, DeviceFactory, EnumerationFactory, StructureFactory

Send = Callable[..., Batch]


@pytest.fixture
def kmt(settlement: Settlement) -> Settlement:
    """Kiamutisya with a boundary of about 440 m by 440 m round its doors."""
    settlement.boundary = MultiPolygon(Polygon.from_bbox((36.845, -1.263, 36.849, -1.259)))
    settlement.save()
    return settlement


@pytest.fixture
def doors(kmt: Settlement) -> list[Structure]:
    """KMT/A/1, KMT/A/2 and KMT/A/3, ten metres apart."""
    cluster = ClusterFactory(settlement=kmt, code="A")
    return [
        StructureFactory.create(
            settlement=kmt, cluster=cluster, code=f"KMT/A/{n}", location=Point(36.8470 + n * 0.0001, -1.2610),
            footprint=None, rooms_total=4, rooms_occupied=4,
        )
        for n in (1, 2, 3)
    ]  # fmt: skip


@pytest.fixture
def count(kmt: Settlement, doors: list[Structure]) -> Enumeration:
    return EnumerationFactory.create(settlement=kmt, state=EnumerationState.ENUMERATING)


@pytest.fixture
def send(count: Enumeration, baraka: User) -> Send:
    """Send a file and work on it at once, as the worker would."""

    def _send(content: bytes, name: str = "batch.csv", **options: Any) -> Batch:
        enumeration = options.pop("enumeration", count)
        batch = create_batch(
            enumeration=enumeration, user=baraka, upload=ContentFile(content, name=name), name=name, **options
        )
        run_batch(batch.pk)
        batch.refresh_from_db()
        return batch

    return _send


@pytest.fixture
def version(count: Enumeration) -> QuestionnaireVersion:
    """What phones ask at the three doors."""
    return phones.make_version(count)


@pytest.fixture
def phone(count: Enumeration, version: QuestionnaireVersion, baraka: User) -> phones.Phone:
    """Baraka's phone: what it sends is received, and waits."""
    device = DeviceFactory.create(enumeration=count, user=baraka, name="Baraka's Nokia")

    def _send(door: str = "KMT/A/1", number: int = 1, **said: Any) -> Submission:
        return phones.sent(device, door, number, **{"version": version, **said})

    return _send


@pytest.fixture
def wish(subira: User) -> Wish:
    """How what people ask for reached the office."""
    return Wish(how=Route.PHONE, on=date(2026, 11, 2), taken_by=subira, reason="Called the office")
