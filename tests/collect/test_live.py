"""Collect against a server that runs: connections, threads, tokens that no log tells."""

import io
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from enumerations.models import Attachment, Device, HeldSending, Submission
from pamoja.errors import BareFormatter
from tests import factories
from tests.collect.phone import Failed, Phone
from tests.collect.sending import JPEG, xml_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def said() -> Any:
    """What the log of the site says, as it is written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(BareFormatter("{levelname} {name} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield written.getvalue
    logging.getLogger().removeHandler(handler)


def test_a_phone_from_its_code_to_the_last_picture(
    live_server: LiveServer, phone: tuple[Device, str], version: Any, said: Callable[[], str]
) -> None:
    """Fetches everything, sends in parts, loses the network, sends again; contradicts itself; is shut out."""
    factories.FormFileFactory(version=version)
    factories.FormFileFactory(version=version, name="structures.csv", kind="structures", file="", md5="")
    collect = Phone(f"{live_server.url}/collect/{phone[1]}/")
    (form,) = collect.get_forms()
    assert set(form.files) > {"structures.csv"}
    head = collect.ask("HEAD", f"{collect.base}/submission?deviceID=x")
    assert (head.status, head.body) == (204, b"")
    assert len(head.headers.get_all("Date")) == 1
    assert parsedate_to_datetime(head.headers["Date"])

    pictures = {f"{n} é.jpg": JPEG + bytes([n % 256]) for n in range(120)}
    xml = xml_of("a-1", "".join(f"<photo>{name}</photo>" for name in pictures), version=form.version)
    collect.send(xml, pictures, stop_after=1)
    assert Submission.objects.get().state == "waiting_files"
    assert [answer.status for answer in collect.send(xml, pictures)] == [202, 201]
    assert Submission.objects.get().state == "received"
    assert Attachment.objects.count() == 120

    with pytest.raises(Failed) as failed:
        collect.send(xml_of("a-1", version=form.version))
    assert failed.value.status == 409
    assert HeldSending.objects.get().xml == xml_of("a-1", version=form.version)

    Device.objects.update(revoked_at="2026-11-22T00:00Z")
    for ask in (collect.form_list, lambda: collect.send(xml)):
        with pytest.raises(Failed):
            ask()
    assert "Forbidden: /collect/…/formList" in said()
    assert phone[1] not in said()


def test_a_phone_that_signs_in_by_name(
    live_server: LiveServer, phone: tuple[Device, str], count: Any
) -> None:
    device, token = phone
    base = f"{live_server.url}/collect/e/{count.pk}"
    collect = Phone(base, username=device.username, password=token)
    assert len(collect.get_forms()) == 1
    assert collect.send(xml_of("a-1", "<photo>p.jpg</photo>"), {"p.jpg": JPEG})[0].status == 201
    with pytest.raises(Failed) as failed:
        Phone(base, username=device.username, password="wrong").send(xml_of("a-2"))
    assert (failed.value.why, Submission.objects.count()) == ("authentication", 1)


def test_many_phones_send_the_same_at_once(live_server: LiveServer, phone: tuple[Device, str]) -> None:
    """As after a night without signal: each interview from several attempts, together."""

    def send(n: int) -> int:
        collect = Phone(f"{live_server.url}/collect/{phone[1]}")
        return collect.send(xml_of(f"a-{n % 6}", "<photo>p.jpg</photo>"), {"p.jpg": JPEG})[0].status

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(send, range(48)))
    assert sorted(statuses) == [201] * 6 + [202] * 42
    assert (Submission.objects.count(), Attachment.objects.count()) == (6, 6)
    assert set(Submission.objects.values_list("state", flat=True)) == {"received"}
