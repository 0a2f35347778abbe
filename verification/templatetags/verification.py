"""What pages of the apps below show of a count's verification."""

from typing import Any

from django import template

from enumerations.models import Enumeration
from settlements.models import Settlement
from settlements.roles import Act
from verification.pages import ADOPTED, CHECK, VERIFY, links_to
from verification.services.next_thing import next_of
from verification.services.progress import progress_of
from verification.services.waiting import UNDER_WAY, waiting_for

register = template.Library()
MOST_UNDER_WAY = 5
MOST_PLACES = 3


@register.inclusion_tag("verification/_answer_on_count.html", takes_context=True)
def answer_on_count(context: Any, enumeration: Enumeration) -> dict[str, Any]:
    """At the top of a count's page, for those who lead and check it: what is next."""
    acts = enumeration.settlement.acts_of(context["request"].user)
    if Act.SEE_OBJECTIONS not in acts:
        return {"is_shown": False}
    return {"is_shown": True, "enumeration": enumeration, "next": next_of(enumeration, acts)}


@register.inclusion_tag("verification/_on_count.html", takes_context=True)
def verification_on_count(context: Any, enumeration: Enumeration) -> dict[str, Any]:
    """On a count's page: the pages of its verification that the reader may open, with what waits there."""
    acts = enumeration.settlement.acts_of(context["request"].user)
    waiting = progress_of(enumeration).whole if Act.SEE_OBJECTIONS in acts else None
    groups = {
        name: links_to(pages, enumeration, acts, waiting)
        for name, pages in (("check", CHECK), ("verify", VERIFY), ("adopted", ADOPTED))
    }
    return {"enumeration": enumeration, **groups}


@register.inclusion_tag("verification/_under_way.html", takes_context=True)
def counts_under_way(context: Any, settlement: Settlement | None = None) -> dict[str, Any]:
    """On the country page and a settlement's: what is under way where the reader leads or checks."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"counts": []}
    may = Settlement.objects.where_may(user, Act.SEE_OBJECTIONS)
    if settlement is not None:
        may = may.filter(pk=settlement.pk)
    counts = Enumeration.objects.filter(settlement__in=may, state__in=UNDER_WAY).select_related("settlement")
    return {"counts": list(counts.order_by("-pk")[:MOST_UNDER_WAY]), "settlement": settlement}


@register.inclusion_tag("verification/_my_work.html", takes_context=True)
def my_work(context: Any) -> dict[str, Any]:
    """At the head of the first page, for whoever is signed in: who they are, where they act, what waits."""
    user = context["request"].user
    memberships = list(
        user.memberships.select_related("settlement", "county").order_by("pk")[: MOST_PLACES + 1]
    )
    return {
        "user": user,
        "memberships": memberships[:MOST_PLACES],
        "has_more": len(memberships) > MOST_PLACES,
        "waiting": waiting_for(user) if memberships else [],
    }
