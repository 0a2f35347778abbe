"""Zip archives: what is in them, and whether they may be opened at all."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from enumerations.intake.refusal import Refusal

MAX_UNPACKED_MB = 1024
MAX_MEMBERS = 2000
# A phone's card holds several pictures with each interview.
MAX_WITH_MEDIA = 50_000
# What deflate makes of an honest table is well under this; what a bomb needs is over it.
MAX_RATIO = 200
RATIO_MATTERS_MB = 64

MB = 1 << 20
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
MEDIA = {".jpg", ".jpeg", ".png", ".gif", ".mp3", ".m4a", ".amr", ".mp4", ".3gp", ".pdf", ".xml", ".md"}


def members(path: Path) -> list[zipfile.ZipInfo]:
    """The files of an archive, from its directory alone. Raises Refusal where it should not be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("broken") from error
    if not infos:
        raise Refusal("empty")
    unpacked = sum(info.file_size for info in infos)
    packed = max(sum(info.compress_size for info in infos), 1)
    tables = sum(not is_media(info) for info in infos)
    is_bomb = unpacked > RATIO_MATTERS_MB * MB and unpacked / packed > MAX_RATIO
    if is_bomb or unpacked > MAX_UNPACKED_MB * MB or tables > MAX_MEMBERS or len(infos) > MAX_WITH_MEDIA:
        raise Refusal("too_large_inside", mb=unpacked // MB, limit_mb=MAX_UNPACKED_MB)
    if any(info.flag_bits & 1 for info in infos):
        raise Refusal("encrypted")
    return infos


def is_media(info: zipfile.ZipInfo) -> bool:
    """Whether this is no table: pictures and the like, and a system's own files."""
    name = PurePosixPath(info.filename.replace("\\", "/"))
    return name.suffix.lower() in MEDIA or name.name.startswith(".") or "__MACOSX" in name.parts


@contextmanager
def unpacked_files(path: Path, infos: list[zipfile.ZipInfo]) -> Iterator[list[Path]]:
    """The archive's tables in a folder of our own, gone at the end; pictures and the like stay packed."""
    with TemporaryDirectory(prefix="pamoja-") as folder, zipfile.ZipFile(path) as archive:
        left = MAX_UNPACKED_MB * MB
        files = []
        for info in infos:
            if is_media(info):
                continue
            name = PurePosixPath(info.filename.replace("\\", "/"))
            # Folders become part of the name: none of the sender's leads out of ours.
            target = Path(folder) / name.name
            if target.exists():
                target = Path(folder) / "-".join(part for part in name.parts if part not in {"/", ".."})
            try:
                with archive.open(info) as source, target.open("wb") as sink:
                    left -= _copy(source, sink, left)
            except DAMAGED as error:
                raise Refusal("broken") from error
            files.append(target)
        yield files


def _copy(source: IO[bytes], sink: IO[bytes], most: int) -> int:
    """Copy, and stop where the directory lied about the size."""
    start = sink.tell()
    while piece := source.read(MB):
        sink.write(piece)
        if sink.tell() - start > most:
            raise Refusal("too_large_inside", limit_mb=MAX_UNPACKED_MB)
    return sink.tell() - start
