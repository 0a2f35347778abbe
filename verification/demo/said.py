"""Taking one of the demo's objections: about a door, a household, or a place."""

from datetime import date
from random import Random
from typing import Any

from accounts.models import User
from enumerations.demo import names
from enumerations.models import Enumeration, Household
from settlements.models import Structure
from verification.choices import ObjectionKind, ObjectionSource, Objector
from verification.conditions.counted import in_register
from verification.models import Objection, Posting
from verification.services.objections import take


class Homes:
    """Households of a count to object about: each once, always the same ones."""

    def __init__(self, count: Enumeration) -> None:
        self.random = Random(f"objections-{count.settlement.code}-{count.round}")
        found = (
            in_register(count).filter(structure__isnull=False).order_by("key").values_list("pk", flat=True)
        )
        self.left = self.random.sample(list(found), 60)

    def next(self, **such: Any) -> Household:
        """The next one of whom this holds."""
        for pk in list(self.left):
            found = Household.objects.select_related("structure__cluster").filter(pk=pk, **such).first()
            if found is not None:
                self.left.remove(pk)
                return found
        raise LookupError(f"no household of the demo is left for {such}")


def object_to(
    count: Enumeration,
    by: User,
    on: date,
    kind: ObjectionKind,
    statement: str,
    *,
    objector: Objector = Objector.HOUSEHOLD,
    household: Household | None = None,
    structure: Structure | None = None,
    source: ObjectionSource = ObjectionSource.DESK,
    random: Random,
) -> Objection:
    """Write it down as somebody at the desk says it."""
    door = household.structure if household else structure
    name = names.full_name(random.choice(("female", "male")), random)
    return take(
        enumeration=count,
        by=by,
        posting=Posting.objects.filter(enumeration=count).latest("number"),
        kind=kind,
        source=source,
        heard_on=on,
        household=household,
        structure=door,
        cluster=door.cluster if door else None,
        door=door.code if door else "",
        objector=objector,
        objector_name=name,
        statement=statement,
    )
