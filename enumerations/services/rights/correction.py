"""Correct a record at the request of its people, by the same rules as any interview."""

from accounts.choices import AccessKind
from enumerations.models import Household, RightsRequest
from enumerations.rights import RequestKind
from enumerations.services.correcting import Checked, write
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.requests import Wish, answer_with_deed, count_again, log_deed


def correct(
    *, household: Household, checked: Checked, removed: set[int], wish: Wish
) -> tuple[RightsRequest, set[str]]:
    """Write what was checked, and which answers that changed. No old file undoes it."""
    with enumeration_locked(household.enumeration_id):
        changes = write(household, checked, removed)
        request = answer_with_deed(household, RequestKind.CORRECT, wish)
        log_deed(AccessKind.CORRECTED, household.pk, household.settlement, wish)
        count_again(household.enumeration_id)
    return request, {change.field if change.line is None else "people" for change in changes}
