"""Rules across the fields of one row, declared once.

Rules that need other rows or the register are the pipeline's (`services.set_checks`), in SQL.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from enumerations.choices import Severity

E, W = Severity.ERROR, Severity.WARNING

NAIROBI = "Africa/Nairobi"


@dataclass(frozen=True)
class RowRule:
    """Broken where `broken` holds (unknown counts as kept). The issue is shown at the first of `fields`.

    `phone` says the same to a phone while it asks: for each question the constraint that keeps the rule, as
    far as the earlier answers are known. Rules without it are judged when the interview has arrived.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    broken: Callable[[date], pl.Expr]  # given today's date
    phone: Mapping[str, str] = field(default_factory=dict)


def _minutes() -> pl.Expr:
    return (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds() / 60


def _hour(name: str) -> pl.Expr:
    """Hour of Nairobi's clock, with the minutes as a fraction."""
    local = pl.col(name).dt.convert_time_zone(NAIROBI)
    return local.dt.hour().cast(pl.Float64) + local.dt.minute() / 60


def _same_priority() -> pl.Expr:
    first, second, third = (pl.col(f"priority_{place}") for place in (1, 2, 3))
    return (first == second) | (first == third) | (second == third)


HOUSEHOLD_ROW_RULES: tuple[RowRule, ...] = (
    RowRule(
        "years_order",
        E,
        ("years_in_structure", "years_in_settlement"),
        lambda today: pl.col("years_in_structure") > pl.col("years_in_settlement"),
        phone={"years_in_structure": "${years_in_settlement} < 0 or . <= ${years_in_settlement}"},
    ),
    RowRule(
        "priorities_same",
        E,
        ("priority_1", "priority_2", "priority_3"),
        lambda today: _same_priority(),
        phone={
            "priority_2": ". != ${priority_1}",
            "priority_3": ". != ${priority_1} and . != ${priority_2}",
        },
    ),
    RowRule(
        "id_number_length",
        E,
        ("head_id_number", "head_id_kind"),
        lambda today: (
            (pl.col("head_id_kind") == "national_id")
            & ~pl.col("head_id_number").str.contains(r"^[0-9]{7,8}$")
        ),
        phone={"head_id_number": "${head_id_kind} != 'national_id' or regex(., '^[0-9]{7,8}$')"},
    ),
    RowRule(
        "interview_backwards",
        W,
        ("ended_at", "started_at"),
        lambda today: pl.col("ended_at") < pl.col("started_at"),
    ),
    RowRule(
        "interview_short",
        W,
        ("ended_at", "started_at"),
        lambda today: _minutes().is_between(0, 5, closed="left"),
    ),
    RowRule("interview_long", W, ("ended_at", "started_at"), lambda today: _minutes() > 120),
    RowRule("interview_hour", W, ("started_at",), lambda today: ~_hour("started_at").is_between(6, 21)),
    RowRule("date_future", E, ("interviewed_on",), lambda today: pl.col("interviewed_on") > today),
    RowRule(
        "date_future",
        E,
        ("started_at",),
        lambda today: pl.col("started_at").dt.convert_time_zone(NAIROBI).dt.date() > today,
    ),
    RowRule("location_inaccurate", W, ("location",), lambda today: pl.col("location_accuracy_m") > 15),
)

PERSON_ROW_RULES: tuple[RowRule, ...] = (
    RowRule(
        "head_under_15",
        E,
        ("age", "relation"),
        lambda today: (pl.col("relation") == "head") & (pl.col("age") < 15),
        phone={"age": "${relation} != 'head' or . >= 15"},
    ),
    RowRule(
        "head_under_18",
        W,
        ("age", "relation"),
        lambda today: (pl.col("relation") == "head") & pl.col("age").is_between(15, 17),
    ),
)
