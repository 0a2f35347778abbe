"""Every indicator once more, from the survey's CSV files, row by row in Python: no SQL, no declaration.

`recount(folder, cluster, ...)` returns `{code: (value, n)}`; a distribution's value is {code: count}, a
ranking's {code: score}. A predicate answers True, False, or None where the row does not answer.
"""

import csv
import json
import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

Row = dict[str, Any]
INCOME = {
    "0_5000": 2500,
    "5001_10000": 7500,
    "10001_20000": 15000,
    "20001_40000": 30000,
    "over_40000": 40000,
}
IMPROVED_WATER = {
    "piped_dwelling",
    "piped_yard_plot",
    "public_tap_standpipe",
    "borehole_tubewell",
    "protected_well",
    "protected_spring",
    "rain_harvested",
}
IMPROVED_TOILET = {
    "main_sewer",
    "septic_tank",
    "cess_pool",
    "vip_latrine",
    "pit_latrine_covered",
    "bio_septic_biodigester",
    "container_based",
}
WEAK = {
    "wall": {
        "cane_palm_trunks",
        "grass_reeds",
        "mud_cowdung",
        "uncovered_adobe",
        "plywood_cardboard",
        "offcuts_reused_wood",
        "canvas_tents",
        "nylon_cartons",
    },
    "roof": {"grass_twigs", "dung_mud", "tin_cans", "canvas_tents", "nylon_cartons_cardboard"},
    "floor": {"earth_sand", "dung"},
}
DIFFICULTIES = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
NUMBERS = {
    "rent_month_kes",
    "water_price_20l_kes",
    "location_accuracy_m",
    "years_in_settlement",
    "rooms_used",
    "members_total",
    "water_jerrycans_day",
    "water_minutes_roundtrip",
    "toilet_shared_households",
    "age",
    "rooms_total",
    "cubicles",
    "cubicles_working",
    "taps",
    "taps_working",
}


def read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(newline="") as file:
        return [{key: _value(key, text) for key, text in row.items()} for row in csv.DictReader(file)]


def _value(name: str, text: str) -> Any:
    if text == "":
        return None
    if name in NUMBERS:
        return float(text)
    if name in {"assets", "uses"}:
        return json.loads(text)
    return {"true": True, "false": False}.get(text, text)


def among(value: Any, *codes: str) -> bool | None:
    return None if value is None else value in codes


def rents(h: Row) -> bool | None:
    return among(h["occupancy_status"], "tenant", "sub_tenant")


def owns(h: Row) -> bool | None:
    return among(h["occupancy_status"], "owner_resident", "co_owner")


def private_toilet(h: Row) -> bool | None:
    if h["toilet_place"] is None:
        return None
    shared = h["toilet_shared_households"] or 1
    return h["toilet_place"] in {"in_dwelling", "in_plot_compound"} and shared == 1


def improved_sanitation(h: Row) -> bool | None:
    if h["toilet_type"] is None or h["toilet_place"] is None:
        return None
    return h["toilet_type"] in IMPROVED_TOILET and bool(private_toilet(h))


def overcrowded(h: Row) -> bool | None:
    if h["members_total"] is None or h["rooms_used"] is None:
        return None
    return h["members_total"] > 3 * h["rooms_used"]


def not_durable(h: Row) -> bool | None:
    parts = {part: h["built"].get(part) for part in WEAK}
    if not any(parts.values()):
        return None
    return any(parts[part] in WEAK[part] for part in WEAK)


def insecure(h: Row) -> bool | None:
    return True if h["threatened"] else h["eviction_experience_5y"]


def lacking(h: Row) -> int | None:
    """How many of the five a household lacks; None unless all five are known."""
    water = among(h["water_source"], *IMPROVED_WATER)
    sanitation = improved_sanitation(h)
    known = [
        None if water is None else not water,
        None if sanitation is None else not sanitation,
        not_durable(h),
        overcrowded(h),
        insecure(h),
    ]
    return None if None in known else sum(map(bool, known))


def income(h: Row) -> int | None:
    return INCOME.get(h["income_band_month_kes"])


def burden(h: Row) -> float | None:
    if not rents(h) or h["rent_month_kes"] is None or income(h) is None:
        return None
    return 100 * h["rent_month_kes"] / income(h)


def quotient(a: float | None, b: float | None, times: float = 1) -> float | None:
    return None if a is None or not b else times * a / b


def water_burden(h: Row) -> float | None:
    price, cans = h["water_price_20l_kes"], h["water_jerrycans_day"]
    if price is None or cans is None or income(h) is None:
        return None
    return 100 * price * cans * 30 / income(h)


def at_age(p: Row, least: int, most: int = 200) -> bool | None:
    return None if p["age"] is None else least <= p["age"] <= most


def attends(p: Row, least: int, most: int) -> bool | None:
    if not at_age(p, least, most) or p["school_status"] in {None, "dk"}:
        return None
    return p["school_status"] == "in_school"


def disabled(p: Row) -> bool | None:
    given = [p[name] for name in DIFFICULTIES if p[name] is not None]
    if not at_age(p, 5) or not given:
        return None
    return any(answer in {"a_lot", "cannot"} for answer in given)


def has(h: Row, *assets: str) -> bool | None:
    return None if h["assets"] is None else bool(set(assets) & set(h["assets"]))


def at_most(value: float | None, limit: float) -> bool | None:
    return None if value is None else value <= limit


HOUSEHOLD_SHARES: dict[str, Callable[[Row], bool | None]] = {
    "years_12_percent": lambda h: (
        None if h["years_in_settlement"] is None else h["years_in_settlement"] >= 12
    ),
    "women_headed_percent": lambda h: among(h["head_sex"], "female"),
    "savings_percent": lambda h: among(h["savings_group"], "muungano", "other_chama"),
    "muungano_percent": lambda h: among(h["savings_group"], "muungano"),
    "phone_percent": lambda h: has(h, "smartphone", "feature_phone"),
    "internet_percent": lambda h: has(h, "internet"),
    "tenants_percent": rents,
    "owners_percent": owns,
    "rent_burdened_percent": lambda h: None if burden(h) is None else burden(h) > 30,  # type: ignore[operator]
    "overcrowded_percent": overcrowded,
    "not_durable_percent": not_durable,
    "insecure_percent": insecure,
    "slum_household_percent": lambda h: None if lacking(h) is None else lacking(h) != 0,
    "evicted_5y_percent": lambda h: h["eviction_experience_5y"],
    "toilet_private_percent": private_toilet,
    "toilet_shared_percent": lambda h: (
        None if h["toilet_place"] is None else h["toilet_place"] != "none" and not private_toilet(h)
    ),
    "toilet_none_percent": lambda h: among(h["toilet_place"], "none"),
    "open_or_bucket_percent": lambda h: among(h["toilet_type"], "open_bush", "bucket_latrine"),
    "sewer_or_septic_percent": lambda h: among(h["toilet_type"], "main_sewer", "septic_tank"),
    "sanitation_improved_percent": improved_sanitation,
    "water_30_minutes_percent": lambda h: at_most(h["water_minutes_roundtrip"], 30),
    "water_improved_percent": lambda h: among(h["water_source"], *IMPROVED_WATER),
    "water_vendor_percent": lambda h: among(h["water_source"], "water_vendor"),
    "mains_lighting_percent": lambda h: among(h["lighting"], "mains_electricity"),
    "own_meter_percent": lambda h: among(h["electricity_connection"], "own_meter"),
    "waste_collected_percent": lambda h: (
        None if h["solid_waste"] is None else h["solid_waste"].startswith("collected_")
    ),
    "waste_street_percent": lambda h: among(h["solid_waste"], "dumped_street_drain"),
    "gps_ok_percent": lambda h: h["located"] and (h["location_accuracy_m"] or 0) <= 15,
}
PERSON_SHARES: dict[str, Callable[[Row], bool | None]] = {
    "under_5_percent": lambda p: at_age(p, 0, 4),
    "age_6_13_percent": lambda p: at_age(p, 6, 13),
    "age_14_17_percent": lambda p: at_age(p, 14, 17),
    "age_18_34_percent": lambda p: at_age(p, 18, 34),
    "age_65_percent": lambda p: at_age(p, 65),
    "attending_6_13_percent": lambda p: attends(p, 6, 13),
    "attending_14_17_percent": lambda p: attends(p, 14, 17),
    "working_percent": lambda p: among(p["activity"], "working") if at_age(p, 15) else None,
    "seeking_percent": lambda p: (
        p["activity"] == "seeking_work_no_work"
        if at_age(p, 15) and p["activity"] in {"working", "seeking_work_no_work"}
        else None
    ),
    "disability_percent": disabled,
}
MEDIANS: dict[str, Callable[[Row], float | None]] = {
    "years_here_median": lambda h: h["years_in_settlement"],
    "rent_median": lambda h: h["rent_month_kes"] if rents(h) else None,
    "rent_per_room_median": lambda h: quotient(h["rent_month_kes"], h["rooms_used"]) if rents(h) else None,
    "rent_burden_median": burden,
    "water_price_median": lambda h: h["water_price_20l_kes"],
    "litres_per_person_median": lambda h: quotient(h["water_jerrycans_day"], h["members_total"], 20),
    "water_minutes_median": lambda h: h["water_minutes_roundtrip"],
    "water_burden_median": water_burden,
}
DISTRIBUTIONS: dict[str, Callable[[Row], Any]] = {
    "tenure": lambda h: h["occupancy_status"],
    "deprivations": lambda h: None if lacking(h) is None else str(lacking(h)),
    "toilet_places": lambda h: h["toilet_place"],
    "toilet_types": lambda h: h["toilet_type"],
    "water_sources": lambda h: h["water_source"],
}
RANKINGS: dict[str, Callable[[Row], Any]] = {
    "priorities": lambda h: True,
    "priorities_tenants": rents,
    "priorities_owners": owns,
    "priorities_women": lambda h: h["head_sex"] == "female",
}


class Place:
    """The rows of a settlement (cluster None) or of one of its clusters."""

    def __init__(self, folder: Path, cluster: str | None, threatened: bool) -> None:
        self.structures = [s for s in read(folder, "structures") if cluster in {None, s["cluster"]}]
        self.points = [p for p in read(folder, "points") if cluster in {None, p["cluster"]}]
        built = {s["code"]: s for s in self.structures}
        rows = [h for h in read(folder, "households") if cluster in {None, h["cluster"]}]
        for row in rows:
            row["built"], row["threatened"] = built.get(row["structure"], {}), threatened
        self.listed = [h for h in rows if h["result"] != "vacant"]
        self.visits = [h for h in rows if h["result"] is not None]
        self.households = [
            h for h in rows if h["result"] in {None, "complete", "partly"} and h["consent"] is not False
        ]
        known = {h["key"] for h in self.households}
        self.persons = [p for p in read(folder, "persons") if p["household"] in known]


def _share(answers: list[bool | None]) -> tuple[float | None, int]:
    given = [answer for answer in answers if answer is not None]
    return (100 * sum(map(bool, given)) / len(given) if given else None), len(given)


def _sum(values: list[float | None]) -> float | None:
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def _working(point: Row, total: str, kinds: set[str]) -> float | None:
    if point["kind"] not in kinds:
        return None
    if point["status"] in {"not_working", "closed", "under_construction"}:
        return 0
    if point[f"{total}_working"] is not None:
        return float(point[f"{total}_working"])
    return float(point[total]) if point["status"] == "working" else None


def _ranking(households: list[Row]) -> tuple[dict[str, int] | None, int]:
    scores: Counter[str] = Counter()
    named = 0
    for h in households:
        given = [(h[f"priority_{i}"], 4 - i) for i in (1, 2, 3) if h[f"priority_{i}"]]
        named += bool(given)
        for code, points in given:
            scores[code] += points
    return dict(scores) or None, named


def _lived_in(s: Row) -> bool:
    if s["status"] in {"demolished", "merged_into", "vacant"}:
        return False
    return not s["uses"] or bool({"residential", "mixed", "rental_only"} & set(s["uses"]))


def recount(
    folder: Path, cluster: str | None = None, *, area_m2: float | None = None, threatened: bool = False
) -> dict[str, tuple[Any, int]]:
    place = Place(folder, cluster, threatened)
    homes = place.households
    found: dict[str, tuple[Any, int]] = {}
    for code, predicate in HOUSEHOLD_SHARES.items():
        found[code] = _share([predicate(h) for h in homes])
    for code, predicate in PERSON_SHARES.items():
        found[code] = _share([predicate(p) for p in place.persons])
    for code, number in MEDIANS.items():
        values = [value for value in map(number, homes) if value is not None]
        found[code] = (median(values) if values else None), len(values)
    for code, answer in DISTRIBUTIONS.items():
        times = Counter(value for value in map(answer, homes) if value is not None)
        found[code] = dict(times) or None, times.total()
    for code, belongs in RANKINGS.items():
        found[code] = _ranking([h for h in homes if belongs(h)])
    return found | _people(place, area_m2) | _homes(place) | _services(place, found) | _quality(place)


def _people(place: Place, area_m2: float | None) -> dict[str, tuple[Any, int]]:
    members = [h["members_total"] for h in place.households]
    n = sum(value is not None for value in members)
    people = _sum(members)
    coverage = _coverage(place)[0]
    return {
        "population": (people, n),
        "population_estimate": (quotient(people, coverage, 100), n),
        "households": (len(place.households), len(place.households)),
        "household_size": (quotient(people, n), n),
        "density_acre": (quotient(people, area_m2, 4046.8564224), n),
        "density_km2": (quotient(people, area_m2, 1e6), n),
    }


def _homes(place: Place) -> dict[str, tuple[Any, int]]:
    standing = [s for s in place.structures if s["status"] not in {"demolished", "merged_into"}]
    housed = [h for h in place.households if h["structure"]]
    doors = {h["structure"] for h in housed}
    tenure = {door: [owns(h) for h in housed if h["structure"] == door] for door in doors}
    told = {door: [o for o in owners if o is not None] for door, owners in tenure.items()}
    roomy = [h for h in place.households if h["members_total"] is not None and h["rooms_used"]]
    rooms = [s["rooms_total"] for s in standing if s["rooms_total"] is not None]

    def built(part: str, *codes: str) -> tuple[float | None, int]:
        return _share([among(s[part], *codes) for s in standing])

    return {
        "structures": (len(standing), len(standing)),
        "households_per_structure": (quotient(len(housed), len(doors)), len(doors)),
        "rooms_per_structure": (quotient(_sum(rooms), len(rooms)), len(rooms)),
        "owner_elsewhere_percent": _share([not any(owners) for owners in told.values() if owners]),
        "persons_per_room": (
            quotient(_sum([h["members_total"] for h in roomy]), _sum([h["rooms_used"] for h in roomy])),
            len(roomy),
        ),
        "iron_walls_percent": built("wall", "iron_sheets"),
        "mud_walls_percent": built("wall", "mud_cowdung"),
        "earth_floor_percent": built("floor", "earth_sand", "dung"),
    }


def _services(place: Place, found: dict[str, tuple[Any, int]]) -> dict[str, tuple[Any, int]]:
    cubicles = _sum([_working(p, "cubicles", {"toilet_block"}) for p in place.points])
    taps = _sum(
        [_working(p, "taps", {"water_point", "water_kiosk", "borehole", "tank"}) for p in place.points]
    )
    without = [h for h in place.households if private_toilet(h) is False]
    members = [h["members_total"] for h in without if h["members_total"] is not None]
    everybody = [h["members_total"] for h in place.households if h["members_total"] is not None]
    told = sum(private_toilet(h) is not None for h in place.households)
    price, n = found["water_price_median"]

    def lack(people: list[float], each: int, working: float | None) -> int | None:
        return None if working is None or not people else max(math.ceil(sum(people) / each) - int(working), 0)

    return {
        "persons_per_cubicle": (quotient(_sum([*members]), cubicles), len(members)),
        "households_per_cubicle": (quotient(len(without), cubicles), told),
        "persons_per_tap": (quotient(_sum([*everybody]), taps), len(everybody)),
        "water_price_m3": (quotient(price, 1, 50), n),
        "water_price_ratio": (quotient(price, 2), n),
        "cubicles_lacking": (lack(members, 20, cubicles), len(members)),
        "taps_lacking": (lack(everybody, 250, taps), len(everybody)),
    }


def _coverage(place: Place) -> tuple[float | None, int]:
    doors = {h["structure"] for h in place.households if h["structure"]}
    expected = doors | {s["code"] for s in place.structures if _lived_in(s)}
    if expected and (not place.listed or any(h["structure"] for h in place.listed)):
        return 100 * len(doors) / len(expected), len(expected)
    return quotient(len(place.households), len(place.listed), 100), len(place.listed)


def _quality(place: Place) -> dict[str, tuple[Any, int]]:
    days = [date.fromisoformat(h["interviewed_on"]) for h in place.households if h["interviewed_on"]]
    met = [h for h in place.visits if h["result"] != "vacant"]
    return {
        "coverage_percent": _coverage(place),
        "refused_percent": _share([h["result"] == "refused" or h["consent"] is False for h in met]),
        "data_age_days": ((date.today() - max(days)).days if days else None, len(days)),
    }
