"""What a map page tells its scripts, as JSON in the page."""

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.translation import gettext as _
from leaflet.templatetags.leaflet_tags import leaflet_map

from mapping import themes
from settlements.models import Settlement

# Degrees left of a point's surroundings where a settlement has no boundary: about 300 m.
AROUND = 0.003


def leaflet_options() -> dict[str, Any]:
    """django-leaflet's options for a map, from LEAFLET_CONFIG: basemap, zooms, scale."""
    options: dict[str, Any] = json.loads(leaflet_map("map")["djoptions"])
    return options | {"attributionprefix": "Leaflet"}


def words() -> dict[str, str]:
    return {"zoomIn": _("Closer"), "zoomOut": _("Farther")}


def bounds_of(shape: GEOSGeometry | None) -> list[list[float]] | None:
    """South-west and north-east corner, latitude first as Leaflet asks."""
    if shape is None:
        return None
    west, south, east, north = shape.extent
    if west == east:
        west, south, east, north = west - AROUND, south - AROUND, east + AROUND, north + AROUND
    return [[south, west], [north, east]]


def settlement_map(settlement: Settlement, *, is_member: bool, sees_tenure: bool) -> dict[str, Any]:
    """The settlement's map; without tiles for those who may only see the settlement's outline."""
    config: dict[str, Any] = {
        "leaflet": leaflet_options(),
        "words": words(),
        "bounds": bounds_of(settlement.boundary or settlement.centre),
        "boundary": json.loads(settlement.boundary.geojson) if settlement.boundary else None,
        "tiles": None,
    }
    if not is_member:
        return config
    # The script fills in layer, zoom and place.
    address = reverse("mapping:tile", args=[settlement.code, "LAYER", 0, 0, 0])
    shown = themes.LEADERS_THEMES if sees_tenure else themes.THEMES
    return config | {
        "tiles": f"{address}?v={settlement.data_version}",
        "structures": "structures" if sees_tenure else "structures-plain",
        "themes": themes.for_browser(shown),
        "structure": reverse("mapping:structure-detail", args=[settlement.code, 0]),
        "service": reverse("mapping:service-detail", args=[settlement.code, 0]),
    }
