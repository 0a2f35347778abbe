"""What ODK Collect and KoboCollect ask for: the list of forms, a form and its files, and where to send."""

import hashlib
import mimetypes
from collections.abc import Iterator

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from collect import responses
from collect.at_once import kept_at_once, sent_from
from collect.doors import for_phones
from collect.lone_part import XML_PART, lone_xml
from enumerations.choices import EnumerationState
from enumerations.collecting import FileKind, FormIntake, VersionState
from enumerations.intake.envelope import MAX_BYTES, BadInstance
from enumerations.models import Device, FormFile, QuestionnaireVersion
from enumerations.services.form_files import content_of
from enumerations.services.receiving import Sent, SentFile, receive

MORE_FOLLOWS = "*isIncomplete*"
PIECE = 1 << 20


# --- Forms ------------------------------------------------------------------------------------------


@for_phones("GET", "HEAD")
def form_list(request: HttpRequest, device: Device) -> HttpResponse:
    """/collect/<token>/formList?formID=kmt_1"""
    version = _offered(device)
    wanted = request.GET.get("formID") or getattr(version and version.questionnaire, "form_id", "")
    if version is None or version.questionnaire.form_id != wanted:
        return responses.form_list([])
    base = request.build_absolute_uri(f"forms/{version.number}/")
    listed = responses.ListedForm(
        form_id=version.questionnaire.form_id,
        name=_("%(title)s (test)") % {"title": version.title} if device.tests_draft else version.title,
        version=version.version,
        md5=version.md5,
        url=f"{base}form.xml",
        manifest_url=f"{base}manifest.xml" if getattr(version, "has_files", False) else None,
    )
    return responses.form_list([listed])


def _offered(device: Device) -> QuestionnaireVersion | None:
    """What the phone is to have: the current version, or, to try it, the draft."""
    versions = (
        QuestionnaireVersion.objects.filter(questionnaire__enumeration=device.enumeration_id)
        .select_related("questionnaire")
        .defer("xform", "questions", "mapping")
        .annotate(has_files=Exists(_held(FormFile.objects.filter(version=OuterRef("pk")))))
        .order_by("-number")
    )
    if device.tests_draft:
        draft: QuestionnaireVersion | None = versions.filter(state=VersionState.DRAFT).first()
        return draft or versions.first()
    if not (device.enumeration.is_open or device.enumeration.state == EnumerationState.PLANNED):
        return None
    return versions.filter(state=VersionState.PUBLISHED, questionnaire__intake=FormIntake.OPEN).first()


def _held(files: QuerySet[FormFile]) -> QuerySet[FormFile]:
    """A file that nobody has added yet is not promised: a phone that cannot get it gives the form up."""
    return files.filter(~Q(file="") | Q(kind=FileKind.STRUCTURES))


def _fetchable(device: Device, number: int) -> QuestionnaireVersion:
    """A version that the phone may have; also when it is handed out no more. Raises Http404."""
    versions = QuestionnaireVersion.objects.filter(questionnaire__enumeration=device.enumeration_id)
    if not device.tests_draft:
        versions = versions.filter(state=VersionState.PUBLISHED)
    return get_object_or_404(versions.defer("questions", "mapping"), number=number)


@for_phones("GET", "HEAD")
def form_xml(request: HttpRequest, device: Device, number: int) -> HttpResponse:
    """/collect/<token>/forms/3/form.xml"""
    return responses.form_xml(_fetchable(device, number).xform)


@for_phones("GET", "HEAD")
def manifest(request: HttpRequest, device: Device, number: int) -> HttpResponse:
    """/collect/<token>/forms/3/manifest.xml"""
    version = _fetchable(device, number)
    files = _held(version.files.select_related("version__settlement"))
    base = request.build_absolute_uri("files/")
    return responses.manifest(
        responses.ListedFile(name=file.name, md5=_md5(file), url=f"{base}{file.pk}") for file in files
    )


def _md5(file: FormFile) -> str:
    if file.kind != FileKind.STRUCTURES:
        return str(file.md5)
    return hashlib.md5(content_of(file), usedforsecurity=False).hexdigest()


@for_phones("GET", "HEAD")
def form_file(request: HttpRequest, device: Device, number: int, file: int) -> HttpResponse:
    """/collect/<token>/forms/3/files/12"""
    files = _held(_fetchable(device, number).files.select_related("version__settlement"))
    found = get_object_or_404(files, pk=file)
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    return responses.with_headers(HttpResponse(content_of(found), content_type=kind))


# --- Interviews -------------------------------------------------------------------------------------


@for_phones("HEAD", "POST", shortcut=kept_at_once)
def submission(request: HttpRequest, device: Device) -> HttpResponseBase:
    """/collect/<token>/submission?deviceID=collect:8Kc5Z1"""
    if request.method == "HEAD":
        return responses.ready()
    if _is_too_large(request):
        return responses.too_large()
    try:
        return responses.received(receive(_sent(request, device)))
    except BadInstance as bad:
        return responses.message(bad.sentence, 400)


def _is_too_large(request: HttpRequest) -> bool:
    """Also then all of it is heard: who is cut short does not read the answer."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) <= settings.SUBMISSION_MAX_BYTES:
        return False
    heard = 0
    while heard < 2 * settings.SUBMISSION_MAX_BYTES and (piece := request.read(PIECE)):
        heard += len(piece)
    return True


def _sent(request: HttpRequest, device: Device) -> Sent:
    """Raises BadInstance where there is no interview in it."""
    alone = lone_xml(request)
    xml, files, is_incomplete = _read(request) if alone is None else (alone, (), False)
    return sent_from(request, device, xml, files, is_incomplete=is_incomplete)


def _read(request: HttpRequest) -> tuple[bytes, tuple[SentFile, ...], bool]:
    """The XML, its files, and whether more of them follow."""
    # What is small stays in memory.
    request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    more_follows = request.POST.get(MORE_FOLLOWS, "").lower() in ("yes", "true")
    return _xml(request), tuple(_files(request)), more_follows


def _xml(request: HttpRequest) -> bytes:
    part = request.FILES.get(XML_PART)
    if part is None:  # a script may send it as a field
        return str(request.POST.get(XML_PART, "")).encode()
    if (part.size or 0) > MAX_BYTES:
        raise BadInstance("too_large")
    return bytes(part.read())


def _files(request: HttpRequest) -> Iterator[SentFile]:
    for part, uploads in request.FILES.lists():
        for upload in uploads:
            if part != XML_PART and isinstance(upload, UploadedFile):
                yield SentFile((part, upload.name or ""), upload)
