"""SQL for the words that several indicators use, from the codes of the choice lists.

h is a household, s its structure (all null where it has none), t its settlement, p a person, v a service
point. Every expression is null where the answer is missing. What is said of a structure or a settlement is
computed once for each (`s.is_weak`, `t.is_threatened`), not for every household.
"""

from typing import Any

from enumerations.choices import (
    ElectricityConnection,
    IncomeBand,
    TenureRole,
    ToiletPlace,
    ToiletType,
    VisitResult,
    WaterSource,
)
from settlements.choices import (
    EvictionThreat,
    FloorMaterial,
    RoofMaterial,
    ServiceKind,
    ServiceStatus,
    StructureStatus,
    StructureUse,
    WallMaterial,
)


def quoted(codes: tuple[Any, ...]) -> str:
    """Codes as a list of SQL literals. They are our own, never a person's text."""
    return ", ".join(f"'{code}'" for code in codes)


def one_of(column: str, *codes: Any) -> str:
    """True or false, and null where the column is."""
    return f"{column} IN ({quoted(codes)})"


def any_of(column: str, *codes: Any) -> str:
    """Whether an array holds one of the codes."""
    return f"{column} && ARRAY[{quoted(codes)}]::varchar[]"


# A record that is used: not kept unused at its people's request, nor found to be another one counted again.
IN_USE = "(h.restricted_at IS NULL AND h.same_as_id IS NULL)"

# An interview that was completed. A count from another tool may not say how the visit ended: what it sent
# was interviewed. Who did not agree to be counted is not counted.
COMPLETED = (
    f"((h.result IS NULL OR {one_of('h.result', VisitResult.COMPLETE, VisitResult.PARTLY)}) "
    "AND h.consent IS NOT FALSE)"
)

RENTS = one_of("h.occupancy_status", TenureRole.TENANT, TenureRole.SUB_TENANT)
OWNS = one_of("h.occupancy_status", TenureRole.OWNER_RESIDENT, TenureRole.CO_OWNER)

# Shillings a month in the middle of the band; of the open band, where it begins.
INCOME = (
    "CASE h.income_band_month_kes "
    + " ".join(
        f"WHEN '{band}' THEN {middle}"
        for band, middle in (
            (IncomeBand.KES_0_5000, 2500),
            (IncomeBand.KES_5001_10000, 7500),
            (IncomeBand.KES_10001_20000, 15000),
            (IncomeBand.KES_20001_40000, 30000),
            (IncomeBand.OVER_40000, 40000),
        )
    )
    + " END"
)

# In the home or the plot, and used by no other household as far as was told.
PRIVATE_TOILET = (
    f"(CASE WHEN {one_of('h.toilet_place', ToiletPlace.IN_DWELLING, ToiletPlace.IN_PLOT_COMPOUND)} "
    "THEN coalesce(h.toilet_shared_households, 1) <= 1 WHEN h.toilet_place IS NOT NULL THEN false END)"
)
NO_TOILET = f"h.toilet_place = '{ToiletPlace.NONE}'"
IMPROVED_TOILET = one_of(
    "h.toilet_type",
    ToiletType.MAIN_SEWER,
    ToiletType.SEPTIC_TANK,
    ToiletType.CESS_POOL,
    ToiletType.VIP_LATRINE,
    ToiletType.PIT_LATRINE_COVERED,
    ToiletType.BIO_SEPTIC_BIODIGESTER,
    ToiletType.CONTAINER_BASED,
)
# Known where both kind and place are: a shared toilet does not count, however good it is.
IMPROVED_SANITATION = (
    "(CASE WHEN h.toilet_type IS NOT NULL AND h.toilet_place IS NOT NULL "
    f"THEN {IMPROVED_TOILET} AND {PRIVATE_TOILET} END)"
)
IMPROVED_WATER = one_of(
    "h.water_source",
    WaterSource.PIPED_DWELLING,
    WaterSource.PIPED_YARD_PLOT,
    WaterSource.PUBLIC_TAP_STANDPIPE,
    WaterSource.BOREHOLE_TUBEWELL,
    WaterSource.PROTECTED_WELL,
    WaterSource.PROTECTED_SPRING,
    WaterSource.RAIN_HARVESTED,
)
LEGAL_METER = f"h.electricity_connection = '{ElectricityConnection.OWN_METER}'"
OVERCROWDED = "h.members_total > 3 * h.rooms_used"

# Materials that do not last, or do not keep out the weather. Iron sheets are taken as durable.
WEAK_WALLS = one_of(
    "s.wall",
    WallMaterial.CANE_PALM_TRUNKS,
    WallMaterial.GRASS_REEDS,
    WallMaterial.MUD_COWDUNG,
    WallMaterial.UNCOVERED_ADOBE,
    WallMaterial.PLYWOOD_CARDBOARD,
    WallMaterial.OFFCUTS_REUSED_WOOD,
    WallMaterial.CANVAS_TENTS,
    WallMaterial.NYLON_CARTONS,
)
WEAK_ROOF = one_of(
    "s.roof",
    RoofMaterial.GRASS_TWIGS,
    RoofMaterial.DUNG_MUD,
    RoofMaterial.TIN_CANS,
    RoofMaterial.CANVAS_TENTS,
    RoofMaterial.NYLON_CARTONS_CARDBOARD,
)
EARTH_FLOOR = one_of("s.floor", FloorMaterial.EARTH_SAND, FloorMaterial.DUNG)
# Over a structure; null (coalesce of nothing) where neither walls, roof nor floor are known.
WEAK = (
    "CASE WHEN coalesce(nullif(s.wall, ''), nullif(s.roof, ''), nullif(s.floor, '')) IS NOT NULL "
    f"THEN {WEAK_WALLS} OR {WEAK_ROOF} OR {EARTH_FLOOR} END"
)
NOT_DURABLE = "s.is_weak"

# Over the settlement itself: more than a rumour, and not stopped.
THREATENED = one_of(
    "eviction_threat_now",
    EvictionThreat.VERBAL,
    EvictionThreat.WRITTEN_NOTICE,
    EvictionThreat.GAZETTED,
    EvictionThreat.COURT_CASE,
    EvictionThreat.ONGOING_DEMOLITION,
)
INSECURE = "(t.is_threatened OR h.eviction_experience_5y)"

# The five deprivations of a slum household (UN-Habitat); their sum is null unless all five are known.
UNIMPROVED_WATER = f"NOT ({IMPROVED_WATER})"
UNIMPROVED_SANITATION = f"NOT {IMPROVED_SANITATION}"
DEPRIVATIONS = " + ".join(
    f"({deprived})::int"
    for deprived in (UNIMPROVED_WATER, UNIMPROVED_SANITATION, NOT_DURABLE, OVERCROWDED, INSECURE)
)

STANDING = f"NOT {one_of('s.status', StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)}"
# People should live here: its use says so or is not known, and nobody found it empty.
LIVED_IN = (
    f"(s.status NOT IN ({quoted((StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO))}, "
    f"'{StructureStatus.VACANT}') AND (s.uses = '{{}}' OR "
    + any_of("s.uses", StructureUse.RESIDENTIAL, StructureUse.MIXED, StructureUse.RENTAL_ONLY)
    + "))"
)

TAP_KINDS = (ServiceKind.WATER_POINT, ServiceKind.WATER_KIOSK, ServiceKind.BOREHOLE, ServiceKind.TANK)
SERVES_NOBODY = one_of(
    "v.status", ServiceStatus.NOT_WORKING, ServiceStatus.CLOSED, ServiceStatus.UNDER_CONSTRUCTION
)


def working(kinds: tuple[ServiceKind, ...], total: str, in_use: str) -> str:
    """How many of a point's cubicles or taps work; null where nobody has told, or it is of another kind."""
    return (
        f"CASE WHEN v.kind NOT IN ({quoted(kinds)}) THEN NULL WHEN {SERVES_NOBODY} THEN 0 "
        f"ELSE coalesce(v.{in_use}, CASE WHEN v.status = '{ServiceStatus.WORKING}' THEN v.{total} END) END"
    )


WORKING_CUBICLES = working((ServiceKind.TOILET_BLOCK,), "cubicles", "cubicles_working")
WORKING_TAPS = working(TAP_KINDS, "taps", "taps_working")
