"""Who may see which place. Every other queryset asks here; nothing else decides."""

from typing import Any, Self, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from settlements.choices import AccessLevel, EvictionThreat
from settlements.roles import MAY, Act

Viewer: TypeAlias = User | AnonymousUser


def holds_in(*, settlement: Any, county: Any) -> Q:
    """The memberships that hold in a settlement: its own, those of its county, and those everywhere."""
    return Q(settlement=settlement) | Q(county=county) | Q(settlement__isnull=True, county__isnull=True)


class SettlementQuerySet(QuerySet[Any]):
    """Questions about settlements."""

    def where_may(self, user: Viewer, act: Act) -> Self:
        """The settlements where the user may do this."""
        return self._where(user, role__in=MAY[act])

    def of_member(self, user: Viewer) -> Self:
        """The settlements where the user acts, in whatever role."""
        return self._where(user)

    def _where(self, user: Viewer, **holding: Any) -> Self:
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        membership = self.model._meta.apps.get_model("settlements", "Membership")
        here = holds_in(settlement=OuterRef("pk"), county=OuterRef("county"))
        return self.filter(Exists(membership.objects.filter(here, user=user, **holding)))

    def visible_to(self, user: Viewer) -> Self:
        """The settlements whose name and adopted totals the user may see.

        Public ones for everybody, federation ones for whoever acts anywhere, all others where the user acts.
        """
        own = self.of_member(user)
        levels = [AccessLevel.PUBLIC]
        if isinstance(user, User) and user.is_active and user.memberships.exists():
            levels.append(AccessLevel.FEDERATION)
        return self.filter(Q(access_level__in=levels) | Q(pk__in=own.values("pk")))

    def with_ground_shown_to(self, user: Viewer) -> Self:
        """Each with `shows_ground`: whether the user may see where exactly it lies.

        Those who act there may; others where the settlement is public, nobody threatens it and its safety
        switch is off.
        """
        own = self.model._default_manager.of_member(user).values("pk")
        agreed = Q(
            access_level=AccessLevel.PUBLIC,
            eviction_threat_now=EvictionThreat.NONE,
            shielded_at__isnull=True,
        )
        return self.annotate(shows_ground=Q(pk__in=own) | agreed)

    def open_to_hand_over_by(self, user: Viewer) -> Self:
        """The settlements whose data the user may hand over now; none whose safety switch is on."""
        return self.where_may(user, Act.HAND_OVER).filter(shielded_at__isnull=True)

    def changeable_by(self, user: Viewer) -> Self:
        """The settlements whose ground (boundary, clusters, structures) the user may change."""
        return self.where_may(user, Act.CHANGE_GROUND)


class InSettlementQuerySet(QuerySet[Any]):
    """Questions about what stands in a settlement: seen by those who act there, and by nobody else."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.SEE_GROUND)

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.CHANGE_GROUND)

    def where_may(self, user: Viewer, act: Act) -> Self:
        """The rows of settlements where the user may do this."""
        settlements = self.model._meta.get_field("settlement").related_model._default_manager
        return self.filter(settlement__in=settlements.where_may(user, act))

    def whose_own(self, user: str, act: Act) -> Self:
        """The rows of which the person that this field names may still do this in the row's settlement."""
        here = holds_in(settlement=OuterRef("settlement"), county=OuterRef("settlement__county"))
        memberships = self.model._meta.apps.get_model("settlements", "Membership").objects
        holding = memberships.filter(here, user=OuterRef(user), role__in=MAY[act])
        may = Q(**{f"{user}__is_superuser": True}) | Exists(holding)
        return self.filter(may, **{f"{user}__is_active": True})


class StructureChangeQuerySet(InSettlementQuerySet):
    """Questions about what happened to structures."""

    def in_force(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)
