"""Remember what a step was done for, so that it is done again only when that changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scripts.paths import ROOT, STAMPS


def digest(*parts: str | Path) -> str:
    """One hash over texts, contents of files, and the place of this checkout: a moved one starts anew."""
    found = hashlib.sha256(str(ROOT).encode())
    for part in parts:
        found.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        found.update(b"\0")
    return found.hexdigest()


def is_current(name: str, value: str) -> bool:
    try:
        return (STAMPS / name).read_text() == value
    except OSError:
        return False


def remember(name: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)
