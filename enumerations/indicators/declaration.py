"""What an indicator is: a word, a sentence for readers, and SQL over one record.

Every indicator over records is declared as one SQL expression over one record, null where the record does
not answer it: true or false for a percentage, a number for a sum or a median, a code for a distribution.
`enumerations.indicators.statement` makes the one statement of them; null never enters n.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise

Words = str | Promise


class Records(StrEnum):
    """Which records an expression is over, and what they are called in its SQL."""

    HOUSEHOLDS = "households"  # h, with its structure s and settlement scope t: completed interviews
    VISITS = "visits"  # the same, every listed household whatever came of the visit
    DWELLINGS = "dwellings"  # d: structures in which a completed household lives, put together from these
    PERSONS = "persons"  # p: members of completed households
    STRUCTURES = "structures"  # s: all numbered structures of the place
    SERVICE_POINTS = "service_points"  # v
    PLACE = "place"  # the settlement or cluster itself, from the sums of all others


class Kind(StrEnum):
    """How the answers of the records become a figure."""

    NUMBER = "number"
    PERCENT = "percent"
    MEDIAN = "median"
    DISTRIBUTION = "distribution"  # [{"code", "count", "percent"}], most first
    RANKING = "ranking"  # [{"code", "score", "count", "percent"}], highest score first


@dataclass(frozen=True)
class Measure:
    """A column that is added up: `name` becomes the sum (of a flag, the count of true), `name_n` the n.

    `adds_up` is the aggregate that makes a place's value from its parts': `sum`, or `max`.
    """

    name: str
    records: Records
    sql: str
    is_flag: bool = False
    adds_up: str = "sum"


@dataclass(frozen=True)
class Indicator:
    """One figure with all a reader needs to trust it.

    `sql` is over one record of `records` (see the module). `value` and `n` are SQL over the place's sums, and
    are given where the kind does not already say them. `among` restricts a ranking to some households.
    """

    code: str
    label: Words
    unit: Words
    definition: Words
    kind: Kind
    records: Records
    sql: str = ""
    value: str = ""
    n: str = ""
    decimals: int = 0
    note: Words = ""
    choices: type[TextChoices] | None = None
    among: str = ""

    @property
    def is_histogram(self) -> bool:
        """Whether the figure needs how often each value was given, not only sums."""
        return bool(self.sql) and self.kind in {Kind.MEDIAN, Kind.DISTRIBUTION, Kind.RANKING}


@dataclass(frozen=True)
class Declarations:
    """Indicators and the further measures which their ratios need."""

    indicators: tuple[Indicator, ...]
    measures: tuple[Measure, ...] = field(default=())


def share(code: str, label: Words, definition: Words, sql: str, **more: Any) -> Indicator:
    """The percentage of the records for which the expression is true, of those for which it is not null."""
    more = {"records": Records.HOUSEHOLDS, "unit": "%", "decimals": 1, **more}
    return Indicator(
        code,
        label,
        definition=definition,
        kind=Kind.PERCENT,
        sql=sql,
        value=f"100.0 * {code} / nullif({code}_n, 0)",
        n=f"{code}_n",
        **more,
    )


def median(code: str, label: Words, unit: Words, definition: Words, sql: str, **more: Any) -> Indicator:
    """The middle value over completed households (the mean of the two middle ones where n is even)."""
    return Indicator(
        code,
        label,
        unit,
        definition,
        Kind.MEDIAN,
        Records.HOUSEHOLDS,
        sql=sql,
        value=f"{code}_median",
        n=f"{code}_n",
        **more,
    )


def distribution(
    code: str, label: Words, definition: Words, sql: str, choices: type[TextChoices] | None, **more: Any
) -> Indicator:
    """How often each code was answered by completed households."""
    return Indicator(
        code,
        label,
        "%",
        definition,
        Kind.DISTRIBUTION,
        Records.HOUSEHOLDS,
        sql=sql,
        value=f"{code}_list",
        n=f"{code}_n",
        decimals=1,
        choices=choices,
        **more,
    )


def ratio(
    code: str, label: Words, unit: Words, definition: Words, value: str, n: str, **more: Any
) -> Indicator:
    """A number computed from sums of the place."""
    more = {"records": Records.PLACE, "kind": Kind.NUMBER, **more}
    return Indicator(code, label, unit, definition, value=value, n=n, **more)
