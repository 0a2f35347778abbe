"""Households headed by women, and people who are small, old or disabled: by group of structures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from enumerations.indicators import BY_CODE
from enumerations.indicators.words import COMPLETED, IN_USE
from enumerations.models import Enumeration

# Declared once, with the indicators.
WOMAN, UNDER_5, OVER_65, DISABLED = (
    BY_CODE[code].sql
    for code in ("women_headed_percent", "under_5_percent", "age_65_percent", "disability_percent")
)
SUMS = f"""
WITH homes AS MATERIALIZED (
    SELECT h.id, wanted.place, {WOMAN} AS is_womans
    FROM unnest(%(structures)s::bigint[], %(places)s::bigint[]) AS wanted (structure_id, place)
    JOIN enumerations_household h ON h.structure_id = wanted.structure_id
    WHERE h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED}
    UNION ALL
    SELECT h.id, %(loose)s, {WOMAN} FROM enumerations_household h
    WHERE %(loose)s::bigint IS NOT NULL AND h.structure_id IS NULL
      AND h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED}
)
SELECT place, sum(women), sum(under_5), sum(over_65), sum(disabled) FROM (
    SELECT place, count(*) FILTER (WHERE is_womans) AS women, 0 AS under_5, 0 AS over_65, 0 AS disabled
    FROM homes GROUP BY place
    UNION ALL
    SELECT homes.place, 0, count(*) FILTER (WHERE {UNDER_5}), count(*) FILTER (WHERE {OVER_65}),
        count(*) FILTER (WHERE {DISABLED})
    FROM homes JOIN enumerations_person p ON p.household_id = homes.id GROUP BY homes.place
) AS both_kinds GROUP BY place
"""


@dataclass(frozen=True)
class Vulnerable:
    """Households headed by women; people under five years, of 65 and older, and living with a disability."""

    women: float = 0
    under_5: float = 0
    over_65: float = 0
    disabled: float = 0

    def __add__(self, other: "Vulnerable") -> "Vulnerable":
        return Vulnerable(
            self.women + other.women,
            self.under_5 + other.under_5,
            self.over_65 + other.over_65,
            self.disabled + other.disabled,
        )

    def shared(self, households: float, people: float) -> "Vulnerable":
        """What falls to these parts of the households and of the people, each from 0 to 1."""
        return Vulnerable(
            self.women * households, self.under_5 * people, self.over_65 * people, self.disabled * people
        )


def sums_of(count: Enumeration, places: Mapping[int, int], loose: int | None = None) -> dict[int, Vulnerable]:
    """By place, of all households in its structures; `places` says which structure belongs to which.

    Households that no structure is known of belong to `loose`.
    """
    asked: dict[str, Any] = {
        "structures": list(places),
        "places": list(places.values()),
        "count": count.pk,
        "loose": loose,
    }
    with connection.cursor() as cursor:
        cursor.execute(SUMS, asked)
        return {place: Vulnerable(*map(int, numbers)) for place, *numbers in cursor.fetchall()}
