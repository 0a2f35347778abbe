"""Who counted and when, how far the count has come, and what the community made of it: of one round."""

from datetime import date
from typing import Any

from django.db.models import Count, Max, Min

from enumerations.choices import EnumerationState
from enumerations.models import Enumeration, Household
from reports.documents.language import local_day
from verification.models import Objection, Step
from verification.services.disputes import disputed_structures
from verification.services.objections import undecided
from verification.services.register import latest

S = EnumerationState


def counted(count: Enumeration) -> dict[str, Any]:
    """All that a report says of a round, as JSON holds it: numbers and days, nobody's name."""
    visits = Household.objects.filter(enumeration=count).aggregate(
        first=Min("interviewed_on"), last=Max("interviewed_on"), teams=Count("enumerator", distinct=True)
    )
    snapshot = latest(count) if count.is_adopted else None
    return {
        "id": count.pk,
        "round": count.round,
        "name": count.name,
        "state": count.state,
        "starts_on": _iso(count.starts_on or visits["first"]),
        "ends_on": _iso(visits["last"] or count.ends_on),
        "enumerators": visits["teams"],
        "is_verified": is_verified(count),
        "is_adopted": count.is_adopted,
        "verified_on": _iso(count.adopted_on) or _verified_on(count),
        "adopted_on": _iso(count.adopted_on),
        "assembly": _assembly(count),
        "objections": Objection.objects.filter(enumeration=count).count(),
        "undecided": undecided(count),
        "disputed": disputed_structures(count).count(),
        "register": {
            "version": snapshot.version,
            "root": snapshot.root,
            "households": snapshot.households,
            "people": snapshot.people,
        }
        if snapshot
        else None,
    }


def is_verified(count: Enumeration) -> bool:
    """Whether its community has checked it: verified, or adopted since."""
    return count.is_adopted or count.state == S.VERIFIED


def _verified_on(count: Enumeration) -> str:
    if count.state != S.VERIFIED:
        return ""
    step = Step.objects.filter(enumeration=count, to_state=S.VERIFIED).first()
    return local_day(step.taken_at) if step else ""


def _assembly(count: Enumeration) -> dict[str, Any] | None:
    """Of the meeting that adopted it: when, and how many came."""
    step = Step.objects.filter(enumeration=count, to_state=S.ADOPTED).first()
    if step is None or step.held_on is None:
        return None
    return {"held_on": step.held_on.isoformat(), "women": step.women, "men": step.men}


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""
