"""An invented settlement of which it is known who was counted twice: truth beside the register.

Names, misspellings and habits are drawn here and nowhere else; the finder knows nothing of this module.
Besides what is planted there is what only looks alike: brothers next door with one phone, twins, sons called
like their fathers, co-wives, rooms of one row a metre and a half apart, and many who are called Mary Wanjiku.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point

from enumerations.models import Enumeration, Household, Person
from settlements.models import Cluster, Structure
from tests.verification.twice_names import called, family, misspelt, people

NAIROBI = ZoneInfo("Africa/Nairobi")
M = 1 / 111_195
ROW, APART = 40, 4.5  # structures in a lane, metres from door to door
Pair = tuple[str, str]


@dataclass
class One:
    """A person as an interview found them."""

    name: list[str]
    sex: str
    age: int
    relation: str


@dataclass
class Home:
    """A household as an interview found it."""

    door: int
    room: int
    people: list[One]
    phone: str
    ident: str
    tenure: str
    years: int
    rent: int
    rooms: int
    enumerator: str
    at: datetime
    of: str
    key: str = ""

    @property
    def head(self) -> One:
        return self.people[0]


@dataclass
class Truth:
    """Pairs of keys and codes, the lower one first."""

    households: set[Pair] = field(default_factory=set)
    persons: set[Pair] = field(default_factory=set)
    structures: set[Pair] = field(default_factory=set)


class World:
    """`World(seed, 5000).write(count)` fills a count; `truth` says what is one and the same."""

    def __init__(self, seed: int, households: int, share: float = 0.03) -> None:
        self.random = Random(seed)
        self.share = share
        self.size = households
        self.doors: list[tuple[float, float]] = []
        self.homes: list[Home] = []
        self.truth = Truth()
        self._people()
        self.originals = list(self.homes)
        self._hard()
        self._again()
        self._persons_again()
        self._structures_again()

    # --- Who lives there ---

    def _people(self) -> None:
        r = self.random
        at = datetime(2026, 10, 5, 8, 0, tzinfo=NAIROBI)
        while len(self.homes) < self.size:
            door = self._door(len(self.doors))
            of, rooms = people(r), r.choice((1, 1, 2, 3, 4, 5))
            for room in range(rooms):
                at += timedelta(minutes=r.randint(14, 35))
                if at.hour >= 17:
                    at = at.replace(hour=8) + timedelta(days=1)
                of = of if r.random() < 0.6 else people(r)
                self.homes.append(self._home(door, room + 1, of, at))

    def _door(self, n: int) -> int:
        lane, place = divmod(n, ROW)
        x, y = place * APART + self.random.gauss(0, 0.5), lane * 7 + self.random.gauss(0, 0.7)
        self.doors.append((x, y))
        return len(self.doors) - 1

    def _home(self, door: int, room: int, of: str, at: datetime, surname: str = "") -> Home:
        r = self.random
        surname = surname or family(of, r)
        sex = "female" if r.random() < 0.42 else "male"
        age = min(19 + int(r.gammavariate(2.6, 7)), 85)
        members = [One(called(of, sex, r, surname), sex, age, "head")]
        if r.random() < 0.5:
            other = "male" if sex == "female" else "female"
            name = called(of, other, r, family(of, r))
            members.append(One(name, other, max(18, age + r.randint(-7, 4)), "spouse"))
        for _ in range(min(int(r.expovariate(0.5)), 6, max(age - 18, 0) // 2)):
            child = r.choice(("female", "male"))
            own = called(of, child, r, surname)
            words = own if r.random() < 0.5 else own[:1]
            members.append(One(words, child, r.randint(0, min(age - 17, 22)), "son_daughter"))
        return Home(
            door, room, members,
            phone=f"07{r.randint(0, 99_999_999):08d}" if r.random() < 0.82 else "",
            ident=str(r.randint(1_000_000, 39_999_999)) if r.random() < 0.35 else "",
            tenure="tenant" if r.random() < 0.85 else "owner_resident",
            years=min(int(r.expovariate(0.2)), age), rent=r.choice((0, 1500, 2000, 2500, 3000, 3500, 4000)),
            rooms=1 if r.random() < 0.8 else 2, enumerator=f"E{(door // 60) % 25}", at=at, of=of,
        )  # fmt: skip

    # --- What only looks alike ---

    def _hard(self) -> None:
        r = self.random
        for home in r.sample(self.originals, self.size // 12):
            kind = r.randrange(5)
            near = min(home.door + r.randint(0, 2), len(self.doors) - 1)
            later = home.at + timedelta(minutes=r.randint(20, 300))
            like = self._home(near, 30 + len(self.homes) % 60, home.of, later, surname=home.head.name[-1])
            if kind == 0:  # brother or sister next door, sometimes with the same phone
                like.phone = home.phone if r.random() < 0.4 else like.phone
            elif kind == 1:  # twins
                name = called(home.of, home.head.sex, r, home.head.name[-1])
                like.people[0] = replace(like.head, age=home.head.age, sex=home.head.sex, name=name)
            elif kind == 2:  # the son is called like the father
                like.people[0] = replace(home.head, age=max(19, home.head.age - r.randint(19, 30)))
            elif kind == 3:  # co-wives: the same husband's name, in two rooms of one structure
                like.door, like.phone = home.door, home.phone if r.random() < 0.5 else like.phone
                like.people[0] = One(
                    [like.head.name[0], *home.head.name[-1:]], "female", like.head.age, "head"
                )
            else:  # Mary Wanjiku, and there are many
                like.people[0] = replace(like.head, name=["Mary", "Wanjiku"], sex="female")
            self.homes.append(like)

    # --- What is one and the same ---

    def _again(self) -> None:
        r = self.random
        for home in r.sample(self.originals, int(self.size * self.share)):
            again = self._another_interview(home)
            self.homes.append(again)
            self._same.append((home, again))

    _same: list[tuple[Home, Home]]

    def _another_interview(self, home: Home) -> Home:
        r = self.random
        again = replace(home, people=[replace(one) for one in home.people], room=60 + len(self.homes) % 39)
        kind = r.random()
        if kind < 0.12:  # sent once more from the same phone, under another number
            again.at = home.at + timedelta(seconds=r.randint(0, 80))
            again.door = home.door
            return again
        again.enumerator = f"E{r.randint(0, 24)}"
        again.at = home.at + timedelta(days=r.randint(1, 14), minutes=r.randint(-200, 200))
        where = r.random()
        if where < 0.45:
            again.door = home.door
        elif where < 0.75:
            again.door = min(home.door + r.randint(1, 3), len(self.doors) - 1)
        else:  # moved during the count, or has a second room
            again.door = r.randrange(len(self.doors))
            again.tenure, again.years = "tenant", 0 if r.random() < 0.5 else home.years
        if r.random() < 0.12 and len(again.people) > 1 and again.people[1].relation == "spouse":
            again.people[0], again.people[1] = again.people[1], again.people[0]
            again.people[0].relation, again.people[1].relation = "head", "spouse"
        again.people = [self._heard(one) for one in again.people]
        if len(again.people) > 2 and r.random() < 0.2:
            again.people.pop()
        phone = r.random()
        again.phone = (
            home.phone if phone < 0.5 else "" if phone < 0.75 else f"07{r.randint(0, 99_999_999):08d}"
        )
        again.ident = home.ident if r.random() < 0.6 else ""
        again.rent = home.rent if r.random() < 0.7 else r.choice((1500, 2000, 2500, 3000))
        again.years = max(0, again.years + r.choice((0, 0, 0, -1, 1, 2)))
        return again

    def _heard(self, one: One) -> One:
        """The same person, as somebody else wrote them down."""
        r = self.random
        name = list(one.name)
        if r.random() < 0.3:
            at = r.randrange(len(name))
            name[at] = misspelt(name[at], r) if len(name[at]) > 3 else name[at]
        if len(name) == 3 and r.random() < 0.35:
            name.pop(r.choice((1, 1, 2)))
        if len(name) > 1 and r.random() < 0.25:
            name.reverse()
        if len(name) == 3 and r.random() < 0.1:
            name[1] = name[1][0] + "."
        age = one.age + r.choice((0, 0, 0, 0, 1, -1, 2)) if one.age > 5 else one.age + r.choice((0, 0, 0, 1))
        return replace(one, name=name, age=max(0, age))

    def _persons_again(self) -> None:
        r = self.random
        fitting = [
            (home, one) for home in self.originals for one in home.people[1:]
            if one.relation == "son_daughter" and len(one.name) > 1
        ]  # fmt: skip
        for home, one in r.sample(fitting, min(int(self.size * self.share), len(fitting))):
            other = r.choice(self.originals)
            if other is home:
                continue
            relation = r.choice(("grandchild", "nephew_niece", "other_relative"))
            also = replace(self._heard(one), relation=relation)
            other.people.append(also)
            self._twice.append(((home, one), (other, also)))

    _twice: list[tuple[tuple[Home, One], tuple[Home, One]]]

    def _structures_again(self) -> None:
        r = self.random
        self.second: list[tuple[int, int]] = []
        self.codes = {door: _number("A", door) for door in range(len(self.doors))}
        doors = len(self.doors)
        for door in r.sample(range(doors), int(doors * self.share)):
            x, y = self.doors[door]
            far = r.uniform(0.2, 1.9)
            self.doors.append((x + far * r.choice((-0.7, 0.7)), y + far * r.choice((-0.7, 0.7))))
            other = len(self.doors) - 1
            self.codes[other] = _number("J", other)
            self.second.append((door, other))
            if r.random() < 0.5:  # and its people counted at both numbers
                for home in [each for each in self.originals if each.door == door][:2]:
                    again = replace(self._another_interview(home), door=other)
                    self.homes.append(again)
                    self._same.append((home, again))
        for door in r.sample(range(doors), int(doors * 0.03)):  # rooms of one row: numbered one after another
            x, y = self.doors[door]
            self.doors.append((x + 1.6, y))
            other = len(self.doors) - 1
            self.codes[other] = _number("R", other)
            at = datetime(2026, 10, 20, 9, 0, tzinfo=NAIROBI)
            self.homes.append(self._home(other, 1, people(r), at))

    def __new__(cls, *_: Any, **__: Any) -> "World":
        world = super().__new__(cls)
        world._same, world._twice = [], []
        return world

    # --- Into the register ---

    def write(self, count: Enumeration, batch: Any) -> None:
        """Fill the count, and say in `truth` by which keys and codes the pairs are known."""
        code = count.settlement.code
        clusters = {
            name: Cluster.objects.get_or_create(settlement=count.settlement, code=name)[0]
            for name in sorted({number[0] for number in self.codes.values()})
        }
        structures = Structure.objects.bulk_create(
            [
                Structure(
                    settlement=count.settlement, cluster=clusters[self.codes[n][0]],
                    code=f"{code}/{self.codes[n]}", uses=["residential"], wall="iron_sheets",
                    roof="iron_sheets",
                    location=Point(36.846 + x * M, -1.263 + y * M, srid=4326),
                )
                for n, (x, y) in enumerate(self.doors)
            ],
            batch_size=1000,
        )  # fmt: skip
        for n, home in enumerate(self.homes):
            home.key = f"{structures[home.door].code}/{home.room:02d}-{n}"
        households = Household.objects.bulk_create(
            [self._row(home, count, structures[home.door], batch) for home in self.homes], batch_size=1000
        )
        Person.objects.bulk_create(
            [
                Person(
                    settlement=count.settlement, enumeration=count, household=row, line_no=line,
                    name=" ".join(one.name), sex=one.sex, age=min(one.age, 110), relation=one.relation,
                )
                for row, home in zip(households, self.homes, strict=True)
                for line, one in enumerate(home.people, 1)
            ],
            batch_size=2000,
        )  # fmt: skip
        self.truth.households = {_pair(a.key, b.key) for a, b in self._same}
        self.truth.structures = {_pair(structures[a].code, structures[b].code) for a, b in self.second}
        self.truth.persons = {_pair(_who(*a), _who(*b)) for a, b in self._twice}

    def _row(self, home: Home, count: Enumeration, structure: Structure, batch: Any) -> Household:
        return Household(
            settlement=count.settlement, enumeration=count, structure=structure, key=home.key, batch=batch,
            created_by_batch=batch, result="complete", consent=True, head_name=" ".join(home.head.name),
            head_sex=home.head.sex, head_id_kind="national_id" if home.ident else None,
            head_id_number=home.ident or None, phone=home.phone or None, occupancy_status=home.tenure,
            years_in_structure=home.years, rent_month_kes=Decimal(home.rent), rooms_used=home.rooms,
            members_total=min(len(home.people), 30), enumerator=home.enumerator, device=home.enumerator,
            started_at=home.at, interviewed_on=home.at.date(),
        )  # fmt: skip


def _number(cluster: str, door: int) -> str:
    """A number has four digits at most: further ones lie in the next cluster."""
    return f"{chr(ord(cluster) + door // 9000)}/{door % 9000 + 1}"


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _who(home: Home, one: One) -> str:
    line = next(n for n, each in enumerate(home.people, 1) if each is one)
    return f"{home.key}#{line}"
