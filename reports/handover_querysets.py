"""Who may see agreements and what was given, and who may write them down."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Least

from accounts.models import User
from settlements.models import County, Membership, Settlement
from settlements.querysets import Viewer
from settlements.roles import MAY, Act


def counties_where_may(user: Viewer, act: Act) -> QuerySet[County]:
    """The counties in all of whose settlements the user may do this."""
    if not isinstance(user, User) or not user.is_active:
        return County.objects.none()
    if user.is_superuser:
        return County.objects.all()
    here = Q(county=OuterRef("pk")) | Q(settlement__isnull=True, county__isnull=True)
    return County.objects.filter(Exists(Membership.objects.filter(here, user=user, role__in=MAY[act])))


class AgreementQuerySet(QuerySet[Any]):
    """Questions about agreements."""

    def in_force(self, on: date) -> Self:
        """Those under which something may be given on that day."""
        return self.alias(last=Least("until", "ended_on")).filter(signed_on__lte=on, last__gte=on)

    def of_settlements(self, settlements: QuerySet[Settlement]) -> Self:
        """Those that cover at least one of them."""
        place = apps.get_model("reports", "AgreedPlace")
        named = place.objects.filter(agreement=OuterRef("pk"), settlement__in=settlements.values("pk"))
        of_county = settlements.filter(county=OuterRef("county")).values("pk")
        return self.filter(Exists(named) | Exists(of_county))

    def visible_to(self, user: Viewer) -> Self:
        """Those that cover a settlement of theirs: what is agreed about it is its leaders' to know."""
        return self.of_settlements(Settlement.objects.where_may(user, Act.SEE_HAND_OVERS))

    def changeable_by(self, user: Viewer) -> Self:
        """Those that cover nothing beyond where the user hands over."""
        place = apps.get_model("reports", "AgreedPlace")
        theirs = Settlement.objects.where_may(user, Act.HAND_OVER)
        beyond = place.objects.filter(agreement=OuterRef("pk")).exclude(settlement__in=theirs.values("pk"))
        counties = counties_where_may(user, Act.HAND_OVER).values("pk")
        covers = Q(county__in=counties) | Q(county__isnull=True)
        return self.visible_to(user).filter(covers, ~Exists(beyond))


class HandOverQuerySet(QuerySet[Any]):
    """Questions about what was given."""

    def visible_to(self, user: Viewer) -> Self:
        """What was given of a settlement of theirs."""
        return self._of(Settlement.objects.where_may(user, Act.SEE_HAND_OVERS))

    def changeable_by(self, user: Viewer) -> Self:
        """To which the user may add a note."""
        return self._of(Settlement.objects.where_may(user, Act.HAND_OVER))

    def wholly_of(self, user: Viewer) -> Self:
        """Of which the user hands over every settlement: a receipt names them all."""
        place = apps.get_model("reports", "HandedPlace")
        theirs = Settlement.objects.where_may(user, Act.HAND_OVER)
        beyond = place.objects.filter(hand_over=OuterRef("pk")).exclude(settlement__in=theirs.values("pk"))
        return self.changeable_by(user).filter(~Exists(beyond))

    def of_settlement(self, settlement: Settlement) -> Self:
        return self._of(Settlement.objects.filter(pk=settlement.pk))

    def _of(self, settlements: QuerySet[Settlement]) -> Self:
        place = apps.get_model("reports", "HandedPlace")
        given = place.objects.filter(hand_over=OuterRef("pk"), settlement__in=settlements.values("pk"))
        return self.filter(Exists(given))
