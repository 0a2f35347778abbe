"""A settlement, read and ready to be laid out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mapping.wall import words
from mapping.wall.choices import Drawn, Form
from mapping.wall.content import Content
from mapping.wall.facts import Facts, facts_of
from mapping.wall.grid import Grid
from mapping.wall.ground import Ground, read_ground
from mapping.wall.look import Look
from mapping.wall.options import Options
from mapping.wall.plane import Box
from mapping.wall.refusals import NoSuchVillage
from mapping.wall.shapes import Place
from settlements.models import Settlement
from verification.paper.words import Text

Tell = Callable[[int, int], None]  # sheets done, sheets in all


@dataclass(frozen=True)
class Prepared:
    """What every kind of map is made of."""

    ground: Ground
    grid: Grid
    facts: Facts
    options: Options
    look: Look
    extent: Box

    @classmethod
    def of(cls, settlement: Settlement, options: Options) -> "Prepared":
        """Raises NothingToDraw, NoSuchVillage."""
        ground = read_ground(settlement, options.drawn)
        if Drawn.CLUSTERS not in options.drawn and options.form != Form.ATLAS and options.village is None:
            ground = replace(ground, villages=[])
        grid = Grid.over(ground.plane, ground.extent)
        extent = ground.extent if options.village is None else ground.of_village(options.village)
        if extent is None:
            raise NoSuchVillage
        look = Look.of(
            is_coloured=options.is_coloured,
            theme=options.theme,
            villages=ground.villages,
            has_grid=options.has_grid,
        )
        return cls(ground, grid, facts_of(settlement), options, look, extent)

    def content(
        self, only: str | None = None, *, is_page: bool = False, within: Box | None = None
    ) -> Content:
        return Content.of(
            self.ground, self.grid, self.facts, self.options, self.look, only, is_page=is_page, within=within
        )

    @property
    def middle(self) -> Place | None:
        """Of the paper, on the plane, where it was chosen."""
        middle = self.options.middle
        return self.ground.plane.of_degrees(*middle) if middle and self.options.is_framed else None

    def village(self, code: str) -> str:
        """B · Bondeni, or that it is what lies outside of villages."""
        names = {village.code: village.name for village in self.ground.villages}
        return f"{code} · {names[code]}" if code in names else self.said(words.OUTSIDE)

    def said(self, text: Text, **values: object) -> str:
        return words.said(self.options.speech, text, **values)
