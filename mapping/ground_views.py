"""Lanes, hazards and plans as lists and as pages; each page is also the map's panel."""

from typing import Any

from django.contrib.gis.db.models import GeometryField, MultiLineStringField
from django.contrib.gis.db.models.functions import Area, Length, PointOnSurface
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mapping.views import own_settlement, page_of, panel
from settlements.choices import OverlayKind
from settlements.models import Lane, Overlay, Settlement
from settlements.roles import Act


@require_safe
def lane_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/lanes/`: roads, lanes, drains and rivers with their lengths."""
    settlement = own_settlement(request, code)
    lanes = with_length(Lane.objects.visible_to(request.user).filter(settlement=settlement))
    whole = lanes.aggregate(whole=Sum("length"))["whole"]
    context = listed(request, settlement, lanes.order_by("kind", "name", "pk"))
    return render(request, "mapping/lane_list.html", context | {"km": whole.km if whole else 0})


@require_safe
def lane_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/lanes/3/`: one lane."""
    lanes = with_length(Lane.objects.visible_to(request.user)).select_related("settlement")
    lanes = lanes.annotate(middle=PointOnSurface("path"))
    lane: Any = get_object_or_404(lanes, settlement__code=code.upper(), pk=pk)
    context = {
        "lane": lane,
        "thing": lane,
        "settlement": lane.settlement,
        "zoom": 19,
        "part": "mapping/_lane.html",
    }
    return panel(request, "mapping/_lane.html", "mapping/ground_detail.html", context)


@require_safe
def overlay_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/overlays/`: what threatens the place, and what others plan across it."""
    settlement = own_settlement(request, code)
    overlays = with_area(Overlay.objects.visible_to(request.user).filter(settlement=settlement))
    is_hazard = Q(kind__in=OverlayKind.hazards())
    counted = overlays.aggregate(hazards=Count("pk", filter=is_hazard), plans=Count("pk", filter=~is_hazard))
    context = listed(request, settlement, overlays.order_by("kind", "name", "pk"))
    return render(request, "mapping/overlay_list.html", context | counted)


@require_safe
def overlay_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/overlays/3/`: one hazard or plan, and the ground it takes."""
    overlays = with_area(Overlay.objects.visible_to(request.user)).select_related("settlement")
    overlays = overlays.annotate(middle=PointOnSurface("zone"))
    overlay: Any = get_object_or_404(overlays, settlement__code=code.upper(), pk=pk)
    context = {
        "overlay": overlay,
        "thing": overlay,
        "settlement": overlay.settlement,
        "zoom": 17,
        "part": "mapping/_overlay.html",
    }
    return panel(request, "mapping/_overlay.html", "mapping/ground_detail.html", context)


def listed(request: HttpRequest, settlement: Settlement, rows: QuerySet[Any]) -> dict[str, Any]:
    """A list's context: its page, and whether the reader may bring more ground in."""
    may_change = Act.CHANGE_GROUND in settlement.acts_of(request.user)
    return {"settlement": settlement, "page": page_of(request, rows), "may_change": may_change}


def with_length(lanes: QuerySet[Lane]) -> QuerySet[Any]:
    """Each with its `length` on the spheroid."""
    return lanes.annotate(length=Length(Cast("path", MultiLineStringField(geography=True))))


def with_area(overlays: QuerySet[Overlay]) -> QuerySet[Any]:
    """Each with the `area` of the ground it takes, on the spheroid."""
    return overlays.annotate(area=Area(Cast("zone", GeometryField(geography=True))))
