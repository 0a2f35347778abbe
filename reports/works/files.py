"""Where the files of exports lie: a folder for each, private, and gone all at once."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.core.files.storage import default_storage

from enumerations.services.stored import flush_to_disk
from reports.models import Export
from reports.products import Made

ROOT = "exports"
WORK = "work"
CHUNK = 1 << 20


def work_folder(export: Export) -> Path:
    """An empty folder for the product to work in: what an attempt that was killed left there is gone."""
    folder = Path(default_storage.path(f"{ROOT}/{export.pk}/{WORK}"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def keep(export: Export, made: Made) -> tuple[str, int, str]:
    """Keep what was made, under a name nobody guesses, all at once: its storage name, bytes and SHA-256."""
    name = f"{ROOT}/{export.pk}/{secrets.token_hex(8)}{made.path.suffix}"
    digest, size = hashlib.sha256(), 0
    with made.path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    os.chmod(made.path, 0o600)
    flush_to_disk(str(made.path))
    os.replace(made.path, default_storage.path(name))
    return name, size, digest.hexdigest()


def drop_work(export: Export) -> None:
    shutil.rmtree(default_storage.path(f"{ROOT}/{export.pk}/{WORK}"), ignore_errors=True)


def drop(export_id: int) -> None:
    """All of an export's bytes."""
    shutil.rmtree(default_storage.path(f"{ROOT}/{export_id}"), ignore_errors=True)


def drop_all(exports: Iterable[int]) -> None:
    for export_id in exports:
        drop(export_id)


def folders() -> list[int]:
    """Ids of the exports of which bytes lie here."""
    root = Path(default_storage.path(ROOT))
    return [int(each.name) for each in root.iterdir() if each.name.isdecimal()] if root.is_dir() else []


def has_room(folder: Path, least: int = 1 << 20) -> bool:
    """Whether another megabyte would find room."""
    try:
        return shutil.disk_usage(folder).free >= least
    except OSError:
        return True
