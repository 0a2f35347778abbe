"""The groups of households that every figure is also made of: by tenure, and by who heads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enumerations.indicators import INDICATORS, Kind, Records

ALL = ""


class By(StrEnum):
    """What a breakdown is by."""

    CLUSTER = "cluster"
    SETTLEMENT = "settlement"
    TENURE = "tenure"
    HEAD = "head"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]


LABELS: dict[By, str | Promise] = {
    By.CLUSTER: _("By village"),
    By.SETTLEMENT: _("By settlement"),
    By.TENURE: _("By tenure"),
    By.HEAD: _("By who heads the household"),
}


@dataclass(frozen=True)
class GroupOf:
    """Some households: `belongs` is SQL over a row `c` of `home`, `number` stands there for a cluster."""

    code: str
    label: str | Promise
    by: By
    number: int
    belongs: str


# Intersex heads are so few that a group of their own would name them; so the other group is all others.
GROUPS: Mapping[str, GroupOf] = {
    each.code: each
    for each in (
        GroupOf("tenants", _("Tenants"), By.TENURE, -2, "c.tenants_percent"),
        GroupOf("owners", _("Owners"), By.TENURE, -3, "c.is_owner"),
        GroupOf("women", _("Headed by a woman"), By.HEAD, -4, "c.women_headed_percent"),
        GroupOf("others", _("Not headed by a woman"), By.HEAD, -5, "NOT c.women_headed_percent"),
    )
}
OF_THEM = frozenset({Records.HOUSEHOLDS, Records.PERSONS})
RATIOS = frozenset(
    {
        *("population", "households", "household_size", "persons_per_room"),
        *("water_price_m3", "water_price_ratio", "slum_household_percent"),
    }
)
# What says nothing of a group: how the count went, and the same question of another group.
LEFT_OUT = frozenset({"gps_ok_percent", "priorities_tenants", "priorities_owners", "priorities_women"})
# The figures that can be told of a group: of households and their people, not of structures and taps.
GROUPED: tuple[str, ...] = tuple(
    each.code
    for each in INDICATORS
    if (each.records in OF_THEM or each.code in RATIOS or each.kind is Kind.DISTRIBUTION)
    and each.code not in LEFT_OUT
)
