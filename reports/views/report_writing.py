"""Writing: a section, the demands, and what was written before."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from reports.documents import writing
from reports.documents.language import reader_s
from reports.documents.outline import BY_SLUG, Heading
from reports.documents.written_before import entries
from reports.forms.report import DemandsForm, SectionForm
from reports.models import Report
from reports.views.reports import report_of

ON_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def section_edit(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """`/reports/7/sections/history/`: its text. Who was overtaken sees both texts, and loses neither."""
    report = report_of(request, pk, writes=True)
    heading = BY_SLUG.get(slug)
    if heading is None or report.kind not in heading.kinds:
        raise Http404
    languages = tuple(report.written_in)
    if request.method != "POST":
        section = writing.section_of(report, slug)
        initial = {"edition": section.edition, "text_en": section.text_en, "text_sw": section.text_sw}
        return _section_page(request, report, heading, SectionForm(languages=languages, initial=initial))
    form = SectionForm(request.POST, languages=languages)
    if not form.is_valid():
        return _section_page(request, report, heading, form, status=422)
    try:
        writing.save_section(
            report, slug, form.texts(), edition=form.cleaned_data["edition"], by=cast(User, request.user)
        )
    except writing.Clash as clash:
        form.data = {**request.POST.dict(), "edition": clash.standing.edition}
        return _section_page(request, report, heading, form, clash=clash, status=409)
    messages.success(request, _("Saved."))
    return redirect(f"{report.get_absolute_url()}#{slug}")


def _section_page(
    request: HttpRequest,
    report: Report,
    heading: Heading,
    form: SectionForm,
    *,
    clash: writing.Clash | None = None,
    status: int = 200,
) -> HttpResponse:
    languages = report.written_in
    figures = report.figures.get("whole", {}).get("figures", {})
    language = reader_s()
    context = {
        "report": report,
        "heading": heading,
        "title": heading.title.say(language),
        "need": heading.kinds[report.kind],
        "form": form,
        "standing": clash.standing if clash else None,
        "standing_texts": [clash.standing.text(each) for each in languages] if clash else [],
        "figures": [
            (code, each["label"][language], each["text"][language])
            for code, each in figures.items()
            if each["state"] == "told" and not each["answers"]
        ],
    }
    return render(request, "reports/section_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report_demands(request: HttpRequest, pk: int) -> HttpResponse:
    """`/reports/7/demands/`: what is asked for, first things first; three stand in the leaders' brief."""
    report = report_of(request, pk, writes=True)
    form = DemandsForm(report, request.POST if request.method == "POST" else None)
    status, overtaken = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                writing.save_demands(report, form.wanted(), edition=form.edition)
            except writing.Overtaken:
                status, overtaken = 409, list(report.demands.order_by("rank"))
                form.edition = Report.objects.get(pk=report.pk).demands_edition
            else:
                messages.success(request, _("Saved."))
                return redirect(f"{report.get_absolute_url()}#demands")
    context = {"report": report, "form": form, "overtaken": overtaken, "status": status}
    return render(request, "reports/report_demands.html", context, status=status)


@require_safe
@login_required
@never_cache
def report_history(request: HttpRequest, pk: int) -> HttpResponse:
    """`/reports/7/history/`: who changed what and when, with the words that stood there before."""
    report = report_of(request, pk)
    page = Paginator(entries(report), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/report_history.html", {"report": report, "page": page})
