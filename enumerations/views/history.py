"""Who changed what, and who looked: for those who answer for a settlement."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.encryption.fields import encrypted_fields
from accounts.models import AccessRecord
from enumerations.models import Batch, Household
from enumerations.privacy import tiers_of
from enumerations.services import history
from settlements.models import Settlement, Structure
from settlements.roles import Act

ACCESSES_PER_PAGE = 50


@require_safe
@login_required
def settlement_history(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/history/`: the settlement, its clusters, services, counts, and who may act there."""
    settlement = answered_for(request, code=code.upper())
    return shown(request, settlement, history.of_settlement(settlement), settlement.name)


@require_safe
@login_required
def structure_history(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/structures/17/history/`: also of a structure that was removed."""
    settlement = answered_for(request, code=code.upper())
    structure, held = standing(Structure, pk)
    if held != settlement.pk:
        raise Http404
    return shown(request, settlement, history.of_row(Structure, pk), structure.code)


@require_safe
@login_required
def household_history(request: HttpRequest, pk: int) -> HttpResponse:
    """`/households/12/history/`: the household, its people and its claims; also after it was removed."""
    settlement = answered_for(request, pk=standing(Household, pk)[1])
    title = _("Household %(number)s") % {"number": pk}
    return shown(request, settlement, history.of_household(pk), title)


@require_safe
@login_required
def batch_history(request: HttpRequest, pk: int) -> HttpResponse:
    """`/batches/7/history/`: how a batch came through, and who took it back."""
    batch = get_object_or_404(Batch, pk=pk)
    settlement = answered_for(request, pk=batch.settlement_id)
    return shown(request, settlement, history.of_row(Batch, pk), _("Batch %(number)s") % {"number": pk})


@require_safe
@login_required
def access_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/access/`: who read personal data of the settlement, or took some along."""
    settlement = answered_for(request, Act.SEE_RESTRICTED, code=code.upper())
    records = AccessRecord.objects.filter(settlement=settlement.code).select_related("user")
    page = Paginator(records, ACCESSES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "enumerations/access_list.html", {"settlement": settlement, "page": page})


def answered_for(request: HttpRequest, act: Act = Act.SEE_HISTORY, **which: Any) -> Settlement:
    """The settlement, for whoever may see its history; nobody else learns that it has one."""
    allowed: Any = Settlement.objects.where_may(request.user, act)
    settlement: Settlement = get_object_or_404(allowed, **which)
    return settlement


def standing(model: type[models.Model], pk: int) -> tuple[Any, int]:
    """A row, or what was last kept of one that is gone, and its settlement. Http404 where there was none."""
    kept: Any = model.pgh_event_model  # type: ignore[attr-defined]
    row: Any = model._base_manager.filter(pk=pk).defer(*encrypted_fields(model)).first()
    row = row or kept.objects.filter(pgh_obj=pk).order_by("pgh_id").last()
    if row is None:
        raise Http404
    return row, row.settlement_id


def shown(
    request: HttpRequest, settlement: Settlement, sources: list[history.Source], title: str
) -> HttpResponse:
    page = history.page_of(sources, request.GET.get("page"), tiers_of(request.user, settlement))
    context = {"settlement": settlement, "page": page, "title": title}
    return render(request, "enumerations/history.html", context)
