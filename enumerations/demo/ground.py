"""Writes a made-up settlement's ground: outline, villages, structures and what serves them."""

from datetime import date
from random import Random
from typing import Any

from django.contrib.gis.geos import MultiPolygon

from enumerations.demo.layout import Door, Layout, in_degrees
from enumerations.demo.places import Place
from enumerations.demo.services import service_points
from enumerations.demo.ways import lanes, overlays
from settlements.choices import FloorMaterial as Floor
from settlements.choices import OwnershipType as Owner
from settlements.choices import RoofMaterial as Roof
from settlements.choices import StructureUse as Use
from settlements.choices import WallMaterial as Wall
from settlements.models import (
    Cluster,
    County,
    Eviction,
    Lane,
    Overlay,
    ServicePoint,
    Settlement,
    Structure,
    SubCounty,
    Ward,
)

WALLS = {
    "lanes": (
        [Wall.IRON_SHEETS, Wall.MUD_COWDUNG, Wall.STONE_LIME_CEMENT, Wall.OFFCUTS_REUSED_WOOD],
        (72, 9, 13, 6),
    ),
    "compounds": (
        [Wall.MUD_COWDUNG, Wall.BRICKS, Wall.IRON_SHEETS, Wall.STONE_LIME_CEMENT],
        (44, 24, 15, 17),
    ),
}
FIRM_WALLS = {Wall.STONE_LIME_CEMENT, Wall.BRICKS}
DWELLINGS = {"rooms", "house"}


def make_settlement(place: Place) -> Settlement:
    """The settlement itself with its outline, without anything inside."""
    county = County.objects.get(code=place.county)
    sub_county = ward = None
    if place.sub_county:
        code, name = place.sub_county
        sub_county = SubCounty.objects.get_or_create(code=code, defaults={"name": name, "county": county})[0]
    if place.ward:
        number, name, constituency = place.ward
        ward = Ward.objects.get_or_create(
            code=number, defaults={"name": name, "county": county, "constituency": constituency}
        )[0]
    outline = in_degrees(place.plane, place.outline)
    settlement: Settlement = Settlement.objects.create(
        code=place.code,
        name=place.name,
        county=county,
        sub_county=sub_county,
        ward=ward,
        boundary=MultiPolygon(outline, srid=4326),
        boundary_source="Demonstration: drawn by hand, not surveyed",
        **place.about,
    )
    Eviction.objects.bulk_create(Eviction(settlement=settlement, **eviction) for eviction in place.evictions)
    return settlement


def fill(settlement: Settlement, layout: Layout, random: Random) -> None:
    """Villages, structures, service points, lanes, hazards and plans, each in one statement."""
    clusters = {
        village.code: Cluster(
            settlement=settlement, code=village.code, name=village.name, boundary=village.boundary
        )
        for village in layout.villages
    }
    Cluster.objects.bulk_create(clusters.values())
    Structure.objects.bulk_create(
        Structure(
            settlement=settlement,
            cluster=clusters[door.village],
            code=door.code,
            location=door.centre,
            location_source="demonstration",
            footprint=door.footprint,
            **about_building(door, random),
        )
        for door in layout.doors
    )
    ServicePoint.objects.bulk_create(
        ServicePoint(settlement=settlement, cluster=clusters.get(service.pop("village")), **service)
        for service in service_points(layout, random)
    )
    Lane.objects.bulk_create(Lane(settlement=settlement, **lane) for lane in lanes(layout))
    Overlay.objects.bulk_create(Overlay(settlement=settlement, **overlay) for overlay in overlays(layout))


def about_building(door: Door, random: Random) -> dict[str, Any]:
    """Materials, rooms and use of one structure."""
    style = "lanes" if door.building.plot is None else "compounds"
    walls, weights = WALLS[style]
    wall = random.choices(walls, weights)[0]
    if door.building.kind not in DWELLINGS:
        wall = Wall.STONE_LIME_CEMENT
    firm = wall in FIRM_WALLS
    storeys = 2 if style == "lanes" and door.rooms >= 2 and random.random() < (0.6 if firm else 0.33) else 1
    rooms = door.rooms * storeys
    uses = uses_of(door, random)
    lived_in = Use.RESIDENTIAL in uses or Use.MIXED in uses or Use.RENTAL_ONLY in uses
    return {
        "measured_m2": round(door.building.shape.width * door.building.shape.depth, 1),
        "storeys": storeys,
        "rooms_total": max(rooms, 1),
        "rooms_occupied": sum(random.random() < 0.96 for _ in range(rooms)) if lived_in else 0,
        "uses": uses,
        "wall": wall,
        "roof": Roof.IRON_SHEETS if random.random() < 0.97 else Roof.CONCRETE_CEMENT,
        "floor": Floor.CONCRETE_CEMENT_TERRAZZO if firm or random.random() < 0.6 else Floor.EARTH_SAND,
        "utilities": [name for name, p in (("electricity", 0.8), ("water", 0.12)) if random.random() < p],
        "ownership_type": Owner.PRIVATE_INDIVIDUAL if lived_in else Owner.COMMUNAL,
        "year_built": random.randint(1985, date(2025, 1, 1).year),
    }


def uses_of(door: Door, random: Random) -> list[Use]:
    if door.building.kind == "house":
        return [Use.RESIDENTIAL]
    if door.building.kind != "rooms":
        return [Use(door.building.kind)]
    if door.building.plot is not None:
        return [Use.RENTAL_ONLY]
    choice = random.choices(
        ([Use.RENTAL_ONLY], [Use.RESIDENTIAL], [Use.MIXED], [Use.BUSINESS], [Use.STORE], [Use.VACANT]),
        weights=(54, 24, 12, 6, 2, 2),
    )[0]
    return list(choice)
