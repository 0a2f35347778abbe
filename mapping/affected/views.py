"""Who is affected: asking, fetching the answer as a file, keeping what was asked about."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from mapping import config
from mapping.affected import columns, files, paper
from mapping.affected.answer import Answer, answer
from mapping.affected.forms import KeepForm, ZoneForm
from mapping.affected.problems import ShapeRefused
from settlements.models import Overlay, Settlement
from settlements.roles import Act

# Structures named on the page; all of them are in the workbook.
MOST_NAMED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def affected(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/affected/?overlay=7`: a shape is drawn or sent by POST, never in the address."""
    settlement = settlement_of(request, code)
    form = form_of(request, settlement)
    found = answered(form, request) if form.is_bound else None
    status = 422 if request.method == "POST" and found is None else 200
    context = {"settlement": settlement, "form": form, **(shown(found, request) if found else {})}
    if request.headers.get("X-Requested-With") == "panel":
        part = render(request, "mapping/affected/_result.html", context, status=status)
        part["X-Panel"] = "1"
        return part
    context |= {"map_config": map_config(settlement, request, found)}
    return render(request, "mapping/affected/affected.html", context, status=status)


@require_POST
@never_cache
def affected_export(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """`/settlements/KMT/affected/export/xlsx/`: the answer to the same question, as a file."""
    settlement = settlement_of(request, code)
    if form not in WRITERS:
        raise Http404
    needs_tenure, write = WRITERS[form]
    if needs_tenure and Act.SEE_TENURE not in settlement.acts_of(request.user):
        raise Http404
    asked = form_of(request, settlement)
    found = answered(asked, request)
    if found is None:
        return refused(request, settlement, asked)
    response = write(found, cast(User, request.user))
    record(
        request.user,
        AccessKind.EXPORTED,
        subject=f"affected structures {settlement.code}",
        settlement=settlement.code,
    )
    name = f"{settlement.code}-affected-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@never_cache
def affected_keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a shape with the settlement's hazards and plans; its address can then be passed on."""
    settlement = settlement_of(request, code, Act.CHANGE_GROUND)
    asked, keep = form_of(request, settlement), KeepForm(request.POST)
    is_whole = asked.is_valid()
    if not keep.is_valid() or not is_whole or asked.zone is None:
        return refused(request, settlement, asked, keep=keep)
    overlay: Overlay = keep.save(commit=False)
    overlay.settlement, overlay.made_by = settlement, cast(User, request.user)
    overlay.shape, overlay.reach_m = asked.zone.shape, asked.zone.reach_m
    overlay.save()
    messages.success(request, _("Kept: %(name)s.") % {"name": overlay.name})
    return redirect(f"{reverse('mapping:affected', args=[settlement.code])}?overlay={overlay.pk}")


def settlement_of(request: HttpRequest, code: str, act: Act = Act.SEE_GROUND) -> Settlement:
    found: Settlement = get_object_or_404(Settlement.objects.where_may(request.user, act), code=code.upper())
    return found


def form_of(request: HttpRequest, settlement: Settlement) -> ZoneForm:
    """Of what was sent, of the overlay that the address names, or blank."""
    known: dict[str, Any] = {"settlement": settlement, "user": request.user}
    if request.method == "POST":
        return ZoneForm(request.POST, request.FILES, **known)
    if "overlay" not in request.GET:
        return ZoneForm(**known)
    form = ZoneForm({name: request.GET.get(name, "") for name in ("overlay", "reach_m", "count")}, **known)
    if not form.data["overlay"].isdecimal() or (not form.is_valid() and "overlay" in form.errors):
        raise Http404
    return form


def answered(form: ZoneForm, request: HttpRequest) -> Answer | None:
    """The answer, or None where the form says why there is none."""
    if not form.is_valid() or form.zone is None:
        return None
    try:
        return answer(form.zone, form.settlement, form.chosen_count, request.user)
    except ShapeRefused as refused:
        form.add_error(None, str(refused.remark))
        return None


def refused(request: HttpRequest, settlement: Settlement, form: ZoneForm, **more: Any) -> HttpResponse:
    """The page again, with what is wrong."""
    found = answered(form, request) if not form.errors else None
    context = {
        "settlement": settlement,
        "form": form,
        "map_config": map_config(settlement, request, found),
        **(shown(found, request) if found else {}),
        **more,
    }
    return render(request, "mapping/affected/affected.html", context, status=422)


def shown(found: Answer, request: HttpRequest) -> dict[str, Any]:
    """What the templates need of an answer."""
    main = [column for column in columns.columns_for(found) if column.is_main]
    acts = found.settlement.acts_of(request.user)
    return {
        "answer": found,
        "headings": [(columns.heading(column, found), column.is_personal) for column in main],
        "rows": [
            (files.name_of(line, found), [column.of(line) for column in main], line is found.whole)
            for line in (*found.lines, found.whole)
        ],
        "shares": shares(found),
        "groups": [
            (columns.heading(column, found), column.of(found.whole))
            for column in main
            if column.code in columns.TENURE or column.is_personal
        ],
        "said": [text for text in files.sentences(found) if text not in map(str, found.remarks)],
        "doors": [
            (door, columns.HOW[door.how], columns.percent_taken(door)) for door in found.doors[:MOST_NAMED]
        ],
        "more_doors": max(0, len(found.doors) - MOST_NAMED),
        "drawn": {**found.drawn, "zone": zone_for_map(found, request)},
        "keep": KeepForm(initial={"name": found.zone.name})
        if Act.CHANGE_GROUND in acts and found.zone.overlay is None
        else None,
    }


def shares(found: Answer) -> list[tuple[str, int, int, int | None]]:
    """Before and after: how many there are, how many are left, and the share that is taken."""
    whole = found.whole
    return [
        (label, all_, max(0, all_ - part), columns.share(part, all_))
        for label, part, all_ in (
            (_("Structures"), whole.structures, whole.all_structures),
            (_("Households"), whole.households, whole.all_households),
            (_("People"), whole.people, whole.all_people),
        )
    ]


def zone_for_map(found: Answer, request: HttpRequest) -> dict[str, Any]:
    """The ground that is taken, to be drawn; of a file also its shape, to be asked about again without it."""
    shape = {"shape": json.loads(found.zone.drawn)} if request.FILES else {}
    return {"area": json.loads(found.zone.outline), "reach_m": float(found.zone.reach_m), **shape}


def map_config(settlement: Settlement, request: HttpRequest, found: Answer | None) -> dict[str, Any]:
    """The settlement's own map, for members."""
    acts = settlement.acts_of(request.user)
    return config.settlement_map(
        settlement, is_member=True, sees_tenure=Act.SEE_TENURE in acts, shows_ground=True
    )


def _workbook(found: Answer, user: User) -> HttpResponse:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(files.workbook(found, user), content_type=kind)


def _csv(found: Answer, user: User) -> HttpResponse:
    return HttpResponse(files.as_csv(found, user), content_type="text/csv; charset=utf-8")


def _geojson(found: Answer, user: User) -> HttpResponse:
    return HttpResponse("".join(files.as_geojson(found)), content_type="application/geo+json")


def _pdf(found: Answer, user: User) -> HttpResponse:
    return HttpResponse(paper.print_answer(found, user), content_type="application/pdf")


# Whether it tells owners from tenants structure by structure, and how it is written.
WRITERS: dict[str, tuple[bool, Callable[[Answer, User], HttpResponse]]] = {
    "xlsx": (False, _workbook),
    "csv": (False, _csv),
    "pdf": (False, _pdf),
    "geojson": (True, _geojson),
}
