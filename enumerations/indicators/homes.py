"""How people live: structures, tenure, rent, crowding, materials, slum households (2, 4-7, 17-19)."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import TenureRole
from enumerations.indicators.declaration import (
    Declarations,
    Kind,
    Measure,
    Records,
    distribution,
    median,
    ratio,
    share,
)
from enumerations.indicators.words import (
    DEPRIVATIONS,
    EARTH_FLOOR,
    INCOME,
    INSECURE,
    LIVED_IN,
    NOT_DURABLE,
    OVERCROWDED,
    OWNS,
    RENTS,
    STANDING,
)
from settlements.choices import WallMaterial

H, D, S = Records.HOUSEHOLDS, Records.DWELLINGS, Records.STRUCTURES

# Amounts are divided as float8: exact decimals take much longer, and figures are rounded.
RENT = f"CASE WHEN {RENTS} THEN h.rent_month_kes::float8 END"
BURDEN = f"CASE WHEN {RENTS} THEN 100 * h.rent_month_kes::float8 / ({INCOME}) END"


# Whoever does not lack none of them; the five are costly to compute, so once for both figures.
LACKING_ANY = (
    "CASE WHEN deprivations_n > 0 THEN 100 - coalesce((SELECT (item->>'percent')::numeric "
    "FROM jsonb_array_elements(deprivations_list) item WHERE item->>'code' = '0'), 0) END"
)


def _known(column: str, expression: str) -> str:
    return f"CASE WHEN {STANDING} AND {column} <> '' THEN {expression} END"


HOMES = Declarations(
    indicators=(
        ratio(
            "density_acre",
            _("People per acre"),
            _("people per acre"),
            _("The people counted, divided by the area inside the boundary in acres."),
            value="population / nullif(area_m2 / 4046.8564224, 0)",
            n="population_n",
            note=_("Above 800 people per acre the boundary is probably wrong."),
        ),
        ratio(
            "density_km2",
            _("People per square kilometre"),
            _("people per km²"),
            _("The people counted, divided by the area inside the boundary in square kilometres."),
            value="population / nullif(area_m2 / 1e6, 0)",
            n="population_n",
        ),
        ratio(
            "structures",
            _("Structures"),
            _("structures"),
            _("Numbered structures that still stand, lived in or not."),
            value="structures",
            n="structures",
        ),
        ratio(
            "households_per_structure",
            _("Households in a structure"),
            _("households"),
            _("Households counted in numbered structures, divided by the structures in which they live."),
            value="housed::float8 / nullif(dwellings, 0)",
            n="dwellings",
            decimals=1,
        ),
        ratio(
            "rooms_per_structure",
            _("Rooms in a structure"),
            _("rooms"),
            _("Rooms of the numbered structures, divided by the structures whose rooms were counted."),
            value="rooms_built::float8 / nullif(rooms_built_n, 0)",
            n="rooms_built_n",
            decimals=1,
        ),
        share(
            "tenants_percent",
            _("Tenants"),
            _("Households that rent their home, as tenants or sub-tenants."),
            RENTS,
        ),
        share(
            "owners_percent",
            _("Owners"),
            _("Households that own the structure they live in, alone or with others."),
            OWNS,
        ),
        distribution(
            "tenure",
            _("How the home is held"),
            _("Households by the way they hold their home."),
            "h.occupancy_status",
            TenureRole,
        ),
        share(
            "owner_elsewhere_percent",
            _("Owner lives elsewhere"),
            _("Structures in which no household counted owns the structure, of those where this is known."),
            "NOT d.is_owned",
            records=D,
            note=_("Until every household of a structure is counted, its owner may still be found in it."),
        ),
        median(
            "rent_median",
            _("Rent"),
            _("KES a month"),
            _("Half of the tenants pay at most so much a month."),
            RENT,
            note=_("In shillings of the year of the count, not corrected for inflation."),
        ),
        median(
            "rent_per_room_median",
            _("Rent for one room"),
            _("KES a month"),
            _("The rent of each tenant divided by the rooms used: half of them pay at most so much."),
            f"CASE WHEN {RENTS} THEN h.rent_month_kes::float8 / nullif(h.rooms_used, 0) END",
            note=_("In shillings of the year of the count, not corrected for inflation."),
        ),
        median(
            "rent_burden_median",
            _("Rent as a part of income"),
            "%",
            _(
                "Rent as a part of the middle of the income band told: half of the tenants pay at "
                "most so much."
            ),
            BURDEN,
            decimals=1,
            note=_("Income is told in bands, so this is rough."),
        ),
        share(
            "rent_burdened_percent",
            # A percent sign, not a format: xgettext:no-python-format
            _("Rent above 30 % of income"),
            # A percent sign, not a format: xgettext:no-python-format
            _("Tenants whose rent is more than 30 % of the middle of the income band they told."),
            f"({BURDEN}) > 30",
            note=_("Income is told in bands, so this is rough."),
        ),
        ratio(
            "persons_per_room",
            _("People in a room"),
            _("people"),
            _("People of the households that told their rooms, divided by these rooms."),
            value="people_in_rooms::float8 / nullif(rooms, 0)",
            n="rooms_n",
            decimals=1,
        ),
        share(
            "overcrowded_percent",
            _("Overcrowded"),
            _("Households with more than three people to a room."),
            OVERCROWDED,
        ),
        share(
            "iron_walls_percent",
            _("Walls of iron sheets"),
            _("Structures whose walls are iron sheets, of those whose walls are known."),
            _known("s.wall", f"s.wall = '{WallMaterial.IRON_SHEETS}'"),
            records=S,
        ),
        share(
            "mud_walls_percent",
            _("Walls of mud"),
            _("Structures whose walls are mud or cow dung, of those whose walls are known."),
            _known("s.wall", f"s.wall = '{WallMaterial.MUD_COWDUNG}'"),
            records=S,
        ),
        share(
            "earth_floor_percent",
            _("Earth floors"),
            _("Structures whose floor is earth, sand or dung, of those whose floor is known."),
            _known("s.floor", EARTH_FLOOR),
            records=S,
        ),
        share(
            "not_durable_percent",
            _("Homes that do not last"),
            _("Households in a structure with walls or roof of weak materials, or with a floor of earth."),
            NOT_DURABLE,
            note=_("Iron sheets are taken as durable."),
        ),
        share(
            "insecure_percent",
            _("Insecure tenure"),
            _(
                "Households evicted in the last five years, or all of them where the settlement is told to "
                "leave, by word, notice, gazette, court case or demolition."
            ),
            INSECURE,
        ),
        ratio(
            "slum_household_percent",
            _("Slum households"),
            "%",
            _(
                "Households that lack at least one of: improved water, an improved toilet of their "
                "own, a durable "
                "home, a room for every three people, secure tenure. Only where all five are known."
            ),
            value=LACKING_ANY,
            n="deprivations_n",
            kind=Kind.PERCENT,
            decimals=1,
        ),
        distribution(
            "deprivations",
            _("How many of the five are lacking"),
            _("Households by the number of these five that they lack, where all five are known."),
            f"({DEPRIVATIONS})::text",
            None,
        ),
        share(
            "evicted_5y_percent",
            _("Evicted in the last five years"),
            _("Households that were evicted in the last five years."),
            "h.eviction_experience_5y",
            note=_("The law asks for three months' notice in writing."),
        ),
    ),
    measures=(
        Measure("housed", H, "h.structure_id IS NOT NULL", is_flag=True),
        Measure("rooms", H, "CASE WHEN h.members_total IS NOT NULL THEN nullif(h.rooms_used, 0) END"),
        Measure("people_in_rooms", H, "CASE WHEN h.rooms_used > 0 THEN h.members_total END"),
        Measure("dwellings", D, "true", is_flag=True),
        Measure("dwellings_unexpected", D, "NOT d.is_lived_in", is_flag=True),
        Measure("structures", S, STANDING, is_flag=True),
        Measure("lived_in", S, LIVED_IN, is_flag=True),
        Measure("rooms_built", S, f"CASE WHEN {STANDING} THEN s.rooms_total END"),
    ),
)
