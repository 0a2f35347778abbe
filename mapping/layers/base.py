"""What every layer is made of, and the SQL that brings shapes into a tile's units."""

from abc import ABC, abstractmethod

from settlements.roles import Act

BOX = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)"
# Small shapes need no clipping: move them into the tile and round them, which is twice as fast as
# ST_AsMVTGeom. What a margin draws twice is harmless.
IN_TILE = "ST_Affine({shape}, %(scale)s, 0, 0, -%(scale)s, %(x_off)s, %(y_off)s)"
MOVED = f"ST_SnapToGrid({IN_TILE}, 1)"
# Large ones are cut at the margin. ST_AsMVTGeom counts from the corner of the box, a margin outside the tile.
CUT = (
    f"ST_Translate(ST_AsMVTGeom({{shape}}, {BOX}, %(extent)s + 2 * %(margin)s, 0, true), "
    "-%(margin)s, -%(margin)s)"
)
# A line that is cut begins its dashes anew in every tile: only one of many corners is.
MOST_CORNERS = 400
LINE = f"CASE WHEN ST_NPoints({{shape}}) > {MOST_CORNERS} THEN {CUT} ELSE {MOVED} END"


class Layer(ABC):
    """One layer of tiles, for those who may do `act` in the settlement.

    With `is_public` it is for everybody, where the settlement's ground is shown to everybody.
    """

    name: str
    act = Act.SEE_GROUND
    is_public = False
    is_kept = True  # whether its tiles are kept under the settlement's data version
    # Units beyond the tile's edge: what crosses it (an outline, a number, a sign) is drawn on both sides.
    margin = 64

    @property
    def kept_as(self) -> str:
        """The name that its tiles are kept under."""
        return self.name

    def coloured_by(self, theme: str, zoom: int) -> "Layer":
        """The same for readers who colour by this theme: where that spares them bytes, without the others."""
        return self

    @abstractmethod
    def query(self, zoom: int) -> str:
        """SQL of the features of one tile: geom in tile units, id, and few short attributes."""
