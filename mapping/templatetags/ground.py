"""Areas as people say them, and addresses of places on the map."""

from django import template
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import Area
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from settlements.models import Settlement

register = template.Library()
M2_PER_HECTARE = 10_000


@register.simple_tag
def on_map(settlement: Settlement, place: Point, zoom: int) -> str:
    """The address of the settlement's map at a place: `/settlements/KMT/?at=18/-1.26150/36.84750`."""
    return f"{settlement.get_absolute_url()}?at={zoom}/{place.y:.5f}/{place.x:.5f}"


@register.filter
def as_area(area: Area) -> str:
    """Square metres, and hectares where it is large: `6,743 m²`, `1.3 hectares`."""
    if area.sq_m < M2_PER_HECTARE:
        return f"{number_format(round(area.sq_m), use_l10n=True, force_grouping=True)} m²"
    hectares = number_format(round(area.sq_m / M2_PER_HECTARE, 1), 1, use_l10n=True, force_grouping=True)
    return _("%(number)s hectares") % {"number": hectares}
