"""What was chosen for a map."""

from dataclasses import dataclass

from mapping.wall.choices import DRAWN_AT_FIRST, Drawn, Form, Orientation, Paper, Theme
from verification.choices import ListLanguage
from verification.paper.words import Speech

OPEN_SCALE = 500  # of sheets to glue and of a chosen place, where no scale is asked for
MOST_ALONG = 20  # sheets to glue about a chosen place, in a row or a column


@dataclass(frozen=True)
class Options:
    """All of it; `scale` and `village` may be left open.

    `middle` (longitude, latitude) is where the middle of the paper lies; without one it is that of the place.
    About a middle, sheets to glue together are `across` by `down`.
    """

    paper: str = Paper.A3
    orientation: str = Orientation.EITHER
    form: str = Form.SHEET
    scale: int | None = None
    village: str | None = None
    drawn: tuple[str, ...] = tuple(DRAWN_AT_FIRST)
    theme: str = Theme.NONE
    language: str = ListLanguage.BOTH
    is_coloured: bool = True
    middle: tuple[float, float] | None = None
    across: int = 1
    down: int = 1

    @property
    def speech(self) -> Speech:
        return Speech.of(self.language)

    @property
    def is_framed(self) -> bool:
        """Whether it shows what is about a chosen place. An atlas shows all villages."""
        return self.middle is not None and self.form != Form.ATLAS

    @property
    def has_grid(self) -> bool:
        return Drawn.GRID in self.drawn
