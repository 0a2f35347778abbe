"""What is told of one interview beside its answers: when, how far from the door, what changed since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from enumerations.intake.fields import Tier
from enumerations.models import Submission
from enumerations.services.said import Line, Said, compare, said_in
from settlements.models import Structure

# Metres on the ground from the structure as it is drawn to a point.
DISTANCE = """
SELECT ST_Distance(
    coalesce(footprint, location)::geography, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography)
FROM settlements_structure WHERE settlement_id = %s AND code = %s
"""


@dataclass(frozen=True)
class Facts:
    """Times and place of an interview, as far as it tells them."""

    started_at: datetime | None
    ended_at: datetime | None
    distance_m: float | None
    accuracy_m: float | None
    has_location: bool

    @property
    def lasted(self) -> timedelta | None:
        return self.ended_at - self.started_at if self.started_at and self.ended_at else None

    @property
    def minutes(self) -> int | None:
        return round(self.lasted.total_seconds() / 60) if self.lasted else None


@dataclass(frozen=True)
class Link:
    """One interview of a chain of corrections, and what it changed of the one before."""

    interview: Submission
    changed: list[Line]
    is_shown: bool


def facts_of(said: list[Said], *, settlement_id: int, door: str) -> Facts:
    """Read from the answers, whoever may see them: of the place only how far it is from the door."""
    named = {each.field: each.raw for each in said}
    place, accuracy = _place(named.get("location", ""))
    return Facts(
        _moment(named.get("started_at", "")),
        _moment(named.get("ended_at", "")),
        _distance(place, settlement_id, door) if place else None,
        accuracy,
        place is not None,
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _place(text: str) -> tuple[Point | None, float | None]:
    """`lat lon altitude accuracy`, as a phone writes it."""
    try:
        numbers = [float(number) for number in text.split()]
    except ValueError:
        return None, None
    if len(numbers) < 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return None, None
    return Point(numbers[1], numbers[0], srid=4326), numbers[3] if len(numbers) > 3 else None


def _distance(place: Point, settlement_id: int, door: str) -> float | None:
    if not Structure.objects.filter(settlement=settlement_id, code=door).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(DISTANCE, [place.x, place.y, settlement_id, door])
        return float(cursor.fetchone()[0])


def chain_of(interview: Submission, tiers: frozenset[Tier]) -> list[Link]:
    """All of a chain of corrections, the last first, each with what differs from the one before it.

    Empty where there is nothing but the interview itself.
    """
    found: list[Any] = list(
        Submission.objects.filter(
            enumeration=interview.enumeration_id,
            root_instance_id=interview.root_instance_id,
            is_test=interview.is_test,
        )
        .select_related("version", "sent_by", "reviewed_by")
        .order_by("received_at", "pk")
    )
    if len(found) < 2:
        return []
    links: list[Link] = []
    before: list[Said] | None = None
    for each in found:
        said = said_in(bytes(each.xml), each.version) if each.xml else []
        lines = compare(before, said, tiers) if before is not None else []
        links.append(Link(each, [line for line in lines if line.differs], before is not None))
        before = said
    return links[::-1]
