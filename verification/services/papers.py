"""Papers that go with a step: known by what is in them, photos drawn anew, kept for members alone."""

import hashlib
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from settlements.images import PictureRefused, bare_picture
from verification.choices import StepFileKind
from verification.models import Step, StepFile

MAX_BYTES = 10_000_000
MAX_PAPERS = 12
PDF, DOCX, ODT = "pdf", "docx", "odt"
MEDIA_TYPES = {
    PDF: "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ODT: "application/vnd.oasis.opendocument.text",
}
REFUSALS: dict[str, tuple[Promise, Promise]] = {
    "paper_too_large": (_("The file is too large."), _("Send a file of at most 10 MB.")),
    "paper_kind": (
        _("This file is not a PDF, a photo, a Word or an OpenDocument text, or it is damaged."),
        _("Save it as PDF, or take a photo of the paper."),
    ),
    "papers_too_many": (
        _("These are too many files."),
        _("Send at most 12 with one step; several pages fit into one PDF."),
    ),
}


class PaperRefused(Exception):
    """A file that is not taken: a code, a sentence, a remedy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence, self.remedy = REFUSALS[code]


@dataclass(frozen=True)
class Paper:
    """A paper to keep: what it is, what it was called, its bytes and the ending of its stored name."""

    kind: str
    name: str
    content: bytes
    suffix: str


def read_paper(kind: str, upload: UploadedFile) -> Paper:
    """Look into an uploaded file. Raises PaperRefused."""
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PaperRefused("paper_too_large")
    suffix = _suffix_of(content)
    if suffix in ("jpg", "png"):
        content = _bare(content)
    stem = "".join(letter for letter in str(upload.name).rpartition(".")[0] if letter.isprintable())
    name = f"{stem.strip()[:120] or kind}.{suffix}"
    return Paper(kind, name, content, suffix)


def _suffix_of(content: bytes) -> str:
    """What a file is, by its first bytes and, of a packed one, by what is in it."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PK\x03\x04") and (packed := _packed(content)):
        return packed
    raise PaperRefused("paper_kind")


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return DOCX
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(MEDIA_TYPES[ODT]):
                return ODT if archive.read("mimetype").decode("ascii", "replace") == MEDIA_TYPES[ODT] else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        pass  # damaged, or packed in a way that nobody writes such files
    return ""


def _bare(content: bytes) -> bytes:
    """A photo of a paper also tells where it was taken, unless it is drawn anew."""
    try:
        return bare_picture(BytesIO(content)).content
    except PictureRefused:
        raise PaperRefused("paper_kind") from None


def keep_papers(step: Step, papers: Iterable[Paper]) -> list[StepFile]:
    """Store the papers of a step, under names that say nothing; all of them or none."""
    kept: list[StepFile] = []
    try:
        for paper in papers:
            file = StepFile(
                settlement_id=step.settlement_id,
                step=step,
                kind=paper.kind,
                name=paper.name,
                size=len(paper.content),
                sha256=hashlib.sha256(paper.content).hexdigest(),
            )
            file.file.save(f"{uuid.uuid4().hex}.{paper.suffix}", ContentFile(paper.content), save=False)
            kept.append(file)
            file.save()
    except Exception:
        drop_papers(kept)
        raise
    return kept


def drop_papers(kept: Iterable[StepFile]) -> None:
    """Take stored bytes away again: their rows will not come to be, or are going."""
    for file in kept:
        file.file.delete(save=False)


def forget_attendance(count: Enumeration) -> None:
    """Delete the lists of who came to a count's meetings; their bytes when the transaction is through."""
    lists = StepFile.objects.filter(step__enumeration=count, kind=StepFileKind.ATTENDANCE)
    gone = list(lists)
    lists.delete()
    transaction.on_commit(lambda: drop_papers(gone))


def media_type_of(file: StepFile) -> str:
    return MEDIA_TYPES.get(file.name.rpartition(".")[2], "application/octet-stream")
