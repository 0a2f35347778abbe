"""What objections keep of people goes with their household's names, or when the time of a count's is over."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enumerations.models import Household
from enumerations.services import staging
from verification.models import Correction, Hearing, Objection, ObjectionFile


def clear_of_households(households: list[int]) -> None:
    """Clear the objections about these households, and those that were made from their phones."""
    about = Objection.objects.filter(household__in=households)
    corrected = Objection.objects.filter(
        Exists(Correction.objects.filter(objection=OuterRef("pk"), household__in=households))
    )
    clear(about | corrected | _said_by(households), households)


def clear_of_count(enumeration_id: int) -> None:
    """Clear what the count's objections still keep of anybody."""
    with transaction.atomic():
        clear(Objection.objects.filter(enumeration=enumeration_id), None)


def _said_by(households: list[int]) -> QuerySet[Objection]:
    """Objections that came with a phone of these households: told by the number's keyed hash."""
    with_phone = Objection.objects.filter(
        phone__isnull=False, cleared_at__isnull=True,
        enumeration__in=Household.objects.filter(pk__in=households).values("enumeration"),
    )  # fmt: skip
    if not with_phone.exists():
        return Objection.objects.none()
    phones = Household.objects.filter(pk__in=households, phone__isnull=False).values_list("phone", flat=True)
    alike = Q(pk__in=[])
    for phone in phones:
        alike |= Q(phone__alike=str(phone))
    return with_phone.filter(alike)


def clear(objections: QuerySet[Objection], households: list[int] | None) -> None:
    """Empty names, phones, words, evidence, and the values of corrections (of these households, or all)."""
    ids = list(
        objections.filter(cleared_at__isnull=True).order_by("pk").values_list("pk", flat=True).distinct()
    )
    of = Correction.objects.filter(objection__in=ids)
    if households is not None:
        of = Correction.objects.filter(Q(household__in=households) | Q(objection__in=ids))
    if not ids and not of.exists():
        return
    of.update(old=None, new=None, reason="", household=None)
    Hearing.objects.filter(objection__in=ids).update(present="", note="")
    _drop_files(ids)
    emptied: dict[str, Any] = dict.fromkeys(
        ("objector_name", "statement", "decision", "settled_how", "panel"), ""
    )
    Objection.objects.filter(pk__in=ids).update(
        phone=None, location=None, household=None, claim=None, cleared_at=timezone.now(), **emptied
    )
    staging.execute("SELECT forget_objections(%(ids)s)", {"ids": ids})


def _drop_files(objections: list[int]) -> None:
    """The rows now, the bytes when that is sure."""
    files = list(ObjectionFile.objects.filter(objection__in=objections))
    ObjectionFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        storage, name = file.file.storage, str(file.file.name)
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
