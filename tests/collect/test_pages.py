"""The pages about phones: the office sets up anybody's, an enumerator the own one; the code is shown once."""

import base64
import json
import re
import zlib
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import escape

from collect.codes import picture_of
from enumerations.models import Device
from tests import factories
from tests.collect.phone import Phone, in_process
from tests.collect.qr import decoded

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Any]


def page_of(count: Any) -> str:
    return f"/enumerations/{count.pk}/phones/"


def address_in(text: str) -> str:
    found = re.search(r"http://testserver/collect/[a-z]{40}", text)
    assert found
    return found[0]


def test_the_office_sets_up_a_phone_and_it_works(
    client_of: ClientOf, subira: Any, baraka: Any, count: Any, version: Any
) -> None:
    answer = client_of(subira).post(page_of(count), {"name": "Blue Tecno", "user": baraka.pk})
    assert answer.status_code == 200
    device = Device.objects.get()
    assert (device.name, device.user, device.created_by, device.tests_draft) == (
        "Blue Tecno",
        baraka,
        subira,
        False,
    )
    address = address_in(answer.content.decode())
    phone = Phone(address.replace("testserver", "localhost"), line=in_process(client_of(None)))
    assert [form.version for form in phone.get_forms()] == [version.version]
    assert device.username in answer.content.decode()


def test_the_card_speaks_both_languages_and_is_kept_nowhere(
    client_of: ClientOf, subira: Any, count: Any
) -> None:
    answer = client_of(subira).post(page_of(count), {"name": "x", "user": subira.pk})
    text = answer.content.decode()
    assert '<section lang="en">' in text
    assert '<section lang="sw">' in text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    token = address_in(text).rpartition("/")[2]
    assert token not in client_of(subira).get(page_of(count)).content.decode()
    assert len(answer.content) < 150_000


def test_an_enumerator_sets_up_the_own_phone_and_no_other(
    client_of: ClientOf, baraka: Any, subira: Any, count: Any
) -> None:
    asks = client_of(baraka)
    asks.post(page_of(count), {"name": "Mine", "user": subira.pk, "tests_draft": "on"})
    device = Device.objects.get()
    assert (device.user, device.tests_draft) == (baraka, False)
    other: Any = factories.DeviceFactory(enumeration=count, user=subira, name="Subira's phone")
    text = asks.get(page_of(count)).content.decode()
    assert "Mine" in text
    assert escape(other.name) not in text
    assert asks.post(f"{page_of(count)}{other.pk}/shut-out/").status_code == 404


def test_only_those_who_send_can_be_given_a_phone(
    client_of: ClientOf, subira: Any, amina: Any, count: Any
) -> None:
    answer = client_of(subira).post(page_of(count), {"name": "x", "user": amina.pk})
    assert answer.status_code == 422
    assert not Device.objects.exists()


def test_a_phone_is_shut_out(
    client_of: ClientOf, subira: Any, phone: Any, collect: Phone, count: Any
) -> None:
    assert collect.form_list()
    answer = client_of(subira).post(f"{page_of(count)}{phone[0].pk}/shut-out/", follow=True)
    assert "shut out" in answer.content.decode()
    assert collect.ask("GET", f"{collect.base}/formList").status == 403


def test_a_phone_of_another_count_is_not_shut_out_here(
    client_of: ClientOf, subira: Any, phone: Any, settlement: Any
) -> None:
    other: Any = factories.EnumerationFactory(settlement=settlement, round=2)
    assert client_of(subira).post(f"{page_of(other)}{phone[0].pk}/shut-out/").status_code == 404
    phone[0].refresh_from_db()
    assert phone[0].revoked_at is None


# --- The code ---------------------------------------------------------------------------------------


def test_a_camera_reads_the_settings(client_of: ClientOf, subira: Any, baraka: Any, count: Any) -> None:
    """The picture is the code of just these settings, with the phone's own address and language."""
    type(baraka).objects.update(language="sw")
    text = client_of(subira).post(page_of(count), {"name": "x", "user": baraka.pk}).content.decode()
    (picture,) = re.findall(r'src="(data:image/svg[^"]+)"', text)
    read = json.loads(zlib.decompress(base64.b64decode(decoded(picture))))
    assert read["general"]["server_url"] == address_in(text)
    assert read["general"]["app_language"] == "sw"


def test_the_reader_reads_what_was_written() -> None:
    for text in ("x", "https://pamoja.example.org/" + "a" * 300):
        assert decoded(picture_of(text)) == text


# --- For scripts ------------------------------------------------------------------------------------


def printed(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command("collector_url", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_prints_an_address_that_works(
    count: Any, version: Any, baraka: Any, client_of: ClientOf
) -> None:
    said = printed(str(count.pk), device="bench", user="Baraka@example.org", base="http://localhost:8123")
    assert re.fullmatch(r"http://localhost:8123/collect/[a-z]{40}\n", said)
    assert (Device.objects.get().name, Device.objects.get().user) == ("bench", baraka)
    phone = Phone(said.strip(), line=in_process(client_of(None)))
    assert phone.get_forms()[0].version == version.version
    assert printed(str(count.pk), device="bench", user="baraka@example.org") != said


def test_the_command_finds_a_count_and_somebody_who_may_send(
    count: Any, baraka: Any, amina: Any, settings: Any
) -> None:
    newer: Any = factories.EnumerationFactory(settlement=count.settlement, round=2)
    assert printed("kmt", device="bench", draft=True).startswith(f"{settings.SITE_URL}/collect/")
    device = Device.objects.get()
    assert (device.enumeration, device.user, device.tests_draft) == (newer, baraka, True)


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("999999", {}),
        ("ZZZ", {}),
        ("KMT", {"user": "amina@example.org"}),
        ("KMT", {"user": "no@example.org"}),
    ],
)
def test_the_command_says_what_is_wrong(
    count: Any, baraka: Any, amina: Any, said: str, options: dict[str, str]
) -> None:
    with pytest.raises(CommandError):
        printed(said, device="bench", **options)
    assert not Device.objects.exists()
