"""Exports that are there, of the product that exists in tests alone."""

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.models import Export, SavedExport
from reports.models.export import key_of
from reports.products import Envelope
from tests.reports.tiny import tiny, wish

CONTENT = b"line 0\nline 1\nline 2\n"


def ready_export(settlement: Any, user: Any, envelope: Envelope = Envelope.PUBLIC, **more: Any) -> Export:
    """One that is made and kept."""
    tiny()
    ask = wish(settlement, envelope=envelope)
    now = timezone.now()
    content = more.pop("content", CONTENT)
    export: Export = Export.objects.create(
        product="tiny", title=f"Lines: {settlement.name}", ask=ask, envelope=envelope, asked_by=user,
        key=key_of("tiny", ask, "en", ""), places=[settlement.pk], asked_at=now - timedelta(seconds=2),
    )  # fmt: skip
    file = default_storage.save(f"exports/{export.pk}/lines.txt", ContentFile(content))
    said: dict[str, Any] = {
        "state": "ready", "file": file, "name": "lines.txt", "content_type": "text/plain",
        "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "rows": 3, "started_at": now,
        "ended_at": now, "expires_at": now + timedelta(days=7),
    }  # fmt: skip
    Export.objects.filter(pk=export.pk).update(**said | more)
    export.refresh_from_db()
    return export


def going_on(settlement: Any, user: Any, **more: Any) -> Export:
    """One that waits."""
    tiny()
    ask = wish(settlement, lines=4)
    said = {
        "product": "tiny", "title": f"Lines: {settlement.name}", "envelope": 1, "places": [settlement.pk],
    } | more  # fmt: skip
    export: Export = Export.objects.create(ask=ask, asked_by=user, key=key_of("tiny", ask, "en", ""), **said)
    return export


def saved_export(settlement: Any, user: Any, **more: Any) -> tuple[SavedExport, str]:
    """One with an address: it, and the secret part of that."""
    tiny()
    said: dict[str, Any] = {"title": f"{settlement.name} every week", "envelope": Envelope.PUBLIC} | more
    saved = SavedExport(owner=user, product="tiny", ask=wish(settlement, envelope=said["envelope"]), **said)
    token = saved.new_token()
    saved.save()
    return saved, token
