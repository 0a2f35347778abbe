"""Which structures are disputed: until it is settled, their households get no certificate."""

from django.db.models import Q, QuerySet

from enumerations.models import Enumeration, TenureClaim
from settlements.models import Settlement, Structure
from verification.choices import DISPUTES, ObjectionState, Outcome
from verification.models import Objection

# Until the panel decides it, and where it referred it, until that is settled.
WAITS = Q(state__in=[ObjectionState.OPEN, ObjectionState.HEARING]) | Q(
    outcome=Outcome.REFERRED, settled_on__isnull=True
)


def live_disputes(settlement: Settlement) -> QuerySet[Objection]:
    """The objections of the settlement that are disputes over a structure and are not settled."""
    found: QuerySet[Objection] = Objection.objects.filter(
        WAITS, settlement=settlement, kind__in=sorted(DISPUTES), structure__isnull=False
    )
    return found


def disputed_structures(count: Enumeration) -> QuerySet[Structure]:
    """The disputed structures: by an objection, or by what people said when this count was made."""
    objected = live_disputes(count.settlement).values("structure")
    claimed = TenureClaim.objects.filter(enumeration=count, in_dispute=True, valid_to__isnull=True)
    found: QuerySet[Structure] = Structure.objects.filter(
        Q(pk__in=objected) | Q(pk__in=claimed.values("structure")), settlement=count.settlement
    )
    return found
