"""The dates as an iCalendar file (RFC 5545), to be subscribed to."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from reports.calendar.cycle import Event

LONGEST_LINE = 75  # bytes
ALARM_DAYS = 7
SIGNS = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", ""))
NO_TEXT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")  # to some programs these end a line


def calendar_file(name: str, events: Iterable[Event]) -> str:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pamoja//County calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Africa/Nairobi",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: Event) -> Iterator[str]:
    host = urlsplit(settings.SITE_URL).hostname or "pamoja"
    label = f"{event.label} ({event.county_name})" if event.county_name else str(event.label)
    # Of a day that is moved the same: calendars then move it too.
    known = event.county or event.code
    yield "BEGIN:VEVENT"
    yield f"UID:{event.code}-{event.year.start}-{known}@{host}"
    yield f"DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    if event.last_day < date.max:  # without an end it is over with its first day
        yield f"DTEND;VALUE=DATE:{_day(event.last_day + timedelta(days=1))}"  # the first day after it
    yield f"SUMMARY:{_text(label)}"
    yield f"DESCRIPTION:{_text(f'{event.bring} ({event.source})')}"
    if event.where:
        yield f"LOCATION:{_text(event.where)}"
    yield f"URL:{settings.SITE_URL.rstrip('/')}/calendar/"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(label)}"
    yield f"TRIGGER:-P{ALARM_DAYS}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Signs that mean something to a calendar, made harmless."""
    for sign, said in SIGNS:
        text = text.replace(sign, said)
    return NO_TEXT.sub("", text)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes; what follows begins with a blank, and no letter is cut in two."""
    part, size = "", 0
    for letter in line:
        bytes_of = len(letter.encode())
        if size + bytes_of > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += letter
        size += bytes_of
    yield part
