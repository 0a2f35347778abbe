"""The settlements of the country map as GeoJSON: a place, an outline, two numbers.

Where the ground is not shown to the reader, the place is a cell of a coarse grid, and there is no outline.
"""

import json
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Centroid
from django.db.models import Case, F, Func, TextField, When
from django.db.models.functions import Coalesce

from mapping import figures
from mapping.places import spread
from settlements.models import Settlement
from settlements.querysets import Viewer

DECIMALS = 4  # about 11 m: enough to be drawn at the country's scale


class Simplified(Func):
    """The outline without corners that nobody sees from afar (about 20 m)."""

    template = "ST_SimplifyPreserveTopology(%(expressions)s, 0.0002)"
    output_field = GeometryField()


def collection(user: Viewer) -> dict[str, Any]:
    """One feature per settlement the user may know of and whose place is known."""
    places = (
        Settlement.objects.visible_to(user)
        .with_ground_shown_to(user)
        .annotate(
            middle=AsGeoJSON(Coalesce("centre", Centroid(F("boundary"))), precision=DECIMALS),
            outline=Case(
                When(shows_ground=True, then=AsGeoJSON(Simplified("boundary"), precision=DECIMALS)),
                output_field=TextField(),
            ),
        )
        .filter(middle__isnull=False)
        .order_by("code")
    )
    rows: list[Any] = list(places.values("pk", "code", "name", "middle", "outline", "shows_ground"))
    for row in rows:
        row["at"] = tuple(json.loads(row["middle"])["coordinates"])
    veiled = [row for row in rows if not row["shows_ground"]]
    for row, place in zip(veiled, spread([row["at"] for row in veiled]), strict=True):
        row["at"] = place
    shown = figures.headlines(user, [row["pk"] for row in rows])
    return {"type": "FeatureCollection", "features": [feature(row, shown.get(row["pk"])) for row in rows]}


def feature(row: dict[str, Any], shown: "figures.Headline | None") -> dict[str, Any]:
    longitude, latitude = row["at"]
    properties: dict[str, Any] = {"code": row["code"], "name": row["name"], "at": [latitude, longitude]}
    if shown is not None:
        properties |= {"people": shown.people, "households": shown.households}
    outline = json.loads(row["outline"]) if row["outline"] else None
    return {"type": "Feature", "geometry": outline, "properties": properties}
