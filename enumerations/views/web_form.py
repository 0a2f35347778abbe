"""Interviews typed in: the form of a count, correcting a returned interview, and the door both send to."""

from typing import Any, cast

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.collecting import TYPED, HeldKind
from enumerations.desk_form import form_for_desk
from enumerations.intake.envelope import BadInstance
from enumerations.models import Enumeration, FormFile, Questionnaire, QuestionnaireVersion, Submission
from enumerations.services.form_files import content_of
from enumerations.services.receiving import Outcome, Receipt, Sent, SentFile, receive, takes_interviews

# ODK's engine reads XPath with WebAssembly, writes its styles into the page, shows pictures from memory.
needs_engine: Any = csp_update(
    {"script-src": ["'wasm-unsafe-eval'"], "style-src": [NONCE], "img-src": ["blob:"]}
)


@require_safe
@login_required
@needs_engine
def web_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Type interviews in, one after the other; each is kept in the browser until the server has it."""
    count = _count_of(request, pk)
    questionnaire: Questionnaire | None = getattr(count, "questionnaire", None)
    version = questionnaire.current() if questionnaire else None
    is_open = questionnaire is None or takes_interviews(questionnaire, count)
    code = request.GET.get("cluster", "")
    cluster = count.settlement.clusters.filter(code=code).first() if code.isalnum() else None
    context = {
        "enumeration": count,
        "version": version if is_open else None,
        "is_open": is_open,
        "cluster": cluster,
        "start": _start_of(request, count, version) if version and is_open else None,
    }
    return render(request, "enumerations/web_form.html", context)


@require_safe
@login_required
@needs_engine
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an interview: the same form with the answers in it; what is sent replaces the first."""
    interview = _interview_of(request, pk)
    count = interview.enumeration
    version = interview.version or count.questionnaire.current()
    start = _start_of(request, count, version)
    start["interview"] = reverse("enumerations:interview-xml", args=[pk])
    start["files"] = list(interview.attachments.values_list("name", flat=True))
    start["attachments"] = reverse("enumerations:interview-file", args=[pk, "-"])[: -len("-")]
    context = {"enumeration": count, "version": version, "interview": interview, "start": start}
    return render(request, "enumerations/web_form.html", context | {"is_open": True})


def _start_of(
    request: HttpRequest, count: Enumeration, version: QuestionnaireVersion | None
) -> dict[str, Any]:
    """What the page's script begins with."""
    if version is None:
        raise Http404
    user = cast(User, request.user)
    return {
        "xform": reverse("enumerations:form-xform", args=[count.pk, version.pk]),
        "media": reverse("enumerations:form-file", args=[count.pk, version.pk, "-"])[: -len("-")],
        "send": reverse("enumerations:form-send", args=[count.pk]),
        "user": user.pk,
        "name": user.get_full_name(),
    }


@require_safe
@login_required
def xform(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The form as the engine reads it."""
    found = get_object_or_404(_versions_of(request, pk), pk=version)
    return HttpResponse(form_for_desk(found.xform), content_type="text/xml; charset=utf-8")


@require_safe
@login_required
def form_file(request: HttpRequest, pk: int, version: int, name: str) -> HttpResponse:
    """A picture or list that the form shows; the numbered doors are as they are now."""
    versions = _versions_of(request, pk).filter(pk=version)
    file = get_object_or_404(
        FormFile.objects.select_related("version__settlement"), version__in=versions, name=name
    )
    kind = "text/csv; charset=utf-8" if name.endswith(".csv") else "application/octet-stream"
    return HttpResponse(content_of(file), content_type=kind)


@require_safe
@login_required
def interview_xml(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers of an interview that is being corrected: who reads them is written down."""
    interview = _interview_of(request, pk)
    code = interview.enumeration.settlement.code
    record(request.user, AccessKind.READ, subject=f"interview {pk}", settlement=code)
    return HttpResponse(bytes(interview.xml or b""), content_type="text/xml; charset=utf-8")


@require_safe
@login_required
def interview_file(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A picture of an interview that is being corrected: a correction carries all of its files again."""
    attachment = get_object_or_404(_interview_of(request, pk).attachments, name=name)
    return FileResponse(attachment.file.open("rb"), content_type="application/octet-stream")


@require_POST
@login_required
def send(request: HttpRequest, pk: int) -> JsonResponse:
    """Take one interview from the page: the same door as the phones', with the session instead of a token."""
    count = _count_of(request, pk)
    xml = request.FILES.get("xml_submission_file")
    if not isinstance(xml, UploadedFile):
        return _told("bad", _("What was sent is no interview."), status=400)
    files = tuple(
        SentFile(names=(part, file.name or part), content=cast(File, file))
        for part, file in request.FILES.items()
        if part != "xml_submission_file" and isinstance(file, UploadedFile)
    )
    sent = Sent(
        enumeration=count,
        user=cast(User, request.user),
        xml=xml.read(),
        files=files,
        phone_id=TYPED,
        user_agent=request.headers.get("User-Agent", ""),
    )
    try:
        receipt = receive(sent)
    except BadInstance as error:
        return _told("bad", error.sentence, status=400)
    return _answer(receipt)


def _answer(receipt: Receipt) -> JsonResponse:
    """`taken`: the browser forgets it. `kept`: the server has it beside another one. Else it stays there."""
    if receipt.is_taken:
        return _told("taken", str(receipt.message), status=201)
    if receipt.outcome == Outcome.HELD and receipt.held and receipt.held.kind != HeldKind.DELETED:
        message = _("It contradicts another one. The server keeps both until your team leader has decided.")
        return _told("kept", message, status=409)
    if receipt.outcome == Outcome.CLOSED:
        message = _("This count takes no interviews now: it was not taken, and stays in this browser.")
        return _told("refused", message, status=409)
    return _told("refused", str(receipt.message), status=409)


def _told(outcome: str, message: str, *, status: int) -> JsonResponse:
    return JsonResponse({"outcome": outcome, "message": message}, status=status)


def _count_of(request: HttpRequest, pk: int) -> Enumeration:
    counts = Enumeration.objects.open_to_batches_of(request.user)
    return get_object_or_404(counts.select_related("settlement", "questionnaire"), pk=pk)


def _versions_of(request: HttpRequest, pk: int) -> Any:
    return QuestionnaireVersion.objects.filter(questionnaire__enumeration=_count_of(request, pk))


def _interview_of(request: HttpRequest, pk: int) -> Submission:
    interviews = Submission.objects.correctable_by(request.user)
    return get_object_or_404(
        interviews.select_related("enumeration__settlement", "enumeration__questionnaire", "version"), pk=pk
    )
