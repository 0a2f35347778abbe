"""A person's exports: the list, one of them, its file; cancelled, asked for again, deleted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reports.choices import Gone
from reports.forms.exports import ReasonForm
from reports.models import Export, SavedExport
from reports.products import PRODUCTS, Envelope, Refused
from reports.views.asking import reason_page
from reports.views.pages import holds, offers, person, sign_in, way_out_of
from reports.views.serving import serve
from reports.works import ask as asking
from reports.works.clear import clear
from reports.works.failures import why_failed
from reports.works.fetching import NotThere, refuse

ON_A_PAGE = 20


@require_safe
@never_cache
def export_list(request: HttpRequest) -> HttpResponse:
    """`/exports/`: what can be asked for, what is being made, and what there is to fetch."""
    if not request.user.is_authenticated:
        return sign_in(request)
    mine: Any = Export.objects.visible_to(request.user)
    if request.headers.get("HX-Request"):
        return render(request, "reports/_exports_going_on.html", _going_on(mine))
    ended = Paginator(mine.exclude(pk__in=mine.going_on().values("pk")), ON_A_PAGE)
    context = {
        **_going_on(mine),
        "offers": offers(),
        "page": ended.get_page(request.GET.get("page")),
        "saved": SavedExport.objects.visible_to(request.user).count(),
    }
    return render(request, "reports/export_list.html", context)


def _going_on(mine: Any) -> dict[str, Any]:
    return {"going_on": list(mine.going_on())}


@require_safe
@never_cache
def export_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`/exports/7/`: how far it is; while it goes on htmx asks for the part that changes."""
    if not request.user.is_authenticated:
        return sign_in(request)
    export = _export(request, pk)
    page = "_export.html" if request.headers.get("HX-Request") else "export.html"
    return render(request, f"reports/{page}", {"export": export, **_standing(request, export)})


def _standing(request: HttpRequest, export: Export) -> dict[str, Any]:
    """What to say of it: how many are before it, why there is no file, what stands against fetching it."""
    said: dict[str, Any] = {"holds": holds(export.meant_for, export.product), "refusals": []}
    if export.is_going_on:
        return said | {"before": asking.before(export)}
    if not export.is_ready and not export.gone:
        return said | {"refusals": why_failed(export) if export.failed else []}
    try:
        refuse(export, person(request))
    except NotThere as refused:
        return said | {"refusals": list(refused.refusals), "is_gone": True}
    except Refused as refused:
        refusals = list(refused.refusals)
        return said | {"refusals": refusals, "way_out": way_out_of(export, refusals)}
    return said | {
        "can_save": not export.meant_for.needs_reason and export.saved_id is None,
        "can_give": export.meant_for == Envelope.COUNTY,
    }


@require_safe
@login_required
@never_cache
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`/exports/7/file/`: the file, whole or from where a download broke off; asked anew, written down."""
    export = _export(request, pk)
    try:
        return serve(request, export, person(request))
    except Refused as refused:
        for refusal in refused.refusals:
            messages.warning(request, f"{refusal.sentence} {refusal.remedy}")
        return redirect(export)


@require_POST
@login_required
def export_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody waits for it any more."""
    export = _export(request, pk)
    if asking.cancel(export):
        messages.success(request, _("It is cancelled. Nothing is kept of it."))
    return redirect(export)


@require_POST
@login_required
def export_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same wish once more, from what is known now; where names are in it, for a reason of today."""
    old = _export(request, pk)
    product, reason = PRODUCTS.get(old.product), old.reason
    if product is not None and product.envelope(old.ask).needs_reason:
        said = request.POST if "reason" in request.POST else None
        form = ReasonForm(said, initial={"reason": old.reason})
        if not form.is_valid():
            where = {"action": request.path, "back": old.get_absolute_url()}
            return reason_page(request, product, old.ask, form, 422 if form.is_bound else 200, **where)
        reason = form.cleaned_data["reason"]
    try:
        export, _is_new = asking.ask_for(
            user=person(request), product=old.product, ask=old.ask, reason=reason, language=old.language,
            mail=old.mail,
        )  # fmt: skip
    except Refused as refused:
        for refusal in refused.refusals:
            messages.warning(request, f"{refusal.sentence} {refusal.remedy}")
        return redirect(old)
    return redirect(export)


@require_POST
@login_required
def export_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The file goes now; that it was made and fetched stays written down."""
    export = _export(request, pk)
    if clear(Export.objects.filter(pk=export.pk), Gone.DELETED):
        messages.success(request, _("The file is deleted from the server."))
    return redirect("reports:export-list")


def _export(request: HttpRequest, pk: int) -> Export:
    found: Export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    return found
