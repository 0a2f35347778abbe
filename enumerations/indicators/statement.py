"""The statements that make all figures of all places, generated from the declarations.

Sums are made by cluster and added up to the settlement, so that a record is read once for both. What does
not add up (a median) is taken over the settlement and over each cluster anew. The wide records of households
are read once, by all cores, into the narrow table `home`, which everything else reads.
"""

from collections.abc import Iterable

from enumerations.indicators import INDICATORS, MEASURES
from enumerations.indicators.declaration import Indicator, Kind, Measure, Records
from enumerations.indicators.voice import POINTS
from enumerations.indicators.words import COMPLETED, IN_USE, LIVED_IN, OWNS, THREATENED, WEAK

# jsonb_build_object takes at most 100 arguments: figures are put together in parts.
FIGURES_AT_ONCE = 45
# Stand-ins for a cluster's id: the whole settlement, and records that belong to no cluster.
WHOLE, NOWHERE = 0, -1

MEDIANS = tuple(i for i in INDICATORS if i.kind is Kind.MEDIAN and i.sql)
DISTRIBUTIONS = tuple(i for i in INDICATORS if i.kind is Kind.DISTRIBUTION)
RANKINGS = tuple(i for i in INDICATORS if i.kind is Kind.RANKING)
CODED = tuple(f"{i.code}_code" for i in DISTRIBUTIONS) + tuple(column for column, _ in POINTS)
CELL = "enumeration_id, cluster"
# Rows of the whole settlement beside those of its clusters, from rows of clusters.
ROLLED_UP = f"GROUP BY GROUPING SETS ((enumeration_id), ({CELL}))"
ROLLED_CELL = f"enumeration_id, CASE WHEN GROUPING(cluster) = 1 THEN {WHOLE} ELSE cluster END AS cluster"

# The wanted enumerations, and one row for each figure sheet to write.
PLACES = f"""
    scope AS MATERIALIZED (
        SELECT e.id AS enumeration_id, e.settlement_id, t.boundary
        FROM enumerations_enumeration e JOIN settlements_settlement t ON t.id = e.settlement_id
        WHERE e.id = ANY(%(enumerations)s)
    ),
    places AS (
        SELECT enumeration_id, settlement_id, NULL::bigint AS cluster_id, {WHOLE}::bigint AS cluster,
               ST_Area(boundary::geography) AS area_m2
        FROM scope
        UNION ALL
        SELECT e.enumeration_id, e.settlement_id, c.id, c.id, ST_Area(c.boundary::geography)
        FROM scope e JOIN settlements_cluster c ON c.settlement_id = e.settlement_id
    )"""


def measures_of(*records: Records) -> list[Measure]:
    """All columns to add up over records of these kinds: measures, and a flag for each percentage."""
    flags = [
        Measure(indicator.code, indicator.records, indicator.sql, is_flag=True)
        for indicator in INDICATORS
        if indicator.kind is Kind.PERCENT and indicator.sql
    ]
    named = [
        Measure(f"{i.code}_named", i.records, f"({i.among}) AND {i.sql} IS NOT NULL", is_flag=True)
        for i in RANKINGS
    ]
    return [measure for measure in (*MEASURES, *flags, *named) if measure.records in records]


def _listed(parts: Iterable[str]) -> str:
    return ",\n            ".join(parts)


def _columns(measures: Iterable[Measure]) -> str:
    return _listed(f"({measure.sql}) AS {measure.name}" for measure in measures)


def _totals(measures: Iterable[Measure]) -> list[str]:
    """The aggregates over records: for each column its total, and how many records answered."""
    totals = []
    for m in measures:
        total = f"count(*) FILTER (WHERE {m.name})" if m.is_flag else f"{m.adds_up}({m.name})"
        totals += [f"{total} AS {m.name}", f"count({m.name}) AS {m.name}_n"]
    return totals


def _sums(measures: Iterable[Measure], only: str = "") -> list[str]:
    """The aggregates over the totals of clusters."""
    only = f" FILTER (WHERE {only})" if only else ""
    sums = []
    for m in measures:
        adds_up = "sum" if m.is_flag else m.adds_up
        sums += [f"{adds_up}({m.name}){only} AS {m.name}", f"sum({m.name}_n){only} AS {m.name}_n"]
    return sums


HOUSEHOLD_MEASURES = measures_of(Records.HOUSEHOLDS)
VISIT_MEASURES = measures_of(Records.VISITS)
DWELLING_MEASURES = measures_of(Records.DWELLINGS)

# Never within the statement that uses it, nor joined to `scope`: only a plain query is shared among cores.
# The settlements are named besides, because a structure found by its settlement is found in one go. The many
# columns that are only added up come last: whoever reads the few in front of them need not pass them.
HOME = f"""
    CREATE TEMPORARY TABLE home AS
    SELECT h.id, h.enumeration_id, coalesce(s.cluster_id, {NOWHERE}) AS cluster, h.structure_id,
        {COMPLETED} AS is_completed, s.is_lived_in, {OWNS} AS is_owner,
        {_listed(f"({i.sql})::float8 AS {i.code}_number" for i in MEDIANS)},
        {_listed(f"{i.sql} AS {i.code}_code" for i in DISTRIBUTIONS)},
        {_listed(f"h.{column}" for column in (column for column, _ in POINTS))},
        {_columns([*HOUSEHOLD_MEASURES, *VISIT_MEASURES])}
    FROM enumerations_household h
    JOIN (SELECT id, coalesce({THREATENED}, false) AS is_threatened FROM settlements_settlement) t
        ON t.id = h.settlement_id
    LEFT JOIN (
        SELECT id, cluster_id, {LIVED_IN} AS is_lived_in, {WEAK} AS is_weak
        FROM settlements_structure s WHERE settlement_id = ANY(%(settlements)s)
    ) s ON s.id = h.structure_id
    WHERE h.enumeration_id = ANY(%(enumerations)s) AND {IN_USE}
"""

# Visits that were not completed are read in the same pass, and kept apart until clusters are added up.
HOUSEHOLD_SUMS = f"""
    household_cells AS (
        SELECT {CELL}, is_completed, {_listed(_totals([*HOUSEHOLD_MEASURES, *VISIT_MEASURES]))}
        FROM home GROUP BY {CELL}, is_completed
    ),
    household_sums AS (
        SELECT {ROLLED_CELL},
            {_listed([*_sums(HOUSEHOLD_MEASURES, "is_completed"), *_sums(VISIT_MEASURES)])}
        FROM household_cells {ROLLED_UP}
    )"""

MIDDLES = _listed(
    f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {i.code}_number) AS {i.code}_median, "
    f"count({i.code}_number) AS {i.code}_n"
    for i in MEDIANS
)
MEDIAN_SUMS = f"""
    medians AS (
        SELECT {ROLLED_CELL},
            {MIDDLES}
        FROM home WHERE is_completed {ROLLED_UP}
    )"""

DWELLING_SUMS = f"""
    dwelling_cells AS (
        SELECT {CELL}, {_listed(_totals(DWELLING_MEASURES))}
        FROM (
            SELECT {CELL}, {_columns(DWELLING_MEASURES)}
            FROM (
                SELECT {CELL}, structure_id,
                    bool_or(is_owner) AS is_owned, bool_and(is_lived_in) AS is_lived_in
                FROM home WHERE is_completed AND structure_id IS NOT NULL GROUP BY {CELL}, structure_id
            ) d
        ) dwellings GROUP BY {CELL}
    ),
    dwelling_sums AS (
        SELECT {ROLLED_CELL}, {_listed(_sums(DWELLING_MEASURES))} FROM dwelling_cells {ROLLED_UP}
    )"""


def _record_sums(records: Records, name: str, source: str) -> str:
    """The sums of one more kind of record; `source` reads it, with its enumeration and cluster."""
    measures = measures_of(records)
    return f"""
    {name}_cells AS (
        SELECT {CELL}, {_listed(_totals(measures))}
        FROM (SELECT {source.format(columns=_columns(measures))} OFFSET 0) records GROUP BY {CELL}
    ),
    {name}_sums AS (SELECT {ROLLED_CELL}, {_listed(_sums(measures))} FROM {name}_cells {ROLLED_UP})"""


PERSON_SUMS = _record_sums(
    Records.PERSONS,
    "person",
    "home.enumeration_id, home.cluster, {columns} "
    "FROM enumerations_person p JOIN home ON home.id = p.household_id AND home.is_completed "
    "WHERE p.enumeration_id = ANY(%(enumerations)s)",
)
STRUCTURE_SUMS = _record_sums(
    Records.STRUCTURES,
    "structure",
    f"e.enumeration_id, coalesce(s.cluster_id, {NOWHERE}) AS cluster, {{columns}} "
    "FROM settlements_structure s JOIN scope e ON e.settlement_id = s.settlement_id "
    "WHERE s.settlement_id = ANY(%(settlements)s)",
)
POINT_SUMS = _record_sums(
    Records.SERVICE_POINTS,
    "point",
    f"e.enumeration_id, coalesce(v.cluster_id, {NOWHERE}) AS cluster, {{columns}} "
    "FROM settlements_servicepoint v JOIN scope e ON e.settlement_id = v.settlement_id "
    "WHERE v.settlement_id = ANY(%(settlements)s)",
)


def _number_of(column: str) -> int:
    """What GROUPING(all coded columns) says in the rows that are grouped by this one."""
    return (1 << len(CODED)) - 1 - (1 << (len(CODED) - 1 - CODED.index(column)))


# How often each code was given, in all households and in those which a ranking is about.
CODES = f"""
    code_cells AS (
        SELECT {CELL}, GROUPING({", ".join(CODED)}) AS question, coalesce({", ".join(CODED)}) AS code,
            count(*) AS times,
            {_listed(f"count(*) FILTER (WHERE {i.code}_named) AS {i.code}_times" for i in RANKINGS)}
        FROM home WHERE is_completed
        GROUP BY GROUPING SETS ({", ".join(f"({CELL}, {column})" for column in CODED)})
    ),
    codes AS (
        SELECT {ROLLED_CELL}, question, code, sum(times) AS times,
            {_listed(f"sum({i.code}_times) AS {i.code}_times" for i in RANKINGS)}
        FROM code_cells WHERE code IS NOT NULL
        GROUP BY GROUPING SETS ((enumeration_id, question, code), ({CELL}, question, code))
    )"""

LISTS = _listed(
    f"jsonb_agg(item ORDER BY times DESC, code) FILTER (WHERE question = {number}) AS {code}_list, "
    f"sum(times) FILTER (WHERE question = {number}) AS {code}_n"
    for code, number in ((i.code, _number_of(f"{i.code}_code")) for i in DISTRIBUTIONS)
)
DISTRIBUTION_LISTS = f"""
    distributions AS (
        SELECT {CELL},
            {LISTS}
        FROM (
            SELECT {CELL}, question, code, times, jsonb_build_object(
                'code', code, 'count', times,
                'percent', round(100.0 * times / sum(times) OVER (PARTITION BY {CELL}, question), 4)
            ) AS item
            FROM codes
        ) items GROUP BY {CELL}
    )"""


def _ranking(indicator: Indicator) -> str:
    """Points and namings of each priority; n, the households that named any, is counted with households."""
    times, n = f"{indicator.code}_times", f"{indicator.code}_named"
    points = " ".join(f"WHEN {_number_of(column)} THEN {points}" for column, points in POINTS)
    return f"""
    {indicator.code}_ranked AS (
        SELECT {CELL}, jsonb_agg(jsonb_build_object(
                'code', code, 'score', score, 'count', times,
                'percent', round(100.0 * times / nullif({n}, 0), 4)
            ) ORDER BY score DESC, times DESC, code) AS {indicator.code}_list
        FROM (
            SELECT {CELL}, code, sum({times}) AS times, sum({times} * CASE question {points} END) AS score
            FROM codes WHERE question IN ({", ".join(str(_number_of(column)) for column, _ in POINTS)})
            GROUP BY {CELL}, code HAVING sum({times}) > 0
        ) scores JOIN household_sums USING ({CELL}) GROUP BY {CELL}
    )"""


COUNTED = measures_of(*Records)
SOURCES = ("household_sums", "medians", "dwelling_sums", "person_sums", "structure_sums", "point_sums")
EXPECTED = "(coalesce(lived_in, 0) + coalesce(dwellings_unexpected, 0))"
HAS_DOORS = f"({EXPECTED} > 0 AND (listed_in_structures > 0 OR coalesce(listed, 0) = 0))"

JOINED = " ".join(
    f"LEFT JOIN {source} USING ({CELL})"
    for source in (*SOURCES, "distributions", *(f"{i.code}_ranked" for i in RANKINGS))
)
# A count of nothing is 0; a sum of nothing is not known.
SUMMED = _listed(
    [
        *(f"coalesce({m.name}, 0) AS {m.name}" if m.is_flag else m.name for m in COUNTED),
        *(f"coalesce({m.name}_n, 0) AS {m.name}_n" for m in COUNTED),
        *(f"{i.code}_median, coalesce({i.code}_n, 0) AS {i.code}_n" for i in MEDIANS),
        *(f"{i.code}_list, coalesce({i.code}_n, 0) AS {i.code}_n" for i in DISTRIBUTIONS),
        *(f"{i.code}_list" for i in RANKINGS),
    ]
)
SHEETS = f"""
    sums AS (
        SELECT places.enumeration_id, places.settlement_id, places.cluster_id, places.area_m2,
            {SUMMED},
            CASE WHEN {HAS_DOORS} THEN {EXPECTED} ELSE coalesce(listed, 0) END AS coverage_n,
            100.0 * CASE WHEN {HAS_DOORS} THEN coalesce(dwellings, 0) ELSE households END
                / nullif(CASE WHEN {HAS_DOORS} THEN {EXPECTED} ELSE listed END, 0) AS coverage,
            (now() AT TIME ZONE 'Africa/Nairobi')::date - DATE '2000-01-01' - interview_day AS data_age
        FROM places
        {JOINED}
    )"""


def _figure(indicator: Indicator) -> str:
    """One figure as two arguments of jsonb_build_object: rounded, so that it reads as it was computed."""
    value = indicator.value
    if indicator.kind not in {Kind.DISTRIBUTION, Kind.RANKING}:
        value = f"trim_scale(round(({value})::numeric, 4))"
    return f"'{indicator.code}', jsonb_build_object('value', {value}, 'n', {indicator.n})"


def _figures() -> str:
    parts = [
        ", ".join(_figure(indicator) for indicator in INDICATORS[start : start + FIGURES_AT_ONCE])
        for start in range(0, len(INDICATORS), FIGURES_AT_ONCE)
    ]
    return " || ".join(f"jsonb_build_object({part})" for part in parts)


# All figures as one jsonb, over a row of `sums`.
FIGURES = _figures()
# From `home` and PLACES to the sums of every place: {name}, {name}_n, {median}_median, {list}_list.
SUMS = ",".join(
    [
        HOUSEHOLD_SUMS,
        MEDIAN_SUMS,
        DWELLING_SUMS,
        PERSON_SUMS,
        STRUCTURE_SUMS,
        POINT_SUMS,
        CODES,
        DISTRIBUTION_LISTS,
        *map(_ranking, RANKINGS),
        SHEETS,
    ]
)
QUERY = f"""
WITH {PLACES},{SUMS}
SELECT settlement_id, enumeration_id, cluster_id, {FIGURES} AS figures, households, coverage
FROM sums
"""
