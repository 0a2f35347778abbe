"""What is disputed."""

from mapping.layers.base import BOX, MOVED, Layer
from mapping.layers.structures import GONE
from settlements.roles import Act
from verification.services.disputes import DISPUTED_SQL


class DisputeLayer(Layer):
    """Structures over which somebody disputes: a sign at each, for the settlement's leaders and staff."""

    name = "disputes"
    act = Act.SEE_TENURE
    margin = 320

    def query(self, zoom: int) -> str:
        # A sign lies within its structure, whatever that one's shape.
        return f"""
            SELECT structure_id AS id, {MOVED.format(shape="place")} AS geom
            FROM (
                SELECT structure_id, ST_PointOnSurface(shape) AS place
                FROM enumerations_structuresummary
                WHERE settlement_id = %(settlement)s AND shape && {BOX}
                  AND NOT {GONE} AND structure_id IN ({DISPUTED_SQL})
            ) disputed
            WHERE place && {BOX}
        """
