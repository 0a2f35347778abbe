"""Papers that go with a step are known by what is in them, and kept all or none."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, transaction
from PIL import Image

from tests import factories
from verification.models import Step, StepFile
from verification.services import papers
from verification.services.papers import Paper, PaperRefused, keep_papers, read_paper

PDF = b"%PDF-1.7\nminutes"


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def photo(kind: str) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Zawadi's house"
    Image.new("RGB", (20, 10), "green").save(out, kind, exif=exif)
    return out.getvalue()


WORD = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"})


@pytest.mark.parametrize(
    ("content", "ending"),
    [(PDF, "pdf"), (photo("JPEG"), "jpg"), (photo("PNG"), "png"), (WORD, "docx"), (ODT, "odt")],
)  # fmt: skip
def test_a_paper_is_known_by_what_is_in_it(content: bytes, ending: str) -> None:
    paper = read_paper("minutes", SimpleUploadedFile("Minutes of May.exe", content))
    assert (paper.name, paper.suffix) == (f"Minutes of May.{ending}", ending)


def test_a_photo_of_a_paper_tells_only_what_it_shows() -> None:
    paper = read_paper("minutes", SimpleUploadedFile("a.jpg", photo("JPEG")))
    assert b"Zawadi" in photo("JPEG")
    assert b"Zawadi" not in paper.content


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"MZ\x90", b"PK\x03\x04 damaged", b"\xff\xd8\xff damaged",
     packed({"xl/workbook.xml": "x"}), packed({"mimetype": "x" * 39}),
     packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})],
)  # fmt: skip
def test_what_is_no_paper_is_refused(content: bytes) -> None:
    with pytest.raises(PaperRefused) as refused:
        read_paper("minutes", SimpleUploadedFile("a.pdf", content))
    assert refused.value.code == "paper_kind"


def test_a_paper_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MAX_BYTES", 10)
    with pytest.raises(PaperRefused, match="paper_too_large"):
        read_paper("minutes", SimpleUploadedFile("a.pdf", PDF))


@pytest.mark.django_db
def test_papers_are_kept_all_or_none(settlement: Any, subira: Any) -> None:
    count: Any = factories.EnumerationFactory(settlement=settlement)
    step = Step.objects.create(
        settlement=settlement, enumeration=count, from_state="planned", to_state="mobilised", taken_by=subira
    )
    good, bad = Paper("other", "a.pdf", PDF, "pdf"), Paper("other", "x" * 201, PDF, "pdf")
    before = stored()
    with pytest.raises(DataError), transaction.atomic():
        keep_papers(step, [good, bad])
    assert stored() == before
    assert not StepFile.objects.exists()


def stored() -> set[Path]:
    return set((Path(settings.MEDIA_ROOT) / "steps").rglob("*.pdf"))
