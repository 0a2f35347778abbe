"""Papers of agreements and hand-overs: stored under names that say nothing, all of them or none."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile

from reports.models.handover import HandOverPaper
from verification.services.papers import MEDIA_TYPES, Paper


def keep(papers: Iterable[Paper], **of: Any) -> list[HandOverPaper]:
    """Store papers of one thing: `agreement`, `place` or `note`. If one fails, none of them stays."""
    kept: list[HandOverPaper] = []
    try:
        for paper in papers:
            row = HandOverPaper(
                **of,
                kind=paper.kind,
                name=paper.name,
                size=len(paper.content),
                sha256=hashlib.sha256(paper.content).hexdigest(),
            )
            row.file.save(f"{uuid.uuid4().hex}.{paper.suffix}", ContentFile(paper.content), save=False)
            kept.append(row)
            row.save()
    except Exception:
        drop(kept)
        raise
    return kept


def drop(papers: Iterable[HandOverPaper]) -> None:
    """Take stored bytes away again: their rows will not come to be."""
    for paper in papers:
        paper.file.delete(save=False)


def media_type_of(paper: HandOverPaper) -> str:
    return MEDIA_TYPES.get(paper.name.rpartition(".")[2], "application/octet-stream")
