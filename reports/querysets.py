"""Who may see which report: those who may in every settlement whose figures are in it."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, QuerySet

from settlements.models import Settlement
from settlements.querysets import Viewer
from settlements.roles import Act


class ReportQuerySet(QuerySet[Any]):
    """Questions about reports."""

    def visible_to(self, user: Viewer) -> Self:
        """The reports whose text and draft figures the user may read."""
        return self.where_may(user, Act.SEE_REPORTS)

    def writable_by(self, user: Viewer) -> Self:
        return self.where_may(user, Act.WRITE_REPORTS)

    def where_may(self, user: Viewer, act: Act) -> Self:
        """The reports of settlements in each of which the user may do this; none that is of no settlement."""
        through = self.model.settlements.through.objects.filter(report=OuterRef("pk"))
        allowed = Settlement.objects.where_may(user, act).values("pk")
        outside = through.exclude(settlement__in=allowed)
        return self.filter(Exists(through), ~Exists(outside))


class OfReportQuerySet(QuerySet[Any]):
    """Questions about what belongs to a report: seen with it."""

    def visible_to(self, user: Viewer) -> Self:
        return self.filter(report__in=self._reports().visible_to(user))

    def writable_by(self, user: Viewer) -> Self:
        return self.filter(report__in=self._reports().writable_by(user))

    def _reports(self) -> Any:
        return self.model._meta.get_field("report").related_model.objects
