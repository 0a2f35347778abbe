"""The lists that are posted for checking, as a worker makes them: many villages, and one large one."""

import subprocess
import sys
import time
from datetime import date, timedelta

from accounts.models import User
from benchmarks import scene
from benchmarks.report import Report
from benchmarks.scene import Size
from benchmarks.sql import run
from enumerations.models import Enumeration
from verification.models import Posting

PER_DOOR = 4
MANY, LARGE = ("ZL", 50), ("ZM", 1)  # a settlement and its villages
SHARE_OF_LARGE = 0.4  # of the households
MINUTES = 5
MEMORY_MB = 300
HOMES = """
INSERT INTO enumerations_household (settlement_id, enumeration_id, structure_id, key, created_by_batch_id,
    batch_id, answers, not_given, result, consent, consent_list, head_name, occupancy_status, members_total)
SELECT s.settlement_id, e.id, s.id, s.code || '/0' || turn, b.id, b.id, '{}', '{}', 'complete', true,
    (s.id + turn) % 3 > 0, (ARRAY['Achieng Otieno', 'Njeri wa Kamau', 'Barasa Wekesa'])[1 + s.id % 3],
    (ARRAY['tenant', 'owner_resident', 'tenant', 'sub_tenant'])[1 + (s.id + turn) % 4], 1 + (s.id + turn) % 9
FROM settlements_structure s
JOIN enumerations_enumeration e ON e.id = %(count)s AND e.settlement_id = s.settlement_id
JOIN enumerations_batch b ON b.enumeration_id = e.id
CROSS JOIN generate_series(1, %(per_door)s) turn
"""


def measure(report: Report, size: Size) -> None:
    """Each posting in a process of its own: how long, how many pages, the most memory it ever held."""
    for (code, villages), households in ((MANY, size.listed), (LARGE, int(size.listed * SHARE_OF_LARGE))):
        posting = ready_to_post(code, villages, households)
        began = time.perf_counter()
        child = subprocess.run(
            [sys.executable, "-m", "benchmarks.one_posting", str(posting)],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - began
        cpu, memory = (float(figure) for figure in child.stdout.split())
        made = Posting.objects.get(pk=posting)
        lists = list(made.lists.all())
        if made.failed or len(lists) != villages or sum(each.households for each in lists) != households:
            raise AssertionError(f"posting {posting} has {len(lists)} lists; it says {made.failed!r}")
        what = f"{households:,} households in {villages} lists"
        report.add("lists", what, seconds, "s", at_most=60 * MINUTES)
        report.add("lists", "  of a core", cpu, "s")
        report.add("lists", "  pages", sum(each.pages for each in lists), "")
        report.add("lists", "  files", sum(each.file.size for each in lists) / 1e6, "MB")
        report.add("lists", "  most memory of the worker", memory, "MB", at_most=MEMORY_MB)


def ready_to_post(code: str, villages: int, households: int) -> int:
    """A count that is being checked, with so many households; the id of a posting of it."""
    doors = -(-households // PER_DOOR)
    count = scene.add_settlement(code, doors, west=37.0, south=-2.5, villages=villages)
    if not Posting.objects.filter(enumeration=count).exists():  # in a database that was kept
        run(HOMES.replace(" % ", " %% "), count=count, per_door=PER_DOOR)
        run("ANALYZE settlements_structure")
        run("ANALYZE enumerations_household")
    Enumeration.objects.filter(pk=count).update(state="checking")
    user, _ = User.objects.get_or_create(email="bench@example.org")
    enumeration = Enumeration.objects.get(pk=count)
    posting: Posting = Posting.objects.create(
        settlement=enumeration.settlement,
        enumeration=enumeration,
        number=1 + Posting.objects.filter(enumeration=count).count(),
        posted_on=date(2026, 11, 22),
        closes_on=date(2026, 11, 22) + timedelta(days=14),
        place="Chief's office and the water kiosk at the bridge",
        where_to_object="Social hall, every day from 9 to 4",
        contact="0712 345678",
        names=True,
        names_agreed_on=date(2026, 11, 1),
        created_by=user,
    )
    return int(posting.pk)
