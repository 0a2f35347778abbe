"""How the work of a count goes, by enumerator and day: what a supervisor looks at in the evening.

One statement reads all interviews once and adds them up by enumerator, by enumerator and day, and for the
whole count. Households that came by file are known by the enumerator that the file names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection

from accounts.models import User
from enumerations.choices import VisitResult
from enumerations.collecting import Review, SubmissionState
from enumerations.indicators.words import COMPLETED, IN_USE, one_of
from enumerations.models import Enumeration

SHORT_MINUTES, LONG_MINUTES = 5, 120
FIRST_HOUR, LAST_HOUR = 6, 21  # in Nairobi
INACCURATE_M = 15
# Whipple's index counts the ages from 23 to 62 that end in 0 or 5: a fifth of them where nobody rounds.
WHIPPLE_AGES = (23, 62)
ROUND_RENT, ROUND_JERRYCANS = 1_000, 5
DUPLICATES = ("possible_duplicate", "possible_duplicate_in_file", "duplicate_in_file")
NOT_HOME = one_of(
    "h.result", VisitResult.NOT_HOME_1, VisitResult.NOT_HOME_2, VisitResult.NOT_HOME_3, VisitResult.LOCKED
)
ZONE = "AT TIME ZONE 'Africa/Nairobi'"

# Of an interview from a phone the register is asked only where it holds it: a conflict points to another's.
# Who asked that a record be kept unused is not looked at either.
INTERVIEWS = f"""
    sent AS (
        SELECT s.sent_by_id AS who, NULL::text AS name, s.received_at, s.household_id, s.state, s.review,
            s.batch_id, s.row, true AS is_sent
        FROM enumerations_submission s
        WHERE s.enumeration_id = %(count)s AND NOT s.is_test
          AND NOT EXISTS (SELECT FROM enumerations_submission r WHERE r.replaces_id = s.id)
          AND (%(own)s::bigint IS NULL OR s.sent_by_id = %(own)s)
        UNION ALL
        SELECT NULL, coalesce(h.enumerator, ''), b.received_at, h.id, '{SubmissionState.IN_REGISTER}',
            '{Review.PENDING}', NULL, NULL, false
        FROM enumerations_household h JOIN enumerations_batch b ON b.id = h.created_by_batch_id
        WHERE h.enumeration_id = %(count)s AND (%(own)s::bigint IS NULL OR b.sent_by_id = %(own)s)
          AND NOT EXISTS (SELECT FROM enumerations_submission s WHERE s.household_id = h.id
            AND s.enumeration_id = %(count)s AND s.state <> '{SubmissionState.CONFLICT}')
    ),
    roster AS (
        SELECT household_id,
            count(*) FILTER (WHERE age BETWEEN {WHIPPLE_AGES[0]} AND {WHIPPLE_AGES[1]}) AS ages,
            count(*) FILTER (WHERE age BETWEEN {WHIPPLE_AGES[0]} AND {WHIPPLE_AGES[1]} AND age %% 5 = 0)
                AS round_ages
        FROM enumerations_person WHERE enumeration_id = %(count)s GROUP BY household_id
    ),
    found AS (
        SELECT i.batch_id, i.row, count(*) AS issues,
            count(*) FILTER (WHERE {one_of("i.code", *DUPLICATES)}) AS duplicates
        FROM enumerations_issue i
        WHERE i.batch_id IN (SELECT batch_id FROM sent) AND i.row IS NOT NULL GROUP BY 1, 2
    ),
    interview AS (
        SELECT sent.who, sent.name, sent.is_sent, sent.state, sent.review,
            coalesce((h.started_at {ZONE})::date, h.interviewed_on, (sent.received_at {ZONE})::date) AS day,
            h.id IS NOT NULL AS is_held, {COMPLETED} AND h.id IS NOT NULL AS is_complete,
            h.result = '{VisitResult.REFUSED}' OR h.consent IS FALSE AS is_refusal, {NOT_HOME} AS is_not_home,
            extract(epoch FROM h.ended_at - h.started_at) / 60.0 AS minutes,
            extract(hour FROM h.started_at {ZONE}) AS hour,
            h.location IS NOT NULL AS has_location, h.location_accuracy_m AS accuracy,
            h.rent_month_kes AS rent, h.water_jerrycans_day AS jerrycans,
            roster.ages, roster.round_ages, found.issues, found.duplicates
        FROM sent
        LEFT JOIN enumerations_household h ON h.id = sent.household_id
            AND sent.state = '{SubmissionState.IN_REGISTER}' AND {IN_USE}
        LEFT JOIN roster ON roster.household_id = h.id
        LEFT JOIN found ON found.batch_id = sent.batch_id AND found.row = sent.row
    )"""

# What each figure is; all but `days` and the medians add up.
FIGURES: Mapping[str, str] = {
    "interviews": "count(*)",
    "days": "count(DISTINCT day)",
    "from_phones": "count(*) FILTER (WHERE is_sent)",
    "in_register": f"count(*) FILTER (WHERE state = '{SubmissionState.IN_REGISTER}')",
    "completed": "count(*) FILTER (WHERE is_complete)",
    "refusals": "count(*) FILTER (WHERE is_refusal)",
    "not_home": "count(*) FILTER (WHERE is_not_home)",
    "timed": "count(minutes) FILTER (WHERE is_complete AND minutes >= 0)",
    "median_minutes": "percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) "
    "FILTER (WHERE is_complete AND minutes >= 0)",
    "too_short": f"count(*) FILTER (WHERE is_complete AND minutes >= 0 AND minutes < {SHORT_MINUTES})",
    "too_long": f"count(*) FILTER (WHERE is_complete AND minutes > {LONG_MINUTES})",
    "hours_known": "count(hour)",
    "at_night": f"count(*) FILTER (WHERE hour < {FIRST_HOUR} OR hour >= {LAST_HOUR})",
    "with_accuracy": "count(accuracy) FILTER (WHERE is_complete)",
    "median_accuracy": "percentile_cont(0.5) WITHIN GROUP (ORDER BY accuracy) FILTER (WHERE is_complete)",
    "inaccurate": f"count(*) FILTER (WHERE is_complete AND accuracy > {INACCURATE_M})",
    "without_location": "count(*) FILTER (WHERE is_complete AND NOT has_location)",
    "ages": "coalesce(sum(ages), 0)::int",
    "round_ages": "coalesce(sum(round_ages), 0)::int",
    "rents": "count(rent)",
    "round_rents": f"count(*) FILTER (WHERE mod(rent, {ROUND_RENT}) = 0)",
    "jerrycans": "count(jerrycans)",
    "round_jerrycans": f"count(*) FILTER (WHERE mod(jerrycans, {ROUND_JERRYCANS}) = 0)",
    "issues": "coalesce(sum(issues), 0)::int",
    "duplicates": "coalesce(sum(duplicates), 0)::int",
    "returned": f"count(*) FILTER (WHERE review = '{Review.RETURNED}')",
    "accepted": f"count(*) FILTER (WHERE review = '{Review.ACCEPTED}')",
}
KEYS = ("scope", "who", "name", "day")

# GROUPING counts what a row is added up over: 0 enumerator and day, 1 all days, 7 everybody.
STATEMENT = f"""
WITH {INTERVIEWS}
SELECT GROUPING(who, name, day) AS scope, who, name, CASE WHEN GROUPING(day) = 0 THEN day END,
    {", ".join(FIGURES.values())}
FROM interview
WHERE (%(since)s::date IS NULL OR day >= %(since)s) AND (%(until)s::date IS NULL OR day <= %(until)s)
GROUP BY GROUPING SETS ((who, name, day), (who, name), ())
"""
ONE_DAY, ALL_DAYS, EVERYBODY = 0, 1, 7


@dataclass(frozen=True)
class Work:
    """The figures of one enumerator, for a day or for all; or of everybody. Counts, minutes and metres."""

    scope: int
    who: int | None
    name: str | None
    day: date | None
    interviews: int
    days: int
    from_phones: int
    in_register: int
    completed: int
    refusals: int
    not_home: int
    timed: int
    median_minutes: float | None
    too_short: int
    too_long: int
    hours_known: int
    at_night: int
    with_accuracy: int
    median_accuracy: float | None
    inaccurate: int
    without_location: int
    ages: int
    round_ages: int
    rents: int
    round_rents: int
    jerrycans: int
    round_jerrycans: int
    issues: int
    duplicates: int
    returned: int
    accepted: int

    @property
    def whipple(self) -> float | None:
        """Whipple's index: 100 where no age is rounded, 500 where all are."""
        return 500 * self.round_ages / self.ages if self.ages else None

    @property
    def issues_per_100(self) -> float | None:
        """Of interviews from phones: those of a file belong to no interview."""
        return 100 * self.issues / self.from_phones if self.from_phones else None

    @property
    def key(self) -> tuple[int | None, str | None]:
        return self.who, self.name


assert tuple(field.name for field in fields(Work)) == (*KEYS, *FIGURES)


@dataclass(frozen=True)
class Supervision:
    """The work of a count: of everybody together, of each enumerator, and of each by day."""

    everybody: Work
    enumerators: list[Work]
    by_day: dict[tuple[int | None, str | None], list[Work]]


def supervise(
    enumeration: Enumeration, *, own: User | None = None, since: date | None = None, until: date | None = None
) -> Supervision:
    """Add up a count's interviews of these days. `own`: only what this person sent."""
    asked = {"count": enumeration.pk, "own": own.pk if own else None, "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, asked)
        rows: list[Any] = [Work(*row) for row in cursor.fetchall()]
    by_day: dict[tuple[int | None, str | None], list[Work]] = {}
    for row in sorted((row for row in rows if row.scope == ONE_DAY), key=lambda row: row.day):
        by_day.setdefault(row.key, []).append(row)
    return Supervision(
        everybody=next(row for row in rows if row.scope == EVERYBODY),
        enumerators=[row for row in rows if row.scope == ALL_DAYS],
        by_day=by_day,
    )
