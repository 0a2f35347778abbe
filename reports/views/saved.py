"""Saved exports: what is made again and again, its address for programs, and the newest file behind it."""

import math
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from rest_framework.request import Request

from accounts.limits import SavedExports, too_many
from reports.forms.exports import SaveForm
from reports.models import Export, SavedExport
from reports.products import Refused
from reports.views.pages import holds, person
from reports.views.serving import serve
from reports.works import saved as works

RUNS_SHOWN = 10
WAIT_SECONDS = 10  # until a program asks again for a first file


@require_safe
@login_required
@never_cache
def saved_list(request: HttpRequest) -> HttpResponse:
    """`/exports/saved/`: each with when it is made next."""
    found: Any = SavedExport.objects.visible_to(request.user)
    return render(request, "reports/saved_export_list.html", {"saved": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def saved_new(request: HttpRequest, pk: int) -> HttpResponse:
    """`/exports/7/save/`: the wish of an export, made again from now on."""
    export: Export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    form = SaveForm(request.POST if request.method == "POST" else None, initial={"title": export.title[:100]})
    context = {"export": export, "form": form, "holds": holds(export.meant_for, export.product)}
    if request.method != "POST":
        return render(request, "reports/saved_export_new.html", context)
    if form.is_valid():
        try:
            saved = works.save(
                user=person(request), product=export.product, ask=export.ask, language=export.language,
                **form.cleaned_data,
            )  # fmt: skip
        except Refused as refused:
            context["refusals"] = refused.refusals
        else:
            works.adopt(saved, export)
            messages.success(request, _("It is saved."))
            return redirect(saved)
    return render(request, "reports/saved_export_new.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def saved_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`/exports/saved/3/`: when it is made, its files, its address; change it."""
    saved = _saved(request, pk)
    # A form writes into what it is given: the page still says what is kept.
    form = SaveForm(request.POST if request.method == "POST" else None, instance=_saved(request, pk))
    if request.method == "POST" and form.is_valid():
        works.change(saved, **form.cleaned_data)
        messages.success(request, _("It is changed."))
        return redirect(saved)
    return render(
        request, "reports/saved_export.html", _context(saved, form), status=422 if form.errors else 200
    )


def _context(saved: SavedExport, form: SaveForm, **more: Any) -> dict[str, Any]:
    return {
        "saved": saved,
        "form": form,
        "holds": holds(saved.meant_for, saved.product),
        "runs": saved.runs.all()[:RUNS_SHOWN],
        "newest": works.newest(saved),
        "refusals": works.against(saved),
        **more,
    }


@require_POST
@login_required
def saved_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it now."""
    saved = _saved(request, pk)
    export = works.run(saved)
    return redirect(saved if export is None else export)


@require_POST
@login_required
@never_cache
def saved_address(request: HttpRequest, pk: int) -> HttpResponse:
    """A new address, shown this once, which ends the one before; or none any more (`revoke`)."""
    saved = _saved(request, pk)
    if "revoke" in request.POST:
        saved.revoke_token()
        saved.save(update_fields=["token_hash", "token_made_at", "token_used_at"])
        messages.success(request, _("The address no longer works."))
        return redirect(saved)
    token = saved.new_token()
    saved.save(update_fields=["token_hash", "token_made_at", "token_used_at"])
    address = request.build_absolute_uri(works.address_of(token))
    return render(
        request, "reports/saved_export.html", _context(saved, SaveForm(instance=saved), address=address)
    )


@require_POST
@login_required
def saved_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no longer made, and its address ends."""
    works.delete(_saved(request, pk))
    messages.success(request, _("It is no longer made, and its address no longer works."))
    return redirect("reports:saved-export-list")


@require_safe
@never_cache
def saved_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """`/exports/at/…/`: the newest file, for whoever has the address; its owner's rights are asked anew."""
    limit = SavedExports()
    if not limit.allow_request(cast(Request, request), None):
        return _unseen(too_many(request, seconds=math.ceil(limit.wait())))
    saved = SavedExport.objects.by_token(token).filter(owner__is_active=True).select_related("owner").first()
    if saved is None or works.against(saved):
        raise Http404
    SavedExport.objects.filter(pk=saved.pk).update(token_used_at=timezone.now())
    newest = works.newest(saved)
    if works.is_old(saved, newest):
        works.run(saved)
    if newest is None:
        return _unseen(_not_yet())
    try:
        return _unseen(serve(request, newest, saved.owner))
    except Refused as refused:
        raise Http404 from refused


def _not_yet() -> HttpResponse:
    """202: a first file is being made."""
    answer = HttpResponse(
        _("The file is being made. Ask again in a moment."), content_type="text/plain", status=202
    )
    answer["Retry-After"] = str(WAIT_SECONDS)
    return answer


def _unseen(answer: HttpResponseBase) -> HttpResponseBase:
    """No search engine lists it, and no page that it leads to hears of the address."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _saved(request: HttpRequest, pk: int) -> SavedExport:
    found: SavedExport = get_object_or_404(
        SavedExport.objects.visible_to(request.user).select_related("owner"), pk=pk
    )
    return found
