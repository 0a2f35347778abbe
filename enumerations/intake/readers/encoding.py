"""From bytes to text: which encoding a file is in, and its bytes as clean UTF-8."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from enumerations.intake.refusal import Refusal

PIECE = 1 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# NUL and the end-of-file mark of old systems: never part of an answer.
DROPPED = b"\x00\x1a"
# What a disk leaves in a file when the power fails while it is written.
POWER_CUT = bytes(4096)
BEYOND_ASCII = re.compile(
    r"[^\x00-\x7f]"
)  # a byte that is no UTF-8 comes as the half character that carries it
NOT_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


def _one_byte_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Where UTF-8 does not hold, one byte of the encoding that Windows spreadsheets save in."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("cp1252_byte", _one_byte_as_cp1252)


@dataclass(frozen=True)
class Encoding:
    """How to decode a text file, and how many bytes of byte order mark it opens with."""

    name: str
    errors: str = "strict"
    skip: int = 0
    has_dropped: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether the bytes are UTF-8 as they are."""
        return self.name == "utf-8" and self.errors == "strict" and not self.has_dropped


def _pieces(path: Path, skip: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while piece := file.read(PIECE):
            yield piece


def find_encoding(path: Path) -> Encoding:
    """UTF-8, UTF-16 and Windows-1252 by their bytes; anything else by likeness, as the last resort.

    A file pasted together from UTF-8 and Windows-1252 parts is read right as well.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, name in BOMS:
        if head.startswith(bom):
            return _utf_8(path, skip=len(bom)) if name == "utf-8" else Encoding(name, "replace", len(bom))
    if (wide := _utf_16_without_bom(head)) is not None:
        return Encoding(wide, "replace")
    return _utf_8(path, skip=0)


def _utf_16_without_bom(head: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every second byte."""
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _utf_8(path: Path, *, skip: int) -> Encoding:
    has_dropped = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_valid = True
    for piece in _pieces(path, skip):
        if POWER_CUT in piece:
            raise Refusal("broken")
        has_dropped = has_dropped or any(byte in piece for byte in DROPPED)
        if is_valid:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_valid = False
    if is_valid and not decoder.getstate()[0]:
        return Encoding("utf-8", skip=skip, has_dropped=has_dropped)
    return _mixed_or_other(path, skip, has_dropped)


def _mixed_or_other(path: Path, skip: int, has_dropped: bool) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for piece in _pieces(path, skip):
        beyond_ascii = BEYOND_ASCII.findall(decoder.decode(piece))
        strange = [ord(character) - 0xDC00 for character in beyond_ascii if "\udc80" <= character <= "\udcff"]
        # Damage in a file of UTF-8 leaves it one; then most of its characters are right.
        if NOT_IN_CP1252.intersection(strange) and len(strange) > len(beyond_ascii) / 2:
            guess = charset_normalizer.from_bytes(piece[: PIECE // 4]).best()
            if guess is not None and guess.encoding not in {"utf_8", "ascii"}:
                return Encoding(guess.encoding, "replace", skip, has_dropped)
    return Encoding("utf-8", "cp1252_byte", skip, has_dropped)


def utf_8_pieces(path: Path, encoding: Encoding) -> Iterator[bytes]:
    """The file's text as UTF-8 without byte order mark and NULs, a piece at a time."""
    if encoding.is_clean:
        yield from _pieces(path, encoding.skip)
        return
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    for piece in _pieces(path, encoding.skip):
        yield decoder.decode(piece).encode("utf-8", "replace").translate(None, DROPPED)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class PieceReader:
    """Pieces of bytes as the file object that pyarrow reads from."""

    closed = False

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def readable(self) -> bool:
        return True

    def read(self, size: int) -> bytes:
        while len(self._held) < size and (piece := next(self._pieces, None)) is not None:
            self._held += piece
        wanted = bytes(self._held[:size])
        del self._held[:size]
        return wanted

    def close(self) -> None:
        self.closed = True
