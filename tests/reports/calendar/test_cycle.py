"""The dates of the budget, against a calendar that was written out by hand from the sources."""

from datetime import date

import pytest

from reports.calendar.cycle import MILESTONES, FinancialYear, events_of, plan_of

# Of the financial year 2026/27, as the toolkit and the laws say it.
BY_HAND = [
    ("report_q4", date(2026, 7, 31)),
    ("circular", date(2026, 8, 30)),
    ("adp", date(2026, 9, 1)),
    ("sectors", date(2026, 9, 1)),
    ("adp_public", date(2026, 9, 8)),  # within seven days
    ("cbrop", date(2026, 9, 30)),
    ("cbrop_tabled", date(2026, 10, 21)),
    ("report_q1", date(2026, 10, 31)),
    ("audit", date(2026, 12, 30)),
    ("report_q2", date(2027, 1, 31)),
    ("cfsp", date(2027, 2, 28)),
    ("cfsp_public", date(2027, 3, 7)),
    ("cfsp_approved", date(2027, 3, 14)),
    ("estimates", date(2027, 4, 30)),
    ("report_q3", date(2027, 4, 30)),
    ("hearings", date(2027, 5, 1)),
    ("approval", date(2027, 6, 30)),
]


def test_a_year_is_the_calendar_written_by_hand() -> None:
    assert [(event.code, event.day) for event in events_of(FinancialYear(2026))] == BY_HAND
    spans = {event.code: event.until for event in events_of(FinancialYear(2026)) if event.until}
    assert spans == {"sectors": date(2027, 2, 28), "hearings": date(2027, 6, 30)}


def test_a_leap_year_ends_february_on_its_last_day() -> None:
    days = {event.code: event for event in events_of(FinancialYear(2027))}
    assert days["cfsp"].day == date(2028, 2, 29)
    assert days["sectors"].until == date(2028, 2, 29)
    assert days["cfsp_public"].day == date(2028, 3, 7)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 6, 30), "2025/26"),
        (date(2026, 7, 1), "2026/27"),
        (date(2027, 2, 1), "2026/27"),
        (date(2099, 12, 1), "2099/00"),
    ],
)
def test_a_financial_year_begins_in_july(day: date, label: str) -> None:
    assert FinancialYear.of(day).label == label


def test_every_day_of_a_year_lies_within_it() -> None:
    for start in range(2020, 2040):
        year = FinancialYear(start)
        for event in events_of(year):
            assert date(start, 7, 1) <= event.day <= event.last_day <= date(start + 1, 6, 30), event.code


@pytest.mark.parametrize(
    ("day", "plan"),
    [
        (date(2013, 1, 1), (2013, 2017)),
        (date(2022, 12, 31), (2018, 2022)),
        (date(2026, 11, 22), (2023, 2027)),
        (date(2028, 1, 1), (2028, 2032)),
    ],
)
def test_plans_are_of_five_years(day: date, plan: tuple[int, int]) -> None:
    assert plan_of(day) == plan


def test_the_next_plan_is_written_in_the_last_year_of_this_one() -> None:
    years = [
        year for year in range(2020, 2035) if any(e.code == "cidp" for e in events_of(FinancialYear(year)))
    ]
    assert years == [2022, 2027, 2032]
    [event] = [event for event in events_of(FinancialYear(2027)) if event.code == "cidp"]
    assert (event.day, event.until) == (date(2027, 7, 1), date(2027, 12, 31))


def test_every_date_says_what_to_do_and_where_it_stands() -> None:
    assert len({each.code for each in MILESTONES}) == len(MILESTONES)
    for each in MILESTONES:
        assert str(each.bring).endswith((".", "?"))
        assert str(each.source)
    assert [each.code for each in MILESTONES if each.is_main] == ["adp", "cfsp", "estimates"]
