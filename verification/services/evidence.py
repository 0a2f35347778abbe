"""Evidence that goes with an objection: looked at for what it is, and without what pictures tell beside."""

import hashlib
import os

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.services.stored import flush_to_disk
from settlements.images import PictureRefused, bare_picture
from verification.models import Objection, ObjectionFile

MAX_BYTES = 10_000_000
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"
MEDIA_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}


class FileRefused(Exception):
    """A file that is not taken: a sentence and what to do."""

    def __init__(self, sentence: str | Promise, remedy: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence, self.remedy = sentence, remedy


def read_evidence(upload: UploadedFile) -> tuple[bytes, str]:
    """The bytes to keep and the ending they deserve, by what the file is and not by its name.

    Pictures are drawn anew: where and when they were taken stays behind. Raises FileRefused.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise FileRefused(_("The file is too large."), _("Send at most 10 MB: a photo, or a scan in grey."))
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(PDF_HEAD):
        content = upload.read()
        if PDF_TAIL not in content[-2_048:]:
            raise FileRefused(_("The PDF is cut off."), _("Save or scan it once more."))
        return content, ".pdf"
    try:
        picture = bare_picture(upload)
    except PictureRefused as refused:
        raise FileRefused(
            _("This file is not a PDF, a JPEG or a PNG picture, or it is damaged."), refused.remedy
        ) from refused
    if f".{picture.suffix}" not in MEDIA_TYPES:
        raise FileRefused(
            _("This file is not a PDF, a JPEG or a PNG picture, or it is damaged."),
            _("Choose a photo as the phone takes it, or save the picture as JPEG."),
        )
    return picture.content, f".{picture.suffix}"


def keep_evidence(*, objection: Objection, by: User, content: bytes, suffix: str, name: str) -> ObjectionFile:
    """Store the file with its objection, durably."""
    stem = os.path.splitext(os.path.basename(name.replace("\x00", "").replace("\\", "/")))[0]
    kept = ObjectionFile(
        objection=objection,
        settlement=objection.settlement,
        name=(stem[:180] or "file") + suffix,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by,
    )
    kept.file.save(f"{objection.receipt}{suffix}", ContentFile(content), save=False)
    flush_to_disk(kept.file.path)
    kept.save()
    return kept
