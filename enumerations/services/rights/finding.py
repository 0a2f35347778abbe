"""Find the household of whoever asks: by its number, its door, a name or a phone."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from enumerations.models import Household, Person, TenureClaim
from settlements.models import Settlement
from settlements.numbering import NumberingError, parse

MOST = 30
PHONE = re.compile(r"^[+0-9][0-9 ()-]{8,}$")


def find(*, user: User, settlement: Settlement, words: str) -> QuerySet[Household]:
    """The households that the words may mean, of those that the user may see; the newest round first."""
    words = words.replace("\x00", "").strip()
    seen = Household.objects.visible_to(user).filter(settlement=settlement)
    if not words:
        return seen.none()
    found = seen.filter(_meant(words, settlement))
    return found.select_related("enumeration", "structure").order_by("-enumeration__round", "key")[:MOST]


def _meant(words: str, settlement: Settlement) -> Q:
    if PHONE.match(words):
        return Q(phone__alike=words)
    by_number = Q(key__iexact=words) | Q(instance_id__iexact=words.removeprefix("uuid:"))
    try:
        doors = parse(words, settlement=settlement.code)
    except NumberingError:
        named = Person.objects.filter(household=OuterRef("pk"), name__icontains=words)
        claims = TenureClaim.objects.filter(household=OuterRef("pk"), claimant_name__icontains=words)
        return by_number | Q(head_name__icontains=words) | Exists(named) | Exists(claims)
    for door in doors:
        by_number |= (
            Q(key=door.household_code) if door.household_code else Q(structure__code=door.structure_code)
        )
    return by_number
