"""Reminding people of what comes: one mail with all of it, of each date once, however often this runs."""

import logging
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from reports.calendar.cycle import Event, FinancialYear
from reports.calendar.dates import counties_of, dates_of
from reports.models.calendar import ReminderChoice, ReminderSent
from settlements.choices import Role
from settlements.invitations import MAIL_GOES_NOWHERE
from settlements.roles import OFFICE

logger = logging.getLogger(__name__)
LOCK = 0x57A7_0009
USUAL_DAYS = ReminderChoice._meta.get_field("days_before").default
# So long it is kept who was told of what: longer than any date comes again.
KEPT_DAYS = 400


def remind(today: date | None = None) -> int:
    """Write to all who want to know; how many mails went out. May run twice, also at the same time."""
    if settings.EMAIL_BACKEND.endswith(MAIL_GOES_NOWHERE):
        return 0
    today = today or timezone.localdate()
    ReminderSent.objects.filter(sent_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return sum(_remind(user, today) for user in people_to_remind().iterator())


def people_to_remind() -> "QuerySet[User]":
    """The office, unless they said no; leaders who asked for it."""
    office = Q(memberships__role__in=OFFICE) & ~Q(reminder_choice__wanted=False)
    leaders = Q(memberships__role=Role.LEADER, reminder_choice__wanted=True)
    return User.objects.filter(office | leaders, is_active=True).distinct().select_related("reminder_choice")


def due(user: User, today: date) -> list[Event]:
    """What begins within the days that the person chose, of which they were not told yet."""
    choice = getattr(user, "reminder_choice", None)
    within = choice.days_before if choice else USUAL_DAYS
    year = FinancialYear.of(today)
    found = dates_of([year, year.next], list(counties_of(user)))
    near = [event for event in found if 0 <= event.days_left(today) <= within]
    told = set(
        ReminderSent.objects.filter(user=user, key__in=[event.key for event in near]).values_list(
            "key", flat=True
        )
    )
    return [event for event in near if event.key not in told]


def _remind(user: User, today: date) -> bool:
    """One mail, noted with it: who is being told by another worker is left to that one."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, user.pk % 2**31])
            if not cursor.fetchone()[0]:
                return False
        events = due(user, today)
        if not events or not _sent(user, events, today):
            return False
        ReminderSent.objects.bulk_create(ReminderSent(user=user, key=event.key) for event in events)
        return True


def _sent(user: User, events: list[Event], today: date) -> bool:
    words = {
        "events": [(event, event.days_left(today)) for event in events],
        "calendar": f"{settings.SITE_URL.rstrip('/')}/calendar/",
        "me": f"{settings.SITE_URL.rstrip('/')}/me/#reminders",
    }
    with translation.override(user.language):
        subject = " ".join(render_to_string("reports/email/dates_subject.txt", words).split())
        text = render_to_string("reports/email/dates.txt", words)
    try:
        return bool(send_mail(subject, text, None, [user.email]))
    except (OSError, SMTPException) as error:
        # It is not noted, so the next run tries again.
        logger.warning("Person %s was not reminded: %s", user.pk, type(error).__name__)
        return False
