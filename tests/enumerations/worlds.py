"""Questions as people answer them, for the attacker: written from the definitions readers see."""

from collections.abc import Callable
from itertools import product

from tests.enumerations.attacker import Kind, Question


def kinds(**answers: tuple[object, ...]) -> list[Kind]:
    return [dict(zip(answers, said, strict=True)) for said in product(*answers.values())]


# Tenure, rent, what is asked for first, and by whom.
TENURE_KINDS = [
    kind
    for kind in kinds(
        tenure=("tenant", "sub_tenant", "owner_resident", "co_owner", "caretaker_agent", None),
        rent=(True, False),
        income=(True, False),
        named=(("water",), ("housing",), ("housing", "water"), None),
        woman=(True, False, None),
    )
    if (kind["tenure"] in {"tenant", "sub_tenant"}) or not (kind["rent"] or kind["income"])
]

# For two rounds, where there are twice as many unknown numbers.
FEWER_TENURE_KINDS = [
    kind
    for kind in TENURE_KINDS
    if kind["named"] != ("housing",) and kind["tenure"] != "co_owner" and kind["rent"] >= kind["income"]
]


def rents(kind: Kind) -> bool | None:
    return None if kind["tenure"] is None else kind["tenure"] in {"tenant", "sub_tenant"}


def owns(kind: Kind) -> bool | None:
    return None if kind["tenure"] is None else kind["tenure"] in {"owner_resident", "co_owner"}


TENURE = [
    Question("households", "count", lambda kind: True),
    Question("tenure", "list", lambda kind: kind["tenure"]),
    Question("tenants_percent", "percent", rents),
    Question("owners_percent", "percent", owns),
    Question("women_headed_percent", "percent", lambda kind: kind["woman"]),
    Question("rent_median", "median", lambda kind: kind["rent"] or None),
    Question("rent_burden_median", "median", lambda kind: (kind["rent"] and kind["income"]) or None),
    Question(
        "rent_burdened_percent",
        "percent",
        lambda kind: kind["woman"] is True if kind["rent"] and kind["income"] else None,
    ),
    Question("priorities", "ranking", lambda kind: kind["named"]),
    Question("priorities_tenants", "ranking", lambda kind: kind["named"] if rents(kind) else None),
    Question("priorities_owners", "ranking", lambda kind: kind["named"] if owns(kind) else None),
    Question("priorities_women", "ranking", lambda kind: kind["named"] if kind["woman"] else None),
]

# Toilets: where, whose, and of which kind.
TOILET_KINDS = [
    kind
    for kind in kinds(
        place=("in_dwelling", "in_plot_compound", "neighbour", "public_paid", "none", None),
        own=(True, False),
        type=("main_sewer", "septic_tank", "pit_latrine_covered", "pit_latrine_uncovered", "open_bush", None),
        told=(True, False),
    )
    if kind["own"] is False or kind["place"] in {"in_dwelling", "in_plot_compound"}
]


def private(kind: Kind) -> bool | None:
    return None if kind["place"] is None else kind["own"]


def of_type(*types: str) -> Callable[[Kind], bool | None]:
    return lambda kind: None if kind["type"] is None else kind["type"] in types


def sanitation(kind: Kind) -> bool | None:
    if kind["place"] is None or kind["type"] is None:
        return None
    return kind["type"] in {"main_sewer", "septic_tank", "pit_latrine_covered"} and kind["own"]


TOILETS = [
    Question("households", "count", lambda kind: True),
    Question("toilet_places", "list", lambda kind: kind["place"]),
    Question("toilet_private_percent", "percent", private),
    Question(
        "toilet_shared_percent",
        "percent",
        lambda kind: None if kind["place"] is None else kind["place"] != "none" and not kind["own"],
    ),
    Question(
        "toilet_none_percent", "percent", lambda kind: None if not kind["place"] else kind["place"] == "none"
    ),
    Question("persons_per_cubicle", "number", lambda kind: (private(kind) is False and kind["told"]) or None),
    Question("toilet_types", "list", lambda kind: kind["type"]),
    Question("open_or_bucket_percent", "percent", of_type("open_bush")),
    Question("sewer_or_septic_percent", "percent", of_type("main_sewer", "septic_tank")),
    Question("sanitation_improved_percent", "percent", sanitation),
]

# The five that make a slum household.
SLUM_KINDS = kinds(
    water=("piped_dwelling", "rain_harvested", "water_vendor", "stream_river", None),
    toilet=(True, False, None),
    weak=(True, False),
    crowded=(True, False, None),
    evicted=(True, False),
)

FEWER_SLUM_KINDS = [kind for kind in SLUM_KINDS if kind["water"] in {"piped_dwelling", "water_vendor", None}]


def improved_water(kind: Kind) -> bool | None:
    return None if kind["water"] is None else kind["water"] in {"piped_dwelling", "rain_harvested"}


def lacks(kind: Kind) -> str | None:
    good = (improved_water(kind), kind["toilet"])
    bad = (kind["weak"], kind["crowded"], kind["evicted"])
    return None if None in good + bad else str(good.count(False) + bad.count(True))


SLUM = [
    Question("households", "count", lambda kind: True),
    Question("sanitation_improved_percent", "percent", lambda kind: kind["toilet"]),
    Question("water_sources", "list", lambda kind: kind["water"]),
    Question("water_improved_percent", "percent", improved_water),
    Question(
        "water_vendor_percent",
        "percent",
        lambda kind: None if kind["water"] is None else kind["water"] == "water_vendor",
    ),
    Question("not_durable_percent", "percent", lambda kind: kind["weak"]),
    Question("overcrowded_percent", "percent", lambda kind: kind["crowded"]),
    Question("insecure_percent", "percent", lambda kind: kind["evicted"]),
    Question("evicted_5y_percent", "percent", lambda kind: kind["evicted"]),
    Question("deprivations", "list", lacks),
    Question(
        "slum_household_percent", "percent", lambda kind: None if lacks(kind) is None else lacks(kind) != "0"
    ),
]

# People by age, schooling, work and ability.
PEOPLE_KINDS = [
    kind
    for kind in kinds(
        age=(3, 5, 10, 15, 20, 50, 70, None),
        school=(True, False, None),
        activity=("working", "seeking", "other", None),
        hard=(True, False, None),
    )
    if (kind["age"] in {10, 15} or kind["school"] is None)
    and ((kind["age"] or 0) >= 15 or kind["activity"] is None)
    and ((kind["age"] or 0) >= 5 or kind["hard"] is None)
]


def aged(least: int, most: int) -> Callable[[Kind], bool | None]:
    return lambda kind: None if kind["age"] is None else least <= kind["age"] <= most


def works(kind: Kind) -> bool | None:
    return None if kind["activity"] is None else kind["activity"] == "working"


PEOPLE = [
    Question("households", "count", lambda kind: True),
    Question("population", "count", lambda kind: True),
    *(
        Question(code, "percent", aged(*ages))
        for code, ages in (
            ("under_5_percent", (0, 4)),
            ("age_6_13_percent", (6, 13)),
            ("age_14_17_percent", (14, 17)),
            ("age_18_34_percent", (18, 34)),
            ("age_65_percent", (65, 120)),
        )
    ),
    Question("attending_6_13_percent", "percent", lambda kind: kind["school"] if kind["age"] == 10 else None),
    Question(
        "attending_14_17_percent", "percent", lambda kind: kind["school"] if kind["age"] == 15 else None
    ),
    Question("working_percent", "percent", works),
    Question(
        "seeking_percent",
        "percent",
        lambda kind: kind["activity"] == "seeking" if kind["activity"] in {"working", "seeking"} else None,
    ),
    Question("disability_percent", "percent", lambda kind: kind["hard"]),
]
