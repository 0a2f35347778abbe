"""The page of a settlement as a phone keeps it: figures and map for every member, and nothing to send."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from enumerations.classes import QUESTIONS, Said
from mapping import config, figures
from mapping.offline import plan
from mapping.themes import THEMES
from settlements.models import Settlement

LONGEST_LIST = 500  # service points; a page of more is no page
IN_TILES = {"a", "d"}  # the attributes of structures that themes colour by, see mapping/layers.py


def kept_page(request: HttpRequest, settlement: Settlement, tiles: plan.Tiles) -> str:
    """The page in the reader's language. What it shows is named here, one by one."""
    services = settlement.service_points.select_related("cluster").order_by("kind", "name", "code")
    shown: dict[str, Any] = figures.settlement_figures(settlement, request.user)
    context = {
        "settlement": settlement,
        "services": services[:LONGEST_LIST],
        "villages": [(cluster, head) for cluster, head in shown["clusters"]],
        "config": map_config(settlement, tiles),
        "has_numbers": tiles.has_numbers,
        **{name: shown.get(name) for name in ("enumeration", "headline", "groups")},
    }
    return render_to_string("offline/kept.html", context, request)


def map_config(settlement: Settlement, tiles: plan.Tiles) -> dict[str, Any]:
    """As an enumerator's map, with the zooms that are kept and tiles that come from the phone."""
    whole = config.settlement_map(settlement, is_member=True, sees_tenure=False, shows_ground=True)
    leaflet = whole["leaflet"] | {"layers": []}  # a basemap is somebody else's, and not kept
    address = whole["tiles"].partition("?")[0]
    return {
        "leaflet": leaflet,
        "words": whole["words"],
        "bounds": whole["bounds"],
        "boundary": whole["boundary"],
        "code": settlement.code,
        "tiles": f"{address}?kept",
        "zooms": tiles.zooms,
        "ground": whole["ground"] | {"addresses": None},  # the pages of lanes and overlays need the network
        "theme": whole["theme"],
        "facts": [theme.name for theme in THEMES if QUESTIONS[theme.question].said is not Said.HOUSEHOLDS],
        "themes": [theme for theme in whole["themes"] if theme["from"] in IN_TILES],
    }
