"""What may have been counted twice: the list, two side by side, and what was decided."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError as QueueError

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import DoorState
from enumerations.intake.fields import Tier
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, Household
from enumerations.privacy import tiers_of
from enumerations.services.coverage import doors_in, reached_by
from enumerations.services.said import Line, compare, said_of
from enumerations.views.disclosure import records_url
from enumerations.views.review import reviewed_count
from settlements.models import Cluster, Structure
from settlements.roles import Act
from verification import reasons
from verification.choices import SuspicionKind, SuspicionState
from verification.forms.suspicions import DecisionForm, UndoForm, side
from verification.models import Search, Suspicion
from verification.services.suspicions import dismiss, merge, undo

PER_PAGE = 30
MOST_DOORS = 100
SIDES = ("household_a__structure", "household_b__structure", "structure_a", "structure_b")
REFUSED = {
    "already_decided": gettext_lazy("Somebody decided this a moment ago. Look at it again."),
    "enumeration_closed": gettext_lazy("This count takes no more changes. Nothing was changed."),
    "not_in_use": gettext_lazy("One of the two does not count any more. Look for duplicates again."),
    "taken_back": gettext_lazy(
        "The household took an agreement back in the other record. Keep that one, or take it back here too."
    ),
    "head_stays": gettext_lazy(
        "This person is the head of that household, or claims its structure. Keep them there, or have the "
        "household corrected at the desk."
    ),
    "not_undone": gettext_lazy("Something was changed since that builds on it. Undo that first."),
}


@dataclass(frozen=True)
class Shown:
    """A suspicion as the list and its page show it."""

    suspicion: Suspicion
    doors: tuple[str, str]
    likely: str
    percent: int
    reasons: list[reasons.Reason]


def _shown(each: Suspicion) -> Shown:
    said = reasons.said(each.reasons)
    doors = (_door(each, "a"), _door(each, "b"))
    return Shown(each, doors, reasons.likely(each.score), round(100 * each.score), said)


def _door(each: Suspicion, letter: str) -> str:
    household = getattr(each, f"household_{letter}")
    structure = getattr(each, f"structure_{letter}") or (household and household.structure)
    return structure.code if structure else "–"


@require_safe
@login_required
def suspicion_list(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/duplicates/?kind=household_twice`: likeliest first; and doors nobody visited."""
    count = reviewed_count(request, pk)
    everything = Suspicion.objects.filter(enumeration=count).visible_to(request.user)
    state = request.GET.get("state", SuspicionState.OPEN)
    is_open = state not in (SuspicionState.MERGED, SuspicionState.DISMISSED)
    found = (
        everything.undecided() if is_open else everything.filter(state=state).order_by("-decided_at", "pk")
    )
    page = Paginator(_wanted(found, request).select_related(*SIDES), PER_PAGE).get_page(
        request.GET.get("page")
    )
    cluster = request.GET.get("cluster", "").replace("\x00", "")
    context = {
        "enumeration": count,
        "page": page,
        "shown": [_shown(each) for each in page],
        "waiting": everything.undecided().count(),
        "search": Search.objects.filter(enumeration=count).first(),
        "kinds": SuspicionKind.choices,
        "states": SuspicionState.choices,
        "clusters": list(Cluster.objects.filter(settlement=count.settlement_id).order_by("code")),
        "kind": request.GET.get("kind", ""),
        "cluster": cluster,
        "state": SuspicionState.OPEN if is_open else state,
        "is_open": is_open,
        "reached": reached_by(count)[0],
        "doors": doors_in(count, DoorState.NOT_VISITED, cluster=cluster, limit=MOST_DOORS),
    }
    return render(request, "verification/suspicions/list.html", context)


def _wanted(found: "QuerySet[Suspicion]", request: HttpRequest) -> "QuerySet[Suspicion]":
    """Those that the address asks for; a wish nobody can fulfil is ignored."""
    if (kind := request.GET.get("kind")) in SuspicionKind.values:
        found = found.filter(kind=kind)
    if cluster := request.GET.get("cluster", "").replace("\x00", ""):
        at = Q()
        for name in ("household_a__structure", "household_b__structure", "structure_a", "structure_b"):
            at |= Q(**{f"{name}__cluster__code": cluster})
        found = found.filter(at)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def suspicion_detail(request: HttpRequest, pk: int, suspicion: int) -> HttpResponse:
    """`/enumerations/1/duplicates/3/`: both side by side, and the decision; or the decision taken back."""
    count = reviewed_count(request, pk)
    user = cast(User, request.user)
    found: Suspicion = get_object_or_404(
        Suspicion.objects.filter(enumeration=count).visible_to(user).select_related(*SIDES, "decided_by"),
        pk=suspicion,
    )
    may_decide = Act.DECIDE_OBJECTIONS in count.settlement.acts_of(user)
    kind = DecisionForm if found.state == SuspicionState.OPEN else UndoForm
    form: Any = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_decide:
            raise Http404  # who may look and not decide
        # A page that was opened before somebody else decided must not undo what they did.
        if request.POST.get("deed") != "undo" and found.state != SuspicionState.OPEN:
            messages.warning(request, str(REFUSED["already_decided"]))
            return redirect(request.path)
        if form.is_valid() and _do(request, found, form):
            return redirect("verification:suspicion-list", count.pk)
    context = _side_by_side(request, count, found) | {
        "enumeration": count,
        "settlement": count.settlement,
        "shown": _shown(found),
        "form": form,
        "may_decide": may_decide,
        "is_open": found.state == SuspicionState.OPEN,
        "earlier": len(found.undo.get("earlier", [])),
    }
    return render(
        request, "verification/suspicions/detail.html", context, status=422 if form.is_bound else 200
    )


def _do(request: HttpRequest, found: Suspicion, form: Any) -> bool:
    """Carry out what was decided; what stands in its way is said."""
    user, why = cast(User, request.user), form.cleaned_data["reason"]
    decision = form.cleaned_data.get("decision")
    try:
        if isinstance(form, UndoForm):
            undo(found, by=user, reason=why)
            messages.success(request, _("It is taken back: both are as they were before."))
        elif decision == DecisionForm.NOT_THE_SAME:
            dismiss(found, by=user, reason=why)
            messages.success(request, _("They stay two, and will not be asked about again."))
        else:
            merge(found, keep=cast(Any, side(found, decision)), by=user, reason=why)
            messages.success(request, _("They are one now. The figures follow in a moment."))
    except Refusal as refused:
        messages.warning(request, str(REFUSED[refused.code]))
        return False
    return True


def _side_by_side(request: HttpRequest, count: Enumeration, found: Suspicion) -> dict[str, Any]:
    """The answers of both as far as the reader's tiers go; who saw people is written down."""
    user, settlement = cast(User, request.user), count.settlement
    tiers = tiers_of(user, settlement)
    if found.structure_a is not None:
        pair = (found.structure_a, cast(Structure, found.structure_b))
        used = Household.objects.in_use().filter(enumeration=count)
        homes = [used.filter(structure=each).count() for each in pair]
        return {"structures": list(zip(pair, homes, strict=True)), "lines": _of_structures(*pair)}
    a, b = cast(Household, found.household_a), cast(Household, found.household_b)
    lines = compare(said_of(a), said_of(b), tiers)
    if Tier.PEOPLE in tiers:
        for each in (a, b):
            record(user, AccessKind.READ, subject=f"household {each.pk}", settlement=settlement.code)
    opens = Act.OPEN_PEOPLE in settlement.acts_of(user) and Tier.PEOPLE not in tiers
    open_lines = [line for line in lines if not line.is_closed]
    return {
        "differing": [line for line in open_lines if line.differs],
        "same": [line for line in open_lines if not line.differs],
        "closed": sum(line.is_closed for line in lines),
        "sizes": (a.members_total, b.members_total),
        "may_open": opens,
        "records_url": records_url(settlement, request.path),
        "person_lines": (found.line_a, found.line_b) if found.line_a is not None else None,
    }


def _of_structures(a: Structure, b: Structure) -> list[Line]:
    """What the ground says of both."""
    lines = []
    for name in ("cluster", "uses", "wall", "roof", "floor", "storeys", "rooms_total"):
        label = str(Structure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        first, later = (_worded(each, name) for each in (a, b))
        lines.append(Line(label, "", first, later, first != later, False))
    return lines


def _worded(structure: Structure, name: str) -> str:
    display = getattr(structure, f"get_{name}_display", None)
    if display:
        return str(display() or "")
    value = getattr(structure, name)
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


@require_POST
@login_required
def search_again(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/1/duplicates/search/`: look for duplicates now."""
    count = reviewed_count(request, pk)
    transaction.on_commit(partial(_queue, request, count.pk))
    return redirect("verification:suspicion-list", count.pk)


def _queue(request: HttpRequest, pk: int) -> None:
    from verification.tasks import find_suspicions

    try:
        find_suspicions.delay(pk)
    except QueueError:
        messages.warning(request, _("The queue is away. The search follows by itself when it is back."))
    else:
        messages.success(request, _("The search has begun. Look at this page again in a minute."))
