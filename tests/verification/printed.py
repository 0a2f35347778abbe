"""Reading printed lists back: their words by poppler, their boxes from what the PDF draws."""

import re
import subprocess
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

MM = 72 / 25.4
DOOR = re.compile(r"^ *([A-Z]{2,4}/\S+)(?: +(.*))?$")
DRAWN = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re")


@dataclass(frozen=True)
class Paper:
    """A printed file."""

    path: Path

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page, where they stand."""
        done = subprocess.run(
            ["pdftotext", "-layout", str(self.path), "-"], capture_output=True, check=True, text=True
        )
        return done.stdout.split("\f")[:-1]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def words(self) -> set[str]:
        return set(re.findall(r"\w+", self.text))

    @property
    def doors(self) -> list[tuple[str, str]]:
        """Each numbered row from top to bottom: the door, and what stands beside it, blanks made one.

        In two languages nothing is as high as the door itself: the first of the two lines is above it.
        """
        found = []
        for page in self.pages:
            lines = ["", *page.splitlines()]
            for above, line in pairwise(lines):
                if match := DOOR.match(line):
                    found.append((match[1], " ".join((match[2] or above).split())))
        return found

    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each page in points."""
        done = subprocess.run(
            ["pdfinfo", "-l", str(len(self.pages)), str(self.path)],
            capture_output=True,
            check=True,
            text=True,
        )
        found = re.findall(r"size: +([\d.]+) x ([\d.]+) pts", done.stdout)
        return [(round(float(width)), round(float(height))) for width, height in found]

    def boxes(self, page: int) -> list[tuple[float, float]]:
        """Width and height in millimetres of every rectangle drawn on a page."""
        drawn = [zlib.decompress(stream) for stream in self._streams() if b" re" in _inflated(stream)]
        return [
            (abs(float(width)) / MM, abs(float(height)) / MM)
            for _x, _y, width, height in DRAWN.findall(drawn[page])
        ]

    def letters(self) -> list[float]:
        """The height in points of doors, names and status words, as poppler measures their lines."""
        done = subprocess.run(
            ["pdftotext", "-bbox", str(self.path), "-"], capture_output=True, check=True, text=True
        )
        return [
            float(bottom) - float(top)
            for top, bottom in re.findall(
                r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:KMT/|Achieng|Tenant<|Mpangaji<)',
                done.stdout,
            )
        ]

    def _streams(self) -> list[bytes]:
        found = re.findall(rb"stream\n(.*?)\nendstream", self.path.read_bytes(), re.DOTALL)
        return [stream for stream in found if _inflated(stream)]


def _inflated(stream: bytes) -> bytes:
    """Packed as pages are; empty for what is not."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
