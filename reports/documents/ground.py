"""What stands on the ground, as a report tells it: structures, services, lanes. Nothing of people."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.db.models.functions import Length
from django.db import connection
from django.db.models import Count

from settlements import choices
from settlements.models import Eviction, Lane, Overlay, ServicePoint, Settlement

# What was taken down or made one with another is not there any more.
STANDING = "s.status NOT IN ('demolished', 'merged_into')"
MATERIALS = ("roof", "wall", "floor")
LABELS: dict[str, Any] = {
    "uses": choices.StructureUse,
    "roof": choices.RoofMaterial,
    "wall": choices.WallMaterial,
    "floor": choices.FloorMaterial,
    "ownership_type": choices.OwnershipType,
}


def ground_of(settlements: Sequence[Settlement]) -> dict[str, Any]:
    """Everything that the report says of the ground, as JSON holds it, of all of them together."""
    ids = [settlement.pk for settlement in settlements]
    return {
        "uses": _uses(ids),
        "materials": {column: _codes(column, ids) for column in MATERIALS},
        "ownership": _codes("ownership_type", ids),
        "dimensions": _dimensions(ids),
        "services": _services(ids),
        "lanes": _lanes(ids),
        "overlays": list(
            Overlay.objects.filter(settlement__in=ids)
            .order_by("kind", "name")
            .values("kind", "name", "is_public", "source", "settlement__name")
        ),
        "evictions": [
            {**row, "happened_on": row["happened_on"].isoformat()}
            for row in Eviction.objects.filter(settlement__in=ids).values(
                "settlement__name", "happened_on", "by_whom", "notice_given", "structures_affected", "outcome"
            )
        ],
    }


def _fetch(sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": ids})
        return list(cursor.fetchall())


def _uses(ids: list[int]) -> list[dict[str, Any]]:
    """Structures by use; one with several uses stands under each, so these may add up to more."""
    rows = _fetch(
        f"""
        SELECT use, count(*) FROM settlements_structure s, unnest(s.uses) AS use
        WHERE s.settlement_id = ANY(%(ids)s) AND {STANDING} GROUP BY use ORDER BY 2 DESC, 1
        """,
        ids,
    )
    return [{"code": code, "count": count} for code, count in rows]


def _codes(column: str, ids: list[int]) -> list[dict[str, Any]]:
    rows = _fetch(
        f"""
        SELECT s.{column}, count(*) FROM settlements_structure s
        WHERE s.settlement_id = ANY(%(ids)s) AND {STANDING} AND s.{column} <> ''
        GROUP BY 1 ORDER BY 2 DESC, 1
        """,
        ids,
    )
    return [{"code": code, "count": count} for code, count in rows]


def _dimensions(ids: list[int]) -> dict[str, Any]:
    """Sizes: as measured with a tape, else of the footprint on the spheroid; storeys and rooms as noted."""
    row = _fetch(
        f"""
        WITH sized AS (
            SELECT s.storeys, s.rooms_total,
                coalesce(s.measured_m2::float8, ST_Area(s.footprint::geography)) AS area
            FROM settlements_structure s WHERE s.settlement_id = ANY(%(ids)s) AND {STANDING}
        )
        SELECT count(*), count(area), percentile_cont(0.5) WITHIN GROUP (ORDER BY area),
            count(*) FILTER (WHERE area < 10), count(storeys), count(*) FILTER (WHERE storeys > 1),
            count(rooms_total), sum(rooms_total)
        FROM sized
        """,
        ids,
    )[0]
    names = ("structures", "sized", "median_m2", "under_10_m2", "storeys_known", "storeyed", "rooms_known",
             "rooms")  # fmt: skip
    return dict(zip(names, row, strict=True))


def _services(ids: list[int]) -> list[dict[str, Any]]:
    """Service points by kind, and of each kind how many are in which state. No savings groups' bases."""
    rows = (
        ServicePoint.objects.filter(settlement__in=ids)
        .exclude(kind=choices.ServiceKind.SAVINGS_GROUP_BASE)
        .order_by()
        .values_list("kind", "status")
        .annotate(n=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for kind, status, n in rows:
        found.setdefault(kind, {})[status] = n
    order = list(choices.ServiceKind.values)
    return [{"kind": kind, "states": found[kind]} for kind in order if kind in found]


def _lanes(ids: list[int]) -> list[dict[str, Any]]:
    """Lengths in metres on the spheroid, by kind."""
    metres: dict[str, float] = {}
    lanes: Any = Lane.objects.filter(settlement__in=ids).annotate(long=Length("path", spheroid=True))
    for kind, long in lanes.values_list("kind", "long"):
        metres[kind] = metres.get(kind, 0.0) + long.m
    return [
        {"kind": kind, "metres": round(metres[kind])} for kind in choices.LaneKind.values if kind in metres
    ]
