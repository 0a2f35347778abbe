"""Being reminded by e-mail: in time, once, in one's language, and not by who does not want it."""

from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from accounts.models import User
from reports.calendar.reminders import remind
from reports.models import CountyDate, ReminderChoice, ReminderSent
from tests.factories import SettlementFactory, member_of

pytestmark = pytest.mark.django_db
ADP = date(2026, 9, 1)
TWO_WEEKS_BEFORE = date(2026, 8, 18)  # of the ADP and the hearings; the circular is on 30 August


class BrokenBackend(EmailBackend):
    """A server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("gone")


@pytest.fixture(autouse=True)
def mails(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def test_the_office_is_reminded_two_weeks_before(subira: Any, amina: Any, baraka: Any) -> None:
    assert remind(TWO_WEEKS_BEFORE) == 1
    [sent] = mail.outbox
    assert sent.to == [subira.email]
    assert sent.subject == "Pamoja: in 12 days, Budget circular"
    assert "1 September 2026: Annual Development Plan (ADP)" in sent.body
    assert "Bring the ranked demands" in sent.body
    assert "/me/#reminders" in sent.body


def test_nobody_is_told_twice_of_the_same(subira: Any) -> None:
    assert [remind(TWO_WEEKS_BEFORE), remind(TWO_WEEKS_BEFORE)] == [1, 0]
    assert remind(TWO_WEEKS_BEFORE + timedelta(days=1)) == 0
    # A week on the next date comes into sight, and only that one is in the mail.
    assert remind(date(2026, 8, 25)) == 1
    assert "public by now" in mail.outbox[1].body
    assert "tabled in the county assembly" not in mail.outbox[1].body


def test_a_day_that_was_missed_is_made_up_for(subira: Any) -> None:
    assert remind(ADP - timedelta(days=1)) == 1
    assert "in 1 day" in mail.outbox[0].subject
    assert "Budget circular" not in mail.outbox[0].body  # that is over


def test_what_could_not_be_sent_is_tried_again(subira: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    assert remind(TWO_WEEKS_BEFORE) == 0
    assert not ReminderSent.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind(TWO_WEEKS_BEFORE) == 1


def test_where_no_mail_is_set_up_nothing_is_noted(subira: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert remind(TWO_WEEKS_BEFORE) == 0
    assert not ReminderSent.objects.exists()


def test_leaders_are_reminded_who_asked_for_it(amina: Any, subira: Any) -> None:
    ReminderChoice.objects.create(user=amina, wanted=True, days_before=3)
    ReminderChoice.objects.create(user=subira, wanted=False)
    User.objects.filter(pk=amina.pk).update(language="sw")
    assert remind(TWO_WEEKS_BEFORE) == 0
    assert remind(date(2026, 8, 29)) == 1
    assert mail.outbox[0].to == [amina.email]


def test_who_left_is_not_written_to(subira: Any) -> None:
    User.objects.filter(pk=subira.pk).update(is_active=False)
    assert remind(TWO_WEEKS_BEFORE) == 0


def test_a_person_in_several_roles_gets_one_mail(subira: Any, settlement: Any) -> None:
    from tests.factories import MembershipFactory

    MembershipFactory.create(user=subira, role="data_manager", settlement=settlement)
    MembershipFactory.create(user=subira, role="leader", settlement=settlement)
    assert remind(TWO_WEEKS_BEFORE) == 1


def test_a_day_that_the_county_moved_is_told_anew(subira: Any) -> None:
    here = SettlementFactory.create()
    staff = member_of(here, "staff")
    remind(TWO_WEEKS_BEFORE)
    mail.outbox.clear()
    CountyDate.objects.create(
        county=here.county, milestone="adp", year=2026, day=date(2026, 8, 28), venue="County hall",
        source="Gazette notice 3", made_by=subira,
    )  # fmt: skip
    assert remind(TWO_WEEKS_BEFORE) == 2
    told = {sent.to[0]: sent.body for sent in mail.outbox}
    assert "28 August 2026" in told[staff.email]
    assert "County hall" in told[staff.email]


def test_a_person_chooses_on_their_own_page(client_of: Callable[[Any], Any], amina: Any, baraka: Any) -> None:
    leader, address = client_of(amina), reverse("reports:reminders-set")
    assert "Remind me" in leader.get("/me/").content.decode()
    assert "Remind me" not in client_of(baraka).get("/me/").content.decode()
    assert leader.post(address, {"wanted": "on", "days_before": "7"}).url == "/me/"
    choice = ReminderChoice.objects.get(user=amina)
    assert (choice.wanted, choice.days_before) == (True, 7)
    leader.post(address, {"wanted": "on", "days_before": "900"})
    choice.refresh_from_db()
    assert choice.days_before == 7
    leader.post(address, {"days_before": "7"})
    choice.refresh_from_db()
    assert not choice.wanted
