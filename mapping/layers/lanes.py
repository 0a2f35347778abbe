"""Roads, lanes, drains and rivers, with the names people use."""

from mapping.layers.base import BOX, LINE, Layer
from settlements.choices import LaneKind

# What is seen from far away.
LARGE = (LaneKind.MAIN_ROAD, LaneKind.RIVER, LaneKind.RAILWAY)


class LaneLayer(Layer):
    """Ways as lines: k is the kind, n the name, w the width in metres where it is known."""

    name = "lanes"
    margin = 320
    ALL_FROM = 14

    def query(self, zoom: int) -> str:
        kinds = ", ".join(f"'{kind}'" for kind in LARGE)
        shown = "" if zoom >= self.ALL_FROM else f"AND kind IN ({kinds})"
        return f"""
            SELECT id, kind AS k, NULLIF(name, '') AS n, width_m::real AS w,
                {LINE.format(shape="shape")} AS geom
            FROM settlements_lane, LATERAL (SELECT ST_Transform(path, 3857) AS shape) way
            WHERE settlement_id = %(settlement)s AND path && ST_Transform({BOX}, 4326) {shown}
        """


class PublicLaneLayer(LaneLayer):
    """The same for everybody."""

    name = "lanes-public"
    is_public = True
