"""What was chosen for a map."""

from dataclasses import dataclass

from mapping.wall.choices import DRAWN_AT_FIRST, Drawn, Form, Orientation, Paper, Theme
from verification.choices import ListLanguage
from verification.paper.words import Speech

TILED_SCALE = 500  # where no scale is asked for


@dataclass(frozen=True)
class Options:
    """All of it; `scale` and `village` may be left open."""

    paper: str = Paper.A3
    orientation: str = Orientation.EITHER
    form: str = Form.SHEET
    scale: int | None = None
    village: str | None = None
    drawn: tuple[str, ...] = tuple(DRAWN_AT_FIRST)
    theme: str = Theme.NONE
    language: str = ListLanguage.BOTH
    is_coloured: bool = True

    @property
    def speech(self) -> Speech:
        return Speech.of(self.language)

    @property
    def has_grid(self) -> bool:
        return Drawn.GRID in self.drawn
