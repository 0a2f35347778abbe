"""Agreements taken back and given again, records restricted and released."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.choices import AccessKind
from enumerations.models import Household, RightsRequest, Withdrawal
from enumerations.rights import Purpose, RequestKind
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.requests import Wish, answer_with_deed, count_again, log_deed


def take_back(*, household: Household, purposes: Iterable[Purpose], wish: Wish) -> RightsRequest:
    """The household no longer agrees to these. Who does not want to be counted leaves figures and lists."""
    taken = list(purposes)
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        Withdrawal.objects.create(
            settlement_id=household.settlement_id,
            enumeration_id=household.enumeration_id,
            household=household,
            key=household.key,
            instance_id=household.instance_id,
            purposes=taken,
            heard_on=wish.on,
            how=wish.how,
            taken_by=wish.taken_by,
        )
        _agree(household, taken, False)
        request = answer_with_deed(household, RequestKind.WITHDRAW, wish)
        log_deed(AccessKind.WITHDRAWN, household.pk, household.settlement, wish)
        count_again(household.enumeration_id)
    return request


def give_again(*, withdrawal: Withdrawal, wish: Wish) -> None:
    """The household agrees again to what it had taken back; after an erasure it may be counted anew."""
    with enumeration_locked(withdrawal.enumeration_id):
        withdrawal.refresh_from_db()
        withdrawal.lifted_at, withdrawal.lifted_by = timezone.now(), wish.taken_by
        withdrawal.save(update_fields=["lifted_at", "lifted_by"])
        household = withdrawal.household
        if household is not None:
            held = Withdrawal.objects.in_force().filter(household=household)
            still = {purpose for other in held for purpose in other.purposes}
            _agree(household, [Purpose(each) for each in withdrawal.purposes if each not in still], True)
            log_deed(AccessKind.WITHDRAWN, household.pk, household.settlement, wish)
        count_again(withdrawal.enumeration_id)


def _agree(household: Household, purposes: list[Purpose], agreed: bool) -> None:
    for purpose in purposes:
        setattr(household, str(purpose), agreed)
    household.save(update_fields=[str(purpose) for purpose in purposes])


def restrict(*, household: Household, wish: Wish) -> RightsRequest:
    """Keep the record, but use it for nothing."""
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        household.restricted_at = household.restricted_at or timezone.now()
        household.save(update_fields=["restricted_at"])
        request = answer_with_deed(household, RequestKind.RESTRICT, wish)
        log_deed(AccessKind.RESTRICTED, household.pk, household.settlement, wish)
        count_again(household.enumeration_id)
    return request


def release(*, household: Household, wish: Wish) -> None:
    """Use the record again."""
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        household.restricted_at = None
        household.save(update_fields=["restricted_at"])
        log_deed(AccessKind.RESTRICTED, household.pk, household.settlement, wish)
        count_again(household.enumeration_id)
