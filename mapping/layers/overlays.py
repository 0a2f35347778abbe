"""What threatens a place, and what others plan across it."""

from mapping.layers.base import BOX, CUT, LINE, MOVED, Layer
from settlements.choices import OverlayKind

HAZARDS = ", ".join(f"'{kind}'" for kind in OverlayKind.hazards())
IS_HAZARD = f"kind IN ({HAZARDS})"


class OverlayLayer(Layer):
    """The ground a hazard or plan takes, the line it was drawn as, and a point for an area's name.

    k is the kind, n the name (on the line or the point, so that it is written once), p `hazard` or `plan`,
    r the metres on either side.
    """

    margin = 320
    shown: str  # SQL: which of the overlays

    def query(self, zoom: int) -> str:
        return f"""
            WITH overlay AS (
                SELECT id, kind AS k, name AS n, CASE WHEN {IS_HAZARD} THEN 'hazard' ELSE 'plan' END AS p,
                    reach_m::real AS r, ST_Transform(shape, 3857) AS shape,
                    ST_Transform(ST_CollectionExtract(zone, 3), 3857) AS ground
                FROM settlements_overlay
                WHERE settlement_id = %(settlement)s AND zone && ST_Transform({BOX}, 4326) AND {self.shown}
            )
            SELECT id, k, NULL AS n, p, r, {CUT.format(shape="ground")} AS geom FROM overlay
            WHERE NOT ST_IsEmpty(ground)
            UNION ALL
            SELECT id, k, n, p, r, {LINE.format(shape="ST_CollectionExtract(shape, 2)")} FROM overlay
            WHERE ST_Dimension(shape) = 1
            UNION ALL
            SELECT id, k, n, p, r, {MOVED.format(shape="middle")}
            FROM overlay, LATERAL (SELECT ST_PointOnSurface(shape) AS middle) name
            WHERE ST_Dimension(shape) <> 1 AND middle && {BOX}
        """


class HazardLayer(OverlayLayer):
    """Floods, fire, high-voltage lines: the dangers of the place."""

    name = "hazards"
    shown = IS_HAZARD


class PlanLayer(OverlayLayer):
    """Proposed roads, wayleaves, reserves, clearances: other people's lines on its ground."""

    name = "plans"
    shown = f"NOT {IS_HAZARD}"


class PublicHazardLayer(HazardLayer):
    """Those hazards that the community shows to everybody."""

    name = "hazards-public"
    shown = f"is_public AND {HazardLayer.shown}"
    is_public = True


class PublicPlanLayer(PlanLayer):
    """Those plans that it shows to everybody."""

    name = "plans-public"
    shown = f"is_public AND {PlanLayer.shown}"
    is_public = True
