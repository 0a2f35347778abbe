"""Who lives in one invented household: its members' ages, sexes, schooling and work."""

from dataclasses import dataclass
from random import Random
from typing import Any

from enumerations.demo import names

Answers = dict[str, Any]


@dataclass(frozen=True)
class City:
    """How households of one city differ from another's. Shares are 0 to 1."""

    kinds: dict[str, float]  # how households are made up, with their weights
    children: tuple[tuple[int, ...], tuple[float, ...]]  # how many, and their weights
    grown: float  # the eldest child's place between 0 and the oldest it can be: lower is older
    relatives: float  # households with somebody else's child, a parent or a brother
    owners: float
    rent: tuple[float, float]  # of one room a month, KES: middle and spread
    water_price: tuple[tuple[int, ...], tuple[float, ...]]


NAIROBI = City(
    kinds={"alone": 21, "couple": 7, "family": 42, "mother": 19, "father": 2, "kin": 9},
    children=((1, 2, 3, 4, 5), (33, 34, 20, 10, 3)),
    grown=0.38,
    relatives=0.08,
    owners=0.075,
    rent=(2600, 800),
    water_price=((2, 3, 5, 10), (14, 20, 58, 8)),
)
KISUMU = City(
    kinds={"alone": 9, "couple": 5, "family": 50, "mother": 23, "father": 2, "kin": 11},
    children=((1, 2, 3, 4, 5, 6), (22, 33, 24, 13, 6, 2)),
    grown=0.28,
    relatives=0.26,
    owners=0.24,
    rent=(1900, 600),
    water_price=((2, 3, 5), (30, 40, 30)),
)
DIFFICULTIES = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
TRADES = (
    *("casual_labour", "casual_labour", "small_business", "small_business", "hawking", "jua_kali"),
    *("domestic_work", "transport_boda", "formal_employment"),
)


def make_roster(city: City, random: Random) -> list[Answers]:
    """The members, head first, as rows of the persons' sheet without their household."""
    kind = random.choices(list(city.kinds), list(city.kinds.values()))[0]
    members = [_head(kind, random)]
    head = members[0]
    if kind in {"couple", "family"}:
        members.append(_spouse(head, random))
    if kind in {"family", "mother", "father"}:
        members += _children(city, members, random)
    if kind == "kin":
        members += [_kin(random) for _ in range(random.choice((1, 1, 2, 3)))]
    if len(members) > 1 and random.random() < city.relatives:
        members.append(_relative(random))
    for line, member in enumerate(members, start=1):
        _describe(member, line, random)
    return members


def _head(kind: str, random: Random) -> Answers:
    woman = {"mother": 1.0, "father": 0.0, "family": 0.07, "couple": 0.08, "alone": 0.3, "kin": 0.35}[kind]
    youngest, mean = (18, 30) if kind in {"alone", "couple", "kin"} else (20, 38)
    age = min(84, youngest + int(random.gammavariate(2.1, (mean - youngest) / 2.1)))
    return {
        "relation": "head",
        "sex": "female" if random.random() < woman else "male",
        "age": age,
        "kind": kind,
    }


def _spouse(head: Answers, random: Random) -> Answers:
    man = head["sex"] == "female"
    gap = random.gauss(-3.5 if man else 3.5, 2.5)
    return {
        "relation": "spouse",
        "sex": "male" if man else "female",
        "age": max(18, round(head["age"] - gap)),
    }


def _children(city: City, parents: list[Answers], random: Random) -> list[Answers]:
    """Two to five years apart, none older than its mother's age less 17; grown-up ones have moved out."""
    mother = min(parent["age"] for parent in parents)
    count = random.choices(*city.children)[0]
    ages: list[int] = []
    age = int(max(0, min(22, mother - 18)) * random.random() ** city.grown)
    while age >= 0 and len(ages) < count:
        ages.append(age)
        age -= random.choice((1, 2, 2, 3, 3, 4, 5))
    return [
        {"relation": "son_daughter", "sex": random.choice(("female", "male")), "age": age} for age in ages
    ]


def _kin(random: Random) -> Answers:
    relation = random.choice(("brother_sister", "brother_sister", "other_relative", "non_relative"))
    return {"relation": relation, "sex": random.choice(("female", "male")), "age": random.randint(18, 34)}


def _relative(random: Random) -> Answers:
    relation = random.choice(("nephew_niece", "grandchild", "father_mother", "in_law", "brother_sister"))
    low, high = {"father_mother": (55, 80), "grandchild": (0, 9), "nephew_niece": (5, 20)}.get(
        relation, (17, 32)
    )
    return {"relation": relation, "sex": random.choice(("female", "male")), "age": random.randint(low, high)}


def _describe(member: Answers, line: int, random: Random) -> None:
    """Name, schooling, work and the rest, as far as they are asked at this age."""
    age, kind = member["age"], member.pop("kind", "")
    member["line_no"] = line
    member["name"] = names.first_name(member["sex"], random)
    if age >= 3:
        member |= _schooling(age, random)
    if age >= 12:
        married = member["relation"] == "spouse" or kind in {"couple", "family"}
        single = "never_married" if age < 30 else random.choice(("never_married", "separated", "widowed"))
        member["marital"] = "married_monogamous" if married else single
    if age >= 5:
        risk = 0.0012 if age < 50 else 0.012
        for item in DIFFICULTIES:
            member[item] = "a_lot" if random.random() < risk else "some" if random.random() < 0.02 else "none"
    if age >= 15:
        member |= _work(age, member, random)
    if age >= 18:
        member["id_holder"] = "yes" if random.random() < (0.82 if age < 22 else 0.96) else "no"


def _schooling(age: int, random: Random) -> Answers:
    attends = 0.62 if age < 6 else 0.965 if age < 14 else 0.84 if age < 18 else 0.14 if age < 25 else 0.01
    if random.random() < attends:
        level = "pre_primary" if age < 6 else "primary" if age < 14 else "secondary" if age < 19 else "tvet"
        return {
            "school_status": "in_school",
            "education_highest": level,
            "school_location": random.choices(("in_settlement", "under_1km", "over_1km"), (52, 33, 15))[0],
            "school_kind": random.choices(("public", "private", "apbet_informal"), (43, 12, 45))[0],
        }
    if age < 14:
        return {"school_status": "never_attended", "education_highest": "none"}
    level = random.choices(("none", "primary", "secondary", "tvet", "university"), (4, 43, 42, 9, 2))[0]
    done = (
        "never_attended" if level == "none" else random.choice(("left_completed", "left_before_completion"))
    )
    return {"school_status": done, "education_highest": level}


def _work(age: int, member: Answers, random: Random) -> Answers:
    if member.get("school_status") == "in_school":
        return {"activity": "outside_labour_force", "occupation": "student"}
    working = 0.45 if age < 20 else 0.76 if age < 60 else 0.4
    if random.random() < working:
        return {"activity": "working", "occupation": random.choice(TRADES)}
    if random.random() < 0.55 and age < 60:
        return {"activity": "seeking_work_no_work", "occupation": "none"}
    return {"activity": "outside_labour_force", "occupation": "homemaker" if age < 60 else "none"}
