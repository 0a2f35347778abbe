"""Structures by what was answered in them: for all members, and for those who may see owners and tenants."""

from functools import cached_property

from enumerations import packed
from mapping.layers.base import BOX, IN_TILE, MOVED, Layer
from mapping.themes import LEADERS_THEMES, THEMES
from settlements.choices import StructureStatus
from settlements.roles import Act

# Taken down, or made one with another: not drawn as standing. The theme of change tells of them. They are the
# last classes of their question; to compare texts would cost a dense tile a fifteenth of its time.
GONE = f"(packed & {packed.mask('status')} >= {packed.pack('status', StructureStatus.DEMOLISHED)})"


class PlainStructureLayer(Layer):
    """Numbered structures with what everybody of the settlement may see of them.

    a holds the classes of their answers, as enumerations.packed describes; n is the number without the
    settlement's letters, k the cluster's id. d is what became of the structure since the round before, where
    there is one: a place in DoorChange, counted from 1. x is 1 where it no longer stands, and is drawn for d
    alone. Below `SHAPES_FROM` those that stand are gathered in cells of a grid, c counting them.
    """

    name = "structures-plain"
    SHAPES_FROM = 14
    NUMBERS_FROM = 17  # the finest tiles there are: numbers are written from zoom 19, out of these
    CELL = 64  # tile units along a cell: 64 × 64 cells in a tile at most
    themes = THEMES
    # What else a structure's row says, and of which tables.
    more, of = "", ""

    @cached_property
    def shown(self) -> int:
        """The bits of the questions that those who see this layer may ask."""
        return packed.mask(*(theme.question for theme in self.themes))

    def query(self, zoom: int) -> str:
        return self.shapes(zoom) if zoom >= self.SHAPES_FROM else self.grid()

    def shapes(self, zoom: int) -> str:
        number = "number AS n, " if zoom >= self.NUMBERS_FROM else ""
        return f"""
            SELECT drawn.structure_id AS id, {number}packed & {self.shown} AS a, drawn.cluster_id AS k,
                change AS d, CASE WHEN {GONE} THEN 1 END AS x{self.more},
                {MOVED.format(shape="shape")} AS geom
            FROM enumerations_structuresummary drawn {self.of}
            WHERE drawn.settlement_id = %(settlement)s AND shape && {BOX}
                AND (NOT {GONE} OR change IS NOT NULL)
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
                mode() WITHIN GROUP (ORDER BY cluster_id) AS k,
                mode() WITHIN GROUP (ORDER BY change) AS d, cell.geom
            FROM enumerations_structuresummary,
                LATERAL (SELECT ST_SnapToGrid({place}, {half}, {half}, {size}, {size}) AS geom) cell
            WHERE settlement_id = %(settlement)s AND shape && {BOX} AND NOT {GONE}
                AND ST_X(cell.geom) BETWEEN 0 AND %(extent)s AND ST_Y(cell.geom) BETWEEN 0 AND %(extent)s
            GROUP BY cell.geom
        """


class StructureLayer(PlainStructureLayer):
    """The same, and whether owners or tenants live there: for the settlement's leaders and staff."""

    name = "structures"
    act = Act.SEE_TENURE
    themes = LEADERS_THEMES
