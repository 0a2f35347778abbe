"""What pages of the apps below show of certificates."""

from typing import Any

from django import template

from enumerations.models import Household
from settlements.models import Structure
from verification.models import Certificate

register = template.Library()
MOST = 20


@register.inclusion_tag("verification/certificates/_of_household.html")
def certificates_of_household(household: Household) -> dict[str, Any]:
    """On the household's page at the desk, whose readers issue them."""
    issued = Certificate.objects.filter(household=household).order_by("-number")
    is_adopted = household.enumeration.is_adopted
    return {"household": household, "issued": list(issued), "is_adopted": is_adopted}


@register.inclusion_tag("verification/certificates/_held.html")
def certificates_held(household: Household) -> dict[str, Any]:
    """On the slip for whoever asks what is held of them."""
    return {"issued": list(Certificate.objects.filter(household=household).order_by("number"))}


@register.inclusion_tag("verification/certificates/_of_structure.html", takes_context=True)
def certificates_of_structure(context: Any, structure: Structure) -> dict[str, Any]:
    """On a structure's page, for leaders: numbers and states, and no name."""
    seen = Certificate.objects.visible_to(context["request"].user)
    issued = seen.filter(structure=structure).select_related("household", "structure").order_by("-pk")
    return {"issued": list(issued[:MOST])}
