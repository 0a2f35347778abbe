"""The classes of a structure's answers, packed into one number: short texts cost a tile most of its time.

Each question has the bits its classes need, the first question the lowest: 0 where the answer is not known,
else the class, counted from 1. All of them fit into the 53 bits that a browser counts with exactly.
`StructureSummary.packed` is computed by the database from `expression()`, so changed classes of a structure's
question ask for a migration that removes the column and adds it again; those of households for figures that
are made anew (`manage.py rebuild_statistics`). Raise DESIGN of mapping.tile_views with either.
"""

import operator
from functools import reduce
from typing import Any

from django.db.models import BigIntegerField, Case, Expression, F, Value, When

from enumerations.classes import HOUSEHOLDS, QUESTIONS, STRUCTURES, Answers, Band, Question

MOST_BITS = 53
ORDER = tuple(QUESTIONS)


def shift(column: str) -> int:
    """Where the question's bits begin."""
    return sum(QUESTIONS[each].bits for each in ORDER[: ORDER.index(column)])


def mask(*columns: str) -> int:
    """All bits of these questions."""
    return sum((2 ** QUESTIONS[column].bits - 1) << shift(column) for column in columns)


def pack(column: str, said: str | float) -> int:
    """One answer, in the bits of its question: the class of the code, or of the number."""
    return class_of(QUESTIONS[column], said) << shift(column)


def class_of(question: Question, said: str | float) -> int:
    """The number of the class that holds the answer; 0 for a code of no class."""
    for number, each in enumerate(question.classes, start=1):
        if isinstance(each, Answers) and said in each.codes:
            return number
        if isinstance(each, Band) and not isinstance(said, str) and (each.most is None or said <= each.most):
            return number
    return 0


def unpack(packed: int, column: str) -> int:
    """The class of one question."""
    return packed >> shift(column) & (2 ** QUESTIONS[column].bits - 1)


def of_household(alias: str = "h") -> str:
    """SQL: what one household answers, packed."""
    return " + ".join(_household_sql(question, f"{alias}.{question.column}") for question in HOUSEHOLDS)


def _household_sql(question: Question, column: str) -> str:
    unit = 1 << shift(question.column)
    whens = []
    for number, each in enumerate(question.classes, start=1):
        if isinstance(each, Answers):
            whens += [f"WHEN {column} = '{code}' THEN {number * unit}" for code in each.codes]
        elif each.most is not None:
            whens.append(f"WHEN {column} <= {each.most} THEN {number * unit}")
        else:
            whens.append(f"WHEN {column} IS NOT NULL THEN {number * unit}")
    return f"CASE {' '.join(whens)} ELSE 0 END::bigint"


def expression() -> Expression:
    """What the database computes of a drawn row: a code that is in no class is as good as none."""
    parts = [_place(question) * (1 << shift(question.column)) for question in STRUCTURES]
    whole: Any = reduce(operator.add, [F("answers"), *parts])
    return whole


def _place(question: Question) -> Expression:
    whens = []
    for number, each in enumerate(question.classes, start=1):
        if isinstance(each, Answers):
            whens.append(When(**{f"{question.column}__in": [str(code) for code in each.codes]}, then=number))
        elif each.most is not None:
            at_least = {f"{question.column}__gte": 1, f"{question.column}__lte": each.most}
            whens.append(When(**at_least, then=number))
        else:
            whens.append(When(**{f"{question.column}__gte": 1}, then=number))
    return Case(*whens, default=Value(0), output_field=BigIntegerField())
