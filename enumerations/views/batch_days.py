"""The batches of a count: each file, and what phones sent on a day as one, so that files are not buried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dateparse import parse_date

from enumerations.choices import BatchState, RowOutcome
from enumerations.collecting import BatchSource
from enumerations.models import Batch

PER_PAGE = 20
UNFINISHED = (BatchState.RECEIVED, BatchState.WORKING, BatchState.COUNTING)


@dataclass(frozen=True)
class Day:
    """What phones sent on one day: named as a batch names it, so that one template shows both."""

    day: date
    batches: int
    unfinished: int
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    conflict: int


def list_of(batches: QuerySet[Batch], wish: Mapping[str, str]) -> tuple["Paginator[Batch]", date | None]:
    """Pages of the batches, newest first; with `day` those of phones on that day, one by one."""
    day = parse_date_or_none(wish.get("day", ""))
    if day is not None:
        shown = batches.filter(source=BatchSource.PHONES, received_at__date=day)
        return Paginator(shown.select_related("sent_by"), PER_PAGE), day
    phones = batches.filter(source=BatchSource.PHONES).annotate(day=TruncDate("received_at"))
    newest = phones.order_by().values("day").annotate(newest=Max("pk")).values("newest")
    shown = batches.filter(~Q(source=BatchSource.PHONES) | Q(pk__in=newest))
    return Paginator(shown.select_related("sent_by"), PER_PAGE), None


def with_days(batches: QuerySet[Batch], page: list[Batch]) -> list[Batch | Day]:
    """The page's batches, those that stand for a day's phones as that day."""
    standing = {batch.pk: timezone.localdate(batch.received_at) for batch in page if batch.is_from_phones}
    if not standing:
        return list(page)
    days = (
        batches.filter(source=BatchSource.PHONES)
        .annotate(day=TruncDate("received_at"))
        .filter(day__in=standing.values())
        .order_by()
        .values("day")
        .annotate(
            batches=Count("pk"),
            unfinished=Count("pk", filter=Q(state__in=UNFINISHED)),
            **{f"{name}_sum": Sum(name) for name in ("rows", *RowOutcome.values)},
        )
    )
    found: dict[date, Day] = {}
    for row in days:
        counted: dict[str, Any] = {name.removesuffix("_sum"): value for name, value in row.items()}
        found[row["day"]] = Day(**counted)
    return [found[standing[batch.pk]] if batch.pk in standing else batch for batch in page]


def parse_date_or_none(text: str) -> date | None:
    """The day, where it is one."""
    try:
        return parse_date(text)
    except ValueError:
        return None
