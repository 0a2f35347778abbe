"""Objections of a count: taking them, the list, and one with what became of it."""

from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, CharField, Count, Min, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Enumeration
from settlements.models import Cluster, Settlement
from settlements.roles import Act
from verification.choices import ObjectionKind, ObjectionSource, ObjectionState, Objector
from verification.forms.objections import WITHOUT_DOOR, EvidenceForm, ObjectionForm
from verification.models import Correction, Objection, Posting
from verification.services.door_numbers import find_door, label_of
from verification.services.evidence import keep_evidence
from verification.services.objections import take, takes_objections
from verification.views.objection_words import KIND_HELP, field_words

PER_PAGE = 50
# What stays the same from sheet to sheet.
KEPT = ("sheet", "source", "day", "posting", "cluster")


def count_where(request: HttpRequest, pk: int, act: Act) -> Enumeration:
    """The count, for those who may do this in its settlement; not found for everybody else."""
    counts = Enumeration.objects.filter(settlement__in=Settlement.objects.where_may(request.user, act))
    count: Enumeration = get_object_or_404(counts.select_related("settlement"), pk=pk)
    return count


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objection_new(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/7/objections/new/?door=B/12`: the door first, then the rest; `?sheet=1` all on one."""
    count = count_where(request, pk, Act.TAKE_OBJECTIONS)
    is_sheet = "sheet" in request.GET
    asked = request.GET.get("door", "")
    door = None if is_sheet else find_door(count, asked)
    context: dict[str, Any] = {
        "enumeration": count,
        "settlement": count.settlement,
        "is_open": takes_objections(count),
        "is_sheet": is_sheet,
        "door": door,
        "asks_door": not is_sheet and "door" not in request.GET and "nowhere" not in request.GET,
        "kind_help": KIND_HELP,
    }
    if not context["is_open"] or context["asks_door"]:
        return render(request, "verification/objections/new.html", context)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ObjectionForm(count, *sent, door=door, initial=_initial(request, count, is_sheet))
    _shape(form, is_sheet=is_sheet, asked=asked)
    if request.method == "POST" and form.is_valid():
        return _taken(request, count, form, is_sheet)
    status = 422 if request.method == "POST" else 200
    return render(request, "verification/objections/new.html", context | {"form": form}, status=status)


def _initial(request: HttpRequest, count: Enumeration, is_sheet: bool) -> dict[str, Any]:
    """What was said before on the same evening, or is likely."""
    said = request.GET
    newest = (
        Posting.objects.filter(enumeration=count).order_by("-number").values_list("pk", flat=True).first()
    )
    likely = ObjectionSource.PAPER if is_sheet else ObjectionSource.DESK
    initial: dict[str, Any] = {
        "source": said.get("source") if said.get("source") in ObjectionSource.values else likely,
        "posting": said.get("posting") if said.get("posting", "").isdecimal() else newest,
        "objector": Objector.HOUSEHOLD,
        "door": said.get("door", "").replace("\x00", ""),
    }
    if said.get("cluster", "").isdecimal():
        initial["cluster"] = said["cluster"]
    try:
        initial["heard_on"] = date.fromisoformat(said.get("day", ""))
    except ValueError:
        initial["heard_on"] = timezone.localdate()
    return initial


def _shape(form: ObjectionForm, *, is_sheet: bool, asked: str) -> None:
    """Ask only what is not known yet: at a door that was found neither number nor village nor place."""
    if form.found.structure is not None:
        for name in ("door", "door_unknown", "cluster", "location"):
            del form.fields[name]
    elif not is_sheet and not asked:
        del form.fields["door"], form.fields["door_unknown"]
        form.offer_kinds(WITHOUT_DOOR)
    if is_sheet:
        del form.fields["location"]


def _taken(request: HttpRequest, count: Enumeration, form: ObjectionForm, is_sheet: bool) -> HttpResponse:
    by, file = cast(User, request.user), form.cleaned_data.get("file")
    with transaction.atomic():
        objection = take(enumeration=count, by=by, **form.columns())
        if file:
            content, suffix, name = file
            keep_evidence(objection=objection, by=by, content=content, suffix=suffix, name=name)
    slip = reverse("verification:objection-slip", args=[objection.pk])
    if not is_sheet:
        messages.success(request, _("The objection is written down. Give them this number."))
        return redirect(slip)
    said = form.cleaned_data
    messages.success(
        request,
        format_html('{} <a href="{}">{}</a>', _("Written down:"), slip, objection.receipt),
    )
    values = {"sheet": 1, "source": said["source"], "day": said["heard_on"].isoformat()}
    values |= {name: said[name].pk for name in ("posting", "cluster") if said.get(name)}
    address = reverse("verification:objection-new", args=[count.pk])
    return redirect(f"{address}?{urlencode(values)}")


@require_safe
@login_required
@never_cache
def objection_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip for whoever objected: the number, and how to ask after it. No name."""
    objection = objection_seen(request, pk)
    context = {
        "objection": objection,
        "enumeration": objection.enumeration,
        "settlement": objection.settlement,
        "ask": request.build_absolute_uri(reverse("verification:objection-ask")),
        "may_take": Act.TAKE_OBJECTIONS in objection.settlement.acts_of(request.user),
    }
    return render(request, "verification/objections/slip.html", context)


def objection_seen(request: HttpRequest, pk: int) -> Objection:
    seen = Objection.objects.visible_to(request.user).select_related(
        "enumeration", "settlement", "structure", "household", "cluster", "taken_by", "decided_by", "posting"
    )
    objection: Objection = get_object_or_404(seen, pk=pk)
    return objection


# --- The list -------------------------------------------------------------------------------------


@require_safe
@login_required
def objection_list(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/7/objections/?state=open&kind=rent&cluster=B`: what is said, and where it stands."""
    count = count_where(request, pk, Act.SEE_OBJECTIONS)
    everything = Objection.objects.visible_to(request.user).filter(enumeration=count)
    filters = _filters(request, count)
    page = Paginator(_filtered(everything, filters), PER_PAGE).get_page(request.GET.get("page"))
    acts = count.settlement.acts_of(request.user)
    context = {
        "enumeration": count,
        "settlement": count.settlement,
        "page": page,
        "filters": filters,
        "figures": _figures(everything),
        "is_open": takes_objections(count),
        "may_take": Act.TAKE_OBJECTIONS in acts,
    }
    return render(request, "verification/objections/list.html", context)


def _filters(request: HttpRequest, count: Enumeration) -> dict[str, Any]:
    asked = request.GET
    state = asked.get("state", "")
    states = [
        ("undecided", _("waits for a decision")),
        *ObjectionState.choices,
        ("referred", _("referred, not settled")),
    ]
    return {
        "state": state if state in dict(states) else "",
        "states": states,
        "kind": asked.get("kind") if asked.get("kind") in ObjectionKind.values else "",
        "kinds": ObjectionKind.choices,
        "cluster": asked.get("cluster", "") if asked.get("cluster", "").isalnum() else "",
        "clusters": list(Cluster.objects.filter(settlement=count.settlement)),
        "is_used": bool({"state", "kind", "cluster"} & set(asked)),
    }


def _filtered(found: QuerySet[Objection], filters: dict[str, Any]) -> QuerySet[Objection]:
    state = filters["state"]
    if state == "undecided":
        found = found.filter(state__in=[ObjectionState.OPEN, ObjectionState.HEARING])
    elif state == "referred":
        found = found.filter(outcome="referred", settled_on__isnull=True)
    elif state:
        found = found.filter(state=state)
    if filters["kind"]:
        found = found.filter(kind=filters["kind"])
    if filters["cluster"]:
        found = found.filter(cluster__code=filters["cluster"])
    waits = Case(
        When(state__in=["open", "hearing"], then=Value("0")), default=Value("1"), output_field=CharField()
    )
    # Who waits longest stands first.
    ordered = found.select_related("structure", "cluster").defer(
        "objector_name", "phone", "statement", "decision"
    )
    return ordered.order_by(waits, "heard_on", "pk")


def _figures(everything: QuerySet[Objection]) -> dict[str, Any]:
    """How many wait and for how long, and how many are done: the answer the list opens with."""
    open_now = Q(state__in=[ObjectionState.OPEN, ObjectionState.HEARING])
    found: dict[str, Any] = everything.order_by().aggregate(
        all=Count("pk"),
        undecided=Count("pk", filter=open_now),
        hearing=Count("pk", filter=Q(state=ObjectionState.HEARING)),
        decided=Count("pk", filter=Q(state=ObjectionState.DECIDED)),
        referred=Count("pk", filter=Q(outcome="referred", settled_on__isnull=True)),
        oldest=Min("heard_on", filter=open_now),
    )
    found["oldest_days"] = (timezone.localdate() - found["oldest"]).days if found["oldest"] else None
    return found


# --- One ------------------------------------------------------------------------------------------


@require_safe
@login_required
@never_cache
def objection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is about, where it stands, what it corrected; who said it, for those who decide."""
    objection = objection_seen(request, pk)
    return render(request, "verification/objections/detail.html", detail_of(request, objection))


def detail_of(request: HttpRequest, objection: Objection) -> dict[str, Any]:
    """Context of the page; that somebody read who objects is written down."""
    user = cast(User, request.user)
    reads = Objection.objects.readable_by(user).filter(pk=objection.pk).exists()
    if reads:
        record(
            user, AccessKind.READ, subject=f"objection {objection.pk}", settlement=objection.settlement.code
        )
    corrections = Correction.objects.filter(objection=objection).order_by("pk")
    if not reads:
        corrections = corrections.defer("old", "new", "reason")
    return {
        "objection": objection,
        "enumeration": objection.enumeration,
        "settlement": objection.settlement,
        "reads": reads,
        "household": label_of(objection.household) if objection.household else "",
        "hearings": list(objection.hearings.all()),
        "files": list(objection.files.all()) if reads else [],
        "corrections": [
            {
                "what": field_words(each.field),
                "old": _text(each.old) if reads else "",
                "new": _text(each.new) if reads else "",
                "at": each.made_at,
            }
            for each in corrections
        ],
        "may_take": Act.TAKE_OBJECTIONS in objection.settlement.acts_of(user),
        "evidence_form": EvidenceForm(),
        "today": timezone.localdate(),
    }


def _text(kept: bytes | None) -> str:
    return "" if kept is None else bytes(kept).decode(errors="replace")
