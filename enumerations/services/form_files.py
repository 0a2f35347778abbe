"""The files that go to phones with a questionnaire: pictures, sounds, lists, and the list of doors."""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import partial
from io import StringIO

from defusedxml.ElementTree import fromstring
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from enumerations.collecting import FileKind, VersionState
from enumerations.intake.refusal import Refusal
from enumerations.models import FormFile, QuestionnaireVersion
from enumerations.xlsform.doors import FILE as DOORS
from enumerations.xlsform.doors import write_doors
from settlements.choices import StructureStatus
from settlements.images import PictureRefused, bare_picture
from settlements.models import Settlement

# One file, and all of a questionnaire: every phone fetches them over a village's network.
FILE_MAX_MB, FILES_MAX_MB = 20, 60
MB = 1_000_000
DOORS_KEPT_S = 86_400
NO_DOOR = (StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)
NUMBER = re.compile(r"(\d+)([A-Z]?)$")


def content_of(file: FormFile) -> bytes:
    """The bytes that a phone gets under this name. The list of doors is as the ground is now."""
    if file.kind == FileKind.STRUCTURES:
        return structures_csv(file.version.settlement)
    with file.file.open("rb") as stored:
        return bytes(stored.read())


# --- The list of doors ----------------------------------------------------------------------------


def structures_csv(settlement: Settlement) -> bytes:
    """Every cluster and numbered structure to pick from: the same bytes as long as the ground is the same."""
    # As it is now, and not when the settlement was read.
    version = Settlement.objects.values_list("data_version", flat=True).get(pk=settlement.pk)
    key = f"doors:{settlement.pk}:{version}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = _write_doors(settlement).encode()
        cache.set(key, kept, DOORS_KEPT_S)
    return kept


def _write_doors(settlement: Settlement) -> str:
    clusters = settlement.clusters.order_by("code").values_list("code", "name")
    structures = settlement.structures.exclude(status__in=NO_DOOR).values_list("code", "cluster__code")
    return write_doors(clusters, sorted(((code, at or "") for code, at in structures), key=_by_number))


def _by_number(door: tuple[str, str]) -> tuple[str, int, str]:
    """Through each cluster as one walks: 2 before 10, 10A after 10."""
    code, cluster = door
    found = NUMBER.search(code)
    return (cluster, int(found[1]), found[2]) if found else (cluster, 0, code)


# --- What was uploaded ----------------------------------------------------------------------------


def missing_files(version: QuestionnaireVersion) -> list[str]:
    """The names of files that the questionnaire shows and nobody has added."""
    lacking = version.files.filter(kind=FileKind.UPLOADED, file="")
    return list(lacking.order_by("name").values_list("name", flat=True))


def set_files(version: QuestionnaireVersion, names: Iterable[str], itemsets: str = "") -> None:
    """Make room for each file that the form names, and take over what an earlier version had under it."""
    wanted = set(names)
    _let_go(version.files.exclude(name__in=wanted))
    there = set(version.files.values_list("name", flat=True))
    for name in sorted(wanted - there):
        if name == DOORS:
            FormFile.objects.create(version=version, name=name, kind=FileKind.STRUCTURES)
        else:
            before = _of_an_earlier(version, name)
            FormFile.objects.create(
                version=version,
                name=name,
                file=before.file.name if before else "",
                md5=before.md5 if before else "",
            )
    if itemsets:
        _store(version.files.get(name="itemsets.csv"), itemsets.encode())


def _of_an_earlier(version: QuestionnaireVersion, name: str) -> FormFile | None:
    earlier = FormFile.objects.filter(
        version__questionnaire=version.questionnaire_id, name=name, kind=FileKind.UPLOADED
    )
    return earlier.exclude(file="").order_by("-version__number").first()


def add_file(*, version: QuestionnaireVersion, upload: UploadedFile, name: str) -> FormFile:
    """Keep one file of a draft. Raises Refusal with what is wrong with it."""
    with transaction.atomic():
        draft = QuestionnaireVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if draft.state != VersionState.DRAFT:
            raise Refusal("form_is_published")
        slot = draft.files.filter(kind=FileKind.UPLOADED, name=name.replace("\\", "/").rpartition("/")[2])
        file = slot.first()
        if file is None:
            raise Refusal("form_file_not_asked")
        if (upload.size or 0) > FILE_MAX_MB * MB:
            raise Refusal("form_file_too_large", limit_mb=FILE_MAX_MB)
        _store(file, _checked(upload, file.name))
        if sum(each.file.size for each in draft.files.exclude(file="")) > FILES_MAX_MB * MB:
            raise Refusal("form_files_too_large", limit_mb=FILES_MAX_MB)
    return file


def _store(file: FormFile, content: bytes) -> None:
    before = file.file.name or ""
    file.file.save("", ContentFile(content), save=False)
    file.md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    file.save()
    transaction.on_commit(lambda: _delete_unused(before))


def _let_go(files: Iterable[FormFile]) -> None:
    for file in files:
        name = file.file.name or ""
        file.delete()
        transaction.on_commit(partial(_delete_unused, name))


def _delete_unused(name: str) -> None:
    """Another version may show the same picture."""
    if name and not FormFile.objects.filter(file=name).exists():
        default_storage.delete(name)


# --- Is it what its name says? --------------------------------------------------------------------


def _checked(upload: UploadedFile, name: str) -> bytes:
    """The bytes to keep: of pictures what is seen alone, of lists what reads as one."""
    ending = name.rpartition(".")[2].lower()
    if ending in PICTURES:
        try:
            return bare_picture(upload).content
        except PictureRefused as error:
            raise Refusal("form_file_kind") from error
    content = upload.read()
    if not CHECKS.get(ending, _is_nothing)(content):
        raise Refusal("form_file_kind")
    return content


def _is_nothing(content: bytes) -> bool:
    return False


def _starts(*marks: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda content: content[at:].startswith(marks)


def _is_csv(content: bytes) -> bool:
    try:
        rows = csv.reader(StringIO(content.decode("utf-8-sig")), strict=True)
        headings = next(rows, [])
        return any(text.strip() for text in headings) and all("\0" not in "".join(row) for row in rows)
    except (UnicodeDecodeError, csv.Error):
        return False


def _is_geojson(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content).get("features"), list)
    except (ValueError, AttributeError, RecursionError):
        return False


def _is_xml(content: bytes) -> bool:
    try:
        fromstring(content, forbid_dtd=True)
    except Exception:  # whatever is wrong with it, it is no list
        return False
    return True


PICTURES = frozenset({"jpg", "jpeg", "png", "webp"})
CHECKS: dict[str, Callable[[bytes], bool]] = {
    "mp3": _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "m4a": _starts(b"ftyp", at=4),
    "mp4": _starts(b"ftyp", at=4),
    "3gp": _starts(b"ftyp", at=4),
    "ogg": _starts(b"OggS"),
    "wav": _starts(b"WAVE", at=8),
    "csv": _is_csv,
    "geojson": _is_geojson,
    "xml": _is_xml,
}
