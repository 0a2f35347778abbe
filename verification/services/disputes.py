"""Structures over which people dispute: until it is settled, their households get no certificate."""

from typing import Any

from django.db.models import Q, QuerySet

from enumerations.models import Enumeration, TenureClaim
from settlements.models import Structure
from verification.choices import DISPUTES, ObjectionState, Outcome
from verification.models import Objection


def open_disputes(count: Enumeration) -> QuerySet[Objection]:
    """Objections of this count about a dispute: undecided, or referred and not settled yet."""
    undecided = Q(state__in=[ObjectionState.OPEN, ObjectionState.HEARING])
    unsettled = Q(state=ObjectionState.DECIDED, outcome=Outcome.REFERRED, settled_on__isnull=True)
    found: QuerySet[Objection] = Objection.objects.filter(
        undecided | unsettled, enumeration=count, kind__in=DISPUTES
    )
    return found


def disputed_structures(count: Enumeration) -> QuerySet[Any]:
    """The ids of structures in dispute: by an objection, or by what its people said when counted."""
    objected = open_disputes(count).filter(structure__isnull=False).values("structure")
    claimed = TenureClaim.objects.filter(enumeration=count, in_dispute=True).values("structure")
    return Structure.objects.filter(Q(pk__in=objected) | Q(pk__in=claimed)).values("pk")
