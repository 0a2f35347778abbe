"""An invented settlement counted twice, three years apart, of which it is known who stayed and who did not.

The truth is kept as keys beside the register; nothing here asks the database who is who. `World(seed, homes)`
draws it, `write()` makes settlement, structures, both counts and the office's notes.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from enumerations.models import Household, Person
from settlements.models import Structure
from tests import factories

FIRST_F = (
    "Achieng Akinyi Atieno Wanjiru Njeri Wambui Mwende Nduku Halima Amina Zainab Chebet Faith Grace Mary"
)
FIRST_M = "Otieno Ochieng Odhiambo Kamau Mwangi Njoroge Mutua Musyoka Hassan Juma Ali Kiprop Peter John David"
LAST = (
    "Okello Owino Ouma Onyango Oduor Karanja Kariuki Maina Gitau Njuguna Kilonzo Muthama Wambua Abdi Mohamed "
    "Cheruiyot Rotich Koech Langat Barasa Wekesa Wafula Simiyu Nyambura Macharia Gathoni Ndungu Kimani Opiyo"
)
YEARS = 3


@dataclass
class One:
    """A person, as old as when first counted."""

    name: str
    sex: str
    age: int
    relation: str


@dataclass
class Home:
    """A household at one count: `who` names it through both."""

    who: str
    door: int
    people: list[One]
    phone: str
    years_here: int
    tenure: str
    years_there: int = 20


@dataclass
class World:
    """Homes of both counts by door, and what happened between: pairs of `who`, doors by kind."""

    seed: int
    homes: int = 300
    then: list[Home] = field(default_factory=list)
    now: list[Home] = field(default_factory=list)
    same: set[tuple[str, str]] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    split: set[tuple[str, str]] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    came: set[str] = field(default_factory=set)
    tenures: dict[tuple[str, str], int] = field(default_factory=dict)
    renumbered: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    parts: dict[int, list[int]] = field(default_factory=dict)
    demolished: set[int] = field(default_factory=set)
    built: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.doors = max(20, self.homes // 4)
        self._count_first()
        self._change_ground()
        self._count_again()

    # --- Drawing -----------------------------------------------------------------------------------

    def _person(self, relation: str, age: int, last: str) -> One:
        sex = self.random.choice(["female", "male"])
        first = self.random.choice((FIRST_F if sex == "female" else FIRST_M).split())
        return One(f"{first} {self.random.choice(LAST.split())} {last}", sex, age, relation)

    def _family(self) -> list[One]:
        last = self.random.choice(LAST.split())
        people = [self._person("head", self.random.randint(20, 70), last)]
        for _ in range(self.random.randint(0, 4)):
            people.append(self._person("son_daughter", self.random.randint(1, 24), last))
        return people

    def _phone(self) -> str:
        return f"07{self.random.randint(10_000_000, 99_999_999)}"

    def _tenure(self) -> str:
        return self.random.choices(["tenant", "owner_resident", "relative_of_owner"], [7, 2, 1])[0]

    def _count_first(self) -> None:
        for n in range(self.homes):
            door = self.random.randrange(self.doors)
            self.then.append(
                Home(f"a{n}", door, self._family(), self._phone(), self.random.randint(0, 15), self._tenure())
            )

    def _change_ground(self) -> None:
        """Some doors of then are renumbered, split, made one or taken down; some are built."""
        some = self.random.sample(range(self.doors), 15)
        fresh = iter(range(self.doors, self.doors + 1000))
        self.renumbered = {door: next(fresh) for door in some[:4]}
        self.parts = {door: [next(fresh), next(fresh)] for door in some[4:7]}
        self.merged = {some[7]: some[8], some[9]: some[10]}
        self.demolished = set(some[11:15])
        self.built = {next(fresh) for _ in range(6)}

    def _door_now(self, door: int) -> int:
        """Where who stays at this door is found."""
        door = self.renumbered.get(door, self.merged.get(door, door))
        return self.random.choice(self.parts[door]) if door in self.parts else door

    def _other_door(self, door: int) -> int:
        gone = self.demolished | set(self.renumbered) | set(self.merged) | set(self.parts)
        free = [each for each in range(self.doors) if each not in gone and each != door]
        return self.random.choice(free)

    def _count_again(self) -> None:
        for home in self.then:
            chance = self.random.random()
            if home.door in self.demolished:
                chance = 0.72 + 0.28 * chance  # nobody stays where nothing stands
            if chance < 0.70:
                self._stay(home, self._door_now(home.door), home.years_here + YEARS)
            elif chance < 0.78:
                self.moved.add(f"b{home.who}")
                self._stay(home, self._other_door(home.door), self.random.randint(0, 2))
            else:
                self.left.add(home.who)
        for n in range(self.homes // 6):
            doors = [*self.built, *(self._other_door(-1) for _ in range(40))]
            here = Home(f"n{n}", self.random.choice(doors), self._family(), self._phone(), 1, "tenant", 1)
            self.came.add(here.who)
            self.now.append(here)
        for door in self.built - {home.door for home in self.now}:
            who = f"n-{door}"
            self.came.add(who)
            self.now.append(Home(who, door, self._family(), self._phone(), 1, "tenant", 1))

    def _stay(self, home: Home, door: int, years: int) -> None:
        people = [One(self._spelt(one.name), one.sex, one.age + YEARS, one.relation) for one in home.people]
        phone = home.phone if self.random.random() < 0.75 else self._phone()
        tenure = home.tenure if self.random.random() < 0.85 else self._tenure()
        who = f"b{home.who}"
        grown = [one for one in people[1:] if one.age >= 21]
        if grown and self.random.random() < 0.5:
            child = grown[0]
            people.remove(child)
            head = One(child.name, child.sex, child.age, "head")
            self.now.append(Home(f"s{home.who}", door, [head], self._phone(), 1, "tenant"))
            self.split.add((f"s{home.who}", home.who))
        self.now.append(Home(who, door, people, phone, years, tenure))
        self.same.add((who, home.who))
        both = (home.tenure, tenure)
        self.tenures[both] = self.tenures.get(both, 0) + 1

    def _spelt(self, name: str) -> str:
        """As another enumerator writes it: at times without the middle name or in other order."""
        words, chance = name.split(), self.random.random()
        if chance < 0.08:
            return f"{words[0]} {words[2]}"
        if chance < 0.12:
            return " ".join(reversed(words))
        return name.replace("w", "u", 1) if chance < 0.15 else name

    # --- Writing -----------------------------------------------------------------------------------

    def write(self, code: str = "KMT", *, state: str = "checking", then_state: str = "adopted") -> "Written":
        """Make it all in the register; the notes of the office too."""
        settlement: Any = factories.SettlementFactory.create(code=code)
        cluster = factories.ClusterFactory.create(settlement=settlement, code="B")
        used = {home.door for home in (*self.then, *self.now)} | self._noted()
        structures = {
            door: Structure(
                settlement=settlement, cluster=cluster, location=factories.place_of(door),
                code=f"{code}/{chr(66 + door // 9999)}/{door % 9999 + 1}",
            )
            for door in sorted(used)
        }  # fmt: skip
        Structure.objects.bulk_create(structures.values(), batch_size=5_000)
        counts = [
            factories.EnumerationFactory.create(
                settlement=settlement, round=1, state=then_state, starts_on=date(2023, 10, 1),
                adopted_on=date(2023, 12, 1) if then_state == "adopted" else None,
            ),
            factories.EnumerationFactory.create(
                settlement=settlement, round=2, state=state, starts_on=date(2026, 10, 1)
            ),
        ]  # fmt: skip
        ids = {**_put(counts[0], self.then, structures), **_put(counts[1], self.now, structures)}
        written = Written(self, settlement, counts[0], counts[1], structures, ids)
        written.note_all()
        return written

    def _noted(self) -> set[int]:
        parts = {door for both in self.parts.values() for door in both}
        return set(self.renumbered) | set(self.renumbered.values()) | set(self.parts) | parts | {
            door for pair in self.merged.items() for door in pair
        } | self.demolished | self.built  # fmt: skip


@dataclass
class Written:
    """Where the world stands in the register; `ids` of households by `who`."""

    world: World
    settlement: Any
    then: Any
    now: Any
    structures: dict[int, Structure]
    ids: dict[str, int]

    def note_all(self) -> None:
        """As the office writes down what happened, in the second round."""
        from settlements.changes import note
        from settlements.choices import ChangeKind

        user, world = factories.UserFactory.create(), self.world

        def wrote(kind: Any, door: int, became: list[int]) -> None:
            note(
                structure=self.structures[door], kind=kind, became=[self.structures[one] for one in became],
                user=user, on=date(2026, 10, 2), round_seen=2,
            )  # fmt: skip

        for old, new in world.renumbered.items():
            wrote(ChangeKind.RENUMBERED, old, [new])
        for old, new in world.merged.items():
            wrote(ChangeKind.MERGED, old, [new])
        for old, parts in world.parts.items():
            wrote(ChangeKind.SPLIT, old, parts)
        for door in world.demolished:
            wrote(ChangeKind.DEMOLISHED, door, [])

    def pairs(self, truth: set[tuple[str, str]]) -> set[tuple[int, int]]:
        return {(self.ids[now], self.ids[then]) for now, then in truth}


def _put(count: Any, homes: list[Home], structures: dict[int, Structure]) -> dict[str, int]:
    batch = factories.BatchFactory.create(enumeration=count)
    plain = {"settlement": count.settlement, "enumeration": count}
    made = [
        Household(
            **plain, structure=structures[home.door], key=f"{home.who}", batch=batch, created_by_batch=batch,
            result="complete", consent=True, head_name=home.people[0].name, head_sex=home.people[0].sex,
            phone=home.phone, occupancy_status=home.tenure, years_in_structure=home.years_here,
            years_in_settlement=max(home.years_there, home.years_here), members_total=len(home.people),
            water_source="public_tap_standpipe",
        )
        for home in homes
    ]  # fmt: skip
    Household.objects.bulk_create(made, batch_size=5_000)
    Person.objects.bulk_create(
        (
            Person(**plain, household=household, line_no=n + 1, name=one.name, sex=one.sex, age=one.age,
                   relation=one.relation)
            for household, home in zip(made, homes, strict=True)
            for n, one in enumerate(home.people)
        ),
        batch_size=5_000,
    )  # fmt: skip
    return {home.who: household.pk for home, household in zip(homes, made, strict=True)}
