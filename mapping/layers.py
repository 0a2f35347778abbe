"""What the map draws: each layer a short class saying what is in its tiles and who may see them.

No layer carries a name, a phone number or anything else of a person. To add a layer: write its class
here, add it to LAYERS, and draw it in static/js/map/.
"""

from enumerations import packed
from mapping.themes import LEADERS_THEMES, THEMES
from settlements.roles import Act
from verification.services.disputes import DISPUTED_SQL

BOX = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)"
# Small shapes need no clipping: move them into the tile and round them, which is twice as fast as
# ST_AsMVTGeom. What a margin draws twice is harmless.
IN_TILE = "ST_Affine({shape}, %(scale)s, 0, 0, -%(scale)s, %(x_off)s, %(y_off)s)"
MOVED = f"ST_SnapToGrid({IN_TILE}, 1)"


class Layer:
    """One layer of tiles, for those who may do `act` in the settlement."""

    name: str
    act = Act.SEE_GROUND
    # Units beyond the tile's edge: what crosses it (an outline, a number, a sign) is drawn on both sides.
    margin = 64

    def query(self, zoom: int) -> str:
        """SQL of the features of one tile: geom in tile units, id, and few short attributes."""
        raise NotImplementedError


class ClusterLayer(Layer):
    """Outlines of villages, clipped to the tile, and a point for each one's letter."""

    name = "clusters"
    margin = 320

    def query(self, zoom: int) -> str:
        clipped = (
            "ST_AsMVTGeom(shape, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857), "
            "%(extent)s + 2 * %(margin)s, 0, true)"
        )
        # ST_AsMVTGeom counts from the corner of the box, which lies a margin outside the tile.
        return f"""
            WITH cluster AS (
                SELECT id, code, name, ST_Transform(boundary, 3857) AS shape
                FROM settlements_cluster WHERE settlement_id = %(settlement)s AND boundary IS NOT NULL
            )
            SELECT id, code AS n, NULL AS name, ST_Translate({clipped}, -%(margin)s, -%(margin)s) AS geom
            FROM cluster WHERE shape && {BOX}
            UNION ALL
            SELECT id, code, name, {MOVED.format(shape="letter")}
            FROM cluster, LATERAL (SELECT ST_PointOnSurface(shape) AS letter) middle
            WHERE letter && {BOX}
        """


class PlainStructureLayer(Layer):
    """Numbered structures with what everybody of the settlement may see of them.

    a holds the answers to the questions of the themes, as enumerations.packed describes; n is the number
    without the settlement's letters. Water and toilet are the most common answers of the structure's
    households. d is what became of the structure since the round before, where there is one: a place in
    DoorChange, counted from 1. Below `SHAPES_FROM` structures are gathered in cells of a grid, c
    counting them.
    """

    name = "structures-plain"
    SHAPES_FROM = 14
    NUMBERS_FROM = 17  # the finest tiles there are: numbers are written from zoom 19, out of these
    CELL = 64  # tile units along a cell: 64 × 64 cells in a tile at most
    themes = THEMES

    def query(self, zoom: int) -> str:
        return self.shapes(zoom) if zoom >= self.SHAPES_FROM else self.grid()

    def shapes(self, zoom: int) -> str:
        number = "number AS n, " if zoom >= self.NUMBERS_FROM else ""
        shown = packed.mask(*(theme.question for theme in self.themes))
        return f"""
            SELECT structure_id AS id, {number}packed & {shown} AS a, change AS d,
                {MOVED.format(shape="shape")} AS geom
            FROM enumerations_structuresummary
            WHERE settlement_id = %(settlement)s AND shape && {BOX}
        """

    def grid(self) -> str:
        # Of each question the most common answer that is known.
        answers = " | ".join(
            f"COALESCE(mode() WITHIN GROUP (ORDER BY NULLIF(packed & {packed.mask(theme.question)}, 0)), 0)"
            for theme in self.themes
        )
        size, half = self.CELL, self.CELL // 2
        place = IN_TILE.format(shape="ST_Centroid(shape)")
        return f"""
            SELECT min(structure_id) AS id, count(*) AS c, {answers} AS a,
                mode() WITHIN GROUP (ORDER BY change) AS d, cell.geom
            FROM enumerations_structuresummary,
                LATERAL (SELECT ST_SnapToGrid({place}, {half}, {half}, {size}, {size}) AS geom) cell
            WHERE settlement_id = %(settlement)s AND shape && {BOX}
            GROUP BY cell.geom
        """


class StructureLayer(PlainStructureLayer):
    """The same, and whether owners or tenants live there: for the settlement's leaders and staff."""

    name = "structures"
    act = Act.SEE_TENURE
    themes = LEADERS_THEMES


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
                  AND structure_id IN ({DISPUTED_SQL})
            ) disputed
            WHERE place && {BOX}
        """


class ServicePointLayer(Layer):
    """Toilet blocks, taps, schools …: k is the kind, s whether it works."""

    name = "service-points"
    margin = 320

    def query(self, zoom: int) -> str:
        return f"""
            SELECT id, kind AS k, status AS s, {MOVED.format(shape="ST_Transform(location, 3857)")} AS geom
            FROM settlements_servicepoint
            WHERE settlement_id = %(settlement)s AND location && ST_Transform({BOX}, 4326)
        """


LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        ClusterLayer(),
        StructureLayer(),
        PlainStructureLayer(),
        DisputeLayer(),
        ServicePointLayer(),
    )
}
