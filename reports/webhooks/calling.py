"""One POST to an address that somebody else chose: never to our own network, never led elsewhere.

The name is asked for its addresses once, all of them must be allowed, and the connection goes to one of
these: a name that says another address a moment later leads nowhere. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_READ = 65_536
NAT64 = ipaddress.ip_network("64:ff9b::/96")
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
        elif ip in NAT64 or ip.sixtofour or ip.teredo:
            return False  # an IPv4 address in disguise
    named = (ipaddress.ip_network(each) for each in settings.WEBHOOK_NETWORKS)
    if any(ip in network for network in named if network.version == ip.version):
        return True
    return ip.is_global and not ip.is_multicast


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
    """POST the body; whatever goes wrong is said, not raised."""
    began = time.monotonic()

    def told(status: int | None, said: str) -> Told:
        return Told(status, said, round((time.monotonic() - began) * 1000))

    if said := problem_with(url):
        return told(None, said)
    try:
        return told(_post(url, body, headers), "")
    except NotThere as nobody:
        return told(None, str(nobody))
    except ssl.SSLError:
        return told(None, "no-trust")
    except TimeoutError:
        return told(None, "no-answer")
    except OSError:
        return told(None, "no-connection")
    except (http.client.HTTPException, ValueError):
        return told(None, "bad-answer")


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    line = socket.create_connection((addresses_of(host, port)[0], port), timeout=settings.WEBHOOK_SECONDS)
    try:
        if is_https:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=settings.WEBHOOK_SECONDS)
        connection.sock = line
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {**headers, "Host": parts.netloc, "Connection": "close"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
        return answer.status
    finally:
        line.close()
