"""What invented households answer: one interview for each home of a settlement, always the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from enumerations.demo import names
from enumerations.demo.people import KISUMU, NAIROBI, Answers, City, make_roster
from settlements.choices import StructureUse as Use
from settlements.models import Structure

LIVED_IN = {Use.RESIDENTIAL, Use.MIXED, Use.RENTAL_ONLY}
TEAM = ["Baraka Mutua", "Naliaka Were", "Hassan Omar", "Mwende Kioko", "Okoth Juma", "Purity Chege"]
PRIORITIES: dict[str, int] = {
    "sanitation_sewer": 23,
    "water": 20,
    "land_tenure": 18,
    "drainage": 9,
    "housing": 8,
    "security_lighting": 6,
    "jobs_livelihoods": 5,
    "health": 3,
    "garbage": 3,
    "roads_paths": 3,
    "fire_safety": 2,
}


@dataclass
class Interview:
    """One visit: the household's answers under our field names, and its people."""

    answers: Answers
    persons: list[Answers] = field(default_factory=list)


def interviews(
    structures: Iterable[Structure], random: Random, *, city: City = NAIROBI, first_day: date, days: int = 12
) -> Iterator[Interview]:
    """One for each home in the lived-in structures, in the order of the doors; some found nobody."""
    homes = homes_in(structures, random)
    for i, (structure, number) in enumerate(homes):
        day = first_day + timedelta(days=days * i // len(homes))
        yield interview_at(structure, number, day, city, random)


def homes_in(structures: Iterable[Structure], random: Random) -> list[tuple[Structure, int]]:
    """The homes of the lived-in structures: each with its number there."""
    return [
        (structure, number)
        for structure in structures
        if LIVED_IN & set(structure.uses)
        for number in range(1, _homes_in(structure, random) + 1)
    ]


def _homes_in(structure: Structure, random: Random) -> int:
    """Most households use one room; owners of a house in a compound all of it."""
    occupied = structure.rooms_occupied or 0
    if occupied and structure.uses == [Use.RESIDENTIAL] and structure.storeys == 1 and random.random() < 0.2:
        return max(1, occupied // 3)
    homes, rooms = 0, occupied
    while rooms > 0:
        rooms -= 2 if rooms > 1 and random.random() < 0.07 else 1
        homes += 1
    return homes


def interview_at(structure: Structure, number: int, day: date, city: City, random: Random) -> Interview:
    """What was said at one home that day, if somebody was there."""
    start = datetime.combine(day, time(8)) + timedelta(minutes=random.randint(0, 560))
    answers: Answers = {
        "structure_code": structure.code,
        "hh_code": f"{structure.code}/{number:02d}",
        "interviewed_on": day,
        "started_at": start,
        "ended_at": start + timedelta(minutes=random.randint(17, 48)),
        "enumerator": random.choice(TEAM),
        "result": random.choices(
            ("complete", "not_home_3", "locked", "vacant", "refused"), (955, 17, 9, 12, 7)
        )[0],
    }
    if answers["result"] != "complete":
        return Interview(answers)
    persons = make_roster(city, random)
    head = persons[0]
    sharing = (structure.rooms_occupied or 1) > 1
    answers |= _home(structure, number, head, len(persons), city, random)
    answers |= _water(len(persons), city, random)
    answers |= _toilet(sharing, city, random)
    answers |= _living(structure, random)
    return Interview(answers, persons)


def _home(structure: Structure, number: int, head: Answers, size: int, city: City, random: Random) -> Answers:
    owner = number == 1 and random.random() < city.owners * _homes_per_owner(structure)
    years = min(head["age"], int(random.gammavariate(1.5, 6)))
    here = min(years, int(random.expovariate(0.28)))
    most = structure.rooms_total or 1
    rooms = min(most, 2 if size > 4 and random.random() < 0.45 else 1)
    if owner:
        years, rooms = min(head["age"], years + random.randint(4, 22)), min(most, rooms + 1)
        here = min(years, here + random.randint(2, 20))
    answers: Answers = {
        "consent": "yes",
        "consent_list": "yes" if random.random() < 0.8 else "no",
        "consent_share_county": "yes" if random.random() < 0.95 else "no",
        "respondent_role": random.choices(("head", "spouse", "adult_member"), (62, 29, 9))[0],
        "head_name": f"{head['name']} {names.family_name(head['sex'], random)}",
        "head_sex": head["sex"],
        "phone": names.phone(random) if random.random() < 0.6 else None,
        "occupancy_status": "owner_resident"
        if owner
        else random.choices(("tenant", "sub_tenant"), (97, 3))[0],
        "years_in_settlement": years,
        "years_in_structure": here,
        "rooms_used": rooms,
        "members_total": size,
        "eviction_experience_5y": "yes" if random.random() < 0.07 else "no",
        "wants_to_stay": random.choices(
            ("stay_here", "move_if_service", "move_home", "undecided"), (71, 12, 9, 8)
        )[0],
        "location": _at_the_door(structure, random),
    }
    if not owner:
        middle, spread = city.rent
        rent = max(800, random.gauss(middle, spread)) * (1 if rooms == 1 else 1.8)
        answers["rent_month_kes"] = min(9500, round(rent / 100) * 100)
        answers["rent_includes"] = random.choices(
            ("none", "water", "toilet", "water toilet"), (58, 16, 17, 9)
        )[0]
    return answers


def _homes_per_owner(structure: Structure) -> float:
    """An owner lives in one home of the whole structure, so the chance grows with its homes."""
    return max(1, structure.rooms_occupied or 1) * 0.85


def _at_the_door(structure: Structure, random: Random) -> str:
    """What a phone reads at the door: `lat lon altitude accuracy`, a few metres off at most."""
    off = 0.000012
    point = structure.location
    lat, lon = point.y + random.gauss(0, off), point.x + random.gauss(0, off)
    return f"{lat:.7f} {lon:.7f} 0 {random.uniform(3, 9.5):.1f}"


def _water(size: int, city: City, random: Random) -> Answers:
    if city is KISUMU:
        sources, weights = (
            ("public_tap_standpipe", "protected_well", "unprotected_well", "piped_yard_plot"),
            (36, 31, 12, 21),
        )
    else:
        sources, weights = (
            ("public_tap_standpipe", "water_vendor", "piped_yard_plot", "piped_dwelling"),
            (66, 16, 15, 3),
        )
    source = random.choices(sources, weights)[0]
    in_yard = source.startswith("piped")
    price = random.choices(*city.water_price)[0]
    return {
        "water_source": source,
        "water_price_20l_kes": 20 if source == "water_vendor" else price,
        "water_jerrycans_day": max(1, round(size * random.uniform(0.7, 1.5))),
        "water_minutes_roundtrip": random.randint(1, 6) if in_yard else random.randint(5, 45),
        "water_days_per_week": random.choices((2, 3, 4, 5, 6, 7), (9, 18, 22, 20, 12, 19))[0],
    }


def _toilet(sharing: bool, city: City, random: Random) -> Answers:
    weights = (2, 71, 3, 4, 19, 1) if city is KISUMU else (4, 24, 56, 5, 8, 3)
    place = random.choices(
        ("in_dwelling", "in_plot_compound", "public_paid", "public_free", "neighbour", "none"), weights
    )[0]
    if place == "none":
        return {"toilet_place": place, "toilet_type": "open_bush"}
    sewered = (
        "main_sewer",
        "pit_latrine_covered",
        "septic_tank",
        "pit_latrine_uncovered",
        "bio_septic_biodigester",
    )
    share = {"in_dwelling": (1, 1), "in_plot_compound": (3 if sharing else 1, 14), "neighbour": (2, 16)}
    low, high = share.get(place, (35, 110))
    return {
        "toilet_place": place,
        "toilet_type": random.choices(sewered, (8, 58, 6, 27, 1) if city is KISUMU else (61, 22, 4, 9, 4))[0],
        "toilet_shared_households": random.randint(low, high),
        "toilet_cost_use_kes": random.choice((5, 5, 10)) if place == "public_paid" else 0,
        "toilet_safe_night_women": "yes"
        if random.random() < (0.75 if place == "in_dwelling" else 0.28)
        else "no",
    }


def _living(structure: Structure, random: Random) -> Answers:
    wired = "electricity" in structure.utilities or random.random() < 0.35
    first, second, third = _three_priorities(random)
    connection = (
        random.choices(("own_meter", "shared_meter", "informal"), (24, 33, 43))[0] if wired else "none"
    )
    assets = [
        name
        for name, share in (
            ("smartphone", 0.58),
            ("feature_phone", 0.6),
            ("radio", 0.45),
            ("functional_tv", 0.42),
        )
        if random.random() < share
    ]
    return {
        "solid_waste": random.choices(
            (
                "collected_community_assoc",
                "dumped_street_drain",
                "collected_private",
                "burnt_open",
                "collected_county",
            ),
            (38, 39, 12, 7, 4),
        )[0],
        "cooking_fuel": random.choices(
            ("paraffin", "gas_lpg", "charcoal", "firewood", "electricity"), (42, 34, 19, 3, 2)
        )[0],
        "lighting": "mains_electricity"
        if wired
        else random.choice(("paraffin_lantern", "paraffin_tin", "solar", "candle")),
        "electricity_connection": connection,
        "electricity_month_kes": random.randint(2, 12) * 50 if wired else 0,
        "assets": " ".join(assets) or None,
        "income_main_source": random.choices(
            (
                "casual_labour",
                "small_business",
                "hawking",
                "jua_kali",
                "domestic_work",
                "transport_boda",
                "formal_employment",
            ),
            (38, 20, 11, 9, 8, 8, 6),
        )[0],
        "income_band_month_kes": random.choices(
            ("0_5000", "5001_10000", "10001_20000", "20001_40000", "declined"), (14, 39, 33, 7, 7)
        )[0],
        "savings_group": random.choices(("muungano", "other_chama", "none"), (21, 27, 52))[0],
        "priority_1": first,
        "priority_2": second,
        "priority_3": third,
    }


def _three_priorities(random: Random) -> tuple[str, ...]:
    left: dict[str, Any] = dict(PRIORITIES)
    chosen = []
    for _ in range(3):
        name = random.choices(list(left), list(left.values()))[0]
        del left[name]
        chosen.append(name)
    return tuple(chosen)
