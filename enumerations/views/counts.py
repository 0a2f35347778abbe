"""The counts I work with, one count, and opening or changing one."""

from collections.abc import Collection
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from enumerations.forms import EnumerationForm
from enumerations.models import Batch, Enumeration, SettlementStatistics
from enumerations.services.conflicts import open_conflicts
from enumerations.services.review import returned_and_open
from enumerations.views.batch_days import list_of, with_days
from settlements.models import Settlement
from settlements.roles import Act

COUNTS_PER_PAGE = 50


@require_safe
@login_required
def enumeration_list(request: HttpRequest) -> HttpResponse:
    """The counts of the settlements where I act, newest round first within each settlement."""
    user = cast(User, request.user)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    own = Settlement.objects.of_member(user)
    figures = SettlementStatistics.objects.filter(enumeration=OuterRef("pk"), cluster=None)
    counts = (
        Enumeration.objects.filter(settlement__in=own)
        .select_related("settlement")
        .annotate(counted=Subquery(figures.values("households")[:1]))
    )
    if words:
        counts = counts.filter(settlement__name__icontains=words)
    page = Paginator(counts.order_by("settlement__name", "-round"), COUNTS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "words": words,
        "may_retain": Settlement.objects.where_may(user, Act.SEE_RESTRICTED).exists(),
        "startable": Settlement.objects.where_may(user, Act.MANAGE_COUNTS).order_by("name")[:COUNTS_PER_PAGE],
    }
    return render(request, "enumerations/enumeration_list.html", context)


@require_safe
@login_required
def enumeration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One count: how far it is, what was counted, and the batches I may see."""
    user = cast(User, request.user)
    count = get_object_or_404(Enumeration.objects.visible_to(user).select_related("settlement"), pk=pk)
    batches = Batch.objects.visible_to(user).filter(enumeration=count)
    pages, day = list_of(batches, request.GET)
    page = pages.get_page(request.GET.get("page"))
    statistics = SettlementStatistics.objects.visible_to(user).filter(enumeration=count, cluster=None).first()
    acts = count.settlement.acts_of(user)
    context = {
        "enumeration": count,
        "statistics": statistics,
        "page": page,
        "batches": list(page.object_list) if day else with_days(batches, list(page.object_list)),
        "day": day,
        "may_send": Act.SEND_BATCHES in acts,
        "may_change": Act.MANAGE_COUNTS in acts,
        "may_answer": Act.ANSWER_RIGHTS in acts,
        "is_member": bool(acts),
        "interviews": _interviews(count, acts) if acts else {},
    }
    return render(request, "enumerations/enumeration_detail.html", context)


def _interviews(count: Enumeration, acts: Collection[Act]) -> dict[str, Any]:
    """What waits among the interviews, for those who may say something about it."""
    if Act.REVIEW_INTERVIEWS not in acts:
        return {"may_review": False}
    return {
        "may_review": True,
        "returned": returned_and_open(count),
        "conflicts": open_conflicts(count),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enumeration_create(request: HttpRequest, code: str) -> HttpResponse:
    """Open the next count of a settlement."""
    user = cast(User, request.user)
    settlement = get_object_or_404(Settlement.objects.where_may(user, Act.MANAGE_COUNTS), code=code)
    count = Enumeration(settlement=settlement, created_by=user, round=_next_round(settlement))
    return _edit(request, count, done=_("The count is open."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enumeration_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a count's dates, state and questionnaire."""
    count = get_object_or_404(
        Enumeration.objects.changeable_by(request.user).select_related("settlement"), pk=pk
    )
    return _edit(request, count, done=_("Saved."))


def _next_round(settlement: Settlement) -> int:
    last = Enumeration.objects.filter(settlement=settlement).aggregate(last=Max("round"))["last"]
    return (last or 0) + 1


def _edit(request: HttpRequest, count: Enumeration, *, done: str) -> HttpResponse:
    form = EnumerationForm(request.POST if request.method == "POST" else None, instance=count)
    if request.method == "POST" and form.is_valid() and form.save_once():
        messages.success(request, done)
        return redirect(count)
    status = 422 if form.is_bound else 200
    return render(
        request, "enumerations/enumeration_form.html", {"form": form, "enumeration": count}, status=status
    )
