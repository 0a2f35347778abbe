"""A small settlement to draw, near Mathare: crooked houses in two villages, a lane, a flood, a tap."""

import math
from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from tests import factories
from tests.factories import SOUTH_WEST, M


def at(x: float, y: float) -> tuple[float, float]:
    """Degrees of a place so many metres east and north of the settlement's corner."""
    west, south = SOUTH_WEST
    return west + x * M / math.cos(math.radians(south)), south + y * M


def box(x: float, y: float, width: float, height: float, turn: float = 0.0) -> Polygon:
    """A house: its lower left corner, its sides in metres, turned by degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = ((0, 0), (width, 0), (width, height), (0, height), (0, 0))
    return Polygon([at(x + dx * cos - dy * sin, y + dx * sin + dy * cos) for dx, dy in corners], srid=4326)


def house(settlement: Any, code: str, shape: Polygon, cluster: Any = None, **more: Any) -> Any:
    return factories.StructureFactory.create(
        settlement=settlement, code=code, cluster=cluster, footprint=shape, location=shape.centroid, **more
    )


def outline(*shapes: Polygon) -> MultiPolygon:
    return MultiPolygon(*shapes, srid=4326)


def lane(
    settlement: Any, name: str, *places: tuple[float, float], kind: str = "lane", width: float = 3
) -> Any:
    path = MultiLineString(LineString([at(*place) for place in places], srid=4326), srid=4326)
    return factories.LaneFactory.create(settlement=settlement, name=name, path=path, kind=kind, width_m=width)


def tap(settlement: Any, x: float, y: float, **more: Any) -> Any:
    point = Point(*at(x, y), srid=4326)
    return factories.ServicePointFactory.create(settlement=settlement, location=point, **more)


def make_place(code: str = "KMT", rows: int = 8, along: int = 10) -> Any:
    """`rows` by `along` houses of 4 to 9 m in villages B (west) and C (east), 180 by 110 m in all."""
    settlement: Any = factories.SettlementFactory.create(
        code=code, name="Kiamutisya", boundary=outline(box(0, 0, 180, 110)), boundary_source="GPS walk"
    )
    west = factories.ClusterFactory.create(
        settlement=settlement, code="B", name="Bondeni", boundary=outline(box(0, 0, 90, 110))
    )
    east = factories.ClusterFactory.create(
        settlement=settlement, code="C", name="Katikati", boundary=outline(box(90, 0, 90, 110))
    )
    for row in range(rows):
        for nth in range(along):
            cluster, left = (west, 5) if nth < along // 2 else (east, 95)
            number = row * (along // 2) + nth % (along // 2) + 1
            shape = box(
                left + nth % (along // 2) * 16,
                5 + row * 12,
                4 + nth % 3 * 2.5,
                5 + row % 2 * 3,
                turn=row * 7 - 20,
            )
            house(settlement, f"{code}/{cluster.code}/{number}", shape, cluster)
    lane(settlement, "Mosque Lane", (88, 0), (89, 60), (92, 110))
    lane(settlement, "Mathare River", (0, 108), (90, 104), (180, 108), kind="river", width=5)
    tap(settlement, 60, 50, kind="water_point", name="Tap of Bondeni", cluster=west)
    tap(settlement, 130, 40, status="not_working", cluster=east)
    factories.OverlayFactory.create(
        settlement=settlement, name="Flood of 2024", shape=box(0, 95, 180, 15), is_public=True
    )
    factories.OverlayFactory.create(
        settlement=settlement, name="Secret road", kind="proposed_road", reach_m=6,
        shape=LineString(at(20, 0), at(20, 110)),
    )  # fmt: skip
    return settlement
