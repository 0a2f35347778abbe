"""The answers that colour the map, packed into one integer: six short texts cost a tile half its time.

Each question has five bits, the first one the lowest: 0 where the answer is not known, else the code's
place in its choice list, counted from 1. `StructureSummary.packed` is computed by the database from
`expression()`, so a changed list asks for a migration that removes the column and adds it again; raise
DESIGN of mapping.tile_views with it.
"""

import operator
from functools import reduce

from django.contrib.postgres.fields import ArrayField
from django.db.models import Expression, Func, IntegerField, TextChoices, TextField, Value
from django.db.models.functions import Cast, Coalesce

from enumerations.choices import DoorState, TenureRole, ToiletPlace, WaterSource
from settlements.choices import StructureUse, WallMaterial

BITS = 5
QUESTIONS: dict[str, type[TextChoices]] = {
    "use": StructureUse,
    "wall": WallMaterial,
    "water_source": WaterSource,
    "toilet_place": ToiletPlace,
    "occupancy_status": TenureRole,
    "visit": DoorState,  # the last that has room: an integer has 31 bits
}


def unit(question: str) -> int:
    """The lowest bit of the question."""
    return 1 << BITS * list(QUESTIONS).index(question)


def mask(*questions: str) -> int:
    """All bits of these questions."""
    return sum((2**BITS - 1) * unit(question) for question in questions)


def pack(question: str, code: str) -> int:
    """One answer, in the bits of its question."""
    return (QUESTIONS[question].values.index(code) + 1) * unit(question)


def expression() -> Expression:
    """What the database computes: a code that is not in the list is as good as none."""
    return reduce(operator.add, (place(question) * unit(question) for question in QUESTIONS))


def place(question: str) -> Expression:
    codes = Value(QUESTIONS[question].values, ArrayField(TextField()))
    found = Func(codes, Cast(question, TextField()), function="array_position", output_field=IntegerField())
    return Coalesce(found, 0)
