"""What structures are told apart by on the map: each question, and the classes its answers fall into.

Seven classes at most, because nobody tells more apart on a map. A code belongs to one class of its question,
a number to the first band that holds it: a test holds them together. `enumerations.packed` keeps the class of
every structure; who may see a question's answer is declared with the question (`enumerations.intake.fields`),
and what of a home only its own people say (an eviction lived through, savings, income) is not drawn at all.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.choices import (
    CookingFuel,
    DoorState,
    Lighting,
    Priority,
    SolidWaste,
    TenureRole,
    ToiletPlace,
    ToiletType,
    WaterSource,
)
from settlements.choices import (
    FloorMaterial,
    RoofMaterial,
    StructureStatus,
    StructureUse,
    WallMaterial,
)

Label = str | Promise


class Said(StrEnum):
    """Where an answer comes from."""

    STRUCTURE = "structure"  # a column of the structure's drawn row
    HOUSEHOLDS = "households"  # a column of the households: the most common class of those counted in it


@dataclass(frozen=True)
class Answers:
    """Codes that are one class."""

    label: Label
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """Numbers up to `most`, and above those of the band before; the last band has no end."""

    label: Label
    most: float | None = None


@dataclass(frozen=True)
class Question:
    """One question by its column, and its classes, counted from 1; 0 is "not known"."""

    column: str
    label: Label
    said: Said
    classes: tuple[Answers | Band, ...]
    choices: type[TextChoices] | None = None

    @property
    def bits(self) -> int:
        """Room for a class or none."""
        return len(self.classes).bit_length()


U, M, R, F = StructureUse, WallMaterial, RoofMaterial, FloorMaterial
W, T, K, H, D = WaterSource, ToiletPlace, ToiletType, TenureRole, DoorState
L, G, C, P, S = Lighting, SolidWaste, CookingFuel, Priority, StructureStatus

STRUCTURES = (
    Question(
        "use",
        _("Use"),
        Said.STRUCTURE,
        (
            Answers(_("Homes"), (U.RESIDENTIAL, U.RENTAL_ONLY)),
            Answers(_("Homes and business"), (U.MIXED,)),
            Answers(_("Business"), (U.BUSINESS, U.STORE, U.WORKSHOP)),
            Answers(
                _("For the community"),
                (U.SCHOOL, U.HEALTH, U.WORSHIP, U.COMMUNITY_HALL, U.TOILET_BLOCK, U.WATER_KIOSK),
            ),
            Answers(_("Vacant or being built"), (U.VACANT, U.UNDER_CONSTRUCTION)),
            Answers(_("Demolished"), (U.DEMOLISHED,)),
        ),
        StructureUse,
    ),
    Question(
        "wall",
        _("Walls"),
        Said.STRUCTURE,
        (
            Answers(
                _("Stone, brick or concrete"),
                (M.STONE_LIME_CEMENT, M.BRICKS, M.CONCRETE_BLOCKS_PRECAST, M.PREFABRICATED_PANELS),
            ),
            Answers(_("Iron sheets"), (M.IRON_SHEETS,)),
            Answers(_("Mud or adobe"), (M.MUD_COWDUNG, M.STONE_WITH_MUD, M.COVERED_ADOBE, M.UNCOVERED_ADOBE)),
            Answers(_("Wood"), (M.TIMBER, M.OFFCUTS_REUSED_WOOD, M.PLYWOOD_CARDBOARD)),
            Answers(
                _("Cane, grass, canvas or nylon"),
                (M.CANE_PALM_TRUNKS, M.GRASS_REEDS, M.CANVAS_TENTS, M.NYLON_CARTONS),
            ),
            Answers(_("Other"), (M.OTHER,)),
        ),
        WallMaterial,
    ),
    Question(
        "roof",
        _("Roof"),
        Said.STRUCTURE,
        (
            Answers(
                _("Concrete, tiles or shingles"), (R.CONCRETE_CEMENT, R.TILES, R.DECRA_VERSATILE, R.SHINGLES)
            ),
            Answers(_("Iron sheets"), (R.IRON_SHEETS,)),
            Answers(_("Asbestos"), (R.ASBESTOS_SHEETS,)),
            Answers(_("Grass, thatch or mud"), (R.GRASS_TWIGS, R.MAKUTI_THATCH, R.DUNG_MUD)),
            Answers(_("Tins, canvas or cartons"), (R.TIN_CANS, R.CANVAS_TENTS, R.NYLON_CARTONS_CARDBOARD)),
            Answers(_("Other"), (R.OTHER,)),
        ),
        RoofMaterial,
    ),
    Question(
        "floor",
        _("Floor"),
        Said.STRUCTURE,
        (
            Answers(
                _("Cement, tiles or terrazzo"), (F.CONCRETE_CEMENT_TERRAZZO, F.CERAMIC_TILES, F.VINYL_ASPHALT)
            ),
            Answers(
                _("Wood, carpet or other"),
                (
                    F.WOOD_PLANKS_SHINGLES,
                    F.PALM_BAMBOO,
                    F.PARQUET_POLISHED_WOOD,
                    F.WALL_TO_WALL_CARPET,
                    F.OTHER,
                ),
            ),
            Answers(_("Earth, sand or dung"), (F.EARTH_SAND, F.DUNG)),
        ),
        FloorMaterial,
    ),
    # What no longer stands is not drawn as standing: see mapping.layers.
    Question(
        "status",
        _("Status"),
        Said.STRUCTURE,
        (
            Answers(_("Numbered"), (S.NUMBERED,)),
            Answers(_("Enumerated"), (S.ENUMERATED,)),
            Answers(_("Locked"), (S.LOCKED,)),
            Answers(_("Refused"), (S.REFUSED,)),
            Answers(_("Vacant"), (S.VACANT,)),
            Answers(_("Demolished"), (S.DEMOLISHED,)),
            Answers(_("Merged into another"), (S.MERGED_INTO,)),
        ),
        StructureStatus,
    ),
    Question(
        "visit",
        _("Visits of this count"),
        Said.STRUCTURE,
        (
            Answers(_("Interviewed"), (D.VISITED,)),
            Answers(_("Somebody was not at home"), (D.NOT_HOME,)),
            Answers(_("Somebody refused"), (D.REFUSED,)),
            Answers(_("Found vacant"), (D.VACANT,)),
            Answers(_("Not visited"), (D.NOT_VISITED,)),
        ),
        DoorState,
    ),
    Question(
        "households",
        _("Households in a structure"),
        Said.STRUCTURE,
        (
            Band(_("1 household"), 1),
            Band(_("2 to 4"), 4),
            Band(_("5 to 9"), 9),
            Band(_("10 or more")),
        ),
    ),
)

HOUSEHOLDS = (
    Question(
        "occupancy_status",
        _("Owner or tenant"),
        Said.HOUSEHOLDS,
        (
            Answers(_("Owner lives here"), (H.OWNER_RESIDENT, H.CO_OWNER)),
            Answers(_("Tenant"), (H.TENANT,)),
            Answers(_("Sub-tenant"), (H.SUB_TENANT,)),
            Answers(
                _("Relative or friend"),
                (
                    H.RELATIVE_OF_OWNER,
                    H.FRIEND_OF_OWNER,
                    H.RELATIVE_OF_TENANT,
                    H.FRIEND_OF_TENANT,
                    H.RELATIVE_OF_SUBTENANT,
                    H.FRIEND_OF_SUBTENANT,
                ),
            ),
            Answers(
                _("Caretaker, institution, owner elsewhere"),
                (H.CARETAKER_AGENT, H.INSTITUTION_USER, H.OWNER_ABSENTEE),
            ),
        ),
        TenureRole,
    ),
    Question(
        "rent_month_kes",
        _("Rent"),
        Said.HOUSEHOLDS,
        (
            Band(_("Up to 1,000 KES a month"), 1_000),
            Band(_("1,001 to 2,000"), 2_000),
            Band(_("2,001 to 3,500"), 3_500),
            Band(_("3,501 to 5,000"), 5_000),
            Band(_("More than 5,000")),
        ),
    ),
    Question(
        "water_source",
        _("Drinking water"),
        Said.HOUSEHOLDS,
        (
            Answers(_("Piped to the home or plot"), (W.PIPED_DWELLING, W.PIPED_YARD_PLOT)),
            Answers(_("Public tap or standpipe"), (W.PUBLIC_TAP_STANDPIPE,)),
            Answers(
                _("Borehole, protected well or spring, rain"),
                (W.BOREHOLE_TUBEWELL, W.PROTECTED_WELL, W.PROTECTED_SPRING, W.RAIN_HARVESTED),
            ),
            Answers(_("Bought from a vendor or bottled"), (W.WATER_VENDOR, W.BOTTLED)),
            Answers(
                _("River, pond or unprotected source"),
                (W.STREAM_RIVER, W.POND, W.DAM_LAKE, W.UNPROTECTED_SPRING, W.UNPROTECTED_WELL),
            ),
        ),
        WaterSource,
    ),
    Question(
        "water_minutes_roundtrip",
        _("Time to fetch water"),
        Said.HOUSEHOLDS,
        (
            Band(_("Up to 5 minutes"), 5),
            Band(_("6 to 30 minutes"), 30),
            Band(_("More than 30 minutes")),
        ),
    ),
    Question(
        "water_price_20l_kes",
        _("Price of 20 litres of water"),
        Said.HOUSEHOLDS,
        (
            Band(_("Up to 2 KES"), 2),
            Band(_("More than 2, up to 5"), 5),
            Band(_("More than 5, up to 10"), 10),
            Band(_("More than 10")),
        ),
    ),
    Question(
        "toilet_place",
        _("Where the toilet is"),
        Said.HOUSEHOLDS,
        (
            Answers(_("In the home"), (T.IN_DWELLING,)),
            Answers(_("In the plot"), (T.IN_PLOT_COMPOUND,)),
            Answers(_("Public, paid"), (T.PUBLIC_PAID,)),
            Answers(_("Public, free"), (T.PUBLIC_FREE,)),
            Answers(_("At a neighbour's"), (T.NEIGHBOUR,)),
            Answers(_("No toilet"), (T.NONE,)),
        ),
        ToiletPlace,
    ),
    Question(
        "toilet_type",
        _("Kind of toilet"),
        Said.HOUSEHOLDS,
        (
            Answers(
                _("Sewer, septic tank or biodigester"),
                (K.MAIN_SEWER, K.SEPTIC_TANK, K.BIO_SEPTIC_BIODIGESTER),
            ),
            Answers(_("Cess pool"), (K.CESS_POOL,)),
            Answers(
                _("Covered or ventilated latrine"), (K.VIP_LATRINE, K.PIT_LATRINE_COVERED, K.CONTAINER_BASED)
            ),
            Answers(_("Uncovered latrine"), (K.PIT_LATRINE_UNCOVERED,)),
            Answers(_("Open ground or bucket"), (K.OPEN_BUSH, K.BUCKET_LATRINE)),
        ),
        ToiletType,
    ),
    Question(
        "toilet_shared_households",
        _("Households sharing a toilet"),
        Said.HOUSEHOLDS,
        (
            Band(_("One household alone"), 1),
            Band(_("2 to 6, about 20 people"), 6),
            Band(_("More than 6")),
        ),
    ),
    Question(
        "solid_waste",
        _("Rubbish"),
        Said.HOUSEHOLDS,
        (
            Answers(
                _("Collected"),
                (G.COLLECTED_COUNTY, G.COLLECTED_COMMUNITY_ASSOC, G.COLLECTED_PRIVATE),
            ),
            Answers(_("Burnt"), (G.BURNT_OPEN, G.BURNT_PIT)),
            Answers(_("Buried or composted"), (G.BURIED, G.COMPOST_PIT)),
            Answers(_("Dumped in the plot or latrine"), (G.DUMPED_COMPOUND, G.DUMPED_LATRINE)),
            Answers(_("Dumped in the street or drain"), (G.DUMPED_STREET_DRAIN,)),
        ),
        SolidWaste,
    ),
    Question(
        "lighting",
        _("Lighting"),
        Said.HOUSEHOLDS,
        (
            Answers(_("Mains electricity"), (L.MAINS_ELECTRICITY,)),
            Answers(_("Solar"), (L.SOLAR, L.TORCH_SOLAR)),
            Answers(
                _("Battery, generator or biogas"), (L.BATTERY_CAR, L.GENERATOR, L.BIOGAS, L.TORCH_DRY_CELLS)
            ),
            Answers(
                _("Paraffin or gas lamp"),
                (L.PARAFFIN_PRESSURE, L.PARAFFIN_LANTERN, L.PARAFFIN_TIN, L.GAS_LAMP),
            ),
            Answers(_("Candle or wood"), (L.CANDLE, L.WOOD)),
        ),
        Lighting,
    ),
    Question(
        "cooking_fuel",
        _("Cooking fuel"),
        Said.HOUSEHOLDS,
        (
            Answers(_("Gas, electricity, biogas or solar"), (C.GAS_LPG, C.ELECTRICITY, C.BIOGAS, C.SOLAR)),
            Answers(_("Paraffin"), (C.PARAFFIN,)),
            Answers(_("Charcoal or firewood"), (C.CHARCOAL, C.FIREWOOD)),
        ),
        CookingFuel,
    ),
    Question(
        "priority_1",
        _("First priority"),
        Said.HOUSEHOLDS,
        (
            Answers(_("Land and housing"), (P.LAND_TENURE, P.HOUSING)),
            Answers(_("Water"), (P.WATER,)),
            Answers(_("Toilets, drains and rubbish"), (P.SANITATION_SEWER, P.DRAINAGE, P.GARBAGE)),
            Answers(_("Electricity and security lights"), (P.ELECTRICITY, P.SECURITY_LIGHTING)),
            Answers(_("Roads, fire and floods"), (P.ROADS_PATHS, P.FIRE_SAFETY, P.FLOOD_PROTECTION)),
            Answers(_("Health and school"), (P.HEALTH, P.SCHOOL)),
            Answers(_("Jobs, market or other"), (P.JOBS_LIVELIHOODS, P.MARKET, P.OTHER)),
        ),
        Priority,
    ),
)

QUESTIONS: dict[str, Question] = {each.column: each for each in (*STRUCTURES, *HOUSEHOLDS)}
