"""All figures of all settlements, beside plain GROUP BYs over the same tables with the same expressions."""

import time
from collections.abc import Callable
from statistics import median

from django.db import connection

from benchmarks.report import Report
from benchmarks.sql import one
from enumerations.indicators import INDICATORS
from enumerations.indicators.declaration import Kind, Records
from enumerations.indicators.words import COMPLETED, WEAK
from enumerations.services.statistics import rebuild_all

CELLS = "GROUPING SETS ((h.enumeration_id), (h.enumeration_id, s.cluster_id))"
HOMES = f"""
FROM enumerations_household h
JOIN enumerations_enumeration e ON e.id = h.enumeration_id
JOIN (SELECT id, false AS is_threatened FROM settlements_settlement) t ON t.id = h.settlement_id
LEFT JOIN (SELECT s.*, {WEAK} AS is_weak FROM settlements_structure s) s ON s.id = h.structure_id
"""


def measure(report: Report, *, repeat: int) -> None:
    rebuilt = timed(rebuild_all, repeat)
    plain = timed(lambda: run_all(by_hand()), repeat)
    places = one("SELECT count(*) FROM enumerations_settlementstatistics")
    report.add("statistics", f"plain GROUP BY, {len(INDICATORS)} indicators, nothing written", plain, "s")
    report.add(
        "statistics", f"rebuild_all, {places} sheets and every structure's summary", rebuilt, "s",
        ratio=rebuilt / plain, beside="GROUP BY", at_most=1.5,
    )  # fmt: skip


def timed(work: Callable[[], object], repeat: int) -> float:
    """Median seconds, after one run that fills the caches."""
    work()
    seconds = []
    for _ in range(repeat):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return median(seconds)


def run_all(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def by_hand() -> list[str]:
    """One GROUP BY for each table: for settlement and clusters, figures and how many answered."""
    return [households(), lists(), persons(), structures()]


def households() -> str:
    """Sums, percentages and medians of households in one pass."""
    figures = ["count(*)", "sum(h.members_total)", "count(DISTINCT h.structure_id)", "sum(h.rooms_used)"]
    for each in INDICATORS:
        if each.records is Records.HOUSEHOLDS and each.kind is Kind.PERCENT:
            figures += [f"count(*) FILTER (WHERE {each.sql})", f"count({each.sql})"]
        elif each.records is Records.HOUSEHOLDS and each.kind is Kind.MEDIAN and each.sql:
            figures += [f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {each.sql})", f"count({each.sql})"]
    return f"""
        SELECT h.enumeration_id, s.cluster_id, {", ".join(figures)} {HOMES}
        WHERE {COMPLETED} GROUP BY {CELLS}"""


def lists() -> str:
    """How often each code was given, for distributions and for the three priorities."""
    columns = [f"({each.sql})::text" for each in INDICATORS if each.kind is Kind.DISTRIBUTION]
    columns += ["h.priority_1::text", "h.priority_2::text", "h.priority_3::text"]
    named = ", ".join(f"{column} AS c{i}" for i, column in enumerate(columns))
    sets = ", ".join(
        f"(enumeration_id, c{i}), (enumeration_id, cluster_id, c{i})" for i in range(len(columns))
    )
    return f"""
        SELECT enumeration_id, cluster_id, {", ".join(f"c{i}" for i in range(len(columns)))}, count(*)
        FROM (SELECT h.enumeration_id, s.cluster_id, {named} {HOMES} WHERE {COMPLETED}) answers
        GROUP BY GROUPING SETS ({sets})"""


def persons() -> str:
    figures = []
    for each in INDICATORS:
        if each.records is Records.PERSONS and each.sql:
            figures += [f"count(*) FILTER (WHERE {each.sql})", f"count({each.sql})"]
    return f"""
        SELECT h.enumeration_id, s.cluster_id, {", ".join(figures)}
        FROM enumerations_person p JOIN enumerations_household h ON h.id = p.household_id
        LEFT JOIN settlements_structure s ON s.id = h.structure_id
        WHERE {COMPLETED} GROUP BY {CELLS}"""


def structures() -> str:
    figures = ["count(*)", "sum(s.rooms_total)"]
    for each in INDICATORS:
        if each.records is Records.STRUCTURES and each.sql:
            figures += [f"count(*) FILTER (WHERE {each.sql})", f"count({each.sql})"]
    return f"""
        SELECT s.settlement_id, s.cluster_id, {", ".join(figures)} FROM settlements_structure s
        GROUP BY GROUPING SETS ((s.settlement_id), (s.settlement_id, s.cluster_id))"""
