"""What figures and papers are of: one settlement, several, a ward, a county."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from settlements.models import County, Settlement, SubCounty, Ward
from settlements.querysets import Viewer


class PlaceKind(StrEnum):
    SETTLEMENT = "settlement"
    SEVERAL = "several"
    WARD = "ward"
    COUNTY = "county"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]


LABELS: dict[PlaceKind, str | Promise] = {
    PlaceKind.SETTLEMENT: _("One settlement"),
    PlaceKind.SEVERAL: _("Several settlements"),
    PlaceKind.WARD: _("A ward"),
    PlaceKind.COUNTY: _("A county"),
}


@dataclass(frozen=True)
class Place:
    """A place with the settlements in it that its reader may know of, by name.

    Made by `of_settlement`, `of_settlements`, `of_ward`, `of_county`, or from what an ask keeps (`from_ask`,
    `as_ask`: settlements by code, wards and counties by theirs). A settlement is of its main ward alone, so
    that no household is in two wards.
    """

    kind: PlaceKind
    code: str  # of the settlement, ward or county; of several settlements, theirs with dashes
    name: str
    settlements: tuple[Settlement, ...]

    @classmethod
    def of_settlement(cls, settlement: Settlement) -> "Place":
        return cls(PlaceKind.SETTLEMENT, settlement.code, settlement.name, (settlement,))

    @classmethod
    def of_settlements(cls, settlements: Iterable[Settlement]) -> "Place":
        found = tuple(sorted(settlements, key=lambda each: (each.name, each.code)))
        if len(found) == 1:
            return cls.of_settlement(found[0])
        name = ", ".join(each.name for each in found)
        return cls(PlaceKind.SEVERAL, "-".join(each.code for each in found), name, found)

    @classmethod
    def of_ward(cls, ward: Ward, viewer: Viewer) -> "Place":
        found = known_to(viewer).filter(ward=ward)
        return cls(PlaceKind.WARD, str(ward.code), ward.name, tuple(found))

    @classmethod
    def of_county(cls, county: County, viewer: Viewer) -> "Place":
        found = known_to(viewer).filter(county=county)
        return cls(PlaceKind.COUNTY, county.code, county.name, tuple(found))

    @classmethod
    def from_ask(cls, ask: Mapping[str, Any], viewer: Viewer) -> "Place":
        """The place of `as_ask`, with what its reader may know of now.

        Raises Settlement.DoesNotExist, Ward.DoesNotExist or County.DoesNotExist.
        """
        kind, codes = PlaceKind(ask["kind"]), list(ask["codes"])
        if kind is PlaceKind.WARD:
            return cls.of_ward(Ward.objects.select_related("county").get(code=codes[0]), viewer)
        if kind is PlaceKind.COUNTY:
            return cls.of_county(County.objects.get(code=codes[0]), viewer)
        found = list(known_to(viewer).filter(code__in=codes))
        if not found or len(found) < len(set(codes)):
            raise Settlement.DoesNotExist
        return cls.of_settlements(found)

    def as_ask(self) -> dict[str, Any]:
        """What JSON can keep of it."""
        is_area = self.kind in {PlaceKind.WARD, PlaceKind.COUNTY}
        return {
            "kind": self.kind.value,
            "codes": [self.code] if is_area else [each.code for each in self.settlements],
        }

    @property
    def is_roll_up(self) -> bool:
        """Whether figures of several settlements are put together, even if only one is there now."""
        return self.kind is not PlaceKind.SETTLEMENT

    @property
    def ids(self) -> list[int]:
        return [each.pk for each in self.settlements]

    @property
    def county(self) -> County | None:
        """The county all of it lies in; None where it lies in several, or is empty."""
        found = {each.county_id: each.county for each in self.settlements}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def sub_county(self) -> SubCounty | None:
        """The census sub-county all of it lies in. A county's settlements are held against the county."""
        found = {each.sub_county_id: each.sub_county for each in self.settlements}
        is_one = len(found) == 1 and self.kind is not PlaceKind.COUNTY
        return next(iter(found.values())) if is_one else None

    def get_absolute_url(self) -> str:
        """The page of its figures."""
        if self.kind is PlaceKind.WARD:
            return reverse("reports:ward-figures", args=[self.code])
        if self.kind is PlaceKind.COUNTY:
            return reverse("reports:county-figures", args=[self.code])
        if self.kind is PlaceKind.SETTLEMENT:
            return reverse("reports:settlement-figures", args=[self.code])
        return (
            reverse("reports:several-figures")
            + "?"
            + "&".join(f"in={each.code}" for each in self.settlements)
        )


def known_to(viewer: Viewer) -> QuerySet[Settlement]:
    """The settlements whose figures the reader may ask for, with all a page says of where they lie."""
    found = Settlement.objects.visible_to(viewer).select_related("county", "sub_county", "ward")
    return found.defer("boundary").order_by("name", "code")


def areas_with_settlements(viewer: Viewer) -> tuple[QuerySet[Ward], QuerySet[County]]:
    """Wards and counties in which the reader knows of a settlement: what can be chosen."""
    known = Settlement.objects.visible_to(viewer)
    wards = Ward.objects.filter(Q(pk__in=known.values("ward"))).select_related("county")
    return wards, County.objects.filter(pk__in=known.values("county"))
