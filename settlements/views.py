"""Importing ground: choose a file, look at what it would do, then apply it. For staff; others get 404."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from settlements.forms import GroundFileForm, GroundOptionsForm
from settlements.imports import ImportRefused, Options, Plan, PlanRow
from settlements.models import GroundImport, Settlement
from settlements.services import apply_import, create_import, plan_import
from settlements.spreadsheets import PlainWriter

ON_A_PAGE = 50
LATEST = 10


@require_http_methods(["GET", "HEAD", "POST"])
def ground_import(request: HttpRequest) -> HttpResponse:
    """`/import/`: send a file of boundaries, clusters, structures or service points."""
    user = request.user
    if not isinstance(user, User) or not Settlement.objects.changeable_by(user).exists():
        raise Http404
    form = GroundFileForm(
        request.POST or None, request.FILES or None, user=user, initial=first_choice(request)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ground = create_import(
                settlement=data["settlement"], user=user, layer=data["layer"], upload=data["file"]
            )
        except ImportRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(ground)
    latest = GroundImport.objects.changeable_by(user).defer("plan").select_related("settlement")
    status = 400 if form.errors else 200
    return render(
        request, "settlements/ground_import.html", {"form": form, "latest": latest[:LATEST]}, status=status
    )


def first_choice(request: HttpRequest) -> dict[str, Any]:
    """`?settlement=KMT` chooses it."""
    code = request.GET.get("settlement", "").upper()
    chosen = Settlement.objects.changeable_by(request.user).filter(code=code).first()
    return {"settlement": chosen} if chosen else {}


@require_http_methods(["GET", "HEAD", "POST"])
def ground_import_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """`/import/7/`: what the file would do, the decisions to correct, and the button that does it."""
    ground = get_object_or_404(ground_of(request), pk=pk)
    if request.method == "POST" and not ground.is_applied:
        return apply(request, ground) if "apply" in request.POST else correct(request, ground)
    return show(request, ground)


def ground_of(request: HttpRequest) -> Any:
    return GroundImport.objects.changeable_by(request.user).select_related("settlement")


def apply(request: HttpRequest, ground: GroundImport) -> HttpResponse:
    try:
        plan = apply_import(ground=ground)
    except ImportRefused as refused:
        messages.error(request, str(refused))
    else:
        done = ngettext("Done: %(changes)s change.", "Done: %(changes)s changes.", plan.changes)
        messages.success(request, done % {"changes": plan.changes})
    return HttpResponseRedirect(ground.get_absolute_url())


def correct(request: HttpRequest, ground: GroundImport) -> HttpResponse:
    """Plan again with the corrected decisions."""
    plan, options = Plan.from_json(ground.plan), Options.from_json(ground.options)
    form = GroundOptionsForm(request.POST, plan=plan, options=options)
    if not form.is_valid():
        return show(request, ground, form=form)
    try:
        plan_import(ground=ground, options=form.decided())
    except ImportRefused as refused:
        form.add_error(None, str(refused))
        return show(request, ground, form=form)
    return HttpResponseRedirect(ground.get_absolute_url())


def show(request: HttpRequest, ground: GroundImport, form: GroundOptionsForm | None = None) -> HttpResponse:
    plan, options = Plan.from_json(ground.plan), Options.from_json(ground.options)
    wanted = request.GET.get("show", "")
    rows = Paginator([row for row in plan.rows if is_wanted(row, wanted)], ON_A_PAGE)
    context = {
        "ground": ground,
        "plan": plan,
        "form": form or GroundOptionsForm(plan=plan, options=options),
        "page": rows.get_page(request.GET.get("page")),
        "show": wanted,
        "overlay": plan.overlay,
    }
    status = 400 if form is not None else 200
    return render(request, "settlements/ground_import_plan.html", context, status=status)


def is_wanted(row: PlanRow, wanted: str) -> bool:
    """Rows with something to say, or of one action, or all."""
    return bool(row.problems) if wanted == "problems" else not wanted or row.action == wanted


@require_safe
def ground_import_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """`/import/7/rows.csv`: every row, what becomes of it and why."""
    ground = get_object_or_404(ground_of(request), pk=pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{ground.pk}.csv"'
    response.write("\ufeff")
    writer = PlainWriter(response)
    writer.writerow([_("Row"), _("Number"), _("What becomes of it"), _("Why")])
    for row in Plan.from_json(ground.plan).rows:
        said = " ".join(f"{problem.sentence} {problem.remedy}" for problem in row.problems)
        writer.writerow([row.row, row.code, row.action, said])
    return response
