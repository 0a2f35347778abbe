"""Villages: their outlines and letters."""

from mapping.layers.base import BOX, CUT, MOVED, Layer


class ClusterLayer(Layer):
    """Outlines of villages, clipped to the tile, and a point for each one's letter."""

    name = "clusters"
    margin = 320

    def query(self, zoom: int) -> str:
        return f"""
            WITH cluster AS (
                SELECT id, code, name, ST_Transform(boundary, 3857) AS shape
                FROM settlements_cluster WHERE settlement_id = %(settlement)s AND boundary IS NOT NULL
            )
            SELECT id, code AS n, NULL AS name, {CUT.format(shape="shape")} AS geom
            FROM cluster WHERE shape && {BOX}
            UNION ALL
            SELECT id, code, name, {MOVED.format(shape="letter")}
            FROM cluster, LATERAL (SELECT ST_PointOnSurface(shape) AS letter) middle
            WHERE letter && {BOX}
        """


class PublicClusterLayer(ClusterLayer):
    """The same for everybody."""

    name = "clusters-public"
    is_public = True
