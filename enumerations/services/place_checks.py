"""Whether rows of `staged_household` stand where they say: on the settlement's ground, at their structure.

All checks of it are one pass over the rows and the structures.
"""

from dataclasses import dataclass
from typing import Any

from enumerations.choices import Severity
from enumerations.intake.columns import SheetMapping, heading_of
from enumerations.services import staging

# How far a phone's point may lie outside, on top of its own accuracy.
OUTSIDE_SETTLEMENT_M = 30
OUTSIDE_STRUCTURE_M = 20

# At most, in any direction: what is near in degrees is near, and costs a twentieth to find out.
METRES_IN_DEGREE = 111_700.0

POINT = "ST_SetSRID(ST_MakePoint(s.location_lon, s.location_lat), 4326)"
SLACK = "least(coalesce(s.location_accuracy_m, 0), 100)"


@dataclass(frozen=True)
class PlaceCheck:
    """Whether a row is `broken` where it stands: on the settlement's ground (`zone`), at its structure (`t`).

    Both are null where there is none, and what is null is not broken. `params` are made of broken rows only.
    """

    code: str
    broken: str
    params: str = "'{}'::jsonb"
    severity: Severity = Severity.ERROR
    field: str = "location"
    foreign_warns: bool = False


HAS_POINT = "s.location_lat IS NOT NULL"
HAS_CODE = "s.structure_code IS NOT NULL"
SWAPPED_POINT = "ST_SetSRID(ST_MakePoint(s.location_lat, s.location_lon), 4326)"
SWAPPED = f"{HAS_POINT} AND NOT zone.wide && {POINT} AND zone.wide && {SWAPPED_POINT}"
OUTSIDE = (
    f"{HAS_POINT} AND NOT ST_Covers(zone.near, {POINT}) "
    f"AND NOT ST_DWithin(zone.boundary::geography, {POINT}::geography, {OUTSIDE_SETTLEMENT_M} + {SLACK}) "
    f"AND NOT zone.wide && {SWAPPED_POINT}"
)
# Looked up where the point is not enough: carried along, all outlines would cost more than the checks.
SHAPE = "(SELECT coalesce(o.footprint, o.location)::geography FROM settlements_structure o WHERE o.id = t.id)"

PLACES = (
    PlaceCheck("lat_lon_swapped", SWAPPED, foreign_warns=True),
    PlaceCheck(
        "outside_settlement",
        OUTSIDE,
        f"jsonb_build_object('metres', round(ST_Distance(zone.boundary::geography, {POINT}::geography)))",
        foreign_warns=True,
    ),
    PlaceCheck(
        "structure_unknown",
        f"{HAS_CODE} AND t.id IS NULL AND NOT %(creates)s AND %(numbered)s",
        "jsonb_build_object('value', s.structure_code)",
        field="structure_code",
        foreign_warns=True,
    ),
    PlaceCheck(
        "structure_created",
        f"{HAS_CODE} AND t.id IS NULL AND {HAS_POINT} AND %(creates)s",
        "jsonb_build_object('value', s.structure_code)",
        Severity.WARNING,
        field="structure_code",
    ),
    PlaceCheck(
        "far_from_structure",
        f"{HAS_POINT} AND NOT ST_DWithin(t.location, {POINT}, {OUTSIDE_STRUCTURE_M} / {METRES_IN_DEGREE}) "
        f"AND NOT ST_DWithin({SHAPE}, {POINT}::geography, {OUTSIDE_STRUCTURE_M} + {SLACK}, false) "
        f"AND ({SWAPPED} OR {OUTSIDE}) IS NOT TRUE",
        f"jsonb_build_object('value', t.code, 'metres', round(ST_Distance({SHAPE}, {POINT}::geography)))",
        Severity.WARNING,
    ),
    PlaceCheck(
        "rooms_over_structure",
        "s.rooms_used > t.rooms_total",
        "jsonb_build_object('rooms', s.rooms_used, 'total', t.rooms_total)",
        Severity.WARNING,
        field="rooms_used",
    ),
)

# The settlement's ground, computed once: exactly, with the usual slack, and as far as an honest mistake goes.
ZONE = f"""
WITH zone AS MATERIALIZED (
    SELECT boundary, ST_Buffer(boundary::geography, {OUTSIDE_SETTLEMENT_M})::geometry AS near,
           ST_Expand(boundary, 0.05) AS wide  -- a box
    FROM settlements_settlement WHERE id = %(settlement)s
)
"""


def check_places(sheet: SheetMapping, context: dict[str, Any], *, foreign: bool) -> None:
    """All of PLACES in one pass over the rows that lie `after` a place in the staging table.

    Only rows in which any of them is broken are asked again for which.
    """
    columns = {f"in_{check.field}": heading_of(sheet, check.field) for check in PLACES}
    found = " UNION ALL ".join(
        f"""
        SELECT %(in_{check.field})s, '{check.field}', '{check.code}', '{_severity(check, foreign=foreign)}',
            {check.params}
        WHERE {check.broken}"""
        for check in PLACES
    )
    staging.execute(
        f"""
        {ZONE} INSERT INTO staged_issue (sheet, row, household_row, "column", field, code, severity, params)
        SELECT %(sheet)s, s.row, s.row, found.*
        FROM staged_household s
        CROSS JOIN zone
        LEFT JOIN settlements_structure t
            ON t.settlement_id = %(settlement)s AND t.code = s.structure_code
        CROSS JOIN LATERAL ({found}) found
        WHERE s.ctid > %(after)s::tid AND ({" OR ".join(f"({check.broken})" for check in PLACES)})
        """,
        context | columns | {"sheet": sheet.sheet},
    )


def _severity(check: PlaceCheck, *, foreign: bool) -> Severity:
    return Severity.WARNING if foreign and check.foreign_warns else check.severity
