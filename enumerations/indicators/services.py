"""What serves people: toilets, water, electricity, waste, and what is lacking (8-16, 29)."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Lighting, SolidWaste, ToiletPlace, ToiletType, WaterSource
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
    IMPROVED_SANITATION,
    IMPROVED_WATER,
    INCOME,
    LEGAL_METER,
    NO_TOILET,
    PRIVATE_TOILET,
    WORKING_CUBICLES,
    WORKING_TAPS,
    one_of,
)

H, V = Records.HOUSEHOLDS, Records.SERVICE_POINTS
NEEDS_POINTS = _("Only where toilet blocks are on the map with their cubicles.")
NEEDS_TAPS = _("Only where water points are on the map with their taps.")


def _lacking(people: str, to_each: int, working: str) -> str:
    """How many more are needed; null where either side is not known (greatest alone would say 0)."""
    needed = f"ceil({people} / {to_each}.0)"
    return f"CASE WHEN {people} + {working} IS NOT NULL THEN greatest({needed} - {working}, 0) END"


SERVICES = Declarations(
    indicators=(
        ratio(
            "persons_per_cubicle",
            _("People to a toilet"),
            _("people"),
            _(
                "People of households without a toilet of their own, divided by the working cubicles of "
                "shared and public toilet blocks."
            ),
            value="people_without_toilet::float8 / nullif(cubicles, 0)",
            n="people_without_toilet_n",
            note=NEEDS_POINTS,
        ),
        ratio(
            "households_per_cubicle",
            _("Households to a toilet"),
            _("households"),
            _("Households without a toilet of their own, divided by the working cubicles."),
            value="(toilet_private_percent_n - toilet_private_percent)::float8 / nullif(cubicles, 0)",
            n="toilet_private_percent_n",
            decimals=1,
            note=NEEDS_POINTS,
        ),
        share(
            "toilet_private_percent",
            _("Toilet of their own"),
            _("Households with a toilet in the home or the plot that no other household uses."),
            PRIVATE_TOILET,
        ),
        share(
            "toilet_shared_percent",
            _("Shared or public toilet"),
            _(
                "Households that use a toilet shared with others: in the plot, at a neighbour's or a "
                "public one."
            ),
            f"NOT ({NO_TOILET}) AND NOT {PRIVATE_TOILET}",
        ),
        share(
            "toilet_none_percent",
            _("No toilet"),
            _("Households that have no toilet to use."),
            NO_TOILET,
        ),
        share(
            "open_or_bucket_percent",
            _("Open ground or bucket"),
            _("Households that use open ground, the bush, a flying toilet or a bucket."),
            one_of("h.toilet_type", ToiletType.OPEN_BUSH, ToiletType.BUCKET_LATRINE),
        ),
        share(
            "sewer_or_septic_percent",
            _("Sewer or septic tank"),
            _("Households whose toilet leads to the main sewer or a septic tank."),
            one_of("h.toilet_type", ToiletType.MAIN_SEWER, ToiletType.SEPTIC_TANK),
        ),
        share(
            "sanitation_improved_percent",
            _("Improved toilet of their own"),
            _("Households with an improved toilet that no other household uses."),
            IMPROVED_SANITATION,
        ),
        distribution(
            "toilet_places",
            _("Where the toilet is"),
            _("Households by the place of the toilet they use."),
            "h.toilet_place",
            ToiletPlace,
        ),
        distribution(
            "toilet_types",
            _("Kinds of toilet"),
            _("Households by the kind of toilet they use."),
            "h.toilet_type",
            ToiletType,
        ),
        median(
            "water_price_median",
            _("Price of 20 litres of water"),
            "KES",
            _("Half of the households pay at most so much for 20 litres."),
            "h.water_price_20l_kes",
            decimals=1,
        ),
        ratio(
            "water_price_m3",
            _("Price of 1,000 litres of water"),
            "KES",
            _("Fifty times the price of 20 litres that half of the households pay at most."),
            value="50 * water_price_median_median",
            n="water_price_median_n",
            kind=Kind.MEDIAN,
        ),
        ratio(
            "water_price_ratio",
            _("Water price against the regulated tariff"),
            _("times"),
            _("The price of 20 litres that half of the households pay at most, divided by KES 2."),
            value="water_price_median_median / 2",
            n="water_price_median_n",
            decimals=1,
            kind=Kind.MEDIAN,
        ),
        median(
            "litres_per_person_median",
            _("Water for one person a day"),
            _("litres"),
            _(
                "Jerrycans of 20 litres a day, divided by the members: half of the households have "
                "at most so much."
            ),
            "20::float8 * h.water_jerrycans_day / h.members_total",
            decimals=1,
        ),
        median(
            "water_minutes_median",
            _("Time to fetch water"),
            _("minutes"),
            _("Half of the households need at most so long to the water and back, with the queue."),
            "h.water_minutes_roundtrip",
        ),
        share(
            "water_30_minutes_percent",
            _("Water within 30 minutes"),
            _("Households that need at most 30 minutes to the water and back, with the queue."),
            "h.water_minutes_roundtrip <= 30",
        ),
        ratio(
            "persons_per_tap",
            _("People to a tap"),
            _("people"),
            _(
                "The people counted, divided by the working taps of water points, kiosks, boreholes "
                "and tanks."
            ),
            value="population::float8 / nullif(taps, 0)",
            n="population_n",
            note=NEEDS_TAPS,
        ),
        median(
            "water_burden_median",
            _("Water as a part of income"),
            "%",
            _("Thirty days of water as a part of the middle of the income band: half pay at most so much."),
            f"100 * h.water_price_20l_kes::float8 * h.water_jerrycans_day * 30 / ({INCOME})",
            decimals=1,
            note=_("Income is told in bands, so this is rough."),
        ),
        share(
            "water_improved_percent",
            _("Improved drinking water"),
            _(
                "Households that drink piped water, rain, or water from a tap, borehole, protected "
                "well or spring."
            ),
            IMPROVED_WATER,
            note=_("Vendors and tankers do not count as improved, nor does bottled water."),
        ),
        share(
            "water_vendor_percent",
            _("Water from vendors"),
            _("Households that drink water brought by vendors or tankers."),
            f"h.water_source = '{WaterSource.WATER_VENDOR}'",
        ),
        distribution(
            "water_sources",
            _("Sources of drinking water"),
            _("Households by their main source of drinking water."),
            "h.water_source",
            WaterSource,
        ),
        share(
            "mains_lighting_percent",
            _("Electric light"),
            _("Households lit by mains electricity, legal or not."),
            f"h.lighting = '{Lighting.MAINS_ELECTRICITY}'",
            note=_("Hides informal lines."),
        ),
        share(
            "own_meter_percent",
            _("Electricity meter of their own"),
            _("Households connected through a meter of their own."),
            LEGAL_METER,
        ),
        share(
            "waste_collected_percent",
            _("Rubbish collected"),
            _("Households whose rubbish the county, a community association or a company collects."),
            one_of(
                "h.solid_waste",
                SolidWaste.COLLECTED_COUNTY,
                SolidWaste.COLLECTED_COMMUNITY_ASSOC,
                SolidWaste.COLLECTED_PRIVATE,
            ),
        ),
        share(
            "waste_street_percent",
            _("Rubbish in the street"),
            _("Households whose rubbish is dumped in the street or drain."),
            f"h.solid_waste = '{SolidWaste.DUMPED_STREET_DRAIN}'",
        ),
        ratio(
            "cubicles_lacking",
            _("Toilet cubicles lacking"),
            _("cubicles"),
            _("One cubicle for every 20 people without a toilet of their own, less the working ones."),
            value=_lacking("people_without_toilet", 20, "cubicles"),
            n="people_without_toilet_n",
            note=NEEDS_POINTS,
        ),
        ratio(
            "taps_lacking",
            _("Taps lacking"),
            _("taps"),
            _("One tap for every 250 people counted, less the working ones."),
            value=_lacking("population", 250, "taps"),
            n="population_n",
            note=NEEDS_TAPS,
        ),
    ),
    measures=(
        Measure("people_without_toilet", H, f"CASE WHEN NOT {PRIVATE_TOILET} THEN h.members_total END"),
        Measure("cubicles", V, WORKING_CUBICLES),
        Measure("taps", V, WORKING_TAPS),
    ),
)
