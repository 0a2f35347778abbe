"""A small settlement whose draft is to be posted: doors, homes, and people who wish to be left out."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests import factories
from tests.verification.printed import Paper
from verification.models import PostedList


@dataclass
class Village:
    """A count that is being checked, its clusters B and C, and its households by a word for what they are."""

    count: Any
    bondeni: Any
    chini: Any
    homes: dict[str, Any] = field(default_factory=dict)

    def door(self, number: str, cluster: Any = None, **said: Any) -> Any:
        code = f"KMT/{cluster.code}/{number}" if cluster else f"KMT/{number}"
        return factories.StructureFactory(
            settlement=self.count.settlement, cluster=cluster, code=code, **said
        )

    def home(self, word: str, door: Any, number: int = 1, **said: Any) -> Any:
        made = {"key": f"{door.code}/{number:02d}"} if door else {}
        self.homes[word] = factories.HouseholdFactory(
            enumeration=self.count, structure=door, batch=self.batch, **{**made, **said}
        )
        return self.homes[word]

    @property
    def batch(self) -> Any:
        return self.count.batches.first() or factories.BatchFactory(enumeration=self.count, state="done")


def make_village(settlement: Any) -> Village:
    """Every door of cluster B but those that are gone is to be on its list once."""
    count = factories.EnumerationFactory(settlement=settlement, name="First count", state="checking")
    bondeni = factories.ClusterFactory(settlement=settlement, code="B", name="Bondeni")
    chini = factories.ClusterFactory(settlement=settlement, code="C", name="Chini")
    village = Village(count, bondeni, chini)
    doors = {number: village.door(number, bondeni) for number in ("10", "2", "1A", "1", "123", "9")}
    agreed = {"consent_list": True}
    village.home("agreed", doors["2"], head_name="Achieng Mary Otieno", members_total=4, **agreed)
    village.home(
        "second", doors["2"], 2, head_name="Njeri Kamau", members_total=7, occupancy_status="owner_resident"
    )
    village.home("silent", doors["10"], head_name="Barasa Wekesa", members_total=5, consent_list=False)
    village.home("taken back", doors["1A"], head_name="Zawadi Mwakio", members_total=6, **agreed)
    factories.WithdrawalFactory(household=village.homes["taken back"])
    now = timezone.now()
    village.home(
        "restricted", doors["1"], head_name="Fatuma Hassan", members_total=11, restricted_at=now, **agreed
    )
    village.home(
        "refused", doors["123"], head_name="Kipkoech Ruto", members_total=12, consent=False, **agreed
    )
    village.home(
        "cleared", doors["123"], 2, head_name="Makena Mutua", members_total=13, cleared_at=now, **agreed
    )
    village.home(
        "again",
        doors["9"],
        head_name="Omondi Okello",
        members_total=14,
        same_as=village.homes["agreed"],
        **agreed,
    )
    village.home(
        "not home", village.door("4", bondeni), result="not_home_2", members_total=None, head_name=None
    )
    village.door("3", bondeni, status="demolished")
    village.home("below", village.door("7", chini), head_name="Wafula Simiyu", members_total=2, **agreed)
    village.home("loose", None, head_name="Atieno Odhiambo", members_total=8, **agreed)
    return village


def paper_of(posting: Any, cluster: Any = None) -> Paper:
    """The list of a cluster, or of what lies in none."""
    return Paper(Path(PostedList.objects.get(posting=posting, cluster=cluster).file.path))
