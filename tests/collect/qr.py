"""Reads a QR code from the squares of its picture."""

import base64
import re
from typing import Any

import numpy as np
from qrcode import base as layout
from qrcode.util import PATTERN_POSITION_TABLE


def modules(picture: str) -> Any:
    """The code's black and white squares, drawn again from the picture's path."""
    svg = base64.b64decode(picture.partition(",")[2]).decode()
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    drawn = np.zeros((side, side), dtype=int)
    for x, y in re.findall(r"M(\d+),(\d+)H", svg):
        drawn[int(y), int(x)] = 1
    return drawn


def decoded(picture: str) -> str:
    """The text of a QR code, as a camera's software reads it (ISO/IEC 18004)."""
    squares = modules(picture)
    squares = squares[4:-4, 4:-4]
    return QrReader(squares).text()


class QrReader:
    """Reads one block after the other in byte mode; what is printed cleanly needs no repair of errors."""

    def __init__(self, squares: Any) -> None:
        self.squares, self.size = squares, len(squares)
        self.version = (self.size - 17) // 4

    def text(self) -> str:
        row8 = [self.squares[8, x] for x in (0, 1, 2, 3, 4)]
        kind = int("".join(map(str, row8)), 2) ^ 0b10101
        level, mask = kind >> 3, kind & 7
        flips = [
            lambda y, x: (y + x) % 2 == 0, lambda y, x: y % 2 == 0, lambda y, x: x % 3 == 0,
            lambda y, x: (y + x) % 3 == 0, lambda y, x: (y // 2 + x // 3) % 2 == 0,
            lambda y, x: y * x % 2 + y * x % 3 == 0, lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
            lambda y, x: (y * x % 3 + (y + x) % 2) % 2 == 0,
        ]  # fmt: skip
        bits = [
            int(self.squares[y, x]) ^ int(flips[mask](y, x))
            for y, x in self.path(PATTERN_POSITION_TABLE[self.version - 1])
        ]
        words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits) - 7, 8)]
        blocks = layout.rs_blocks(self.version, level)
        data: list[list[int]] = [[] for _ in blocks]
        at = 0
        for nth in range(max(block.data_count for block in blocks)):
            for block, into in zip(blocks, data, strict=True):
                if nth < block.data_count:
                    into.append(words[at])
                    at += 1
        stream = "".join(f"{word:08b}" for into in data for word in into)
        assert stream[:4] == "0100", "byte mode"
        width = 8 if self.version < 10 else 16
        length = int(stream[4 : 4 + width], 2)
        body = stream[4 + width :][: length * 8]
        return bytes(int(body[at : at + 8], 2) for at in range(0, len(body), 8)).decode()

    def path(self, positions: list[int]) -> Any:
        """Where data lie, in the order of reading: two columns at a time, up and down."""
        taken = np.zeros((self.size, self.size), dtype=bool)
        taken[:9, :9] = taken[:9, -8:] = taken[-8:, :9] = True
        taken[6, :] = taken[:, 6] = True
        if self.version >= 7:
            taken[:6, -11:-8] = taken[-11:-8, :6] = True
        last = self.size - 7
        for y in positions:
            for x in positions:
                if (y, x) not in ((6, 6), (6, last), (last, 6)):
                    taken[y - 2 : y + 3, x - 2 : x + 3] = True
        up, right = True, self.size - 1
        while right > 0:
            right -= right == 6
            for y in range(self.size - 1, -1, -1) if up else range(self.size):
                for x in (right, right - 1):
                    if not taken[y, x]:
                        yield y, x
            up, right = not up, right - 2
