"""One settlement that is public, with one of everything, and one that is not."""

import base64
import json
from typing import Any

from accounts.api_keys import make_key
from tests import factories

ROOT = "/ogc/"


def basic(user: Any) -> dict[str, str]:
    """The header that QGIS sends for a person with a key."""
    key = make_key(user, "QGIS")[1]
    return {"Authorization": "Basic " + base64.b64encode(f"{user.email}:{key}".encode()).decode()}


def make_ground(**settlement: Any) -> Any:
    """Kiamutisya: a cluster, three structures (one with a footprint), services, a lane, a hazard, a plan."""
    place: Any = factories.SettlementFactory.create(
        **{"code": "KMT", "name": "Kiamutisya", "access_level": "public", **settlement}
    )
    code = place.code
    cluster: Any = factories.ClusterFactory.create(settlement=place, code="B", boundary=place.boundary)
    for number in (1, 2):
        factories.StructureFactory.create(cluster=cluster, code=f"{code}/B/{number}", n=number)
    square = factories.square(*factories.SOUTH_WEST, side=0.0001)
    factories.StructureFactory.create(
        settlement=place, code=f"{code}/9", n=9, footprint=square, ownership_type="communal", roof="tiles"
    )
    factories.ServicePointFactory.create(
        cluster=cluster, code="T1", kind="toilet_block", name="Choo cha Soko", checked_on="2026-05-10"
    )
    factories.ServicePointFactory.create(settlement=place, code="W1", kind="tank", status="not_working")
    factories.LaneFactory.create(settlement=place, name="Njia ya Soko", width_m=2.5)
    factories.OverlayFactory.create(settlement=place, is_public=True, said_on="2026-01-31")
    factories.OverlayFactory.create(settlement=place, kind="proposed_road", name="Link road")
    return place


def told(answer: Any) -> Any:
    """The JSON of an answer, also of one that is streamed."""
    return json.loads(answer.getvalue())
