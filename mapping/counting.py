"""How many structures of a theme's classes a filter leaves: the numbers of the legend."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import QueryDict

from enumerations import packed
from enumerations.classes import QUESTIONS
from mapping.layers import LAYERS
from mapping.layers.checking import PlainCheckingLayer
from mapping.layers.structures import GONE
from mapping.themes import BY_NAME, FILTERS, THEMES

MOST_NUMBERS = 200


@dataclass(frozen=True)
class Filter:
    """Which structures are wanted: of each, none means all."""

    clusters: frozenset[int] = frozenset()
    classes: tuple[tuple[str, frozenset[int]], ...] = ()  # of FILTERS

    @classmethod
    def of(cls, asked: QueryDict) -> "Filter":
        """`?cluster=12&use=1&use=3`: what is no number is not asked."""
        classes = ((name, numbers(asked.getlist(name))) for name in FILTERS)
        return cls(numbers(asked.getlist("cluster")), tuple((name, n) for name, n in classes if n))


def numbers(said: Iterable[str]) -> frozenset[int]:
    digits = [
        each for each in list(said)[:MOST_NUMBERS] if each.isascii() and each.isdigit() and len(each) < 10
    ]
    return frozenset(int(each) for each in digits)


def counted(
    settlement: int, theme: str, wanted: Filter, *, sees_tenure: bool, sees_objections: bool
) -> dict[str, Any] | None:
    """By class: structures, households, people; None for a theme that the reader does not have."""
    of_class = class_sql(theme, sees_tenure=sees_tenure, sees_objections=sees_objections)
    if of_class is None:
        return None
    code, tables = of_class
    standing = "TRUE" if theme == "change" else f"NOT {GONE}"
    where, params = ["drawn.settlement_id = %(settlement)s", standing], {"settlement": settlement}
    more: dict[str, Any] = {}
    if wanted.clusters:
        where.append("drawn.cluster_id = ANY(%(clusters)s)")
        more["clusters"] = list(wanted.clusters)
    for name, classes in wanted.classes:
        where.append(f"{packed_sql(name)} = ANY(%({name})s)")
        more[name] = list(classes)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce({code}, 0), count(*), sum(drawn.households), sum(drawn.people) "
            f"FROM enumerations_structuresummary drawn {tables} WHERE {' AND '.join(where)} GROUP BY 1",
            params | more,
        )
        rows = cursor.fetchall()
    return {"classes": {str(each): [structures, homes, people] for each, structures, homes, people in rows}}


def class_sql(theme: str, *, sees_tenure: bool, sees_objections: bool) -> tuple[str, str] | None:
    """SQL of the theme's class of a structure, and the tables it asks beside the drawn row."""
    if theme == "change":
        return "drawn.change", ""
    if theme == "checking":
        layer: Any = LAYERS["checking" if sees_objections else PlainCheckingLayer.name]
        return layer.reached, layer.of
    found = BY_NAME.get(theme)
    if found is None or (found not in THEMES and not sees_tenure):
        return None
    return packed_sql(found.question), ""


def packed_sql(question: str) -> str:
    return f"(drawn.packed >> {packed.shift(question)} & {2 ** QUESTIONS[question].bits - 1})"
