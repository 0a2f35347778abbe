"""Files in parts (RFC 9110, 14): a download that broke off on a bad line goes on where it stopped."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)
BLOCK = 1 << 18  # bytes read at a time: a file is never in memory


@dataclass(frozen=True)
class Part:
    """From the first byte to the last one, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class NoSuchPart(Exception):
    """The file is shorter than that: 416."""


def part_of(header: str, size: int) -> Part | None:
    """The part a Range header asks for; None for all: of several, or of what is no range. NoSuchPart."""
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        if int(found[2]) == 0 or size == 0:
            raise NoSuchPart
        return Part(max(0, size - int(found[2])), size - 1)
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    if first >= size:
        raise NoSuchPart
    return Part(first, min(last, size - 1))


def wanted_part(request: HttpRequest, size: int, etag: str) -> Part | None:
    """The part that is asked for, if it is of this very file: If-Range names the one that was begun."""
    header = request.headers.get("Range", "")
    if not header or request.method not in ("GET", "HEAD"):
        return None
    begun = request.headers.get("If-Range")
    return None if begun is not None and begun.strip() != etag else part_of(header, size)


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the asker has this very file already (If-None-Match)."""
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    return etag in known or "*" in known


def begins_at_the_first_byte(request: HttpRequest, size: int, etag: str) -> bool:
    try:
        part = wanted_part(request, size, etag)
    except NoSuchPart:
        return False
    return part is None or part.first == 0


class Slice:
    """A file from one byte to another, read block by block."""

    def __init__(self, file: BinaryIO, part: Part) -> None:
        file.seek(part.first)
        self.file, self.left = file, part.length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        read = self.file.read(wanted) if wanted else b""
        self.left -= len(read)
        return read

    def close(self) -> None:
        self.file.close()


def answer(
    request: HttpRequest, file: BinaryIO, *, name: str, content_type: str, size: int, etag: str
) -> HttpResponseBase:
    """200 with the file, 206 with the part that is asked for, or 416."""
    # Compressed on the way it would have neither a length nor parts.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    try:
        part = wanted_part(request, size, etag)
    except NoSuchPart:
        file.close()
        short = HttpResponse(status=416)
        short["Content-Range"] = f"bytes */{size}"
        return _with(short, etag)
    given = FileResponse(
        file if part is None else Slice(file, part),
        as_attachment=True,
        filename=name,
        content_type=content_type or "application/octet-stream",
        status=200 if part is None else 206,
    )
    given.block_size = BLOCK
    given["Content-Length"] = str(size if part is None else part.length)
    if part is not None:
        given["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return _with(given, etag)


def not_modified(etag: str) -> HttpResponseBase:
    """304: the asker has this very file."""
    return _with(HttpResponse(status=304), etag)


def _with(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return response
