"""Which structures are disputed: their households get no certificate, and count all the same."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from enumerations.models import Enumeration, TenureClaim
from settlements.models import Settlement, Structure
from verification.choices import DISPUTES, ObjectionKind, ObjectionState, Outcome
from verification.models import Objection

# A dispute lasts until the panel decides it, and where it referred it, until that is settled. It is over the
# structure, which outlives counts: one of an earlier round stays one.
WAITS = Q(state__in=[ObjectionState.OPEN, ObjectionState.HEARING]) | Q(
    outcome=Outcome.REFERRED, settled_on__isnull=True
)
DISPUTE_KINDS = sorted(str(kind) for kind in DISPUTES)
_KINDS = ", ".join(f"'{kind}'" for kind in DISPUTE_KINDS)
# The same as `disputed_structures` of a settlement, for the map.
DISPUTED_SQL = f"""
    SELECT o.structure_id FROM verification_objection o
    WHERE o.settlement_id = %(settlement)s AND o.structure_id IS NOT NULL AND o.kind IN ({_KINDS})
      AND (o.state IN ('open', 'hearing') OR (o.outcome = 'referred' AND o.settled_on IS NULL))
    UNION
    SELECT c.structure_id FROM enumerations_tenureclaim c
    WHERE c.in_dispute AND c.valid_to IS NULL AND c.enumeration_id = (
        SELECT e.id FROM enumerations_enumeration e
        WHERE e.settlement_id = %(settlement)s AND e.state <> 'planned'
          AND NOT (e.state = 'closed' AND e.adopted_on IS NULL)
        ORDER BY e.round DESC LIMIT 1)
"""


def live_disputes(settlement: Settlement) -> QuerySet[Objection]:
    """The objections of the settlement that are disputes over a structure and are not settled."""
    found: QuerySet[Objection] = Objection.objects.filter(
        WAITS, settlement=settlement, kind__in=DISPUTE_KINDS, structure__isnull=False
    )
    return found


def disputed_structures(place: Settlement | Enumeration) -> QuerySet[Structure]:
    """The disputed structures: by claims of this count, or of the settlement's current one."""
    if isinstance(place, Enumeration):
        settlement, count = place.settlement, place
    else:
        settlement = place
        current: QuerySet[Enumeration] = Enumeration.objects.filter(settlement=place).current()
        count = current.first()  # type: ignore[assignment]
    objections = live_disputes(settlement).filter(structure=OuterRef("pk"))
    claims = TenureClaim.objects.filter(
        structure=OuterRef("pk"), enumeration=count, in_dispute=True, valid_to__isnull=True
    )
    return Structure.objects.filter(Exists(objections) | Exists(claims), settlement=settlement)


def disputes_of(structure: Structure) -> list[str]:
    """What is disputed at one structure, in words."""
    kinds = live_disputes(structure.settlement).filter(structure=structure)
    words = {str(ObjectionKind(kind).label) for kind in kinds.values_list("kind", flat=True)}
    if not words and disputed_structures(structure.settlement).filter(pk=structure.pk).exists():
        words = {str(_("Somebody's claim is disputed"))}
    return sorted(words)
