"""Calling an address of somebody else: not for long, and never inside."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from reports.webhooks import calling
from tests.reports.webhooks.conftest import Listener

pytestmark = pytest.mark.django_db


def speaking(said: bytes, seconds: float) -> str:
    """The address of a server that says this letter by letter, in so many seconds."""
    door = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        line, _address = door.accept()
        with door, line, suppress(OSError):
            for letter in said:
                line.sendall(bytes([letter]))
                time.sleep(seconds / len(said))

    threading.Thread(target=speak, daemon=True).start()
    return f"http://127.0.0.1:{door.getsockname()[1]}/"


def test_who_answers_letter_by_letter_is_not_waited_for(listener: Listener, settings: Any) -> None:
    settings.WEBHOOK_SECONDS = 1
    told = calling.call(speaking(b"HTTP/1.1 200 OK\r\n\r\n", 4), b"{}", {})
    assert (told.status, told.said) == (None, "no-answer")
    assert 900 < told.milliseconds < 2500


@pytest.mark.parametrize("after", [b"X-Slow: " + b"y" * 180, b"\r\n" + b"y" * 180])
def test_it_is_the_status_that_counts(listener: Listener, settings: Any, after: bytes) -> None:
    settings.WEBHOOK_SECONDS = 1
    told = calling.call(speaking(b"HTTP/1.0 200 OK\r\n" + after, 5), b"{}", {})
    assert told.status == 200
    assert told.milliseconds < 2500


def test_a_second_address_of_a_name_is_tried(listener: Listener) -> None:
    port = listener.server.server_port
    with calling._connected(["127.0.0.2", "127.0.0.1"], port) as line:
        assert line.getpeername() == ("127.0.0.1", port)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "::",
        "::7f00:1", "::ffff:0:7f00:1", "64:ff9b:1::7f00:1", "fec0::1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_called(address: str) -> None:
    assert not calling.is_allowed(address)


def test_addresses_of_the_internet_are(settings: Any) -> None:
    assert calling.is_allowed("41.90.4.1")
    assert calling.is_allowed("2c0f:fe38::1")
    settings.WEBHOOK_NETWORKS = ["10.1.0.0/16"]
    assert calling.is_allowed("10.1.2.3")
    assert not calling.is_allowed("10.2.2.3")


@pytest.mark.parametrize(
    "url",
    ["http://localhost/", "http://127.1/", "http://0x7f000001/", "http://[::1]/", "http://2130706433/",
     "ftp://example.org/", "http://a:b@example.org/", "http:///x", "http://example.org:0/", "//example.org"],
)  # fmt: skip
def test_no_spelling_leads_inside(url: str, settings: Any) -> None:
    settings.WEBHOOK_HTTP = True
    told = calling.call(url, b"{}", {})
    assert (told.status, told.said) in {(None, "refused-address"), (None, "unknown-host")}


def test_plain_http_is_for_plain_sites(settings: Any) -> None:
    settings.WEBHOOK_HTTP = False
    assert calling.problem_with("http://example.org/") == "refused-address"
    assert calling.problem_with("https://example.org/") == ""
