"""Clear what was kept long enough: announced first, then in chunks; a second run finds nothing to do.

Identity numbers go when a count is adopted. Five years after, or when the next round is adopted, everything
else goes that says who or where somebody was, with the files it came in. Answers stay, for the figures.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.choices import AccessKind
from accounts.log import record
from enumerations.models import (
    Batch,
    Enumeration,
    HeldSending,
    Household,
    Person,
    RetentionNotice,
    Revision,
    Submission,
    TenureClaim,
)
from enumerations.rights import ID_NUMBER, RetentionRule, columns_of
from enumerations.services import staging
from enumerations.services.locks import enumeration_locked
from enumerations.services.rights.erasure import clear, forget_history
from enumerations.services.rights.interviews import clear_held, clear_interviews
from enumerations.signals import files_cleared

logger = logging.getLogger(__name__)

CHUNK = 2_000


@dataclass(frozen=True)
class Due:
    """What a rule would clear of one count, and from when."""

    enumeration: Enumeration
    rule: RetentionRule
    households: int
    people: int = 0
    claimants: int = 0
    revisions: int = 0
    files: int = 0
    bytes: int = 0
    interviews: int = 0
    announced_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.households or self.claimants or self.revisions or self.files or self.interviews)

    @property
    def clears_at(self) -> datetime:
        """The first moment at which a run clears it."""
        return (self.announced_at or timezone.now()) + timedelta(days=settings.RETENTION_NOTICE_DAYS)

    @property
    def is_ripe(self) -> bool:
        return self.announced_at is not None and self.clears_at <= timezone.now()

    @property
    def rule_label(self) -> str:
        return str(self.rule.label)


def due_counts(rule: RetentionRule, today: date | None = None) -> QuerySet[Enumeration]:
    """The counts whose time is over by this rule."""
    counts: Any = Enumeration.objects.select_related("settlement").order_by("settlement__code", "round")
    adopted = Q(adopted_on__isnull=False)
    if rule == RetentionRule.ID_NUMBERS:
        return counts.filter(adopted)
    next_one = Enumeration.objects.filter(
        settlement=OuterRef("settlement"), round__gt=OuterRef("round"), adopted_on__isnull=False
    )
    over = years_before(today or timezone.localdate(), settings.RETENTION_YEARS)
    # A count that was never adopted is as old as what it received last.
    heard = Coalesce(Max("batches__received_at"), F("created_at"))
    return counts.annotate(heard_at=heard).filter(
        (adopted & (Q(adopted_on__lte=over) | Exists(next_one))) | (~adopted & Q(heard_at__date__lte=over))
    )


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def without_certificate() -> Q:
    """Households whose identity number nothing issued needs any more: those with a certificate keep it."""
    return ~Q(certificates__state="valid")


def plan(counts: QuerySet[Enumeration] | None = None) -> list[Due]:
    """All that is due, in these counts or in all; what is cleared already is left out. Changes nothing."""
    announced = {
        (notice.enumeration_id, notice.rule): notice.found_at for notice in RetentionNotice.objects.all()
    }
    found = []
    for rule in RetentionRule:
        due = due_counts(rule)
        for count in due if counts is None else due.filter(pk__in=counts.values("pk")):
            found.append(_measure(count, rule, announced.get((count.pk, rule))))
    return [due for due in found if not due.is_empty]


def _measure(count: Enumeration, rule: RetentionRule, announced_at: datetime | None) -> Due:
    held = _held(count, rule)
    if rule == RetentionRule.ID_NUMBERS:
        revisions = _revisions_with_numbers(count).count()
        return Due(count, rule, held.count(), revisions=revisions, announced_at=announced_at)
    files = _files(count).aggregate(bytes=Sum("size", default=0))
    return Due(
        count,
        rule,
        households=held.count(),
        people=Person.objects.filter(household__in=held.values("pk")).count(),
        claimants=_claimants(count).count(),
        revisions=Revision.objects.filter(household__enumeration=count).count(),
        files=_files(count).count(),
        bytes=files["bytes"],
        interviews=_interviews(count).count() + _sendings(count).count(),
        announced_at=announced_at,
    )


def _held(count: Enumeration, rule: RetentionRule) -> QuerySet[Household]:
    households = Household.objects.filter(enumeration=count)
    if rule == RetentionRule.ID_NUMBERS:
        return households.filter(without_certificate(), **{f"{ID_NUMBER}__isnull": False})
    return households.filter(cleared_at__isnull=True)


def _revisions_with_numbers(count: Enumeration) -> QuerySet[Revision]:
    kept = Revision.objects.filter(household__enumeration=count, before__has_key=ID_NUMBER)
    return kept.exclude(**{f"before__{ID_NUMBER}": None})


def _files(count: Enumeration) -> QuerySet[Batch]:
    return Batch.objects.filter(enumeration=count).exclude(file="")


def _interviews(count: Enumeration) -> QuerySet[Submission]:
    """What phones sent and was not cleared: tests of a draft too."""
    sent = Submission.objects.filter(enumeration=count)
    kept: QuerySet[Submission] = sent.filter(Q(xml__isnull=False) | Q(attachments__isnull=False)).distinct()
    return kept


def _sendings(count: Enumeration) -> QuerySet[HeldSending]:
    """What waited for a decision, and was not cleared."""
    sent = HeldSending.objects.filter(enumeration=count)
    kept: QuerySet[HeldSending] = sent.filter(Q(xml__isnull=False) | ~Q(file=""))
    return kept


def _claimants(count: Enumeration) -> QuerySet[TenureClaim]:
    """Absentee owners, known by their name alone."""
    return TenureClaim.objects.filter(enumeration=count).exclude(claimant_name=None).exclude(claimant_name="")


def retain() -> list[Due]:
    """Announce what is newly due and clear what was announced long enough ago; what was cleared."""
    ripe = [due for due in announce() if due.is_ripe]
    for due in ripe:
        _clear(due)
    return ripe


def announce() -> list[Due]:
    """Keep a notice for everything that is due, and for nothing else."""
    due = plan()
    with transaction.atomic():
        wanted = {(each.enumeration.pk, each.rule) for each in due}
        for notice in RetentionNotice.objects.select_for_update():
            if (notice.enumeration_id, notice.rule) not in wanted:
                notice.delete()
        for enumeration_id, rule in wanted:
            RetentionNotice.objects.get_or_create(enumeration_id=enumeration_id, rule=rule)
    return due


def _clear(due: Due) -> None:
    for households in _chunks(_held(due.enumeration, due.rule)):
        with enumeration_locked(due.enumeration.pk) as count:
            if not due_counts(due.rule).filter(pk=count.pk).exists():  # it was reopened meanwhile
                return
            if due.rule == RetentionRule.ID_NUMBERS:
                _drop_numbers(households)
            else:
                clear(Household.objects.filter(pk__in=households))
                Revision.objects.filter(household__in=households).delete()
            forget_history(households)
    if due.rule == RetentionRule.RAW:
        _forget_claimants(due.enumeration)
        Revision.objects.filter(household__enumeration=due.enumeration).delete()
        files_cleared.send(Enumeration, enumeration=due.enumeration.pk)
        _delete_files(due.enumeration)
        _delete_interviews(due.enumeration)
    else:
        _drop_kept_numbers(due.enumeration)
    RetentionNotice.objects.filter(enumeration=due.enumeration, rule=due.rule).delete()
    said = f"{due.rule}: households {due.households}, files {due.files}, interviews {due.interviews}"
    logger.info("Cleared count %s, %s", due.enumeration.pk, said)
    record(
        None,
        AccessKind.RETAINED,
        subject=f"enumeration {due.enumeration.pk}",
        settlement=due.enumeration.settlement.code,
        reason=said,
    )


def _chunks(held: QuerySet[Household]) -> Iterator[list[int]]:
    """The ids of what is still held, some thousands at a time: a transaction stays short."""
    while chunk := list(held.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield chunk


def _drop_numbers(households: list[int]) -> None:
    columns = columns_of(Household, (ID_NUMBER,))
    Household.objects.filter(pk__in=households).update(**dict.fromkeys(columns))


def _drop_kept_numbers(count: Enumeration) -> None:
    staging.execute(
        """
        UPDATE enumerations_revision r SET before = before - %(number)s
        FROM enumerations_household h
        WHERE h.id = r.household_id AND h.enumeration_id = %(enumeration)s AND r.before ? %(number)s
        """,
        {"number": ID_NUMBER, "enumeration": count.pk},
    )


def _forget_claimants(count: Enumeration) -> None:
    with transaction.atomic():
        claims = list(_claimants(count).values_list("pk", flat=True))
        TenureClaim.objects.filter(pk__in=claims).update(claimant_name="")
        staging.execute("SELECT forget_claimants(%(claims)s)", {"claims": claims})


def _delete_files(count: Enumeration) -> None:
    """The bytes first: a run that is cut short then finds the batch again."""
    for batch in _files(count).iterator():
        batch.file.storage.delete(str(batch.file.name))
        Batch.objects.filter(pk=batch.pk).update(file="")


def _delete_interviews(count: Enumeration) -> None:
    """What phones sent, some hundreds at a time."""
    while chunk := list(_interviews(count).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        clear_interviews(Submission.objects.filter(pk__in=chunk))
    clear_held(_sendings(count))
