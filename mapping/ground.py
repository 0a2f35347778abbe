"""What a map's scripts need of lanes, hazards, plans and services: which kinds there are, and their pages."""

from typing import Any

from django.db import models
from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from settlements.choices import LaneKind, OverlayKind, ServiceKind
from settlements.models import Lane, Overlay, ServicePoint, Settlement

# Each list of the legend: the model its things are of, and the order of its kinds.
MEMBERS_LAYERS = {"lanes": "lanes", "zones": {"hazards": ["hazards"], "plans": ["plans"]}}
PUBLIC_LAYERS = {
    "lanes": "lanes-public",
    "zones": {"hazards-public": ["hazards"], "plans-public": ["plans"]},
}


def for_browser(settlement: Settlement, *, is_public: bool = False) -> dict[str, Any]:
    """The map's ground, read by static/js/map/ground.js; `is_public`: what everybody may see of it."""
    ground: dict[str, Any] = {
        "layers": PUBLIC_LAYERS if is_public else MEMBERS_LAYERS,
        "kinds": kinds_of(settlement, is_public=is_public),
        "words": {
            "services": _("Services"),
            "lanes": _("Lanes and water"),
            "hazards": _("Hazards"),
            "plans": _("Plans"),
        },
    }
    if is_public:
        return ground
    return ground | {
        "addresses": {
            "lane": reverse("mapping:lane-detail", args=[settlement.code, 0]),
            "overlay": reverse("mapping:overlay-detail", args=[settlement.code, 0]),
        }
    }


def kinds_of(settlement: Settlement, *, is_public: bool = False) -> dict[str, list[dict[str, Any]]]:
    """The kinds of services, lanes, hazards and plans that are here, with how many of each; one query."""
    overlays = Overlay.objects.filter(settlement=settlement)
    if is_public:
        overlays = overlays.filter(is_public=True)
    lists = (
        counted("services", ServicePoint.objects.filter(settlement=settlement)),
        counted("lanes", Lane.objects.filter(settlement=settlement)),
        counted("overlays", overlays),
    )
    found = {(name, kind): n for name, kind, n in lists[0].union(*lists[1:], all=True)}
    plans = [kind for kind in OverlayKind if kind not in OverlayKind.hazards()]
    return {
        "services": said(found, "services", ServiceKind),
        "lanes": said(found, "lanes", LaneKind),
        "hazards": said(found, "overlays", OverlayKind.hazards()),
        "plans": said(found, "overlays", plans),
    }


def counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    listed = rows.order_by().annotate(list=Value(name))
    return listed.values_list("list", "kind").annotate(n=Count("pk"))


def said(found: dict[tuple[str, str], int], name: str, kinds: Any) -> list[dict[str, Any]]:
    each: list[models.TextChoices] = list(kinds)
    return [
        {"kind": kind.value, "label": str(kind.label), "n": found[name, kind.value]}
        for kind in each
        if (name, kind.value) in found
    ]
