"""Erasing what says who somebody is: of one household at its request, of many when their time is over."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.choices import AccessKind
from enumerations.collecting import BatchSource
from enumerations.models import (
    AnswerRow,
    Batch,
    Household,
    Person,
    Revision,
    RightsRequest,
    RoundLink,
    TenureClaim,
    Withdrawal,
)
from enumerations.rights import IDENTIFYING_HOUSEHOLD, IDENTIFYING_PERSON, Purpose, RequestKind, columns_of
from enumerations.services import staging
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.again import records_of
from enumerations.services.rights.interviews import clear_interviews, interviews_of
from enumerations.services.rights.requests import Wish, answer_with_deed, count_again, log_deed
from enumerations.signals import people_cleared


def erase(*, household: Household, answers_stay: bool, wish: Wish) -> RightsRequest:
    """Erase a household: all of it, or, where its people agree, all that says who and where they are.

    Either way nothing links to it any more, and an old file does not bring it back. What phones sent of it is
    cleared, and where it was counted again, these records go with it. The answer names the batches whose
    stored files still hold the interview, until their time is over too.
    """
    with enumeration_locked(household.enumeration_id):
        household.refresh_from_db()
        records = records_of(household)
        ids = [each.pk for each in records]
        batches = sorted({pk for each in records for pk in batches_holding(each)})
        request = answer_with_deed(
            household, RequestKind.ERASE, wish, answers_stay=answers_stay, batches=batches
        )
        for each in records:
            _let_go(each, wish)
        if answers_stay:
            _leave_answers(records.pop(0))
        for each in reversed(records):  # whatever says that it is the same household goes first
            people_cleared.send(Household, households=[each.pk], erased=True)
            each.claims.all().delete()  # they name people, who cannot go before them
            each.delete()
        forget_history(ids)
        count_again(household.enumeration_id)
    request.refresh_from_db()
    return request


def _let_go(household: Household, wish: Wish) -> None:
    """Write down that it is erased and stays so; nothing links to it any more."""
    log_deed(AccessKind.ERASED, household.pk, household.settlement, wish)
    Withdrawal.objects.create(
        settlement_id=household.settlement_id,
        enumeration_id=household.enumeration_id,
        key=household.key,
        instance_id=household.instance_id,
        purposes=Purpose.values,
        is_erasure=True,
        heard_on=wish.on,
        how=wish.how,
        taken_by=wish.taken_by,
    )
    RoundLink.objects.filter(Q(household=household) | Q(previous=household)).delete()
    for links in (RightsRequest.objects, Withdrawal.objects):
        links.filter(household=household).update(household=None)
    clear_interviews(interviews_of(household))


def batches_holding(household: Household) -> list[int]:
    """The batches whose files hold the household's interview, as far as the register knows."""
    kept = Revision.objects.filter(household=household).values_list("batch_id", "previous_batch_id")
    known = {household.batch_id, household.created_by_batch_id, *(pk for both in kept for pk in both)}
    files = Batch.objects.filter(pk__in=known, source=BatchSource.FILE)
    return list(files.order_by("pk").values_list("pk", flat=True))


def _leave_answers(household: Household) -> None:
    """Answers without a name, a number or a door: they count in the settlement's figures, and no more."""
    TenureClaim.objects.filter(household=household).delete()
    Revision.objects.filter(household=household).delete()
    clear(Household.objects.filter(pk=household.pk), erased=True)
    # The first batch alone made it: no later one can be taken back to what it was before.
    Household.objects.filter(pk=household.pk).update(
        key=f"erased-{uuid.uuid4().hex}",
        instance_id=None,
        structure=None,
        batch=F("created_by_batch"),
        restricted_at=None,
        corrected_at=None,
        consent=True,
        **dict.fromkeys((str(purpose) for purpose in Purpose if purpose != Purpose.COUNTED), False),
    )


def clear(households: QuerySet[Household], *, erased: bool = False) -> None:
    """Take out of these households and their people whatever says who or where they are.

    Answers outside the standard questionnaire go too: nobody has said what they hold. `erased`: at their own
    request, and not because the time for keeping it is over.
    """
    ids = list(households.values_list("pk", flat=True))
    people_cleared.send(Household, households=ids, erased=erased)
    persons = Person.objects.filter(household__in=households.values("pk"))
    TenureClaim.objects.filter(household__in=households.values("pk")).update(
        claimant_name=Case(When(person__isnull=True, then=Value("")))
    )
    persons.update(**_blank(Person, IDENTIFYING_PERSON))
    AnswerRow.objects.filter(household__in=households.values("pk")).delete()
    households.update(cleared_at=timezone.now(), **_blank(Household, IDENTIFYING_HOUSEHOLD))


def forget_history(households: list[int]) -> None:
    """Take out of the history of changes what was just erased, cleared or dropped of these households.

    The application may not change the history: the database does, and only for households that are gone or
    cleared.
    """
    staging.execute("SELECT forget_households(%(households)s)", {"households": households})


def _blank(model: type[models.Model], fields: tuple[str, ...]) -> dict[str, Any]:
    return {**dict.fromkeys(columns_of(model, fields)), "answers": {}, "not_given": {}}
