"""The dates of a county's budget, as the law sets them for every financial year: pure, declared once.

A financial year begins on 1 July: 2026/27 holds the days from July 2026 to June 2027. What is decided in it
is the money of the next one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
FIRST_MONTH = 7
# The plans of five years: 2013-2017, 2018-2022, and so on.
FIRST_PLAN, PLAN_YEARS = 2013, 5
TOOLKIT = _("County planning and budget toolkit, Ministry of Devolution")
JHK = _("Jesuit Hakimani Centre, county budget calendar")
FINANCE_ACT = _("Public Finance Management Act 2012, s. 166")
PATTERN = _("five years, as the plans before it; each county sets its own days")
MonthDay = tuple[int, int]


@dataclass(frozen=True)
class Milestone:
    """One date of every year; with `until` a span. `bring`: what a community does then, and takes along."""

    code: str
    label: Words
    bring: Words
    source: Words
    first: MonthDay
    until: MonthDay | None = None
    is_main: bool = False


@dataclass(frozen=True)
class FinancialYear:
    """The year that begins on 1 July of `start`."""

    start: int

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @property
    def label(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02}"

    @property
    def next(self) -> "FinancialYear":
        return FinancialYear(self.start + 1)

    def day(self, of: MonthDay) -> date:
        """The day of this year; 29 February is the last day of the month there is."""
        month, number = of
        year = self.start if month >= FIRST_MONTH else self.start + 1
        if of == (2, 28):
            return date(year, 3, 1) - timedelta(days=1)
        return date(year, month, number)


@dataclass(frozen=True)
class Event:
    """One date of one year. A county's own takes the place of the law's; `county` is then its code."""

    code: str
    label: Words
    bring: Words
    source: Words
    year: FinancialYear
    day: date
    until: date | None = None
    is_main: bool = False
    county: str = ""
    county_name: str = ""
    where: str = ""

    @property
    def last_day(self) -> date:
        return self.until or self.day

    @property
    def key(self) -> str:
        """By which it is known that somebody was told: of another day it is another date."""
        return f"{self.code}:{self.year.start}:{self.day.isoformat()}:{self.county}"

    def days_left(self, today: date) -> int:
        return (self.day - today).days

    def is_over(self, today: date) -> bool:
        return self.last_day < today

    def is_on(self, today: date) -> bool:
        return self.day <= today <= self.last_day


MILESTONES: tuple[Milestone, ...] = (
    Milestone(
        "report_q4", _("Report on the last quarter of the year before"),
        _("Ask the county treasury for it: was the project of your ward built, and paid?"),
        FINANCE_ACT, (7, 31),
    ),
    Milestone(
        "circular", _("Budget circular"),
        _("Read how the public takes part this year, and write the days of the forums into this calendar."),
        TOOLKIT, (8, 30),
    ),
    Milestone(
        "adp", _("Annual Development Plan (ADP) tabled in the county assembly"),
        _(
            "Bring the ranked demands with the service gap, one line each: project, ward, cost, who is "
            "served. What is not in this plan gets no money next year."
        ),
        JHK, (9, 1), is_main=True,
    ),
    Milestone(
        "adp_public", _("The ADP is public by now"),
        _("Get a copy from the Clerk, and look for each demand of your settlements in it."),
        JHK, (9, 8),
    ),
    Milestone(
        "sectors", _("Sector hearings"),
        _("Bring the four-page brief to the hearings on water, health, lands and housing."),
        TOOLKIT, (9, 1), until=(2, 28),
    ),
    Milestone(
        "cbrop", _("Budget Review and Outlook Paper (CBROP) prepared"),
        _("Ask how much of last year's money was spent in your wards."),
        TOOLKIT, (9, 30),
    ),
    Milestone(
        "cbrop_tabled", _("The CBROP is tabled"),
        _("Compare what was promised with what stands on the ground, with photos."),
        TOOLKIT, (10, 21),
    ),
    Milestone(
        "report_q1", _("Report on the first quarter"),
        _("Ask for it, and look for the projects of your wards."), TOOLKIT, (10, 31),
    ),
    Milestone(
        "audit", _("Report of the Auditor-General"),
        _("Look for your county's projects that were paid and not built."), TOOLKIT, (12, 30),
    ),
    Milestone(
        "report_q2", _("Report on the second quarter"),
        _("Ask for it, and look for the projects of your wards."), TOOLKIT, (1, 31),
    ),
    Milestone(
        "cfsp", _("County Fiscal Strategy Paper (CFSP) tabled"),
        _(
            "Bring the memorandum: it sets how much each sector gets. Ask for a ceiling for water and "
            "sanitation that covers the service gap."
        ),
        JHK, (2, 28), is_main=True,
    ),
    Milestone(
        "cfsp_public", _("The CFSP is public by now"),
        _("Read the ceilings of the sectors, and hand a written memorandum in within the week."),
        JHK, (3, 7),
    ),
    Milestone(
        "cfsp_approved", _("The assembly approves the CFSP"),
        _("Be there, or ask your ward representative how the assembly decided."), JHK, (3, 14),
    ),
    Milestone(
        "estimates", _("Budget estimates submitted to the assembly"),
        _(
            "Bring the report and the workbook: check that each demand of the ADP has its line and its sum."
        ),
        JHK, (4, 30), is_main=True,
    ),
    Milestone(
        "report_q3", _("Report on the third quarter"),
        _("Ask for it, and look for the projects of your wards."), TOOLKIT, (4, 30),
    ),
    Milestone(
        "hearings", _("Public hearings on the budget"),
        _("Come with many, speak by ward, and hand the memorandum in with a copy to be stamped."),
        TOOLKIT, (5, 1), until=(6, 30),
    ),
    Milestone(
        "approval", _("The assembly approves the budget"),
        _("Write down what was granted of each demand, and tell the settlement."), TOOLKIT, (6, 30),
    ),
)  # fmt: skip
BY_CODE = {each.code: each for each in MILESTONES}
# What only a county sets: as many as there are, each with its place.
FORUM = "forum"
PLAN = "cidp"


def events_of(year: FinancialYear) -> Iterator[Event]:
    """The dates of the law in this year, in their order."""
    found = [
        Event(
            each.code,
            each.label,
            each.bring,
            each.source,
            year,
            year.day(each.first),
            year.day(each.until) if each.until else None,
            each.is_main,
        )
        for each in MILESTONES
    ]
    yield from sorted([*found, *_next_plan(year)], key=lambda event: (event.day, event.code))


def plan_of(day: date) -> tuple[int, int]:
    """The first and the last year of the County Integrated Development Plan that holds on that day."""
    first = FIRST_PLAN + (day.year - FIRST_PLAN) // PLAN_YEARS * PLAN_YEARS
    return first, first + PLAN_YEARS - 1


def _next_plan(year: FinancialYear) -> Iterator[Event]:
    """In the last half year of a plan the next one is written: five years of money."""
    _first, last = plan_of(date(year.start, FIRST_MONTH, 1))
    if year.start == last:
        yield Event(
            PLAN,
            _("Forums on the next five-year plan (CIDP)"),
            _(
                "Bring the demands of all settlements: every ADP of the next five years is taken from "
                "this plan."
            ),
            PATTERN,
            year,
            date(last, FIRST_MONTH, 1),
            date(last, 12, 31),
            is_main=True,
        )
