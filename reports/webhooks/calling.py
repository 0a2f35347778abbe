"""One POST to an address that somebody else chose: never to our own network, never led elsewhere.

The name is asked for its addresses once, all of them must be allowed, and the connection goes to one of
these: a name that says another address a moment later leads nowhere. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_READ = 65_536
MOST_ADDRESSES = 2  # of one name that are tried, one after the other
ON_THE_INTERNET = ipaddress.ip_network("2000::/3")  # every other IPv6 address is somebody's inside
# What is said of an attempt without an answer, by code.
SAYINGS: dict[str, str | Promise] = {
    "refused-address": _("The address lies in a private network, or is none that may be told."),
    "unknown-host": _("Nobody knows this name on the internet."),
    "no-answer": _("There was no answer in time."),
    "no-connection": _("There was no connection."),
    "no-trust": _("Its certificate is not valid."),
    "bad-answer": _("What came back was no answer of a web server."),
}


@dataclass(frozen=True)
class Told:
    """What came of it: the status, or a code of SAYINGS."""

    status: int | None
    said: str
    milliseconds: int

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class NotThere(Exception):
    """Nobody is called; its text is a code of SAYINGS."""


def is_allowed(address: str) -> bool:
    """Whether this may be called: on the internet, or in a network that the settings name."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.sixtofour or ip.teredo:
            return False  # an IPv4 address in disguise
    named = (ipaddress.ip_network(each) for each in settings.WEBHOOK_NETWORKS)
    if any(ip in network for network in named if network.version == ip.version):
        return True
    is_inside = ip.version == 6 and ip not in ON_THE_INTERNET
    return ip.is_global and not ip.is_multicast and not is_inside


def problem_with(url: str) -> str:
    """A code of SAYINGS for an address that nobody should be asked at; empty if there is none."""
    try:
        parts = urlsplit(url)
        is_odd = bool(parts.username or parts.password) or parts.port == 0
    except ValueError:
        return "refused-address"
    schemes = {"https", "http"} if settings.WEBHOOK_HTTP else {"https"}
    return "" if parts.scheme in schemes and parts.hostname and not is_odd else "refused-address"


def addresses_of(host: str, port: int) -> list[str]:
    """Where the name leads. Raises NotThere unless every address is allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotThere("unknown-host") from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses or not all(map(is_allowed, addresses)):
        raise NotThere("refused-address")
    return addresses


def call(url: str, body: bytes, headers: dict[str, str]) -> Told:
    """POST the body; whatever goes wrong is said, not raised. It takes WEBHOOK_SECONDS at the most."""
    began = time.monotonic()
    try:
        return Told(_post(url, body, headers), "", _since(began))
    except Exception as error:
        took = _since(began)
        # A connection that was cut breaks in whatever way: it was the time that was over.
        is_late = took >= settings.WEBHOOK_SECONDS * 1000 and not isinstance(error, NotThere)
        return Told(None, "no-answer" if is_late else _what_of(error), took)


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _what_of(error: Exception) -> str:
    """A code of SAYINGS. Raises what is nobody else's fault."""
    match error:
        case NotThere():
            return str(error)
        case ssl.SSLError():
            return "no-trust"
        case TimeoutError():
            return "no-answer"
        case OSError():
            return "no-connection"
        case http.client.HTTPException() | ValueError():
            return "bad-answer"
    raise error


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    if said := problem_with(url):
        raise NotThere(said)
    parts = urlsplit(url)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    addresses = addresses_of(host, port)[:MOST_ADDRESSES]
    ends = time.monotonic() + settings.WEBHOOK_SECONDS
    line = _connected(addresses, port)
    # A letter every few seconds is never late for a socket: at the end of the time the line is cut.
    cut = threading.Timer(ends - time.monotonic(), lambda: _cut(line))
    try:
        if is_https:
            line.settimeout(max(ends - time.monotonic(), 0.1))
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        cut.start()
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {**headers, "Host": parts.netloc, "Connection": "close"})
        answer = connection.getresponse()
        with suppress(OSError, http.client.HTTPException):  # it is the status that counts
            answer.read(MOST_READ)
        return answer.status
    finally:
        cut.cancel()
        line.close()


def _connected(addresses: list[str], port: int) -> socket.socket:
    """To the first address that answers; all of them have the time together."""
    seconds = settings.WEBHOOK_SECONDS / len(addresses)
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=seconds)
    return socket.create_connection((addresses[-1], port), timeout=seconds)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
