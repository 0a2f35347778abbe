"""One structure as the map's panel shows it: what stands there, and counts of who was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from accounts.choices import AccessKind
from accounts.log import record
from enumerations.models import Enumeration, Household
from enumerations.privacy import tier_of, tiers_of
from settlements.models import Structure
from settlements.querysets import Viewer
from settlements.roles import Act
from verification.services.disputes import disputes_of

# What the panel counts the structure's households by, as far as the reader's tiers go.
ANSWERS = ("occupancy_status", "water_source", "toilet_place")


@dataclass(frozen=True)
class Answers:
    """How many of a structure's households gave which answer to one question."""

    label: str
    counts: list[tuple[str | Promise, int]]


def structure_panel(structure: Structure, user: Viewer) -> dict[str, Any]:
    """Context of the panel; that names were read is written down."""
    settlement = structure.settlement
    tiers, acts = tiers_of(user, settlement), settlement.acts_of(user)
    counts: Any = Enumeration.objects.visible_to(user)
    enumeration = counts.filter(settlement=settlement).current().first()
    households = Household.objects.in_use().filter(structure=structure, enumeration=enumeration)
    visible = Household.objects.in_use().visible_to(user).filter(structure=structure, enumeration=enumeration)
    people = list(visible.order_by("key"))
    if people:
        record(user, AccessKind.READ, subject=f"structure {structure.pk}", settlement=settlement.code)
    return {
        "structure": structure,
        "settlement": settlement,
        "summary": getattr(structure, "summary", None),
        "enumeration": enumeration,
        "uses": labels(structure, "uses"),
        "disputes": disputes_of(structure) if Act.SEE_TENURE in acts else [],
        "answers": [answers_to(households, name) for name in ANSWERS if tier_of(Household, name) in tiers],
        "people": people,
        "may_open": Act.OPEN_PEOPLE in acts,
        "may_change": Act.CHANGE_GROUND in acts,
        "may_see_history": Act.SEE_HISTORY in acts,
    }


def labels(structure: Structure, name: str) -> list[str]:
    """The words of a list of codes."""
    field: Any = structure._meta.get_field(name).base_field  # type: ignore[union-attr]
    words = dict(field.flatchoices)
    return [str(words.get(code, code)) for code in getattr(structure, name)]


def answers_to(households: QuerySet[Household], name: str) -> Answers:
    """Completed interviews by their answer, most first."""
    field: Any = Household._meta.get_field(name)
    words = dict(field.flatchoices)
    answered = households.exclude(**{f"{name}__isnull": True})
    counted: Iterable[tuple[str, int]] = (
        answered.values_list(name).annotate(n=Count("pk")).order_by("-n", name)
    )
    return Answers(str(field.verbose_name), [(words.get(code, code), n) for code, n in counted])
