"""What keeps a register from being adopted: a household that does not list its people and its one head."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enumerations.choices import EnumerationSource, Relation
from enumerations.indicators.words import COMPLETED, IN_USE
from enumerations.models import Enumeration
from verification.conditions.kinds import Found, Offer, Rule, page

# Homes that were interviewed and are in use, with what they list. Another tool's export may say nothing of
# who heads a home: it is held to that only where it says so of any.
ROSTERS = f"""
    FROM enumerations_household h
    LEFT JOIN settlements_structure s ON s.id = h.structure_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS people, count(*) FILTER (WHERE relation = '{Relation.HEAD}') AS heads
        FROM enumerations_person p WHERE p.household_id = h.id
    ) roster
    WHERE h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED}
        AND h.cleared_at IS NULL AND (h.members_total IS NOT NULL OR roster.people > 0)
        AND (%(standard)s OR EXISTS (
            SELECT 1 FROM enumerations_person p
            WHERE p.enumeration_id = %(count)s AND p.relation = '{Relation.HEAD}'))
"""
NOT_ONE_HEAD = "roster.heads <> 1"
NOT_ITS_SIZE = "%(standard)s AND h.members_total <> roster.people"


def _heads(count: Enumeration, offer: Offer) -> Found:
    wrong = _number_of(count, NOT_ONE_HEAD)
    says = ngettext(
        "%(n)s household does not have exactly one head among its people.",
        "%(n)s households do not have exactly one head among their people.",
        wrong,
    )
    done = _("Every household has one head.")
    return Found(
        not wrong, says % {"n": wrong} if wrong else done, page("enumerations:interview-list", count)
    )


def _sizes(count: Enumeration, offer: Offer) -> Found:
    wrong = _number_of(count, NOT_ITS_SIZE)
    says = ngettext(
        "%(n)s household does not list as many people as it said.",
        "%(n)s households do not list as many people as they said.",
        wrong,
    )
    done = _("Every household lists as many people as it said.")
    return Found(
        not wrong, says % {"n": wrong} if wrong else done, page("enumerations:interview-list", count)
    )


def doors_with_wrong_rosters(count: Enumeration, *, limit: int = 50) -> list[str]:
    """The numbers of the doors, or of the households where they have none, whose roster must be put right."""
    wrong = f"AND ({NOT_ONE_HEAD} OR {NOT_ITS_SIZE}) ORDER BY 1 LIMIT {int(limit)}"
    return [door for (door,) in _ask(f"SELECT DISTINCT coalesce(s.code, h.key) {ROSTERS} {wrong}", count)]


def _number_of(count: Enumeration, wrong: str) -> int:
    return int(_ask(f"SELECT count(*) {ROSTERS} AND {wrong}", count)[0][0])


def _ask(statement: str, count: Enumeration) -> list[tuple[Any, ...]]:
    said = {"count": count.pk, "standard": count.source == EnumerationSource.STANDARD}
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        return list(cursor.fetchall())


HEADS = Rule("heads", gettext_lazy("Every household has exactly one head"), _heads)
SIZES = Rule("sizes", gettext_lazy("Every household lists all its people"), _sizes)
