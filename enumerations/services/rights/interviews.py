"""Interviews as phones sent them, names and all: whose they are, and what is cleared of them."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from enumerations.collecting import HeldDecision, SubmissionState
from enumerations.models import Attachment, HeldSending, Household, Submission

# Of these nothing is in the register yet, and without their answers nothing can be.
WAITING = (SubmissionState.RECEIVED, SubmissionState.WAITING_FILES, SubmissionState.CONFLICT)


def interviews_of(household: Household) -> QuerySet[Submission]:
    """What phones sent of this household: every correction, and whatever it replaced.

    An interview that waits because its number is this household's may be of other people: it is not one.
    """
    named = Q(household=household) & ~Q(state=SubmissionState.CONFLICT)
    if household.instance_id:
        named |= Q(root_instance_id=household.instance_id)
    found: QuerySet[Submission] = Submission.objects.filter(named, enumeration=household.enumeration_id)
    return found


def clear_interviews(submissions: QuerySet[Submission]) -> None:
    """Take out of these what was answered, photographed and recorded; when and how they came stays.

    The bytes of files go first: a run that is cut short then finds the rest again.
    """
    found = list(submissions.values_list("pk", "enumeration", "instance_id"))
    ids = [pk for pk, _, _ in found]
    for attachment in Attachment.objects.filter(submission__in=ids).iterator():
        attachment.file.storage.delete(str(attachment.file.name))
        attachment.delete()
    named = {instance_id for _, _, instance_id in found}
    counts = {enumeration for _, enumeration, _ in found}
    clear_held(
        HeldSending.objects.filter(Q(submission__in=ids) | Q(instance_id__in=named), enumeration__in=counts)
    )
    cleared = Submission.objects.filter(pk__in=ids)
    cleared.filter(state__in=WAITING).update(state=SubmissionState.REJECTED)
    # A reason names what is to be corrected, and may say more than it should.
    cleared.exclude(review_reason="").update(review_reason="–")
    cleared.update(xml=None, household=None, touched_at=timezone.now())


def clear_held(sendings: QuerySet[HeldSending]) -> None:
    """The same of what waits for a decision; there is nothing left to decide."""
    for held in sendings.exclude(file="").defer("xml").iterator():
        held.file.storage.delete(str(held.file.name))
    sendings.filter(decision=HeldDecision.OPEN).update(
        decision=HeldDecision.KEPT_FIRST, decided_at=timezone.now()
    )
    sendings.update(xml=None, file="")
