"""What a map page tells its scripts, as JSON in the page."""

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from leaflet.templatetags.leaflet_tags import leaflet_map

from enumerations.choices import DoorChange
from enumerations.models import Enumeration, StructureSummary
from mapping import country_tiles, ground, themes
from mapping.country import Country
from mapping.extent import extent_of
from mapping.layers import checking
from mapping.places import bounds_about, coarse
from settlements.models import Settlement
from settlements.querysets import Viewer
from settlements.roles import Act

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


def empty_map() -> dict[str, Any]:
    return {
        "leaflet": leaflet_options(),
        "words": words(),
        "bounds": None,
        "boundary": None,
        "tiles": None,
    }


def country_map(user: Viewer, country: Country) -> dict[str, Any]:
    """The country's map: marks for everybody, and the ground of the settlements where the reader acts."""
    own = list(Settlement.objects.where_may(user, Act.SEE_GROUND).values_list("pk", flat=True))
    ground = f"{reverse('mapping:ground-tile', args=[0, 0, 0])}?v={country_tiles.state(own)}" if own else None
    return {
        "leaflet": leaflet_options(),
        "words": words()
        | {
            "settlements": _("settlements"),
            "people": _("people"),
            "households": _("households"),
            "density": _("Structures in a hectare"),
            "whole": _("Show everything"),
        },
        "bounds": country.bounds,
        "marks": reverse("mapping:mark-tile", args=[0, 0, 0]),
        "ground": ground,
    }


def settlement_map(
    settlement: Settlement,
    *,
    is_member: bool,
    sees_tenure: bool,
    shows_ground: bool,
    sees_objections: bool = False,
) -> dict[str, Any]:
    """The settlement's map: the public layers for those who do not act there, and not even these for some."""
    place = settlement.boundary or settlement.centre
    if not shows_ground:
        about = bounds_about(*coarse(*(settlement.centre or place.centroid).coords)) if place else None
        return empty_map() | {"bounds": about, "isAbout": True}
    config: dict[str, Any] = {
        **empty_map(),
        "bounds": extent_of(settlement) if is_member and not place else bounds_of(place),
        "boundary": json.loads(settlement.boundary.geojson) if settlement.boundary else None,
    }
    # The script fills in layer, zoom and place.
    address = reverse("mapping:tile", args=[settlement.code, "LAYER", 0, 0, 0])
    config["tiles"] = f"{address}?v={settlement.data_version}"
    if not is_member:
        return config | public_layers(settlement)
    shown = themes.LEADERS_THEMES if sees_tenure else themes.THEMES
    rounds = rounds_of(settlement)
    asked_first = "occupancy" if sees_tenure else "water"
    return config | {
        "layers": {"clusters": "clusters", "services": "service-points"},
        "structures": "structures" if sees_tenure else "structures-plain",
        "disputes": "disputes" if sees_tenure else None,
        "themes": [
            *themes.for_browser(shown),
            checking.for_browser(sees_objections=sees_objections),
            *change_since(settlement, rounds),
        ],
        # Before anybody was asked, only the structures themselves say something.
        "theme": asked_first if rounds else "use",
        "filters": {name: themes.where(name) for name in themes.FILTERS},
        "clusters": dict(settlement.clusters.values_list("code", "pk")),
        "structure": reverse("mapping:structure-detail", args=[settlement.code, 0]),
        "service": reverse("mapping:service-detail", args=[settlement.code, 0]),
        "figures": reverse("mapping:settlement-figures", args=[settlement.code]),
        "counted": reverse("mapping:structures-counted", args=[settlement.code]),
        "ground": members_ground(settlement, sees_tenure=sees_tenure),
    }


def public_layers(settlement: Settlement) -> dict[str, Any]:
    """What everybody may see, where the settlement's ground is shown to everybody: names nobody."""
    shown = ground.for_browser(settlement, is_public=True)
    shown["words"] |= {"clusters": _("Villages")}
    return {
        "layers": {"clusters": "clusters-public", "services": "service-points-public"},
        "structures": None,
        "disputes": None,
        "ground": shown,
    }


def members_ground(settlement: Settlement, *, sees_tenure: bool) -> dict[str, Any]:
    shown = ground.for_browser(settlement)
    shown["words"] |= {"clusters": _("Villages")}
    if sees_tenure:
        shown["words"] |= {"disputes": _("Disputed")}
    return shown


def rounds_of(settlement: Settlement) -> list[int | None]:
    """Of each round that has begun, the newest first: with which one before its structures were compared."""
    begun = Enumeration.objects.filter(settlement=settlement).begun().order_by("-round")
    return list(begun.values_list("linking__earlier__round", flat=True))


def change_since(settlement: Settlement, rounds: list[int | None]) -> list[dict[str, Any]]:
    """The theme of change since the round before, where the structures were compared with one."""
    since = next((each for each in rounds if each is not None), None)
    if since is None:
        return []
    drawn = StructureSummary.objects.filter(settlement=settlement, change__isnull=False)
    counted = drawn.values_list("change").annotate(n=Count("pk"))
    return [themes.change_for_browser(since, {DoorChange.values[code - 1]: n for code, n in counted})]
