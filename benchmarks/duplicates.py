"""How often the finder of duplicates is right, on seeds it was not made on, and how long it takes.

The likelihoods were set by hand on seed 1; the table is of the seeds below.
"""

from statistics import mean

from tests.verification.measured import Measure, measure
from tests.verification.twice_world import World

HELD_OUT = (2026, 2027, 2028)


def run(seed: int, households: int) -> tuple[list[Measure], float, int]:
    """Make a settlement, search it: how right it was, seconds, households in it."""
    from tests import factories
    from verification.services.suspicions import find

    world = World(seed, households)
    settlement = factories.SettlementFactory.create()
    count = factories.EnumerationFactory.create(settlement=settlement)
    world.write(count, factories.BatchFactory.create(enumeration=count))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE enumerations_household; ANALYZE enumerations_person; ANALYZE settlements_structure"
        )
    found = find(count)
    return measure(world, count), found.seconds, len(world.homes)


def report(*, households: int = 5_000, large: int = 50_000, seeds: tuple[int, ...] = HELD_OUT) -> None:
    """Print precision and recall by kind and likelihood, then the time for many households."""
    runs = [run(seed, households) for seed in seeds]
    print(f"\n{households:,} households, 3 % planted, seeds {', '.join(map(str, seeds))}")
    print(f"{'kind':16} {'at':>5} {'planted':>8} {'found':>6} {'right':>6} {'precision':>10} {'recall':>7}")
    for same in zip(*(measures for measures, _seconds, _n in runs), strict=True):
        all_found, right = sum(each.found for each in same), sum(each.right for each in same)
        planted = sum(each.planted for each in same)
        print(
            f"{same[0].kind:16} {same[0].at:5} {planted:8} {all_found:6} {right:6} "
            f"{right / all_found if all_found else 1:10.3f} {right / planted:7.3f}"
        )
    print(f"searched in {mean(seconds for _m, seconds, _n in runs):.1f} s each")
    if large:
        _measures, seconds, n = run(99, large)
        print(f"{n:,} households searched in {seconds:.1f} s")
