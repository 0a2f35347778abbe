"""Where a count stands, by village: doors, interviews, lists, objections. Numbers only, nobody's name."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from enumerations.choices import DoorState
from enumerations.collecting import Review
from enumerations.indicators.words import quoted
from enumerations.models import Enumeration
from enumerations.services.coverage import DOORS
from enumerations.services.review import SETTLED
from verification.choices import ObjectionState, SuspicionState
from verification.models import Posting

FIGURES = ("numbered", "reached", "returned", "sheets", "objections", "decided", "suspected")
WAITS = f"o.state IN ({quoted((ObjectionState.OPEN, ObjectionState.HEARING))})"


def _part(village: str, rows: str, **counted: str) -> str:
    """Some of the figures of each village, from one kind of records; the others are none."""
    figures = ", ".join(counted.get(name, "0") for name in FIGURES)
    return f"SELECT {village}, {figures} FROM {rows} GROUP BY 1"


PARTS = (
    _part(
        "cluster_id",
        f"({DOORS}) doors",
        numbered="count(*)",
        reached=f"count(*) FILTER (WHERE visit <> '{DoorState.NOT_VISITED}')",
    ),
    _part(
        "s.cluster_id",
        f"""enumerations_submission i
        LEFT JOIN enumerations_household h ON h.id = i.household_id
        LEFT JOIN settlements_structure s ON s.id = h.structure_id
        WHERE i.enumeration_id = %(count)s AND NOT i.is_test AND i.review = '{Review.RETURNED}'
            AND i.state NOT IN ({quoted(SETTLED)})
            AND NOT EXISTS (SELECT FROM enumerations_submission later WHERE later.replaces_id = i.id)""",
        returned="count(*)",
    ),
    _part("cluster_id", "verification_postedlist WHERE posting_id = %(posting)s", sheets="sum(pages)"),
    _part(
        "coalesce(o.cluster_id, s.cluster_id)",
        """verification_objection o LEFT JOIN settlements_structure s ON s.id = o.structure_id
        WHERE o.enumeration_id = %(count)s""",
        objections=f"count(*) FILTER (WHERE {WAITS})",
        decided=f"count(*) FILTER (WHERE NOT {WAITS})",
    ),
    _part(
        "s.cluster_id",
        f"""verification_suspicion d
        LEFT JOIN enumerations_household h ON h.id = d.household_a_id
        LEFT JOIN settlements_structure s ON s.id = coalesce(d.structure_a_id, h.structure_id)
        WHERE d.enumeration_id = %(count)s AND d.state = '{SuspicionState.OPEN}'""",
        suspected="count(*)",
    ),
    _part("id", "settlements_cluster WHERE settlement_id = %(settlement)s"),
)
BY_VILLAGE = f"""
SELECT c.code, c.name, {", ".join(f"sum({name})::bigint" for name in FIGURES)}
FROM ({" UNION ALL ".join(PARTS)}) parts (cluster_id, {", ".join(FIGURES)})
LEFT JOIN settlements_cluster c ON c.id = parts.cluster_id
GROUP BY 1, 2 ORDER BY c.code NULLS LAST
"""


@dataclass
class Numbers:
    """What is counted, and what waits, in a village (`code` is empty: in none) or in the whole settlement.

    `sheets`: pages of its posted list; `objections`: those not decided; `suspected`: open duplicates.
    """

    code: str = ""
    name: str = ""
    numbered: int = 0
    reached: int = 0
    returned: int = 0
    sheets: int = 0
    objections: int = 0
    decided: int = 0
    suspected: int = 0

    @property
    def percent(self) -> int | None:
        """Of the doors, those that were visited: 100 only when none is left."""
        return 100 * self.reached // self.numbered if self.numbered else None


@dataclass(frozen=True)
class Progress:
    """Where a count stands: the whole settlement, its villages, the lists that hang."""

    whole: Numbers
    villages: list[Numbers]
    posting: Posting | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show by village yet."""
        return not self.whole.numbered and not self.villages


def progress_of(count: Enumeration) -> Progress:
    """Where a count stands, in two queries whatever its size."""
    posting: Posting | None = Posting.objects.filter(enumeration=count).order_by("-number").first()
    villages = [Numbers(code or "", name or "", *figures) for code, name, *figures in _asked(count, posting)]
    whole = Numbers(**{name: sum(getattr(each, name) for each in villages) for name in FIGURES})
    return Progress(whole, villages, posting)


def _asked(count: Enumeration, posting: Posting | None) -> list[tuple[Any, ...]]:
    asked = {
        "count": count.pk,
        "settlement": count.settlement_id,
        "posting": posting.pk if posting else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_VILLAGE, asked)
        return list(cursor.fetchall())
