"""Certificates of a count and its clusters: how many, who could have one, and what stands in the way."""

from collections import defaultdict
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from enumerations.models import Enumeration, Household
from settlements.models import Cluster, Settlement
from settlements.roles import Act
from verification.choices import CertificateState, WorkKind
from verification.forms.certificates import IssueAllForm, PrintForm
from verification.models import Certificate, CertificateWork, Objection, RegisterSnapshot
from verification.serials import Misread, read
from verification.services.certifiable import (
    REASONS,
    by_cluster,
    in_door_order,
    newest_version,
    ready,
    standing,
)
from verification.services.certificate_facts import outdated
from verification.services.certificate_works import ask_to_issue, ask_to_print
from verification.services.disputes import live_disputes

PER_PAGE = 50
NO_CLUSTER = "none"


def count_of(request: HttpRequest, pk: int, act: Act = Act.SEE_OBJECTIONS) -> Enumeration:
    """A count where the person may do this; not found for everybody else."""
    where = Settlement.objects.where_may(request.user, act)
    counts = Enumeration.objects.filter(settlement__in=where).select_related("settlement")
    return get_object_or_404(counts, pk=pk)


@require_safe
@login_required
@never_cache
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """`/enumerations/7/certificates/`: by cluster, and one found by its number or door."""
    count = count_of(request, pk)
    snapshot = newest_version(count)
    rows = by_cluster(count, snapshot) if snapshot else []
    asked = request.GET.get("q", "").strip()[:60]
    context = {
        "enumeration": count,
        "snapshot": snapshot,
        "rows": rows,
        "issued": sum(row.issued for row in rows),
        "ready": sum(row.ready for row in rows),
        "blocked": sum(row.blocked for row in rows),
        "revoked": Certificate.objects.filter(enumeration=count, state=CertificateState.REVOKED).count(),
        "may_issue": Act.ISSUE_CERTIFICATES in count.settlement.acts_of(request.user),
        "asked": asked,
        **_search(count, asked),
    }
    return render(request, "verification/certificates/list.html", context)


def _search(count: Enumeration, asked: str) -> dict[str, Any]:
    """Certificates by serial number or by door; `misread` where a check digit says that a sign is wrong."""
    if not asked or "\x00" in asked:
        return {"found": [] if asked else None}
    number = read(asked)
    if isinstance(number, Misread):
        return {"found": [], "misread": number.text}
    door = "/".join(part.strip() for part in asked.upper().split("/"))
    wanted = Q(serial=number) if number else Q(structure__code=door) | Q(household__key=door)
    found = Certificate.objects.filter(wanted, enumeration=count)
    return {"found": list(found.select_related("structure", "household").order_by("-number")[:PER_PAGE])}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def cluster(request: HttpRequest, pk: int, cluster: str) -> HttpResponse:
    """One cluster's certificates; the office issues them here, and sees who cannot have one and why."""
    act = Act.ISSUE_CERTIFICATES if request.method == "POST" else Act.SEE_OBJECTIONS
    count = count_of(request, pk, act)
    place = _cluster_of(count, cluster)
    may_issue = Act.ISSUE_CERTIFICATES in count.settlement.acts_of(request.user)
    snapshot = newest_version(count)
    waiting = ready(count, snapshot).filter(_in(place)) if snapshot else Household.objects.none()
    form = IssueAllForm(request.POST if request.method == "POST" else None, households=waiting)
    if request.method == "POST":
        if snapshot is None:
            messages.error(request, _("Certificates are issued once the community has adopted the count."))
            return redirect("verification:certificates", pk)
        if form.is_valid():
            by = cast(User, request.user)
            return redirect(ask_to_issue(count=count, cluster=place, terms=form.terms(), by=by))
    context = {
        "enumeration": count,
        "settlement": count.settlement,
        "snapshot": snapshot,
        "place": place,
        "slug": cluster,
        "may_issue": may_issue,
        "form": form,
        "print_form": PrintForm(),
        "works": _works(count, place) if may_issue else [],
        **_listed(request, count, snapshot, place, may_issue),
    }
    status = 422 if form.is_bound else 200
    return render(request, "verification/certificates/cluster.html", context, status=status)


@require_POST
@login_required
def cluster_print(request: HttpRequest, pk: int, cluster: str) -> HttpResponse:
    """Let a worker print all valid certificates of a cluster."""
    count = count_of(request, pk, Act.ISSUE_CERTIFICATES)
    place, form = _cluster_of(count, cluster), PrintForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a paper from the list. Nothing was printed."))
        return redirect("verification:certificates-cluster", pk, cluster)
    by = cast(User, request.user)
    return redirect(ask_to_print(count=count, cluster=place, sheet=form.cleaned_data["sheet"], by=by))


def _cluster_of(count: Enumeration, slug: str) -> Cluster | None:
    if slug == NO_CLUSTER:
        return None
    found = Cluster.objects.filter(settlement=count.settlement_id, code=slug).first()
    if found is None:
        raise Http404
    place: Cluster = found
    return place


def _in(place: Cluster | None) -> Q:
    return Q(structure__cluster=place) if place else Q(structure__cluster__isnull=True)


def _works(count: Enumeration, place: Cluster | None) -> list[CertificateWork]:
    """What goes on here, and what can still be fetched."""
    works = CertificateWork.objects.filter(enumeration=count, cluster=place).select_related("asked_by")
    alive = Q(ended_at__isnull=True) | (Q(kind=WorkKind.PRINT) & ~Q(file=""))
    return list(works.filter(alive)[:5])


def _listed(
    request: HttpRequest,
    count: Enumeration,
    snapshot: RegisterSnapshot | None,
    place: Cluster | None,
    may_issue: bool,
) -> dict[str, Any]:
    """The page of one of the lists; who has none, and why, is the office's to know."""
    here = Certificate.objects.filter(_in(place), enumeration=count)
    lists: dict[str, Any] = {"issued": in_door_order(here).select_related("structure", "household")}
    if snapshot and may_issue:
        lists["ready"] = ready(count, snapshot).filter(_in(place))
        without = standing(count, snapshot).filter(_in(place), is_certified=False)
        lists["blocked"] = in_door_order(without.exclude(block=""))
    show = request.GET.get("show", "")
    show = show if show in lists else "issued"
    page = Paginator(lists[show], PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    said: dict[str, Any] = {"show": show, "page": page, "shown": shown}
    if show == "issued":
        said["outdated"] = outdated(count, shown)
    if show == "blocked":
        said["blocked"] = _reasons(count, shown)
    return said


def _reasons(count: Enumeration, households: list[Any]) -> list[dict[str, Any]]:
    """Each with its reason; of a dispute also the objections."""
    objections: dict[int, list[Objection]] = defaultdict(list)
    structures = [each.structure_id for each in households if each.block == "disputed"]
    for objection in live_disputes(count.settlement).filter(structure__in=structures):
        objections[objection.structure_id or 0].append(objection)
    return [
        {
            "household": each,
            "reason": REASONS[each.block],
            "objections": objections[each.structure_id] if each.block == "disputed" else [],
        }
        for each in households
    ]
