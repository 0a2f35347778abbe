"""What a workbook rests on: which round of which settlement, who counted, what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q

from enumerations.models import Enumeration, Household
from reports.figures import Figures, Round
from verification.choices import ObjectionState
from verification.models import Objection, RegisterSnapshot, Suspicion


@dataclass(frozen=True)
class Counted:
    """One round as it came about. `enumerators` are told apart by their codes, never named here."""

    round: Round
    first_day: date | None
    last_day: date | None
    enumerators: int
    version: int | None
    root: str
    suspected: int
    objections: int
    undecided: int

    @property
    def enumeration(self) -> Enumeration:
        return self.round.enumeration


def counted_of(found: Figures) -> list[Counted]:
    """Each round in it, in the order of the settlements; asked once for all of them."""
    ids = [each.enumeration.pk for each in found.rounds]
    visits = _by_count(
        Household.objects.filter(enumeration__in=ids, same_as__isnull=True, restricted_at__isnull=True)
        .values("enumeration")
        .annotate(
            first=Min("interviewed_on"),
            last=Max("interviewed_on"),
            enumerators=Count("enumerator", distinct=True, filter=~Q(enumerator="")),
        )
    )
    registers = {
        each["enumeration"]: each
        for each in RegisterSnapshot.objects.filter(enumeration__in=ids)
        .order_by("enumeration", "version")
        .values("enumeration", "version", "root")
    }
    suspected = _by_count(
        Suspicion.objects.undecided()
        .filter(enumeration__in=ids)
        .values("enumeration")
        .annotate(n=Count("pk"))
    )
    open_states = [ObjectionState.OPEN, ObjectionState.HEARING]
    objections = _by_count(
        Objection.objects.filter(enumeration__in=ids)
        .values("enumeration")
        .annotate(n=Count("pk"), undecided=Count("pk", filter=Q(state__in=open_states)))
    )
    return [
        Counted(
            round=each,
            first_day=visits.get(each.enumeration.pk, {}).get("first"),
            last_day=visits.get(each.enumeration.pk, {}).get("last"),
            enumerators=visits.get(each.enumeration.pk, {}).get("enumerators", 0),
            version=registers.get(each.enumeration.pk, {}).get("version"),
            root=registers.get(each.enumeration.pk, {}).get("root", ""),
            suspected=suspected.get(each.enumeration.pk, {}).get("n", 0),
            objections=objections.get(each.enumeration.pk, {}).get("n", 0),
            undecided=objections.get(each.enumeration.pk, {}).get("undecided", 0),
        )
        for each in found.rounds
    ]


def _by_count(rows: Iterable[Any]) -> Mapping[int, Any]:
    return {row["enumeration"]: row for row in rows}
