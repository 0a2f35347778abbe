"""The SPSS system file: its dictionary and its rows, written as they come.

As PSPP's documentation describes the format ("System File Format"). Libraries that write it want the whole
table in memory first; a million households would not fit.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

import numpy as np

MISSING = -1.7976931348623157e308  # what SPSS calls system-missing
HIGHEST = 1.7976931348623157e308
LOWEST = struct.unpack("<d", struct.pack("<Q", 0xFFEFFFFFFFFFFFFE))[0]
F, A, DATETIME, DAY = 5, 1, 22, 39
NOMINAL, SCALE = 1, 3
# Texts longer than this lie in several variables.
CHUNK, EFFECTIVE, PLACE = 255, 252, 256
MOST_TEXT = 32_767
BIAS = 100
UTF_8 = 65001
WORD = np.dtype("<u8")
SPACES = int.from_bytes(b"        ", "little")
NOTHING = int.from_bytes(struct.pack("<d", MISSING), "little")


@dataclass(frozen=True)
class Variable:
    """One variable; `width` is 0 for a number, else the bytes of a text."""

    name: str
    label: str
    width: int = 0
    form: int = F
    digits: int = 8
    decimals: int = 0
    measure: int = NOMINAL
    labels: tuple[tuple[float, str], ...] = ()
    missing: tuple[float, ...] = ()

    @property
    def segments(self) -> list[int]:
        """The widths of the variables in which a long text lies."""
        if self.width <= CHUNK:
            return [self.width]
        number = -(-self.width // EFFECTIVE)
        return [CHUNK] * (number - 1) + [self.width - (number - 1) * EFFECTIVE]

    @property
    def words(self) -> int:
        """How many times eight bytes a row takes."""
        return 1 if not self.width else sum(-(-width // 8) for width in self.segments)


def padded(text: bytes, size: int) -> bytes:
    return text[:size].ljust(size)


def cut(text: str, size: int) -> bytes:
    """As many whole characters as fit."""
    return text.encode()[:size].decode("utf-8", "ignore").encode()


def dictionary(
    variables: Sequence[Variable], rows: int, *, title: str, made: datetime, notes: Sequence[str]
) -> bytes:
    """Everything before the first row."""
    parts = [_head(variables, rows, title, made)]
    places: list[tuple[Variable, int]] = []
    place, segment = 1, 0
    for variable in variables:
        places.append((variable, place))
        for at, width in enumerate(variable.segments):
            parts.append(_variable(variable, f"V{segment:07d}", width, is_first=at == 0))
            segment += 1
            place += 1 if not width else -(-width // 8)
    for variable, at in places:
        if variable.labels:
            parts.append(_labels(variable, at))
    if notes:
        lines = [padded(cut(line, 80), 80) for line in notes]
        parts.append(struct.pack("<2i", 6, len(lines)) + b"".join(lines))
    parts += _extensions(variables, rows)
    parts.append(struct.pack("<2i", 999, 0))
    return b"".join(parts)


def _head(variables: Sequence[Variable], rows: int, title: str, made: datetime) -> bytes:
    words = sum(variable.words for variable in variables)
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return b"".join(
        (
            b"$FL2",
            padded(b"@(#) SPSS DATA FILE Pamoja", 60),
            struct.pack("<5i", 2, words, 1, 0, rows),
            struct.pack("<d", BIAS),
            f"{made.day:02d} {months[made.month - 1]} {made:%y}{made:%H:%M:%S}".encode(),
            padded(cut(title, 64), 64),
            b"\0\0\0",
        )
    )


def _variable(variable: Variable, name: str, width: int, *, is_first: bool) -> bytes:
    label = cut(variable.label, 250) if is_first else b""
    missing = variable.missing if is_first else ()
    form = A << 16 | width << 8 if width else variable.form << 16 | variable.digits << 8 | variable.decimals
    record = struct.pack("<6i", 2, width, bool(label), len(missing), form, form) + padded(name.encode(), 8)
    if label:
        record += struct.pack("<i", len(label)) + label.ljust(-(-len(label) // 4) * 4, b"\0")
    record += struct.pack(f"<{len(missing)}d", *missing)
    more = -(-width // 8) - 1 if width else 0
    return record + more * (struct.pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * 8)


def _labels(variable: Variable, place: int) -> bytes:
    parts = [struct.pack("<2i", 3, len(variable.labels))]
    for value, label in variable.labels:
        text = cut(label, 120)
        size = -(-(len(text) + 1) // 8) * 8 - 1
        parts.append(struct.pack("<dB", value, len(text)) + text.ljust(size))
    return b"".join(parts) + struct.pack("<3i", 4, 1, place)


def _extensions(variables: Sequence[Variable], rows: int) -> list[bytes]:
    names, wide, shown = [], [], []
    segment = 0
    for variable in variables:
        names.append(f"V{segment:07d}={variable.name}")
        if variable.width > CHUNK:
            wide.append(f"V{segment:07d}={variable.width:05d}\0\t")
        for width in variable.segments:
            shown += [variable.measure, min(width, 40) or variable.digits, 0 if width else 1]
            segment += 1
    machine = struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, UTF_8)
    found = [
        _extension(3, 4, machine),
        _extension(4, 8, struct.pack("<3d", MISSING, HIGHEST, LOWEST)),
        _extension(11, 4, struct.pack(f"<{len(shown)}i", *shown)),
        _extension(13, 1, "\t".join(names).encode()),
    ]
    if wide:
        found.append(_extension(14, 1, "".join(wide).encode()))
    return [*found, _extension(16, 8, struct.pack("<2q", 1, rows)), _extension(20, 1, b"UTF-8")]


def _extension(kind: int, size: int, content: bytes) -> bytes:
    return struct.pack("<4i", 7, kind, size, len(content) // size) + content


def words_of_numbers(numbers: Any) -> Any:
    """A column of numbers, nan where there is none, as words."""
    column = np.where(np.isnan(numbers), MISSING, numbers).astype("<f8")
    return column.view(WORD).reshape(-1, 1)


def words_of_texts(texts: Sequence[str | None], variable: Variable) -> Any:
    """A column of texts as words, filled with blanks."""
    size, offsets = variable.words * 8, [at * PLACE for at in range(len(variable.segments))]
    if len(offsets) == 1:
        content = b"".join(padded((text or "").encode(), size) for text in texts)
    else:
        content = b"".join(_spread((text or "").encode(), offsets, size) for text in texts)
    return np.frombuffer(content, WORD).reshape(len(texts), variable.words)


def _spread(text: bytes, offsets: Sequence[int], size: int) -> bytes:
    """A long text: 255 bytes in each 256."""
    room = bytearray(b" " * size)
    for at, offset in enumerate(offsets):
        piece = text[at * CHUNK : (at + 1) * CHUNK]
        room[offset : offset + len(piece)] = piece
    return bytes(room[:size])


@dataclass
class Rows:
    """Packs words as SPSS does: small whole numbers, blanks and nothing are a byte, in groups of eight."""

    out: IO[bytes]
    left: Any = field(default_factory=lambda: np.empty(0, WORD))
    kinds: Any = field(default_factory=lambda: np.empty(0, "u1"))

    def add(self, columns: Sequence[tuple[Any, bool]]) -> None:
        """Some rows: each column's words, and whether they are numbers."""
        words = np.hstack([column for column, _is_number in columns])
        codes = np.hstack([_codes(column, is_number) for column, is_number in columns])
        self.left = np.concatenate([self.left, words.ravel()])
        self.kinds = np.concatenate([self.kinds, codes.ravel()])
        whole = len(self.left) // 8 * 8
        self._write(self.left[:whole], self.kinds[:whole])
        self.left, self.kinds = self.left[whole:], self.kinds[whole:]

    def end(self) -> None:
        """The last group; it is filled up with nothing."""
        if len(self.left):
            more = 8 - len(self.left)
            self._write(
                np.concatenate([self.left, np.zeros(more, WORD)]),
                np.concatenate([self.kinds, np.zeros(more, "u1")]),
            )

    def _write(self, words: Any, codes: Any) -> None:
        if not len(words):
            return
        raw = codes == 253
        each = raw.reshape(-1, 8).sum(axis=1)
        groups = np.arange(len(each)) + np.cumsum(each) - each
        out = np.empty(len(each) + int(raw.sum()), WORD)
        out[groups] = np.ascontiguousarray(codes).view(WORD)
        at = np.flatnonzero(raw)
        out[np.arange(len(at)) + at // 8 + 1] = words[at]
        self.out.write(out.tobytes())


def _codes(words: Any, is_number: bool) -> Any:
    if not is_number:
        return np.where(words == SPACES, 254, 253).astype("u1")
    numbers = words.view("<f8")
    small = (numbers >= 1 - BIAS) & (numbers <= 251 - BIAS) & (numbers == np.rint(numbers))
    codes = np.where(small, numbers + BIAS, 253)
    return np.where(words == NOTHING, 255, codes).astype("u1")
