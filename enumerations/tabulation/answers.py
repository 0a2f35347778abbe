"""One question's answers, counted by the database in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.indicators.words import IN_USE
from enumerations.models import Enumeration
from enumerations.tabulation.questions import Answer, OwnQuestion, Unit

# How forms write that somebody did not know, or would not say.
NOT_GIVEN = ("-98", "-99", "-98.0", "-99.0")
UNKNOWN = ""  # the group of those of whom it is not known


class Split(StrEnum):
    """By what a table is split."""

    NONE = "none"
    CLUSTER = "cluster"
    HEAD = "head"
    TENURE = "tenure"

    @property
    def label(self) -> str | Promise:
        return SPLIT_LABELS[self]


SPLIT_LABELS: dict[Split, str | Promise] = {
    Split.NONE: _("All together"),
    Split.CLUSTER: _("By cluster"),
    Split.HEAD: _("By sex of the head"),
    Split.TENURE: _("By owner or tenant"),
}


@dataclass
class Group:
    """The answers of one group: how many answered, of how many households, and what they said.

    `values` holds for each value how often it was given, and by how many households.
    """

    n: int = 0
    households: int = 0
    values: dict[str, tuple[int, int]] = field(default_factory=dict)


def merged(groups: Sequence[Group]) -> Group:
    """Several groups as one; no household is in two."""
    values: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for group in groups:
        for value, (n, households) in group.values.items():
            values[value][0] += n
            values[value][1] += households
    return Group(
        n=sum(group.n for group in groups),
        households=sum(group.households for group in groups),
        values={value: (n, households) for value, (n, households) in values.items()},
    )


# Who counts: agreed to be counted, and whose record is used.
COUNTS = f"h.enumeration_id = %(count)s AND {IN_USE} AND h.consent IS DISTINCT FROM false"
GROUPS = {
    Split.NONE: "''",
    Split.CLUSTER: "coalesce(c.code, '')",
    Split.HEAD: "coalesce(h.head_sex, '')",
    Split.TENURE: "coalesce(h.occupancy_status, '')",
}
TABLES = {
    Split.CLUSTER: """
        LEFT JOIN settlements_structure s ON s.id = h.structure_id
        LEFT JOIN settlements_cluster c ON c.id = s.cluster_id""",
}
LIES_IN = {
    Unit.HOUSEHOLDS: ("h.answers", ""),
    Unit.PERSONS: ("p.answers", "JOIN enumerations_person p ON p.household_id = h.id"),
    Unit.ROWS: (
        "a.answers",
        "JOIN enumerations_answerrow a ON a.household_id = h.id AND a.repeat = ANY(%(repeats)s)",
    ),
}
# What of a written answer is counted; null where it is no answer.
VALUES = {
    Answer.ONE: "said",
    Answer.FIRST: "split_part(said, ' ', 1)",
    Answer.NUMBER: """CASE WHEN said ~ '^[+-]?[0-9]{1,15}([.,][0-9]{1,15})?$' AND said <> ALL(%(not_given)s)
        THEN trim_scale(replace(said, ',', '.')::numeric)::text END""",
    Answer.SEVERAL: "said",
    Answer.PRESENCE: "'x'",
}


def answers_to(enumeration: Enumeration, own: OwnQuestion, split: Split = Split.NONE) -> dict[str, Group]:
    """The answers by group: the codes of clusters, of the head's sex, of tenure; one without a split."""
    column, table = LIES_IN[own.unit]
    said = ", ".join(f"nullif(trim({column} ->> %(key_{n})s), '')" for n in range(len(own.keys)))
    statement = f"""
        WITH written AS (
            SELECT h.id AS household, {GROUPS[split]} AS part, coalesce({said}) AS said
            FROM enumerations_household h {table} {TABLES.get(split, "")}
            WHERE {COUNTS}
        ), answered AS (
            SELECT household, part, {VALUES[own.answer]} AS value FROM written WHERE said IS NOT NULL
        )
        {COUNTED_ONE_BY_ONE if own.answer is Answer.SEVERAL else COUNTED}"""
    params: dict[str, Any] = {
        "count": enumeration.pk,
        "repeats": own.repeats,
        "not_given": list(NOT_GIVEN),
        **{f"key_{n}": key for n, key in enumerate(own.keys)},
    }
    groups: dict[str, Group] = defaultdict(Group)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for part, value, n, households in cursor.fetchall():
            if value is None:
                groups[part].n, groups[part].households = n, households
            else:
                groups[part].values[value] = (n, households)
    return dict(groups)


# A row without a value is the group's total.
COUNTED = """
        SELECT part, CASE WHEN GROUPING(value) = 0 THEN value END, count(*), count(DISTINCT household)
        FROM answered WHERE value IS NOT NULL GROUP BY GROUPING SETS ((part), (part, value))"""
COUNTED_ONE_BY_ONE = """
        SELECT part, NULL, count(*), count(DISTINCT household) FROM answered GROUP BY part
        UNION ALL
        SELECT part, chosen, count(*), count(DISTINCT household)
        FROM answered, LATERAL (SELECT DISTINCT regexp_split_to_table(value, '\\s+') AS chosen) choices
        GROUP BY part, chosen"""


def how_many_answered(enumeration: Enumeration) -> dict[tuple[str, str], tuple[int, int]]:
    """By the table and the heading: how many answers there are to each question, and of how many households.

    The table is `households`, `persons`, or the name of a repeat.
    """
    parts = [
        f"SELECT h.id AS household, 'households' AS lies, h.answers AS answers "
        f"FROM enumerations_household h WHERE {COUNTS}",
        f"SELECT h.id, 'persons', p.answers FROM enumerations_household h "
        f"JOIN enumerations_person p ON p.household_id = h.id WHERE {COUNTS}",
        f"SELECT h.id, a.repeat, a.answers FROM enumerations_household h "
        f"JOIN enumerations_answerrow a ON a.household_id = h.id WHERE {COUNTS}",
    ]
    statement = f"""
        SELECT lies, key, count(*), count(DISTINCT household)
        FROM ({" UNION ALL ".join(parts)}) every, LATERAL jsonb_each_text(answers)
        WHERE trim(value) <> '' GROUP BY lies, key"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"count": enumeration.pk})
        return {(lies, key): (n, households) for lies, key, n, households in cursor.fetchall()}
