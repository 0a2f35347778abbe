"""The safety switch: when an eviction threatens, one act hides where the settlement lies and what it holds.

The switch is a fact of the settlement's row, and the querysets ask it (`with_ground_shown_to`,
`open_to_hand_over_by`): there is nothing to restart and no cache of others to clear.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import log
from accounts.choices import AccessKind
from accounts.models import User
from settlements.models import Settlement


class Frozen(Exception):
    """Nothing of this settlement may be handed over now: what is so, and what to do."""

    code = "settlement_frozen"

    def __init__(self, settlement: Settlement) -> None:
        self.sentence = _("%(settlement)s is hidden because an eviction threatens.") % {
            "settlement": settlement.name
        }
        self.remedy = _("Nothing is handed over until staff show the settlement again.")
        super().__init__(f"{self.sentence} {self.remedy}")


def shield(*, settlement: Settlement, user: User, reason: str = "") -> bool:
    """Turn the safety switch on; False where it was on already, and who did it then stays."""
    with transaction.atomic():
        locked = _locked(settlement)
        if locked.is_shielded:
            return False
        locked.shielded_at, locked.shielded_by, locked.shielded_because = timezone.now(), user, reason[:200]
        _save(locked)
        _record(user, AccessKind.SHIELDED, locked, reason)
    return True


def unshield(*, settlement: Settlement, user: User, reason: str) -> bool:
    """Turn it off again; False where it was off already."""
    with transaction.atomic():
        locked = _locked(settlement)
        if not locked.is_shielded:
            return False
        locked.shielded_at, locked.shielded_by, locked.shielded_because = None, None, ""
        _save(locked)
        _record(user, AccessKind.UNSHIELDED, locked, reason)
    return True


def refuse_frozen(settlement: Settlement) -> None:
    """Every hand-over calls this in its transaction, last before anything leaves. Raises Frozen.

    It waits for a switch that is being turned, and holds the row, so that none is turned in between.
    """
    if _locked(settlement).is_shielded:
        raise Frozen(settlement)


def refuse_frozen_among(settlements: Iterable[Settlement]) -> None:
    """The same for a hand-over of several settlements at once. Raises Frozen for the first that is hidden."""
    wanted = Settlement.objects.filter(pk__in=[each.pk for each in settlements])
    # In one order, so that two hand-overs wait for each other and never both.
    for locked in wanted.select_for_update(of=("self",), no_key=True).defer("boundary").order_by("pk"):
        if locked.is_shielded:
            raise Frozen(locked)


def _locked(settlement: Settlement) -> Settlement:
    found: Settlement = (
        Settlement.objects.select_for_update(of=("self",), no_key=True)
        .defer("boundary")
        .get(pk=settlement.pk)
    )
    return found


def _save(settlement: Settlement) -> None:
    # By `save`, not `update`: its signal ends what the tiles remember of who may see them.
    settlement.save(update_fields=["shielded_at", "shielded_by", "shielded_because"])


def _record(user: User, kind: AccessKind, settlement: Settlement, reason: str) -> None:
    log.record(user, kind, subject=f"settlement {settlement.code}", settlement=settlement.code, reason=reason)
