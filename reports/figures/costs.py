"""What one tap or cubicle costs, where somebody entered it: a settlement's own price before its county's."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from reports.models import UnitCost
from settlements.models import County, Settlement
from settlements.querysets import Viewer
from settlements.roles import Act

Prices = Mapping[int, Mapping[str, UnitCost]]  # by settlement, by what is built


def prices_in(settlements: Iterable[Settlement]) -> Prices:
    """One query. Nothing is guessed: what nobody entered is missing."""
    places = list(settlements)
    counties = {each.county_id for each in places}
    rows = UnitCost.objects.filter(Q(settlement__in=places) | Q(county__in=counties))
    own = {(row.settlement_id, row.what): row for row in rows if row.settlement_id}
    of_county = {(row.county_id, row.what): row for row in rows if row.county_id}
    found: dict[int, dict[str, UnitCost]] = {}
    for place in places:
        here = {what: row for (county, what), row in of_county.items() if county == place.county_id}
        found[place.pk] = here | {what: row for (pk, what), row in own.items() if pk == place.pk}
    return found


def may_price(user: Viewer, settlement: Settlement) -> bool:
    """Whether the user may enter what things cost in this settlement: whoever hands data over there."""
    return Settlement.objects.where_may(user, Act.HAND_OVER).filter(pk=settlement.pk).exists()


def may_price_county(user: Viewer, county: County) -> bool:
    """Whether the user answers for every settlement of the county, and so for a price in all of them."""
    of_county: QuerySet[Settlement] = Settlement.objects.filter(county=county)
    may = Settlement.objects.where_may(user, Act.HAND_OVER).filter(county=county)
    return may.exists() and not of_county.exclude(pk__in=may.values("pk")).exists()
