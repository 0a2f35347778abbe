"""The county calendar on pages and as a file to subscribe to."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports.calendar.cycle import Event, FinancialYear, events_of
from reports.calendar.dates import coming, dates_of
from reports.calendar.ics import calendar_file
from reports.models import CountyDate
from settlements.models import County
from tests.factories import CountyFactory, SettlementFactory, WardFactory, member_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Any]
YEAR = FinancialYear(2026)


def county_date(county: Any, by: Any, **more: Any) -> CountyDate:
    said = {"milestone": "adp", "year": 2026, "day": date(2026, 9, 10), "source": "Gazette notice 12"}
    return CountyDate.objects.create(county=county, made_by=by, **said | more)


def days_of(code: str, counties: list[Any]) -> list[tuple[date, str]]:
    return [(event.day, event.county_name) for event in dates_of([YEAR], counties) if event.code == code]


# --- Dates ----------------------------------------------------------------------------------------


def test_a_county_moves_a_date_for_itself_alone(subira: Any) -> None:
    nairobi, kisumu = CountyFactory.create(), CountyFactory.create(code="042")
    county_date(kisumu, subira)
    assert days_of("adp", []) == [(date(2026, 9, 1), "")]
    assert days_of("adp", [nairobi]) == [(date(2026, 9, 1), "")]
    assert days_of("adp", [kisumu]) == [(date(2026, 9, 10), kisumu.name)]
    both = [(date(2026, 9, 1), nairobi.name), (date(2026, 9, 10), kisumu.name)]
    assert days_of("adp", [nairobi, kisumu]) == both
    assert [event.day for event in dates_of([FinancialYear(2027)], [kisumu]) if event.code == "adp"] == [
        date(2027, 9, 1)
    ]


def test_forums_stand_beside_the_dates_of_the_law(subira: Any) -> None:
    nairobi = CountyFactory.create()
    ward = WardFactory.create(county=nairobi)
    for day in (3, 4):
        county_date(
            nairobi, subira, milestone="forum", day=date(2026, 11, day), ward=ward, venue="Chief's camp"
        )
    found = dates_of([YEAR], [nairobi])
    assert len(found) == len(list(events_of(YEAR))) + 2
    forum = next(event for event in found if event.code == "forum")
    assert forum.where == f"Chief's camp, {ward.name} ward"
    assert str(forum.bring)


def test_what_is_over_is_not_coming() -> None:
    events = dates_of([YEAR], [])
    left = coming(events, date(2026, 9, 8))
    assert left[0].code == "adp_public"
    assert left[-1].code == "sectors"  # it has begun: after what begins next
    assert "adp" not in {event.code for event in left}


# --- The page -------------------------------------------------------------------------------------


def test_the_page_opens_with_the_next_date_and_what_to_bring(client_of: ClientOf, amina: Any) -> None:
    answer = client_of(amina).get("/calendar/")
    today = timezone.localdate()
    year = FinancialYear.of(today)
    later = [event for each in (year, year.next) for event in events_of(each) if event.day >= today]
    first = min(later, key=lambda event: event.day)
    assert answer.context["next"].day == first.day
    page = unescape(answer.content.decode())
    assert page.index(str(answer.context["next"].bring)[:30]) < page.index("<h2")
    assert "CIDP" in page


def test_anybody_may_read_it(client_of: ClientOf, settlement: Any) -> None:
    page = client_of(None).get("/calendar/?county=047")
    assert page.status_code == 200
    assert page.context["chosen"] is None  # nothing public lies there, and it set no day
    type(settlement).objects.filter(pk=settlement.pk).update(access_level="public")
    assert client_of(None).get("/calendar/?county=047").context["chosen"].code == "047"
    assert client_of(None).get("/calendar/?county=%00x").status_code == 200


def test_the_page_costs_the_same_for_many_dates(
    client_of: ClientOf, amina: Any, subira: Any, django_assert_max_num_queries: Any
) -> None:
    county = County.objects.get(code="047")
    leader = client_of(amina)
    for day in range(1, 20):
        county_date(county, subira, milestone="forum", day=date(2026, 12, day))
    with django_assert_max_num_queries(16):
        leader.get("/calendar/")


def test_staff_write_a_day_down_change_it_and_take_it_away(client_of: ClientOf, settlement: Any) -> None:
    staff = client_of(member_of(settlement, "staff"))
    said = {
        "county": settlement.county_id, "milestone": "cfsp", "year": 2026, "day": "2027-03-02",
        "venue": "County hall", "source": "Gazette notice 7",
    }  # fmt: skip
    new = staff.get(reverse("reports:county-date-new"))
    assert new.context["form"]["year"].value() == FinancialYear.of(timezone.localdate()).start
    assert staff.post(reverse("reports:county-date-new"), said).status_code == 302
    row: Any = CountyDate.objects.get()
    assert (row.day, row.venue, row.milestone) == (date(2027, 3, 2), "County hall", "cfsp")
    again = staff.post(reverse("reports:county-date-new"), said)
    assert again.status_code == 422
    assert "milestone" in again.context["form"].errors
    address = reverse("reports:county-date", args=[row.pk])
    assert address in staff.get("/calendar/").content.decode()
    staff.post(address, said | {"day": "2027-03-03"})
    row.refresh_from_db()
    assert row.day == date(2027, 3, 3)
    assert [event.day for event in row.events.all()] == [date(2027, 3, 2)]
    staff.post(reverse("reports:county-date-delete", args=[row.pk]))
    assert not CountyDate.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "2026-03-02"}, "day"),  # of another financial year
        ({"until": "2027-02-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),  # after it there is no day, and calendars name the day after
        ({"day": "9999-12-31"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31", "year": "9999"}, "year"),
        ({"milestone": "holiday"}, "milestone"),
        ({"county": "elsewhere"}, "county"),
        ({"source": ""}, "source"),
    ],
)
def test_a_wrong_day_is_not_written_down(
    client_of: ClientOf, settlement: Any, wrong: dict[str, Any], field: str
) -> None:
    elsewhere = SettlementFactory.create(county__code="042").county
    if wrong.get("county"):
        wrong = {"county": elsewhere.pk}
    said = {
        "county": settlement.county_id, "milestone": "cfsp", "year": 2026, "day": "2027-03-02", "source": "x",
    }  # fmt: skip
    staff = client_of(member_of(settlement, "staff"))
    answer = staff.post(reverse("reports:county-date-new"), said | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not CountyDate.objects.exists()


def test_a_county_where_one_does_not_hand_over_is_not_found(
    client_of: ClientOf, settlement: Any, subira: Any, amina: Any
) -> None:
    far = SettlementFactory.create(county__code="042").county
    row = county_date(far, subira)
    address = reverse("reports:county-date", args=[row.pk])
    assert client_of(member_of(settlement, "staff")).get(address).status_code == 404
    assert client_of(amina).get(reverse("reports:county-date-new")).status_code == 404


# --- The file -------------------------------------------------------------------------------------


def parsed(text: str) -> list[dict[str, str]]:
    """The events of an iCalendar file, read as RFC 5545 says, and nothing else."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    events: list[dict[str, str]] = []
    inside = ""
    for line in lines:
        name, _, value = line.partition(":")
        if name in ("BEGIN", "END"):
            inside = value if name == "BEGIN" else ("VEVENT" if value == "VALARM" else "")
            if line == "BEGIN:VEVENT":
                events.append({})
        elif inside == "VEVENT":
            events[-1][name] = re.sub(r"\\([\\;,])", r"\1", value).replace("\\n", "\n")
    return events


def test_the_file_holds_the_same_dates(client_of: ClientOf) -> None:
    answer = client_of(None).get("/calendar/kenya.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = parsed(answer.content.decode())
    year = FinancialYear.of(timezone.localdate())
    wanted = [event for each in (year, year.next) for event in events_of(each)]
    assert [event["DTSTART;VALUE=DATE"] for event in events] == [f"{e.day:%Y%m%d}" for e in wanted]
    ends = [f"{event.last_day + timedelta(days=1):%Y%m%d}" for event in wanted]
    assert [event["DTEND;VALUE=DATE"] for event in events] == ends
    assert [event["SUMMARY"] for event in events] == [str(event.label) for event in wanted]
    assert len({event["UID"] for event in events}) == len(events)


def test_the_file_of_a_county_has_its_own_days(client_of: ClientOf, subira: Any) -> None:
    county = CountyFactory.create()
    year = FinancialYear.of(timezone.localdate())
    county_date(
        county, subira, milestone="forum", year=year.start, day=date(year.start, 12, 5),
        title="Baraza; maji, taa",
        venue="Ukumbi wa Huruma – mlango wa pili, karibu na kituo cha polisi cha zamani\nghorofa ya kwanza",
    )  # fmt: skip
    events = parsed(client_of(None).get("/calendar/047.ics").content.decode())
    [forum] = [event for event in events if event["SUMMARY"].startswith("Baraza")]
    assert forum["SUMMARY"] == f"Baraza; maji, taa ({county.name})"
    assert forum["LOCATION"].endswith("zamani\nghorofa ya kwanza")
    assert client_of(None).get("/calendar/999.ics").status_code == 404


@pytest.mark.parametrize(
    "far",
    [
        {"day": date(9999, 12, 31)}, {"day": date(1, 1, 1)}, {"until": date(9999, 12, 31)}, {"year": 9999},
        {"day": date(2101, 7, 1)},
    ],
)  # fmt: skip
def test_the_database_takes_no_day_that_is_far_away(subira: Any, far: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="county_date_in_our_time"):
        county_date(CountyFactory.create(), subira, **far)


def test_the_last_day_there_is_breaks_no_file() -> None:
    """Even of a day that no table holds: it has no day after it, and a year before 1000 has four digits."""
    last = Event("forum", "Baraza\x0b\x85 kuu", "x", "x", YEAR, date(9999, 12, 31))
    first = Event("forum", "Baraza", "x", "x", YEAR, date(1, 2, 3))
    [one, other] = parsed(calendar_file("Days", [last, first]))
    assert (one["DTSTART;VALUE=DATE"], one.get("DTEND;VALUE=DATE"), one["SUMMARY"]) == (
        "99991231", None, "Baraza kuu"
    )  # fmt: skip
    assert (other["DTSTART;VALUE=DATE"], other["DTEND;VALUE=DATE"]) == ("00010203", "00010204")


def test_a_file_may_be_asked_for_often(
    client_of: ClientOf, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client_of(None).get("/calendar/kenya.ics")
    assert "max-age=3600" in answer["Cache-Control"]
