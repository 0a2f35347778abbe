"""People, places and what stands there. Shapes are EPSG:4326, near Mathare: a settlement is a square of about
330 m, its structures stand inside.
"""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory, Transformer
from factory.django import DjangoModelFactory

from accounts.models import User
from settlements import choices, models

PASSWORD = "samosa-na-chai-7"
SOUTH_WEST = (36.846, -1.263)
SIDE = 0.003  # degrees
M = 1 / 111_195  # a metre, in degrees


def square(west: float = SOUTH_WEST[0], south: float = SOUTH_WEST[1], side: float = SIDE) -> Polygon:
    """A square, degrees."""
    return Polygon.from_bbox((west, south, west + side, south + side))


def letters(n: int) -> str:
    """0 → AA, 1 → AB ...: a settlement's code."""
    return chr(65 + n // 26 % 26) + chr(65 + n % 26)


def place_of(n: int) -> Point:
    """The place of the n-th thing of a settlement: 2,500 of them on a grid of 6 m, inside the square."""
    return Point(SOUTH_WEST[0] + (n % 50 + 1) * 6 * M, SOUTH_WEST[1] + (n // 50 % 50 + 1) * 6 * M, srid=4326)


class UserFactory(DjangoModelFactory):
    """Signs in with PASSWORD; `password="..."` for another."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.org")
    first_name = Sequence(lambda n: f"Person {n}")
    password = Transformer(PASSWORD, transform=make_password)


class CountyFactory(DjangoModelFactory):
    """Nairobi City, as the data migration made it, unless another code is given."""

    class Meta:
        model = models.County
        django_get_or_create = ("code",)

    code = "047"
    name = LazyAttribute(lambda c: "Nairobi City" if c.code == "047" else f"County {c.code}")
    population_2019 = 4_397_073
    households_2019 = 1_506_888


class SubCountyFactory(DjangoModelFactory):
    class Meta:
        model = models.SubCounty
        django_get_or_create = ("code",)

    county = SubFactory(CountyFactory)
    code = "4708"
    name = "Mathare"


class WardFactory(DjangoModelFactory):
    class Meta:
        model = models.Ward
        django_get_or_create = ("code",)

    county = SubFactory(CountyFactory)
    code = 1449
    name = "Mlango Kubwa"


class SettlementFactory(DjangoModelFactory):
    """Of federation members, in Nairobi, with a boundary; `boundary=None` for one without."""

    class Meta:
        model = models.Settlement
        django_get_or_create = ("code",)

    code = Sequence(letters)
    name = LazyAttribute(lambda s: f"Settlement {s.code}")
    county = SubFactory(CountyFactory)
    boundary = LazyFunction(lambda: MultiPolygon(square(), srid=4326))
    access_level = choices.AccessLevel.FEDERATION


class EvictionFactory(DjangoModelFactory):
    class Meta:
        model = models.Eviction

    settlement = SubFactory(SettlementFactory)
    happened_on = date(2019, 5, 10)
    by_whom = choices.EvictionAgent.COUNTY


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = models.Cluster

    settlement = SubFactory(SettlementFactory)
    code = Sequence(lambda n: chr(65 + n % 26) + (str(n // 26 % 100) if n >= 26 else ""))
    name = LazyAttribute(lambda c: f"Village {c.code}")


class MembershipFactory(DjangoModelFactory):
    """A leader of a settlement; `settlement=None` is everywhere, `county=...` a whole county."""

    class Meta:
        model = models.Membership

    user = SubFactory(UserFactory)
    role = choices.Role.LEADER
    settlement = SubFactory(SettlementFactory)
    county = None


class StructureFactory(DjangoModelFactory):
    """Numbered in its settlement (and cluster, when one is given), standing inside the boundary."""

    class Meta:
        model = models.Structure

    class Params:
        n = Sequence(lambda n: n % 9999 + 1)

    settlement = LazyAttribute(lambda s: s.cluster.settlement if s.cluster else SettlementFactory())
    cluster = None
    code = LazyAttribute(
        lambda s: "/".join([s.settlement.code, *([s.cluster.code] if s.cluster else []), str(s.n)])
    )
    location = LazyAttribute(lambda s: place_of(s.n))
    uses = LazyFunction(lambda: [choices.StructureUse.RESIDENTIAL])
    roof = choices.RoofMaterial.IRON_SHEETS
    wall = choices.WallMaterial.IRON_SHEETS
    floor = choices.FloorMaterial.EARTH_SAND
    rooms_total = 6


class ServicePointFactory(DjangoModelFactory):
    class Meta:
        model = models.ServicePoint

    settlement = LazyAttribute(lambda s: s.cluster.settlement if s.cluster else SettlementFactory())
    cluster = None
    code = Sequence(lambda n: f"S{n}")
    kind = choices.ServiceKind.TOILET_BLOCK
    location = Sequence(place_of)
    status = choices.ServiceStatus.WORKING


class LaneFactory(DjangoModelFactory):
    class Meta:
        model = models.Lane

    settlement = SubFactory(SettlementFactory)
    name = Sequence(lambda n: f"Lane {n}")
    path = LazyFunction(lambda: MultiLineString(LineString((36.8471, -1.2619), (36.8479, -1.2619))))


class OverlayFactory(DjangoModelFactory):
    """An area that floods."""

    class Meta:
        model = models.Overlay

    settlement = SubFactory(SettlementFactory)
    kind = choices.OverlayKind.FLOODING
    name = Sequence(lambda n: f"Plan {n}")
    shape = LazyFunction(square)


def member_of(place: Any, role: str, **user: Any) -> Any:
    """A user with one membership: of a settlement, of a county, or (None) everywhere."""
    person = UserFactory.create(**user)
    here = (
        {"county": place, "settlement": None} if isinstance(place, models.County) else {"settlement": place}
    )
    MembershipFactory(user=person, role=role, **here)
    return person
