"""From the number that somebody says to a structure and the households behind it, without a name."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enumerations.models import Enumeration, Household
from settlements.models import Structure
from settlements.numbering import PAINTED, NumberingError, parse


@dataclass(frozen=True)
class Door:
    """What a number led to; `structure` is None where none has it, `is_number` says whether it is one."""

    typed: str
    is_number: bool = False
    structure: Structure | None = None
    households: list[Household] = field(default_factory=list)
    named: Household | None = None  # where the number says which household


def find_door(count: Enumeration, typed: str) -> Door:
    """The structure and households of a count at a door number, as somebody typed it."""
    typed = " ".join(typed.replace("\x00", "").split())[:40]
    try:
        doors = parse(typed, settlement=count.settlement.code)
    except NumberingError:
        return Door(typed)
    codes = [door.structure_code for door in doors if door.settlement == count.settlement.code]
    structure = (
        Structure.objects.filter(settlement=count.settlement, code__in=codes)
        .select_related("cluster")
        .order_by("code")
        .first()
    )
    if structure is None:
        return Door(typed, is_number=True)
    behind = list(households_behind(count, structure))
    wanted = next((door.household for door in doors if door.structure_code == structure.code), None)
    named = [each for each in behind if wanted is not None and number_of(each) == wanted]
    return Door(
        typed, is_number=True, structure=structure, households=behind, named=named[0] if named else None
    )


def households_behind(count: Enumeration, structure: Structure) -> QuerySet[Household]:
    """The count's households at a structure: whoever counts, and whoever was found to be there twice."""
    found: QuerySet[Household] = (
        Household.objects.filter(enumeration=count, structure=structure)
        .only("key", "members_total", "result", "structure", "enumeration", "settlement", "same_as")
        .order_by("key")
    )
    return found


def number_of(household: Household) -> int | None:
    """The household's number behind its door, where its key is a door's."""
    match = PAINTED.match(household.key)
    return int(match["household"]) if match and match["household"] else None


def label_of(household: Household, place: int = 1) -> str:
    """`household 02, 4 people`: enough to point at it, too little to know who it is."""
    number = number_of(household) or place
    if household.members_total is None:
        return _("household %(number)02d, nobody listed") % {"number": number}
    people = household.members_total
    words = ngettext(
        "household %(number)02d, %(people)s person", "household %(number)02d, %(people)s people", people
    )
    return words % {"number": number, "people": people}


def choices_of(door: Door) -> list[tuple[str, str]]:
    """The households behind a door to choose from, by id."""
    return [(str(each.pk), label_of(each, place)) for place, each in enumerate(door.households, start=1)]
