"""How a map looks: with or without colours, and what its structures are coloured by."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from enumerations import packed
from mapping import themes
from mapping.wall.canvas import Colour
from mapping.wall.ground import House, Village
from mapping.wall.style import CLUSTERS, DASHES, PATTERNS, Hatch, Ink

# Only what everybody sees who walks past: never what people answered, who rents or who refused.
THEMES = {name: themes.BY_NAME[name] for name in ("use", "materials", "roof")}


@dataclass(frozen=True)
class Look:
    """Asked by everything that draws."""

    ink: Ink
    theme: themes.Theme | None = None
    villages: dict[str, int] = field(default_factory=dict)
    has_grid: bool = True

    @classmethod
    def of(cls, *, is_coloured: bool, theme: str, villages: Sequence[Village], has_grid: bool) -> "Look":
        order = {village.code: nth for nth, village in enumerate(villages)}
        return cls(Ink(is_coloured), THEMES.get(theme), order, has_grid)

    def village_colour(self, code: str) -> Colour:
        return CLUSTERS[self.villages.get(code, 0) % len(CLUSTERS)]

    def village_dash(self, code: str) -> tuple[float, ...]:
        return DASHES[self.villages.get(code, 0) % len(DASHES)]

    def pattern_of(self, group: themes.Group) -> Hatch:
        """Of a class of the theme."""
        assert self.theme is not None
        return PATTERNS[self.theme.groups.index(group) % len(PATTERNS)]

    def group_of(self, house: House) -> themes.Group | None:
        """The class of the theme that it belongs to; None without a theme, and where nothing is known."""
        if self.theme is None:
            return None
        number = packed.unpack(house.answers, self.theme.question)
        return self.theme.groups[number - 1] if 0 < number <= len(self.theme.groups) else None
