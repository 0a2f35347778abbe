"""Which remedy an objection has: by its kind, and by what is known of its door."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from verification.choices import ObjectionKind
from verification.forms.remedies import (
    BoundaryRemedy,
    NoHousehold,
    RecordRemedy,
    Remedy,
    TwiceRemedy,
)
from verification.forms.remedies_claims import ClaimRemedy
from verification.forms.remedies_ground import NewStructureRemedy, NoStructureRemedy, NotCountedRemedy
from verification.models import Objection

K = ObjectionKind


class NoDoor(NoHousehold):
    """Its door is not known: find that first."""

    help = _("No structure is known for this objection. Say which door it is about, then decide.")


OF_HOUSEHOLD: dict[str, type[Remedy]] = {
    K.WRONG_NAME: RecordRemedy,
    K.WRONG_SIZE: RecordRemedy,
    K.WRONG_STATUS: RecordRemedy,
    K.DECEASED_MOVED: RecordRemedy,
    K.COUNTED_TWICE: TwiceRemedy,
}
OF_STRUCTURE: dict[str, type[Remedy]] = {
    K.ABSENTEE_OWNER: ClaimRemedy,
    K.SUB_LET: ClaimRemedy,
    K.DOUBLE_CLAIM: ClaimRemedy,
    K.OWNERSHIP: ClaimRemedy,
    K.BOUNDARY: ClaimRemedy,
    K.RENT: ClaimRemedy,
    K.NO_SUCH_STRUCTURE: NoStructureRemedy,
}
OF_NO_DOOR: dict[str, type[Remedy]] = {
    K.NOT_COUNTED: NotCountedRemedy,
    K.STRUCTURE_MISSING: NewStructureRemedy,
    K.SETTLEMENT_BOUNDARY: BoundaryRemedy,
}


def remedy_of(objection: Objection, by: User, sent: Any = None) -> Remedy:
    """The controls for what upholding it corrects."""
    if objection.kind in OF_HOUSEHOLD:
        kind = OF_HOUSEHOLD[objection.kind] if objection.household_id else NoHousehold
    elif objection.kind in OF_STRUCTURE:
        kind = OF_STRUCTURE[objection.kind] if objection.structure_id else NoDoor
    else:
        kind = OF_NO_DOOR[objection.kind]
    return kind(objection, by, sent)
