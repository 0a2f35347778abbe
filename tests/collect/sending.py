"""Sendings of interviews, made by hand."""

import os
from collections.abc import Callable

from django.core.files.base import ContentFile

from enumerations.models import Attachment
from enumerations.services.receiving import Outcome, Receipt, SentFile

Send = Callable[..., Receipt]
JPEG, OTHER = b"\xff\xd8\xff a", b"\xff\xd8\xff b"


def xml_of(
    instance_id: str = "a-1", inside: str = "", *, version: str = "", old: str = "", form: str = "kmt_1"
) -> bytes:
    deprecated = f"<deprecatedID>uuid:{old}</deprecatedID>" if old else ""
    meta = f"<meta><instanceID>uuid:{instance_id}</instanceID>{deprecated}</meta>"
    return f'<data id="{form}" version="{version or "202611220001"}">{inside}{meta}</data>'.encode()


def file(name: str, content: bytes = JPEG) -> SentFile:
    return SentFile((name,), ContentFile(content, name))


def outcome(receipt: Receipt) -> tuple[Outcome, bool]:
    return receipt.outcome, receipt.is_taken


def media() -> int:
    """How many files lie where interviews keep theirs."""
    root = Attachment._meta.get_field("file").storage.path("interviews")
    return sum(len(names) for _, _, names in os.walk(root))
