"""Households that stayed, moved, came, left, split and joined between two rounds, and who owns and rents."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.indicators.words import COMPLETED, IN_USE, OWNS, RENTS
from enumerations.models import Enumeration, RoundLink, RoundLinking
from enumerations.rounds.asking import ask
from enumerations.rounds.gathering import DOOR_OF

TENURE = f"CASE WHEN {OWNS} THEN 'owner' WHEN {RENTS} THEN 'tenant' WHEN h.occupancy_status IS NOT NULL " + (
    "THEN 'other' ELSE 'unknown' END"
)


def of(alias: str, sql: str) -> str:
    """What is said of a household h, said of another."""
    return sql.replace("h.", f"{alias}.")


COUNTS = f"{IN_USE} AND {COMPLETED}"
# Each household of now and the one it was then, through all rounds between; of those that count.
CHAIN = f"""
step (now, at, round) AS (
    SELECT household_id, previous_id, earlier_id FROM enumerations_roundlink
    WHERE enumeration_id = %(now)s AND kind = 'same' AND state <> 'rejected'
    UNION ALL
    SELECT s.now, l.previous_id, l.earlier_id FROM step s
    JOIN enumerations_roundlink l ON l.household_id = s.at AND l.kind = 'same' AND l.state <> 'rejected'
    WHERE s.round <> %(then)s
), chain AS MATERIALIZED (
    SELECT s.now, s.at AS was, a.structure_id AS door_was, b.structure_id AS door_now,
        {of("a", TENURE)} AS tenure_was, {of("b", TENURE)} AS tenure_now
    FROM step s JOIN enumerations_household a ON a.id = s.at AND {of("a", COUNTS)}
    JOIN enumerations_household b ON b.id = s.now AND {of("b", COUNTS)}
    WHERE s.round = %(then)s
)
"""
FLOWS = f"""
WITH RECURSIVE {DOOR_OF}, {CHAIN},
parted AS MATERIALIZED (
    SELECT l.kind, l.household_id AS now, l.previous_id AS was FROM enumerations_roundlink l
    JOIN enumerations_household a ON a.id = l.previous_id AND {of("a", COUNTS)}
    JOIN enumerations_household b ON b.id = l.household_id AND {of("b", COUNTS)}
    WHERE l.enumeration_id = %(now)s AND l.earlier_id = %(then)s
        AND l.kind <> 'same' AND l.state <> 'rejected'
)
SELECT (SELECT count(*) FROM enumerations_household h WHERE enumeration_id = %(then)s AND {COUNTS}),
    (SELECT count(*) FROM enumerations_household h WHERE enumeration_id = %(now)s AND {COUNTS}),
    (SELECT count(*) FROM chain),
    (SELECT count(*) FROM chain LEFT JOIN door a ON a.structure_id = door_was
     LEFT JOIN door b ON b.structure_id = door_now
     WHERE coalesce(a.door, door_was) <> coalesce(b.door, door_now)),
    (SELECT count(DISTINCT now) FROM parted WHERE kind = 'split'),
    (SELECT count(DISTINCT was) FROM parted WHERE kind = 'joined')
"""
CROSSED = f"WITH RECURSIVE {CHAIN} SELECT tenure_was, tenure_now, count(*) FROM chain GROUP BY 1, 2"
TENURES: dict[str, str | Promise] = {
    "owner": _("Owner"),
    "tenant": _("Tenant"),
    "other": _("Other"),
    "unknown": _("Not known"),
}


@dataclass(frozen=True)
class Flows:
    """Numbers of households; stayed + split + came = now, and stayed + joined + left = then."""

    then: int
    now: int
    stayed: int
    moved: int
    split: int
    joined: int

    @property
    def came(self) -> int:
        return self.now - self.stayed - self.split

    @property
    def left(self) -> int:
        return self.then - self.stayed - self.joined


@dataclass(frozen=True)
class TenureRow:
    """Households that were this, by what they are now."""

    label: str | Promise
    cells: list[int]
    total: int


def flows(scope: dict[str, Any]) -> Flows:
    """Who stayed, came and left."""
    return Flows(*ask(FLOWS, scope)[0])


def tenure_rows(scope: dict[str, Any]) -> list[TenureRow]:
    """What those who stayed were then (rows) and are now (columns, in the order of TENURES)."""
    found = {(then, now): n for then, now, n in ask(CROSSED, scope)}
    rows = []
    for then, label in TENURES.items():
        cells = [found.get((then, now), 0) for now in TENURES]
        rows.append(TenureRow(label, cells, sum(cells)))
    return rows


def is_linked(then: Enumeration, now: Enumeration) -> bool:
    """Whether every round from the later back to the earlier was linked to the one before it."""
    before = dict(
        RoundLinking.objects.filter(enumeration__settlement=now.settlement_id).values_list(
            "enumeration", "earlier"
        )
    )
    at: int | None = now.pk
    for _step in range(len(before)):
        at = before.get(at) if at is not None else None
        if at == then.pk:
            return True
    return False


def unsure(now: Enumeration) -> int:
    """How many links of a count wait for somebody to say whether they are right."""
    return int(RoundLink.objects.filter(enumeration=now).unsure().count())
