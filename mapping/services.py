"""What serves a settlement: how many of each kind there are and work, and what one of them offers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, TextChoices
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.choices import ToiletType
from settlements.choices import ServiceKind as Kind
from settlements.choices import ServiceStatus as Status
from settlements.models import ServicePoint, Settlement


@dataclass
class KindRow:
    """One kind of service point, and how many of it are in which state."""

    kind: str
    label: str | Promise
    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def working(self) -> int:
        return self.states[Status.WORKING]

    @property
    def partly(self) -> int:
        return self.states[Status.PARTLY]

    @property
    def broken(self) -> int:
        return self.states[Status.NOT_WORKING] + self.states[Status.CLOSED]

    @property
    def unknown(self) -> int:
        return self.states[Status.UNKNOWN]


def by_kind(settlement: Settlement) -> list[KindRow]:
    """The kinds that are here, in the order of the choice list; one query."""
    counted = ServicePoint.objects.filter(settlement=settlement).order_by()
    rows = {code: KindRow(code, label) for code, label in Kind.choices}
    for kind, status, n in counted.values_list("kind", "status").annotate(n=Count("pk")):
        rows.setdefault(kind, KindRow(kind, kind)).states[status] += n
    return [row for row in rows.values() if row.total]


@dataclass(frozen=True)
class Detail:
    """One answer kept in `details`: its key, what it is called, its unit or the list its codes are of.

    Only numbers, yes or no, and codes of a list are shown: free text of a file may name somebody.
    """

    key: str
    label: str | Promise
    unit: str = ""
    codes: type[TextChoices] | None = None

    def told(self, details: Mapping[str, Any]) -> str | None:
        value = details.get(self.key)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int | float):
            return f"{localize(value)} {self.unit}".strip()
        if self.codes and value in self.codes.values:
            return str(self.codes(value).label)
        return None


class WaterFrom(TextChoices):
    """Where the water of a water point comes from."""

    UTILITY = "utility", gettext_lazy("Water company")
    BOREHOLE = "borehole", gettext_lazy("Borehole")
    TANKER = "tanker", gettext_lazy("Tanker")
    RAIN = "rain", gettext_lazy("Rain")


class SchoolLevel(TextChoices):
    ECD = "ecd", gettext_lazy("ECD centre")
    PRIMARY = "primary", gettext_lazy("Primary")
    JSS = "jss", gettext_lazy("Junior secondary")
    SENIOR = "senior", gettext_lazy("Senior secondary")
    TVET = "tvet", gettext_lazy("Vocational training")


class Ownership(TextChoices):
    PUBLIC = "public", gettext_lazy("Public")
    APBET = "apbet", gettext_lazy("Community school (APBET)")
    PRIVATE = "private", gettext_lazy("Private")
    FAITH = "faith", gettext_lazy("Faith institution")


TOILETS = (
    Detail("cubicles_female", gettext_lazy("For women")),
    Detail("cubicles_male", gettext_lazy("For men")),
    Detail("cubicles_unisex", gettext_lazy("For everybody")),
    Detail("cubicles_accessible", gettext_lazy("For people with disabilities")),
    Detail("technology", gettext_lazy("Goes to"), codes=ToiletType),
    Detail("handwash", gettext_lazy("Hand-washing")),
    Detail("lit_at_night", gettext_lazy("Lit at night")),
    Detail("lockable", gettext_lazy("Can be locked")),
)
WATER = (
    Detail("source", gettext_lazy("Water from"), codes=WaterFrom),
    Detail("price_20l_kes", gettext_lazy("Price of 20 litres"), "KES"),
    Detail("days_per_week", gettext_lazy("Days a week")),
    Detail("hours_per_day", gettext_lazy("Hours a day")),
    Detail("storage_litres", gettext_lazy("Holds"), "l"),
    Detail("metered", gettext_lazy("With a meter")),
    Detail("treated", gettext_lazy("Treated")),
)
SCHOOL = (
    Detail("level", gettext_lazy("Level"), codes=SchoolLevel),
    Detail("ownership", gettext_lazy("Kind of school"), codes=Ownership),
    Detail("enrolment_girls", gettext_lazy("Girls enrolled")),
    Detail("enrolment_boys", gettext_lazy("Boys enrolled")),
    Detail("toilets_girls", gettext_lazy("Toilets for girls")),
    Detail("toilets_boys", gettext_lazy("Toilets for boys")),
)
HEALTH = (
    Detail("keph_level", gettext_lazy("KEPH level")),
    Detail("ownership", gettext_lazy("Owned by"), codes=Ownership),
    Detail("maternity", gettext_lazy("Maternity")),
)
DETAILS: dict[str, tuple[Detail, ...]] = {
    Kind.TOILET_BLOCK: TOILETS,
    **dict.fromkeys((Kind.WATER_POINT, Kind.WATER_KIOSK, Kind.BOREHOLE, Kind.TANK), WATER),
    **dict.fromkeys((Kind.SCHOOL, Kind.ECD_CENTRE), SCHOOL),
    Kind.HEALTH_FACILITY: HEALTH,
}


def details_of(service: ServicePoint) -> Iterator[tuple[str | Promise, str]]:
    """What is known of one service point that only its kind has: label and answer."""
    for detail in DETAILS.get(service.kind, ()):
        if (told := detail.told(service.details)) is not None:
            yield detail.label, told
