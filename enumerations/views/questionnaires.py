"""A count's questionnaire: what it asks, its versions, its draft. No personal data is in it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from enumerations.collecting import FileKind, FormIntake, VersionState
from enumerations.intake.columns import Mapping
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, Questionnaire, QuestionnaireVersion
from enumerations.questionnaire_forms import FormFilesForm, IntakeForm, StandardForm, XLSFormUploadForm
from enumerations.questionnaire_shown import sections_of
from enumerations.services.form_changes import effects_of
from enumerations.services.form_files import add_file, missing_files
from enumerations.services.questionnaires import (
    Draft,
    change_intake,
    obstacle_to,
    publish,
    save_draft,
    start,
    start_standard,
    take_standard,
)
from enumerations.views.batches import sentences_of
from enumerations.xlsform import Problem, XLSFormRefused, convert
from settlements.roles import Act

WARNINGS_KEPT_S = 86_400
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def seen_count(
    request: HttpRequest, pk: int, act: Act = Act.SEE_GROUND
) -> tuple[Enumeration, frozenset[Act]]:
    """The count, and what the user may do there; 404 where the user may not do this."""
    count = get_object_or_404(Enumeration.objects.select_related("settlement"), pk=pk)
    acts = count.settlement.acts_of(cast(User, request.user))
    if act not in acts:
        raise Http404
    return count, acts


def managed(request: HttpRequest, pk: int) -> Enumeration:
    """The count, for who may change its questionnaire."""
    return seen_count(request, pk, Act.MANAGE_COUNTS)[0]


def questionnaire_of(count: Enumeration) -> Questionnaire | None:
    return Questionnaire.objects.filter(enumeration=count).first()


def draft_of(count: Enumeration) -> QuestionnaireVersion:
    """The count's draft; 404 where there is none."""
    return get_object_or_404(
        QuestionnaireVersion.objects.select_related("questionnaire__enumeration__settlement"),
        questionnaire__enumeration=count,
        state=VersionState.DRAFT,
    )


def version_url(version: QuestionnaireVersion) -> str:
    return reverse(
        "enumerations:questionnaire-version", args=[version.questionnaire.enumeration_id, version.number]
    )


# --- Looking --------------------------------------------------------------------------------------


@require_safe
@login_required
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """What the count asks now, its versions, and for who manages it the ways to change it."""
    count, acts = seen_count(request, pk)
    found = questionnaire_of(count)
    current = found.current() if found else None
    may_change = Act.MANAGE_COUNTS in acts
    context = {
        "enumeration": count,
        "questionnaire": found,
        "current": current,
        "draft": found.draft() if found and may_change else None,
        "versions": _versions(found, may_change=may_change) if found else [],
        "sections": sections_of(current) if current else [],
        "may_change": may_change,
        "languages": [language_name(code) for code in current.languages] if current else [],
        "intake_form": IntakeForm(initial={"intake": found.intake}) if found and may_change else None,
    }
    return render(request, "enumerations/questionnaire/detail.html", context)


def language_name(code: str) -> str:
    """As its speakers call it; one that is not known here as the form writes it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def _versions(found: Questionnaire, *, may_change: bool) -> QuerySet[QuestionnaireVersion]:
    """Newest first, each with how many interviews came with it."""
    real = Q(submissions__is_test=False, submissions__replaced_by__isnull=True)
    versions = found.versions.defer("xform", "questions", "mapping").select_related("published_by")
    if not may_change:
        versions = versions.filter(state=VersionState.PUBLISHED)
    counted: QuerySet[QuestionnaireVersion] = versions.annotate(interviews=Count("submissions", filter=real))
    return counted.order_by("-number")


@require_safe
@login_required
def questionnaire_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version: what it asks. Of the draft also what stands in its way, its files and what it changes."""
    count, acts = seen_count(request, pk)
    version = _version(count, number, acts)
    context = {"enumeration": count, "version": version, "sections": sections_of(version)}
    if version.is_draft:
        context |= _draft_context(version)
    return render(request, "enumerations/questionnaire/version.html", context)


def _version(count: Enumeration, number: int, acts: frozenset[Act]) -> QuestionnaireVersion:
    """A version by its number; drafts are for who makes them."""
    versions = QuestionnaireVersion.objects.select_related("questionnaire__enumeration__settlement")
    if Act.MANAGE_COUNTS not in acts:
        versions = versions.filter(state=VersionState.PUBLISHED)
    version: QuestionnaireVersion = get_object_or_404(
        versions, questionnaire__enumeration=count, number=number
    )
    return version


def _draft_context(version: QuestionnaireVersion) -> dict[str, Any]:
    effects = effects_of(version)
    refusal = obstacle_to(version)
    return {
        "files": version.files.all(),
        "asks_files": version.files.filter(kind=FileKind.UPLOADED).exists(),
        "missing": missing_files(version),
        "files_form": FormFilesForm(),
        "unsure": Mapping.from_json(version.mapping).unsure,
        "warnings": _warnings(version),
        "matters": [effect for effect in effects if effect.matters],
        "others": [effect for effect in effects if not effect.matters],
        "is_first": version.questionnaire.current() is None,
        "obstacle": sentences_of(refusal) if refusal else "",
    }


def _warnings(version: QuestionnaireVersion) -> list[Problem]:
    """What the conversion warned of: kept for a day, else found again."""
    key = f"form-warnings:{version.md5}"
    kept = cache.get(key)
    if kept is None:
        try:
            with version.xlsform.open("rb") as stored:
                converted = convert(
                    stored.read(),
                    version.xlsform_name,
                    form_id=version.questionnaire.form_id,
                    version=version.version,
                )
        except (OSError, XLSFormRefused):
            return []
        kept = _keep_warnings(version, converted.warnings)
    return [Problem.from_json(each) for each in kept]


def _keep_warnings(version: QuestionnaireVersion, warnings: tuple[Problem, ...]) -> list[dict[str, Any]]:
    kept = [warning.to_json() for warning in warnings]
    cache.set(f"form-warnings:{version.md5}", kept, WARNINGS_KEPT_S)
    return kept


@require_safe
@login_required
def questionnaire_xlsform(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The XLSForm as it was uploaded, to change it in Excel."""
    count, acts = seen_count(request, pk)
    version = _version(count, number, acts)
    with version.xlsform.open("rb") as stored:
        content = stored.read()
    kind = XLSX if content[:2] == b"PK" else "application/vnd.ms-excel"
    return _download(content, kind, f"{_stem(version)}.{'xlsx' if kind is XLSX else 'xls'}")


@require_safe
@login_required
def questionnaire_xform(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The XForm that phones get."""
    count, acts = seen_count(request, pk)
    version = _version(count, number, acts)
    return _download(version.xform.encode(), "text/xml; charset=utf-8", f"{_stem(version)}.xml")


def _stem(version: QuestionnaireVersion) -> str:
    return f"{version.questionnaire.form_id}-{version.version}"


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


# --- Changing -------------------------------------------------------------------------------------


@require_POST
@login_required
def questionnaire_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin with the standard questionnaire where the count has none."""
    count = managed(request, pk)
    try:
        start_standard(count, cast(User, request.user))
        messages.success(request, _("The standard questionnaire is published: phones can get it."))
    except Refusal as refusal:
        messages.warning(request, sentences_of(refusal))
    return redirect("enumerations:questionnaire", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questionnaire_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload an XLSForm: it becomes the draft, or the page says row by row what is wrong with it."""
    count = managed(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = XLSFormUploadForm(*sent)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            draft = save_draft(
                questionnaire=start(count),
                user=cast(User, request.user),
                content=upload.read(),
                name=upload.name,
            )
            return _to_draft(draft)
        except XLSFormRefused as refused:
            problems = refused.problems
            form.add_error(None, _refused_sentence(len(problems)))
        except Refusal as refusal:
            form.add_error("file", sentences_of(refusal))
    found = questionnaire_of(count)
    context = {
        "enumeration": count,
        "form": form,
        "problems": problems,
        "newest": (found.draft() or found.current()) if found else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "enumerations/questionnaire/upload.html", context, status=status)


def _refused_sentence(n: int) -> str:
    return ngettext(
        "%(n)s thing in this file must be corrected. Nothing was saved.",
        "%(n)s things in this file must be corrected. Nothing was saved.",
        n,
    ) % {"n": n}


def _to_draft(draft: Draft) -> HttpResponse:
    """The draft's page; it says itself that this is a draft, also where a script follows the redirect."""
    _keep_warnings(draft.version, draft.warnings)
    return redirect(version_url(draft.version))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questionnaire_standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick which standard questions are asked: the standard questionnaire without the others is the draft."""
    count = managed(request, pk)
    found = start(count) if request.method == "POST" else questionnaire_of(count)
    newest = (found.draft() or found.current()) if found else None
    form = StandardForm(request.POST if request.method == "POST" else None, version=newest)
    if found and request.method == "POST" and form.is_valid():
        try:
            return _to_draft(
                take_standard(questionnaire=found, user=cast(User, request.user), drop=form.dropped())
            )
        except XLSFormRefused as refused:
            for problem in refused.problems:
                form.add_error(None, f"{problem.sentence} {problem.remedy}")
    context = {"enumeration": count, "form": form, "own": form.own_questions}
    status = 422 if form.is_bound else 200
    return render(request, "enumerations/questionnaire/standard.html", context, status=status)


@require_POST
@login_required
def questionnaire_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Add pictures, sounds and lists to the draft."""
    version = draft_of(managed(request, pk))
    form = FormFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    for upload in form.cleaned_data.get("files", []):
        try:
            add_file(version=version, upload=upload, name=upload.name)
            messages.success(request, _("“%(name)s” is added.") % {"name": upload.name})
        except Refusal as refusal:
            messages.error(request, f"{upload.name}: {sentences_of(refusal)}")
    return redirect(f"{version_url(version)}#files")


@require_POST
@login_required
def questionnaire_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the draft out to phones."""
    version = draft_of(managed(request, pk))
    if request.POST.get("version") != version.version:
        messages.warning(request, _("The draft was changed meanwhile. Look at it once more."))
        return redirect(version_url(version))
    try:
        publish(version=version, user=cast(User, request.user))
    except Refusal as refusal:
        messages.error(request, sentences_of(refusal))
        return redirect(version_url(version))
    messages.success(
        request,
        _("Version %(version)s is published. Phones get it when they next ask; interviews of older versions "
          "are still taken.") % {"version": version.version},
    )  # fmt: skip
    return redirect("enumerations:questionnaire", pk)


@require_POST
@login_required
def questionnaire_intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, close, or let run out."""
    count = managed(request, pk)
    found = get_object_or_404(Questionnaire, enumeration=count)
    form = IntakeForm(request.POST)
    if form.is_valid():
        change_intake(questionnaire=found, intake=FormIntake(form.cleaned_data["intake"]))
        messages.success(request, f"{found.get_intake_display()}.")
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("enumerations:questionnaire", pk)
