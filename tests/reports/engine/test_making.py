"""A worker makes the file: kept, told, refused, given up."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reports.choices import ExportState
from reports.models import Export
from reports.works.ask import ask_for
from reports.works.run import make
from tests.reports.tiny import wish

pytestmark = pytest.mark.django_db


def asked(user: Any, *settlements: Any, **said: Any) -> Export:
    return ask_for(user=user, product="tiny", ask=wish(*settlements, **said))[0]


def made(user: Any, *settlements: Any, **said: Any) -> Export:
    export = asked(user, *settlements, **said)
    make(export.pk)
    export.refresh_from_db()
    return export


def test_a_file_is_made_and_kept_for_its_time(amina: Any, settlement: Any, settings: Any) -> None:
    export = made(amina, settlement, lines=2)
    assert (export.state, export.title, export.name, export.rows) == (
        ExportState.READY, "Lines of Kiamutisya", "lines.txt", 2,
    )  # fmt: skip
    content = export.file.open().read()
    assert content == b"line 0\nline 1\n"
    assert (export.size, export.sha256) == (14, hashlib.sha256(b"line 0\nline 1\n").hexdigest())
    assert export.expires_at == export.ended_at + timedelta(days=settings.EXPORT_DAYS)
    path = Path(export.file.path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
