"""The whole settlement that a zone is a part of: what there is by village, and where its homes are."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection

from enumerations.indicators.words import COMPLETED, IN_USE, STANDING
from enumerations.models import Enumeration, SettlementStatistics, StructureSummary
from settlements.models import Settlement

NOWHERE = 0  # stands for "in no village" where a number is needed

# Households by structure: of the newest count they stand on the drawn rows, as its figures were last made.
DRAWN = """
    SELECT structure_id, cluster_id, shape, status,
        CASE WHEN enumeration_id = %(count)s THEN households ELSE 0 END AS households,
        CASE WHEN enumeration_id = %(count)s THEN people ELSE 0 END AS people
    FROM enumerations_structuresummary WHERE settlement_id = %(settlement)s
"""
COUNTED = f"""
    SELECT h.structure_id, count(*) AS households, coalesce(sum(h.members_total), 0) AS people
    FROM enumerations_household h
    WHERE h.enumeration_id = %(count)s AND {IN_USE} AND {COMPLETED} GROUP BY h.structure_id
"""
READ = f"""
    SELECT d.structure_id, d.cluster_id, d.shape, d.status, coalesce(homes.households, 0) AS households,
        coalesce(homes.people, 0) AS people
    FROM enumerations_structuresummary d LEFT JOIN ({COUNTED}) homes USING (structure_id)
    WHERE d.settlement_id = %(settlement)s
"""
TOTALS = f"""
SELECT cluster_id, count(*) FILTER (WHERE {STANDING}), sum(households), sum(people)
FROM ({{source}}) s GROUP BY cluster_id
"""
HOMELESS = f"SELECT households, people FROM ({COUNTED}) homes WHERE structure_id IS NULL"
SPOTS = f"""
SELECT structure_id, coalesce(cluster_id, {NOWHERE}), ST_X(middle), ST_Y(middle), households, people
FROM ({{source}}) s, LATERAL (SELECT ST_Centroid(shape) AS middle) placed
WHERE households > 0 ORDER BY structure_id
"""


Numbers = npt.NDArray[np.int64]


class Spots(NamedTuple):
    """The structures in which households were counted, by their ids; their places in EPSG:3857."""

    pks: Numbers
    clusters: Numbers
    places: npt.NDArray[np.float64]
    households: Numbers
    people: Numbers


@dataclass(frozen=True)
class Total:
    """What there is of a village, or of all: structures that stand, completed households, their people."""

    structures: int = 0
    households: int = 0
    people: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.structures + other.structures,
            self.households + other.households,
            self.people + other.people,
        )


@dataclass(frozen=True)
class Ground:
    """A settlement as a count found it. `homeless` are households that no structure is known of."""

    settlement: Settlement
    count: Enumeration | None
    source: str
    # Of which figures and which ground this is; empty where it was read from what changes unseen.
    version: str = ""
    by_cluster: dict[int | None, Total] = field(default_factory=lambda: defaultdict(Total))
    homeless: Total = Total()

    @property
    def whole(self) -> Total:
        return sum(self.by_cluster.values(), Total())

    def spots(self) -> Spots:
        """The homes; also what stands no more, for its households are in the figures."""
        rows = _ask(SPOTS.format(source=self.source), self._asked)
        pks, clusters, xs, ys, households, people = np.array(rows, dtype=np.float64).reshape(-1, 6).T
        whole = [each.astype(np.int64) for each in (pks, clusters, households, people)]
        return Spots(whole[0], whole[1], np.column_stack([xs, ys]), whole[2], whole[3])

    @property
    def _asked(self) -> dict[str, Any]:
        return asked_of(self.settlement, self.count)


def ground_of(settlement: Settlement, count: Enumeration | None) -> Ground:
    """What the zone's part is a part of."""
    asked = asked_of(settlement, count)
    figures = SettlementStatistics.objects.filter(enumeration=count, cluster=None).first() if count else None
    drawn = StructureSummary.objects.filter(settlement=settlement, enumeration=count)
    is_drawn = figures is not None and drawn.exists()
    source = DRAWN if is_drawn else READ
    totals = {row[0]: Total(*map(int, row[1:])) for row in _ask(TOTALS.format(source=source), asked)}
    in_structures = sum(totals.values(), Total())
    if is_drawn and figures:
        people = int((figures.figures.get("population") or {}).get("value") or 0)
        homeless = Total(
            0,
            max(0, figures.households - in_structures.households),
            max(0, people - in_structures.people),
        )
    else:
        homeless = sum((Total(0, *map(int, row)) for row in _ask(HOMELESS, asked)), Total())
    version = f"{settlement.data_version}:{figures.made_at.timestamp()}" if is_drawn and figures else ""
    return Ground(settlement, count, source, version, defaultdict(Total, totals), homeless)


def asked_of(settlement: Settlement, count: Enumeration | None) -> dict[str, Any]:
    return {"settlement": settlement.pk, "count": count.pk if count else 0}


def _ask(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
