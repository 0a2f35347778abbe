"""Finding a structure by what is painted on its door."""

import re

from django.db.models import QuerySet

from settlements.models import Settlement, Structure
from settlements.numbering import DoorNumber, NumberingError, parse

MOST = 20
LETTER_AND_NUMBER = re.compile(r"^([A-Z])/?([0-9]{1,4}[A-Z]?)$")


def find_structures(structures: QuerySet[Structure], settlement: Settlement, painted: str) -> list[Structure]:
    """The structures the painted text may mean, at most twenty; raises NumberingError where it is no number.

    People leave out what everybody in the lane knows: `123` finds KMT/B/123 in every cluster, and its units
    KMT/B/123A and 123B. A household's number finds its structure.
    """
    doors = read(painted, settlement.code)
    if doors[0].settlement != settlement.code:
        raise NumberingError(painted)
    here = structures.filter(settlement=settlement)
    exact = list(here.filter(code__in=[door.structure_code for door in doors]))
    if exact:
        return exact
    door = doors[0]
    cluster = re.escape(door.cluster) if door.cluster else "[A-Z][A-Z0-9]{0,2}"
    units = "|".join(door.unit for door in doors if door.unit) or "[A-Z]?"
    pattern = rf"^{settlement.code}(/({cluster}))?/{door.number}({units})$"
    return list(here.filter(code__regex=pattern).order_by("code")[:MOST])


def read(painted: str, settlement: str) -> list[DoorNumber]:
    """The scheme's parser, and what a thumb makes of it on a phone: `b 123`, `b-123`, `B123`."""
    try:
        return parse(painted, settlement=settlement)
    except NumberingError:
        text = re.sub(r"[\s\-.,]+", "/", painted.strip()).upper()
        return parse(LETTER_AND_NUMBER.sub(r"\1/\2", text), settlement=settlement)
