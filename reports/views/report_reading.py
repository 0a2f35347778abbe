"""Reading a report: as it would be printed now, and as a version of it was printed then."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.documents.blocks import Document
from reports.documents.html import context_of
from reports.documents.versions import document_kept, document_of
from reports.forms.report_ask import hands_over
from reports.models import Report
from reports.products import Envelope, label_of
from reports.report_choices import Stamp
from reports.views.pages import person
from reports.views.reports import report_of

LANGUAGES = {"en": "English", "sw": "Kiswahili"}


@require_safe
@login_required
@never_cache
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """`/reports/7/preview/?language=sw&for=county`: as it would be printed now."""
    report = report_of(request, pk)
    languages = tuple(report.written_in)
    language = request.GET.get("language", "")
    language = language if language in languages else languages[0]
    has_safe = bool(report.figures.get("safe"))
    is_county = has_safe and request.GET.get("for", _first(report)) == "county"
    document: Document | None = None
    if report.figures.get("rounds"):
        envelope = Envelope.COUNTY if is_county else Envelope.STAFF
        document = document_of(report, envelope, language)
    context = {
        "report": report,
        "languages": [(code, LANGUAGES[code]) for code in languages],
        "language": language,
        "has_safe": has_safe,
        "is_county": is_county,
        **(context_of(document) if document else {"document": None}),
    }
    return render(request, "reports/report_preview.html", context)


def _first(report: Report) -> str:
    return "county" if report.stamp == Stamp.VERIFIED else "own"


@require_safe
@login_required
@never_cache
def report_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """`/reports/7/versions/2/`: its words, figures and maps, as they were given away."""
    report = report_of(request, pk)
    version = get_object_or_404(report.versions.select_related("made_by"), number=number)
    context: dict[str, Any] = {
        "report": report,
        "version": version,
        "for_whom": label_of("report", Envelope(version.envelope)),
        **context_of(document_kept(version)),
    }
    return render(request, "reports/report_version.html", context)


@require_safe
@login_required
def report_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Where this report is asked for as a file, its choices made already."""
    report = report_of(request, pk)
    meant_for = "county" if report.stamp == Stamp.VERIFIED and hands_over(person(request)) else "own"
    wish = f"report={report.pk}&text_language={report.written_in[0]}&meant_for={meant_for}"
    return redirect(f"{reverse('reports:export-new', args=['report'])}?{wish}")
