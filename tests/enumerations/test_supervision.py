"""The figures of supervision, beside what plain Python makes of the same interviews."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enumerations.services.supervision import FIGURES, Work, supervise
from enumerations.services.supervision_flags import SIGNS, signs_of
from tests import factories

pytestmark = pytest.mark.django_db
NAIROBI = ZoneInfo("Africa/Nairobi")
RESULTS = ("complete", "complete", "complete", "partly", "refused", "not_home_2", "locked", "vacant")


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement)


def made_up(count: Any, people: list[Any], *, n: int = 60) -> list[dict[str, Any]]:
    """Interviews as plain values, and the same in the database; some came by file."""
    random, told = Random(11), []
    batch = factories.BatchFactory.create(enumeration=count, source="phones", state="done", rows=0)
    for row in range(1, n + 1):
        who = random.choice([*people, None])
        start = datetime(2026, 10, 5, 20, tzinfo=UTC) + timedelta(
            days=random.randint(0, 2), minutes=random.randint(-900, 300)
        )
        one: dict[str, Any] = {
            "who": who.pk if who else None,
            "name": None if who else random.choice(["Naliaka", ""]),
            "result": random.choice(RESULTS),
            "consent": random.random() > 0.1,
            "start": start,
            "minutes": random.choice([2, 4.5, 20, 31, 48, 125, 300]),
            "accuracy": random.choice([None, 3.0, 9.5, 22.0]),
            "rent": random.choice([None, 2500, 3000, 1800, 4000]),
            "jerrycans": random.choice([None, 3, 5, 10, 7]),
            "ages": [random.randint(0, 80) for _ in range(random.randint(0, 4))],
            "state": random.choice(["in_register"] * 4 + ["rejected", "received"]) if who else "in_register",
            "review": random.choice(["pending", "accepted", "returned"]) if who else "pending",
            "issues": random.choice([0, 0, 1, 3]) if who else 0,
        }
        one["duplicates"] = min(1, one["issues"])
        told.append(one)
        store(count, batch, row, one, who)
    return told


def store(count: Any, batch: Any, row: int, one: dict[str, Any], who: Any) -> None:
    household = None
    if one["state"] == "in_register":
        household = factories.HouseholdFactory.create(
            enumeration=count,
            batch=batch,
            enumerator=one["name"],
            result=one["result"],
            consent=one["consent"],
            started_at=one["start"],
            ended_at=one["start"] + timedelta(minutes=one["minutes"]),
            interviewed_on=None,
            location=Point(36.847, -1.262) if one["accuracy"] else None,
            location_accuracy_m=one["accuracy"],
            rent_month_kes=one["rent"],
            water_jerrycans_day=one["jerrycans"],
        )
        for line, age in enumerate(one["ages"], start=1):
            factories.PersonFactory.create(household=household, line_no=line, age=age, relation=None)
    if who:
        interview = factories.SubmissionFactory.create(
            enumeration=count,
            household=household,
            batch=batch,
            row=row,
            sent_by=who,
            state=one["state"],
            review=one["review"],
            review_reason="Ask again." if one["review"] == "returned" else "",
        )
        received = datetime(2026, 10, 9, 12, tzinfo=UTC)
        type(interview).objects.filter(pk=interview.pk).update(received_at=received)
    for n in range(one["issues"]):
        code = "years_over_age" if n else "possible_duplicate"
        factories.IssueFactory.create(batch=batch, row=row, code=code, severity="warning")


def day_of(one: dict[str, Any]) -> date:
    if one["state"] != "in_register":
        return date(2026, 10, 9)
    start: datetime = one["start"]
    return start.astimezone(NAIROBI).date()


def recounted(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Every figure from the plain values, without a database."""
    held = [one for one in found if one["state"] == "in_register"]
    done = [one for one in held if one["result"] in {"complete", "partly"} and one["consent"]]
    minutes = [one["minutes"] for one in done]
    hours = [one["start"].astimezone(NAIROBI).hour for one in held]
    exact = [one["accuracy"] for one in done if one["accuracy"] is not None]
    ages = [age for one in held for age in one["ages"] if 23 <= age <= 62]
    rents = [one["rent"] for one in held if one["rent"] is not None]
    cans = [one["jerrycans"] for one in held if one["jerrycans"] is not None]
    return {
        "interviews": len(found),
        "days": len({day_of(one) for one in found}),
        "from_phones": sum(one["who"] is not None for one in found),
        "in_register": len(held),
        "completed": len(done),
        "refusals": sum(one["result"] == "refused" or not one["consent"] for one in held),
        "not_home": sum(one["result"] in {"not_home_2", "locked"} for one in held),
        "timed": len(minutes),
        "median_minutes": median(minutes) if minutes else None,
        "too_short": sum(each < 5 for each in minutes),
        "too_long": sum(each > 120 for each in minutes),
        "hours_known": len(hours),
        "at_night": sum(hour < 6 or hour >= 21 for hour in hours),
        "with_accuracy": len(exact),
        "median_accuracy": median(exact) if exact else None,
        "inaccurate": sum(each > 15 for each in exact),
        "without_location": sum(one["accuracy"] is None for one in done),
        "ages": len(ages),
        "round_ages": sum(age % 5 == 0 for age in ages),
        "rents": len(rents),
        "round_rents": sum(rent % 1000 == 0 for rent in rents),
        "jerrycans": len(cans),
        "round_jerrycans": sum(can % 5 == 0 for can in cans),
        "issues": sum(one["issues"] for one in found),
        "duplicates": sum(one["duplicates"] for one in found),
        "returned": sum(one["review"] == "returned" for one in found),
        "accepted": sum(one["review"] == "accepted" for one in found),
    }


def figures(work: Work) -> dict[str, Any]:
    said = {name: getattr(work, name) for name in FIGURES}
    rounded = {name: round(said[name], 6) for name in ("median_minutes", "median_accuracy") if said[name]}
    return said | rounded


def grouped(found: Iterable[dict[str, Any]]) -> dict[Any, list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        groups[one["who"], one["name"]].append(one)
    return groups


def test_every_figure_is_what_plain_python_counts(count: Any) -> None:
    people = factories.UserFactory.create_batch(3)
    told = made_up(count, people)
    factories.SubmissionFactory.create(enumeration=count, is_test=True, state="test", sent_by=people[0])
    factories.HouseholdFactory.create()  # of another count
    with CaptureQueriesContext(connection) as asked:
        found = supervise(count)
    assert len(asked) == 1
    assert figures(found.everybody) == recounted(told)
    groups = grouped(told)
    assert {work.key: figures(work) for work in found.enumerators} == {
        key: recounted(ones) for key, ones in groups.items()
    }
    days = {
        (*key, day): recounted([one for one in ones if day_of(one) == day])
        for key, ones in groups.items()
        for day in {day_of(one) for one in ones}
    }
    assert {(*key, work.day): figures(work) for key, works in found.by_day.items() for work in works} == days


def test_only_some_days_and_only_the_own(count: Any) -> None:
    people = factories.UserFactory.create_batch(2)
    told = made_up(count, people)
    day = date(2026, 10, 6)
    then = supervise(count, since=day, until=day)
    assert figures(then.everybody) == recounted([one for one in told if day_of(one) == day])
    own = supervise(count, own=people[0])
    assert [work.who for work in own.enumerators] == [people[0].pk]
    assert figures(own.everybody) == recounted([one for one in told if one["who"] == people[0].pk])


def test_a_correction_counts_once_and_what_contradicts_is_nobody_elses_work(count: Any) -> None:
    baraka, naliaka = factories.UserFactory.create_batch(2)
    household = factories.HouseholdFactory.create(enumeration=count)
    first = factories.SubmissionFactory.create(household=household, sent_by=baraka, state="replaced")
    factories.SubmissionFactory.create(replaces=first, household=household, sent_by=baraka)
    type(first).objects.filter(replaces=first).update(state="in_register")
    factories.SubmissionFactory.create(household=household, sent_by=naliaka, state="conflict")
    works = {work.who: work for work in supervise(count).enumerators}
    assert (works[baraka.pk].interviews, works[baraka.pk].completed) == (1, 1)
    assert (works[naliaka.pk].interviews, works[naliaka.pk].completed) == (1, 0)


def test_nothing_is_an_answer_too(count: Any) -> None:
    found = supervise(count)
    assert (found.everybody.interviews, found.enumerators, found.everybody.whipple) == (0, [], None)


def test_who_asked_for_no_use_is_not_looked_at(count: Any) -> None:
    factories.HouseholdFactory.create(
        enumeration=count, enumerator="Naliaka", restricted_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    [work] = supervise(count).enumerators
    assert (work.interviews, work.completed, work.rents) == (1, 0, 0)


# --- What is worth a talk -------------------------------------------------------------------------


def work(**said: Any) -> Work:
    nothing: dict[str, Any] = dict.fromkeys(FIGURES, 0) | {"median_minutes": None, "median_accuracy": None}
    return Work(1, 1, None, None, **nothing | said)


USUAL = work(
    interviews=1000, completed=900, from_phones=1000, timed=900, refusals=30, not_home=50, rents=500,
    round_rents=200, jerrycans=800, round_jerrycans=240, issues=100,
)  # fmt: skip
WORTH_A_TALK: dict[str, dict[str, Any]] = {
    "too_short": {"timed": 40, "too_short": 2},
    "too_long": {"timed": 40, "too_long": 3},
    "at_night": {"hours_known": 50, "at_night": 2},
    "inaccurate": {"with_accuracy": 10, "inaccurate": 3},
    "without_location": {"completed": 15, "without_location": 3},
    "refusals": {"interviews": 20, "refusals": 3},
    "not_home": {"interviews": 20, "not_home": 4},
    "ages": {"ages": 40, "round_ages": 14},
    "rents": {"rents": 20, "round_rents": 13},
    "jerrycans": {"jerrycans": 20, "round_jerrycans": 11},
    "duplicates": {"duplicates": 2},
    "issues": {"from_phones": 10, "issues": 2},
    "returned": {"returned": 3},
}


@pytest.mark.parametrize("code", WORTH_A_TALK)
def test_each_sign_is_raised_by_its_own_figures(code: str) -> None:
    assert [sign.code for sign in signs_of(work(**WORTH_A_TALK[code]), USUAL)] == [code]


def test_every_sign_is_tried_and_tells_what_it_may_mean() -> None:
    assert {sign.code for sign in SIGNS} == set(WORTH_A_TALK)
    for sign in SIGNS:
        assert all(str(text).endswith(".") for text in (sign.meaning, sign.ask)), sign.code


def test_a_few_interviews_raise_nothing() -> None:
    few = work(
        interviews=4, completed=4, from_phones=4, timed=4, too_short=1, refusals=1, not_home=2, ages=10,
        round_ages=9, rents=4, round_rents=4, jerrycans=4, round_jerrycans=4, issues=3, duplicates=1,
    )  # fmt: skip
    assert signs_of(few, USUAL) == []


def test_whipples_index_is_100_where_nobody_rounds_and_500_where_all_do() -> None:
    assert work(ages=40, round_ages=8).whipple == 100
    assert work(ages=40, round_ages=40).whipple == 500
