"""What is kept here of a settlement or a household goes when it is hidden, erased, or its time is over."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from enumerations.models import Enumeration, Household
from enumerations.signals import files_cleared, people_cleared, use_ended
from reports.choices import Gone
from reports.products import Envelope
from settlements.models import Settlement


@receiver(people_cleared)
def clear_files_of_people(households: Sequence[int], erased: bool = False, **kwargs: Any) -> None:
    """Files that hold more than figures of the settlements in which they were counted."""
    places = Household.objects.filter(pk__in=households).order_by().values_list("settlement", flat=True)
    _clear(places.distinct(), Gone.ERASED if erased else Gone.RETENTION)


@receiver(use_ended)
def clear_files_of_unused(enumeration: int, **kwargs: Any) -> None:
    """The same: a file still has a record that its people want used no more, or says that they agree."""
    _clear(_settlement_of(enumeration), Gone.ERASED)


@receiver(files_cleared)
def clear_files_of_count(enumeration: int, **kwargs: Any) -> None:
    """The same, with the files that a count was sent in."""
    _clear(_settlement_of(enumeration), Gone.RETENTION)


def _settlement_of(enumeration: int) -> Iterable[int]:
    return Enumeration.objects.filter(pk=enumeration).values_list("settlement", flat=True)


def _clear(settlements: Iterable[int], because: Gone) -> None:
    """Now, and once more when it is certain: what was asked for in between was read as it was before."""
    from reports.works.clear import clear_held

    places = set(settlements)
    clear_held(places, because, least=Envelope.COUNTY)
    transaction.on_commit(lambda: clear_held(places, because, least=Envelope.COUNTY))


@receiver(post_save, sender=Settlement)
def clear_files_of_hidden(instance: Settlement, update_fields: Any = None, **kwargs: Any) -> None:
    """All files: none of them says that it is hidden now."""
    from reports.works.clear import clear_held

    if instance.is_shielded and (update_fields is None or "shielded_at" in update_fields):
        clear_held([instance.pk], Gone.SHIELDED)
