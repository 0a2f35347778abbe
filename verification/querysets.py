"""Who may see what of a verification."""

from typing import Self

from django.db.models import Q

from settlements.choices import StructureStatus
from settlements.querysets import InSettlementQuerySet, Viewer
from settlements.roles import Act
from verification.choices import ObjectionState, SuspicionState


class OfVerificationQuerySet(InSettlementQuerySet):
    """How a count moved on: seen by whoever acts in its settlement."""

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.MANAGE_COUNTS)


class ListsQuerySet(InSettlementQuerySet):
    """Postings and their lists: printed by those who carry them into the lanes."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.PRINT_LISTS)

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.POST_LISTS)


class ObjectionQuerySet(InSettlementQuerySet):
    """Objections and what belongs to them."""

    def visible_to(self, user: Viewer) -> Self:
        """What it is about and where it stands; who objects is for those who decide."""
        return self.where_may(user, Act.SEE_OBJECTIONS)

    def readable_by(self, user: Viewer) -> Self:
        """Also who objects, in which words, with which evidence."""
        return self.where_may(user, Act.DECIDE_OBJECTIONS)

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.DECIDE_OBJECTIONS)

    def undecided(self) -> Self:
        return self.filter(state__in=[ObjectionState.OPEN, ObjectionState.HEARING])


class SuspicionQuerySet(InSettlementQuerySet):
    """Suspected duplicates: for those who review a count; whom they are of is seen with the households."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.REVIEW_INTERVIEWS)

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.DECIDE_OBJECTIONS)

    def undecided(self) -> Self:
        """Open ones whose both sides still count; of the others nothing need be decided."""
        gone = (StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)
        unused = Q()
        for side in ("a", "b"):
            unused |= Q(**{f"household_{side}__same_as__isnull": False})
            unused |= Q(**{f"household_{side}__restricted_at__isnull": False})
            unused |= Q(**{f"structure_{side}__status__in": gone})
        return self.filter(state=SuspicionState.OPEN).exclude(unused)


class SnapshotQuerySet(InSettlementQuerySet):
    """Adopted registers: that there is one is public with its count, what is in it is not."""


class CertificateQuerySet(InSettlementQuerySet):
    """Certificates: which there are is seen by leaders, what stands on them by those who issue them."""

    def visible_to(self, user: Viewer) -> Self:
        return self.where_may(user, Act.SEE_OBJECTIONS)

    def changeable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.ISSUE_CERTIFICATES)
