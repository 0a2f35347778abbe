"""Several files as one: a zip that is written as it comes, packed by a library five times as fast."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from isal import isal_zlib

PIECE = 1 << 20
LEVEL = 1  # tables pack to a tenth even so
RAW = -15  # a zip has no header of zlib's


class Packed:
    """An archive in the making."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def __enter__(self) -> "Packed":
        return self

    def __exit__(self, *_how: object) -> None:
        self._archive.close()

    @contextmanager
    def open(self, name: str, like: zipfile.ZipInfo | None = None) -> Iterator[IO[bytes]]:
        """A file in the archive, to be written; one at a time."""
        info = like or zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._archive.open(info, "w", force_zip64=True) as sink:
            packing: Any = sink  # whatever compresses and flushes
            packing._compressor = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, RAW)
            yield sink

    def add(self, name: str, text: str) -> None:
        with self.open(name) as sink:
            sink.write(text.encode())

    def take(self, path: Path) -> None:
        """Put a file in and take it away."""
        with (
            path.open("rb") as source,
            self.open(path.name, zipfile.ZipInfo.from_file(path, path.name)) as sink,
        ):
            while piece := source.read(PIECE):
                sink.write(piece)
        path.unlink()


def pack(paths: Sequence[Path], target: Path) -> Path:
    """Put the files into an archive and take them away; the archive's path."""
    with Packed(target) as archive:
        for path in paths:
            archive.take(path)
    return target
