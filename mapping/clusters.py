"""One cluster of a settlement, for those who act there: its figures, its structures, its services."""

from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mapping import figures
from settlements.choices import ServiceStatus
from settlements.models import Cluster, ServicePoint, Structure
from settlements.querysets import Viewer

MOST_SERVICES = 12
BROKEN = (ServiceStatus.NOT_WORKING, ServiceStatus.CLOSED)


@require_safe
@never_cache
def cluster_detail(request: HttpRequest, code: str, cluster: str) -> HttpResponse:
    """`/settlements/KMT/clusters/B/`: how many live there, how far the count is, and what stands there."""
    seen = Cluster.objects.visible_to(request.user).select_related("settlement")
    here: Cluster = get_object_or_404(seen, settlement__code=code.upper(), code=cluster.upper())
    points = services(request.user, here)
    context = {
        "settlement": here.settlement,
        "cluster": here,
        "standing": standing(request.user, here),
        "services": points[:MOST_SERVICES],
        "more_services": max(0, points.count() - MOST_SERVICES),
        **neighbours(here),
        **figures.cluster_figures(here, request.user),
    }
    return render(request, "mapping/cluster_detail.html", context)


def standing(user: Viewer, cluster: Cluster) -> dict[str, int]:
    """How many structures stand there, and in how many of them somebody was counted."""
    structures = Structure.objects.visible_to(user).filter(cluster=cluster)
    counted: dict[str, int] = structures.aggregate(
        all=Count("pk"), counted=Count("pk", filter=Q(summary__households__gt=0))
    )
    return counted


def services(user: Viewer, cluster: Cluster) -> QuerySet[ServicePoint]:
    """What does not work first: it is what is talked about."""
    urgent = Case(When(status__in=BROKEN, then=0), When(status=ServiceStatus.WORKING, then=2), default=1)
    found: QuerySet[ServicePoint] = ServicePoint.objects.visible_to(user).filter(cluster=cluster)
    return found.select_related("cluster").order_by(urgent, "kind", "name", "code")


def neighbours(cluster: Cluster) -> dict[str, Any]:
    """The one before and the one after it, by their letters."""
    around = Cluster.objects.filter(settlement=cluster.settlement)
    return {
        "before": around.filter(code__lt=cluster.code).order_by("-code").first(),
        "after": around.filter(code__gt=cluster.code).order_by("code").first(),
    }
