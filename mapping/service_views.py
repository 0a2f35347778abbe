"""What serves the place: as a list by kind and state, and one of them as the map's panel or a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mapping import services
from mapping.views import asked, own_settlement, page_of, panel
from settlements.choices import ServiceStatus
from settlements.models import ServicePoint


@require_safe
def service_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/services/?kind=school&status=not_working`: toilets, taps, schools … as a list."""
    settlement = own_settlement(request, code)
    points = ServicePoint.objects.visible_to(request.user).filter(settlement=settlement)
    kinds = services.by_kind(settlement)
    kind, status = asked(request, "kind"), asked(request, "status")
    wanted = {name: value for name, value in (("kind", kind), ("status", status)) if value}
    context = {
        "settlement": settlement,
        "kinds": kinds,
        "statuses": ServiceStatus.choices,
        "kind": kind,
        "status": status,
        "total": sum(row.total for row in kinds),
        "working": sum(row.working for row in kinds),
        "unknown": sum(row.unknown for row in kinds),
        "known": sum(row.total - row.unknown for row in kinds),
        "page": page_of(
            request, points.filter(**wanted).select_related("cluster").order_by("kind", "name", "code")
        ),
    }
    return render(request, "mapping/service_list.html", context)


@require_safe
def service_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/services/3/`: one service point."""
    points = ServicePoint.objects.visible_to(request.user).select_related("settlement", "cluster")
    service = get_object_or_404(points, settlement__code=code.upper(), pk=pk)
    context = {
        "service": service,
        "settlement": service.settlement,
        "details": list(services.details_of(service)),
    }
    return panel(request, "mapping/_service.html", "mapping/service_detail.html", context)
