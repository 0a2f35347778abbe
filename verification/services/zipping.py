"""Stored files as one ZIP, made while it is sent."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage

PIECE = 1 << 16


class _Outlet(io.RawIOBase):
    """Takes what the archive writes, until somebody fetches it."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        content = bytes(piece)  # type: ignore[call-overload]
        self.waiting += content
        return len(content)

    def taken(self) -> bytes:
        piece, self.waiting = bytes(self.waiting), bytearray()
        return piece


def zipped(files: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """The archive piece by piece, of files by their name inside and their name in the storage.

    PDFs are packed already, so they are only put together.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, stored in files:
            with (
                default_storage.open(stored, "rb") as source,
                archive.open(name, "w", force_zip64=True) as into,
            ):
                while piece := source.read(PIECE):
                    into.write(piece)
                    yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()
