"""Who may see which part of a count."""

from typing import Any, Self

from django.db.models import Q, QuerySet

from accounts.models import User
from enumerations.choices import EnumerationState
from enumerations.rights import RequestOutcome
from settlements.choices import Role
from settlements.models import Settlement
from settlements.querysets import InSettlementQuerySet, Viewer


class EnumerationQuerySet(QuerySet[Any]):
    """Questions about counts."""

    def visible_to(self, user: Viewer) -> Self:
        """Every count where the user acts; elsewhere the adopted ones of settlements the user may know of."""
        own = Settlement.objects.of_member(user)
        known = Settlement.objects.visible_to(user)
        return self.filter(
            Q(settlement__in=own) | Q(settlement__in=known, state=EnumerationState.ADOPTED),
        )

    def open_to_batches_of(self, user: Viewer) -> Self:
        """The counts to which the user may send a batch."""
        return self.filter(settlement__in=Settlement.objects.of_member(user, Role.ENUMERATOR, Role.STAFF))

    def changeable_by(self, user: Viewer) -> Self:
        """The counts whose state, dates and mapping the user may change."""
        return self.filter(settlement__in=Settlement.objects.of_member(user, Role.STAFF))

    def current(self) -> Self:
        """The newest round of each settlement that has begun to count."""
        begun = self.exclude(state__in=[EnumerationState.PLANNED, EnumerationState.CLOSED])
        return begun.order_by("settlement_id", "-round").distinct("settlement_id")


class BatchQuerySet(QuerySet[Any]):
    """Questions about batches."""

    def visible_to(self, user: Viewer) -> Self:
        """All of the user's settlements for staff and leaders; an enumerator's own for an enumerator."""
        if not isinstance(user, User):
            return self.none()
        everyones = Settlement.objects.of_member(user, Role.STAFF, Role.LEADER)
        own = Settlement.objects.of_member(user, Role.ENUMERATOR)
        return self.filter(Q(settlement__in=everyones) | Q(settlement__in=own, sent_by=user))

    def changeable_by(self, user: Viewer) -> Self:
        """The batches whose columns the user may map: staff's, and one's own."""
        if not isinstance(user, User):
            return self.none()
        staff = Settlement.objects.of_member(user, Role.STAFF)
        own = Settlement.objects.of_member(user, Role.ENUMERATOR)
        return self.filter(Q(settlement__in=staff) | Q(settlement__in=own, sent_by=user))

    def revertible_by(self, user: Viewer) -> Self:
        return self.filter(settlement__in=Settlement.objects.of_member(user, Role.STAFF))


class IssueQuerySet(QuerySet[Any]):
    """Questions about issues: seen with their batch."""

    def visible_to(self, user: Viewer) -> Self:
        from enumerations.models import Batch

        return self.filter(batch__in=Batch.objects.visible_to(user))


class HouseholdQuerySet(QuerySet[Any]):
    """Questions about households: personal records."""

    def visible_to(self, user: Viewer) -> Self:
        """All for staff and the settlement's leaders; for an enumerator those of own batches."""
        if not isinstance(user, User):
            return self.none()
        everyones = Settlement.objects.of_member(user, Role.STAFF, Role.LEADER)
        own = Settlement.objects.of_member(user, Role.ENUMERATOR)
        return self.filter(Q(settlement__in=everyones) | Q(settlement__in=own, batch__sent_by=user))

    def in_use(self) -> Self:
        """Those that count: who did not agree, or asked that the record be kept unused, does not."""
        return self.exclude(consent=False).filter(restricted_at__isnull=True)


class PersonQuerySet(QuerySet[Any]):
    """Questions about people: seen with their household."""

    def visible_to(self, user: Viewer) -> Self:
        from enumerations.models import Household

        return self.filter(household__in=Household.objects.visible_to(user))


class TenureClaimQuerySet(InSettlementQuerySet):
    """Questions about claims: staff and the settlement's leaders, nobody else."""

    def visible_to(self, user: Viewer) -> Self:
        return self.in_settlements(user, Role.STAFF, Role.LEADER)


class StatisticsQuerySet(QuerySet[Any]):
    """Questions about figures."""

    def visible_to(self, user: Viewer) -> Self:
        """Everything where the user acts; elsewhere totals of adopted counts, never a cluster's."""
        own = Settlement.objects.of_member(user)
        known = Settlement.objects.visible_to(user)
        adopted_totals = Q(
            settlement__in=known, enumeration__state=EnumerationState.ADOPTED, cluster__isnull=True
        )
        return self.filter(Q(settlement__in=own) | adopted_totals)


class RightsRequestQuerySet(InSettlementQuerySet):
    """Questions about requests of the counted."""

    def unanswered(self) -> Self:
        return self.filter(outcome=RequestOutcome.OPEN)


class WithdrawalQuerySet(InSettlementQuerySet):
    """Questions about agreements that were taken back."""

    def in_force(self) -> Self:
        """Those that were not given again since."""
        return self.filter(lifted_at__isnull=True)
