"""The dates of counties: what each set for itself in the place of what the law sets for all."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.calendar.cycle import FORUM, Event, FinancialYear, events_of
from reports.models.calendar import CountyDate
from settlements.choices import AccessLevel
from settlements.models import County, Settlement
from settlements.querysets import Viewer
from settlements.roles import Act

FORUM_LABEL = gettext_lazy("Participation forum")
FORUM_BRING = gettext_lazy("Bring the leaders' brief and the demands of the ward, and come with many.")


def dates_of(years: Sequence[FinancialYear], counties: Collection[County]) -> list[Event]:
    """All dates of these years: the law's, and of these counties their own instead. In their order.

    A date that one county has moved is still the law's for the others.
    """
    own = CountyDate.objects.filter(county__in=counties, year__in=[year.start for year in years])
    moved: dict[tuple[str, int], set[int]] = {}
    found: list[Event] = []
    by_law = {(event.code, year.start): event for year in years for event in events_of(year)}
    for row in own.select_related("county", "ward"):
        found.append(_own(row, by_law.get((row.milestone, row.year))))
        if row.milestone != FORUM:
            moved.setdefault((row.milestone, row.year), set()).add(row.county_id)
    for at, event in by_law.items():
        left = [each for each in counties if each.pk not in moved.get(at, ())]
        if not counties or len(left) == len(counties):
            found.append(event)
        elif left:
            names = ", ".join(each.name for each in left)
            found.append(replace(event, county_name=names))
    return sorted(found, key=lambda event: (event.day, event.code, event.county))


def _own(row: CountyDate, by_law: Event | None) -> Event:
    """A county's own day, in the words of the law's where it says no others."""
    where = ", ".join(part for part in (row.venue, _ward(row)) if part)
    label = row.title or (by_law.label if by_law else FORUM_LABEL)
    return Event(
        row.milestone,
        label,
        row.bring or (by_law.bring if by_law else FORUM_BRING),
        row.source,
        FinancialYear(row.year),
        row.day,
        row.until,
        by_law.is_main if by_law else False,
        county=f"{row.county.code}-{row.pk}",
        county_name=row.county.name,
        where=where,
    )


def _ward(row: CountyDate) -> str:
    return _("%(ward)s ward") % {"ward": row.ward.name} if row.ward else ""


def coming(events: Sequence[Event], today: date) -> list[Event]:
    """What is not over; spans that have begun come after what begins next."""
    left = [event for event in events if not event.is_over(today)]
    return sorted(left, key=lambda event: (event.is_on(today) and event.day < today, event.day, event.code))


def counties_of(user: Viewer) -> "QuerySet[County]":
    """The counties in which the user acts."""
    return County.objects.filter(pk__in=Settlement.objects.of_member(user).values("county")).order_by("name")


def counties_written_by(user: Viewer) -> "QuerySet[County]":
    """The counties whose days the user may write down: where they hand over."""
    theirs = Settlement.objects.where_may(user, Act.HAND_OVER)
    return County.objects.filter(pk__in=theirs.values("county")).order_by("name")


def counties_offered(user: Viewer) -> "QuerySet[County]":
    """What the reader may choose: their own, and those with public settlements or days of their own."""
    public = Settlement.objects.filter(access_level=AccessLevel.PUBLIC).values("county")
    own, dated = counties_of(user).values("pk"), CountyDate.objects.values("county")
    return County.objects.filter(Q(pk__in=public) | Q(pk__in=own) | Q(pk__in=dated)).order_by("name")
