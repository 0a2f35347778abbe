"""A seeded survey of one settlement: the same records in the tables and in CSV files beside them.

Answers are missing at random and deliberately odd (no rooms told, a toilet whose sharing nobody told), so
that every rule about missing answers is met.
"""

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from enumerations import choices as answers
from enumerations.models import Enumeration, Household, Person
from settlements import choices
from settlements.models import ServicePoint, Settlement, Structure
from tests import factories

HOUSEHOLDS = 400
CODED = {
    "head_sex": answers.Sex,
    "occupancy_status": answers.TenureRole,
    "water_source": answers.WaterSource,
    "toilet_type": answers.ToiletType,
    "toilet_place": answers.ToiletPlace,
    "solid_waste": answers.SolidWaste,
    "lighting": answers.Lighting,
    "electricity_connection": answers.ElectricityConnection,
    "income_band_month_kes": answers.IncomeBand,
    "savings_group": answers.SavingsGroup,
}
NUMBERS = {
    "years_in_settlement": (0, 40),
    "rooms_used": (0, 4),
    "members_total": (1, 9),
    "water_jerrycans_day": (0, 12),
    "water_minutes_roundtrip": (0, 90),
    "toilet_shared_households": (1, 5),
}
PERSON_CODES = {
    "school_status": answers.SchoolStatus,
    "activity": answers.Activity,
    **dict.fromkeys(
        ("seeing", "hearing", "walking", "remembering", "self_care", "communicating"), answers.Difficulty
    ),
}


class Survey:
    """What was written: the enumeration, and one folder of CSV files (households, persons, ...)."""

    def __init__(self, settlement: Settlement, folder: Path, *, seed: int = 20261121) -> None:
        self.random = random.Random(seed)
        self.folder, self.settlement = folder, settlement
        self.clusters = [factories.ClusterFactory.create(settlement=settlement, code=code) for code in "ABC"]
        # A household in C has a boundary of its own, the other clusters have none.
        self.enumeration: Enumeration = factories.EnumerationFactory.create(settlement=settlement)
        self.batch = factories.BatchFactory.create(enumeration=self.enumeration)
        self.structures = self._structures()
        self.points = self._points()
        self.households = self._households()
        self.persons = self._persons()

    def maybe(self, value: Any, missing: float = 0.12) -> Any:
        return None if self.random.random() < missing else value

    def code(self, of: Any) -> str:
        return str(self.random.choice(of.values))

    def _structures(self) -> list[Structure]:
        made = [
            Structure(
                settlement=self.settlement,
                cluster=self.random.choice([*self.clusters, *self.clusters, None]),
                code=f"{self.settlement.code}/{n}",
                location=factories.place_of(n),
                status=self.code(choices.StructureStatus),
                uses=self.random.sample(choices.StructureUse.values, self.random.randint(0, 2)),
                wall=self.maybe(self.code(choices.WallMaterial)) or "",
                roof=self.maybe(self.code(choices.RoofMaterial)) or "",
                floor=self.maybe(self.code(choices.FloorMaterial)) or "",
                rooms_total=self.maybe(self.random.randint(1, 9)),
            )
            for n in range(1, 201)
        ]
        Structure.objects.bulk_create(made)
        names = ("status", "uses", "wall", "roof", "floor", "rooms_total")
        self._write("structures", made, names, lambda s: {"code": s.code, "cluster": _cluster(s.cluster)})
        return made

    def _points(self) -> list[ServicePoint]:
        kinds = ("toilet_block", "water_point", "water_kiosk", "borehole", "school")
        made = [
            ServicePoint(
                settlement=self.settlement,
                cluster=self.random.choice([*self.clusters, None]),
                code=f"P{n}",
                kind=self.random.choice(kinds),
                location=factories.place_of(n),
                status=self.code(choices.ServiceStatus),
                cubicles=6,
                cubicles_working=self.maybe(self.random.randint(0, 6), 0.4),
                taps=4,
                taps_working=self.maybe(self.random.randint(0, 4), 0.4),
            )
            for n in range(60)
        ]
        ServicePoint.objects.bulk_create(made)
        names = ("kind", "status", "cubicles", "cubicles_working", "taps", "taps_working")
        self._write("points", made, names, lambda p: {"cluster": _cluster(p.cluster)})
        return made

    def _household(self, n: int) -> Household:
        r = self.random
        priorities = r.sample(answers.Priority.values, 3)
        return Household(
            settlement=self.settlement,
            enumeration=self.enumeration,
            batch=self.batch,
            created_by_batch=self.batch,
            structure=self.maybe(r.choice(self.structures), 0.05),
            key=f"interview-{n}",
            result=r.choice([None, "partly", *["complete"] * 12, "refused", "vacant", "not_home_1"]),
            consent=r.choice([None, False, *[True] * 18]),
            interviewed_on=self.maybe(date(2026, 9, 1) + timedelta(days=r.randint(0, 40))),
            rent_month_kes=self.maybe(r.randrange(500, 9000, 50)),
            water_price_20l_kes=self.maybe(r.choice([0, 2, 2.5, 5, 10, 20])),
            eviction_experience_5y=self.maybe(r.random() < 0.2),
            assets=self.maybe(r.sample(answers.Asset.values, r.randint(0, 4))),
            location=self.maybe(factories.place_of(n)),
            location_accuracy_m=self.maybe(r.choice([4.0, 15.0, 15.5, 60.0])),
            **{name: self.maybe(self.code(of)) for name, of in CODED.items()},
            **{name: self.maybe(r.randint(*bounds)) for name, bounds in NUMBERS.items()},
            **{f"priority_{i}": self.maybe(priorities[i - 1]) for i in (1, 2, 3)},
        )

    def _households(self) -> list[Household]:
        made = [self._household(n) for n in range(HOUSEHOLDS)]
        Household.objects.bulk_create(made)
        names = [
            *("key", "result", "consent", "interviewed_on", "rent_month_kes", "water_price_20l_kes"),
            *("eviction_experience_5y", "assets", "location_accuracy_m"),
            *(*CODED, *NUMBERS, "priority_1", "priority_2", "priority_3"),
        ]
        self._write(
            "households",
            made,
            names,
            lambda h: {
                "structure": h.structure.code if h.structure else "",
                "cluster": _cluster(h.structure.cluster) if h.structure else "",
                "located": "true" if h.location else "false",
            },
        )
        return made

    def _persons(self) -> list[Person]:
        made = [
            Person(
                settlement=self.settlement,
                enumeration=self.enumeration,
                household=household,
                line_no=line,
                age=self.maybe(self.random.randint(0, 80)),
                **{name: self.maybe(self.code(of), 0.3) for name, of in PERSON_CODES.items()},
            )
            for household in self.households
            for line in range(1, self.random.randint(1, 6))
        ]
        Person.objects.bulk_create(made)
        self._write("persons", made, ("age", *PERSON_CODES), lambda p: {"household": p.household.key})
        return made

    def _write(self, name: str, records: list[Any], fields: Any, more: Any) -> None:
        """One CSV: an empty cell is a missing answer, a list is JSON."""
        rows = [{**{field: _text(getattr(r, field)) for field in fields}, **more(r)} for r in records]
        with (self.folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def _cluster(cluster: Any) -> str:
    return cluster.code if cluster else ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, list) else str(value)
