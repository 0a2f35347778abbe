"""Papers of agreements and hand-overs: stored under names that say nothing, all of them or none."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from reports.models.handover import HandOverPaper
from verification.services.papers import MEDIA_TYPES, Paper


def digest(paper: Paper) -> str:
    return hashlib.sha256(paper.content).hexdigest()


@contextmanager
def with_papers(papers: Iterable[Paper]) -> Iterator[Callable[..., None]]:
    """One transaction, in which the papers are stored `of` an agreement, a place or a note.

    If anything in it fails, nothing of it stays, their bytes included.
    """
    kept: list[HandOverPaper] = []

    def keep(**of: Any) -> None:
        for paper in papers:
            row = HandOverPaper(
                **of,
                kind=paper.kind,
                name=paper.name,
                size=len(paper.content),
                sha256=digest(paper),
            )
            row.file.save(f"{uuid.uuid4().hex}.{paper.suffix}", ContentFile(paper.content), save=False)
            kept.append(row)
            row.save()

    try:
        with transaction.atomic():
            yield keep
    except Exception:
        for row in kept:
            row.file.delete(save=False)
        raise


def media_type_of(paper: HandOverPaper) -> str:
    return MEDIA_TYPES.get(paper.name.rpartition(".")[2], "application/octet-stream")
