"""A count with a published form, and Baraka's phone."""

from typing import Any

import pytest
from django.core.cache import cache

from collect import remembered
from enumerations.models import Device, Enumeration
from enumerations.services.devices import make_device
from enumerations.services.receiving import Receipt, Sent, SentFile, receive
from tests import factories
from tests.collect.phone import Phone, in_process
from tests.collect.sending import Send

QUESTIONS = [
    {"name": "photo", "path": "photo", "kind": "image"},
    {"name": "voice", "path": "hh/voice", "kind": "audio"},
    {"name": "result", "path": "result", "kind": "select_one"},
]


@pytest.fixture(autouse=True)
def no_mark_left() -> None:
    """Another test may have asked for a worker a moment ago, or have had a phone."""
    cache.clear()
    remembered.forget()


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory(settlement=settlement)


@pytest.fixture
def version(count: Any) -> Any:
    """What phones get: it asks for a picture and a recording."""
    made: Any = factories.QuestionnaireVersionFactory(questionnaire__enumeration=count, questions=QUESTIONS)
    return made


@pytest.fixture
def phone(count: Any, version: Any, baraka: Any) -> tuple[Device, str]:
    """Baraka's phone and its token."""
    return make_device(enumeration=count, user=baraka, name="Baraka's phone", created_by=None)


SITE = "http://localhost"


@pytest.fixture
def collect(phone: tuple[Device, str], client: Any) -> Phone:
    """Collect on Baraka's phone, with the address of its QR code; asked in this process."""
    return Phone(f"{SITE}/collect/{phone[1]}/", line=in_process(client))


@pytest.fixture
def send(count: Enumeration, version: Any, phone: tuple[Device, str], baraka: Any) -> Send:
    def send_one(xml: bytes, *files: SentFile, **said: Any) -> Receipt:
        said = {"enumeration": Enumeration.objects.get(pk=count.pk), "device": phone[0]} | said
        return receive(Sent(user=baraka, xml=xml, files=files, **said))

    return send_one
