"""Who may see which part of a count."""

from typing import Any, Self

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from enumerations.choices import EnumerationState, LinkState
from enumerations.collecting import Review, SubmissionState
from enumerations.rights import RequestOutcome
from settlements.models import Settlement
from settlements.querysets import InSettlementQuerySet, Viewer
from settlements.roles import Act

# A link between rounds at least this likely is taken as said; below it, people are asked.
SURE = 0.9


class EnumerationQuerySet(QuerySet[Any]):
    """Questions about counts."""

    def visible_to(self, user: Viewer) -> Self:
        """Every count where the user acts; elsewhere the adopted ones of settlements the user may know of."""
        own = Settlement.objects.of_member(user)
        known = Settlement.objects.visible_to(user)
        return self.filter(
            Q(settlement__in=own) | Q(settlement__in=known, adopted_on__isnull=False),
        )

    def open_to_batches_of(self, user: Viewer) -> Self:
        """The counts to which the user may send a batch."""
        return self.filter(settlement__in=Settlement.objects.where_may(user, Act.SEND_BATCHES))

    def changeable_by(self, user: Viewer) -> Self:
        """The counts whose state, dates and mapping the user may change."""
        return self.filter(settlement__in=Settlement.objects.where_may(user, Act.MANAGE_COUNTS))

    def adopted(self) -> Self:
        """Those that their community adopted, also when they were handed over or closed since."""
        return self.filter(adopted_on__isnull=False)

    def begun(self) -> Self:
        """Those that have something to show: not only planned, and not given up."""
        given_up = Q(state=EnumerationState.CLOSED, adopted_on__isnull=True)
        return self.exclude(state=EnumerationState.PLANNED).exclude(given_up)

    def current(self) -> Self:
        """The newest round of each settlement that has begun."""
        return self.begun().order_by("settlement_id", "-round").distinct("settlement_id")


class BatchQuerySet(QuerySet[Any]):
    """Questions about batches."""

    def visible_to(self, user: Viewer) -> Self:
        """What became of them: all of the settlement, or for an enumerator the own ones."""
        return self._where(user, Act.SEE_BATCHES)

    def readable_by(self, user: Viewer) -> Self:
        """The batches whose rows, with the names in them, the user may read as long as they are kept."""
        if not isinstance(user, User):
            return self.none()
        own = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        mine = Q(settlement__in=settlements_of_people(user)) | Q(settlement__in=own, sent_by=user)
        return self.filter(mine).exclude(file="")

    def changeable_by(self, user: Viewer) -> Self:
        """The batches whose columns the user may map: everybody's, or for an enumerator the own ones."""
        return self._where(user, Act.CHANGE_BATCHES)

    def revertible_by(self, user: Viewer) -> Self:
        return self.filter(settlement__in=Settlement.objects.where_may(user, Act.REVERT_BATCHES))

    def _where(self, user: Viewer, act: Act) -> Self:
        """All where the user may do this, and the own ones where the user may send any."""
        if not isinstance(user, User):
            return self.none()
        everyones = Settlement.objects.where_may(user, act)
        own = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        return self.filter(Q(settlement__in=everyones) | Q(settlement__in=own, sent_by=user))


class IssueQuerySet(QuerySet[Any]):
    """Questions about issues: seen with their batch."""

    def visible_to(self, user: Viewer) -> Self:
        from enumerations.models import Batch

        return self.filter(batch__in=Batch.objects.visible_to(user))


def settlements_of_people(user: User) -> QuerySet[Settlement]:
    """Where the user may see names, phones and rosters now: always, or by a disclosure that still runs."""
    from enumerations.models import Disclosure

    opened = Disclosure.objects.running().filter(user=user).values("settlement")
    may_open = Settlement.objects.where_may(user, Act.OPEN_PEOPLE).filter(pk__in=opened)
    always = Settlement.objects.where_may(user, Act.SEE_PEOPLE)
    return Settlement.objects.filter(Q(pk__in=always.values("pk")) | Q(pk__in=may_open.values("pk")))


class DisclosureQuerySet(InSettlementQuerySet):
    """Questions about who opened personal records: for those who answer for them."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.SEE_RESTRICTED)

    def running(self) -> Self:
        return self.filter(until__gt=timezone.now())


class HouseholdQuerySet(QuerySet[Any]):
    """Questions about households: personal records."""

    def visible_to(self, user: Viewer) -> Self:
        """Where the user may see people now; for an enumerator those of own batches."""
        if not isinstance(user, User):
            return self.none()
        own = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        return self.filter(
            Q(settlement__in=settlements_of_people(user)) | Q(settlement__in=own, batch__sent_by=user)
        )

    def in_use(self) -> Self:
        """Those that count: not who did not agree, wants the record kept unused, or was counted again."""
        return self.exclude(consent=False).filter(restricted_at__isnull=True, same_as__isnull=True)


class PersonQuerySet(QuerySet[Any]):
    """Questions about people: seen with their household."""

    def visible_to(self, user: Viewer) -> Self:
        from enumerations.models import Household

        return self.filter(household__in=Household.objects.visible_to(user))


class TenureClaimQuerySet(InSettlementQuerySet):
    """Questions about claims: their structure and kind; whose they are is seen with the household."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.SEE_TENURE)


class StatisticsQuerySet(QuerySet[Any]):
    """Questions about figures."""

    def visible_to(self, user: Viewer) -> Self:
        """Everything where the user acts; elsewhere totals of adopted counts, never a cluster's."""
        own = Settlement.objects.of_member(user)
        known = Settlement.objects.visible_to(user)
        adopted_totals = Q(settlement__in=known, enumeration__adopted_on__isnull=False, cluster__isnull=True)
        return self.filter(Q(settlement__in=own) | adopted_totals)


class ForTheDesk(InSettlementQuerySet):
    """Seen by those who answer the counted, and by nobody else."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.ANSWER_RIGHTS)


class RightsRequestQuerySet(ForTheDesk):
    """Questions about requests of the counted."""

    def unanswered(self) -> Self:
        return self.filter(outcome=RequestOutcome.OPEN)


class WithdrawalQuerySet(ForTheDesk):
    """Questions about agreements that were taken back."""

    def in_force(self) -> Self:
        """Those that were not given again since."""
        return self.filter(lifted_at__isnull=True)


class OfCountQuerySet(InSettlementQuerySet):
    """What belongs to how a count is made: seen by whoever acts there, changed by who manages counts."""

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.MANAGE_COUNTS)


class DeviceQuerySet(InSettlementQuerySet):
    """Questions about phones: the office sees all of a settlement, an enumerator the own ones."""

    def visible_to(self, user: Viewer) -> Self:
        if not isinstance(user, User):
            return self.none()
        own = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        managed = Settlement.objects.where_may(user, Act.MANAGE_COUNTS)
        return self.filter(Q(settlement__in=managed) | Q(settlement__in=own, user=user))

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.MANAGE_COUNTS)

    def in_use(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def let_in(self) -> Self:
        """Those that may fetch the form and send: not shut out, and whose enumerator may send batches."""
        return self.in_use().whose_own("user", Act.SEND_BATCHES)


class SubmissionQuerySet(InSettlementQuerySet):
    """Questions about interviews: where they stand. Their answers are seen with the household's tiers."""

    def visible_to(self, user: Viewer) -> Self:
        """Everybody's for who may see what became of batches; for an enumerator the own ones."""
        if not isinstance(user, User):
            return self.none()
        own = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        everyones = Settlement.objects.where_may(user, Act.SEE_BATCHES)
        return self.filter(Q(settlement__in=everyones) | Q(settlement__in=own, sent_by=user))

    def readable_by(self, user: Viewer) -> Self:
        """Whose XML, with the names in it, the user may read."""
        if not isinstance(user, User):
            return self.none()
        own = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        return self.filter(
            Q(settlement__in=settlements_of_people(user)) | Q(settlement__in=own, sent_by=user)
        )

    def reviewable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.REVIEW_INTERVIEWS)

    def correctable_by(self, user: Viewer) -> Self:
        """What was returned or refused, by its sender, or by the office where it may read it."""
        wrong = Q(review=Review.RETURNED) | Q(state=SubmissionState.REJECTED)
        newest = self.filter(wrong, is_test=False, replaced_by__isnull=True)
        sending = Settlement.objects.where_may(user, Act.SEND_BATCHES)
        return newest.readable_by(user).filter(settlement__in=sending)

    def counted(self) -> Self:
        """Real interviews, each chain of corrections once."""
        return self.filter(is_test=False, replaced_by__isnull=True)


class HeldSendingQuerySet(InSettlementQuerySet):
    """Questions about what waits for a decision: of supervisors."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.REVIEW_INTERVIEWS)

    def undecided(self) -> Self:
        return self.filter(decided_at__isnull=True)


class RoundLinkQuerySet(InSettlementQuerySet):
    """Questions about which household is which: judged only by those who may see the people of both."""

    def visible_to(self, user: Viewer) -> Self:
        if not isinstance(user, User):
            return self.none()
        deciders = Settlement.objects.where_may(user, Act.DECIDE_OBJECTIONS)
        return self.filter(settlement__in=settlements_of_people(user)).filter(settlement__in=deciders)

    def in_force(self) -> Self:
        return self.exclude(state=LinkState.REJECTED)

    def unsure(self) -> Self:
        """Found by comparing, and too little spoke for them to be taken as said."""
        return self.filter(state=LinkState.FOUND, score__lt=SURE)
