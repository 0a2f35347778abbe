"""The pictures and sounds of an interview: what they are called, and where their bytes go."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files import File

from enumerations.intake.envelope import FILE_NAME_LENGTH
from enumerations.models import Attachment
from enumerations.services.stored import digest_of, flush_to_disk


@dataclass(frozen=True)
class SentFile:
    """One file as it came. Clients say its name as the part's, as the file's, or as both."""

    names: tuple[str, ...]
    content: File


def stored(files: Iterable[SentFile], expected: Iterable[str]) -> list[Attachment]:
    """The files, durably on disk, named as the interview names them; not in the database yet."""
    known = {alike(name): name for name in expected}
    return [_stored(each, known) for each in files]


def discard(attachments: Iterable[Attachment]) -> None:
    """Take the bytes away again."""
    for attachment in attachments:
        attachment.file.storage.delete(str(attachment.file.name))


def alike(name: str) -> str:
    """A file's name as it is compared: on the way, letters are composed anew and odd blanks get lost."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(letter for letter in composed if letter.isprintable())


def _stored(sent: SentFile, known: dict[str, str]) -> Attachment:
    attachment = Attachment(
        name=_name(sent.names, known), size=sent.content.size, sha256=digest_of(sent.content)
    )
    attachment.file.save("", sent.content, save=False)
    flush_to_disk(attachment.file.path)
    return attachment


def _name(names: tuple[str, ...], known: dict[str, str]) -> str:
    expected = (known[alike(name)] for name in names if alike(name) in known)
    otherwise = (bare for name in names if (bare := alike(name).replace("\\", "/").rpartition("/")[2]))
    return next(expected, next(otherwise, "file"))[-FILE_NAME_LENGTH:]
