"""Adopted registers, made quickly."""

import hashlib
from typing import Any

from enumerations.models import Household
from tests import factories
from tests.factories_verification import RegisterSnapshotFactory
from verification.models import RegisterSnapshot, SnapshotEntry


class Adopted:
    """An adopted count of a settlement's village B, to which households are added."""

    def __init__(self, settlement: Any) -> None:
        self.settlement = settlement
        self.count: Any = factories.EnumerationFactory(settlement=settlement, state="adopted")
        self.cluster: Any = factories.ClusterFactory(settlement=settlement, code="B", name="Bondeni")
        self.batch: Any = factories.BatchFactory(enumeration=self.count)
        self.snapshot: RegisterSnapshot = RegisterSnapshotFactory.create(enumeration=self.count)

    def structure(self, number: int | str, **said: Any) -> Any:
        code = f"{self.settlement.code}/B/{number}"
        place = factories.place_of(int("".join(filter(str.isdigit, str(number)))))
        said = {"cluster": self.cluster, "location": place, "uses": [], **said}
        return factories.StructureFactory.create(settlement=self.settlement, code=code, **said)

    def household(self, number: int | str, *, spouses: Any = (), **said: Any) -> Any:
        """A household at its own door, in the register unless it says otherwise."""
        said = (
            {"structure": None, **said}
            if "structure" in said
            else {"structure": self.structure(number), **said}
        )
        in_register = said.pop("in_register", True)
        key = said.pop("key", f"{self.settlement.code}/B/{number}/01")
        held = factories.HouseholdFactory.create(enumeration=self.count, batch=self.batch, key=key, **said)
        for line, name in enumerate(spouses, 2):
            factories.PersonFactory.create(household=held, line_no=line, name=name, relation="spouse")
        if in_register:
            self.enter([held])
        return held

    def households(self, n: int) -> list[Any]:
        """Many of them, at doors 1 to n."""
        made = [
            Household(
                settlement=self.settlement, enumeration=self.count, batch=self.batch,
                created_by_batch=self.batch,
                structure=self.structure(number), key=f"{self.settlement.code}/B/{number}/01",
                result="complete", consent=True, head_name=f"Wanjiru {number}", years_in_settlement=8,
            )
            for number in range(1, n + 1)
        ]  # fmt: skip
        Household.objects.bulk_create(made)
        self.enter(made)
        return made

    def enter(self, households: list[Any]) -> None:
        SnapshotEntry.objects.bulk_create(
            SnapshotEntry(
                settlement=self.settlement,
                snapshot=self.snapshot,
                household=each,
                key=each.key,
                digest=hashlib.sha256(f"{self.snapshot.pk}/{each.pk}".encode()).digest(),
            )
            for each in households
        )
