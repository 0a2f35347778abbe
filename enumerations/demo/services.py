"""Toilet blocks, taps, lights, schools ...: what serves a made-up settlement, and how well."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from enumerations.demo.layout import Layout
from settlements.choices import ServiceKind as Kind
from settlements.choices import ServiceOperator as Operator
from settlements.choices import ServiceStatus as Status
from settlements.choices import StructureUse as Use

CHECKED_ON = date(2026, 9, 18)
# The buildings that are a service, too.
KIND_OF_USE = {
    Use.SCHOOL: Kind.SCHOOL,
    Use.WORSHIP: Kind.WORSHIP,
    Use.COMMUNITY_HALL: Kind.SOCIAL_HALL,
    Use.HEALTH: Kind.HEALTH_FACILITY,
    Use.TOILET_BLOCK: Kind.TOILET_BLOCK,
}
# What stands along the lanes: kind, name, how many for every 1,000 structures.
ALONG_LANES: list[tuple[Kind, str, float]] = [
    (Kind.WATER_POINT, "Tap", 16),
    (Kind.WATER_KIOSK, "Water kiosk", 9),
    (Kind.HANDWASHING, "Hand-washing place", 12),
    (Kind.STREETLIGHT_HIGHMAST, "Street light", 14),
    (Kind.WASTE_COLLECTION, "Waste collection point", 5),
    (Kind.DRAIN_BLOCKAGE, "Blocked drain", 8),
    (Kind.SEWER_MANHOLE, "Manhole", 9),
    (Kind.TRANSFORMER, "Transformer", 1),
    (Kind.FIRE_POINT, "Fire point", 2),
    (Kind.CHP_BASE, "Health promoters' base", 1),
    (Kind.SAVINGS_GROUP_BASE, "Savings group", 3),
    (Kind.CHEMIST, "Chemist", 3),
    (Kind.ECD_CENTRE, "Day care", 3),
    (Kind.BRIDGE, "Footbridge", 2),
]
NAMES = ["Tumaini", "Upendo", "Umoja", "Neema", "Baraka", "Jitegemee", "Amani", "Mwangaza", "Faraja", "Bidii"]


def service_points(layout: Layout, random: Random) -> Iterator[dict[str, Any]]:
    """Fields of ServicePoint for everything that serves the place; `village` is the cluster's code."""
    number = 0
    for door in layout.doors:
        kind = KIND_OF_USE.get(door.building.kind)  # type: ignore[call-overload]
        if kind is None:
            continue
        number += 1
        yield point(number, kind, f"{random.choice(NAMES)} {kind.label.lower()}", door.centre, random) | {
            "village": door.village
        }
    for kind, name, share in ALONG_LANES:
        for i in range(max(1, round(share * len(layout.doors) / 1000))):
            number += 1
            yield point(number, kind, f"{name} {i + 1}", layout.beside_a_lane(), random) | {"village": None}


def point(number: int, kind: Kind, name: str, location: Any, random: Random) -> dict[str, Any]:
    status = random.choices((Status.WORKING, Status.PARTLY, Status.NOT_WORKING), weights=(72, 12, 16))[0]
    return {
        "code": f"S{number:03d}",
        "kind": kind,
        "name": name,
        "location": location,
        "operator": Operator.UNKNOWN,
        "status": status,
        "checked_on": CHECKED_ON,
        **details_of(kind, status, random),
    }


def details_of(kind: Kind, status: Status, random: Random) -> dict[str, Any]:
    """What only this kind has."""
    works = {Status.WORKING: 1.0, Status.PARTLY: 0.5}.get(status, 0.0)
    if kind == Kind.TOILET_BLOCK:
        return toilet_block(works, random)
    if kind in {Kind.WATER_POINT, Kind.WATER_KIOSK}:
        taps = random.choice((1, 1, 2, 2, 4))
        price = random.choices((2, 3, 5), weights=(30, 25, 45))[0]
        return {
            "operator": random.choice((Operator.PRIVATE, Operator.COMMUNITY_GROUP, Operator.UTILITY)),
            "taps": taps,
            "taps_working": round(taps * works),
            "cost_kes": price,
            "details": {
                "source": "utility",
                "price_20l_kes": price,
                "days_per_week": random.randint(2, 6),
                "hours_per_day": random.randint(3, 14),
                "metered": random.random() < 0.6,
                "treated": True,
            },
        }
    if kind == Kind.SCHOOL:
        pupils = random.randint(90, 420)
        girls = round(pupils * random.uniform(0.46, 0.54))
        return {
            "operator": random.choice((Operator.PRIVATE, Operator.FAITH, Operator.COMMUNITY_GROUP)),
            "users_estimate": pupils,
            "details": {
                "level": "primary",
                "ownership": "apbet",
                "enrolment_boys": pupils - girls,
                "enrolment_girls": girls,
                "toilets_boys": random.randint(1, 3),
                "toilets_girls": random.randint(1, 4),
            },
        }
    if kind == Kind.HEALTH_FACILITY:
        return {"operator": Operator.NGO, "details": {"keph_level": 2, "maternity": False}}
    if kind == Kind.STREETLIGHT_HIGHMAST:
        return {"operator": Operator.COUNTY}
    return {}


def toilet_block(works: float, random: Random) -> dict[str, Any]:
    female, male = random.randint(2, 4), random.randint(1, 3)
    accessible = random.choice((0, 0, 1))
    cubicles = female + male + accessible
    charge = random.choice((5, 5, 10))
    return {
        "operator": random.choice((Operator.COMMUNITY_GROUP, Operator.PRIVATE, Operator.COUNTY)),
        "open_hours": random.choice(("5:00–22:00", "6:00–21:00", "24 h")),
        "cost_kes": charge,
        "cubicles": cubicles,
        "cubicles_working": round(cubicles * works),
        "year_built": random.randint(1998, 2024),
        "details": {
            "cubicles_female": female,
            "cubicles_male": male,
            "cubicles_accessible": accessible,
            "technology": random.choice(("main_sewer", "main_sewer", "pit_latrine_covered")),
            "handwash": random.random() < 0.6,
            "lit_at_night": random.random() < 0.4,
            "lockable": random.random() < 0.8,
            "charge_per_use": charge,
        },
    }
