"""Who gives roles where, and to whom: the questions that the people pages and the admin ask.

A place is a settlement, a county, or everywhere (neither); everywhere holds every county, and a county its
settlements.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from settlements.choices import Role
from settlements.models import County, Membership, Settlement
from settlements.roles import ALL, GIVES, MAY, Act

EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Place:
    """Where a role holds: a settlement, a county, or (neither) everywhere."""

    settlement: Settlement | None = None
    county: County | None = None

    @classmethod
    def of(cls, holder: Any) -> "Place":
        """The place of a Membership or an Invitation."""
        return cls(holder.settlement, holder.county)

    @classmethod
    def named(cls, key: str) -> "Place | None":
        """`KMT`, `047` or `everywhere`; None for a place that is not there."""
        if key == EVERYWHERE:
            return cls()
        if key.isdecimal():
            county = County.objects.filter(code=key).first()
            return cls(county=county) if county else None
        settlement = Settlement.objects.filter(code=key.upper()).select_related("county").first()
        return cls(settlement) if settlement else None

    @property
    def key(self) -> str:
        if self.settlement:
            return str(self.settlement.code)
        return str(self.county.code) if self.county else EVERYWHERE

    @property
    def name(self) -> str | Promise:
        if self.settlement:
            return str(self.settlement.name)
        if self.county:
            return _("all settlements of %(place)s County") % {"place": self.county.name}
        return _("all settlements")

    def exactly(self) -> Q:
        """Of memberships and invitations: those of this very place."""
        return Q(settlement=self.settlement, county=self.county)

    def reaching(self) -> Q:
        """Of memberships: those that hold here, given here or for a larger place."""
        found = Q(settlement=None, county=None)
        county = self.settlement.county if self.settlement else self.county
        if county:
            found |= Q(county=county)
        if self.settlement:
            found |= Q(settlement=self.settlement)
        return found


def roles_given_by(user: Any, place: Place) -> frozenset[Role]:
    """The roles the user may give and take away in the place."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return ALL
    managing = user.memberships.filter(place.reaching(), role__in=MAY[Act.MANAGE_MEMBERS])
    held = {Role(role) for role in managing.values_list("role", flat=True)}
    return frozenset().union(*(GIVES.get(role, frozenset()) for role in held))


def may_take(user: Any, membership: Membership) -> bool:
    """Whether the user may take this membership away."""
    return membership.role in roles_given_by(user, Place.of(membership))


def may_close(user: User, person: User) -> bool:
    """Whether the user may close (and open) the account: all that the person does is theirs to give."""
    runs_the_site = person.is_superuser or person.is_staff
    if person == user or (runs_the_site and not user.is_superuser):
        return False
    theirs = list(person.memberships.select_related("settlement__county", "county"))
    return user.is_superuser or (bool(theirs) and all(may_take(user, each) for each in theirs))


def managed_places(user: User) -> list[Place]:
    """The larger places where the user gives roles; settlements are found by name."""
    if user.is_superuser:
        return [Place(), *(Place(county=county) for county in County.objects.order_by("name"))]
    held = user.memberships.filter(role__in=MAY[Act.MANAGE_MEMBERS], settlement=None).select_related("county")
    counties = {each.county for each in held if each.county}
    if any(each.county is None for each in held):
        return [Place(), *(Place(county=county) for county in County.objects.order_by("name"))]
    return [Place(county=county) for county in sorted(counties, key=lambda county: county.name)]
