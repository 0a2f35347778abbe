"""Agreements taken back and given again, records restricted and released."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.choices import AccessKind
from enumerations.models import Household, RightsRequest, Withdrawal
from enumerations.rights import Purpose, RequestKind
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.again import records_of
from enumerations.services.rights.requests import Wish, answer_with_deed, count_again, log_deed


def take_back(*, household: Household, purposes: Iterable[Purpose], wish: Wish) -> RightsRequest:
    """The household no longer agrees to these. Who does not want to be counted leaves figures and lists."""
    taken = list(purposes)
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        records = records_of(household)
        for record in records:
            Withdrawal.objects.create(
                settlement_id=record.settlement_id,
                enumeration_id=record.enumeration_id,
                household=record,
                key=record.key,
                instance_id=record.instance_id,
                purposes=taken,
                heard_on=wish.on,
                how=wish.how,
                taken_by=wish.taken_by,
            )
            _agree(record, taken, False)
            log_deed(AccessKind.WITHDRAWN, record.pk, record.settlement, wish)
        household.refresh_from_db()
        request = answer_with_deed(household, RequestKind.WITHDRAW, wish)
        count_again(household.enumeration_id)
    return request


def give_again(*, withdrawal: Withdrawal, wish: Wish) -> None:
    """The household agrees again to what it had taken back; after an erasure it may be counted anew."""
    with enumeration_locked(withdrawal.enumeration_id):
        withdrawal.refresh_from_db()
        for each in [withdrawal, *_of_its_other_records(withdrawal)]:
            _lift(each, wish)
        count_again(withdrawal.enumeration_id)


def _of_its_other_records(withdrawal: Withdrawal) -> list[Withdrawal]:
    """What was taken back with it in other records of the same household."""
    if withdrawal.household is None:
        return []
    others = [record for record in records_of(withdrawal.household) if record.pk != withdrawal.household_id]
    same = Withdrawal.objects.in_force().filter(household__in=others, heard_on=withdrawal.heard_on)
    return list(same.filter(purposes=withdrawal.purposes))


def _lift(withdrawal: Withdrawal, wish: Wish) -> None:
    withdrawal.lifted_at, withdrawal.lifted_by = timezone.now(), wish.taken_by
    withdrawal.save(update_fields=["lifted_at", "lifted_by"])
    household = withdrawal.household
    if household is None:
        return
    held = Withdrawal.objects.in_force().filter(household=household)
    still = {purpose for other in held for purpose in other.purposes}
    _agree(household, [Purpose(each) for each in withdrawal.purposes if each not in still], True)
    log_deed(AccessKind.WITHDRAWN, household.pk, household.settlement, wish)


def _agree(household: Household, purposes: list[Purpose], agreed: bool) -> None:
    for purpose in purposes:
        setattr(household, str(purpose), agreed)
    household.save(update_fields=[str(purpose) for purpose in purposes])


def restrict(*, household: Household, wish: Wish) -> RightsRequest:
    """Keep the record, but use it for nothing."""
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        records = records_of(household)
        for record in records:
            record.restricted_at = record.restricted_at or timezone.now()
            record.save(update_fields=["restricted_at"])
            log_deed(AccessKind.RESTRICTED, record.pk, record.settlement, wish)
        household.refresh_from_db()
        request = answer_with_deed(household, RequestKind.RESTRICT, wish)
        count_again(household.enumeration_id)
    return request


def release(*, household: Household, wish: Wish) -> None:
    """Use the record again."""
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        for record in records_of(household):
            record.restricted_at = None
            record.save(update_fields=["restricted_at"])
            log_deed(AccessKind.RESTRICTED, record.pk, record.settlement, wish)
        household.refresh_from_db()
        count_again(household.enumeration_id)
