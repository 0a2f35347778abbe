"""Which published numbers add up to which: what a patient reader can compute from what is shown.

A number is named after its indicator: `tenants_percent.n` is how many answered, `tenants_percent` how many of
them said yes, `tenure:tenant` how often an answer was given. `+` before a name in a comment means: never
shown by itself, but to be computed. Whoever adds an indicator that shares its answers with another one says
so here; an indicator that stands alone needs nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from enumerations.choices import Priority, TenureRole, ToiletPlace, ToiletType, WaterSource
from enumerations.indicators import INDICATORS
from enumerations.indicators.declaration import Indicator, Kind


class Rest(Enum):
    """What the whole holds beside the named parts."""

    NOTHING = auto()
    CELL = auto()  # people or households that may be recognised
    UNASKED = auto()  # those who did not answer: that alone says nothing of them


@dataclass(frozen=True)
class Sum:
    """The parts do not overlap, and with the rest they are the whole."""

    whole: str
    parts: tuple[str, ...]
    rest: Rest = Rest.NOTHING


def of(code: str, answers: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{code}:{answer}" for answer in answers)


def without(answers: Iterable[str], *left_out: str) -> list[str]:
    return [answer for answer in answers if answer not in left_out]


def same(*codes: str) -> list[Sum]:
    """Indicators of one question: the same households answered them."""
    first, *others = codes
    return [Sum(f"{first}.n", (f"{other}.n",)) for other in others]


def asked_of(group: str, *codes: str) -> list[Sum]:
    """Questions asked only of a group: who answered them belongs to it."""
    return [Sum(group, (f"{code}.n",), Rest.UNASKED) for code in codes]


LACKS = tuple("12345")
ANSWERS: dict[str, list[str]] = {
    i.code: [str(code) for code in i.choices.values] if i.choices else ["0", *LACKS]
    for i in INDICATORS
    if i.kind in {Kind.DISTRIBUTION, Kind.RANKING}
}


def own_sums(indicator: Indicator) -> list[Sum]:
    """What the figure says by itself."""
    code, n = indicator.code, f"{indicator.code}.n"
    if indicator.kind is Kind.PERCENT:
        return [Sum(n, (code,), Rest.CELL)]
    if indicator.kind is Kind.DISTRIBUTION:
        return [Sum(n, of(code, ANSWERS[code]))]
    if indicator.kind is Kind.MEDIAN:
        return [Sum(n, (code,), Rest.UNASKED)]  # that it is shown says that enough answered
    if indicator.kind is Kind.RANKING:  # each names up to three, so namings are a sum of their own
        named = [Sum(n, (f"{code}:{answer}", f"{code}:not {answer}")) for answer in ANSWERS[code]]
        return [*named, Sum(f"{code}.namings", of(code, ANSWERS[code]), Rest.UNASKED)]
    return []


TENURE = [
    *same("tenure", "tenants_percent", "owners_percent"),
    Sum("tenants_percent", of("tenure", ("tenant", "sub_tenant"))),
    Sum("owners_percent", of("tenure", ("owner_resident", "co_owner"))),
    Sum(
        "tenure.n",
        (
            "tenants_percent",
            "owners_percent",
            *of("tenure", without(TenureRole.values, "tenant", "sub_tenant", "owner_resident", "co_owner")),
        ),
    ),
    *asked_of(
        "tenants_percent",
        *("rent_median", "rent_per_room_median", "rent_burden_median", "priorities_tenants"),
    ),
    *same("rent_burden_median", "rent_burdened_percent"),
    *asked_of("owners_percent", "priorities_owners"),
    *asked_of("women_headed_percent", "priorities_women"),
]
PRIORITIES = [
    Sum(f"priorities{what}", tuple(f"priorities_{group}{what}" for group in groups), Rest.CELL)
    for groups in (("tenants", "owners"), ("women",))
    for what in (".n", *(f":{a}" for a in Priority.values), *(f":not {a}" for a in Priority.values))
]
IMPROVED_WATER = (
    *("piped_dwelling", "piped_yard_plot", "public_tap_standpipe", "borehole_tubewell"),
    *("protected_well", "protected_spring", "rain_harvested"),
)
WATER = [
    *same("water_sources", "water_improved_percent", "water_vendor_percent"),
    Sum("water_improved_percent", of("water_sources", IMPROVED_WATER)),
    Sum("water_vendor_percent", ("water_sources:water_vendor",)),
    Sum(
        "water_sources.n",
        (
            "water_improved_percent",
            *of("water_sources", without(WaterSource.values, *IMPROVED_WATER)),
        ),
    ),
]
AT_HOME = ("in_dwelling", "in_plot_compound")
ELSEWHERE = without(ToiletPlace.values, *AT_HOME, "none")
TOILETS = [
    *same("toilet_places", "toilet_private_percent", "toilet_shared_percent", "toilet_none_percent"),
    *same("toilet_places", "households_per_cubicle"),
    Sum("toilet_none_percent", ("toilet_places:none",)),
    Sum("toilet_places.n", ("toilet_private_percent", "toilet_shared_percent", "toilet_none_percent")),
    # At home means in the dwelling or the plot; there it is one's own, or shared.
    Sum("+at_home", of("toilet_places", AT_HOME)),
    Sum("+at_home", ("toilet_private_percent", "+at_home_shared")),
    Sum("toilet_places.n", ("+at_home", *of("toilet_places", [*ELSEWHERE, "none"]))),
    Sum("toilet_shared_percent", ("+at_home_shared", *of("toilet_places", ELSEWHERE))),
    Sum("toilet_places.n", ("toilet_private_percent", "+not_private")),
    Sum("+not_private", ("toilet_shared_percent", "toilet_none_percent")),
    *asked_of("+not_private", "persons_per_cubicle"),
    *same("persons_per_cubicle", "cubicles_lacking"),
]
IMPROVED_TOILETS = (
    *("main_sewer", "septic_tank", "cess_pool", "vip_latrine", "pit_latrine_covered"),
    *("bio_septic_biodigester", "container_based"),
)
OWN_UNIMPROVED = "+own_unimproved_toilet"
TOILET_TYPES = [
    *same("toilet_types", "open_or_bucket_percent", "sewer_or_septic_percent"),
    Sum("open_or_bucket_percent", of("toilet_types", ("open_bush", "bucket_latrine"))),
    Sum("sewer_or_septic_percent", of("toilet_types", ("main_sewer", "septic_tank"))),
    Sum(
        "toilet_types.n",
        (
            "open_or_bucket_percent",
            "sewer_or_septic_percent",
            *of(
                "toilet_types",
                without(ToiletType.values, "open_bush", "bucket_latrine", "main_sewer", "septic_tank"),
            ),
        ),
    ),
    Sum("+improved_toilet", of("toilet_types", IMPROVED_TOILETS)),
    Sum("+improved_toilet", ("sewer_or_septic_percent", *of("toilet_types", IMPROVED_TOILETS[2:]))),
    Sum("+unimproved_toilet", of("toilet_types", without(ToiletType.values, *IMPROVED_TOILETS))),
    Sum("toilet_types.n", ("+improved_toilet", "+unimproved_toilet")),
    # One's own toilet, and not improved: where kind and place are known of all, else at least so many.
    Sum("toilet_private_percent", ("sanitation_improved_percent", OWN_UNIMPROVED)),
    Sum("+unimproved_toilet", (OWN_UNIMPROVED,), Rest.CELL),
    Sum("+improved_toilet", ("sanitation_improved_percent",), Rest.CELL),
    *asked_of("toilet_types.n", "sanitation_improved_percent"),
    *asked_of("toilet_places.n", "sanitation_improved_percent"),
]
AGES = ("under_5_percent", "age_6_13_percent", "age_14_17_percent", "age_18_34_percent", "age_65_percent")
PEOPLE = [
    *same(*AGES),
    Sum("under_5_percent.n", AGES, Rest.CELL),
    *asked_of("age_6_13_percent", "attending_6_13_percent"),
    *asked_of("age_14_17_percent", "attending_14_17_percent"),
    Sum("under_5_percent.n", ("under_5_percent", "disability_percent.n"), Rest.UNASKED),
    Sum(
        "under_5_percent.n",
        ("under_5_percent", "age_6_13_percent", "working_percent.n"),
        Rest.UNASKED,
    ),
    Sum("seeking_percent.n", ("working_percent", "seeking_percent")),
    Sum("working_percent.n", ("working_percent", "seeking_percent"), Rest.CELL),
]
OTHERS = [
    *same("deprivations", "slum_household_percent"),
    Sum("slum_household_percent", of("deprivations", LACKS)),
    Sum("deprivations.n", ("slum_household_percent", "deprivations:0")),
    Sum("insecure_percent", ("evicted_5y_percent",), Rest.CELL),
    *same("waste_collected_percent", "waste_street_percent"),
    Sum("waste_collected_percent.n", ("waste_collected_percent", "waste_street_percent"), Rest.CELL),
    *same("savings_percent", "muungano_percent"),
    Sum("savings_percent", ("muungano_percent",), Rest.CELL),
    *same("iron_walls_percent", "mud_walls_percent"),
    Sum("iron_walls_percent.n", ("iron_walls_percent", "mud_walls_percent"), Rest.CELL),
    Sum("refused_percent.n", ("households", "refused_percent"), Rest.CELL),
]
SUMS: tuple[Sum, ...] = (
    *(each for indicator in INDICATORS for each in own_sums(indicator)),
    *(*TENURE, *PRIORITIES, *WATER, *TOILETS, *TOILET_TYPES, *PEOPLE, *OTHERS),
)

# Figures made from others: shown only where these are.
MADE_FROM: dict[str, tuple[str, ...]] = {
    "population_estimate": ("population", "coverage_percent"),
    "household_size": ("population",),
    "density_acre": ("population",),
    "density_km2": ("population",),
    "persons_per_tap": ("population",),
    "taps_lacking": ("population",),
    "households_per_cubicle": ("toilet_private_percent",),
}
# Counting each household as often as it lacks one of the five gives the sum of these five: a list of how many
# lack one, two, three would give away whichever of them is hidden.
FIVE_DEPRIVATIONS = (
    "water_improved_percent",
    "sanitation_improved_percent",
    "not_durable_percent",
    "overcrowded_percent",
    "insecure_percent",
)
# How many answered all of several questions, and how many answered each. Where one of these is hidden, the
# whole would bound it: only they answered it, and those who left out one of the others.
ANSWERED_ALL: dict[str, tuple[str, ...]] = {
    "sanitation_improved_percent.n": ("toilet_places.n", "toilet_types.n"),
    "deprivations.n": tuple(f"{code}.n" for code in FIVE_DEPRIVATIONS),
}
# Shown of a place however few live there (from the smallest cell on); all else is a breakdown.
TOTALS = ("population", "households", "structures", "coverage_percent", "data_age_days")
