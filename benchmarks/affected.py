"""Who is affected in a large settlement: by a road, a broad one, all of it; beside asking what lies there."""

from decimal import Decimal
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, Polygon

from accounts.models import User
from benchmarks import scene
from benchmarks.report import Report
from benchmarks.scene import Size
from benchmarks.sql import one, run
from enumerations.models import Enumeration
from enumerations.services.statistics import rebuild_statistics
from mapping.affected.answer import answer
from mapping.affected.zone import Zone, take
from settlements.choices import Role
from settlements.models import Membership, Settlement

PLACE, PLOT = "ZA", (0.000108, 0.000135)
IMMEDIATE_MS = 1_000
# Of the time of the bare question, where a part of the place is asked for. Of all of it, what is known of
# each structure costs most, and the bare one asks nothing of that.
MOST_TIMES = 6
HOMES = """
INSERT INTO enumerations_household (settlement_id, enumeration_id, structure_id, key, created_by_batch_id,
    batch_id, answers, not_given, result, consent, head_sex, occupancy_status, members_total, interviewed_on)
SELECT s.settlement_id, e.id, s.id, s.code || '/01', b.id, b.id, '{}', '{}', 'complete', true,
    (ARRAY['male', 'female'])[1 + s.id % 2],
    (ARRAY['tenant', 'owner_resident', 'tenant', 'sub_tenant'])[1 + s.id % 4], 1 + s.id % 5, '2025-01-06'
FROM settlements_structure s
JOIN enumerations_enumeration e ON e.id = %(count)s AND e.settlement_id = s.settlement_id
JOIN enumerations_batch b ON b.enumeration_id = e.id
""".replace(" % ", " %% ")
PEOPLE = """
INSERT INTO enumerations_person (settlement_id, enumeration_id, household_id, line_no, name, relation, sex,
    age, seeing, hearing, walking, remembering, self_care, communicating, answers, not_given)
SELECT settlement_id, enumeration_id, id, line, 'Akinyi',
    CASE line WHEN 1 THEN 'head' ELSE 'son_daughter' END,
    (ARRAY['male', 'female'])[1 + (id + line) % 2], (id * line) % 80,
    'none', 'none', (ARRAY['none', 'none', 'a_lot'])[1 + id % 3], 'none', 'none', 'none', '{}', '{}'
FROM enumerations_household, generate_series(1, members_total) line WHERE enumeration_id = %(count)s
""".replace(" % ", " %% ")
BARE = """
SELECT count(*) FROM settlements_structure
WHERE settlement_id = %(settlement)s
    AND ST_Intersects(coalesce(footprint, location), ST_GeomFromEWKB(%(zone)s))
"""


def measure(report: Report, size: Size, *, repeat: int) -> None:
    settlement, count = scene_of(size)
    leader, office = (person(role, settlement) for role in (Role.LEADER, Role.DATA_MANAGER))
    for what, shape, reach in zones(settlement):
        zone = take(bytes(shape.wkb), reach)
        asked: Any = {"settlement": settlement.pk, "zone": zone.area.ewkb}
        bare = timed(lambda asked=asked: one(BARE, **asked), repeat)
        for whose, user in (("leader", leader), ("who may see people", office)):
            tell(report, f"{what}, {whose}", settlement, count, zone, shape, reach, user, bare, repeat)


def tell(
    report: Report, what: str, settlement: Settlement, count: Enumeration, zone: Zone, shape: GEOSGeometry,
    reach: Decimal, user: User, bare: float, repeat: int,
) -> None:  # fmt: skip
    found = answer(zone, settlement, count, user).whole
    drawn, began = bytes(shape.wkb), process_time()
    took = timed(lambda: answer(take(drawn, reach), settlement, count, user), repeat)
    own = 1000 * (process_time() - began) / repeat
    name = f"{what}: {found.structures:,} of {found.all_structures:,} structures"
    report.add("affected", name, took, "ms", at_most=IMMEDIATE_MS)
    report.add("affected", "  of which Python", own, "ms")
    limit = MOST_TIMES if found.structures < found.all_structures else None
    report.add("affected", "  beside", took, "ms", ratio=took / bare, beside="ST_Intersects", at_most=limit)


def scene_of(size: Size) -> tuple[Settlement, Enumeration]:
    across = round((size.mapped * 1.6) ** 0.5)
    is_new = not one("SELECT count(*) FROM settlements_settlement WHERE code = %(code)s", code=PLACE)
    count = scene.add_settlement(
        PLACE, size.mapped, west=38.5, south=-1.0, plot=PLOT, across=across, villages=9
    )
    if is_new:
        run(HOMES, count=count)
        run(PEOPLE, count=count)
        rebuild_statistics(count)
        run("ANALYZE")
    return Settlement.objects.get(code=PLACE), Enumeration.objects.get(pk=count)


def zones(settlement: Settlement) -> list[tuple[str, GEOSGeometry, Decimal]]:
    assert settlement.boundary is not None
    west, south, east, north = settlement.boundary.extent
    middle = (south + north) / 2
    return [
        ("a road of 18 m across", LineString((west, south), (east, north), srid=4326), Decimal(9)),
        (
            "60 m on either side of a bend",
            LineString((west, middle), (west, north), (east, middle), srid=4326),
            Decimal(60),
        ),
        ("all of it", Polygon.from_bbox((west, south, east, north)), Decimal(0)),
    ]  # fmt: skip


def person(role: Role, settlement: Settlement) -> User:
    user, _ = User.objects.get_or_create(email=f"affected-{role}@example.org")
    place = settlement if role == Role.LEADER else None
    Membership.objects.get_or_create(user=user, role=role, settlement=place, county=None)
    return user


def timed(work: Any, repeat: int) -> float:
    """Milliseconds: the median."""
    found = []
    for _ in range(repeat):
        began = perf_counter()
        work()
        found.append(1000 * (perf_counter() - began))
    return median(found)
