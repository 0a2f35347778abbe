"""Households read in sets, as their records need them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from enumerations.intake.fields import HOUSEHOLD_FIELDS, Kind
from enumerations.models import AnswerRow, Enumeration, Household, Person, TenureClaim
from verification.records import CLAIM_COLUMNS, HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Home

# Of several answers to one question the order says nothing.
IN_ANY_ORDER = frozenset(each.name for each in HOUSEHOLD_FIELDS if each.kind is Kind.CODES)
BESIDE = ("pk", "key", "structure__code", "answers", "not_given")

Rows = dict[int, list[dict[str, Any]]]


def homes(count: Enumeration, ids: Sequence[int]) -> Iterator[tuple[int, Home]]:
    """Each of these households, by its id, in four queries whatever their number."""
    people, claims, rows = _people(ids), _claims(ids), _rows(ids)
    found = Household.objects.filter(pk__in=ids).order_by("pk")
    for values in found.values_list(*BESIDE, *HOUSEHOLD_COLUMNS.values()).iterator(chunk_size=2_000):
        pk, key, door, own, not_given = values[: len(BESIDE)]
        answers = dict(zip(HOUSEHOLD_COLUMNS, values[len(BESIDE) :], strict=True))
        for name in IN_ANY_ORDER & answers.keys():
            answers[name] = sorted(answers[name]) if answers[name] else None
        yield (
            pk,
            Home(
                settlement=count.settlement.code,
                round=count.round,
                key=key,
                door=door or "",
                answers=answers,
                own=own,
                not_given=not_given,
                people=people.get(pk, []),
                claims=claims.get(pk, []),
                rows=rows.get(pk, []),
            ),
        )


def _people(ids: Sequence[int]) -> Rows:
    columns = {"line": "line_no", **PERSON_COLUMNS, "own": "answers", "not_given": "not_given"}
    return _by_household(Person.objects.filter(household__in=ids), columns)


def _claims(ids: Sequence[int]) -> Rows:
    columns = {"line": "person__line_no", "door": "structure__code", **CLAIM_COLUMNS}
    return _by_household(TenureClaim.objects.filter(household__in=ids), columns)


def _rows(ids: Sequence[int]) -> Rows:
    columns = {"repeat": "repeat", "line": "line_no", "answers": "answers"}
    return _by_household(AnswerRow.objects.filter(household__in=ids), columns)


def _by_household(rows: Any, columns: dict[str, str]) -> Rows:
    found: Rows = defaultdict(list)
    # Not in the model's order: a record sorts its few rows itself.
    for household, *values in rows.order_by().values_list("household", *columns.values()).iterator():
        found[household].append(dict(zip(columns, values, strict=True)))
    return found
