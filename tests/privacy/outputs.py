"""Everything that can be read off a running site: answers, logs, Redis, tables, files."""

import base64
import gzip
import http.client
import io
import re
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")


def unwrapped(content: bytes) -> bytes:
    """The bytes, and beside them what is packed into them: gzip, the parts of a workbook, base64."""
    parts = [content]
    if content[:2] == b"\x1f\x8b":
        parts.append(gzip.decompress(content))
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    for packed in BASE64.findall(content):
        parts.append(base64.b64decode(packed[: len(packed) // 4 * 4]))
    return b"\n".join(parts)


@dataclass(frozen=True)
class Answer:
    """What came back: the words that a browser, a proxy and its logs get to see."""

    url: str
    status: int
    headers: str
    body: bytes

    @property
    def text(self) -> str:
        return unwrapped(self.body).decode(errors="replace")


@dataclass
class Visitor:
    """Somebody who asks the site, by a browser's cookie or a program's key; keeps every answer."""

    name: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def ask(self, url: str, body: bytes | None = None, **more: str) -> Answer:
        """One request; a redirect is an answer like any other."""
        to = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            to.request("GET" if body is None else "POST", url, body, {**self.headers, **more})
            came = to.getresponse()
            answer = Answer(url, came.status, str(came.headers), came.read())
        finally:
            to.close()
        self.answers.append(answer)
        return answer

    def send_form(self, url: str, values: dict[str, str], file: tuple[str, bytes] | None = None) -> Answer:
        """A form as a browser sends it, with the token that proves it came from a page of ours."""
        token = "c" * 32
        lines = [
            f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**values, "csrfmiddlewaretoken": token}.items()
        ]
        if file:
            head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n'
            lines.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + file[1] + b"\r\n")
        cookie = f"{self.headers.get('Cookie', '')}; {settings.CSRF_COOKIE_NAME}={token}"
        kind = "multipart/form-data; boundary=edge"
        return self.ask(url, b"".join([*lines, b"--edge--\r\n"]), Cookie=cookie, **{"Content-Type": kind})


class RedisEar(threading.Thread):
    """Hears every command that anybody sends to Redis, payloads included."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        address = urlsplit(settings.REDIS_URL)
        self.heard = bytearray()
        self.line = socket.create_connection((address.hostname or "", address.port or 6379))
        self.line.sendall(f"AUTH {address.password}\r\nMONITOR\r\n".encode())
        self.start()

    def run(self) -> None:
        while piece := self.line.recv(65_536):
            self.heard += piece

    def stop(self) -> bytes:
        """All that was heard; what MONITOR writes as `\\xNN` is made bytes again."""
        self.line.shutdown(socket.SHUT_RDWR)
        self.join()
        heard = bytes(self.heard).replace(b'\\"', b'"')
        return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), heard)


def redis_values(client: Any) -> Iterator[tuple[bytes, bytes]]:
    """Every key with all that it holds, whatever its type."""
    for key in client.scan_iter():
        yield key, client.dump(key) or b""
        if client.type(key) == b"string":
            yield key, unwrapped(client.get(key) or b"")


def tables_holding(marks: tuple[bytes, ...]) -> dict[str, set[bytes]]:
    """Which marks stand in which tables of the database."""
    found: dict[str, set[bytes]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            held = "\n".join(row for (row,) in cursor.fetchall()).lower().encode()
            if here := {mark for mark in marks if mark in held}:
                found[table] = here
    return found


ARGUMENT = re.compile(r"(?:([\w-]+)/)?<(?:\w+:)?(\w+)>")


def addresses(known: dict[str, list[Any]]) -> list[str]:
    """Every address of the site that can be asked for, with each of the objects it could mean.

    `known`: what an argument of a route may be; `batches/pk` is what it may be behind `batches/`, if that is
    less than `pk` may be. Routes by regular expression, or with arguments that are not known, are left out.
    """
    found: list[str] = []
    for route in _routes(get_resolver()):
        urls = [route]
        for behind, name in ARGUMENT.findall(route):
            values = known.get(f"{behind}/{name}", known.get(name, []))
            urls = [
                re.sub(rf"<(?:\w+:)?{name}>", str(value), url, count=1) for url in urls for value in values
            ]
        found += urls
    return sorted({f"/{url}" for url in found})


def _routes(patterns: URLResolver, front: str = "") -> Iterator[str]:
    for pattern in patterns.url_patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        route = front + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route
