"""Reports: the list, beginning one, one of them with what stands against it, and what it says of itself."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from enumerations.indicators import BY_CODE
from reports.documents import snapshot, writing
from reports.documents.checks import checks
from reports.documents.language import reader_s
from reports.documents.markup import count_words
from reports.documents.outline import headings_of
from reports.forms.report import AboutForm, BeginForm
from reports.models import Report
from reports.products import Envelope
from reports.report_choices import Stamp
from settlements.models import Settlement
from settlements.roles import Act

ON_A_PAGE = 20


def report_of(request: HttpRequest, pk: int, *, writes: bool = False) -> Report:
    """The report, for whoever may read it (or write it). Http404 for everybody else."""
    found = Report.objects.writable_by(request.user) if writes else Report.objects.visible_to(request.user)
    report: Report = get_object_or_404(found.select_related("ward", "county", "made_by"), pk=pk)
    return report


def may_write(request: HttpRequest, report: Report) -> bool:
    return bool(Report.objects.writable_by(request.user).filter(pk=report.pk).exists())


@require_safe
@login_required
@never_cache
def report_list(request: HttpRequest) -> HttpResponse:
    """`/reports/`: the reports I may read, and the ways to everything else that is taken away."""
    user = cast(User, request.user)
    reports = Report.objects.visible_to(user).order_by("-changed_at", "-pk")
    context = {
        "page": Paginator(reports, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_begin": writing.counted_settlements(user).exists(),
        "writes": Settlement.objects.where_may(user, Act.WRITE_REPORTS).exists(),
    }
    return render(request, "reports/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report_new(request: HttpRequest) -> HttpResponse:
    """`/reports/new/?settlement=KMT`: of what, how long, in which languages."""
    user = cast(User, request.user)
    if not Settlement.objects.where_may(user, Act.WRITE_REPORTS).exists():
        raise Http404
    form = BeginForm(request.POST if request.method == "POST" else None, user=user, initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        place = form.place
        values = form.cleaned_data
        report = writing.begin(
            user=user,
            settlements=place.pop("settlements"),
            like=values.get("like"),
            title=writing.title_of(
                values["level"], list(values["settlements"]), place["ward"], place["county"]
            ),
            kind=values["kind"],
            languages=values["languages"],
            **place,
        )
        messages.success(request, _("The report is begun. Its figures are taken; the words are yours."))
        return redirect(report)
    context = {"form": form, "empty": not writing.counted_settlements(user).exists()}
    return render(request, "reports/report_new.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """`?settlement=KMT` chooses it."""
    code = request.GET.get("settlement", "").replace("\x00", "").upper()
    return {"settlements": Settlement.objects.filter(code=code)} if code else {}


@require_safe
@login_required
@never_cache
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`/reports/7/`: its sections, what stands against giving it away, and what was given."""
    report = report_of(request, pk)
    languages = tuple(report.written_in)
    envelope = Envelope.COUNTY if report.stamp == Stamp.VERIFIED else Envelope.STAFF
    found = checks(report, envelope, languages)
    context = {
        "report": report,
        "settlements": list(report.settlements.order_by("name")),
        "writes": may_write(request, report),
        "blocking": [each for each in found if each.blocks],
        "others": [each for each in found if not each.blocks],
        "sections": _sections(report, languages),
        "demands": list(report.demands.order_by("rank")),
        "versions": list(report.versions.select_related("made_by").defer("content")[:ON_A_PAGE]),
    }
    return render(request, "reports/report_detail.html", context)


def _sections(report: Report, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each section with how long it is and whether it must be written still."""
    written = {section.slug: section for section in report.sections.select_related("saved_by")}
    rows = []
    for heading in headings_of(report.kind):
        section, need = written.get(heading.slug), heading.kinds[report.kind]
        words = {each: count_words(section.text(each)) if section else 0 for each in languages}
        rows.append(
            {
                "heading": heading,
                "title": heading.title.say(reader_s()),
                "need": need,
                "section": section,
                "words": words.items(),
                "is_missing": need.must and not all(words.values()),
                "is_long": any(n > need.words for n in words.values()),
            }
        )
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """`/reports/7/about/`: its title, kind, languages and stamp."""
    report = report_of(request, pk, writes=True)
    if request.method != "POST":
        return render(
            request, "reports/report_edit.html", {"report": report, "form": AboutForm(instance=report)}
        )
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        edition = locked.edition
        form = AboutForm(request.POST, instance=locked)
        if form.is_valid() and form.cleaned_data["edition"] == edition:
            locked.edition = edition + 1
            form.save()
            messages.success(request, _("Saved."))
            return redirect(locked)
    overtaken = form.is_valid()
    if overtaken:
        form.add_error(
            None, _("Somebody saved this page since you opened it. Yours is below: save again to keep it.")
        )
        form.data = {**request.POST.dict(), "edition": edition}
    context = {"report": report_of(request, pk), "form": form, "overtaken": overtaken}
    return render(request, "reports/report_edit.html", context, status=409 if overtaken else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """`/reports/7/figures/`: what changed since the figures were taken; a POST takes the new ones."""
    report = report_of(request, pk, writes=request.method == "POST")
    if request.method == "POST":
        snapshot.keep(report)
        messages.success(request, _("The new figures are in the report. Read its text again."))
        return redirect(report)
    new = snapshot.take(report)
    rows = [_change(code, report.figures, new) for code, _old, _new in snapshot.changes(report.figures, new)]
    context = {"report": report, "changes": rows, "writes": may_write(request, report)}
    return render(request, "reports/report_figures.html", context)


def _change(code: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """One line: what it is, what it was, what it is now; in the reader's language where it is a figure."""
    labels = {
        "rounds": _("How far the counts have come, and what was objected to"),
        "ground": _("Structures, services and lanes"),
    }
    if code not in BY_CODE:
        return {"label": labels[code], "old": "", "new": ""}

    def text(taken: dict[str, Any]) -> str:
        from django.utils.translation import get_language

        found = taken.get("whole", {}).get("figures", {}).get(code)
        language = "sw" if get_language() == "sw" else "en"
        return str(found["text"][language]) if found else "–"

    return {"label": BY_CODE[code].label, "old": text(old), "new": text(new)}
