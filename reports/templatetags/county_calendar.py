"""What templates of other apps ask about the county calendar."""

from datetime import date
from typing import Any

from django import template

from accounts.models import User
from reports.calendar.cycle import Event
from reports.calendar.reminders import USUAL_DAYS
from reports.models.calendar import ReminderChoice
from settlements.choices import Role
from settlements.roles import OFFICE

register = template.Library()


@register.simple_tag
def reminders_of(user: Any) -> ReminderChoice | None:
    """The person's choice, or what holds without one; None for whom there is nothing to choose."""
    if not isinstance(user, User):
        return None
    roles = set(user.memberships.values_list("role", flat=True))
    if not roles & {*OFFICE, Role.LEADER}:
        return None
    kept = ReminderChoice.objects.filter(user=user).first()
    return kept or ReminderChoice(user=user, wanted=bool(roles & OFFICE), days_before=USUAL_DAYS)


@register.simple_tag
def days_left(event: Event, today: date) -> int:
    """How many days until it begins."""
    return event.days_left(today)


@register.simple_tag
def own_date(event: Event, own_dates: dict[str, int]) -> int | None:
    """The row of a county's own day that the reader may change."""
    return own_dates.get(event.county)
