"""What can be edited in a part of the map, as GeoJSON with the versions it is read at."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from settlements.editing.layers import EditLayer
from settlements.models import Settlement

MOST = 2_000

Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class InView:
    """Features of one layer; none where there are too many, and then what to do about it."""

    features: list[dict[str, Any]]
    count: int
    said: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "FeatureCollection",
            "features": self.features,
            "count": self.count,
            "said": self.said,
        }


def in_view(settlement: Settlement, layer: EditLayer, box: Box) -> InView:
    """The things of the layer that touch the box, degrees; at most `MOST`."""
    edges = dict(zip(("west", "south", "east", "north"), box, strict=True))
    found = features_of(settlement, layer, layer.touches, edges)
    if len(found) <= MOST:
        return InView(found, len(found))
    said = _("More than %(limit)s things are in view, more than can be edited at once. Move closer.")
    return InView([], len(found), said % {"limit": f"{MOST:,}"})


def features_of(
    settlement: Settlement, layer: EditLayer, where: str, params: dict[str, Any]
) -> list[dict[str, Any]]:
    """Features by a condition on rows `t`, one more than `MOST` at most."""
    pairs = ", ".join(f"'{name}', {value}" for name, value in shown(layer))
    sql = f"""
        SELECT t.id, {layer.version()}, ST_AsGeoJSON({layer.drawn}, 15), jsonb_build_object({pairs})::text
        FROM {layer.table} t
        WHERE t.{layer.owner} = %(settlement)s AND {layer.standing} AND {where} ORDER BY t.id LIMIT {MOST + 1}
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, params | {"settlement": settlement.pk})
        return [
            feature(layer, pk, version, json.loads(shape or "null"), json.loads(values))
            for pk, version, shape, values in cursor.fetchall()
        ]


def shown(layer: EditLayer) -> list[tuple[str, str]]:
    """The form's fields and the SQL of their values; a cluster by its code."""
    cluster = "(SELECT c.code FROM settlements_cluster c WHERE c.id = t.cluster_id)"
    return [(name, cluster if name == "cluster" else f"t.{name}") for name in layer.fields]


def feature(layer: EditLayer, pk: int, version: str, geometry: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": pk,
        "geometry": geometry,
        "properties": {"layer": layer.name, "version": version, "values": values},
    }
