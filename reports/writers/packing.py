"""Several files as one: a zip, written while it is read."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

PIECE = 1 << 20
LEVEL = 1  # tables pack to a tenth even so


def pack(paths: Sequence[Path], target: Path) -> Path:
    """Put the files into an archive and take them away; the archive's path."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL, allowZip64=True) as archive:
        for path in paths:
            info = zipfile.ZipInfo.from_file(path, path.name)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as sink:
                while piece := source.read(PIECE):
                    sink.write(piece)
            path.unlink()
    return target
