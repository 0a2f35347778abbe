"""What changed between two rounds: structures, households, who owns and rents, and every figure."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import DoorChange, LinkState
from enumerations.models import Enumeration, RoundLink, SettlementStatistics
from enumerations.publishing import seen_by
from enumerations.querysets import settlements_of_people
from enumerations.rounds import caveats, doors, households
from enumerations.rounds.figures import compare_figures
from enumerations.tasks import link_rounds
from enumerations.views.disclosure import records_url
from settlements.models import Settlement
from settlements.roles import Act

PER_PAGE = 60
PAIRS_PER_PAGE = 20


@require_safe
@cache_control(private=True, no_cache=True)
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/rounds/?then=1&now=2`: the newest two, unless others are named."""
    settlement = get_object_or_404(Settlement.objects.visible_to(request.user), code=code.upper())
    acts = settlement.acts_of(request.user)
    counts = _rounds(request, settlement)
    if not acts and len(counts) < 2:
        raise Http404
    context: dict[str, Any] = {"settlement": settlement, "rounds": counts, "is_member": bool(acts)}
    if len(counts) > 1:
        then, now = _chosen(request, counts)
        context |= {"then": then, "now": now, **_figures(request, then, now, is_member=bool(acts))}
        if acts:
            context |= _changes(then, now, acts)
    return render(request, "enumerations/rounds/rounds.html", context)


def _rounds(request: HttpRequest, settlement: Settlement) -> list[Enumeration]:
    visible: Any = Enumeration.objects.visible_to(request.user).begun()
    return list(visible.filter(settlement=settlement).order_by("-round"))


def _chosen(request: HttpRequest, counts: list[Enumeration]) -> tuple[Enumeration, Enumeration]:
    """The two rounds that are asked for, the earlier one first; of what cannot be, the newest two."""
    by_round = {str(count.round): count for count in counts}
    then, now = by_round.get(request.GET.get("then", "")), by_round.get(request.GET.get("now", ""))
    if then is None or now is None or then == now:
        return counts[1], counts[0]
    return (then, now) if then.round < now.round else (now, then)


def _figures(request: HttpRequest, then: Enumeration, now: Enumeration, *, is_member: bool) -> dict[str, Any]:
    """Both rounds' figures as the reader may see them, and what stands between them."""
    visible: Any = SettlementStatistics.objects.visible_to(request.user)
    rows = visible.filter(enumeration__in=[then, now], cluster=None).select_related("enumeration")
    seen = {row.enumeration_id: row for row in seen_by(request.user, rows)}
    if len(seen) < 2:
        return {"figures": None}
    # What is asked is for members to read.
    changes = caveats.questions_changed(then, now) if is_member else []
    a, b = seen[then.pk], seen[now.pk]
    return {
        "figures": compare_figures(a.figures, b.figures, caveats.by_indicator(changes)),
        "caveats": caveats.general(a, b, changes),
        "statistics_then": a,
        "statistics_now": b,
    }


def _changes(then: Enumeration, now: Enumeration, acts: frozenset[Act]) -> dict[str, Any]:
    """Of structures and households, for those who act here: counts, and no names."""
    is_linked = households.is_linked(then, now)
    scope = doors.scope_of(then, now, linked=is_linked)
    counted = doors.counted(scope)
    sees_tenure = is_linked and Act.SEE_TENURE in acts
    return {
        "doors": [(kind, counted[kind]) for kind in DoorChange],
        "is_linked": is_linked,
        "flows": households.flows(scope) if is_linked else None,
        "tenures": households.TENURES.values(),
        "tenure_rows": households.tenure_rows(scope) if sees_tenure else [],
        "unsure": households.unsure(now) if is_linked else 0,
        "may_find": Act.MANAGE_COUNTS in acts,
        "may_judge": Act.DECIDE_OBJECTIONS in acts,
    }


@require_safe
def round_doors(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """`/settlements/KMT/rounds/new/?then=1&now=2`: the structures of one kind of change."""
    settlement = get_object_or_404(Settlement.objects.of_member(request.user), code=code.upper())
    counts = _rounds(request, settlement)
    if kind not in DoorChange.values or len(counts) < 2:
        raise Http404
    then, now = _chosen(request, counts)
    scope = doors.scope_of(then, now, linked=households.is_linked(then, now))
    n = doors.counted(scope)[kind]
    page = Paginator(range(n), PER_PAGE).get_page(request.GET.get("page"))
    offset = (page.number - 1) * PER_PAGE
    context = {
        "settlement": settlement,
        "then": then,
        "now": now,
        "kind": DoorChange(kind),
        "n": n,
        "page": page,
        "doors": doors.listed(scope, DoorChange(kind), offset=offset, limit=PER_PAGE) if n else [],
    }
    return render(request, "enumerations/rounds/doors.html", context)


@require_POST
@login_required
def round_find(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/2/link/`: link a count to the round before, again."""
    counts = Enumeration.objects.changeable_by(request.user).select_related("settlement")
    count = get_object_or_404(counts, pk=pk)
    link_rounds.delay(count.pk)
    messages.success(
        request, _("The households are being compared with those of the round before. Look again shortly.")
    )
    return redirect(_page_of(count.settlement))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def round_unsure(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/2/unsure/`: pairs that may be one household, to confirm or to part."""
    user = cast(User, request.user)
    may = Settlement.objects.where_may(user, Act.DECIDE_OBJECTIONS)
    counts = Enumeration.objects.filter(settlement__in=may).select_related("settlement")
    count = get_object_or_404(counts, pk=pk)
    if not settlements_of_people(user).filter(pk=count.settlement_id).exists():
        return redirect(records_url(count.settlement, request.path))
    waiting = RoundLink.objects.visible_to(user).filter(enumeration=count).unsure()
    if request.method == "POST":
        _judge(request, waiting, user)
        return redirect(request.path)
    ordered = waiting.select_related("household__structure", "previous__structure", "earlier")
    page = Paginator(ordered.order_by("-score", "pk"), PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        subject = f"links of count {count.pk}"
        record(user, AccessKind.READ, subject=subject, settlement=count.settlement.code)
    context = {"enumeration": count, "settlement": count.settlement, "page": page}
    return render(request, "enumerations/rounds/unsure.html", context)


def _judge(request: HttpRequest, waiting: Any, user: User) -> None:
    """Keep what a person said of one pair; a pair that waits no more is left as it is."""
    state = {"same": LinkState.CONFIRMED, "other": LinkState.REJECTED}.get(request.POST.get("is", ""))
    number = request.POST.get("link", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 18
    found = waiting.filter(pk=int(number)) if is_number else waiting.none()
    if state is None or not found:
        messages.error(request, _("This pair waits no more: somebody has judged it already."))
        return
    found.update(state=state, decided_by=user, decided_at=timezone.now())
    messages.success(request, _("Kept. Comparing again does not change it."))


def _page_of(settlement: Settlement) -> str:
    return reverse("enumerations:rounds", args=[settlement.code])
