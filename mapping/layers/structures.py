"""Structures by what was answered in them: for all members, and for those who may see owners and tenants."""

from functools import cached_property

from enumerations import packed
from mapping.layers.base import BOX, IN_TILE, MOVED, Layer
from mapping.themes import FILTERS, LEADERS_THEMES, THEMES, Theme
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
    alone. Below `SHAPES_FROM` those that stand are gathered in cells of a grid, c counting them. For whoever
    colours by one theme there are smaller tiles from afar: see `OneThemeLayer`.
    """

    name = "structures-plain"
    SHAPES_FROM = 14
    EACH_FROM = 16  # below, a structure is a pixel or two, and a finger covers dozens of them
    NUMBERS_FROM = 17  # the finest tiles there are: numbers are written from zoom 19, out of these
    CELL = 64  # tile units along a cell: 64 × 64 cells in a tile at most
    themes = THEMES
    # What else a structure's row says, and of which tables.
    more, of = "", ""

    @cached_property
    def shown(self) -> int:
        """The bits of the questions that those who see this layer may ask."""
        return packed.mask(*(theme.question for theme in self.themes))

    @cached_property
    def _by_theme(self) -> dict[str, "OneThemeLayer"]:
        return {theme.name: OneThemeLayer(self, theme) for theme in self.themes}

    def coloured_by(self, theme: str, zoom: int) -> Layer:
        is_far = zoom < self.EACH_FROM and not self.more
        return self._by_theme.get(theme, self) if is_far else self

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

    @cached_property
    def questions(self) -> list[str]:
        """What is asked of each structure."""
        return [theme.question for theme in self.themes]

    def grid(self) -> str:
        # Of each question the most common answer that is known.
        answers = " | ".join(
            f"COALESCE(mode() WITHIN GROUP (ORDER BY NULLIF(packed & {packed.mask(question)}, 0)), 0)"
            for question in self.questions
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


class OneThemeLayer(PlainStructureLayer):
    """A layer's tiles from afar, with the answers to one theme and to what structures are filtered by.

    Those with the same answers and cluster are one feature: as squares, w units of the tile wide, where they
    are up to three pixels, else in their shapes. So a tile of ten thousand has some hundred features, none of
    them of a structure alone: nothing has an id.
    """

    SQUARE = 48  # three pixels, where a tile is 256
    STEP = 8  # half a pixel: as exactly as squares lie and as wide as they are

    def __init__(self, whole: PlainStructureLayer, theme: Theme) -> None:
        self.name, self.act, self.theme = whole.name, whole.act, theme

    @property
    def kept_as(self) -> str:
        return f"{self.name}.{self.theme.name}"

    @cached_property
    def questions(self) -> list[str]:
        return list(dict.fromkeys((self.theme.question, *FILTERS)))

    def shapes(self, zoom: int) -> str:
        # The middle of its box: it costs least.
        place = IN_TILE.format(
            shape="ST_MakePoint((ST_XMin(shape) + ST_XMax(shape)) / 2, (ST_YMin(shape) + ST_YMax(shape)) / 2)"
        )
        return f"""
            SELECT NULL::bigint AS id, a, k, NULLIF(w, 0) AS w, ST_Collect(geom ORDER BY geom) AS geom
            FROM (
                SELECT packed & {packed.mask(*self.questions)} AS a, cluster_id AS k,
                    CASE WHEN edge <= {self.SQUARE} THEN {self.STEP} * ceil(edge / {self.STEP})::int END AS w,
                    CASE WHEN edge <= {self.SQUARE} THEN ST_SnapToGrid({place}, {self.STEP})
                        ELSE {MOVED.format(shape="shape")} END AS geom
                FROM enumerations_structuresummary,
                    LATERAL (SELECT sqrt(ST_Area(shape)) * %(scale)s AS edge) measured
                WHERE settlement_id = %(settlement)s AND shape && {BOX} AND NOT {GONE}
            ) small
            GROUP BY a, k, w
        """
