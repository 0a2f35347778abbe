"""Who may see which place. Every other queryset asks here; nothing else decides."""

from typing import Any, Self, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from settlements.choices import AccessLevel, Role

Viewer: TypeAlias = User | AnonymousUser


class SettlementQuerySet(QuerySet[Any]):
    """Questions about settlements."""

    def of_member(self, user: Viewer, *roles: Role) -> Self:
        """The settlements where the user acts, in one of the roles (any role when none is named)."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        memberships = self.model._meta.apps.get_model("settlements", "Membership").objects.filter(user=user)
        if roles:
            memberships = memberships.filter(role__in=roles)
        here = (
            Q(settlement=OuterRef("pk"))
            | Q(county=OuterRef("county"))
            | Q(settlement__isnull=True, county__isnull=True)
        )
        return self.filter(Exists(memberships.filter(here)))

    def visible_to(self, user: Viewer) -> Self:
        """The settlements whose name and adopted totals the user may see.

        Public ones for everybody, federation ones for whoever acts anywhere, all others where the user acts.
        """
        own = self.of_member(user)
        levels = [AccessLevel.PUBLIC]
        if isinstance(user, User) and user.is_active and user.memberships.exists():
            levels.append(AccessLevel.FEDERATION)
        return self.filter(Q(access_level__in=levels) | Q(pk__in=own.values("pk")))

    def changeable_by(self, user: Viewer) -> Self:
        """The settlements whose ground (boundary, clusters, structures) the user may change."""
        return self.of_member(user, Role.STAFF)


class InSettlementQuerySet(QuerySet[Any]):
    """Questions about what stands in a settlement: seen by those who act there, and by nobody else."""

    def visible_to(self, user: Viewer) -> Self:
        return self.in_settlements(user)

    def changeable_by(self, user: Viewer) -> Self:
        return self.in_settlements(user, Role.STAFF)

    def in_settlements(self, user: Viewer, *roles: Role) -> Self:
        settlements = self.model._meta.get_field("settlement").related_model._default_manager
        return self.filter(settlement__in=settlements.of_member(user, *roles))
