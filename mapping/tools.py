"""What a map's tools hold: the filters, and the addresses of other forms of the same map."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from enumerations.classes import QUESTIONS, Answers
from mapping.themes import FILTERS
from settlements.choices import StructureStatus, StructureUse
from settlements.models import Cluster, Settlement

# A filter by what is not drawn would leave nothing.
NOT_DRAWN = {StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO, StructureUse.DEMOLISHED}


def tools_of(request: HttpRequest, settlement: Settlement, *, is_member: bool) -> dict[str, Any]:
    """Context of the templates of the map's tools."""
    embed = reverse("mapping:embed", args=[settlement.code])
    return {
        "clusters": clusters_of(settlement) if is_member else [],
        "filters": [filter_of(name) for name in FILTERS] if is_member else [],
        "print": reverse("mapping:wall-maps", args=[settlement.code]) if is_member else None,
        "embed": request.build_absolute_uri(embed) if is_for_everybody(settlement) else None,
    }


def clusters_of(settlement: Settlement) -> QuerySet[Cluster]:
    return settlement.clusters.only("code", "name").order_by("code")


def filter_of(name: str) -> dict[str, Any]:
    """A question's classes of what stands."""
    question = QUESTIONS[name]
    classes = [
        (n, each.label)
        for n, each in enumerate(question.classes, start=1)
        if not (isinstance(each, Answers) and NOT_DRAWN.issuperset(each.codes))
    ]
    return {"name": name, "label": question.label, "classes": classes}


def shown_to_everybody() -> QuerySet[Settlement]:
    """The settlements whose name and ground a stranger may see."""
    stranger = AnonymousUser()
    known: Any = Settlement.objects.visible_to(stranger).with_ground_shown_to(stranger)
    shown: QuerySet[Settlement] = known.filter(shows_ground=True)
    return shown


def is_for_everybody(settlement: Settlement) -> bool:
    return shown_to_everybody().filter(pk=settlement.pk).exists()
