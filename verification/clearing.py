"""What is kept of a household here goes when what says who it is goes."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from enumerations.rights import RetentionRule
from enumerations.services.retention import due_counts
from enumerations.signals import files_cleared, people_cleared
from verification.models import Suspicion


@receiver(people_cleared)
def clear_registers(households: Sequence[int], **kwargs: Any) -> None:
    """Adopted registers keep the digest alone: the hash still adds up, and says nothing of anybody."""
    from verification.services.register import clear_entries

    clear_entries(households)


@receiver(people_cleared)
def clear_attendance(households: Sequence[int], **kwargs: Any) -> None:
    """Who came to the meetings of a count goes when all its names go, for their time is over."""
    from verification.services.papers import forget_attendance

    over = due_counts(RetentionRule.RAW).filter(households__in=list(households)[:1])
    for count in over:
        forget_attendance(count)


@receiver(people_cleared)
def clear_certificates(households: Sequence[int], erased: bool = False, **kwargs: Any) -> None:
    """What stands on a certificate goes; of an erased household it is revoked, and belongs to nobody."""
    from verification.services.certificates import forget

    forget(households, erased=erased)


@receiver(people_cleared)
def clear_suspicions(households: Sequence[int], **kwargs: Any) -> None:
    """Why it was taken for another one, and what somebody wrote about that."""
    Suspicion.objects.filter(household_a__in=households).delete()
    Suspicion.objects.filter(household_b__in=households).delete()


@receiver(people_cleared)
def take_off_lists(households: Sequence[int], **kwargs: Any) -> None:
    """Lists on which they stand go; the ones that hang are for people to take down."""
    from verification.services.lists import take_out

    take_out(households)


@receiver(files_cleared)
def clear_lists_of_count(enumeration: int, **kwargs: Any) -> None:
    """With the files that a count was sent in."""
    from verification.services.lists import clear_count

    clear_count(enumeration)


@receiver(people_cleared)
def clear_objections(households: Sequence[int], **kwargs: Any) -> None:
    """Who objected, in which words, with which evidence, and what was corrected."""
    from verification.services.clearing_objections import clear_of_households

    clear_of_households(list(households))


@receiver(files_cleared)
def clear_other_objections(enumeration: int, **kwargs: Any) -> None:
    """The same of a count's objections that are about no household."""
    from verification.services.clearing_objections import clear_of_count

    clear_of_count(enumeration)
